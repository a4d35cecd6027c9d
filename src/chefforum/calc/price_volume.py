"""Why a sum changed from one year to another: price, volume, new, discontinued, replaced, indexation, mix, and what
cannot be told apart. See docs/methods/price_volume.md.

The answer is Bennet's, with more factors Shapley's: the mean over every order in which the factors may change one
after the other. Everything is exact (fractions of whole øre), so that the parts sum to the change, and nothing is left
over. A quantity that is not known is never taken to be 1: its change is told as one that cannot be divided.

Sources: T. L. Bennet, Journal of the Royal Statistical Society 83 (1920); W. E. Diewert, "Index Number Theory Using
Differences Rather Than Ratios", American Journal of Economics and Sociology 64 (2005); L. S. Shapley (1953).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from itertools import combinations
from math import factorial, floor, prod
from typing import TypeVar

Exact = int | Decimal | Fraction
Factor = tuple[Fraction, Fraction]  # before, after
SITE = "aftale"  # the unit of what is paid as one, however many use it
_Name = TypeVar("_Name", bound=Hashable)


class PriceVolumeError(ValueError):
    """What was given is no two years of something: the text says of what, and why."""


class Part(StrEnum):
    """Where a change comes from. VOLUME is the quantity as one; EMPLOYEES and DENSITY (how many for each) where the
    employees of both years are known; MIX is what one bought more of within a family of equal units."""

    PRICE = "price"
    INDEXATION = "indexation"
    VOLUME = "volume"
    EMPLOYEES = "employees"
    DENSITY = "density"
    MIX = "mix"
    NEW = "new"
    DISCONTINUED = "discontinued"
    REPLACED = "replaced"
    NOT_DIVISIBLE = "not_divisible"


class Why(StrEnum):
    """Why a change cannot be divided: no quantity in one of the years, an amount for a quantity of nought, or two
    units that cannot be compared."""

    NO_QUANTITY = "no_quantity"
    NO_PRICE = "no_price"
    OTHER_UNIT = "other_unit"


@dataclass(frozen=True)
class Year:
    """One year of something. amount_oere: credit notes are below 0. quantity: None where it is not known.

    index: the general price level of the year, on any base; employees: those that the quantity is for. Both are used
    where both years have them, else the price, or the volume, is told as one.
    """

    amount_oere: int
    quantity: Exact | None = None
    unit: str = ""
    index: Exact | None = None
    employees: Exact | None = None


@dataclass(frozen=True)
class Item:
    """Something in two years; None where it was not there. groups: what it is summed by ("system", "department")."""

    key: str
    before: Year | None
    after: Year | None
    groups: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ItemChange:
    """Where one item's change comes from. `parts` sum to the change; `why`: of what cannot be divided.

    price and quantity: where they are known in both years, whole. replacement: all that are joined by successors.
    """

    key: str
    before_oere: int
    after_oere: int
    parts: Mapping[Part, Fraction]
    groups: Mapping[str, str]
    why: Why | None = None
    price: Factor | None = None
    quantity: Factor | None = None
    replacement: tuple[str, ...] = ()

    @property
    def change_oere(self) -> int:
        return self.after_oere - self.before_oere

    @cached_property
    def parts_oere(self) -> dict[Part, int]:
        """The parts in whole øre that sum to the change: what is shown, and what every total shown is the sum of."""
        return rounded(parts=self.parts, to=self.change_oere)


@dataclass(frozen=True)
class Total:
    """The sum of some changes. parts: exact; parts_oere: sums of the items' rounded parts. Both sum to the change."""

    before_oere: int
    after_oere: int
    parts: Mapping[Part, Fraction]
    parts_oere: Mapping[Part, int]

    @property
    def change_oere(self) -> int:
        return self.after_oere - self.before_oere


@dataclass(frozen=True)
class Shown:
    """A total in larger units (kroner, thousands): before + the parts = after, as the figures stand."""

    before: int
    after: int
    parts: Mapping[Part, int]


