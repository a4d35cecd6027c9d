"""What something costs in an average year, in the prices of a chosen one, and one-off payments spread over their lives.
See docs/methods/average_year.md. Amounts are whole øre, indices exact.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

Exact = int | Decimal | Fraction
_MONTHS = 12


class AverageYearError(ValueError):
    """A life, a year or an index that nothing can be reckoned from; the text says which."""


@dataclass(frozen=True)
class OneOff:
    """What was paid once and lasts: life_months from the month it was taken into use, that month included."""

    amount_oere: int
    year: int
    life_months: int
    month: int = 1


@dataclass(frozen=True)
class AverageYear:
    """What a year costs in the prices of `price_level`, in whole øre, half up.

    years: each year's running costs in those prices; one_offs_oere: a year of all one-offs together.
    mean: of the years, with the one-offs. run_rate: the last year, with them. low and high: the years' own span, with
    them. It is no interval of confidence: two years say nothing of a third.
    """

    price_level: int
    years: Mapping[int, int]
    one_offs_oere: int
    mean_oere: int
    run_rate_oere: int
    low_oere: int
    high_oere: int


def average_year(
    *,
    recurring: Mapping[int, int],
    index: Mapping[int, Exact],
    price_level: int,
    one_offs: Collection[OneOff] = (),
) -> AverageYear:
    """Mean over the years of running costs · index(price level) / index(year), and a year of each one-off.

    `recurring` are øre by year; years that are not there are not counted, and are not nought. `one_offs` are what is
    kept up: of what is renewed in the years only one, or it counts twice; they are at what was paid, whatever the
    price level. Raises AverageYearError where there is no year, or a year has no index above 0.

    >>> found = average_year(recurring={2022: 100_00, 2025: 126_00}, index={2022: 100, 2025: 105}, price_level=2025)
    >>> found.years, found.mean_oere, found.run_rate_oere
    ({2022: 10500, 2025: 12600}, 11550, 12600)
    """
    if not recurring:
        raise AverageYearError("There is no year to take the mean of.")
    level = _index(index, price_level)
    years = {year: recurring[year] * level / _index(index, year) for year in sorted(recurring)}
    once = sum((_yearly(one) for one in one_offs), Fraction(0))
    return AverageYear(
        price_level,
        {year: _half_up(amount) for year, amount in years.items()},
        _half_up(once),
        _half_up(sum(years.values(), Fraction(0)) / len(years) + once),
        _half_up(years[max(years)] + once),
        _half_up(min(years.values()) + once),
        _half_up(max(years.values()) + once),
    )


def spread(*, one_off: OneOff) -> dict[int, int]:
    """Øre by year, by straight line over the months of the life. The sum is the amount, to the øre.

    What has been taken by the end of each year is rounded, and a year is the difference: no year is more than an øre
    off. A credit note is the mirror of a payment. Raises AverageYearError for a life below one month.

    >>> spread(one_off=OneOff(100_00, 2022, 36))
    {2022: 3333, 2023: 3334, 2024: 3333}
    >>> spread(one_off=OneOff(120_00, 2022, 12, month=10))
    {2022: 3000, 2023: 9000}
    """
    _yearly(one_off)
    sign, amount = (-1, -one_off.amount_oere) if one_off.amount_oere < 0 else (1, one_off.amount_oere)
    ends = one_off.month - 1 + one_off.life_months
    found, taken = {}, 0
    for number in range(-(-ends // _MONTHS)):
        months = min((number + 1) * _MONTHS, ends) - (one_off.month - 1)
        by_now = _half_up(Fraction(amount * months, one_off.life_months))
        found[one_off.year + number] = sign * (by_now - taken)
        taken = by_now
    return found


def _yearly(one_off: OneOff) -> Fraction:
    if one_off.life_months < 1 or not 1 <= one_off.month <= _MONTHS:
        raise AverageYearError(f"{one_off}: the life must be at least a month, and the month from 1 to 12.")
    return Fraction(one_off.amount_oere * _MONTHS, one_off.life_months)


def _index(index: Mapping[int, Exact], year: int) -> Fraction:
    value = index.get(year)
    if isinstance(value, bool) or not isinstance(value, int | Decimal | Fraction) or value <= 0:
        raise AverageYearError(f"{year} has the index {value!r}; it must be an exact number above 0.")
    return Fraction(value)


def _half_up(number: Fraction) -> int:
    return floor(number + Fraction(1, 2))
