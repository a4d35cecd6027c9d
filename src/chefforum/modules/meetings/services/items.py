"""An item from its first word to the agenda: made, sent to the head of its department, approved or returned."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction

from chefforum.connectors.minutes.minutes import ItemKind
from chefforum.kernel.access.rules import AccessDenied, Actor
from chefforum.kernel.audit.services import record
from chefforum.kernel.people.models import Group

from .. import search
from ..access import may_make_items
from ..models import Item, Meeting
from ..queries.lacks import what_it_lacks
from ..rules.states import ItemState
from .ordering import close_gaps, locked_meeting_of
from .steps import StepNotPossible, locked_item, step_item
from .telling_of_items import tell_author, tell_heads, tell_secretariat


@transaction.atomic
def create_item(
    *,
    actor: Actor,
    forum: Group,
    unit_id: UUID | None,
    title: str,
    kind: ItemKind,
    at: dt.datetime,
    wanted_meeting: Meeting | None = None,
) -> Item:
    """A draft of a case for the forum, written for a department. Its sections are made when something is written.

    Raises AccessDenied for others than the forum's secretariat and those who write cases for the department.
    """
    if not may_make_items(actor, forum=forum, unit_id=unit_id):
        raise AccessDenied("Du har ikke adgang til at skrive punkter for den afdeling.")
    item = Item.objects.create(
        forum=forum,
        unit_id=unit_id,
        author_id=actor.person_id,
        title=title.strip(),
        kind=kind.value,
        wanted_meeting=wanted_meeting,
        created_at=at,
    )
    search.index_items([item.pk])
    record(actor=actor, at=at, action="items.create", object_kind="item", object_id=item.pk)
    return item


@transaction.atomic
def submit_item(*, actor: Actor, item: Item, at: dt.datetime) -> Item:
    """To the head of the department for approval. Raises StepNotPossible while a mandatory section says nothing."""
    item = step_item(actor=actor, item=item, name="submit", at=at)
    if lacks := what_it_lacks(item):
        raise StepNotPossible(
            "\n".join([*(lack.words for lack in lacks), "Punktet er ikke sendt. Alt, du har skrevet, er gemt."])
        )
    tell_heads(actor=actor, item=item, at=at)
    return item


@transaction.atomic
def take_back_item(*, actor: Actor, item: Item, at: dt.datetime) -> Item:
    """Back from the head to its author, before the head has said anything."""
    return step_item(actor=actor, item=item, name="take_back", at=at)


@transaction.atomic
def approve_item(*, actor: Actor, item: Item, at: dt.datetime) -> Item:
    """Ready for an agenda, on the word of the head of the department."""
    item = step_item(actor=actor, item=item, name="approve", at=at)
    tell_author(actor=actor, item=item, at=at, kind="approved", text="{item} er godkendt.")
    text = "{item} er godkendt og klar til en dagsorden."
    tell_secretariat(actor=actor, item=item, at=at, kind="ready", text=text)
    return item


@transaction.atomic
def return_item(*, actor: Actor, item: Item, at: dt.datetime, reason: str) -> Item:
    """Back to the author with a comment, also from an agenda that is not sent out yet."""
    meeting = _agenda_in_preparation(item)
    item = step_item(actor=actor, item=item, name="return", at=at, reason=reason, **_off(meeting))
    if meeting is not None:
        close_gaps(meeting)
    text = "{item} er sendt retur til dig med en kommentar."
    tell_author(actor=actor, item=item, at=at, kind="returned", text=text)
    return item


@transaction.atomic
def withdraw_item(*, actor: Actor, item: Item, at: dt.datetime, reason: str) -> Item:
    """Given up before it is on an agenda, with a reason."""
    item = step_item(actor=actor, item=item, name="withdraw", at=at, reason=reason)
    tell_author(actor=actor, item=item, at=at, kind="withdrawn", text="{item} er trukket.")
    return item


@transaction.atomic
def withdraw_late_item(*, actor: Actor, item: Item, at: dt.datetime, reason: str) -> Item:
    """Given up, with a reason, from an agenda; from one that is sent out it goes with the next version."""
    meeting = _agenda_in_preparation(item)
    item = step_item(actor=actor, item=item, name="withdraw_late", at=at, reason=reason, **_off(meeting))
    if meeting is not None:
        close_gaps(meeting)
    tell_author(actor=actor, item=item, at=at, kind="withdrawn", text="{item} er trukket.")
    return item


@transaction.atomic
def revive_item(*, actor: Actor, item: Item, at: dt.datetime) -> Item:
    """A withdrawn item is a draft again, on no agenda; what members read of it stays in the versions that had it."""
    off: dict[str, Any] = {"meeting": None, "position": None, "number": None, "published": None}
    item = step_item(actor=actor, item=item, name="revive", at=at, is_supplement=False, **off)
    tell_author(actor=actor, item=item, at=at, kind="revived", text="{item} er taget op igen. Det er nu en kladde.")
    return item


def _agenda_in_preparation(item: Item) -> Meeting | None:
    """The meeting whose agenda, not sent out yet, the item stands on: locked before the item. None: there is none."""
    meeting = locked_meeting_of(item)
    return meeting if locked_item(item).state == ItemState.ON_AGENDA else None


def _off(meeting: Meeting | None) -> dict[str, Any]:
    """An item leaves the agenda that it stands on, unless that is sent out already."""
    return {"meeting": None, "position": None, "number": None, "is_supplement": False} if meeting else {}
