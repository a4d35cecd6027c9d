"""The places that somebody sees: those of their own units, and those of the shared pool. Whoever has no unit of their
own sees none; the coordinator sees them all. A place that somebody may not see is not found."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.queries import events_about
from chefforum.kernel.organisation.queries import tree_on
from chefforum.web.typed import whole_number

from ..access import OFFER_PLACES, may_offer, may_read_unit, readable_units, visible_to
from ..models import EmptySpell, JobType, Place, Placement, TaskList
from ..rules.departments import departments_in
from ..rules.empty import ended_by_itself
from ..rules.matching import Fit, Offered, Wish, fit, last_day
from ..rules.places import EVENT_NAMES, UNDO_WITHIN, UNDO_WORDS, PlaceWords, languages_in, told
from ..rules.stays import Span
from .capacity import PlaceNow, places_now, stays_in
from .checks_of_workplaces import more_on_days
from .empty_places import spell_of

STAY = ("starts_on", "ended_on", "ends_on")


class PlaceNotFound(LookupError):
    """There is no such place, or the actor may not know of it."""


@dataclass(frozen=True)
class PlaceFilter:
    """What the list shows. Empty: everything. `starts_on`: somebody can begin on that day."""

    department: UUID | None = None
    kind: str = ""
    job_type: int | None = None
    language: str = ""
    starts_on: dt.date | None = None
    only_shared: bool = False
    only_free: bool = False
    only_own: bool = False
    with_closed: bool = False

    @classmethod
    def from_parameters(cls, said: Mapping[str, Any]) -> PlaceFilter:
        """What as_parameters gave."""
        starts_on, department = said.get("starts_on"), said.get("department")
        return cls(
            **{
                **said,
                "starts_on": dt.date.fromisoformat(starts_on) if starts_on else None,
                "department": UUID(department) if department else None,
            }
        )

    @classmethod
    def from_query(cls, said: Mapping[str, str]) -> PlaceFilter:
        """Of an address's parameters, which may be anything. Raises ValueError."""
        known = {one.name: one.type for one in dataclasses.fields(cls)}
        taken: dict[str, Any] = {name: text for name, text in said.items() if name in known and text}
        for name, value in taken.items():
            if known[name] == "bool":
                taken[name] = value == "True"
        if "job_type" in taken:
            taken["job_type"] = whole_number(taken["job_type"]) or None
        return cls.from_parameters(taken)

    def as_parameters(self) -> dict[str, Any]:
        said = {name: value for name, value in dataclasses.asdict(self).items() if value}
        return {name: str(value) if isinstance(value, dt.date | UUID) else value for name, value in said.items()}


@dataclass(frozen=True)
class PlaceRow:
    """A place as the actor sees it. Of another unit's in the pool they see how many are free and when one can begin,
    which is what the pool is for; never how many it has or are taken, nor which day a slot gets free: with one slot
    that would be a single person's last day. Whoever shows a place reads these, not `now` and `place`."""

    now: PlaceNow
    is_own: bool

    @property
    def place(self) -> Place:
        return self.now.place

    @property
    def slots(self) -> int | None:
        return self.place.slots if self.is_own else None

    @property
    def taken(self) -> int | None:
        return self.now.taken if self.is_own else None

    @property
    def next_free(self) -> dt.date | None:
        return self.now.next_free if self.is_own else None


@dataclass(frozen=True)
class FoundPlace:
    """A place that fits a wish. `rule_reached`: the workplace may have no more on the day, None where undecided; False
    where no rule bounds the kind."""

    row: PlaceRow
    fit: Fit
    ends: dt.date
    rule_reached: bool | None


@dataclass(frozen=True)
class ShownSpell:
    """Why it stood empty; `last` is the day it ended, also where it did so by itself."""

    spell: EmptySpell
    last: dt.date | None
    by_itself: bool
    is_over: bool


