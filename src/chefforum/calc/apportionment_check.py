"""Can a table of seats be reproduced by one key? A linear programme says which keys fit, or which cells conflict.

That a column is what a method gives is a set of linear inequalities in the key's shares, so all columns together are
one polyhedron: empty, or with a lowest and highest share of each name. Equality in an inequality is a tie.

Sources: M. L. Balinski and H. P. Young, "Fair Representation", 2nd ed. (2001), appendix A (the inequalities);
J. W. Chinneck, "Feasibility and Infeasibility in Optimization" (2008), chapter 6 (the deletion filter);
the solver is HiGHS.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .apportionment import Exact, Method, exact

_TIE = 1e-9  # shares apart that count as equal
_TIGHT = {"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10}
_HALF = Fraction(1, 2)


class Problem(StrEnum):
    NO_COLUMN = "no_column"
    NO_NAME = "no_name"
    OTHER_NAMES = "other_names"
    NOT_WHOLE = "not_whole"
    NEGATIVE = "negative"
    DOES_NOT_SUM = "does_not_sum"
    UNKNOWN_HOUSE = "unknown_house"


class TableError(ValueError):
    """The table is no table of seats: what is wrong, and in which column and cell where it is one."""

    def __init__(self, problem: Problem, column: str = "", name: str = "") -> None:
        super().__init__(f"{problem.value}: {column} {name}".strip())
        self.problem, self.column, self.name = problem, column, name


class Bound(StrEnum):
    """What a cell or two say of the shares: see `Claim`."""

    DIFFERENCE = "difference"
    RATIO = "ratio"
    AT_MOST = "at_most"
    AT_LEAST = "at_least"


@dataclass(frozen=True)
class Claim:
    """What a column says of the share of `name`, since it has so many seats there and `other` has so many.

    DIFFERENCE: share(name) − share(other) ≤ limit; RATIO: share(name) ≤ limit × share(other); AT_MOST, AT_LEAST:
    share(name) ≤ or ≥ limit, without `other`.
    """

    column: str
    bound: Bound
    name: str
    other: str | None
    limit: Fraction


@dataclass(frozen=True)
class Conflict:
    """Why no key fits: claims that cannot hold together, though they can without any one of them.

    columns: the columns that conflict; without any one of them the others can be reproduced.
    """

    columns: tuple[str, ...]
    claims: tuple[Claim, ...]

    @property
    def cells(self) -> tuple[tuple[str, str], ...]:
        """The cells (column, name) that the claims rest on, in their order."""
        both = ((claim.column, name) for claim in self.claims for name in (claim.name, claim.other) if name)
        return tuple(dict.fromkeys(both))


@dataclass(frozen=True)
class Range:
    """From where to where a share (0 to 1) may lie, and where it lies in the most central key."""

    low: float
    high: float
    central: float


@dataclass(frozen=True)
class Check:
    """Whether one key gives all columns by the method.

    alone: of each column, whether some key gives it; shares: empty unless all columns fit; only_by_tie: a key fits, but
    only where a tie falls as the table has it; room: how far (in shares) the central key is from every limit;
    conflict: None where a key fits.
    """

    method: Method
    fits: bool
    only_by_tie: bool
    alone: Mapping[str, bool]
    shares: Mapping[str, Range]
    room: float
    conflict: Conflict | None


Columns = Mapping[str, Mapping[str, int]]
_Rows = tuple[NDArray[np.float64], NDArray[np.float64]]


def check(*, columns: Columns, method: Method, houses: Mapping[str, Exact] | None = None) -> Check:
    """Whether one key gives all `columns` (column → name → seats) by the method, and which.

    `houses` says what a column was shared out of where that is not its sum: only PLAIN_ROUNDING need not sum, and may
    have a house that is not whole. Every column has the same names. Raises TableError.
    """
    names, claims = _claims(columns, method, houses or {})
    alone = {column: _room(names, claims[column])[0] >= -_TIE for column in columns}
    every = [claim for column in columns for claim in claims[column]]
    room, _ = _room(names, every)
    if room < -_TIE:
        return Check(method, False, False, alone, {}, room, _conflict(names, claims))
    return Check(method, True, room <= _TIE, alone, _ranges(names, every), max(room, 0.0), None)


def check_all(*, columns: Columns, houses: Mapping[str, Exact] | None = None) -> dict[Method, Check]:
    """The check by every method; `houses` counts for plain rounding alone. Raises TableError."""
    return {
        method: check(columns=columns, method=method, houses=houses if method is Method.PLAIN_ROUNDING else None)
        for method in Method
    }


def smallest_whole_key(*, columns: Columns, method: Method, most: int = 10_000) -> dict[str, int] | None:
    """The key of whole numbers with the smallest sum (at most `most`) that gives all columns without a tie.

    None where there is none. Raises TableError. An integer programme: seconds for a table of seven by four.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp

    names, claims = _claims(columns, method, {})
    rows = [_whole_row(claim, names) for column in columns for claim in claims[column]]
    found = milp(
        c=np.ones(len(names)),
        integrality=np.ones(len(names)),
        bounds=Bounds(0, most),
        constraints=[
            *([LinearConstraint(np.array(rows, dtype=float), ub=-1.0)] if rows else []),
            LinearConstraint(np.ones((1, len(names))), lb=1, ub=most),
        ],
    )
    return None if found.x is None else {name: round(part) for name, part in zip(names, found.x, strict=True)}


