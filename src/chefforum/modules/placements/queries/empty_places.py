"""Why places stand empty: days that slots were open and empty, by department and by what was said of them."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from chefforum.kernel.organisation.queries import tree_on

from ..models import Place
from ..rules.departments import department_of_units, departments_in
from ..rules.empty import NOT_TOLD, NOT_TOLD_NAME, Spell, slot_days
from ..rules.kinds import EMPTY_REASON_NAMES, EmptyReason
from ..rules.stays import DAY, Span
from .capacity import NO_DEPARTMENT, offer_of, stays_by_place

REASONS: tuple[str, ...] = (*(one.value for one in EmptyReason), NOT_TOLD)
REASON_NAMES: Mapping[str, str] = {one.value: name for one, name in EMPTY_REASON_NAMES.items()} | {
    NOT_TOLD: NOT_TOLD_NAME
}


@dataclass(frozen=True)
class EmptyOfDepartment:
    """`department_id` None: places of units that lie in no department."""

    department_id: UUID | None
    name: str
    open_days: int  # slot-days that were open
    by_reason: Mapping[str, int]  # slot-days that stood empty, by reason of REASONS

    @property
    def empty_days(self) -> int:
        return sum(self.by_reason.values())


@dataclass(frozen=True)
class WhyEmpty:
    """Slot-days from the first day to the last, both included. Departments without a place are not there."""

    first: dt.date
    last: dt.date
    departments: tuple[EmptyOfDepartment, ...]

    @property
    def by_reason(self) -> dict[str, int]:
        """Of them all, each reason that there is, the most first."""
        found: Counter[str] = Counter()
        for one in self.departments:
            found.update(one.by_reason)
        return {reason: days for reason, days in found.most_common() if days}

    @property
    def empty_days(self) -> int:
        return sum(one.empty_days for one in self.departments)

    @property
    def open_days(self) -> int:
        return sum(one.open_days for one in self.departments)


def why_empty(
    first: dt.date,
    last: dt.date,
    *,
    kinds: Collection[str] = (),
    unit_ids: Collection[UUID] | None = None,
    stays: Mapping[UUID, tuple[Span, ...]] | None = None,
) -> WhyEmpty:
    """Of places of the kinds (none: all) in the units (None: all), by the departments of the last day. Five queries.

    `stays`: who is in the places when, where that is read already, as it was known at a moment; a query less.

    What is open and not empty is taken by persons: whoever shows it to others than the units' own shows it so that no
    number of fewer than five of them can be read.
    """
    places = Place.objects.filter(open_from__lte=last)
    if kinds:
        places = places.filter(kind__in=kinds)
    if unit_ids is not None:
        places = places.filter(workplace__unit__in=unit_ids)
    rows = list(places.select_related("workplace").prefetch_related("start_windows", "empty_spells"))
    if stays is None:
        stays = stays_by_place([place.pk for place in rows], after=first)
    tree = tree_on(last)
    departments = departments_in(tree)
    department_of = department_of_units(tree, departments)
    empty: dict[UUID | None, Counter[str]] = defaultdict(Counter)
    opened: Counter[UUID | None] = Counter()
    for place in rows:
        offer = offer_of(place)
        begins, ends = max(first, offer.open.first), min(last, offer.open.last or last)
        if ends < begins:
            continue
        department = department_of.get(place.workplace.unit_id)
        opened[department] += offer.slots * ((ends - begins) + DAY).days
        spells = [spell_of(one.reason, one.slots, one.first_day, one.last_day) for one in place.empty_spells.all()]
        there = [stay for stay in stays.get(place.pk, ()) if stay.last is None or stay.last >= first]
        empty[department] += slot_days(offer, there, spells, first=first, last=last)
    named = [(one.id, one.name) for one in departments] + [(None, NO_DEPARTMENT)]
    found = (EmptyOfDepartment(key, name, opened[key], dict(empty[key])) for key, name in named if key in opened)
    return WhyEmpty(first=first, last=last, departments=tuple(found))


def spell_of(reason: str, slots: int, first: dt.date, last: dt.date | None) -> Spell:
    return Spell(reason, slots, Span(first, last))