@dataclass(frozen=True)
class Happened:
    """A line of the history."""

    at: dt.datetime
    name: str
    what: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class PlacePage:
    """A place as the actor sees it. Who is there, why it is empty and what happened are the unit's own to see."""

    row: PlaceRow
    may_change: bool
    placements: tuple[Placement, ...]
    spells: tuple[ShownSpell, ...]
    history: tuple[Happened, ...]
    undo: str  # the words of the button; "" where there is nothing of one's own to take back

    @property
    def open_spells(self) -> tuple[ShownSpell, ...]:
        return tuple(one for one in self.spells if not one.is_over)


def places_visible_to(actor: Actor) -> QuerySet[Place]:
    """Those of the actor's units and of the shared pool. Raises AccessDenied for who neither offers nor places."""
    OFFER_PLACES.require(actor)
    units = readable_units(actor)
    places = Place.objects.all()
    return places if units is None else places.filter(Q(workplace__unit__in=units) | Q(is_shared=True))


def list_places(*, actor: Actor, asked: PlaceFilter, on: dt.date) -> list[PlaceRow]:
    """Those of the filter: open ones with the most free first, closed ones last. Four queries. Raises AccessDenied."""
    places = places_visible_to(actor)
    if asked.kind:
        places = places.filter(kind=asked.kind)
    if asked.job_type:
        places = places.filter(job_type=asked.job_type)
    if asked.only_shared:
        places = places.filter(is_shared=True)
    if not asked.with_closed:
        places = places.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=on))
    rows = [PlaceRow(now, may_read_unit(actor, now.place.workplace.unit_id)) for now in places_now(places, on=on)]
    rows = [row for row in rows if _is_asked_for(row, asked)]
    return sorted(rows, key=lambda row: (not row.now.is_open, -row.now.free, row.place.workplace.name.casefold()))


def _is_asked_for(row: PlaceRow, asked: PlaceFilter) -> bool:
    now = row.now
    return (
        (asked.department is None or now.department_id == asked.department)
        and (not asked.language or asked.language.casefold() in languages_in(row.place.languages))
        and (not asked.only_free or now.free > 0)
        and (not asked.only_own or row.is_own)
        and (asked.starts_on is None or now.can_start_on(asked.starts_on))
    )


def find_places(*, actor: Actor, wish: Wish, on: dt.date) -> list[FoundPlace]:
    """Those that fit, best first; where the workplace may have no more, last. Seven queries. Raises AccessDenied."""
    places = places_visible_to(actor).filter(kind=wish.kind)
    rows = [PlaceRow(now, may_read_unit(actor, now.place.workplace.unit_id)) for now in places_now(places, on=on)]
    fits = [(row, one) for row in rows if (one := fit(wish, _offered(row.now))) is not None]
    more = more_on_days({(row.place.workplace_id, one.starts) for row, one in fits}, kind=wish.kind)
    fitting = [
        FoundPlace(
            row=row,
            fit=one,
            ends=last_day(wish, one.starts),
            rule_reached=_is_reached(more, row.place.workplace_id, one.starts),
        )
        for row, one in fits
    ]
    return sorted(fitting, key=lambda one: (one.rule_reached is True, one.fit.rank, one.row.place.workplace.name))


def _is_reached(more: Mapping[tuple[UUID, dt.date], int | None], workplace_id: UUID, on: dt.date) -> bool | None:
    if (workplace_id, on) not in more:
        return False
    left = more[workplace_id, on]
    return None if left is None else left < 1


def _offered(now: PlaceNow) -> Offered:
    place = now.place
    return Offered(
        kind=place.kind,
        job_type_id=place.job_type_id,
        hours_from=place.hours_from,
        hours_to=place.hours_to,
        languages=languages_in(place.languages),
        offer=now.offer,
        stays=now.stays,
    )


def find_place(*, actor: Actor, place_id: UUID) -> Place:
    """Raises PlaceNotFound, AccessDenied. One query."""
    found = places_visible_to(actor).filter(pk=place_id).select_related("workplace", "job_type").first()
    if found is None:
        raise PlaceNotFound(place_id)
    return found