def _claims(columns: Columns, method: Method, houses: Mapping[str, Exact]) -> tuple[list[str], dict[str, list[Claim]]]:
    names = _names(columns, houses)
    found = {}
    for column, seats in columns.items():
        house = exact(houses.get(column, sum(seats.values())))
        if house < 0:
            raise TableError(Problem.NEGATIVE, column)
        if method is not Method.PLAIN_ROUNDING and house != sum(seats.values()):
            raise TableError(Problem.DOES_NOT_SUM, column)
        found[column] = _of_column(column, seats, house, method)
    return names, found


def _names(columns: Columns, houses: Mapping[str, Exact]) -> list[str]:
    if not columns:
        raise TableError(Problem.NO_COLUMN)
    names = list(next(iter(columns.values())))
    if not names:
        raise TableError(Problem.NO_NAME, next(iter(columns)))
    for column, seats in columns.items():
        for name in set(names) ^ set(seats):
            raise TableError(Problem.OTHER_NAMES, column, name)
        for name, number in seats.items():
            if isinstance(number, bool) or not isinstance(number, int):
                raise TableError(Problem.NOT_WHOLE, column, name)
            if number < 0:
                raise TableError(Problem.NEGATIVE, column, name)
    for column in houses:
        if column not in columns:
            raise TableError(Problem.UNKNOWN_HOUSE, column)
    return names


def _of_column(column: str, seats: Mapping[str, int], house: Fraction, method: Method) -> list[Claim]:
    """What the column says. An empty house says nothing."""
    if method is Method.PLAIN_ROUNDING:
        return _rounded(column, seats, house)
    pairs = [(name, other) for name in seats for other in seats if name != other and house]
    if method is Method.LARGEST_REMAINDER:
        return [
            Claim(column, Bound.DIFFERENCE, name, other, (1 + seats[name] - seats[other]) / house)
            for name, other in pairs
        ]
    step = _HALF if method is Method.SAINTE_LAGUE else Fraction(1)
    return [
        Claim(column, Bound.RATIO, name, other, (seats[name] + step) / (seats[other] - 1 + step))
        for name, other in pairs
        if seats[other]
    ]


def _rounded(column: str, seats: Mapping[str, int], house: Fraction) -> list[Claim]:
    if not house:
        for name in seats:
            if seats[name]:
                raise TableError(Problem.DOES_NOT_SUM, column, name)
        return []
    most = [Claim(column, Bound.AT_MOST, name, None, (seats[name] + _HALF) / house) for name in seats]
    least = [Claim(column, Bound.AT_LEAST, name, None, (seats[name] - _HALF) / house) for name in seats if seats[name]]
    return most + least


def _row(claim: Claim, names: Sequence[str]) -> tuple[list[float], float]:
    """The claim as row · shares ≤ limit, of length 1 so that what is left over is a distance."""
    row, limit = [0.0] * len(names), float(claim.limit)
    at = names.index(claim.name)
    row[at] = -1.0 if claim.bound is Bound.AT_LEAST else 1.0
    if claim.other is not None:
        row[names.index(claim.other)] = -limit if claim.bound is Bound.RATIO else -1.0
    right = {Bound.RATIO: 0.0, Bound.AT_LEAST: -limit}.get(claim.bound, limit)
    length = float(np.hypot.reduce(row))
    return [part / length for part in row], right / length


