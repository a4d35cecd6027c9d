"""The most that consolidation could ever save: the smallest set of systems that still does all that is done today.

An upper bound, not a plan: that two systems have a KLE number in common does not say that one can do what the other
does. See docs/methods/consolidation.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from typing import Any

import numpy as np

from .consolidation import ConsolidationError


class Reach(StrEnum):
    """AS_TODAY: a system does its tasks for the units that use it; ANY_UNIT: it could do them for everybody."""

    AS_TODAY = "as_today"
    ANY_UNIT = "any_unit"


class Aim(StrEnum):
    """FEWEST systems, and the cheapest of such sets; or CHEAPEST, and the fewest of such sets."""

    FEWEST = "fewest"
    CHEAPEST = "cheapest"


@dataclass(frozen=True)
class InUse:
    """A system, the KLE numbers it serves, the units that use it, and what it costs a year: at least 0."""

    key: str
    kle: frozenset[str]
    units: frozenset[str]
    run_cost_oere: int = 0


@dataclass(frozen=True)
class Bound:
    """kept, dropped: keys in order. unknown: kept since their tasks or units are not known. tasks: how many KLE × units
    (ANY_UNIT: KLE) are in use. dropped_oere: what the dropped cost a year."""

    kept: tuple[str, ...]
    dropped: tuple[str, ...]
    unknown: tuple[str, ...]
    tasks: int
    dropped_oere: int


def smallest_cover(
    *, systems: Sequence[InUse], reach: Reach = Reach.AS_TODAY, aim: Aim = Aim.FEWEST, seconds: float = 60.0
) -> Bound:
    """The smallest set of the systems that covers every KLE × unit in use, by an integer programme.

    Where several sets are equally good, one of them, the same for the same systems in any order. Raises
    ConsolidationError, also where `seconds` are not enough.

    >>> one = InUse("a", frozenset({"17.00"}), frozenset({"Skole"}), 500)
    >>> both = InUse("b", frozenset({"17.00", "18.00"}), frozenset({"Skole"}), 900)
    >>> found = smallest_cover(systems=[one, both])
    >>> found.kept, found.dropped, found.tasks, found.dropped_oere
    (('b',), ('a',), 2, 500)
    """
    if len({one.key for one in systems}) < len(systems):
        raise ConsolidationError("Two systems have the same key.")
    if any(one.run_cost_oere < 0 for one in systems):
        raise ConsolidationError("A run cost is at least 0.")
    unknown = sorted(one.key for one in systems if not (one.kle and one.units))
    counted = sorted((one for one in systems if one.kle and one.units), key=lambda one: one.key)
    covered = [_tasks(one, reach) for one in counted]
    kept = set(unknown) | {one.key for one in _cover(counted, covered, aim, seconds)}
    dropped = [one for one in counted if one.key not in kept]
    return Bound(
        tuple(sorted(kept)),
        tuple(one.key for one in dropped),
        tuple(unknown),
        len(set().union(*covered)),
        sum(one.run_cost_oere for one in dropped),
    )


def _tasks(one: InUse, reach: Reach) -> set[tuple[str, str]]:
    return set(product(one.kle, one.units if reach is Reach.AS_TODAY else [""]))


def _cover(counted: Sequence[InUse], covered: Sequence[set[tuple[str, str]]], aim: Aim, seconds: float) -> list[InUse]:
    if not counted:
        return []
    by_task: dict[tuple[str, str], list[int]] = {}
    for at, tasks in enumerate(covered):
        for task in tasks:
            by_task.setdefault(task, []).append(at)
    rows = sorted({tuple(systems) for systems in by_task.values()})  # many tasks are done by the same systems
    ones, kroner = np.ones(len(counted)), np.array([one.run_cost_oere / 100 for one in counted])
    first, second = (ones, kroner) if aim is Aim.FEWEST else (kroner, ones)
    best = _solved(first, rows, None, seconds)
    best = _solved(second, rows, (first, float(first @ best)), seconds)
    chosen = {at for at, taken in enumerate(best) if taken}
    if not all(chosen.intersection(row) for row in rows):
        raise ConsolidationError("The solver's answer does not cover everything.")
    return [counted[at] for at in sorted(chosen)]


def _solved(cost: Any, rows: Sequence[tuple[int, ...]], limit: tuple[Any, float] | None, seconds: float) -> Any:
    """The cheapest cover as noughts and ones; `limit`: another cost, and what that may be at most."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import coo_array

    row = np.repeat(np.arange(len(rows)), [len(one) for one in rows])
    column = np.array([at for one in rows for at in one])
    table = coo_array((np.ones(len(row)), (row, column)), shape=(len(rows), len(cost))).tocsc()
    constraints = [LinearConstraint(table, lb=1.0)]
    if limit:
        constraints.append(LinearConstraint(limit[0][None, :], ub=limit[1] + 0.005))  # half an øre
    found = milp(
        c=cost,
        integrality=np.ones(len(cost)),
        bounds=Bounds(0, 1),
        constraints=constraints,
        options={"mip_rel_gap": 0.0, "time_limit": seconds},
    )
    if found.x is None or found.status != 0:
        raise ConsolidationError(f"No smallest set was found: {found.message}")
    return np.rint(found.x)
