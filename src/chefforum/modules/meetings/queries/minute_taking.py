"""What who takes the minutes sees: the items with their time, the one that is treated, and the clock.

Callers have asked whether the actor takes the minutes of the meeting; then they read all of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from chefforum.calc.blocks import from_json, texts
from chefforum.calc.decisions import Outcome
from chefforum.connectors.minutes.minutes import SectionKind

from ..models import Conflict, Item, ItemStep, LeftRoom, Meeting, Participant
from ..rules.content import ItemContent
from ..rules.decision_sentences import advice_on, mark_of, outcomes_en_bloc
from ..rules.meeting_clock import ItemTime, MeetingClock, meeting_clock, time_used
from ..rules.states import ItemState, MeetingState
from .content import content_of, with_content
from .reading import SectionOnPage, section_on_page

# Names of steps that several items take at once.
EN_BLOC, UNDO_EN_BLOC = "en_bloc", "undo_en_bloc"
_OVER = frozenset({ItemState.TREATED, ItemState.CLOSED})
_READ_ELSEWHERE = frozenset({SectionKind.DECISION, SectionKind.RECOMMENDATION, SectionKind.ATTACHMENTS})


@dataclass(frozen=True)
class RowInList:
    """An item in the list to the left. `used_minutes` is None where it was never in treatment."""

    id: UUID
    number: int
    title: str
    state: str
    state_name: str
    planned_minutes: int | None
    used_minutes: int | None
    is_over: bool
    is_confidential: bool


@dataclass(frozen=True)
class PartInHand:
    """A part of the recommendation and what was chosen for it; `id` 0 is an item without parts as a whole."""

    id: int
    number: int
    text: str
    outcome: Outcome | None


@dataclass(frozen=True)
class ConflictInHand:
    """Two texts of one decision: the one that stands is the item's, `text` is the one kept beside."""

    id: int
    by: str
    is_mine: bool
    text: str
    at: dt.datetime


@dataclass(frozen=True)
class ItemInHand:
    """The item whose minutes are taken. `mark` names the text of the decision as it is shown here."""

    item: Item
    row: RowInList
    parts: tuple[PartInHand, ...]
    decision: str
    mark: str
    last_writer: str
    advice: tuple[str, ...]
    conflicts: tuple[ConflictInHand, ...]
    left_rooms: tuple[LeftRoom, ...]
    sections: tuple[SectionOnPage, ...]
    is_postponed: bool


@dataclass(frozen=True)
class MinuteTaking:
    """`hand` is None where all items have been treated. The clock is None but while the meeting runs."""

    rows: tuple[RowInList, ...]
    hand: ItemInHand | None
    previous: RowInList | None
    next: RowInList | None
    clock: MeetingClock | None
    participants: tuple[Participant, ...]

    @property
    def is_attendance_noted(self) -> bool:
        return any(one.attendance != Participant.Attendance.UNKNOWN for one in self.participants)

    @property
    def left(self) -> int:
        """How many items are not treated yet."""
        return sum(not row.is_over for row in self.rows)


def minute_taking(
    *, meeting: Meeting, item_id: UUID | None, person_id: UUID | None, now: dt.datetime
) -> MinuteTaking | None:
    """The page of the item, or, where none is named, of the one in treatment, else the first that is not treated.

    None where the item is not on the meeting's agenda. A fixed number of queries, however many items.
    """
    items = list(meeting.items.exclude(state=ItemState.WITHDRAWN).order_by("position"))
    used = _used(meeting, now)
    rows = tuple(_row(item, used) for item in items)
    place = _place(rows, item_id)
    if item_id and place is None:
        return None
    hand = None
    if place is not None:
        found = with_content(Item.objects.filter(pk=items[place].pk)).select_related("forum").get()
        hand = _in_hand(found, rows[place], person_id)
    return MinuteTaking(
        rows=rows,
        hand=hand,
        previous=rows[place - 1] if place else None,
        next=rows[place + 1] if place is not None and place + 1 < len(rows) else None,
        clock=_clock(meeting, items, used, now),
        participants=tuple(meeting.participants.all()),
    )


def _place(rows: Sequence[RowInList], item_id: UUID | None) -> int | None:
    wanted = (
        [i for i, row in enumerate(rows) if row.id == item_id]
        if item_id
        else [i for i, row in enumerate(rows) if row.state == ItemState.IN_TREATMENT]
        or [i for i, row in enumerate(rows) if not row.is_over]
    )
    return wanted[0] if wanted else None


def _used(meeting: Meeting, now: dt.datetime) -> dict[UUID, dt.timedelta]:
    """The time that each item has been in treatment; those that never were are not in it."""
    steps: dict[UUID, list[tuple[str, dt.datetime]]] = {}
    taken = ItemStep.objects.filter(item__meeting=meeting).order_by("at", "pk").values_list("item_id", "name", "at")
    for item_id, name, at in taken:
        steps.setdefault(item_id, []).append((name, at))
    return {
        item_id: time_used(steps=own, now=now)
        for item_id, own in steps.items()
        if any(name == "start" for name, _ in own)
    }