def _whole_row(claim: Claim, names: Sequence[str]) -> list[int]:
    """The claim as row · weights ≤ 0 for weights that need not sum to 1, in whole numbers."""
    above, below = claim.limit.numerator, claim.limit.denominator
    sign = -1 if claim.bound is Bound.AT_LEAST else 1
    row = [0 if claim.bound is Bound.RATIO else -sign * above] * len(names)
    row[names.index(claim.name)] += sign * below
    if claim.other is not None:
        row[names.index(claim.other)] -= above if claim.bound is Bound.RATIO else below
    return row


def _matrix(names: Sequence[str], claims: Sequence[Claim]) -> _Rows:
    rows = [_row(claim, names) for claim in claims]
    return np.array([row for row, _ in rows]).reshape(-1, len(names)), np.array([limit for _, limit in rows])


def _solve(cost: NDArray[np.float64], rows: _Rows, summed: NDArray[np.float64], low: Sequence[float]) -> Any:
    from scipy.optimize import linprog

    bounds = [(None if np.isneginf(least) else least, 1.0) for least in low]
    return linprog(
        cost,
        A_ub=rows[0],
        b_ub=rows[1],
        A_eq=summed[None, :],
        b_eq=[1.0],
        bounds=bounds,
        method="highs",
        options=_TIGHT,
    )


def _farthest(names: Sequence[str], rows: _Rows, moving: NDArray[np.bool_]) -> Any:
    """The key whose nearest of the `moving` limits is as far away as can be: x is the key and that distance."""
    summed, cost = np.append(np.ones(len(names)), 0.0), np.append(np.zeros(len(names)), -1.0)
    wider = np.hstack([rows[0], moving.astype(float)[:, None]])
    return _solve(cost, (wider, rows[1]), summed, [0.0] * len(names) + [-np.inf])


def _room(names: Sequence[str], claims: Sequence[Claim]) -> tuple[float, list[Claim]]:
    """How far a key can be from every limit, below 0 where none keeps them all; and the claims that stop it there."""
    solved = _farthest(names, _matrix(names, claims), np.ones(len(claims), dtype=bool))
    stopping = [claim for claim, weight in zip(claims, solved.ineqlin.marginals, strict=True) if weight < -1e-12]
    return float(solved.x[-1]), stopping


def _central(names: Sequence[str], claims: Sequence[Claim]) -> NDArray[np.float64]:
    """The one key farthest from the nearest limit, then from the next nearest, and so on (as a nucleolus is found)."""
    left, right = _matrix(names, claims)
    settled = np.zeros(len(claims), dtype=bool)
    key = np.full(len(names), 1 / len(names))
    while not settled.all() and np.linalg.matrix_rank(np.vstack([left[settled], np.ones(len(names))])) < len(names):
        solved = _farthest(names, (left, right), ~settled)
        key = solved.x[:-1]
        stopping = ~settled & (solved.ineqlin.marginals < -1e-9)
        if not stopping.any():
            break
        right = np.where(stopping, right - solved.x[-1], right)
        settled |= stopping
    return key


def _ranges(names: Sequence[str], claims: Sequence[Claim]) -> dict[str, Range]:
    rows, ones, key = _matrix(names, claims), np.ones(len(names)), _central(names, claims)
    found = {}
    for at, name in enumerate(names):
        cost = np.zeros(len(names))
        cost[at] = 1.0
        low, high = (_solve(sign * cost, (rows[0], rows[1] + _TIE), ones, [0.0] * len(names)).x[at] for sign in (1, -1))
        found[name] = Range(max(float(low), 0.0), min(float(high), 1.0), float(key[at]))
    return found


def _conflict(names: Sequence[str], claims: Mapping[str, list[Claim]]) -> Conflict:
    """Columns are dropped while the rest still conflict, then claims; what stays is needed, each of it."""
    columns = list(claims)
    for column in list(claims):
        rest = [other for other in columns if other != column]
        if rest and _room(names, [claim for other in rest for claim in claims[other]])[0] < -_TIE:
            columns = rest
    # At most one more claim than names can stop a key: only they need be tried one by one.
    _, kept = _room(names, [claim for column in columns for claim in claims[column]])
    for claim in list(kept):
        rest_of = [other for other in kept if other is not claim]
        if rest_of and _room(names, rest_of)[0] < -_TIE:
            kept = rest_of
    return Conflict(tuple(columns), tuple(kept))
