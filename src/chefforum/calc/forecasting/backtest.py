"""The same code run on years that are over: how far off would each method have been, in this municipality's own ledger?

Rolling origin (Tashman 2000): at each origin month of each year a method sees what was closed then, and nothing later.
Off is measured on the year's result, closed months included, since that is what is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import accuracy, year_end
from .exponential_smoothing import Flags, Floats
from .lines import Forecast, LineClass, Method, forecast_lines

MONTHS = 12
DEFAULT = "default"  # each line by the method of its class, as the forecast itself does
ALIVE = 36  # months: a line without a posting in these is not one that anybody forecasts

Rest = Callable[[Floats, int], Floats]


@dataclass(frozen=True)
class Measure:
    """How far a method was off at one origin of one year.

    of: "line", "unit" or "whole"; line_class: None for all classes; wape and bias: shares of the sum of the true year
    results' sizes, None where that is nought; covered: share of true results inside the interval, of the default only.
    """

    method: str
    year: int
    month: int
    of: str
    line_class: int | None
    counted: int
    wape: float | None
    bias: float | None
    covered: float | None = None


def backtest(
    history: NDArray[Any],
    *,
    first_period: int,
    classes: NDArray[np.integer],
    units: NDArray[np.int64],
    origins: Iterable[int] = (3, 6, 9),
    methods: dict[str, Rest] | None = None,
    years: Iterable[int] | None = None,
) -> list[Measure]:
    """Every method at every origin month of every whole year that has a whole year before it.

    `history` is lines × months from first_period (yyyymm), NaN before the ledger; `units` numbers the unit of each
    line. A year starts in January; where first_period's months count from another month, let 1 stand for that month.
    Lines of fixed and variable pay are left out, since no method here gives them a number; so is, at an origin, a line
    without a posting in the ALIVE months before it. A unit's truth holds lines that came later too.
    """
    values = history.astype(np.float64)
    wanted = (classes != LineClass.FIXED_PAY) & (classes != LineClass.VARIABLE_PAY)
    values, classes, units = values[wanted], classes[wanted], units[wanted]
    found: list[Measure] = []
    for year, start in _years(values.shape[1], first_period):
        if years is not None and year not in years:
            continue
        truth = np.nan_to_num(values[:, start : start + MONTHS])
        for month in origins:
            seen = values[:, : start + month]
            alive = (np.nan_to_num(seen[:, -ALIVE:]) != 0).any(axis=1)
            said = forecast_lines(seen[alive], closed_through=year * 100 + month, year=year, classes=classes[alive])
            rests = {DEFAULT: said.rest.astype(np.float64)}
            for name, method in (year_end.METHODS if methods is None else methods).items():
                rests[name] = np.nan_to_num(method(seen[alive], month)).sum(axis=1)
            inside = _inside(said, truth[alive, month:].sum(axis=1))
            for name, rest in rests.items():
                forecast = truth[:, :month].sum(axis=1)
                forecast[alive] += rest
                covered = inside if name == DEFAULT else None
                found += _measured(name, year, month, forecast, truth.sum(axis=1), alive, classes, units, covered)
    return found


def over_years(measures: Iterable[Measure]) -> list[Measure]:
    """The mean over the years of each method, origin month, level and class, with year 0; counted is their sum."""
    groups: dict[tuple[str, int, str, int | None], list[Measure]] = {}
    for one in measures:
        groups.setdefault((one.method, one.month, one.of, one.line_class), []).append(one)
    return [
        Measure(
            method=method,
            year=0,
            month=month,
            of=of,
            line_class=line_class,
            counted=sum(one.counted for one in ones),
            wape=_mean(one.wape for one in ones),
            bias=_mean(one.bias for one in ones),
            covered=_mean(one.covered for one in ones),
        )
        for (method, month, of, line_class), ones in groups.items()
    ]


def _years(periods: int, first_period: int) -> list[tuple[int, int]]:
    """Whole years with a whole year before them, and the column where each starts."""
    first_year, first_month = divmod(first_period, 100)
    start = MONTHS - (first_month - 1) if first_month > 1 else 0
    year = first_year + (1 if first_month > 1 else 0)
    return [
        (year + number, column)
        for number, column in enumerate(range(start, periods - MONTHS + 1, MONTHS))
        if column >= MONTHS
    ]


def _inside(said: Forecast, truth: Floats) -> Floats:
    """1 where the true rest lies in the interval, to the øre; NaN where there is no interval or the line stopped."""
    low, high = said.rest + said.intervals.low, said.rest + said.intervals.high
    inside = (truth >= np.floor(low)) & (truth <= np.ceil(high))
    counted = ~np.isnan(low) & (said.method != Method.STOPPED)
    return np.where(counted, inside, np.nan)


def _measured(
    method: str,
    year: int,
    month: int,
    forecast: Floats,
    truth: Floats,
    alive: Flags,
    classes: NDArray[np.integer],
    units: NDArray[np.int64],
    covered: Floats | None,
) -> list[Measure]:
    def measure(of: str, line_class: int | None, said: Floats, true: Floats, inside: Floats | None) -> Measure:
        return Measure(
            method=method,
            year=year,
            month=month,
            of=of,
            line_class=line_class,
            counted=len(true),
            wape=accuracy.wape(said, true),
            bias=accuracy.bias(said, true),
            covered=None if inside is None else _mean(value for value in inside if not np.isnan(value)),
        )

    said, true, kinds = forecast[alive], truth[alive], classes[alive]
    found = [measure("line", None, said, true, covered)]
    for kind in np.unique(kinds):
        here = kinds == kind
        found.append(measure("line", int(kind), said[here], true[here], None if covered is None else covered[here]))
    count = int(units.max(initial=-1)) + 1
    by_unit = [np.bincount(units, values, count).astype(np.float64) for values in (forecast, truth)]
    found.append(measure("unit", None, by_unit[0], by_unit[1], None))
    found.append(measure("whole", None, forecast.sum(keepdims=True), truth.sum(keepdims=True), None))
    return found


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return float(np.mean(known)) if known else None
