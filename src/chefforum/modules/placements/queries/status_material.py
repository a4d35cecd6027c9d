"""What the status of a year is made of: read once, and counted by department, unit, type of job and month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Min, Q

from chefforum.kernel.access.rules import Actor, Role
from chefforum.kernel.organisation.queries import trees_on
from chefforum.kernel.organisation.rules import OrganisationTree

from ..access import is_coordinator, readable_units
from ..models import JobType, Place, Placement, Target, TargetRound, TargetShare
from ..rules.departments import department_of_units, departments_in
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
from .capacity import NO_DEPARTMENT as NO_DEPARTMENT_NAME
from .capacity import PlaceNow, places_now
from .placement_counts import NO_DEPARTMENT, Counted, by_department
from .targets import holding_round

YEARS = 3
NO_JOB_TYPE = "Uden stillingstype"


class YearNotTold(LookupError):
    """Of that year there is nothing to tell the actor: it has not begun, or its first month is not over, or it lies
    before the first placement that is known here."""


@dataclass(frozen=True)
class Sight:
    """What an actor sees: `units` that they read as they are (None: every one), and the day that the rest is of."""

    units: frozenset[UUID] | None
    day: dt.date

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
    return Sight(units, published_day(on))


@dataclass
class Material:
    """What is read once, and counted by from there. `day` the counts are until, `last` the newest day that is read."""

    sight: Sight
    year: int
    day: dt.date
    on: dt.date
    years: tuple[int, ...]
    trees: Mapping[dt.date, OrganisationTree]
    counted: Counted
    targets: Mapping[PlacementKind, tuple[TargetOf, Mapping[UUID, TargetOf]]]
    has_placements: bool
    job_type_names: Mapping[str, str]
    places: tuple[PlaceNow, ...]
    places_now: tuple[PlaceNow, ...]
    _tables: dict[tuple[str, PlacementKind, int], PublishedTable] = field(default_factory=dict)
    _counts: dict[tuple[str, PlacementKind, int], dict[str, int]] = field(default_factory=dict)
    _by_unit: dict[PlacementKind, tuple[dict[UUID, int], dict[UUID, int]]] = field(default_factory=dict)

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
        first = first_year()
        # Of the years before the first placement that is known, nothing is known: that is not nought.
        years = tuple(past for past in range(year, year - how_many_years, -1) if first is None or past >= first)
        if not years:
            raise YearNotTold(year)
        days = {day for past in years for day in (dt.date(past, 1, 1), min(dt.date(past, 12, 31), on))}
        trees = trees_on({*days, on, min(published_day(on), dt.date(year, 12, 31))})
        sight = sight_of(actor=actor, on=on, tree=trees[on], as_published=as_published)
        day = min(on if own_only else sight.day, dt.date(year, 12, 31))
        if day < dt.date(year, 1, 1):
            raise YearNotTold(year)
        places = open_places(day, trees[day])
        own_day = min(on, dt.date(year, 12, 31))
        is_same = own_day == day or not sight.units
        return cls(
            sight=sight,
            year=year,
            day=day,
            on=own_day,
            years=years,
            trees=trees,
            counted=Counted.between(first=dt.date(years[-1], 1, 1), last=own_day),
            targets=_targets(year, day),
            has_placements=first is not None,
            job_type_names=dict(JobType.objects.values_list("code", "name")),
            places=places,
            places_now=places if is_same else open_places(own_day, trees.get(own_day, trees[on])),
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
        departments = self._table("departments", kind, year, self._started_raw(kind, year))
        job_types = self._table("job types", kind, year, self._job_types_raw(kind, year))
        if departments.total.is_hidden or job_types.total.is_hidden:
            return _all_hidden(departments), _all_hidden(job_types)
        return departments, job_types

    def _started_raw(self, kind: PlacementKind, year: int) -> dict[str, int]:
        key = ("started", kind, year)
        if key not in self._counts:
            which = self.counted.of(kind) & self.counted.begun(year=year, until=self.day)
            found = by_department(self.counted.by_unit(which), self.department_of(year))
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

    def _running_raw(self, kind: PlacementKind) -> dict[str, int]:
        key = ("running", kind, self.year)
        if key not in self._counts:
            which = self.counted.of(kind) & self.counted.under_way(self.day)
            found = by_department(self.counted.by_unit(which), self.department_of(self.year))
            self._counts[key] = self._nobody_elsewhere() | found
        return self._counts[key]

    def _table(self, what: str, kind: PlacementKind, year: int, counts: Mapping[str, int]) -> PublishedTable:
        key = (what, kind, year)
        if key not in self._tables:
            self._tables[key] = publish_table(counts) if self.sight.is_published else _as_it_is(counts)
        return self._tables[key]

    def whole(self, kind: PlacementKind) -> KindStatus:
        running = self._table("running", kind, self.year, self._running_raw(kind)).total
        total, _ = self.targets.get(kind, (None, {}))
        offered, taken = _offered(self.places, kind)
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
        until = self.day
        which = self.counted.of(kind) & self.counted.begun(year=self.year, until=until)
        if units is not None:
            which &= self.counted.in_units(units)
        counts = self.counted.by_month(which)[: until.month]
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

        def seen(table: PublishedTable, raw: Mapping[str, int]) -> Shown:
            return Shown(raw.get(key, 0)) if own else table.parts.get(key, Shown(0))

        kinds = {}
        for kind in PlacementKind:
            running = self._running_raw(kind)
            offered, taken = _offered((one for one in self.places if str(one.department_id or "") == key), kind)
            _, shares = self.targets.get(kind, (None, {}))
            kinds[kind] = KindStatus(
                kind=kind,
                year=self.year,
                day=self.day,
                started=seen(self.started(kind, self.year), self._started_raw(kind, self.year)),
                running=seen(self._table("running", kind, self.year, running), running),
                target=shares.get(unit_id) if unit_id else None,
                places=offered,
                taken=Shown(taken) if own else None,
                is_one_of_many=True,
            )
        by_year = {
            (kind, year): seen(self.started(kind, year), self._started_raw(kind, year))
            for kind in PlacementKind
            for year in self.years
        }
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
        here = self.counted.begun(year=self.year, until=self.on) | self.counted.under_way(self.on)
        there = set(self.counted.by_unit(here)) | {one.place.workplace.unit_id for one in self.places_now}
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
            of = self.counted.of(kind)
            begun = self.counted.by_unit(of & self.counted.begun(year=self.year, until=self.on))
            self._by_unit[kind] = begun, self.counted.by_unit(of & self.counted.under_way(self.on))
        started, running = self._by_unit[kind]
        places, taken = _offered((one for one in self.places_now if one.place.workplace.unit_id in units), kind)
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


def _as_it_is(counts: Mapping[str, int]) -> PublishedTable:
    return PublishedTable({name: Shown(count) for name, count in counts.items()}, Shown(sum(counts.values())))


def _all_hidden(table: PublishedTable) -> PublishedTable:
    return PublishedTable(
        {name: one if one.value == 0 else Shown(None) for name, one in table.parts.items()}, Shown(None)
    )


def open_places(on: dt.date, tree: OrganisationTree) -> tuple[PlaceNow, ...]:
    """As capacity.free_slots, with a tree that is read already. Three queries."""
    is_open = Q(open_from__lte=on) & (Q(closed_on__isnull=True) | Q(closed_on__gt=on))
    return places_now(Place.objects.filter(is_open), on=on, tree=tree)


def first_year() -> int | None:
    first = Placement.objects.filter(cancelled_at__isnull=True).aggregate(first=Min("starts_on"))["first"]
    return first.year if first else None


def _offered(places: Iterable[PlaceNow], kind: PlacementKind) -> tuple[int, int]:
    """Slots that are open, and how many of them are taken."""
    found = [one for one in places if one.place.kind == kind and one.is_open]
    slots = sum(one.offer.slots for one in found)
    return slots, slots - sum(one.free for one in found)


def _targets(year: int, day: dt.date) -> dict[PlacementKind, tuple[TargetOf, Mapping[UUID, TargetOf]]]:
    """Of the year's round that holds on the day: each kind's target, and the departments' parts. Three queries."""
    found = holding_round(TargetRound.objects.all(), year=year, day=day)
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
