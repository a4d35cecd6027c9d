"""A case's earlier and later treatments, as the reader of a page may know of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from chefforum.calc.danish_dates import in_words
from chefforum.calc.decisions import Outcome
from chefforum.kernel.access.rules import Actor

from ..access import may_keep, readable_by, worked_on_by
from ..models import Item
from ..rules.action_states import SHOWS_DECISIONS
from ..rules.states import ItemState
from .earlier_treatments import outcome_in_words, returns_each_time, when
from .meetings import published_title


@dataclass(frozen=True)
class TreatmentOnPage:
    """Where an item of the same case was, or will be, treated. `date` is None while it has no meeting."""

    item_id: UUID
    date: dt.date | None
    where: str
    title: str
    outcome: str


@dataclass(frozen=True)
class Treatments:
    before: tuple[TreatmentOnPage, ...] = ()
    after: tuple[TreatmentOnPage, ...] = ()


def treatments_around(*, actor: Actor, item: Item) -> Treatments:
    """Other items of the case, and what the item was put off from and to, as far as the actor may read them.

    For an item that the actor may read: callers ask. A fixed number of queries.
    """
    if not readable_by(actor).filter(pk=item.pk).exists():
        return Treatments()
    same = Q(successor=item) | Q(predecessor=item)
    if item.case_id and not returns_each_time(item):
        same |= Q(case_id=item.case_id)
    found = readable_by(actor).filter(same).exclude(pk=item.pk).exclude(state=ItemState.WITHDRAWN).distinct()
    items = list(found.select_related("forum", "meeting", "published").prefetch_related("recommendation_parts"))
    worked_on = set(worked_on_by(actor).filter(pk__in=[one.pk for one in items]).values_list("pk", flat=True))
    items.sort(key=when)
    before = [one for one in items if when(one) < when(item) or one.pk == item.predecessor_id]
    return Treatments(
        before=tuple(_on_page(actor, one, one.pk in worked_on) for one in before),
        after=tuple(_on_page(actor, one, one.pk in worked_on) for one in items if one not in before),
    )


def _on_page(actor: Actor, item: Item, is_worked_on: bool) -> TreatmentOnPage:
    meeting = item.meeting
    if is_worked_on and may_keep(actor, item.forum) and item.deferral:
        outcome = Outcome.POSTPONED.danish
    elif meeting is not None and meeting.state in SHOWS_DECISIONS and item.published:
        outcome = outcome_in_words(item.published.content)
    else:
        outcome = item.get_state_display().lower()
    where = f"{item.forum.name} den {in_words(meeting.date)}" if meeting else item.forum.name
    return TreatmentOnPage(
        item_id=item.pk,
        date=meeting.date if meeting else None,
        where=f"{where}, punkt {item.number}" if meeting and item.number else where,
        title=item.title if is_worked_on or item.published is None else published_title(item),
        outcome=outcome,
    )
