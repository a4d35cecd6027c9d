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
from .lines import Forecast, LineClass, Method, forecast_lines, sums

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
            held = _held(said, truth[:, month:].sum(axis=1), alive, units)
            for name, rest in rests.items():
                forecast = truth[:, :month].sum(axis=1)
                forecast[alive] += rest
                found += _measured(
                    (name, year, month),
                    forecast,
                    truth.sum(axis=1),
                    alive=alive,
                    classes=classes,
                    units=units,
                    held=held if name == DEFAULT else {},
                )
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


def _held(said: Forecast, truth: Floats, alive: Flags, units: NDArray[np.int64]) -> dict[str, Floats]:
    """Of lines, units and the whole: 1 where what came lies in the interval, to the øre; NaN where there is none.

    Stopped lines are left out among lines: they are right or wrong, and hardly ever a little off.
    """

    def inside(rest: NDArray[np.int64], low: Floats, high: Floats, came: Floats) -> Floats:
        held = (came >= np.floor(rest + low)) & (came <= np.ceil(rest + high))
        return np.where(np.isnan(low), np.nan, held)

    lines = inside(said.rest, said.intervals.low, said.intervals.high, truth[alive])
    lines[said.method == Method.STOPPED] = np.nan
    found = {"line": lines}
    for of, groups in (("unit", units), ("whole", np.zeros_like(units))):
        count = int(groups.max(initial=-1)) + 1
        total, usual = sums(said, groups[alive], count=count)
        found[of] = inside(
            total.sum(axis=1), usual.low, usual.high, np.bincount(groups, truth, count).astype(np.float64)
        )
        found[of][usual.high == 0] = np.nan  # nothing in it is alive
    return found


def _measured(
    what: tuple[str, int, int],
    forecast: Floats,
    truth: Floats,
    *,
    alive: Flags,
    classes: NDArray[np.integer],
    units: NDArray[np.int64],
    held: dict[str, Floats],
) -> list[Measure]:
    def measure(of: str, line_class: int | None, said: Floats, true: Floats, inside: Floats | None) -> Measure:
        return Measure(
            *what,
            of=of,
            line_class=line_class,
            counted=len(true),
            wape=accuracy.wape(said, true),
            bias=accuracy.bias(said, true),
            covered=None if inside is None or np.isnan(inside).all() else float(np.nanmean(inside)),
        )

    said, true, kinds, lines = forecast[alive], truth[alive], classes[alive], held.get("line")
    found = [measure("line", None, said, true, lines)]
    for kind in np.unique(kinds):
        here = kinds == kind
        found.append(measure("line", int(kind), said[here], true[here], None if lines is None else lines[here]))
    count = int(units.max(initial=-1)) + 1
    by_unit = [np.bincount(units, values, count).astype(np.float64) for values in (forecast, truth)]
    found.append(measure("unit", None, by_unit[0], by_unit[1], held.get("unit")))
    found.append(measure("whole", None, forecast.sum(keepdims=True), truth.sum(keepdims=True), held.get("whole")))
    return found


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return float(np.mean(known)) if known else None
