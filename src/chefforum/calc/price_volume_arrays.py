"""The decomposition of calc/price_volume.py for tens of thousands of items at once, in floating point.

Statistics of many municipalities are reckoned with it; what one municipality's page says of its own money comes from
the exact one, which this agrees with to less than a thousandth of an øre (a test holds them together). Mix is left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import factorial, prod

import numpy as np
from numpy.typing import NDArray

from chefforum.calc.price_volume import Part, PriceVolumeError

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class YearOfMany:
    """One year of all items, each array as long as they are many; nan where something is not known.

    amount_oere is nan too where the item was not there. index and employees: None where no item has one.
    """

    amount_oere: Floats
    quantity: Floats
    index: Floats | None = None
    employees: Floats | None = None


@dataclass(frozen=True)
class ManyChanges:
    """Øre of each item by part; nought where an item has no such part. The parts of an item sum to its change."""

    change_oere: Floats
    parts: Mapping[Part, Floats]

    @property
    def totals(self) -> dict[Part, float]:
        return {part: float(values.sum()) for part, values in self.parts.items()}

    def by(self, codes: NDArray[np.int64], *, count: int) -> dict[Part, Floats]:
        """Sums by group: `codes` are the group of each item, from 0 to count − 1. One number for each group."""
        return {part: np.bincount(codes, values, count).astype(np.float64) for part, values in self.parts.items()}


def decompose_many(
    *,
    before: YearOfMany,
    after: YearOfMany,
    successors: Sequence[tuple[int, int]] = (),
    is_other_unit: Bools | None = None,
) -> ManyChanges:
    """Where each item's change comes from, as `price_volume.decompose` with successors by the items' places.

    `is_other_unit`: items whose quantities of the two years cannot be compared. Raises PriceVolumeError where the
    arrays are not equally long, for an index that is not above 0, and for employees below 0.
    """
    _refuse_unequal(before, after)
    were, are = _is_there(before), _is_there(after)
    change = np.where(are, after.amount_oere, 0.0) - np.where(were, before.amount_oere, 0.0)
    known = np.isfinite(before.quantity) & np.isfinite(after.quantity)
    priced = known & (before.quantity != 0) & (after.quantity != 0)
    divisible = were & are & priced if is_other_unit is None else were & are & priced & ~is_other_unit
    parts = {
        Part.NEW: np.where(are & ~were, change, 0.0),
        Part.DISCONTINUED: np.where(were & ~are, change, 0.0),
        Part.NOT_DIVISIBLE: np.where(were & are & ~divisible, change, 0.0),
    }
    parts |= _divided(before, after, divisible)
    return ManyChanges(change, _replaced(parts, _joined(successors, were, are)))


def _divided(before: YearOfMany, after: YearOfMany, divisible: Bools) -> dict[Part, Floats]:
    """The effects of price and quantity, and of what they are made of. Where an item has no index, or no employees,
    theirs is 1 in both years, which changes nothing, and the rest comes out as without them."""
    amounts = [np.where(divisible, year.amount_oere, 0.0) for year in (before, after)]
    price = [np.where(divisible, year.quantity, 1.0) for year in (before, after)]
    quantity = [np.where(divisible, year.quantity, 0.0) for year in (before, after)]
    price = [amount / bought for amount, bought in zip(amounts, price, strict=True)]
    factors = []
    index, _ = _both(before.index, after.index, divisible, least=np.nextafter(0, 1))
    staff, has_staff = _both(before.employees, after.employees, divisible, least=0)
    if index:
        factors.append(index)
        price = [amount / level for amount, level in zip(price, index, strict=True)]
    if staff:
        factors.append(staff)
        quantity = [bought / people for bought, people in zip(quantity, staff, strict=True)]
    effects = _shapley([*factors, price, quantity])
    parts = {Part.PRICE: effects[-2], Part.VOLUME: effects[-1]}
    if index:
        parts[Part.INDEXATION] = effects[0]
    if staff and has_staff is not None:
        parts[Part.EMPLOYEES] = effects[len(factors) - 1]
        parts[Part.DENSITY] = np.where(has_staff, effects[-1], 0.0)
        parts[Part.VOLUME] = np.where(has_staff, 0.0, effects[-1])
    return parts


def _shapley(factors: list[list[Floats]]) -> list[Floats]:
    count, effects, one = len(factors), [], np.ones(1)
    for at, (old, new) in enumerate(factors):
        others = factors[:at] + factors[at + 1 :]
        effect = np.zeros_like(old)
        for size in range(count):
            weight = factorial(size) * factorial(count - size - 1) / factorial(count)
            for changed in combinations(range(count - 1), size):
                effect += weight * prod((other[number in changed] for number, other in enumerate(others)), start=one)
        effects.append((new - old) * effect)
    return effects


def _both(
    before: Floats | None, after: Floats | None, divisible: Bools, *, least: float
) -> tuple[list[Floats], Bools | None]:
    """The two years, 1 where they are not used, and where they are; nothing where no item has any."""
    if before is None or after is None:
        return [], None
    known = divisible & np.isfinite(before) & np.isfinite(after)
    if (known & ((before < least) | (after < least))).any():
        raise PriceVolumeError("An index must be above 0, and employees at least 0.")
    used = known & (before != 0) & (after != 0)
    return [np.where(used, before, 1.0), np.where(used, after, 1.0)], used


def _is_there(year: YearOfMany) -> Bools:
    there: Bools = np.isfinite(year.amount_oere) & ~((year.amount_oere == 0) & (year.quantity == 0))
    return there


def _joined(successors: Sequence[tuple[int, int]], were: Bools, are: Bools) -> Bools:
    joined = np.zeros(len(were), dtype=bool)
    if len(successors):
        old, new = np.array(successors, dtype=np.int64).T
        used = were[old] & are[new]
        joined[old[used]] = joined[new[used]] = True
    return joined


def _replaced(parts: dict[Part, Floats], joined: Bools) -> dict[Part, Floats]:
    if not joined.any():
        return parts
    moved = [part for part in parts if part not in {Part.PRICE, Part.INDEXATION, Part.NOT_DIVISIBLE}]
    replaced = sum((np.where(joined, parts[part], 0.0) for part in moved), np.zeros(len(joined)))
    left = {part: np.where(joined, 0.0, parts[part]) for part in moved}
    return parts | left | {Part.REPLACED: replaced}


def _refuse_unequal(before: YearOfMany, after: YearOfMany) -> None:
    arrays = [
        array
        for year in (before, after)
        for array in (year.amount_oere, year.quantity, year.index, year.employees)
        if array is not None
    ]
    if len({array.shape for array in arrays}) > 1 or arrays[0].ndim != 1:
        raise PriceVolumeError("The arrays of the two years are not equally long.")
