"""How the whole stands, area by area: what the forum is shown, and figures that texts put in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

import numpy as np

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.organisation.queries import tree_on
from chefforum.kernel.organisation.rules import OrganisationTree, UnitOnDate

from .expected import Expected, ExpectedSum, expected_of_units
from .roll_out import Counted, RollOutRow, RollOutState, roll_out_of


@dataclass(frozen=True)
class Area:
    """A unit right below the top with all below it. The top's own lines, and those of no unit, stand by themselves."""

    name: str
    sum: ExpectedSum


@dataclass(frozen=True)
class Standing:
    year: int
    expected: Expected
    total: ExpectedSum
    areas: tuple[Area, ...]


@dataclass(frozen=True)
class AreaRollOut(Counted):
    name: str
    rows: tuple[RollOutRow, ...]


def standing_of(*, actor: Actor, year: int, on: dt.date) -> Standing:
    """Of the units that the actor reads. Raises NothingClosed."""
    expected = expected_of_units(actor=actor, year=year, on=on)
    names = areas_by_unit(tree_on(on))
    order = sorted({names.get(unit, OUTSIDE) for unit in expected.system.units} | {OUTSIDE})
    number = {name: place for place, name in enumerate(order)}
    of_unit = np.array([*(number[names.get(unit, OUTSIDE)] for unit in expected.system.units), number[OUTSIDE]])
    groups = of_unit[expected.system.unit_of].astype(np.int64)
    sums = expected.sums(groups, count=len(order))
    areas = [Area(name, sums[place]) for place, name in enumerate(order) if sums[place].lines]
    areas.sort(key=lambda area: -abs(area.sum.deviation or 0))
    return Standing(year, expected, expected.total(), tuple(areas))


OUTSIDE = "Fælles og uden enhed"


def areas_by_unit(tree: OrganisationTree) -> dict[UUID, str]:
    """The name of the area that each unit is in: the units right below a single top, else those at the top."""
    tops = tree.children(None)
    areas: tuple[UnitOnDate, ...] = tree.children(tops[0].id) if len(tops) == 1 else tops
    return {unit: area.name for area in areas for unit in tree.below([area.id])}


def roll_out_by_area(*, actor: Actor, on: dt.date) -> tuple[RollOutState, tuple[AreaRollOut, ...]]:
    """How far each area has come. A fixed number of queries."""
    state, names = roll_out_of(actor=actor, on=on), areas_by_unit(tree_on(on))
    found: dict[str, list[RollOutRow]] = {}
    for row in state.rows:
        found.setdefault(names.get(row.place.id, OUTSIDE), []).append(row)
    return state, tuple(AreaRollOut(name, tuple(rows)) for name, rows in sorted(found.items()))
