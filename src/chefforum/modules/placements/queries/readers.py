"""Who reads which units' placements, as sets of units: what is published must tell none of them more."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q

from chefforum.kernel.access.models import RoleAssignment, Substitution
from chefforum.kernel.organisation.rules import OrganisationTree
from chefforum.kernel.people.models import Employment

from ..access import READERS


class _Held(NamedTuple):
    """A person holds a unit, or (of a substitution) another person's rights, for a period; `until` not included."""

    person_id: UUID
    held: UUID
    since: dt.date
    until: dt.date | None

    def holds(self, on: dt.date) -> bool:
        return self.since <= on and (self.until is None or self.until > on)


def units_read(*, first: dt.date, last: dt.date, tree: OrganisationTree) -> frozenset[frozenset[UUID]]:
    """Each set of units, by the tree, that some person reads on one of the days, with what they read as a substitute.

    Without the sets of those who read every unit. The same rights as kernel.access.queries.actor_for gives and
    access.readable_units reads. Two queries.
    """
    between = Q(valid_from__lte=last) & (Q(valid_to__isnull=True) | Q(valid_to__gt=first))
    fields = ("person_id", "unit_id", "valid_from", "valid_to")
    roles = RoleAssignment.objects.filter(between, role__in=READERS).order_by().values_list(*fields)
    leaders = Employment.objects.filter(between, is_leader=True).order_by().values_list(*fields)
    own = [_Held(*row) for row in roles.union(leaders)]
    lent = [
        _Held(*row)
        for row in Substitution.objects.filter(between).values_list(
            "substitute_id", "person_id", "valid_from", "valid_to"
        )
    ]
    changes = {day for one in (*own, *lent) for day in (one.since, one.until) if day and first < day < last}
    held = {roots for day in {first, last, *changes} for roots in _held_on(day, own, lent)}
    everything = frozenset(one.id for one in tree.units)
    return frozenset(tree.below(roots) for roots in held) - {frozenset(), everything}


def _held_on(day: dt.date, own: Iterable[_Held], lent: Iterable[_Held]) -> set[frozenset[UUID]]:
    """What each person holds on the day, own and borrowed."""
    roots: dict[UUID, set[UUID]] = defaultdict(set)
    for one in own:
        if one.holds(day):
            roots[one.person_id].add(one.held)
    borrowed: dict[UUID, set[UUID]] = defaultdict(set)
    for one in lent:
        if one.holds(day):
            borrowed[one.person_id] |= roots.get(one.held, set())
    return {frozenset(roots.get(one, set()) | borrowed.get(one, set())) for one in roots.keys() | borrowed.keys()}
