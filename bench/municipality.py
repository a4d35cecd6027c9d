"""A municipality of 600 units, 400 accounts, 36 months and five million postings, beside DuckDB, Polars and pandas.

The peers do one thing: read the lake's Parquet and sum it by cost centre, account and month. Ours does what the pages
ask for: the cube (units by date, access, what maps nowhere), the forecast of every line with methods and intervals from
the postings on, the full run (with budgets, fixed pay, refunds and what leaders entered), and one unit's alone.
Everything is done with four times the postings too. All take turns, the two sizes as well, so that what else the
machine does falls on all; peak memory is measured in a process for each.

python -m bench.municipality [--rounds N] [--times 1 4]. --serve is for the processes that it starts.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from bench.invented_ledger import FULL, books, lake, loaded
from bench.measure import in_turn, peak_mb, save

ROOT = Path(__file__).parents[1]
KEYS = ["cost_centre", "account", "period"]
FIRST, LAST = FULL.first, 202606
ON = dt.date(LAST // 100, LAST % 100, 28)
Run = Callable[[list[str]], int]  # From the files to the øre of them all.


def by_duckdb(files: list[str]) -> int:
    import duckdb

    with duckdb.connect() as connection:
        sql = "SELECT cost_centre, account, period, sum(amount)::BIGINT AS amount FROM read_parquet(?) GROUP BY ALL"
        return int(connection.sql(sql, params=[files]).to_arrow_table()["amount"].to_numpy().sum())


def by_polars(files: list[str]) -> int:
    import polars

    lines = polars.scan_parquet(files).group_by(KEYS).agg(polars.col("amount").sum())
    return int(lines.collect(engine="streaming")["amount"].sum())


def by_pandas(files: list[str]) -> int:
    import pandas

    table = pandas.concat([pandas.read_parquet(file, columns=[*KEYS, "amount"]) for file in files])
    return int(table.groupby(KEYS, observed=True, sort=False)["amount"].sum().sum())


def by_cube(files: list[str]) -> int:
    from chefforum.modules.ledger.queries.cube import cube

    return cube(actor=None, first=FIRST, last=LAST, with_unmapped=True).total


def by_forecast(files: list[str]) -> int:
    """Every line's rest of the year, its interval, and the units' sums."""
    from chefforum.calc.forecasting.lines import sums
    from chefforum.modules.ledger.queries.cube import cube

    found = cube(actor=None, first=FIRST, last=LAST, as_of=LAST, with_unmapped=True)
    sums(_forecast(found), found.unit_of, count=len(found.units))
    return found.total


def by_full_run(files: list[str]) -> int:
    """All that a run is made of: postings, budgets, fixed pay by position, refunds, leaders' entries, and the sums."""
    from chefforum.modules.forecast.queries.expected import reckoned_now

    found = reckoned_now(year=LAST // 100, on=ON)
    found.by_unit()
    return int(found.system.history.sum())


def by_one_unit_after_an_entry(files: list[str]) -> int:
    """All of that for one unit, as its leader's page asks for it."""
    from chefforum.modules.forecast.queries.expected import expected_of_unit

    found = expected_of_unit(actor=None, unit_id=_unit(), year=LAST // 100, on=ON)
    return found.total().expected


def by_one_unit(files: list[str]) -> int:
    """One unit's lines forecast anew, as after an entry; nothing is kept between two calls."""
    from chefforum.modules.ledger.queries.cube import months_of_unit

    found = months_of_unit(actor=None, unit_id=_unit(), first=FIRST, last=LAST, as_of=LAST)
    _forecast(found)
    return found.total


PEERS: dict[str, Run] = {"duckdb": by_duckdb, "polars": by_polars, "pandas": by_pandas}
ONE_UNIT, ONE_UNIT_IN_FULL = "our forecast of one unit", "our full run of one unit"
OF_ONE = (ONE_UNIT, ONE_UNIT_IN_FULL)
OURS: dict[str, Run] = {
    "our cube": by_cube,
    "our forecast": by_forecast,
    "our full run": by_full_run,
    ONE_UNIT: by_one_unit,
    ONE_UNIT_IN_FULL: by_one_unit_after_an_entry,
}


def _forecast(found: Any) -> Any:
    from chefforum.calc.forecasting.lines import LineClass, forecast_lines
    from chefforum.modules.ledger.queries.accounts import line_classes

    said = {
        "contract": LineClass.SCHEDULE,
        "rent": LineClass.SCHEDULE,
        "refund": LineClass.REFUND,
        "fixed_pay": LineClass.FIXED_PAY,
        "variable_pay": LineClass.VARIABLE_PAY,
    }
    by_account = line_classes(codes=found.accounts, on=dt.date(LAST // 100, LAST % 100, 1))
    classes = np.array([said.get(str(by_account[code]), LineClass.OTHER) for code in found.accounts])
    return forecast_lines(found.amounts, closed_through=LAST, year=LAST // 100, classes=classes[found.account_of])


def _unit() -> Any:
    """A unit of the middle of the list, by code."""
    from chefforum.kernel.organisation.models import CostCentre

    units = list(CostCentre.objects.order_by("unit__code").values_list("unit_id", flat=True).distinct())
    return units[len(units) // 2]


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--times", type=int, nargs="+", default=[1, 4])
    arguments.add_argument("--serve", type=int, metavar="TIMES")
    chosen = arguments.parse_args()
    if chosen.serve:
        _serve(chosen.serve)
    else:
        _all(chosen.times, chosen.rounds)


def _all(sizes: list[int], rounds: int) -> None:
    names = [*PEERS, *OURS]
    servers = {times: _Server(times) for times in sizes}
    for times, server in servers.items():
        sums = {name: server.run(name)["oere"] for name in names if name not in OF_ONE}
        if len(set(sums.values())) != 1:
            raise SystemExit(f"They do not agree on {times} x: {sums}")
    turns = {(times, name): partial(_nth, servers[times], name) for times in sizes for name in names}
    seconds = in_turn({f"{times} {name}": run for (times, name), run in turns.items()}, rounds=rounds)
    for server in servers.values():
        server.close()
    figures: dict[str, Any] = {f"{times} x": _size(times) | {"seconds": {}} for times in sizes}
    for times, name in turns:
        each = seconds[f"{times} {name}"]
        figures[f"{times} x"]["seconds"][name] = {
            "s": round(each, 3),
            "ratio_to_duckdb": round(each / seconds[f"{times} duckdb"], 2),
            "ratio_to_pandas": round(each / seconds[f"{times} pandas"], 2),
            "ratio_to_smallest_size": round(each / seconds[f"{sizes[0]} {name}"], 2),
            "peak_mb": _peak(times, name),
        }
    save("municipality", figures=figures, packages=["duckdb", "numpy", "pandas", "polars", "pyarrow"])


class _Server:
    """A process over the loaded municipality, which runs what it is told, so that sizes take turns."""

    def __init__(self, times: int) -> None:
        environment = {**os.environ, "CHEFFORUM_DATA": str(loaded(times))}
        command = [sys.executable, "-m", "bench.municipality", "--serve", str(times)]
        self._process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def run(self, name: str) -> dict[str, int]:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{name}\n")
        self._process.stdin.flush()
        answer: dict[str, int] = json.loads(self._process.stdout.readline())
        return answer

    def close(self) -> None:
        self._process.communicate()


def _serve(times: int) -> None:
    import django

    django.setup()
    files = lake(times)
    for line in sys.stdin:
        oere = (PEERS | OURS)[line.strip()](files)
        print(json.dumps({"oere": oere, "peak_mb": peak_mb()}), flush=True)


def _peak(times: int, name: str) -> int:
    server = _Server(times)
    peak = server.run(name)["peak_mb"]
    server.close()
    return peak


def _nth(server: _Server, name: str, number: int) -> object:
    return server.run(name)


def _size(times: int) -> dict[str, Any]:
    """How large it is, how long it took to make and to load."""
    began = time.perf_counter()
    made = books(times)
    postings = sum(len(batch) for batch in made.delivered())
    seconds = time.perf_counter() - began
    return {
        "postings": postings,
        "lines": len(made.lines),
        "generated_s": round(seconds, 1),
        "parquet_mb": round(sum(Path(file).stat().st_size for file in lake(times)) / 1e6, 1),
        "loaded": json.loads((loaded(times) / "loaded.json").read_text()),
    }


if __name__ == "__main__":
    main()
