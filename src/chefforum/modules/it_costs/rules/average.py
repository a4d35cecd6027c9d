"""What an average year costs: the years' sums in one price level, with what was paid once spread over its life, and the
contracts whose ends or prices are known ahead."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from chefforum.calc.average_year import AverageYear, OneOff

from .volumes import whole_kroner


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


@dataclass(frozen=True)
class YearRow:
    year: int
    paid: int
    index: str
    level: int | None  # None: the year has no amount at all
    items: int
    lacking: int


@dataclass(frozen=True)
class OnceRow:
    text: str
    year: int
    paid: int
    life: int
    yearly: int


@dataclass(frozen=True)
class AverageKroner:
    """The average year as it is shown, in whole kroner."""

    mean: int
    low: int
    high: int
    run_rate: int
    one_offs: int
    rows: tuple[YearRow, ...]
    once: tuple[OnceRow, ...]


def in_kroner(found: AverageFound) -> AverageKroner:
    """Of what could be reckoned: `found.average` is there."""
    average = found.average
    assert average
    rows = tuple(
        YearRow(
            one.year,
            whole_kroner(one.oere),
            found.index.get(one.year, ""),
            whole_kroner(average.years[one.year]) if one.year in average.years else None,
            one.items,
            one.lacking,
        )
        for one in found.years
    )
    once = tuple(
        OnceRow(
            one.text,
            one.one_off.year,
            whole_kroner(one.one_off.amount_oere),
            one.one_off.life_months // 12,
            whole_kroner(one.yearly_oere),
        )
        for one in found.one_offs
    )
    return AverageKroner(
        whole_kroner(average.mean_oere),
        whole_kroner(average.low_oere),
        whole_kroner(average.high_oere),
        whole_kroner(average.run_rate_oere),
        whole_kroner(average.one_offs_oere),
        rows,
        once,
    )
