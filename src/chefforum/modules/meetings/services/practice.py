"""How a forum works: its times and deadlines, and its standing items."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max

from chefforum.connectors.minutes.minutes import ItemKind
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record
from chefforum.kernel.people.models import Group

from ..access import require_keeper
from ..models import ForumPractice, Meeting, StandingItem
from ..queries.forums import practice_of, standing_items_of
from ..rules.deadlines import COLLECTS_ITEMS
from ..rules.order import Direction, moved
from .agenda import submission_deadline


@dataclass(frozen=True)
class Practice:
    """What a forum agrees on; None and the empty text: nothing agreed."""

    start_time: dt.time | None
    meeting_minutes: int | None
    place: str
    submission_days: int
    sending_days: int
    is_public: bool


@dataclass(frozen=True)
class StandingText:
    """What a standing item says; `recommendation` has one part a line."""

    title: str
    kind: ItemKind
    journal_number: str
    planned_minutes: int | None
    recommendation: str
    approves_minutes: bool
    is_last: bool


@transaction.atomic
def save_practice(*, actor: Actor, forum: Group, practice: Practice, at: dt.datetime) -> ForumPractice:
    """Coming meetings whose deadline is as the forum had agreed get the new one. Raises AccessDenied."""
    require_keeper(actor, forum)
    old = practice_of(forum)
    saved, _ = ForumPractice.objects.update_or_create(forum=forum, defaults=vars(practice))
    if old.submission_days != saved.submission_days:
        _move_deadlines(forum, old.submission_days, saved.submission_days)
    _note(actor=actor, forum=forum, at=at, action="practice")
    return saved


def _move_deadlines(forum: Group, old_days: int, new_days: int) -> None:
    collecting = list(Meeting.objects.filter(forum=forum, state__in=[state.value for state in COLLECTS_ITEMS]))
    as_agreed = [
        one for one in collecting if one.submission_deadline == submission_deadline(date=one.date, days=old_days)
    ]
    for meeting in as_agreed:
        meeting.submission_deadline = submission_deadline(date=meeting.date, days=new_days)
    Meeting.objects.bulk_update(as_agreed, ["submission_deadline"])


@transaction.atomic
def add_standing(*, actor: Actor, forum: Group, text: StandingText, at: dt.datetime) -> StandingItem:
    """A standing item after the others of its end. Agendas that are there already keep theirs. Raises AccessDenied."""
    require_keeper(actor, forum)
    last = StandingItem.objects.filter(forum=forum).aggregate(last=Max("position"))["last"]
    made = StandingItem.objects.create(forum=forum, position=0 if last is None else last + 1, **_fields(text))
    _note(actor=actor, forum=forum, at=at, action="add_standing_item")
    return made


@transaction.atomic
def edit_standing(*, actor: Actor, standing: StandingItem, text: StandingText, at: dt.datetime) -> None:
    """What coming agendas say. Raises AccessDenied."""
    require_keeper(actor, standing.forum)
    StandingItem.objects.filter(pk=standing.pk).update(**_fields(text))
    _note(actor=actor, forum=standing.forum, at=at, action="edit_standing_item")


@transaction.atomic
def move_standing(*, actor: Actor, standing: StandingItem, direction: Direction, at: dt.datetime) -> None:
    """A place up or down among those that stand first, or those that stand last. Raises AccessDenied."""
    require_keeper(actor, standing.forum)
    rows = list(standing_items_of(standing.forum).select_for_update().filter(is_last=standing.is_last))
    order = moved([row.pk for row in rows], item=standing.pk, direction=direction)
    for row in rows:
        row.position = order.index(row.pk)
    StandingItem.objects.bulk_update(rows, ["position"])
    _note(actor=actor, forum=standing.forum, at=at, action="move_standing_item")


@transaction.atomic
def remove_standing(*, actor: Actor, standing: StandingItem, at: dt.datetime) -> None:
    """Coming agendas do not have it; items that were made of it stay. Raises AccessDenied."""
    require_keeper(actor, standing.forum)
    standing.delete()
    _note(actor=actor, forum=standing.forum, at=at, action="remove_standing_item")


def _fields(text: StandingText) -> dict[str, object]:
    return vars(text) | {"kind": text.kind.value, "journal_number": text.journal_number.strip() or None}


def _note(*, actor: Actor, forum: Group, at: dt.datetime, action: str) -> None:
    record(
        actor=actor,
        at=at,
        action=f"forums.{action}",
        object_kind="group",
        object_id=forum.pk,
        object_name=forum.name,
    )
