"""Small counts are hidden in what is published, and as much more as it takes that nobody can work them out.

A count from 1 to least − 1 is hidden (primary suppression). Where totals would give it away, other counts are hidden
too (secondary, or complementary, suppression), until someone who knows all that is shown, every sum, and which counts
are hidden can still rule out neither 1 nor least − 1 for it. Tables that share cells or totals are protected together,
so that they cannot be subtracted from each other.

Sources: A. Hundepool et al., "Statistical Disclosure Control" (2012), chapter 4; M. Fischetti and J. J. Salazar,
"Models and algorithms for the 2-dimensional cell suppression problem", Mathematical Programming 84 (1999).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

Cell = tuple[str, ...]
LEAST = 5
ALL = ""  # in a cell's name: the total over that dimension
_REACH = 10  # how far other cells may be moved, in what the hidden one must be able to move


class SuppressionError(ValueError):
    """The counts cannot be protected: `cell` is the one that is no count, or that what is out already gives away."""

    def __init__(self, reason: str, cell: Cell) -> None:
        super().__init__(f"{reason}: {' / '.join(part or 'total' for part in cell)}")
        self.cell = cell


class Zeros(StrEnum):
    """SHOWN: that there is nobody is no secret, and noughts are never hidden. HIDDEN: nought counts as small."""

    SHOWN = "shown"
    HIDDEN = "hidden"


class Why(StrEnum):
    """SMALL: hidden for its own sake; COMPLEMENT: so that a small one cannot be worked out."""

    SMALL = "small"
    COMPLEMENT = "complement"


@dataclass(frozen=True)
class Sum:
    """A total that is the sum of its parts."""

    total: Cell
    parts: tuple[Cell, ...]


@dataclass(frozen=True)
class Possible:
    """What a hidden count may be to someone who knows all that is shown, both included; high is None for no end."""

    low: int
    high: int | None


@dataclass(frozen=True)
class Suppressed:
    """What may be published. shown and hidden: all cells but the unpublished; possible: of everything not shown."""

    shown: Mapping[Cell, int]
    hidden: Mapping[Cell, Why]
    possible: Mapping[Cell, Possible]


def with_margins(*, counts: Mapping[Cell, int]) -> tuple[dict[Cell, int], list[Sum]]:
    """The counts of a table of one or more dimensions with all totals, and how the totals sum.

    Cells are tuples of equal length; a combination that is not there is 0. A total has ALL in its dimension.
    """
    if not counts:
        return {}, []
    axes = [sorted({cell[at] for cell in counts}) for at in range(len(next(iter(counts))))]
    cells = {
        cell: sum(
            number for part, number in counts.items() if all(c in (ALL, p) for c, p in zip(cell, part, strict=True))
        )
        for cell in product(*([*axis, ALL] for axis in axes))
    }
    sums = [
        Sum(cell, tuple((*cell[:at], part, *cell[at + 1 :]) for part in axes[at]))
        for cell in cells
        for at in range(len(axes))
        if cell[at] == ALL
    ]
    return cells, sums


def tables_of(
    *, counts: Mapping[Cell, int], tables: Iterable[Collection[int]]
) -> tuple[dict[Cell, int], list[Sum], set[Cell]]:
    """Several tables of the same persons, each by some of the dimensions: cells, sums, and what is in no table.

    `counts` are by all dimensions; `tables` are the numbers of the dimensions that each table is by, from 0, with all
    totals. The third goes to `suppress` as `unpublished`: what the tables together could give away.
    """
    cells, sums = with_margins(counts=counts)
    wanted = [set(table) for table in tables]
    by = {cell: {at for at, part in enumerate(cell) if part != ALL} for cell in cells}
    return cells, sums, {cell for cell in cells if not any(by[cell] <= table for table in wanted)}


def suppress(
    *,
    cells: Mapping[Cell, int],
    sums: Iterable[Sum],
    least: int = LEAST,
    zeros: Zeros = Zeros.SHOWN,
    published: Collection[Cell] = (),
    unpublished: Collection[Cell] = (),
    sensitive: Mapping[Cell, Possible] | None = None,
) -> Suppressed:
    """Which cells to hide so that no small count can be worked out from what is shown.

    `cells` are whole counts of at least 0 and hold every total and part of `sums`. `published` are out already: they
    are not hidden, small or not. `unpublished` are in no table, but could be worked out (the difference of two
    tables): they are protected like hidden ones. `sensitive` says of further cells, hidden whatever their size, which
    values must stay possible (`high` not None): dominance, say. The same input gives the same output, in any order.
    Raises SuppressionError where the cells do not sum, and where what is out already gives a small one away.
    """
    problem = _Problem(cells, tuple(sums), least, zeros, frozenset(published), frozenset(unpublished))
    needed = problem.needed(sensitive or {})
    hidden = {cell: Why.SMALL for cell in needed if cell not in problem.unpublished}
    reached = {cell: (cells[cell], cells[cell]) for cell in needed}
    for cell in sorted(needed, key=lambda cell: (cells[cell], cell)):
        low, high = needed[cell]
        for target in (low, high):
            if reached[cell][0] <= target <= reached[cell][1]:
                continue
            values = problem.moved(cell, target, frozenset(hidden))
            for other in sorted(problem.cells):
                if values[other] != cells[other] and other not in problem.unpublished:
                    hidden.setdefault(other, Why.COMPLEMENT)
            reached = {at: (min(now[0], values[at]), max(now[1], values[at])) for at, now in reached.items()}
    shown = {cell: number for cell, number in cells.items() if cell not in hidden and cell not in problem.unpublished}
    possible = {cell: Possible(problem.floor(cell), None) for cell in cells if cell not in shown}  # in no sum: anything
    possible |= attack(shown=shown, sums=problem.sums, zeros=zeros, unpublished=unpublished)
    for cell, (low, high) in needed.items():
        found = possible[cell]
        if found.low > low or (found.high is not None and found.high < high):
            raise SuppressionError("could be worked out", cell)
    return Suppressed(shown, {cell: hidden[cell] for cell in cells if cell in hidden}, possible)


def attack(
    *,
    shown: Mapping[Cell, int],
    sums: Iterable[Sum],
    zeros: Zeros = Zeros.SHOWN,
    unpublished: Collection[Cell] = (),
) -> dict[Cell, Possible]:
    """What someone can work out of every cell of the sums that is not shown, who knows the rule on noughts too.

    Counts are whole and at least 0; where noughts are shown, a hidden one is at least 1. This is exact: an integer
    programme finds the lowest and the highest value of each that is possible with all sums.
    """
    sums = tuple(sums)
    unknown = sorted({cell for one in sums for cell in (one.total, *one.parts)} - set(shown))
    if not unknown:
        return {}
    left, right = _equations(sums, unknown, shown)
    floor = np.array([0.0 if zeros is Zeros.HIDDEN or cell in unpublished else 1.0 for cell in unknown])
    return {
        cell: Possible(_lowest(at, left, right, floor), _highest(at, left, right, floor))
        for at, cell in enumerate(unknown)
    }


@dataclass(frozen=True)
class _Problem:
    cells: Mapping[Cell, int]
    sums: tuple[Sum, ...]
    least: int
    zeros: Zeros
    published: frozenset[Cell]
    unpublished: frozenset[Cell]

    def __post_init__(self) -> None:
        for cell, number in self.cells.items():
            if isinstance(number, bool) or not isinstance(number, int) or number < 0:
                raise SuppressionError(f"{number!r} is no count", cell)
        for one in self.sums:
            for cell in (one.total, *one.parts):
                if cell not in self.cells:
                    raise SuppressionError("is in a sum and not among the cells", cell)
            if self.cells[one.total] != sum(self.cells[part] for part in one.parts):
                raise SuppressionError("is not the sum of its parts", one.total)

    def floor(self, cell: Cell) -> int:
        """The least that anyone must believe of a cell that is not shown."""
        return 0 if self.zeros is Zeros.HIDDEN or cell in self.unpublished else 1

    def is_open(self, cell: Cell) -> bool:
        """It is shown whatever else is hidden: a nought that is no secret."""
        return self.floor(cell) > self.cells[cell]

    def needed(self, sensitive: Mapping[Cell, Possible]) -> dict[Cell, tuple[int, int]]:
        """The cells to protect, and from where to where each must be able to lie."""
        lowest = 0 if self.zeros is Zeros.HIDDEN else 1
        small = [
            cell for cell, number in self.cells.items() if lowest <= number < self.least and cell not in self.published
        ]
        # Where noughts are shown, a total is at least as many as its parts that are not nought: that is no secret.
        nobody = {cell: 0 for cell, number in self.cells.items() if self.is_open(cell) and not number}
        unknown = sorted(set(self.cells) - set(nobody))
        left, right = _equations(self.sums, unknown, nobody)
        floor = np.array([float(self.floor(cell)) for cell in unknown])
        found = {
            cell: (
                lowest if self.cells[cell] == lowest else max(lowest, _lowest(unknown.index(cell), left, right, floor)),
                self.least - 1,
            )
            for cell in small
        }
        for cell, asked in sensitive.items():
            if cell in self.published or cell not in self.cells or asked.high is None:
                raise SuppressionError("cannot be protected: it is out, unknown, or has no end", cell)
            if not self.floor(cell) <= asked.low <= self.cells[cell] <= asked.high:
                raise SuppressionError("is not among the values that must stay possible", cell)
            low, high = found.get(cell, (asked.low, asked.high))
            found[cell] = (min(low, asked.low), max(high, asked.high))
        return found

    def moved(self, cell: Cell, target: int, hidden: Collection[Cell]) -> dict[Cell, int]:
        """A table with the same sums in which the cell is at its target, and in which as little as can be of what is
        shown is changed: few and small counts. An integer programme: how far each cell moves, and who moves at all."""
        from scipy.optimize import Bounds, LinearConstraint, milp

        reach = float(_REACH * abs(target - self.cells[cell]))
        free = set(hidden) | self.unpublished
        names = sorted(
            name for name in self.cells if name in free or not (name in self.published or self.is_open(name))
        )
        low = np.array([max(float(self.floor(name) - self.cells[name]), -reach) for name in names])
        high = np.full(len(names), reach)
        at = names.index(cell)
        low[at] = high[at] = target - self.cells[cell]
        shown = [number for number, name in enumerate(names) if name not in free]
        cost = [self.cells[names[number]] + 1.0 + 1e-4 * number for number in shown]  # no two sets cost the same
        equal, _ = _equations(sorted(self.sums, key=lambda one: (one.total, one.parts)), names, {})
        moves, none = np.eye(len(names))[shown], np.zeros((len(equal), len(shown)))
        # The sums hold; and a shown cell moves only where it is chosen: low · chosen ≤ move ≤ high · chosen.
        rows = np.vstack(
            [
                np.hstack([equal, none]),
                np.hstack([moves, -np.diag(high[shown])]),
                np.hstack([moves, -np.diag(low[shown])]),
            ]
        )
        least, most = np.zeros(len(rows)), np.zeros(len(rows))
        least[len(equal) : len(equal) + len(shown)] = -np.inf
        most[len(equal) + len(shown) :] = np.inf
        solved = milp(
            np.append(np.zeros(len(names)), cost),
            integrality=np.ones(len(names) + len(shown)),
            bounds=Bounds(np.append(low, np.zeros(len(shown))), np.append(high, np.ones(len(shown)))),
            constraints=LinearConstraint(rows, least, most) if len(rows) else [],
            options={"mip_rel_gap": 0.0},
        )
        if solved.x is None:
            raise SuppressionError("what is out already, or has to stay, gives it away", cell)
        moved = {name: round(solved.x[number]) for number, name in enumerate(names)}
        return {name: number + moved.get(name, 0) for name, number in self.cells.items()}


_Floats = NDArray[np.float64]


def _equations(sums: Sequence[Sum], unknown: Sequence[Cell], known: Mapping[Cell, int]) -> tuple[_Floats, _Floats]:
    """The sums as rows · unknown = right, with what is known moved to the right."""
    at = {cell: number for number, cell in enumerate(unknown)}
    left, right = np.zeros((len(sums), len(unknown))), np.zeros(len(sums))
    for row, one in enumerate(sums):
        for cell, sign in [(one.total, -1), *((part, 1) for part in one.parts)]:
            if cell in at:
                left[row, at[cell]] += sign
            else:
                right[row] -= sign * known.get(cell, 0)
    return left, right


def _lowest(at: int, left: _Floats, right: _Floats, floor: _Floats) -> int:
    return round(_extreme(at, 1, left, right, floor))


def _highest(at: int, left: _Floats, right: _Floats, floor: _Floats) -> int | None:
    """None where the cell can grow for ever: where others can grow with it and leave every sum as it is."""
    from scipy.optimize import linprog

    cost = np.zeros(len(floor))
    cost[at] = -1.0
    if linprog(cost, A_eq=left, b_eq=np.zeros(len(right)), bounds=(0, 1), method="highs").fun < -1e-6:
        return None
    return round(_extreme(at, -1, left, right, floor))


def _extreme(at: int, sign: int, left: _Floats, right: _Floats, floor: _Floats) -> float:
    from scipy.optimize import Bounds, LinearConstraint, milp

    cost = np.zeros(len(floor))
    cost[at] = sign
    constraints = [LinearConstraint(left, right, right)] if len(right) else []
    solved: Any = milp(cost, integrality=np.ones(len(floor)), bounds=Bounds(floor, np.inf), constraints=constraints)
    if solved.x is None:
        raise SuppressionError("what is shown does not sum", ())
    return float(solved.x[at])
