"""The order of an agenda and the numbers of its items, saved in one go."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record

from ..access import require_keeper
from ..models import Item, Meeting
from ..rules.order import keeps_fixed, merged
from ..rules.states import TAKES_ITEMS, TAKES_SUPPLEMENTS, ItemState, MeetingState
from .steps import StepNotPossible, locked_meeting
from .writing import item_to_write, note_change

IS_ARRANGED = TAKES_ITEMS | TAKES_SUPPLEMENTS | {MeetingState.PLANNED}
MOST_MINUTES = 24 * 60


@dataclass(frozen=True)
class MinutesChange:
    """Planned minutes as they were when the page was shown, and as they are wanted; None: none."""

    seen: int | None
    wanted: int | None


class AgendaChanged(StepNotPossible):
    """Somebody else has changed the agenda meanwhile. `wanted` and `minutes` are what was asked for, nothing lost."""

    def __init__(self, *, wanted: Sequence[UUID], minutes: Mapping[UUID, int | None]) -> None:
        super().__init__("En anden har ændret dagsordenen, mens du arbejdede. Dine ændringer er ikke gemt endnu.")
        self.wanted, self.minutes = tuple(wanted), dict(minutes)


@transaction.atomic
def arrange(
    *,
    actor: Actor,
    meeting: Meeting,
    seen: Sequence[UUID],
    order: Sequence[UUID],
    minutes: Mapping[UUID, MinutesChange],
    at: dt.datetime,
) -> None:
    """The agenda in a new order and with new planned minutes: all of it or nothing.

    `seen` is the order that the actor was shown. Raises AgendaChanged where the agenda is another now, AccessDenied
    for others than those who keep the meeting, StepNotPossible where it is over or an item that is sent out would move.
    """
    meeting = locked_meeting(meeting)
    require_keeper(actor, meeting.forum)
    if meeting.state not in IS_ARRANGED:
        raise StepNotPossible("Dagsordenen kan ikke ændres nu. Intet er ændret.")
    items = {item.pk: item for item in placed_items(meeting)}
    present = list(items)
    changes = {
        item_id: change for item_id, change in minutes.items() if item_id in items and change.seen != change.wanted
    }
    theirs = [item_id for item_id, change in changes.items() if items[item_id].planned_minutes != change.seen]
    wanted = merged(wanted=order, present=present)
    moves = list(order) != list(seen)
    if theirs or (moves and list(seen) != present):
        raise AgendaChanged(wanted=wanted, minutes={item_id: change.wanted for item_id, change in changes.items()})
    if moves and wanted != present:
        _reorder(actor=actor, meeting=meeting, items=items, wanted=wanted, at=at)
    for item_id, change in changes.items():
        plan_minutes(actor=actor, item=items[item_id], minutes=change.wanted, at=at)


def _reorder(
    *, actor: Actor, meeting: Meeting, items: Mapping[UUID, Item], wanted: Sequence[UUID], at: dt.datetime
) -> None:
    fixed = {item_id for item_id, item in items.items() if item.published_id}
    if not keeps_fixed(wanted, present=list(items), fixed=fixed):
        raise StepNotPossible("Punkter, der er udsendt, beholder deres plads og nummer. Intet er ændret.")
    put_in_order(meeting, [items[item_id] for item_id in wanted])
    record(
        actor=actor,
        at=at,
        action="meetings.arrange",
        object_kind="meeting",
        object_id=meeting.pk,
        object_name=meeting.title,
        data={"items": len(wanted)},
    )


@transaction.atomic
def plan_minutes(*, actor: Actor, item: Item, minutes: int | None, at: dt.datetime) -> None:
    """How long the item is to take. Raises AccessDenied, and StepNotPossible on more than a day."""
    if minutes is not None and not 0 <= minutes <= MOST_MINUTES:
        raise StepNotPossible("Skriv minutterne som et helt tal, fx 20. Intet er ændret.")
    item = item_to_write(actor=actor, item=item)
    item.planned_minutes = minutes
    item.token += 1
    item.save(update_fields=["planned_minutes", "token"])
    note_change(actor=actor, item=item, at=at, what="plan_minutes")


def locked_meeting_of(item: Item) -> Meeting | None:
    """The meeting that the item is on, locked before the item: who orders an agenda locks in the same order."""
    meeting = Meeting.objects.filter(items=item.pk).first()
    return locked_meeting(meeting) if meeting is not None else None


def placed_items(meeting: Meeting) -> list[Item]:
    """The items of the agenda in order, without those withdrawn."""
    return list(meeting.items.exclude(state=ItemState.WITHDRAWN).select_related("standing").order_by("position", "pk"))


def put_in_order(meeting: Meeting, items: Iterable[Item]) -> None:
    """Gives the items their places and numbers, in the caller's transaction."""
    placed = list(items)
    for position, item in enumerate(placed):
        item.position = position
    Item.objects.bulk_update(placed, ["position"])
    number_items(meeting)


def close_gaps(meeting: Meeting) -> None:
    """The items move up where one was taken off."""
    put_in_order(meeting, placed_items(meeting))


def insert(meeting: Meeting, items: Sequence[Item], *, at_end: bool) -> None:
    """Items that are on the meeting already get their places: last, or before the standing items that stand last."""
    new = {item.pk for item in items}
    others = [other for other in placed_items(meeting) if other.pk not in new]
    place = len(others)
    while not at_end and place and _stands_last(others[place - 1]):
        place -= 1
    put_in_order(meeting, [*others[:place], *items, *others[place:]])


def _stands_last(item: Item) -> bool:
    return item.standing is not None and item.standing.is_last and item.published_id is None


def number_items(meeting: Meeting) -> None:
    """Numbers in order; an item that has been sent out keeps its number, and what comes later gets the next one."""
    last = meeting.items.filter(published__isnull=False).aggregate(last=Max("number"))["last"]
    sent_before = last is not None
    items = list(meeting.items.exclude(state=ItemState.WITHDRAWN).order_by("position"))
    fresh = [item for item in items if item.published_id is None] if sent_before else items
    for number, item in enumerate(fresh, start=(last or 0) + 1):
        item.number, item.is_supplement = number, sent_before or item.is_supplement
    Item.objects.bulk_update(fresh, ["number", "is_supplement"])