@dataclass(frozen=True)
class Decomposition:
    """Every item's change, in the order of the items. idle: successors that were not used, since the old one was not
    there before, or the new one not after."""

    items: tuple[ItemChange, ...]
    idle: tuple[tuple[str, str], ...]

    @cached_property
    def total(self) -> Total:
        return total_of(self.items)

    def by(self, dimension: str) -> dict[str | None, Total]:
        """Totals by system, family, department: whatever the items have; None for those that have none."""
        groups: dict[str | None, list[ItemChange]] = defaultdict(list)
        for item in self.items:
            groups[item.groups.get(dimension)].append(item)
        return {name: total_of(items) for name, items in groups.items()}


def site_licence(*, amount_oere: int, index: Exact | None = None) -> Year:
    """A year of what is paid as one: the declaration that its quantity is 1, so that all its change is price."""
    return Year(amount_oere, 1, SITE, index)


def priced(*, unit_price_oere: Exact, quantity: Exact, unit: str = "") -> Year:
    """A year from a unit price: the amount is price × quantity in whole øre, half up.

    >>> priced(unit_price_oere=Decimal("1234.5"), quantity=3)
    Year(amount_oere=3704, quantity=3, unit='', index=None, employees=None)
    """
    return Year(_half_up(_exact(unit_price_oere, "") * _exact(quantity, "")), quantity, unit)


def decompose(
    *, items: Iterable[Item], successors: Iterable[tuple[str, str]] = (), mix_by: str | None = None
) -> Decomposition:
    """Where each item's change comes from.

    `successors` are pairs (old, new) of keys; one may follow many, and many one. Of all that they join, what came,
    what went and what changed in volume is REPLACED; the price of one that was there in both years remains price.
    `mix_by` names a group ("family"): among its items with a quantity of the same unit in both years, volume becomes
    the family's volume and MIX. Raises PriceVolumeError for keys that are unknown or there twice, and for floats.

    >>> licence = Item("Office", Year(100_000, 10), Year(180_000, 15))
    >>> found = decompose(items=[licence, Item("Ny", None, Year(50_000))]).total
    >>> {part.value: oere for part, oere in found.parts_oere.items()}
    {'price': 25000, 'volume': 55000, 'new': 50000}
    """
    items = tuple(items)
    known = {item.key: item for item in items}
    if len(known) < len(items):
        raise PriceVolumeError("An item is there twice: each key may be there once.")
    joined, idle = _joined(known, tuple(successors))
    why = {item.key: _why(item) for item in items}
    families = _families([item for item in items if _is_divisible(item, why[item.key])], mix_by)
    changes = tuple(_change(item, why[item.key], families.get(item.key), joined.get(item.key, ())) for item in items)
    return Decomposition(changes, idle)


def shapley(*, factors: Sequence[Factor]) -> tuple[Fraction, ...]:
    """What each factor's change does to the product of all: its effect, mean over every order. They sum exactly.

    With two factors ½(q₀ + q₁)·Δp (Bennet); with three Δx·((y₀z₀ + y₁z₁)/3 + (y₀z₁ + y₁z₀)/6).

    >>> [str(effect) for effect in shapley(factors=[(Fraction(2), Fraction(3)), (Fraction(10), Fraction(20))])]
    ['15', '25']
    """
    count = len(factors)
    effects = []
    for at, (old, new) in enumerate(factors):
        others = [factor for number, factor in enumerate(factors) if number != at]
        effect = Fraction(0)
        for size in range(count):
            weight = Fraction(factorial(size) * factorial(count - size - 1), factorial(count))
            for changed in combinations(range(count - 1), size):
                effect += weight * prod(other[number in changed] for number, other in enumerate(others))
        effects.append((new - old) * effect)
    return tuple(effects)


