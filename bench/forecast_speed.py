"""How fast the methods are beside statsforecast's Theta, and the whole forecast beside DuckDB's raw scan and grouping.

The same lines to each: 36 months, six ahead. statsforecast gets a smaller number of them, for it would take minutes,
and is compared per line. The municipality is 600 units × 400 accounts; its postings are 5 million in one Parquet file,
on 36,000 of these lines. The raw scan groups them by unit, account and month, and does nothing else.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import tracemalloc
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from bench.measure import in_turn, save
from chefforum.calc.forecasting.lines import Forecast, LineClass, forecast_lines, sums
from chefforum.calc.forecasting.steady import steady
from chefforum.calc.forecasting.theta import theta

PEER_LINES = 1_000
UNITS, ACCOUNTS, MONTHS, AHEAD = 600, 400, 36, 6
CLOSED_THROUGH, YEAR = 202606, 2026
POSTINGS, BUSY_LINES = 5_000_000, 36_000
SHARES = {LineClass.OTHER: 0.7, LineClass.SCHEDULE: 0.15, LineClass.FIXED_PAY: 0.1, LineClass.VARIABLE_PAY: 0.05}

_GENERATE = """
    COPY (SELECT printf('U%04d', line // 60) AS unit, printf('A%04d', line % 60) AS account,
                 (2023 + (month + 6) // 12) * 100 + (month + 6) % 12 + 1 AS period, amount
          FROM (SELECT CAST(hash(i) % {lines} AS INTEGER) AS line, CAST(hash(i + 1) % {months} AS INTEGER) AS month,
                       CAST(hash(i + 2) % 1000000 AS BIGINT) AS amount
                FROM range({postings}) AS numbers(i)))
    TO '{file}' (FORMAT parquet, COMPRESSION zstd)
"""
_GROUP = "SELECT unit, account, period, sum(amount)::BIGINT AS amount FROM '{file}' GROUP BY ALL"


def main() -> None:
    if len(sys.argv) > 1:
        print(_megabytes(sys.argv[1]))
        return
    figures: dict[str, object] = {"months": MONTHS, "ahead": AHEAD}
    figures["beside statsforecast"] = beside_statsforecast()
    with tempfile.TemporaryDirectory() as folder:
        figures["beside the raw scan"] = beside_the_scan(Path(folder) / "postings.parquet")
    packages = ["numpy", "duckdb", "pyarrow", *(["statsforecast"] if find_spec("statsforecast") else [])]
    save("forecast_speed", figures=figures, packages=packages)


def matrix(lines: int) -> NDArray[np.int64]:
    """Lines of all sizes with noise, of which a fifth of the months have no posting: øre."""
    chance = np.random.default_rng(2026)
    level = chance.lognormal(8, 1.5, (lines, 1))
    months = level * chance.lognormal(0, 0.4, (lines, MONTHS)) * (chance.random((lines, MONTHS)) < 0.8)
    return np.round(months * 100).astype(np.int64)


def methods(lines: NDArray[np.float64], *, peers: bool = True) -> dict[str, Callable[[int], object]]:
    """Our methods and statsforecast's on the same lines; without the latter where it is not installed."""
    found: dict[str, Callable[[int], object]] = {
        "our Theta": lambda _: theta(lines, horizon=AHEAD),
        "our default with its past errors": lambda _: steady(lines, horizon=AHEAD),
    }
    if peers and find_spec("statsforecast"):
        import pandas
        from statsforecast import StatsForecast
        from statsforecast.models import OptimizedTheta, Theta

        frame = pandas.DataFrame(
            {
                "unique_id": np.repeat(np.arange(len(lines)), lines.shape[1]),
                "ds": np.tile(np.arange(lines.shape[1]), len(lines)),
                "y": lines.ravel(),
            }
        )
        for name, model in (("Theta", Theta), ("OptimizedTheta", OptimizedTheta)):
            found[f"statsforecast {name}"] = lambda _, model=model: StatsForecast(
                models=[model(season_length=12)], freq=1, n_jobs=1
            ).forecast(df=frame, h=AHEAD)
    return found


def beside_statsforecast() -> dict[str, object]:
    """Seconds for the same lines, and per line; the goal is twenty times as fast."""
    seconds = in_turn(methods(matrix(PEER_LINES).astype(np.float64)), rounds=3)
    peer = seconds.get("statsforecast Theta")
    return {
        "lines": PEER_LINES,
        "median_seconds": {name: round(value, 4) for name, value in seconds.items()},
        "microseconds_per_line": {name: round(value / PEER_LINES * 1e6, 1) for name, value in seconds.items()},
        "times as fast as statsforecast's Theta": {
            name: round(peer / value, 1) for name, value in seconds.items() if peer and name.startswith("our")
        },
        "megabytes of a whole process with its libraries": {
            name: _in_a_process_of_its_own(name) for name in seconds if Path("/proc/self/status").exists()
        },
    }


def _in_a_process_of_its_own(name: str) -> float:
    done = subprocess.run(
        [sys.executable, "-m", "bench.forecast_speed", name], capture_output=True, text=True, check=True
    )
    return float(done.stdout)


def _megabytes(name: str) -> float:
    """The most that this process held while it made the lines, loaded what the method needs, and ran it."""
    methods(matrix(PEER_LINES).astype(np.float64), peers=name.startswith("statsforecast"))[name](0)
    status = Path("/proc/self/status").read_text()  # getrusage counts what the process that started this one held
    return round(int(re.search(r"VmHWM:\s*(\d+)", status)[1]) / 1024, 1)


def beside_the_scan(file: Path) -> dict[str, object]:
    """The methods on all lines, and all of it from the postings on, as a share of the raw scan and grouping."""
    generate = _GENERATE.format(lines=BUSY_LINES, months=MONTHS, postings=POSTINGS, file=file)
    dense = matrix(UNITS * ACCOUNTS)
    classes = np.random.default_rng(7).choice(list(SHARES), size=len(dense), p=list(SHARES.values()))
    units = np.arange(len(dense)) // ACCOUNTS
    with duckdb.connect(config={"threads": os.cpu_count() or 1}) as connection:
        connection.execute(generate)
        group = _GROUP.format(file=file)

        def scan(_: int) -> pa.Table:
            return connection.sql(group).to_arrow_table()

        cells = scan(0)
        seconds = in_turn(
            {
                "raw scan and grouping": scan,
                "from postings to forecast and units' sums": lambda number: from_cells(scan(number)),
                "forecast of 36,000 lines": lambda _: forecast_and_sum(
                    dense[:BUSY_LINES], classes[:BUSY_LINES], units[:BUSY_LINES]
                ),
                "forecast of 240,000 lines": lambda _: forecast_and_sum(dense, classes, units),
                "forecast of 60,000 lines": lambda _: forecast_and_sum(
                    dense[:60_000], classes[:60_000], units[:60_000]
                ),
                "forecast of one unit's 400 lines": lambda _: forecast_and_sum(dense[:400], classes[:400], units[:400]),
            },
            rounds=5,
        )
    raw = seconds["raw scan and grouping"]
    return {
        "postings": POSTINGS,
        "cells": cells.num_rows,
        "median_seconds": {name: round(value, 4) for name, value in seconds.items()},
        "ratios to the raw scan": {name: round(value / raw, 2) for name, value in seconds.items()},
        "four times the lines": round(seconds["forecast of 240,000 lines"] / seconds["forecast of 60,000 lines"], 2),
        "peak_megabytes of 240,000 lines, beside the history itself": peak(
            lambda _: forecast_and_sum(dense, classes, units)
        ),
    }


def from_cells(cells: pa.Table) -> Forecast:
    """The grouped postings as a matrix of lines × months, its forecast, and the units' sums."""
    codes, counts = [], []
    for name in ("unit", "account", "period"):
        column = cells[name].combine_chunks().dictionary_encode()
        codes.append(column.indices.to_numpy(zero_copy_only=False).astype(np.int64))
        counts.append(column.dictionary)
    # Periods in the order of time; the other codes in any.
    place = np.argsort(np.argsort(counts[2].to_numpy()))
    pair = codes[0] * len(counts[1]) + codes[1]
    used = np.zeros(len(counts[0]) * len(counts[1]), dtype=bool)
    used[pair] = True
    row = np.cumsum(used) - 1
    history = np.zeros((int(used.sum()), len(place)), dtype=np.int64)
    history[row[pair], place[codes[2]]] = cells["amount"].to_numpy()
    classes = np.arange(len(history)) % 20
    kinds = np.select([classes < 14, classes < 17, classes < 19], [0, 1, 3], 4)
    return forecast_and_sum(history, kinds, np.flatnonzero(used) // len(counts[1]))


def forecast_and_sum(history: NDArray[np.int64], classes: NDArray[np.int64], units: NDArray[np.int64]) -> Forecast:
    found = forecast_lines(history, closed_through=CLOSED_THROUGH, year=YEAR, classes=classes)
    sums(found, units, count=int(units.max()) + 1)
    return found


def peak(run: Callable[[int], object]) -> float:
    """Megabytes that NumPy and Python took at most beyond what was there; what C++ takes itself is not seen."""
    tracemalloc.start()
    run(0)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return round(most / 1e6, 1)


if __name__ == "__main__":
    main()
