"""Is a target kept pace with: what is expected by a day, and what chance alone explains (Poisson limits).

Starts that come one by one, each by itself, vary by chance as the Poisson distribution says: of 37 expected, 26 to 50
are nothing to ask about. Limits are central and exact, not ±: each tail outside holds at most half of the rest.

Sources: D. J. Spiegelhalter, "Funnel plots for comparing institutional performance", Statistics in Medicine 24 (2005);
F. Garwood, "Fiducial limits for the Poisson distribution", Biometrika 28 (1936).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from math import exp, fsum, inf, isfinite, lgamma, log

Number = int | float | Fraction
_MOST = 1_000_000.0


class PaceError(ValueError):
    """Numbers that no pace can have."""


class Standing(StrEnum):
    """Where a count lies: fewer than chance explains, within what it explains, or more."""

    BELOW = "below"
    INSIDE = "inside"
    ABOVE = "above"


@dataclass(frozen=True)
class Limits:
    """The counts that chance explains, both included."""

    low: int
    high: int


@dataclass(frozen=True)
class Pace:
    """A count beside what was expected. chance: how often as few (where fewer came than expected) or as many come."""

    count: int
    expected: float
    limits: Limits
    standing: Standing
    chance: float


@dataclass(frozen=True)
class FunnelPoint:
    """One of many: inner limits are where one alone is asked about, outer ones where one of many is."""

    inner: Pace
    outer: Pace
    ratio: float | None


@dataclass(frozen=True)
class Rate:
    """A count, and from where to where what it came from on average may lie."""

    count: int
    low: float
    high: float


def expected_by(*, target: Number, begins: date, ends: date, on: date) -> Fraction:
    """What of the target of the period is expected by `on`, at the same pace on every day.

    The period is from `begins` to the day before `ends`; `on` is the last day that is counted. 0 before the period,
    the whole target after it. Raises PaceError for a period without days and for a target below 0.
    """
    days = (ends - begins).days
    if days < 1:
        raise PaceError(f"From {begins} to {ends} there are no days.")
    passed = min(max((on - begins).days + 1, 0), days)
    return Fraction(_at_least_nought(target)) * passed / days


def limits(*, expected: Number, coverage: float = 0.95) -> Limits:
    """The counts that chance explains where so many are expected. Raises PaceError.

    low: the smallest count that is not among the rarest (1 − coverage)/2 of the small ones; high likewise above.
    """
    mean, tail = _mean(expected), (1 - _between(coverage)) / 2
    return Limits(_quantile(mean, tail), _quantile(mean, 1 - tail))


def pace(*, count: int, expected: Number, coverage: float = 0.95) -> Pace:
    """How a count stands to what was expected. Raises PaceError for a count below 0."""
    mean, seen = _mean(expected), _count(count)
    within = limits(expected=expected, coverage=coverage)
    standing = Standing.BELOW if seen < within.low else Standing.ABOVE if seen > within.high else Standing.INSIDE
    chance = at_most(count=seen, expected=mean) if seen <= mean else 1 - at_most(count=seen - 1, expected=mean)
    return Pace(seen, mean, within, standing, max(chance, 0.0))


def funnel(
    *, counts: Mapping[str, int], expected: Mapping[str, Number], inner: float = 0.95, outer: float = 0.998
) -> dict[str, FunnelPoint]:
    """Each of many beside its own limits: the small vary more, and of many, some are outside 95 % by chance alone.

    ratio: count ÷ expected, None where nothing was expected. Raises PaceError where the names are not the same.
    """
    if set(counts) != set(expected):
        raise PaceError(f"Counts and expected differ: {sorted(set(counts) ^ set(expected))}.")
    return {
        name: FunnelPoint(
            pace(count=count, expected=expected[name], coverage=inner),
            pace(count=count, expected=expected[name], coverage=outer),
            count / float(expected[name]) if expected[name] else None,
        )
        for name, count in counts.items()
    }


def rate(*, count: int, coverage: float = 0.95) -> Rate:
    """From where to where the average may lie that a count came from: Garwood's exact interval. Raises PaceError."""
    seen, tail = _count(count), (1 - _between(coverage)) / 2
    low = _solve(lambda mean: 1 - at_most(count=seen - 1, expected=mean) >= tail) if seen else 0.0
    return Rate(seen, low, _solve(lambda mean: at_most(count=seen, expected=mean) <= tail))


def at_most(*, count: int, expected: Number) -> float:
    """How often at most `count` come where so many are expected; 0 for a count below 0. Raises PaceError."""
    mean = _mean(expected)
    return min(fsum(_probability(number, mean) for number in range(count + 1)), 1.0)


def chance_of_none(*, running: Number) -> float:
    """The share of days on which nobody is under way where so many are on average: e⁻ʳ. Raises PaceError."""
    return exp(-_mean(running))


def still_needed(*, target: Number, count: int, weeks_left: Number) -> Fraction:
    """How many must begin a week from now on; 0 where the target is reached. Raises PaceError for no weeks left."""
    if weeks_left <= 0:
        raise PaceError(f"With {weeks_left} weeks left nothing more can begin.")
    return max(Fraction(_at_least_nought(target)) - _count(count), Fraction(0)) / Fraction(weeks_left)


def _probability(number: int, mean: float) -> float:
    if not mean:
        return float(number == 0)
    return exp(number * log(mean) - mean - lgamma(number + 1))


def _quantile(mean: float, share: float) -> int:
    """The smallest count that at least that share are at most."""
    number, below = 0, _probability(0, mean)
    while below < share and number < 2 * mean + 1000:
        number += 1
        below += _probability(number, mean)
    return number


def _solve(is_above: Callable[[float], bool]) -> float:
    low, high = 0.0, 1.0
    while not is_above(high):
        low, high = high, 2 * high
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if is_above(middle) else (middle, high)
    return high


def _at_least_nought(number: Number) -> Number:
    if not 0 <= number < inf:
        raise PaceError(f"{number} is no number of at least 0.")
    return number


def _mean(expected: Number) -> float:
    mean = float(expected)
    if not isfinite(mean) or not 0 <= mean <= _MOST:
        raise PaceError(f"{expected} cannot be expected: it must be from 0 to {_MOST:,.0f}.")
    return mean


def _count(count: int) -> int:
    if count < 0:
        raise PaceError(f"The count is {count}; it must be at least 0.")
    return count


def _between(coverage: float) -> float:
    if not 0 < coverage < 1:
        raise PaceError(f"The coverage is {coverage}; it must lie between 0 and 1.")
    return coverage