def rounded(*, parts: Mapping[_Name, Fraction], to: int | None = None) -> dict[_Name, int]:
    """The parts as whole numbers that sum to `to` (None: their sum, half up), by largest remainder.

    Each is rounded down or up, and a part that is whole stays. Parts of the opposite sign give the opposite numbers.
    Equal remainders go to the first. Raises PriceVolumeError where `to` is neither the sum rounded down nor up.

    >>> rounded(parts={"pris": Fraction(1, 2), "mængde": Fraction(1, 2)})
    {'pris': 1, 'mængde': 0}
    """
    sign = next((1 if value > 0 else -1 for value in parts.values() if value), 1)
    exact = {name: sign * value for name, value in parts.items()}
    down = {name: floor(value) for name, value in exact.items()}
    whole = _half_up(sum(parts.values(), Fraction(0))) if to is None else to
    left = sign * whole - sum(down.values())
    open_ones = [name for name, value in exact.items() if value != down[name]]
    if not 0 <= left <= len(open_ones):
        raise PriceVolumeError(f"The parts do not sum to {whole}, rounded down or up.")
    up = set(sorted(open_ones, key=lambda name: down[name] - exact[name])[:left])
    return {name: sign * (value + (name in up)) for name, value in down.items()}


def total_of(changes: Collection[ItemChange]) -> Total:
    """The sum of changes, with the parts that any of them has."""
    parts: dict[Part, Fraction] = defaultdict(Fraction)
    shown: dict[Part, int] = defaultdict(int)
    for change in changes:
        for part, value in change.parts.items():
            parts[part] += value
        for part, oere in change.parts_oere.items():
            shown[part] += oere
    return Total(
        sum(change.before_oere for change in changes),
        sum(change.after_oere for change in changes),
        {part: parts[part] for part in Part if part in parts},
        {part: shown[part] for part in Part if part in shown},
    )


def in_units(*, total: Total, oere: int = 100) -> Shown:
    """A total in kroner (or units of `oere`): before and after half up, the parts by largest remainder between them.

    >>> parts = {Part.PRICE: Fraction(130), Part.VOLUME: Fraction(130)}
    >>> in_units(total=Total(1040, 1300, parts, {})).parts[Part.PRICE]
    2
    """
    before, after = (_half_up(Fraction(sum_oere, oere)) for sum_oere in (total.before_oere, total.after_oere))
    parts = {part: value / oere for part, value in total.parts.items()}
    return Shown(before, after, rounded(parts=parts, to=after - before))


def _change(item: Item, why: Why | None, family: _Family | None, joined: tuple[str, ...]) -> ItemChange:
    before, after = _there(item, item.before), _there(item, item.after)
    old, new = (year.amount_oere if year else 0 for year in (before, after))
    price = quantity = None
    if why:
        parts = {Part.NOT_DIVISIBLE: Fraction(new - old)}
    elif before is None or after is None:
        parts = {}
        if before or after:
            parts = {Part.NEW if after else Part.DISCONTINUED: Fraction(new - old)}
    else:
        quantity = _quantity(item)
        price = (old / quantity[0], new / quantity[1])
        factors = [*_price_factors(item, price), *_quantity_factors(item, quantity, family)]
        effects = shapley(factors=[factor for _, factor in factors])
        parts = {part: effect for (part, _), effect in zip(factors, effects, strict=True)}
    return ItemChange(
        item.key, old, new, _replaced(parts) if joined else parts, item.groups, why, price, quantity, joined
    )


def _replaced(parts: Mapping[Part, Fraction]) -> dict[Part, Fraction]:
    kept = {part: value for part, value in parts.items() if part in _KEPT_WHEN_REPLACED}
    moved = [value for part, value in parts.items() if part not in kept]
    return kept | ({Part.REPLACED: sum(moved, Fraction(0))} if moved else {})


_KEPT_WHEN_REPLACED = {Part.PRICE, Part.INDEXATION, Part.NOT_DIVISIBLE}


def _price_factors(item: Item, price: Factor) -> list[tuple[Part, Factor]]:
    index = _both(item, "index")
    if index is None:
        return [(Part.PRICE, price)]
    return [(Part.INDEXATION, index), (Part.PRICE, (price[0] / index[0], price[1] / index[1]))]


@dataclass(frozen=True)
class _Family:
    """What the items of a family with one unit are together; employees where all have the same."""

    quantity: Factor
    employees: Factor | None


def _quantity_factors(item: Item, quantity: Factor, family: _Family | None) -> list[tuple[Part, Factor]]:
    whole = family.quantity if family else quantity
    employees = family.employees if family else _both(item, "employees")
    factors = [(Part.VOLUME, whole)]
    if employees:
        density = (whole[0] / employees[0], whole[1] / employees[1])
        factors = [(Part.EMPLOYEES, employees), (Part.DENSITY, density)]
    if family:
        factors.append((Part.MIX, (quantity[0] / whole[0], quantity[1] / whole[1])))
    return factors


