"""What the status of a year is made of: read once, and counted by department, unit, type of job and month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q

from chefforum.kernel.access.rules import Actor, Role
from chefforum.kernel.organisation.queries import trees_on
from chefforum.kernel.organisation.rules import OrganisationTree

from ..access import is_coordinator, readable_units
from ..models import JobType, Place, Target, TargetRound, TargetShare
from ..rules.departments import department_of_units, departments_in, departments_read
from ..rules.kinds import TARGETED, PlacementKind
from ..rules.publishing import (
    PublishedTable,
    Shown,
    merged_periods,
    publish_one,
    publish_table,
    published_day,
)
from ..rules.status import (
    DepartmentStatus,
    JobTypeStatus,
    KindStatus,
    OwnStatus,
    TargetOf,
    Way,
    WorkplaceStatus,
)
from ..rules.stays import Span, taken_on
from .capacity import NO_DEPARTMENT as NO_DEPARTMENT_NAME
from .capacity import open_days
from .known import first_day
from .placement_counts import NO_DEPARTMENT, Counted, by_department
from .publishing import published_at
from .readers import units_read
from .targets import holding_round

YEARS = 3
NO_JOB_TYPE = "Uden stillingstype"


class YearNotTold(LookupError):
    """Of that year there is nothing to tell the actor: it has not begun, or its first month is not over, or it lies
    before the first placement that is known here."""


@dataclass(frozen=True)
class Sight:
    """What an actor sees: `units` that they read as they are (None: every one), the day that the rest is of, and the
    moment that it was known at (None: it is as it is)."""

    units: frozenset[UUID] | None
    day: dt.date
    known_at: dt.datetime | None = None

    @property
    def is_published(self) -> bool:
        return self.units is not None

    def reads(self, units: Iterable[UUID]) -> bool:
        """Every one of them, and there is one."""
        asked = frozenset(units)
        return self.units is None or (bool(asked) and asked <= self.units)


def sight_of(*, actor: Actor, on: dt.date, tree: OrganisationTree, as_published: bool = False) -> Sight:
    """`as_published`: as if the actor read nothing, for what is handed to others."""
    units = frozenset() if as_published else readable_units(actor)
    if not as_published and (units is None or is_coordinator(actor) or {one.id for one in tree.units} <= units):
        return Sight(None, on)
    return Sight(units, published_day(on), published_at(on))


class OpenPlace(NamedTuple):
    """A place that is open on a day."""

    kind: str
    unit_id: UUID
    department_id: UUID | None
    slots: int
    taken: int


@dataclass
class Material:
    """What is read once, and counted by from there. `day` the counts are until.

    `counted` is what may be seen of the whole, as it was known when the month began; `counted_now`, until `on`, what is
    seen of the units that the actor reads, as it is. They are the same where the actor reads every unit.
    `read_by_others`: each set of units that somebody has read since the month began, whoever asks: what is published
    tells none of them more. Were it of today alone, what is hidden might be shown again within the month.
    """

    sight: Sight
    year: int
    day: dt.date
    on: dt.date
    years: tuple[int, ...]
    trees: Mapping[dt.date, OrganisationTree]
    counted: Counted
    counted_now: Counted
    round: TargetRound | None
    targets: Mapping[PlacementKind, tuple[TargetOf, Mapping[UUID, TargetOf]]]
    has_placements: bool
    job_type_names: Mapping[str, str]
    places: tuple[Place, ...]
    read_by_others: frozenset[frozenset[UUID]]
    _tables: dict[tuple[str, PlacementKind, int], PublishedTable] = field(default_factory=dict)
    _counts: dict[tuple[str, PlacementKind, int], dict[str, int]] = field(default_factory=dict)
    _by_unit: dict[PlacementKind, tuple[dict[UUID, int], dict[UUID, int]]] = field(default_factory=dict)
    _places: dict[tuple[dt.date, int], tuple[OpenPlace, ...]] = field(default_factory=dict)
    _knowers: dict[int, frozenset[frozenset[str]]] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        *,
        actor: Actor,
        year: int,
        on: dt.date,
        as_published: bool = False,
        how_many_years: int = YEARS,
        own_only: bool = False,
    ) -> Material:
        """`own_only`: nothing that is published is asked for, so that all is of today. Raises YearNotTold."""
        asked = range(year, year - how_many_years, -1)
        days = {end for past in asked for end in (dt.date(past, 1, 1), min(dt.date(past, 12, 31), on))}
        trees = trees_on({*days, on, min(published_day(on), dt.date(year, 12, 31))})
        sight = sight_of(actor=actor, on=on, tree=trees[on], as_published=as_published)
        known_at = None if own_only else sight.known_at
        first = first_year(known_at)
        # Of the years before the first placement that is known, nothing is known: that is not nought.
        years = tuple(past for past in asked if first is None or past >= first)
        day, own_day = min(on if own_only else sight.day, dt.date(year, 12, 31)), min(on, dt.date(year, 12, 31))
        if not years or day < dt.date(year, 1, 1):
            raise YearNotTold(year)
        begins = dt.date(years[-1], 1, 1)
        counted = Counted.between(first=begins, last=own_day, known_at=known_at)
        is_same = known_at is None or not sight.units
        # Targets are no persons: everybody is told those that hold on the day of asking, whatever day counts are until.
        found = holding_round(TargetRound.objects.all(), year=year, day=own_day)
        return cls(
            sight=sight,
            year=year,
            day=day,
            on=own_day,
            years=years,
            trees=trees,
            counted=counted,
            counted_now=counted if is_same else Counted.between(first=begins, last=own_day),
            round=found,
            targets=_targets(found),
            has_placements=first is not None,
            job_type_names=dict(JobType.objects.values_list("code", "name")),
            places=places_open(day, own_day),
            read_by_others=units_read(first=on.replace(day=1), last=on, tree=trees[on])
            if sight.is_published and not own_only
            else frozenset(),
        )

    @property
    def tree(self) -> OrganisationTree:
        return self.trees[self.day]

    def units_of(self, department_id: UUID) -> frozenset[UUID]:
        return self.tree.below([department_id])

    def department_of(self, year: int) -> dict[UUID, UUID]:
        """Each unit's department that year; of a unit that is closed since, the one at the year's beginning."""
        found: dict[UUID, UUID] = {}
        for day in (dt.date(year, 1, 1), min(dt.date(year, 12, 31), self.day)):
            tree = self.trees.get(day, self.tree)
            found |= department_of_units(tree, departments_in(tree))
        return found

    def names(self) -> dict[str, tuple[str, str]]:
        """Code and name of every department that a year had, by id as text; those of today first."""
        found: dict[str, tuple[str, str]] = {}
        ends = [min(dt.date(year, 12, 31), self.day) for year in self.years]
        for day in [self.day, *ends, *(dt.date(year, 1, 1) for year in self.years)]:
            for one in departments_in(self.trees.get(day, self.tree)):
                found.setdefault(str(one.id), (one.code, one.name))
        return found

    def started(self, kind: PlacementKind, year: int) -> PublishedTable:
        """Begun by department."""
        return self._started_tables(kind, year)[0]

    def _started_tables(self, kind: PlacementKind, year: int) -> tuple[PublishedTable, PublishedTable]:
        """Begun by department and by type of job. They have their total in common: hidden in one, hidden in both."""
        raw = self._started_raw(kind, year)
        departments = self._table("departments", kind, year, raw, knowers=self._knowers_in(year))
        job_types = self._table("job types", kind, year, self._job_types_raw(kind, year))
        if departments.total.is_hidden or job_types.total.is_hidden:
            return _all_hidden(departments), _all_hidden(job_types)
        return departments, job_types

    def _started_raw(self, kind: PlacementKind, year: int, *, now: bool = False) -> dict[str, int]:
        """`now`: as it is, for who reads it so."""
        key, counted = ("started now" if now else "started", kind, year), self.counted_now if now else self.counted
        if key not in self._counts:
            which = counted.of(kind) & counted.begun(year=year, until=self.day)
            found = by_department(counted.by_unit(which), self.department_of(year))
            self._counts[key] = self._nobody_elsewhere() | found
        return self._counts[key]

    def _nobody_elsewhere(self) -> dict[str, int]:
        return {str(one.id): 0 for one in departments_in(self.tree)}

    def _job_types_raw(self, kind: PlacementKind, year: int) -> dict[str, int]:
        key = ("job types", kind, year)
        if key not in self._counts:
            which = self.counted.of(kind) & self.counted.begun(year=year, until=self.day)
            self._counts[key] = dict.fromkeys(self.job_type_names, 0) | self.counted.by_job_type(which)
        return self._counts[key]

    def _running_raw(self, kind: PlacementKind, *, now: bool = False) -> dict[str, int]:
        key, counted = ("running now" if now else "running", kind, self.year), self.counted_now if now else self.counted
        if key not in self._counts:
            which = counted.of(kind) & counted.under_way(self.day)
            found = by_department(counted.by_unit(which), self.department_of(self.year))
            self._counts[key] = self._nobody_elsewhere() | found
        return self._counts[key]

    def _running(self, kind: PlacementKind) -> PublishedTable:
        """Under way by department."""
        raw, knowers = self._running_raw(kind), self._knowers_in(self.year)
        return self._table("running", kind, self.year, raw, knowers=knowers)

    def _table(
        self,
        what: str,
        kind: PlacementKind,
        year: int,
        counts: Mapping[str, int],
        *,
        knowers: Iterable[frozenset[str]] = (),
    ) -> PublishedTable:
        key = (what, kind, year)
        if key not in self._tables:
            published = self.sight.is_published
            self._tables[key] = publish_table(counts, knowers=knowers) if published else _as_it_is(counts)
        return self._tables[key]

    def _knowers_in(self, year: int) -> frozenset[frozenset[str]]:
        """The departments of a table of the year that single persons read, for each set of them."""
        if year not in self._knowers:
            tree = self.trees[max(self.trees)]  # today's
            of_today, of_year = department_of_units(tree, departments_in(tree)), self.department_of(year)
            found = {one.id: of_year.get(one.id) or of_today.get(one.id) for one in tree.units}
            part_of = {one: str(department) if department else NO_DEPARTMENT for one, department in found.items()}
            self._knowers[year] = frozenset(
                parts for units in self.read_by_others for parts in departments_read(units, part_of)
            )
        return self._knowers[year]

    def whole(self, kind: PlacementKind) -> KindStatus:
        running = self._running(kind).total
        total, _ = self.targets.get(kind, (None, {}))
        offered, taken = _offered(self._open(self.day, self.counted.stays), kind)
        return KindStatus(
            kind=kind,
            year=self.year,
            day=self.day,
            started=self.started(kind, self.year).total,
            running=running,
            target=total,
            places=offered,
            taken=self._taken(taken, sum(self._running_raw(kind).values()), is_hidden=running.is_hidden),
        )

    def _taken(self, taken: int, running: int, *, is_hidden: bool) -> Shown:
        """Hidden too where those who are under way without a place offered here are few: the difference tells them; and
        where those who are under way are hidden, for most of them may be in a place."""
        if not self.sight.is_published:
            return Shown(taken)
        if is_hidden and taken:
            return Shown(None)
        beside = publish_one(max(running - taken, 0))
        return Shown(None) if beside.is_hidden else publish_one(taken)

    def way(self, kind: PlacementKind, units: frozenset[UUID] | None = None) -> Way:
        """Of the whole as it may be seen, or of units as they are."""
        until, counted = self.day, self.counted if units is None else self.counted_now
        which = counted.of(kind) & counted.begun(year=self.year, until=until)
        if units is not None:
            which &= counted.in_units(units)
        counts = counted.by_month(which)[: until.month]
        ends = [min(_month_end(self.year, month), until) for month in range(1, until.month + 1)]
        if units is not None or not self.sight.is_published:
            return Way(tuple((day, sum(counts[: place + 1])) for place, day in enumerate(ends)), False)
        if self.started(kind, self.year).total.is_hidden:
            return Way((), True)
        stretches = merged_periods(counts)
        sums, so_far = [], 0
        for _, last, count in stretches:
            so_far += count
            sums.append((ends[last], so_far))
        return Way(tuple(sums), len(stretches) < len(counts))

    def departments(self) -> tuple[DepartmentStatus, ...]:
        names = self.names()
        there = {str(one.id) for one in departments_in(self.tree)}
        has_some = {key for kind in PlacementKind for year in self.years for key in self._started_raw(kind, year)} | {
            key for kind in PlacementKind for key in self._running_raw(kind)
        }
        rows = [self._department(key, *names[key]) for key in names if key in there or key in has_some]
        if NO_DEPARTMENT in has_some:
            rows.append(self._department(NO_DEPARTMENT, "", NO_DEPARTMENT_NAME))
        return tuple(rows)

    def _department(self, key: str, code: str, name: str) -> DepartmentStatus:
        unit_id = UUID(key) if key else None
        own = not self.sight.is_published or (unit_id is not None and self.sight.reads(self.units_of(unit_id)))

        def started(kind: PlacementKind, year: int) -> Shown:
            if own:
                return Shown(self._started_raw(kind, year, now=True).get(key, 0))
            return self.started(kind, year).parts.get(key, Shown(0))

        kinds = {}
        stays = (self.counted_now if own else self.counted).stays
        places = [one for one in self._open(self.day, stays) if str(one.department_id or "") == key]
        for kind in PlacementKind:
            running = self._running_raw(kind, now=own)
            table = self._running(kind)
            offered, taken = _offered(places, kind)
            _, shares = self.targets.get(kind, (None, {}))
            kinds[kind] = KindStatus(
                kind=kind,
                year=self.year,
                day=self.day,
                started=started(kind, self.year),
                running=Shown(running.get(key, 0)) if own else table.parts.get(key, Shown(0)),
                target=shares.get(unit_id) if unit_id else None,
                places=offered,
                taken=Shown(taken) if own else None,
                is_one_of_many=True,
            )
        by_year = {(kind, year): started(kind, year) for kind in PlacementKind for year in self.years}
        return DepartmentStatus(unit_id, code, name, own, kinds, by_year)

    def job_types(self) -> tuple[JobTypeStatus, ...]:
        """Those that somebody began in, in the order of the types; last those without."""
        tables = {(kind, year): self._started_tables(kind, year)[1] for kind in PlacementKind for year in self.years}
        names = {**self.job_type_names, "": NO_JOB_TYPE}
        there = {code for table in tables.values() for code, count in table.parts.items() if count.value != 0}
        return tuple(
            JobTypeStatus(code, name, {key: table.parts.get(code, Shown(0)) for key, table in tables.items()})
            for code, name in names.items()
            if code in there
        )

    def workplaces(self) -> tuple[WorkplaceStatus, ...]:
        """Units that the actor reads with somebody or a place in them, on the day of asking."""
        if self.sight.units == frozenset():
            return ()
        tree = self.trees.get(self.on, self.tree)
        department_of = department_of_units(tree, departments_in(tree))
        counted = self.counted_now
        here = counted.begun(year=self.year, until=self.on) | counted.under_way(self.on)
        there = set(counted.by_unit(here)) | {one.unit_id for one in self._open(self.on, counted.stays)}
        rows = []
        for unit in tree.units:
            if unit.id not in there or not self.sight.reads([unit.id]):
                continue
            kinds = {kind: self.of_units(kind, frozenset([unit.id])) for kind in PlacementKind}
            department = tree.unit(department_of[unit.id]) if unit.id in department_of else None
            rows.append(WorkplaceStatus(unit.id, unit.name, department.name if department else "", kinds))
        return tuple(sorted(rows, key=lambda row: (row.department, row.name)))

    def own(self, actor: Actor) -> OwnStatus | None:
        """What the actor leads; None where that is nothing, or all there is."""
        led = actor.units.get(Role.WORKPLACE_LEADER, frozenset())
        tree = self.trees.get(self.on, self.tree)
        tops = [one for one in tree.units if one.id in led and one.parent not in led]
        if not tops or not self.sight.units:
            return None
        department_of = department_of_units(tree, departments_in(tree))
        departments = {department_of.get(one.id) for one in tops}
        department = tree.unit(found) if len(departments) == 1 and (found := next(iter(departments))) else None
        return OwnStatus(
            name=tops[0].name if len(tops) == 1 else f"Dine {len(tops)} enheder",
            kinds={kind: self.of_units(kind, led) for kind in PlacementKind},
            department=department.name if department else "",
            department_id=department.id if department else None,
            department_targets={
                kind: shares[department.id]
                for kind, (_, shares) in self.targets.items()
                if department and department.id in shares
            },
        )

    def of_units(self, kind: PlacementKind, units: frozenset[UUID]) -> KindStatus:
        """Of units that the actor reads, on the day of asking."""
        if kind not in self._by_unit:
            counted = self.counted_now
            of = counted.of(kind)
            begun = counted.by_unit(of & counted.begun(year=self.year, until=self.on))
            self._by_unit[kind] = begun, counted.by_unit(of & counted.under_way(self.on))
        started, running = self._by_unit[kind]
        there = self._open(self.on, self.counted_now.stays)
        places, taken = _offered((one for one in there if one.unit_id in units), kind)
        return KindStatus(
            kind=kind,
            year=self.year,
            day=self.on,
            started=Shown(sum(started.get(unit, 0) for unit in units)),
            running=Shown(sum(running.get(unit, 0) for unit in units)),
            target=None,
            places=places,
            taken=Shown(taken),
        )

    def _open(self, on: dt.date, stays: Mapping[UUID, tuple[Span, ...]]) -> tuple[OpenPlace, ...]:
        """The places that are open on the day, with who is in them by those stays."""
        key = (on, id(stays))
        if key not in self._places:
            tree = self.trees.get(on, self.tree)
            department_of = department_of_units(tree, departments_in(tree))
            self._places[key] = tuple(
                OpenPlace(
                    kind=one.kind,
                    unit_id=one.workplace.unit_id,
                    department_id=department_of.get(one.workplace.unit_id),
                    slots=one.slots,
                    taken=min(taken_on(stays.get(one.pk, ()), on), one.slots),
                )
                for one in self.places
                if open_days(one).holds(on)
            )
        return self._places[key]


def _as_it_is(counts: Mapping[str, int]) -> PublishedTable:
    return PublishedTable({name: Shown(count) for name, count in counts.items()}, Shown(sum(counts.values())))


def _all_hidden(table: PublishedTable) -> PublishedTable:
    return PublishedTable(
        {name: one if one.value == 0 else Shown(None) for name, one in table.parts.items()}, Shown(None)
    )


def places_open(first: dt.date, last: dt.date) -> tuple[Place, ...]:
    """Those that may be open on one of the days, with their workplaces. One query."""
    found = Place.objects.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=first), open_from__lte=last)
    return tuple(found.select_related("workplace"))


def first_year(known_at: dt.datetime | None = None) -> int | None:
    """Of the first placement, of those that were known at the moment; None where there was none."""
    first = first_day(known_at)
    return first.year if first else None


def _offered(places: Iterable[OpenPlace], kind: PlacementKind) -> tuple[int, int]:
    """Slots that are open, and how many of them are taken."""
    found = [one for one in places if one.kind == kind]
    return sum(one.slots for one in found), sum(one.taken for one in found)


def _targets(found: TargetRound | None) -> dict[PlacementKind, tuple[TargetOf, Mapping[UUID, TargetOf]]]:
    """Of a round: each kind's target, and the departments' parts. Two queries."""
    targets = list(Target.objects.filter(round=found)) if found else []
    shares = list(TargetShare.objects.filter(target__in=targets)) if targets else []
    return {
        PlacementKind(one.kind): (
            TargetOf(one.yearly, one.running),
            {
                share.unit_id: TargetOf(share.yearly, share.running, share.running_quota)
                for share in shares
                if share.target_id == one.pk
            },
        )
        for one in targets
        if one.kind in TARGETED
    }


def _month_end(year: int, month: int) -> dt.date:
    following = dt.date(year + month // 12, month % 12 + 1, 1)
    return following - dt.timedelta(days=1)
