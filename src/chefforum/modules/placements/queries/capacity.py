"""What places there are on a day, how many of their slots are free, and when somebody can begin. Nobody's right is
asked here: queries/places.py says which places somebody sees."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from chefforum.kernel.organisation.queries import tree_on
from chefforum.kernel.organisation.rules import OrganisationTree

from ..models import Place, Placement
from ..rules.departments import department_of_units, departments_in
from ..rules.kinds import KIND_NAMES, PlacementKind
from ..rules.stays import DAY, Offer, Span, next_free_day, next_start, taken_on

NO_DEPARTMENT = "Uden afdeling"


@dataclass(frozen=True)
class PlaceNow:
    """A place on a day. `next_free` and `next_start` are None where no such day is known to come."""

    place: Place
    unit_name: str
    department_id: UUID | None
    department_name: str
    offer: Offer
    stays: tuple[Span, ...]
    taken: int
    free: int
    next_free: dt.date | None
    next_start: dt.date | None
    is_open: bool
    opens_on: dt.date | None  # where it is not open yet

    def can_start_on(self, day: dt.date) -> bool:
        return next_start(self.offer, self.stays, after=day) == day

    @property
    def kind_name(self) -> str:
        return KIND_NAMES[PlacementKind(self.place.kind)]


def free_slots(on: dt.date) -> tuple[PlaceNow, ...]:
    """Every place that is open on the day. Four queries."""
    open_on = Q(open_from__lte=on) & (Q(closed_on__isnull=True) | Q(closed_on__gt=on))
    return places_now(Place.objects.filter(open_on), on=on)


def places_now(places: QuerySet[Place], *, on: dt.date, tree: OrganisationTree | None = None) -> tuple[PlaceNow, ...]:
    """The places as they stand on the day, in their order. Four queries, three where the tree is given."""
    found = list(places.select_related("workplace", "job_type").prefetch_related("start_windows"))
    stays = stays_by_place([place.pk for place in found], after=on)
    tree = tree or tree_on(on)
    departments = departments_in(tree)
    department_of = department_of_units(tree, departments)
    names = {unit.id: unit.name for unit in tree.units}
    return tuple(_now(place, stays.get(place.pk, ()), on, names, department_of) for place in found)


def _now(
    place: Place,
    stays: tuple[Span, ...],
    on: dt.date,
    names: Mapping[UUID, str],
    department_of: Mapping[UUID, UUID],
) -> PlaceNow:
    unit_id, offer = place.workplace.unit_id, offer_of(place)
    department = department_of.get(unit_id)
    taken, is_open = taken_on(stays, on), offer.open.holds(on)
    return PlaceNow(
        place=place,
        unit_name=names.get(unit_id, ""),
        department_id=department,
        department_name=names.get(department, NO_DEPARTMENT) if department else NO_DEPARTMENT,
        offer=offer,
        stays=stays,
        taken=taken,
        free=max(offer.slots - taken, 0) if is_open else 0,
        next_free=next_free_day(offer, stays, after=on),
        next_start=next_start(offer, stays, after=on),
        is_open=is_open,
        opens_on=offer.open.first if on < offer.open.first else None,
    )


def offer_of(place: Place) -> Offer:
    """The place's slots, the days that it and its workplace are open, and its windows. Costs nothing where `workplace`
    and `start_windows` are fetched."""
    windows = tuple(Span(one.first_day, one.last_day) for one in place.start_windows.all())
    return Offer(slots=place.slots, open=open_days(place), windows=windows)


def open_days(place: Place) -> Span:
    """When the place and its workplace are open. Costs nothing where `workplace` is fetched."""
    ends = [day - DAY for day in (place.closed_on, place.workplace.valid_to) if day is not None]
    return Span(max(place.open_from, place.workplace.valid_from), min(ends, default=None))


def stays_by_place(place_ids: Iterable[UUID], *, after: dt.date) -> dict[UUID, tuple[Span, ...]]:
    """When somebody is in each place, from the day on and later; cancelled ones are not there. One query."""
    found: dict[UUID, list[Span]] = defaultdict(list)
    rows = stays_in(Placement.objects.filter(place__in=list(place_ids)), after=after)
    for place_id, first, ended, planned in rows.values_list("place_id", "starts_on", "ended_on", "ends_on"):
        if place_id is not None:
            found[place_id].append(Span(first, ended or planned))
    return {place_id: tuple(spans) for place_id, spans in found.items()}


def stays_in(placements: QuerySet[Placement], *, after: dt.date) -> QuerySet[Placement]:
    """Those that are not over before the day. The last day is the one that came, else the planned one, else open."""
    rows = placements.filter(cancelled_at__isnull=True)
    return rows.filter(
        Q(ended_on__gte=after) | Q(ended_on__isnull=True) & (Q(ends_on__isnull=True) | Q(ends_on__gte=after))
    )
