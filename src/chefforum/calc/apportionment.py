"""Whole seats shared out by a key so that they sum to the house: largest remainder, Sainte-Laguë, D'Hondt; and plain
rounding, which does not sum, to compare with.

All arithmetic is exact (fractions), so that a tie is a tie and not a matter of the last binary digit. A tie is broken
by a rule with a name, and told.

Source: M. L. Balinski and H. P. Young, "Fair Representation", 2nd ed. (Brookings 2001), appendix A. Largest remainder
is Hamilton's method, Sainte-Laguë Webster's, D'Hondt Jefferson's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import floor

Exact = int | Decimal | Fraction
_HALF = Fraction(1, 2)


class ApportionmentError(ValueError):
    """The key or the house cannot be shared out."""


class Method(StrEnum):
    LARGEST_REMAINDER = "largest_remainder"
    SAINTE_LAGUE = "sainte_lague"
    D_HONDT = "d_hondt"
    PLAIN_ROUNDING = "plain_rounding"


class TieRule(StrEnum):
    """Who comes first among equals; where weights are equal too, and in NAME, the name that sorts first."""

    LARGEST_WEIGHT = "largest_weight"
    SMALLEST_WEIGHT = "smallest_weight"
    NAME = "name"


@dataclass(frozen=True)
class Tie:
    """Those with an equal claim on fewer seats than they are, and who of them the rule gave one; names in order."""

    names: tuple[str, ...]
    winners: tuple[str, ...]


@dataclass(frozen=True)
class Apportionment:
    """What each name gets. All mappings are in the order of the key.

    quota: house × weight ÷ sum of weights, exact; remainder: the quota's part after the whole number, 0 ≤ r < 1.
    tie: None where the key alone decided.
    """

    method: Method
    house: int
    seats: Mapping[str, int]
    quota: Mapping[str, Fraction]
    remainder: Mapping[str, Fraction]
    tie_rule: TieRule
    tie: Tie | None


@dataclass(frozen=True)
class Rounding:
    """Each quota rounded by itself, half up; `missing`: what the sum lacks to the house, below 0 for too many."""

    house: Fraction
    seats: Mapping[str, int]
    quota: Mapping[str, Fraction]
    missing: Fraction


def largest_remainder(*, key: Mapping[str, Exact], house: int, ties: TieRule = TieRule.LARGEST_WEIGHT) -> Apportionment:
    """Seats by the largest remainder: the whole part of each quota, and the seats left to the largest remainders.

    `key` has a weight of at least 0 for each name, as int, Decimal or Fraction, not all 0; `house` is the seats, at
    least 0. Everyone gets the quota rounded down or up, and the seats sum to the house. Raises ApportionmentError.
    """
    quota = quotas(key=key, house=_whole(house))
    remainder = {name: part - floor(part) for name, part in quota.items()}
    order = _order(key, ties)
    left = house - sum(floor(part) for part in quota.values())
    ranked = sorted(key, key=lambda name: (-remainder[name], order[name]))
    winners = ranked[:left]
    seats = {name: floor(quota[name]) + (name in winners) for name in key}
    equal = [name for name in ranked if left and remainder[name] == remainder[winners[-1]]]
    tie = _tie(equal, [name for name in equal if name in winners])
    return Apportionment(Method.LARGEST_REMAINDER, house, seats, quota, remainder, ties, tie)


def sainte_lague(*, key: Mapping[str, Exact], house: int, ties: TieRule = TieRule.LARGEST_WEIGHT) -> Apportionment:
    """Seats one at a time to the largest weight ÷ (seats + ½): a larger house never costs anyone a seat.

    Arguments, errors and sum as `largest_remainder`; but a seat may rarely lie beyond the quota rounded down or up.
    """
    return _highest_averages(key, house, ties, Method.SAINTE_LAGUE, lambda seats: seats + _HALF)


def d_hondt(*, key: Mapping[str, Exact], house: int, ties: TieRule = TieRule.LARGEST_WEIGHT) -> Apportionment:
    """Seats one at a time to the largest weight ÷ (seats + 1), leaning towards the large; else as `sainte_lague`."""
    return _highest_averages(key, house, ties, Method.D_HONDT, lambda seats: Fraction(seats + 1))


def plain_rounding(*, key: Mapping[str, Exact], house: Exact) -> Rounding:
    """Each quota rounded to the nearest whole, half up: what a spreadsheet does, and what does not always sum.

    The house need not be whole. Raises ApportionmentError as `largest_remainder`.
    """
    quota = quotas(key=key, house=house)
    seats = {name: floor(part + _HALF) for name, part in quota.items()}
    return Rounding(exact(house), seats, quota, exact(house) - sum(seats.values()))


def quotas(*, key: Mapping[str, Exact], house: Exact) -> dict[str, Fraction]:
    """The exact share of the house of each name. Raises ApportionmentError for a key or house that cannot be shared."""
    weights = {name: exact(weight) for name, weight in key.items()}
    total, seats = sum(weights.values()), exact(house)
    if seats < 0:
        raise ApportionmentError(f"The house is {house}; it must be at least 0.")
    for name, weight in weights.items():
        if weight < 0:
            raise ApportionmentError(f"{name} has the weight {key[name]}; it must be at least 0.")
    if not total:
        raise ApportionmentError("The key has no weight above 0.")
    return {name: seats * weight / total for name, weight in weights.items()}


def exact(number: Exact) -> Fraction:
    """The number as a fraction. Raises ApportionmentError for a float, true or false, and what is no finite number."""
    if isinstance(number, bool) or not isinstance(number, int | Decimal | Fraction):
        raise ApportionmentError(f"{number!r} is no exact number: give int, Decimal or Fraction.")
    if isinstance(number, Decimal) and not number.is_finite():
        raise ApportionmentError(f"{number!r} is no finite number.")
    return Fraction(number)


def _highest_averages(
    key: Mapping[str, Exact], house: int, ties: TieRule, method: Method, divisor: Callable[[int], Fraction]
) -> Apportionment:
    quota = quotas(key=key, house=_whole(house))
    weights, order = {name: exact(weight) for name, weight in key.items()}, _order(key, ties)
    seats = dict.fromkeys(key, 0)
    average = {name: weight / divisor(0) for name, weight in weights.items()}
    last = Fraction(-1)
    for _ in range(house):
        first = min(key, key=lambda name: (-average[name], order[name]))
        last = average[first]
        seats[first] += 1
        average[first] = weights[first] / divisor(seats[first])
    won = [name for name in key if seats[name] and weights[name] / divisor(seats[name] - 1) == last]
    lost = [name for name in key if average[name] == last]
    tie = _tie([*won, *lost], won) if lost else None
    remainder = {name: part - floor(part) for name, part in quota.items()}
    return Apportionment(method, house, seats, quota, remainder, ties, tie)


def _whole(house: int) -> int:
    if isinstance(house, bool) or not isinstance(house, int):
        raise ApportionmentError(f"The house is {house!r}; it must be a whole number.")
    return house


def _order(key: Mapping[str, Exact], ties: TieRule) -> dict[str, tuple[Fraction, str]]:
    sign = {TieRule.LARGEST_WEIGHT: -1, TieRule.SMALLEST_WEIGHT: 1, TieRule.NAME: 0}[ties]
    return {name: (sign * exact(weight), name) for name, weight in key.items()}


def _tie(equal: list[str], winners: list[str]) -> Tie | None:
    return Tie(tuple(sorted(equal)), tuple(sorted(winners))) if len(winners) < len(equal) else None
