"""What other formulas would have answered of price and volume, beside Bennet's: how far it hangs on the formula.

Two factors, price and quantity, on the items that have both in both years and are no replacement. See
docs/methods/price_volume.md.

Sources: E. Laspeyres (1871); H. Paasche (1874); Y. O. Vartia, Scandinavian Journal of Statistics 3 (1976), for the
logarithmic mean (LMDI-I, Montgomery); B. M. Balk, "Price and Quantity Index Numbers" (2008).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import log

from chefforum.calc.price_volume import ItemChange, shapley


class NoLogarithm(StrEnum):
    """Why an item has no logarithm of its change: an amount of nought, or a sign that changes."""

    ZERO = "zero"
    SIGN = "sign"


@dataclass(frozen=True)
class Reading:
    """One formula's answer in øre; joint: what it leaves to both together, 0 for those that are exact."""

    price: Fraction | float
    volume: Fraction | float
    joint: Fraction | float


@dataclass(frozen=True)
class Span:
    """What each formula says of the same items, with their change. left_out: the items that LMDI cannot take, which
    are in all the others: where there are any, `lmdi_bennet` is Bennet's answer of the items that LMDI is of."""

    change_oere: int
    bennet: Reading
    laspeyres: Reading
    paasche: Reading
    lmdi: Reading
    lmdi_bennet: Reading
    left_out: Mapping[str, NoLogarithm]

    @property
    def price(self) -> tuple[float, float]:
        """The lowest and the highest price effect; LMDI's only where it is of all the items."""
        return self._ends([float(reading.price) for reading in self._readings()])

    @property
    def volume(self) -> tuple[float, float]:
        """The lowest and the highest volume effect; LMDI's only where it is of all the items."""
        return self._ends([float(reading.volume) for reading in self._readings()])

    def _readings(self) -> list[Reading]:
        return [self.bennet, self.laspeyres, self.paasche, *([] if self.left_out else [self.lmdi])]

    @staticmethod
    def _ends(values: list[float]) -> tuple[float, float]:
        return min(values), max(values)


def span(*, changes: Iterable[ItemChange]) -> Span:
    """The answers of the formulas of those of the changes that have a price and a quantity and are no replacement.

    Indexation counts as price here. Nothing is put in for a nought or a change of sign: such an item is left out of
    LMDI, and told.
    """
    both = [(one, one.price, one.quantity) for one in changes if one.price and one.quantity and not one.replacement]
    left_out = {one.key: why for one, _, _ in both if (why := no_logarithm(one))}
    exact = [shapley(factors=[price, quantity]) for _, price, quantity in both]
    some = [effects for effects, (one, _, _) in zip(exact, both, strict=True) if one.key not in left_out]
    old_q = _sum(quantity[0] * (price[1] - price[0]) for _, price, quantity in both)
    new_q = _sum(quantity[1] * (price[1] - price[0]) for _, price, quantity in both)
    old_p = _sum(price[0] * (quantity[1] - quantity[0]) for _, price, quantity in both)
    new_p = _sum(price[1] * (quantity[1] - quantity[0]) for _, price, quantity in both)
    lmdi = [_lmdi(one) for one, _, _ in both if one.key not in left_out]
    return Span(
        sum(one.change_oere for one, _, _ in both),
        _reading(exact),
        Reading(old_q, old_p, new_q - old_q),
        Reading(new_q, new_p, old_q - new_q),
        Reading(sum(price for price, _ in lmdi), sum(volume for _, volume in lmdi), 0.0),
        _reading(some),
        left_out,
    )


def logarithmic_mean(one: float, other: float) -> float:
    """(a − b) / ln(a / b), between the geometric and the common mean; a where they are equal. Both of one sign, not 0.

    >>> round(logarithmic_mean(100, 200), 2)
    144.27
    """
    ratio = log(one / other)
    # Near each other both are differences of almost nothing: the common mean is right to the last digits there.
    return (one + other) / 2 if abs(ratio) < 1e-7 else (one - other) / ratio


def no_logarithm(change: ItemChange) -> NoLogarithm | None:
    """Why LMDI cannot take the item; None where it can. Credit notes of both years can be taken."""
    if not change.before_oere or not change.after_oere:
        return NoLogarithm.ZERO
    quantity = change.quantity or (Fraction(1), Fraction(1))
    if (change.before_oere > 0) != (change.after_oere > 0) or (quantity[0] > 0) != (quantity[1] > 0):
        return NoLogarithm.SIGN
    return None


def _lmdi(change: ItemChange) -> tuple[float, float]:
    assert change.price
    assert change.quantity
    mean = logarithmic_mean(change.after_oere, change.before_oere)
    return mean * log(change.price[1] / change.price[0]), mean * log(change.quantity[1] / change.quantity[0])


def _reading(effects: Iterable[tuple[Fraction, ...]]) -> Reading:
    effects = list(effects)
    return Reading(_sum(price for price, _ in effects), _sum(volume for _, volume in effects), Fraction(0))


def _sum(values: Iterable[Fraction]) -> Fraction:
    return sum(values, Fraction(0))