def _families(items: Iterable[Item], mix_by: str | None) -> dict[str, _Family]:
    """The family of each item that has one: two or more with one unit, and a sum of quantities that is not nought."""
    members: dict[tuple[str, str], list[Item]] = defaultdict(list)
    for item in items:
        if mix_by is not None and mix_by in item.groups and item.before:
            members[item.groups[mix_by], item.before.unit].append(item)
    found: dict[str, _Family] = {}
    for family in members.values():
        quantities = [_quantity(item) for item in family]
        whole = (sum((old for old, _ in quantities), Fraction(0)), sum((new for _, new in quantities), Fraction(0)))
        if len(family) > 1 and all(whole):
            staff = {_both(item, "employees") for item in family}
            one = _Family(whole, staff.pop() if len(staff) == 1 else None)
            found |= {item.key: one for item in family}
    return found


def _joined(
    known: Mapping[str, Item], successors: tuple[tuple[str, str], ...]
) -> tuple[dict[str, tuple[str, ...]], tuple[tuple[str, str], ...]]:
    """All that each item is joined with, itself too; and the successors that join nothing."""
    group: dict[str, set[str]] = {}
    idle: list[tuple[str, str]] = []
    for old, new in successors:
        if old not in known or new not in known or old == new:
            raise PriceVolumeError(f"{old} → {new} is no successor: both must be among the items, and not one.")
        if not _there(known[old], known[old].before) or not _there(known[new], known[new].after):
            idle.append((old, new))
            continue
        both = group.get(old, {old}) | group.get(new, {new})
        group |= dict.fromkeys(both, both)
    return {key: tuple(sorted(keys)) for key, keys in group.items()}, tuple(idle)


def _there(item: Item, year: Year | None) -> Year | None:
    """The year, or None where nothing was there: no year, or no amount for a quantity of nought."""
    if year is None:
        return None
    if isinstance(year.amount_oere, bool) or not isinstance(year.amount_oere, int):
        raise PriceVolumeError(f"{item.key}: {year.amount_oere!r} is no amount in whole øre.")
    if year.quantity is not None and not _exact(year.quantity, item.key) and not year.amount_oere:
        return None
    return year


def _why(item: Item) -> Why | None:
    """Why the change of what was there in both years cannot be divided; None where it can, or where it was in one."""
    before, after = _there(item, item.before), _there(item, item.after)
    if before is None or after is None:
        return None
    if before.quantity is None or after.quantity is None:
        return Why.NO_QUANTITY
    if before.unit != after.unit:
        return Why.OTHER_UNIT
    return None if all(_quantity(item)) else Why.NO_PRICE


def _is_divisible(item: Item, why: Why | None) -> bool:
    return why is None and _there(item, item.before) is not None and _there(item, item.after) is not None


def _quantity(item: Item) -> Factor:
    old, new = ((year.quantity if year else None) or 0 for year in (item.before, item.after))
    return _exact(old, item.key), _exact(new, item.key)


def _both(item: Item, name: str) -> Factor | None:
    """The index, or the employees, of both years; None where one has none, or nobody to divide by."""
    given = [getattr(year, name) for year in (item.before, item.after)]
    if None in given:
        return None
    old, new = (_exact(value, item.key) for value in given)
    if old < 0 or new < 0 or (name == "index" and not (old and new)):
        raise PriceVolumeError(f"{item.key}: the {name} is {given[0]} and {given[1]}; it must be above 0.")
    return (old, new) if old and new else None


def _exact(number: Exact, key: str) -> Fraction:
    if isinstance(number, bool) or not isinstance(number, int | Decimal | Fraction):
        raise PriceVolumeError(f"{key}: {number!r} is no exact number: give int, Decimal or Fraction.")
    if isinstance(number, Decimal) and not number.is_finite():
        raise PriceVolumeError(f"{key}: {number!r} is no finite number.")
    return Fraction(number)


def _half_up(number: Fraction) -> int:
    return floor(number + Fraction(1, 2))
