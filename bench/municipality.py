"""A municipality of 600 units, 400 accounts, 36 months and five million postings, beside DuckDB, Polars and pandas.

The peers do one thing: read the lake's Parquet and sum it by cost centre, account and month. They take turns in one
process, so that what else the machine does falls on all; peak memory is measured in a process for each. Each is done
again with four times the postings.

python -m bench.municipality [--rounds N] [--times 1 4]; --alone NAME TIMES measures one contestant's memory.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from bench.invented_ledger import books, lake
from bench.measure import in_turn, peak_mb, save

ROOT = Path(__file__).parents[1]
KEYS = ["cost_centre", "account", "period"]
Sum = tuple[int, int]  # How many groups, and the øre of them all.


def by_duckdb(files: list[str]) -> Sum:
    import duckdb

    with duckdb.connect() as connection:
        sql = "SELECT cost_centre, account, period, sum(amount)::BIGINT AS amount FROM read_parquet(?) GROUP BY ALL"
        table = connection.sql(sql, params=[files]).to_arrow_table()
    return table.num_rows, int(table["amount"].to_numpy().sum())


def by_polars(files: list[str]) -> Sum:
    import polars

    lines = polars.scan_parquet(files).group_by(KEYS).agg(polars.col("amount").sum())
    table = lines.collect(engine="streaming")
    return table.height, int(table["amount"].sum())


def by_pandas(files: list[str]) -> Sum:
    import pandas

    table = pandas.read_parquet(files, columns=[*KEYS, "amount"])
    sums = table.groupby(KEYS, observed=True, sort=False)["amount"].sum()
    return len(sums), int(sums.sum())


PEERS: dict[str, Callable[[list[str]], Sum]] = {"duckdb": by_duckdb, "polars": by_polars, "pandas": by_pandas}


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--times", type=int, nargs="+", default=[1, 4])
    arguments.add_argument("--alone", nargs=2, metavar=("NAME", "TIMES"))
    chosen = arguments.parse_args()
    if chosen.alone:
        name, times = chosen.alone
        PEERS[name](lake(int(times)))
        print(json.dumps({"peak_mb": peak_mb()}))
        return
    figures = {"sizes": {f"{times} x": _size(times) for times in chosen.times}}
    figures["grouping"] = _grouping(chosen.times, chosen.rounds)
    save("municipality", figures=figures, packages=["duckdb", "numpy", "pandas", "polars", "pyarrow"])


def _size(times: int) -> dict[str, Any]:
    """How large it is, and how long it took to make."""
    began = time.perf_counter()
    made = books(times)
    postings = sum(len(batch) for batch in made.delivered())
    seconds = time.perf_counter() - began
    files = lake(times)
    return {
        "postings": postings,
        "lines": len(made.lines),
        "generated_s": round(seconds, 1),
        "parquet_mb": round(sum(Path(file).stat().st_size for file in files) / 1e6, 1),
    }


def _grouping(sizes: list[int], rounds: int) -> dict[str, Any]:
    files = {times: lake(times) for times in sizes}
    for times in sizes:
        sums = {name: run(files[times]) for name, run in PEERS.items()}
        if len(set(sums.values())) != 1:
            raise SystemExit(f"The peers do not agree: {sums}")
    contestants = {
        f"{name} {times}": partial(_nth, run, files[times]) for times in sizes for name, run in PEERS.items()
    }
    seconds = in_turn(contestants, rounds=rounds)
    return {
        f"{times} x": {
            name: {
                "s": round(seconds[f"{name} {times}"], 3),
                "ratio_to_duckdb": round(seconds[f"{name} {times}"] / seconds[f"duckdb {times}"], 2),
                "ratio_to_smallest": round(seconds[f"{name} {times}"] / seconds[f"{name} {sizes[0]}"], 2),
                "peak_mb": _in_a_process(name, times),
            }
            for name in PEERS
        }
        for times in sizes
    }


def _nth(run: Callable[[list[str]], Sum], files: list[str], number: int) -> Sum:
    return run(files)


def _in_a_process(name: str, times: int) -> int:
    command = [sys.executable, "-m", "bench.municipality", "--alone", name, str(times)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return int(json.loads(done.stdout)["peak_mb"])


if __name__ == "__main__":
    main()
