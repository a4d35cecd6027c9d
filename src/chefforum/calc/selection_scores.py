"""Scores of systems on fixed scales, summed by weights. See docs/methods/selection.md.

A scale says beforehand what gives 0 and what gives 100 points, so that a system's score never depends on which others
are looked at. A system that lacks a value has no score: it is listed with what it lacks, never left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

from .apportionment import Exact, exact

Value = Exact | str | None
_FULL = 100


class ScoreError(ValueError):
    """A scale, a weight or a value that cannot be scored by."""


@dataclass(frozen=True)
class Linear:
    """0 points at `zero` or worse, 100 at `full` or better, in a straight line between; `full` may be the lower."""

    zero: Exact
    full: Exact


@dataclass(frozen=True)
class Classes:
    """Points (0 to 100) of each class; a class without points ("ved ikke") counts as no value."""

    points: Mapping[str, int]


@dataclass(frozen=True)
class Criterion:
    """What is scored, by which scale, and its weight: a whole number of parts, at least 0."""

    key: str
    weight: int
    scale: Linear | Classes


@dataclass(frozen=True)
class Score:
    """Points of each criterion (0 to 100, two decimals) and their weighted mean, exact."""

    key: str
    points: Mapping[str, Decimal]
    total: Fraction


@dataclass(frozen=True)
class Unscored:
    """A system without a score: the criteria that it lacks, and the least and the most that the score could be."""

    key: str
    missing: tuple[str, ...]
    lowest: Fraction
    highest: Fraction


@dataclass(frozen=True)
class Scores:
    """Every system is in one of the two, in the order given."""

    scored: tuple[Score, ...]
    unscored: tuple[Unscored, ...]


def points(value: Value, scale: Linear | Classes) -> Decimal | None:
    """The points of a value, 0 to 100 in two decimals (half up); None where it is not known. Raises ScoreError.

    >>> points(250, Linear(zero=0, full=1000)), points(2, Linear(zero=5, full=1)), points("?", Classes({"ja": 100}))
    (Decimal('25.00'), Decimal('75.00'), None)
    """
    if value is None:
        return None
    if isinstance(scale, Classes):
        found = scale.points.get(value) if isinstance(value, str) else None
        if found is not None and not 0 <= found <= _FULL:
            raise ScoreError(f"{value} has {found} points; points go from 0 to 100.")
        return None if found is None else Decimal(found).quantize(Decimal("0.01"))
    if isinstance(value, str):
        raise ScoreError(f"{value!r} is no number, and the scale is one of numbers.")
    zero, full = exact(scale.zero), exact(scale.full)
    if zero == full:
        raise ScoreError(f"A scale from {scale.zero} to {scale.full} has no length.")
    share = min(max((exact(value) - zero) / (full - zero), Fraction(0)), Fraction(1))
    return Decimal(floor(share * _FULL * 100 + Fraction(1, 2))).scaleb(-2)


def score_all(*, values: Mapping[str, Mapping[str, Value]], criteria: Sequence[Criterion]) -> Scores:
    """The score of each system (key → criterion → value); those that lack a value are in `unscored`.

    A criterion of weight 0 is shown but never missed. Raises ScoreError.

    >>> found = score_all(values={"a": {"users": 500}, "b": {}}, criteria=[Criterion("users", 1, Linear(0, 1000))])
    >>> found.scored[0].total, found.unscored[0].missing
    (Fraction(50, 1), ('users',))
    """
    weights = {criterion.key: criterion.weight for criterion in criteria}
    if len(weights) < len(criteria):
        raise ScoreError("Two criteria have the same key.")
    if any(weight < 0 for weight in weights.values()) or not sum(weights.values()):
        raise ScoreError("Weights are at least 0, and one is above 0.")
    scored, unscored = [], []
    for key, own in values.items():
        given = {criterion.key: points(own.get(criterion.key), criterion.scale) for criterion in criteria}
        known = {name: found for name, found in given.items() if found is not None}
        missing = tuple(name for name in given if name not in known and weights[name])
        total = weighted(known, weights)
        if missing:
            highest = weighted({**known, **dict.fromkeys(missing, _FULL)}, weights)
            unscored.append(Unscored(key, missing, total, highest))
        else:
            scored.append(Score(key, known, total))
    return Scores(tuple(scored), tuple(unscored))


def weighted(points: Mapping[str, Decimal | int], weights: Mapping[str, int]) -> Fraction:
    """The weighted mean of the points, exact, over all the weights: a criterion without points counts as 0.

    >>> weighted({"users": 50, "cost": 100}, {"users": 3, "cost": 1})
    Fraction(125, 2)
    """
    total = sum((weights[name] * Fraction(found) for name, found in points.items()), Fraction(0))
    return total / sum(weights.values())
