"""The agenda while it is made: what is on it in order and by the clock, and what could come on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from chefforum.kernel.access.rules import AccessDenied, Actor
from chefforum.kernel.organisation.queries import tree_on

from ..access import may_keep, reads_everything_of, visible_to, worked_on_by
from ..models import Item, Meeting, StandingItem
from ..rules import HIDDEN_TITLE
from ..rules.states import TAKES_ITEMS, TAKES_SUPPLEMENTS, ItemState, MeetingState
from ..rules.time_check import TimeCheck, time_check
from ..rules.time_plan import time_plan
from .forums import standing_items_of

UNDER_WAY = (ItemState.DRAFT, ItemState.RETURNED)
OFFERED = (*UNDER_WAY, ItemState.SUBMITTED, ItemState.READY)


@dataclass(frozen=True)
class AgendaRow:
    """An item in its place. `until` is the sum of minutes when it ends; where `is_hidden` only place and time show."""

    id: UUID
    place: int
    number: int
    title: str
    kind: str
    department: str
    minutes: int | None
    until: int
    starts_at: dt.time | None
    is_hidden: bool
    is_confidential: bool
    is_supplement: bool
    is_standing: bool
    is_sent: bool


@dataclass(frozen=True)
class Candidate:
    """An item of the forum that is on no agenda; `is_wanted_here` where it is meant for this meeting."""

    item: Item
    department: str
    is_wanted_here: bool

    @property
    def is_ready(self) -> bool:
        return self.item.state == ItemState.READY


@dataclass(frozen=True)
class AgendaPage:
    meeting: Meeting
    rows: tuple[AgendaRow, ...]
    check: TimeCheck
    candidates: tuple[Candidate, ...]
    left_out: tuple[StandingItem, ...]
    may_keep: bool

    @property
    def order(self) -> str:
        """The ids in order, as the page sends them back to say what it was shown."""
        return ",".join(str(row.id) for row in self.rows)

    @property
    def takes_items(self) -> bool:
        return self.meeting.state in TAKES_ITEMS

    @property
    def takes_supplements(self) -> bool:
        return self.meeting.state in TAKES_SUPPLEMENTS

    @property
    def is_arranged(self) -> bool:
        return self.may_keep and (
            self.takes_items or self.takes_supplements or self.meeting.state == MeetingState.PLANNED
        )

    @property
    def ready(self) -> list[Candidate]:
        return [candidate for candidate in self.candidates if candidate.is_ready]

    @property
    def under_way(self) -> list[Candidate]:
        return [candidate for candidate in self.candidates if not candidate.is_ready]


def require_agenda(actor: Actor, meeting: Meeting) -> None:
    """Raises AccessDenied for those who do not read everything of the forum: the agenda is being made."""
    if not reads_everything_of(actor, meeting.forum):
        raise AccessDenied("Dagsordenen bygges af sekretariatet. Du kan læse den, når den er sendt ud.")


def agenda_page(*, actor: Actor, meeting: Meeting, on: dt.date) -> AgendaPage:
    """The agenda with its clock, and what could come on it. A fixed number of queries, however many items.

    Raises AccessDenied as `require_agenda` does.
    """
    require_agenda(actor, meeting)
    names = {unit.id: unit.short_name or unit.name for unit in tree_on(on).units}
    items = list(agenda_items(meeting))
    readable = set(worked_on_by(actor).filter(meeting=meeting).values_list("pk", flat=True))
    plan = time_plan(start=meeting.start_time, planned=[item.planned_minutes for item in items])
    rows, until = [], 0
    for place, (item, starts_at) in enumerate(zip(items, plan.starts, strict=True), start=1):
        until += item.planned_minutes or 0
        rows.append(_row(item, place, starts_at, until, names, is_hidden=item.pk not in readable))
    there = {item.standing_id for item in items}
    return AgendaPage(
        meeting=meeting,
        rows=tuple(rows),
        check=time_check(start=meeting.start_time, end=meeting.end_time, plan=plan),
        candidates=tuple(_candidates(actor, meeting, names)),
        left_out=tuple(row for row in standing_items_of(meeting.forum) if row.pk not in there),
        may_keep=may_keep(actor, meeting.forum),
    )


def agenda_items(meeting: Meeting) -> QuerySet[Item]:
    return meeting.items.exclude(state=ItemState.WITHDRAWN).order_by("position", "pk")


def _row(
    item: Item, place: int, starts_at: dt.time | None, until: int, names: dict[UUID, str], *, is_hidden: bool
) -> AgendaRow:
    return AgendaRow(
        id=item.pk,
        place=place,
        number=item.number or place,
        title=HIDDEN_TITLE if is_hidden else item.title,
        kind="" if is_hidden else item.get_kind_display(),
        department="" if is_hidden or item.unit_id is None else names.get(item.unit_id, ""),
        minutes=item.planned_minutes,
        until=until,
        starts_at=starts_at,
        is_hidden=is_hidden,
        is_confidential=item.is_confidential,
        is_supplement=item.is_supplement,
        is_standing=item.standing_id is not None,
        is_sent=item.published_id is not None,
    )


def _candidates(actor: Actor, meeting: Meeting, names: dict[UUID, str]) -> Iterable[Candidate]:
    """Wanted for this meeting first, then by the day of the meeting wanted. Those under way only where wanted here."""
    found = worked_on_by(actor).filter(forum=meeting.forum, meeting=None, state__in=[state.value for state in OFFERED])
    candidates = [
        Candidate(
            item=item,
            department=names.get(item.unit_id, "") if item.unit_id else "",
            is_wanted_here=item.wanted_meeting_id == meeting.pk,
        )
        for item in found.select_related("wanted_meeting", "author").order_by("created_at", "pk")
    ]
    shown = [one for one in candidates if one.is_wanted_here or one.item.state not in UNDER_WAY]
    return sorted(shown, key=lambda one: (not one.is_ready, not one.is_wanted_here, _wanted_date(one.item)))


def _wanted_date(item: Item) -> dt.date:
    return item.wanted_meeting.date if item.wanted_meeting else dt.date.max


def find_agenda_item(*, actor: Actor, meeting: Meeting, item_id: UUID) -> Item | None:
    """An item that is on the meeting's agenda or could come on it, which the actor works on; None else."""
    items = worked_on_by(actor).select_related("forum", "meeting__forum")
    found = items.filter(pk=item_id, forum=meeting.forum).first()
    return found if found and found.meeting_id in (None, meeting.pk) else None


def other_open_meetings(*, actor: Actor, meeting: Meeting) -> QuerySet[Meeting]:
    """Meetings of the same forum that take items."""
    states = [state.value for state in TAKES_ITEMS]
    meetings = visible_to(actor).filter(forum=meeting.forum, state__in=states).exclude(pk=meeting.pk)
    return meetings.order_by("date")


def taken_dates(*, forum_id: UUID, first: dt.date, last: dt.date) -> set[dt.date]:
    """The dates on which the forum meets already, both inclusive. For those who keep its meetings."""
    return set(Meeting.objects.filter(forum_id=forum_id, date__range=(first, last)).values_list("date", flat=True))


def items_to_move(meeting: Meeting) -> int:
    """How many items stand in the way of cancelling the meeting."""
    return agenda_items(meeting).filter(standing=None).count()
