"""How often a system is chosen when the weights vary: "sikker", "grænse" or "ude". See docs/methods/selection.md.

The weights are drawn from a Dirichlet distribution around those agreed, by a stated seed. Points and drawn weights are
whole numbers whose products are exact in a float, so that equal scores are equal and the answer is the same everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

import numpy as np

from .selection_rules import Candidate, Programme, Rules, SelectionError, claims_of

_PARTS = 1_000_000  # a drawn set of weights sums to this, but for rounding
_NOUGHT = Fraction(0)
_AT_ONCE = 500  # draws at a time, so that memory does not grow with their number


class Standing(StrEnum):
    """SURE: chosen in at least 95 % of the draws; OUT: in at most 5 %; EDGE: between."""

    SURE = "sure"
    EDGE = "edge"
    OUT = "out"


@dataclass(frozen=True)
class Frequency:
    """share: of the draws, 0 to 1."""

    key: str
    share: float
    standing: Standing


@dataclass(frozen=True)
class Frequencies:
    """By falling share, then by key. ties: draws in which equal scores stood on both sides of the last place."""

    systems: tuple[Frequency, ...]
    draws: int
    seed: int
    ties: int


def frequencies(
    *,
    points: Mapping[str, Mapping[str, Decimal | int]],
    weights: Mapping[str, int],
    places: int,
    concentration: float = 50.0,
    draws: int = 10_000,
    seed: int,
    forced_in: Sequence[str] = (),
    forced_out: Sequence[str] = (),
) -> Frequencies:
    """How often each system is among the `places` highest (key → criterion → points, two decimals at most).

    `concentration`: how near to the agreed weights the draws lie; a weight of share s varies by √(s(1−s)/(1+it)). Of
    the rules only the forced choices are kept; `frequencies_under_rules` keeps them all. Where equal scores stand on
    both sides of the last place, they share the places that are left. Raises SelectionError.

    >>> found = frequencies(points={"a": {"x": 90}, "b": {"x": 50}}, weights={"x": 1}, places=1, draws=10, seed=1)
    >>> [(one.key, one.share, one.standing.value) for one in found.systems]
    [('a', 1.0, 'sure'), ('b', 0.0, 'out')]
    """
    keys = sorted(set(points) - set(forced_in) - set(forced_out))
    left = places - len(set(forced_in))
    if left < 0 or set(forced_in) & set(forced_out):
        raise SelectionError("More systems are forced in than there are places, or one is forced both in and out.")
    drawn = _drawn(weights, concentration, draws, seed)
    counts, ties = np.zeros(len(keys)), 0
    if 0 < left < len(keys):
        table = _hundredths(points, keys, list(weights))
        for start in range(0, draws, _AT_ONCE):
            counted, tied = _counted(drawn[start : start + _AT_ONCE] @ table.T, left)
            counts += counted
            ties += tied
    elif left:
        counts += draws
    shares = {key: float(count) / draws for key, count in zip(keys, counts, strict=True)}
    shares |= dict.fromkeys(forced_in, 1.0) | dict.fromkeys(forced_out, 0.0)
    return Frequencies(_ranked(shares), draws, seed, ties)


def frequencies_under_rules(
    *,
    candidates: Sequence[Candidate],
    points: Mapping[str, Mapping[str, Decimal | int]],
    weights: Mapping[str, int],
    rules: Rules,
    concentration: float = 50.0,
    draws: int = 100,
    seed: int,
) -> Frequencies:
    """As `frequencies`, but the best set under all the rules in every draw: about a tenth of a second each.

    Candidates without points keep no score. Where sets are equally good, the solver's is counted. Raises as `select`,
    and SelectionError where the rules conflict.
    """
    claims = claims_of(candidates=candidates, rules=rules)
    counts = dict.fromkeys(sorted(one.key for one in candidates), 0)
    for row in _drawn(weights, concentration, draws, seed) // 1000:
        parts = dict(zip(weights, (int(part) for part in row), strict=True))
        best = Programme([_weighed(one, points.get(one.key), parts) for one in candidates]).best(claims)
        if best is None:
            raise SelectionError("The rules conflict: no set holds them all.")
        for key in best:
            counts[key] += 1
    return Frequencies(_ranked({key: count / draws for key, count in counts.items()}), draws, seed, 0)


def _drawn(weights: Mapping[str, int], concentration: float, draws: int, seed: int) -> np.ndarray[Any, Any]:
    """A row of whole weights for each draw; a criterion of weight 0 stays at 0."""
    agreed = np.array(list(weights.values()), dtype=float)
    if not len(agreed) or (agreed < 0).any() or not agreed.sum() or concentration <= 0 or draws < 1:
        raise SelectionError("Weights are at least 0 and one is above; draws and concentration are above 0.")
    counted = agreed > 0
    found = np.zeros((draws, len(agreed)))
    generator = np.random.default_rng(seed)
    found[:, counted] = generator.dirichlet(concentration * agreed[counted] / agreed.sum(), size=draws)
    return np.rint(found * _PARTS)


def _hundredths(
    points: Mapping[str, Mapping[str, Decimal | int]], keys: Sequence[str], criteria: Sequence[str]
) -> np.ndarray[Any, Any]:
    rows = []
    for key in keys:
        row = [Decimal(points[key][name]) * 100 for name in criteria]
        if any(part != int(part) for part in row):
            raise SelectionError(f"{key} has points of more than two decimals.")
        rows.append([float(part) for part in row])
    return np.array(rows)


def _counted(scores: np.ndarray[Any, Any], places: int) -> tuple[np.ndarray[Any, Any], int]:
    """How often each column is among the highest of its row, and in how many rows equals share the last places."""
    last = np.partition(scores, -places, axis=1)[:, -places, None]
    above, at = scores > last, scores == last
    room = places - above.sum(axis=1)
    equal = at.sum(axis=1)
    return above.sum(axis=0) + (room / equal) @ at, int((equal > room).sum())


def _weighed(one: Candidate, points: Mapping[str, Decimal | int] | None, parts: Mapping[str, int]) -> Candidate:
    score = (
        None if points is None else sum((Fraction(points[name]) * part for name, part in parts.items()), Fraction(0))
    )
    return Candidate(one.key, score, one.departments, one.is_vulnerable, one.cost_oere, one.vendor, one.type)


def _ranked(shares: Mapping[str, float]) -> tuple[Frequency, ...]:
    order = sorted(shares, key=lambda key: (-shares[key], key))
    return tuple(Frequency(key, shares[key], standing_of(shares[key])) for key in order)


def standing_of(share: float) -> Standing:
    """Where a share of the draws puts a system.

    >>> [standing_of(share).value for share in (0.95, 0.5, 0.05)]
    ['sure', 'edge', 'out']
    """
    if share >= 0.95:
        return Standing.SURE
    return Standing.OUT if share <= 0.05 else Standing.EDGE
