"""What of a benchmark may be shown, so that no member can be singled out. See docs/methods/benchmark.md.

A figure is of at least five, none of whom makes up most of it; groups that are shown are never so alike, two and two or
all together, that what a few members have could be worked out by subtraction. Whoever has agreed to be named counts in
none of this: what anyone can subtract protects nobody.

Sources: A. Hundepool et al., "Statistical Disclosure Control" (2012), chapters 4 and 6 (dominance, differencing).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from chefforum.calc.benchmark import (
    BenchmarkError,
    Estimate,
    difference_to_peers,
    median_of,
    quartiles,
    unweighted_mean,
)
from chefforum.calc.suppression import Cell, Possible, Sum, Suppressed, suppress

LEAST = 5
LEAST_FOR_QUARTILES = 8
LARGEST = Fraction(1, 2)
TWO_LARGEST = Fraction(85, 100)
_PLAIN, _DOUBT = (1e-200, 1e200), 1e-12  # far from where floats end, and far more than they are wrong by
_PRIME = 2**31 - 1
_Whole = NDArray[np.int64]
_NEAR = Fraction(1, 5)  # a hidden sum of money must stay possible this far up and down


class Reason(StrEnum):
    """Why something is not shown."""

    TOO_FEW = "too_few"
    DOMINATED = "dominated"
    TOO_ALIKE = "too_alike"
    WORKED_OUT = "worked_out"


@dataclass(frozen=True)
class Refusal:
    """Why a group is not shown; earlier: the groups shown already that it could be subtracted from; of_few: who would
    be singled out by it (for the one who asks why, never for a page)."""

    reason: Reason
    earlier: tuple[str, ...] = ()
    of_few: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Summary:
    """What may be shown of a measure. None is hidden, and `hidden` says why; never the lowest, the highest, or anyone's
    value. Of at least eight: quartiles (lower, upper), interval (of the median), difference (of the one who looks).
    """

    members: int | None
    median: float | None
    mean: float | None
    quartiles: tuple[float, float] | None
    interval: Estimate | None
    difference: Estimate | None
    hidden: Reason | None


def cell_reason(*, contributions: Mapping[str, float], consenting: Collection[str] = ()) -> Reason | None:
    """Why a figure made of these contributions is not shown; None where it may be.

    By those who have not agreed to be named: at least five (or none), the largest at most half of their sum, the two
    largest at most 85 %. A credit note counts by its size.

    >>> cell_reason(contributions={"a": 30, "b": 20, "c": 20, "d": 20, "e": 10}) is None
    True
    >>> cell_reason(contributions={"a": 60, "b": 10, "c": 10, "d": 10, "e": 10}).value
    'dominated'
    """
    sizes = sorted((abs(value) for name, value in contributions.items() if name not in consenting), reverse=True)
    if not sizes:
        return None if contributions else Reason.TOO_FEW
    if len(sizes) < LEAST:
        return Reason.TOO_FEW
    return Reason.DOMINATED if _is_dominated(sizes) else None


def _is_dominated(sizes: Sequence[float]) -> bool:
    """Of sizes from the largest. Exact: floats decide only where they leave no doubt, which is nearly always."""
    rough = math.fsum(sizes)
    over = (sizes[0] - float(LARGEST) * rough, sizes[0] + sizes[1] - float(TWO_LARGEST) * rough)
    if _PLAIN[0] < rough < _PLAIN[1] and all(abs(one) > rough * _DOUBT for one in over):
        return any(one > 0 for one in over)
    whole = sum(map(Fraction, sizes))
    return Fraction(sizes[0]) > LARGEST * whole or sum(map(Fraction, sizes[:2])) > TWO_LARGEST * whole


def summary(
    *,
    values: Mapping[str, float],
    contributions: Mapping[str, float] | None = None,
    consenting: Collection[str] = (),
    own: float | None = None,
    seed: int,
) -> Summary:
    """What may be shown of a measure of the members, who are the peers without the one who looks; `own` is theirs.

    `contributions` are the amounts that the values are made of, for the rule of dominance (None: the values). Raises
    BenchmarkError where they are not of the same members.
    """
    amounts = values if contributions is None else contributions
    if set(amounts) != set(values):
        raise BenchmarkError("The values and the contributions are not of the same members.")
    reason = cell_reason(contributions=amounts, consenting=consenting)
    if reason:
        return Summary(None if reason is Reason.TOO_FEW else len(values), None, None, None, None, None, reason)
    numbers = list(values.values())
    low, middle, high = quartiles(values=numbers)
    mean = unweighted_mean(values=numbers)
    counted = len(set(values) - set(consenting)) or len(values)
    if counted < LEAST_FOR_QUARTILES:
        return Summary(len(numbers), middle, mean, None, None, None, None)
    difference = None if own is None else difference_to_peers(own=own, peers=numbers, seed=seed)
    interval = median_of(values=numbers, seed=seed)
    return Summary(len(numbers), middle, mean, (low, high), interval, difference, None)


def named(*, values: Mapping[str, float], consenting: Collection[str]) -> dict[str, float]:
    """The values that may be shown by name: of those who have agreed, and of nobody else."""
    return {name: value for name, value in values.items() if name in consenting}


def group_refusal(
    *, group: Collection[str], earlier: Mapping[str, Collection[str]], consenting: Collection[str] = ()
) -> Refusal | None:
    """Why a group may not be shown besides those that are; None where it may. The later one is refused.

    `earlier` are all groups of the same base that are shown, by name, the whole base among them where its figures are.
    Refused are: fewer than five; one that has, or lacks, one to four members against an earlier one; and one that
    makes a sum of one to four members, or the difference of two, come out of all groups together, by any sums,
    differences and multiples of them. The same members as an earlier group tell nothing new, and are allowed.
    """
    asked = frozenset(group) - frozenset(consenting)
    shown = {name: frozenset(members) - frozenset(consenting) for name, members in earlier.items()}
    if 0 < len(asked) < LEAST or not group:
        return Refusal(Reason.TOO_FEW)
    if not asked or asked in shown.values():
        return None
    alike = [name for name, members in shown.items() if _is_too_alike(asked, members)]
    if alike:
        return Refusal(Reason.TOO_ALIKE, tuple(alike))
    few = singled_out(groups=[*shown.values(), asked])
    return Refusal(Reason.WORKED_OUT, tuple(shown), few) if few else None


def singled_out(*, groups: Iterable[Collection[str]], least: int = LEAST) -> frozenset[str]:
    """One to `least` − 1 members whose sum follows from the sums of the groups, or two whose difference does; nobody
    where no such few can be found.

    Of every combination: the groups as rows are brought to reduced form; whatever follows from them is then a sum of
    those rows, each with the weight that the sum has where that row begins. Reckoned modulo a prime of 31 bits, so that
    it is as exact as fractions but for a chance of one in a thousand million.
    """
    sets = [frozenset(group) for group in groups]
    atoms = _atoms(sets)
    if not atoms:
        return frozenset()
    sizes = np.array([len(atom) for atom in atoms])
    rows = _reduced(np.array([[atom <= group for atom in atoms] for group in sets], dtype=np.int64))
    begins = (rows != 0).argmax(axis=1)
    # A row that begins in a large atom is in no sum of few: it would bring all of that atom with it.
    rows = rows[sizes[begins] < least]
    found = next(_sums_of_few(rows, sizes, least), None)
    if found is None:
        found = _two_compared(rows, sizes)
    return frozenset().union(*(atoms[at] for at in found.nonzero()[0])) if found is not None else frozenset()


def hide_cells(
    *, contributions: Mapping[Cell, Mapping[str, int]], sums: Iterable[Sum], consenting: Collection[str] = ()
) -> Suppressed:
    """Which cells of a table of amounts to hide, so that none of too few, or dominated, can be worked out from sums.

    `contributions` are whole thousands of kroner (at least 0) of each member by cell, totals too. Each sensitive cell
    must stay possible from a fifth below to a fifth above. See `suppression.suppress` for the answer and errors.
    """
    cells = {cell: sum(parts.values()) for cell, parts in contributions.items()}
    sensitive = {
        cell: Possible(min(amount, max(1, int(amount * (1 - _NEAR)))), int(amount * (1 + _NEAR)) + 1)
        for cell, amount in cells.items()
        if amount and cell_reason(contributions=_given(contributions[cell]), consenting=consenting)
    }
    return suppress(cells=cells, sums=sums, least=1, sensitive=sensitive)


def _given(contributions: Mapping[str, int]) -> dict[str, int]:
    """Those who have something in the cell: five members of whom one has it all are one."""
    return {name: amount for name, amount in contributions.items() if amount}


def _is_too_alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return any(0 < len(apart) < LEAST for apart in (one - other, other - one))


def _atoms(groups: Sequence[frozenset[str]]) -> list[frozenset[str]]:
    """The members by which groups they are in: those in one atom are in the same, and no subtraction parts them."""
    by: dict[tuple[bool, ...], set[str]] = {}
    for name in sorted(frozenset().union(*groups)):
        by.setdefault(tuple(name in group for group in groups), set()).add(name)
    # Small atoms last: then few rows begin in one, and only those have to be tried.
    return sorted(map(frozenset, by.values()), key=lambda atom: (-len(atom), sorted(atom)))


def _reduced(rows: _Whole) -> _Whole:
    """The rows in reduced echelon form modulo the prime, without those that are sums of others."""
    done = 0
    for at in range(rows.shape[1]):
        candidates = rows[done:, at].nonzero()[0]
        if not len(candidates):
            continue
        first = done + candidates[0]
        rows[[done, first]] = rows[[first, done]]
        rows[done] = rows[done] * pow(int(rows[done, at]), -1, _PRIME) % _PRIME
        factors = rows[:, at].copy()
        factors[done] = 0
        rows = (rows - factors[:, None] * rows[done] % _PRIME) % _PRIME
        done += 1
    return rows[:done]


def _sums_of_few(rows: _Whole, sizes: _Whole, least: int) -> Iterator[_Whole]:
    """Every sum of rows that is 0 and 1 only and holds fewer than `least` members, of up to three rows; then of four,
    which can hold nothing but the four atoms that they begin in."""

    def few(sums: _Whole) -> Iterator[_Whole]:
        yield from sums[(sums <= 1).all(axis=1) & ((sums != 0) @ sizes < least)]

    yield from few(rows)
    ones, others = np.triu_indices(len(rows), k=1)
    pairs = (rows[ones] + rows[others]) % _PRIME
    yield from few(pairs)
    for number, row in enumerate(rows):
        yield from few((pairs[ones > number] + row) % _PRIME)
    begins = np.zeros(rows.shape[1], dtype=bool)
    begins[(rows != 0).argmax(axis=1)] = True
    rest = pairs[:, ~begins]
    same: dict[bytes, list[int]] = defaultdict(list)
    for at, pair in enumerate(rest):
        same[pair.tobytes()].append(at)
    for at, opposite in enumerate(-rest % _PRIME):
        for other in same.get(opposite.tobytes(), ()):
            if len({ones[at], others[at], ones[other], others[other]}) == 4:
                yield from few((pairs[[at]] + pairs[other]) % _PRIME)


def _two_compared(rows: _Whole, sizes: _Whole) -> _Whole | None:
    """What follows of two members and holds nobody else, so that either can work out the other."""
    singles = rows[sizes[(rows != 0).argmax(axis=1)] == 1]
    for row in singles:
        if sizes[row != 0].sum() <= 2:
            return row
    begins = (rows != 0).argmax(axis=1)
    free = np.setdiff1d(np.arange(rows.shape[1]), begins)
    same: dict[bytes, _Whole] = {}
    for row in singles:
        rest = row[free]
        scale = pow(int(rest[(rest != 0).argmax()]), -1, _PRIME)
        alike = (rest * scale % _PRIME).tobytes()  # rows that are multiples of each other beyond where they begin
        if alike in same:
            return ((row != 0) != (same[alike] != 0)).astype(np.int64)
        same[alike] = row
    return None
