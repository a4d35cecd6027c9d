"""Shares of small numbers: how sure they are, how far two lie apart, and which difference could be found at all.

Shares are 0 to 1, differences -1 to 1. Intervals are two-sided and by the score method, which stays within 0 to 1 and
is right for small numbers and for 0 and all, where the usual ± is not.

Sources: E. B. Wilson, Journal of the American Statistical Association 22 (1927); R. G. Newcombe, Statistics in
Medicine 17 (1998), pp. 857-872 (one share, method 3) and 873-890 (the difference, method 10); J. L. Fleiss,
B. Levin and M. C. Paik, "Statistical Methods for Rates and Proportions", 3rd ed. (2003), section 4.2 (power).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

LEAST_SHOWN = 10  # persons below which a share says next to nothing: 0 of 2 is anything from 0 to 66 %


class ProportionError(ValueError):
    """Counts that cannot be a share."""


@dataclass(frozen=True)
class Interval:
    """What was seen, and from where to where the truth may lie."""

    estimate: float
    low: float
    high: float


@dataclass(frozen=True)
class Detectable:
    """How far above and below a share another must lie to be found; None where no share is far enough."""

    above: float | None
    below: float | None


def wilson(*, count: int, of: int, coverage: float = 0.95) -> Interval:
    """The share `count` of `of` with its score interval. Raises ProportionError unless 0 ≤ count ≤ of and of ≥ 1."""
    z = _z(coverage)
    share = _share(count, of)
    centre = share + z**2 / (2 * of)
    half = z * sqrt(share * (1 - share) / of + z**2 / (4 * of**2))
    scale = 1 + z**2 / of
    low = 0.0 if count == 0 else (centre - half) / scale
    high = 1.0 if count == of else (centre + half) / scale
    return Interval(share, low, high)


def shown(*, count: int, of: int, least: int = LEAST_SHOWN, coverage: float = 0.95) -> Interval | None:
    """As `wilson`, or None where it is of fewer than `least`, so that nobody reads a few persons as a rate.

    This is about what can be known. What may be published is the matter of calc/suppression.py.
    """
    if of < least and 0 <= count <= of:
        return None
    return wilson(count=count, of=of, coverage=coverage)


def difference(*, count: int, of: int, against_count: int, against_of: int, coverage: float = 0.95) -> Interval:
    """The first share less the second, with Newcombe's hybrid score interval. Raises ProportionError as `wilson`.

    An interval that holds 0 says that the two may well be the same. It says nothing of why they differ.
    """
    one = wilson(count=count, of=of, coverage=coverage)
    other = wilson(count=against_count, of=against_of, coverage=coverage)
    apart = one.estimate - other.estimate
    return Interval(
        apart,
        apart - sqrt((one.estimate - one.low) ** 2 + (other.high - other.estimate) ** 2),
        apart + sqrt((one.high - one.estimate) ** 2 + (other.estimate - other.low) ** 2),
    )


def smallest_detectable_difference(
    *, share: float, of: int, against_of: int, power: float = 0.8, coverage: float = 0.95
) -> Detectable:
    """How far another group of `against_of` must lie from `share` of `of` to be found with that power.

    Found means that the usual two-sided test of two shares (pooled, no continuity correction) rejects at 1 − coverage.
    `share` is 0 to 1, both groups at least 1, power and coverage strictly between 0 and 1. Raises ProportionError.
    """
    if not 0 <= share <= 1 or of < 1 or against_of < 1:
        raise ProportionError(f"{share} of {of} against {against_of}: no shares of two groups.")
    level, strength = _z(coverage), NormalDist().inv_cdf(_between(power))

    def is_found(other: float) -> bool:
        pooled = (share * of + other * against_of) / (of + against_of)
        by_chance = sqrt(pooled * (1 - pooled) * (1 / of + 1 / against_of))
        apart = sqrt(share * (1 - share) / of + other * (1 - other) / against_of)
        return abs(other - share) >= level * by_chance + strength * apart

    return Detectable(_nearest(share, 1.0, is_found), _nearest(share, 0.0, is_found))


def with_missing(*, count: int, of: int, missing: int) -> Interval:
    """The share among those known, and what it would be if of `missing` more nobody, or everybody, counted.

    No assumption is made of those whose outcome is not known (C. F. Manski, "Partial Identification", 2003).
    Raises ProportionError as `wilson`, and for missing below 0.
    """
    if missing < 0:
        raise ProportionError(f"{missing} outcomes are missing; it must be at least 0.")
    return Interval(_share(count, of), count / (of + missing), (count + missing) / (of + missing))


def _nearest(share: float, end: float, is_found: Callable[[float], bool]) -> float | None:
    """The smallest distance towards `end` from which on the difference is found."""
    if share == end or not is_found(end):
        return None
    near, far = share, end
    for _ in range(60):
        middle = (near + far) / 2
        near, far = (near, middle) if is_found(middle) else (middle, far)
    return abs(far - share)


def _share(count: int, of: int) -> float:
    if of < 1 or not 0 <= count <= of:
        raise ProportionError(f"{count} of {of} is no share.")
    return count / of


def _z(coverage: float) -> float:
    return NormalDist().inv_cdf((1 + _between(coverage)) / 2)


def _between(probability: float) -> float:
    if not 0 < probability < 1:
        raise ProportionError(f"{probability} is no probability between 0 and 1.")
    return probability
