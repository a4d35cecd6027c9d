"""The most that consolidation could save: the fewest systems that still do what is done today. A bound, not a plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from chefforum.calc.consolidation import ConsolidationError
from chefforum.calc.consolidation_bound import Bound, InUse, Reach, smallest_cover
from chefforum.kernel.access.rules import Actor
from chefforum.modules.it_costs.access import READ_ALL_COSTS
from chefforum.modules.it_costs.queries.comparing import ComparedSystem, systems_to_compare
from chefforum.modules.it_costs.queries.run_costs import newest_run_costs

SECONDS = 10.0


@dataclass(frozen=True)
class BoundFound:
    """`dropped`: with øre a year, None: not known. `unpriced`: how many of them have no known cost. `bound` None: it
    could not be found in time."""

    bound: Bound | None
    year: int | None
    dropped: tuple[tuple[ComparedSystem, int | None], ...]
    unknown: tuple[ComparedSystem, ...]
    count: int

    @property
    def unpriced(self) -> int:
        return sum(cost is None for _, cost in self.dropped)


def bound_of(*, actor: Actor, reach: Reach, last_whole_year: int) -> BoundFound:
    """Of the whole register. A dozen queries at most. Raises AccessDenied."""
    READ_ALL_COSTS.require(actor)
    systems = systems_to_compare(actor=actor)
    costs = newest_run_costs(actor=actor, last_whole_year=last_whole_year)
    known = {key: amount for key, amount in costs.by_system.items() if amount >= 0 and key in systems}
    in_use = [
        InUse(str(one.id), frozenset(one.tasks), frozenset(map(str, one.units)), known.get(one.id, 0))
        for one in systems.values()
    ]
    try:
        bound = smallest_cover(systems=in_use, reach=reach, seconds=SECONDS)
    except ConsolidationError:
        return BoundFound(None, costs.year, (), (), len(systems))
    return BoundFound(
        bound=bound,
        year=costs.year,
        dropped=_dropped(bound, systems, known),
        unknown=tuple(systems[UUID(key)] for key in bound.unknown),
        count=len(systems),
    )


def _dropped(
    bound: Bound, systems: Mapping[UUID, ComparedSystem], known: Mapping[UUID, int]
) -> tuple[tuple[ComparedSystem, int | None], ...]:
    rows = [(systems[UUID(key)], known.get(UUID(key))) for key in bound.dropped]
    return tuple(sorted(rows, key=lambda row: (-(row[1] or 0), row[0].name)))