def place_page(*, actor: Actor, place_id: UUID, at: dt.datetime, on: dt.date) -> PlacePage:
    """A place as the actor sees it. Eight queries at most. Raises PlaceNotFound, AccessDenied."""
    places = places_visible_to(actor).filter(pk=place_id).select_related("task_list")
    now = next(iter(places_now(places, on=on)), None)
    if now is None:
        raise PlaceNotFound(place_id)
    unit_id = now.place.workplace.unit_id
    is_own = may_read_unit(actor, unit_id)
    row = PlaceRow(now, is_own)
    if not is_own:
        return PlacePage(row, False, (), (), (), "")
    there = stays_in(visible_to(now.place.placements.all(), actor), after=on)
    events = list(events_about(object_kind="place", object_id=place_id)[:50])
    newest = events[0] if events else None
    undoable = newest is not None and newest.person_id == actor.person_id and newest.at >= at - UNDO_WITHIN
    return PlacePage(
        row=row,
        may_change=may_offer(actor, unit_id),
        placements=tuple(there.order_by("starts_on", "reference")),
        spells=tuple(_spells(now, on)),
        history=tuple(
            Happened(one.at, one.person_name, EVENT_NAMES.get(one.action, one.action), tuple(told(one.data)))
            for one in events
        ),
        undo=UNDO_WORDS.get(newest.action, "") if newest is not None and undoable else "",
    )


def _spells(now: PlaceNow, on: dt.date) -> list[ShownSpell]:
    rows = list(now.place.empty_spells.select_related("person"))
    first = min((one.first_day for one in rows), default=on)
    there = stays_in(now.place.placements.all(), after=first)
    stays = [Span(first, ended or planned) for first, ended, planned in there.values_list(*STAY)]
    shown = []
    for one in rows:
        ends = ended_by_itself(spell_of(one.reason, one.slots, one.first_day, one.last_day), now.offer, stays).last
        # What is planned to come has not ended it yet.
        last = one.last_day if ends is None or (ends >= on and ends != one.last_day) else ends
        shown.append(ShownSpell(one, last, last != one.last_day, last is not None and last < on))
    return shown


def words_of(place: Place) -> PlaceWords:
    """The place as it is filled in. One query."""
    return PlaceWords(
        kind=place.kind,
        job_type_id=place.job_type_id,
        slots=place.slots,
        open_from=place.open_from,
        hours_from=place.hours_from,
        hours_to=place.hours_to,
        supervisor=place.supervisor,
        tasks=place.tasks,
        task_list_id=place.task_list_id,
        languages=place.languages,
        limits=place.limits,
        is_shared=place.is_shared,
        windows=tuple(Span(one.first_day, one.last_day) for one in place.start_windows.all()),
    )


def job_types_in_use(*, kept: int | None = None) -> list[JobType]:
    """Those in use, and one that is kept though it may be no more. One query."""
    return list(JobType.objects.filter(Q(is_active=True) | Q(pk=kept)))


def task_lists_for(*, actor: Actor, kept: UUID | None = None) -> QuerySet[TaskList]:
    """Shared lists, those of the actor's units, and one that is kept though it may have been taken back."""
    units = readable_units(actor)
    theirs = Q() if units is None else Q(shared_at__isnull=False) | Q(unit__in=units)
    return TaskList.objects.filter(theirs & Q(removed_at__isnull=True) | Q(pk=kept))


def languages_offered(*, actor: Actor) -> list[str]:
    """The languages that are named on the places that the actor sees. One query."""
    texts = places_visible_to(actor).exclude(languages="").order_by().values_list("languages", flat=True).distinct()
    return sorted({one for text in texts for one in languages_in(text)})


def departments_to_choose(on: dt.date) -> list[tuple[UUID, str]]:
    """One query."""
    return [(one.id, one.name) for one in departments_in(tree_on(on))]
