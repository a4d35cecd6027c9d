"""How far off each method is on two councils' ledgers by rolling origin, and our Theta beside those published for M3.

The councils' tables hold the year's result: per line, per unit and of the whole, as a share of the sum of the sizes of
the true results (WAPE) and with its sign (bias), in per cent, at months 3, 6 and 9, the mean over the years. Without
../shared/data/finance there is nothing to measure on, and the benchmark says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from unittest.mock import patch

import numpy as np

from bench.ledgers import FINANCE, YEARS, Ledger, council, m3, published
from bench.measure import save
from chefforum.calc.forecasting import steady
from chefforum.calc.forecasting.accuracy import mase, smape
from chefforum.calc.forecasting.backtest import DEFAULT, Measure, backtest, over_years
from chefforum.calc.forecasting.exponential_smoothing import exponential_smoothing
from chefforum.calc.forecasting.theta import theta

ORIGINS = (3, 6, 9)
_NEVER = 10**6
# What each step of the default adds: the steps that come after it are switched off.
STEPS = {
    "level and last three months": {"CAP": float(_NEVER), "_SEASON_FROM": _NEVER, "_SILENT": _NEVER},
    "... calmed": {"_SEASON_FROM": _NEVER, "_SILENT": _NEVER},
    "... with season": {"_SILENT": _NEVER},
    "... and stop: the default": {},
}


def main() -> None:
    if not FINANCE.exists():
        print(f"== forecast_accuracy: {FINANCE} is not there: nothing to measure on")
        return
    ledgers = {name: council(name) for name in YEARS}
    tables = {name: table(ledger, years=YEARS[name]) for name, ledger in ledgers.items()}
    save(
        "forecast_accuracy",
        figures={
            "columns": [f"month {month}" for month in ORIGINS],
            "mean of the councils": mean_of(list(tables.values())),
            "councils": tables,
            "harrogate by cost centre": table(council("harrogate", by_cost_centre=True), years=YEARS["harrogate"]),
            "halves": {
                f"{name} {years[0]}-{years[-1]}": table(ledgers[name], years=years)
                for name in YEARS
                for years in _halves(list(YEARS[name]))
            },
            "steps": {name: steps(ledger, years=YEARS[name]) for name, ledger in ledgers.items()},
            "M3 monthly, 18 months": on_m3(),
        },
        packages=["numpy", "duckdb"],
    )


def table(ledger: Ledger, *, years: Iterable[int]) -> dict[str, dict[str, list[float]]]:
    """Of each method, its WAPE per line, unit and whole and its bias per line and unit, in per cent."""
    found = [one for one in over_years(measured(ledger, years=years)) if one.line_class is None]
    result: dict[str, dict[str, list[float]]] = {}
    for one in sorted(found, key=lambda one: one.month):
        rows = result.setdefault(one.method, {})
        rows.setdefault(f"{one.of} WAPE", []).append(_per_cent(one.wape))
        if one.of != "whole":
            rows.setdefault(f"{one.of} bias", []).append(_per_cent(one.bias))
        if one.covered is not None:
            rows.setdefault(f"{one.of} in the interval of 80 %", []).append(_per_cent(one.covered))
    return result


def measured(ledger: Ledger, *, years: Iterable[int]) -> list[Measure]:
    classes = np.zeros(len(ledger.history), dtype=np.int64)
    return backtest(
        ledger.history,
        first_period=ledger.first_period,
        classes=classes,
        units=ledger.units,
        origins=ORIGINS,
        years=list(years),
    )


def steps(ledger: Ledger, *, years: Iterable[int]) -> dict[str, dict[str, list[float]]]:
    result = {}
    for name, switched_off in STEPS.items():
        with ExitStack() as stack:
            for constant, value in switched_off.items():
                stack.enter_context(patch.object(steady, constant, value))
            rows = table(ledger, years=years)[DEFAULT]
        result[name] = {column: rows[column] for column in ("line WAPE", "unit WAPE", "line bias")}
    return result


def mean_of(tables: list[dict[str, dict[str, list[float]]]]) -> dict[str, dict[str, list[float]]]:
    return {
        method: {
            column: [round(float(value), 1) for value in np.mean([one[method][column] for one in tables], axis=0)]
            for column in tables[0][method]
        }
        for method in tables[0]
    }


def on_m3() -> dict[str, dict[str, float]]:
    history, truth = m3()
    own = {
        "our Theta": theta(history, horizon=truth.shape[1]),
        "our exponential smoothing": exponential_smoothing(history, horizon=truth.shape[1]),
        "our default": steady.steady(history, horizon=truth.shape[1]).months,
    }
    scores = {
        name: (float(smape(forecast, truth).mean()), float(mase(forecast, truth, history=history).mean()))
        for name, forecast in own.items()
    }
    every = {**scores, **{f"{name} (published)": score for name, score in published().items()}}
    return {
        name: {"sMAPE": round(score[0], 2), "MASE": round(score[1], 3)}
        for name, score in sorted(every.items(), key=lambda pair: pair[1][1])
    }


def _halves(years: list[int]) -> tuple[list[int], list[int]]:
    middle = (len(years) + 1) // 2
    return years[:middle], years[middle:]


def _per_cent(share: float | None) -> float:
    return round(100 * (share or 0.0), 1)


if __name__ == "__main__":
    main()
