"""What an average year costs: the years' sums in one price level, with what was paid once spread over its life, and the
contracts whose ends or prices are known ahead."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from chefforum.calc.average_year import AverageYear, OneOff


@dataclass(frozen=True)
class YearSum:
    """A year's running costs, of how many items, and how many have no amount."""

    year: int
    oere: int
    items: int
    lacking: int


@dataclass(frozen=True)
class Spread:
    """Something that was paid once and lasts, with what it costs a year."""

    text: str
    one_off: OneOff
    yearly_oere: int


@dataclass(frozen=True)
class Step:
    """Something known ahead: a contract that ends, or that may be left."""

    on: dt.date
    contract: str
    systems: str
    text: str


@dataclass(frozen=True)
class AverageFound:
    """`average` None: why there is none stands in `why_not`. `lacks`: the items of years without an amount."""

    years: tuple[YearSum, ...]
    price_level: int
    index_name: str
    index: dict[int, str]
    average: AverageYear | None
    why_not: str
    one_offs: tuple[Spread, ...]
    steps: tuple[Step, ...]
    scope: str


def lasts_in(one_off: OneOff, year: int) -> bool:
    """Whether a year is within its life: what is worn out is no cost of a year to come."""
    last = one_off.year + (one_off.month - 1 + one_off.life_months - 1) // 12
    return one_off.year <= year <= last