def _row(item: Item, used: dict[UUID, dt.timedelta]) -> RowInList:
    return RowInList(
        id=item.pk,
        number=item.number or 0,
        title=item.title,
        state=item.state,
        state_name=item.get_state_display(),
        planned_minutes=item.planned_minutes,
        used_minutes=round(used[item.pk] / dt.timedelta(minutes=1)) if item.pk in used else None,
        is_over=item.state in _OVER,
        is_confidential=item.is_confidential,
    )


def _clock(
    meeting: Meeting, items: Sequence[Item], used: dict[UUID, dt.timedelta], now: dt.datetime
) -> MeetingClock | None:
    """Against the plan's start where the meeting began on its day, else against when it did begin."""
    if meeting.state != MeetingState.RUNNING or meeting.started_at is None:
        return None
    began = timezone.localtime(meeting.started_at)
    start = began
    if meeting.start_time and began.date() == meeting.date:
        start = timezone.make_aware(dt.datetime.combine(meeting.date, meeting.start_time))
    times = [
        ItemTime(
            item.planned_minutes,
            used.get(item.pk, dt.timedelta()),
            is_running=item.state == ItemState.IN_TREATMENT,
            is_over=item.state in _OVER,
        )
        for item in items
    ]
    return meeting_clock(planned_start=start, now=now, items=times)


def _in_hand(item: Item, row: RowInList, person_id: UUID | None) -> ItemInHand:
    content = content_of(item)
    decision = item.decision or ""
    said = [part.text for part in item.recommendation_parts.all()]
    last = item.revisions.select_related("made_by").order_by("-number").first()
    return ItemInHand(
        item=item,
        row=row,
        parts=_parts(item, content),
        decision=decision,
        mark=mark_of(decision),
        last_writer=last.made_by.name if last and last.made_by else "",
        advice=advice_on(text=decision, parts=said, outcomes=content.outcomes),
        conflicts=conflicts_of(item, person_id=person_id),
        left_rooms=tuple(item.left_rooms.select_related("participant").order_by("participant__position")),
        sections=tuple(
            section_on_page(section) for section in content.item.sections if section.kind not in _READ_ELSEWHERE
        ),
        is_postponed=Outcome.POSTPONED in content.outcomes,
    )


def _parts(item: Item, content: ItemContent) -> tuple[PartInHand, ...]:
    parts = list(item.recommendation_parts.all())
    if not parts:
        return (PartInHand(0, 1, "", None),)
    return tuple(
        PartInHand(part.pk, number, part.text, outcome)
        for number, (part, outcome) in enumerate(zip(parts, content.outcomes, strict=True), 1)
    )


def conflicts_of(item: Item, *, person_id: UUID | None) -> tuple[ConflictInHand, ...]:
    """Texts of the decision that somebody wrote at the same time as somebody else, and that are not chosen between."""
    rows = Conflict.objects.filter(section__item=item, section__kind=SectionKind.DECISION, settled_at=None)
    return tuple(
        ConflictInHand(
            id=row.pk,
            by=row.person.name if row.person else "",
            is_mine=row.person_id == person_id,
            text="\n\n".join(texts(from_json(row.blocks))),
            at=row.at,
        )
        for row in rows.select_related("person")
    )


@dataclass(frozen=True)
class RowEnBloc:
    """An item that may be approved together with others, or (`why_not`) why it may not."""

    id: UUID
    number: int
    title: str
    parts: tuple[str, ...]
    why_not: str


def en_bloc(*, meeting: Meeting) -> list[RowEnBloc]:
    """The items that are not treated yet, in order. Two queries."""
    items = meeting.items.filter(state__in=[ItemState.SENT, ItemState.IN_TREATMENT]).order_by("position")
    rows = []
    for item in items.prefetch_related("recommendation_parts"):
        parts = tuple(part.text for part in item.recommendation_parts.all())
        rows.append(RowEnBloc(item.pk, item.number or 0, item.title, parts, _why_not(item, parts)))
    return rows


def undoable_en_bloc(*, meeting: Meeting) -> int:
    """How many of the items that were approved together last are as they were left then."""
    return last_en_bloc(meeting).filter(item__state=ItemState.TREATED).count()


def last_en_bloc(meeting: Meeting) -> QuerySet[ItemStep]:
    """The steps of the items that were approved together last; none once that is taken back."""
    steps = ItemStep.objects.filter(item__meeting=meeting)
    newest = steps.filter(name__in=[EN_BLOC, UNDO_EN_BLOC]).order_by("-at", "-pk").first()
    if newest is None or newest.name != EN_BLOC:
        return ItemStep.objects.none()
    return steps.filter(name=EN_BLOC, at=newest.at)


def _why_not(item: Item, parts: Sequence[str]) -> str:
    if item.decision:
        return "Der er allerede skrevet en beslutning."
    if not parts:
        return "Punktet har ingen indstilling at godkende."
    return "" if outcomes_en_bloc(parts) else "Punktet skal drøftes, eller der skal vælges noget."
