"""A municipality of 600 units, 400 accounts, 36 months and five million postings, beside DuckDB, Polars and pandas.

The peers do one thing: read the lake's Parquet and sum it by cost centre, account and month. Ours does what the pages
ask for: the cube (units by date, access, what maps nowhere), the forecast of every line with methods and intervals from
the postings on, and one unit's alone. All take turns in one process, so that what else the machine does falls on all;
peak memory is measured in a process for each. Everything is done again with four times the postings.

python -m bench.municipality [--rounds N] [--times 1 4]. --here and --alone are for the processes that it starts.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
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


def by_one_unit(files: list[str]) -> int:
    """One unit's lines forecast anew, as after an entry; nothing is kept between two calls."""
    from chefforum.modules.ledger.queries.cube import months_of_unit

    found = months_of_unit(actor=None, unit_id=_unit(), first=FIRST, last=LAST, as_of=LAST)
    _forecast(found)
    return found.total


PEERS: dict[str, Run] = {"duckdb": by_duckdb, "polars": by_polars, "pandas": by_pandas}
OURS: dict[str, Run] = {"our cube": by_cube, "our forecast": by_forecast, "our forecast of one unit": by_one_unit}


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
    arguments.add_argument("--here", nargs=2, metavar=("TIMES", "FILE"))
    arguments.add_argument("--alone", nargs=3, metavar=("NAME", "TIMES", "FILE"))
    chosen = arguments.parse_args()
    if chosen.here:
        times, file = chosen.here
        Path(file).write_text(json.dumps(_here(int(times), chosen.rounds)))
    elif chosen.alone:
        name, times, file = chosen.alone
        _set_up()
        (PEERS | OURS)[name](lake(int(times)))
        Path(file).write_text(json.dumps(peak_mb()))
    else:
        _all(chosen.times, chosen.rounds)


def _all(sizes: list[int], rounds: int) -> None:
    figures: dict[str, Any] = {}
    for times in sizes:
        timed = _process(times, "--here", str(times), "--rounds", str(rounds))
        for name in timed["seconds"]:
            timed["seconds"][name]["peak_mb"] = _process(times, "--alone", name, str(times))
        figures[f"{times} x"] = _size(times) | timed
    if len(sizes) > 1:
        small, large = (figures[f"{times} x"]["seconds"] for times in (sizes[0], sizes[-1]))
        figures[f"{sizes[-1]} x costs"] = {name: round(large[name]["s"] / small[name]["s"], 2) for name in small}
    save("municipality", figures=figures, packages=["duckdb", "numpy", "pandas", "polars", "pyarrow"])


def _process(times: int, *arguments: str) -> Any:
    """What the process said, with the loaded municipality as its data folder."""
    with tempfile.NamedTemporaryFile(suffix=".json") as answer:
        place = arguments.index("--rounds") if "--rounds" in arguments else len(arguments)
        command = [sys.executable, "-m", "bench.municipality", *arguments[:place], answer.name, *arguments[place:]]
        environment = {**os.environ, "CHEFFORUM_DATA": str(loaded(times))}
        subprocess.run(command, cwd=ROOT, env=environment, check=True)
        return json.loads(Path(answer.name).read_text())


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


def _here(times: int, rounds: int) -> dict[str, Any]:
    _set_up()
    files = lake(times)
    sums = {name: run(files) for name, run in (PEERS | OURS).items() if run is not by_one_unit}
    if len(set(sums.values())) != 1:
        raise SystemExit(f"They do not agree: {sums}")
    seconds = in_turn({name: partial(_nth, run, files) for name, run in (PEERS | OURS).items()}, rounds=rounds)
    return {
        "seconds": {
            name: {
                "s": round(each, 3),
                "ratio_to_duckdb": round(each / seconds["duckdb"], 2),
                "ratio_to_pandas": round(each / seconds["pandas"], 2),
            }
            for name, each in seconds.items()
        },
    }


def _nth(run: Run, files: list[str], number: int) -> int:
    return run(files)


def _set_up() -> None:
    import django

    django.setup()


if __name__ == "__main__":
    main()
