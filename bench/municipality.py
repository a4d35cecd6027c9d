"""A whole municipality (600 units, 400 accounts, 36 months, 5 million postings, 6,000 positions), and four times as
many postings, measured against the goals beside DuckDB, Polars, pandas and statsforecast.

Loading is the whole of it: encoding found, each line read as text, checked and kept or rejected, unknown accounts and
double vouchers looked for, sorted, written, counted again; beside it DuckDB's own COPY of the same CSV to Parquet,
which checks nothing. Then all take turns, the two sizes as well, so that what else the machine does falls on all.
Peak memory is measured in a process for each. What each does is in contestants.py.

python -m bench.municipality [--size small] [--rounds N] [--times 1 4] [--reuse: what was loaded last time]
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from bench import contestants as who
from bench.invented_ledger import extracts, load_anew, loaded
from bench.measure import peak_mb, save

ROOT = Path(__file__).parents[1]
METHOD_LINES = 1_000
COPY, CHECK, METHODS = "DuckDB's copy of the CSV", "check", "methods"
Figures = dict[str, Any]


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--size", choices=["full", "small"], default="full")
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--times", type=int, nargs="+", default=[1, 4])
    arguments.add_argument("--reuse", action="store_true")
    arguments.add_argument("--serve", type=int, metavar="TIMES", help="for the processes that it starts")
    chosen = arguments.parse_args()
    if chosen.serve:
        _serve(chosen.size, chosen.serve)
        return
    began = time.perf_counter()
    figures = measured(chosen.size, chosen.times, rounds=chosen.rounds, reuse=chosen.reuse)
    figures["took_s"] = round(time.perf_counter() - began)
    name = "municipality" if chosen.size == "full" else f"municipality-{chosen.size}"
    save(name, figures=figures, packages=["duckdb", "numpy", "pandas", "polars", "pyarrow", "statsforecast"])
    print(table(figures))


def measured(size: str, sizes: list[int], *, rounds: int, reuse: bool = False) -> Figures:
    """All figures, and what was asked for beside what was found."""
    found: dict[int, Figures] = {times: _loading(size, times, reuse=reuse) for times in sizes}
    names = [*who.PEERS, *who.WHOLE, *who.AFTER_AN_ENTRY]
    with ExitStack() as stack:
        servers = {times: stack.enter_context(_Server(size, times)) for times in sizes}
        for times, server in servers.items():
            found[times]["cells"] = _agreed(server.ask(CHECK), times)
        seconds = _in_turn(servers, names, rounds)
        methods = servers[sizes[0]].ask(METHODS)
    for times in sizes:
        found[times]["seconds"] = {name: round(seconds[times, name], 4) for name in names}
        found[times]["peak_mb"] = {name: _alone(size, times, name) for name in names}
    figures: Figures = {"size": size, "rounds": rounds, **{f"{times} x": found[times] for times in sizes}}
    figures["methods"] = {"lines": methods["lines"], "seconds": methods["seconds"]}
    figures["goals"] = goals(figures, sizes)
    return figures


def _loading(size: str, times: int, *, reuse: bool) -> Figures:
    """How large it is, what loading it took, and what DuckDB's own copy of the same files took."""
    began = time.perf_counter()
    folder = extracts(size, times)
    generated = time.perf_counter() - began
    kept = reuse and (loaded(size, times) / "loaded.json").exists()
    if not kept:
        load_anew(size, times)
    with _Server(size, times) as server:
        copied = server.ask(COPY)
    said = json.loads((loaded(size, times) / "loaded.json").read_text())
    return {
        "postings": said["postings"]["lines"],
        "csv_mb": round(sum(file.stat().st_size for file in folder.glob("posteringer*")) / 1e6),
        "parquet_mb": round(sum(Path(file).stat().st_size for file in _lake(size, times)) / 1e6, 1),
        "generated_s": round(generated, 1),
        "loaded": said,
        "copied": {"s": round(copied["s"], 1), "peak_mb": copied["peak_mb"]},
    }


def _agreed(check: Figures, times: int) -> int:
    """How many cells there are. Ends it all where the engines do not say the same of each of them."""
    if not all(check["agree"].values()) or len(set(check["sums"].values())) != 1:
        raise SystemExit(f"They do not agree on {times} x: {check}")
    return int(check["cells"])


def _in_turn(servers: dict[int, _Server], names: list[str], rounds: int) -> dict[tuple[int, str], float]:
    """Median seconds of each, by size; the first round only warms up."""
    taken: dict[tuple[int, str], list[float]] = {(times, name): [] for times in servers for name in names}
    for number in range(rounds + 1):
        for (times, name), seconds in taken.items():
            found = servers[times].ask(name)["s"]
            if number:
                seconds.append(found)
        print(f"omgang {number} af {rounds}", file=sys.stderr, flush=True)
    return {key: statistics.median(seconds) for key, seconds in taken.items()}


def _alone(size: str, times: int, name: str) -> int:
    """The peak of a process that does nothing else."""
    with _Server(size, times) as server:
        return int(server.ask(name)["peak_mb"])


# --- Goals


def goals(figures: Figures, sizes: list[int]) -> list[Figures]:
    """Each goal, what was found, and whether it was met. The first size is the one that goals are set for."""
    first, last = sizes[0], sizes[-1]
    one, many = figures[f"{first} x"], figures[f"{last} x"]
    seconds, more = one["seconds"], many["seconds"]
    scan, cube = seconds["DuckDB"], seconds[who.CUBE]
    methods = figures["methods"]["seconds"]
    theta = methods["statsforecast Theta"]
    at_most = {
        f"{who.FORECAST} / DuckDB's raw scan and grouping": (seconds[who.FORECAST] / scan, 3),
        f"{who.RUN} / DuckDB's raw scan and grouping": (seconds[who.RUN] / scan, 3),
        f"{who.UNIT} / DuckDB's raw scan and grouping": (seconds[who.UNIT] / scan, 0.2),
    }
    at_least = {
        "pandas / our cube": (seconds["pandas"] / cube, 3),
        "pandas with categories / our cube": (seconds["pandas with categories"] / cube, 3),
        "statsforecast's Theta / our Theta, the same lines": (theta / methods["our Theta"], 20),
        "statsforecast's Theta / our default with its past errors, the same lines": (
            theta / methods["our default with its past errors"],
            20,
        ),
    }
    for times, figure in {first: one, last: many}.items():
        at_most[f"memory of loading, {times} x, MB"] = (figure["loaded"]["postings"]["peak_mb"], 1000)
        at_most[f"memory of {who.RUN}, {times} x, MB"] = (figure["peak_mb"][who.RUN], 1000)
    if last != first:
        loading = (figure["loaded"]["postings"]["s"] for figure in (one, many))
        before, after = loading
        most = last / first
        at_most[f"{last} x the postings: loading takes so many times as long"] = (after / before, most)
        for name in (*who.WHOLE, *who.AFTER_AN_ENTRY):
            at_most[f"{last} x the postings: {name}, times as long"] = (more[name] / seconds[name], most)
    return [
        {"what": what, "goal": f"{sign} {bound:g}", "found": round(value, 2), "met": met(value, bound)}
        for sign, met, rows in (("≤", float.__le__, at_most), ("≥", float.__ge__, at_least))
        for what, (value, bound) in ((what, (float(a), float(b))) for what, (a, b) in rows.items())
    ]


def table(figures: Figures) -> str:
    """What was found, to be read by a person."""
    lines = [""]
    for size, one in ((name, value) for name, value in figures.items() if name.endswith(" x")):
        took = one["loaded"]["postings"]
        lines += [
            f"{size}: {one['postings']:,} postings, {one['cells']:,} cells, {one['parquet_mb']} MB Parquet",
            f"  {'loading':<46}{took['s']:>9.1f} s {took['peak_mb']:>6} MB   "
            f"({took['s'] / one['copied']['s']:.1f} × {COPY})",
        ]
        for name, seconds in one["seconds"].items():
            ratio = seconds / one["seconds"]["DuckDB"]
            lines.append(f"  {name:<46}{seconds:>9.3f} s {one['peak_mb'][name]:>6} MB   {ratio:>6.2f} × DuckDB")
        lines.append("")
    for name, seconds in figures["methods"]["seconds"].items():
        lines.append(f"  {name:<46}{seconds / figures['methods']['lines'] * 1e6:>9.1f} µs a line")
    lines.append("" if figures["size"] == "full" else "\nThe goals are set for the full size; this one is for trying.")
    for goal in figures["goals"]:
        word = "met    " if goal["met"] else "NOT MET"
        lines.append(f"  {word}  {goal['found']:>9.2f}  {goal['goal']:>7}  {goal['what']}")
    return "\n".join(lines)


# --- Processes


class _Server:
    """A process over the loaded municipality, which runs what it is told and says how long it took."""

    def __init__(self, size: str, times: int) -> None:
        folder = str(loaded(size, times))
        environment = {
            **os.environ,
            "CHEFFORUM_DATA": folder,
            "DJANGO_SETTINGS_MODULE": "chefforum.project.settings",
            "DATABASE_URL": f"sqlite:///{folder}/chefforum.sqlite3",
        }
        command = [sys.executable, "-m", "bench.municipality", "--size", size, "--serve", str(times)]
        self._process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def ask(self, name: str) -> Figures:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{name}\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise SystemExit(f"The process that was to do “{name}” has ended.")
        found: Figures = json.loads(answer)
        return found

    def __enter__(self) -> _Server:
        return self

    def __exit__(self, *error: object) -> None:
        self._process.communicate()


def _serve(size: str, times: int) -> None:
    files = _lake(size, times)
    for line in sys.stdin:
        name = line.strip()
        if name not in who.PEERS and name != COPY:
            _set_up()
        if name in (CHECK, METHODS):
            answer = _check(files) if name == CHECK else _methods()
        else:
            if name in who.AFTER_AN_ENTRY:
                who.an_entry()
            run = _run_of(name, size, times, files)
            gc.collect()
            began = time.perf_counter()
            run()
            answer = {"s": time.perf_counter() - began}
        print(json.dumps({**answer, "peak_mb": peak_mb()}), flush=True)


def _run_of(name: str, size: str, times: int, files: list[str]) -> Callable[[], object]:
    if name == COPY:
        return lambda: _copy(size, times)
    if name in who.PEERS:
        return lambda: who.PEERS[name](files)
    return (who.WHOLE | who.AFTER_AN_ENTRY)[name]


def _set_up() -> None:
    from django.apps import apps

    if not apps.ready:
        import django

        django.setup()


def _check(files: list[str]) -> Figures:
    """Whether each engine has the same sum in each cell as DuckDB has, and what they sum to in all."""
    from chefforum.modules.ledger.lake.summing import sums_of, sums_of_runs

    agree, sums, first = {}, {}, None
    span = {"first": 0, "last": 999_999}
    ours = {"our SQL": lambda files: sums_of(files, **span), "our runs": lambda files: sums_of_runs(files, **span)}
    for name, run in {**who.PEERS, **ours}.items():
        found = who.cells(run(files))
        first = found if first is None else first
        agree[name] = found.equals(first)
        sums[name] = int(found["amount_sum"].to_numpy().sum())
    sums |= {who.CUBE: who.our_cube(), who.FORECAST: who.our_forecast()}
    return {"agree": agree, "sums": sums, "cells": 0 if first is None else first.num_rows}


def _methods() -> Figures:
    """Median seconds of our methods and of statsforecast's on the same lines of this municipality."""
    from bench.forecast_speed import methods
    from bench.measure import in_turn
    from chefforum.modules.ledger.queries import closed_through, cube, first_period

    found = cube(actor=None, first=first_period(), last=closed_through())
    lines = found.amounts[:: max(1, len(found) // METHOD_LINES)][:METHOD_LINES].astype(float)
    asked = {name: run for name, run in methods(lines).items() if "Optimized" not in name}
    seconds = in_turn(asked, rounds=3)
    return {"lines": len(lines), "seconds": {name: round(value, 5) for name, value in seconds.items()}}


def _copy(size: str, times: int) -> None:
    import duckdb

    target = loaded(size, times) / "copy.parquet"
    files = [str(file) for file in sorted(extracts(size, times).glob("posteringer*.csv"))]
    with duckdb.connect(config={"threads": 2}) as connection:
        connection.execute(
            f"COPY (FROM read_csv({files}, delim=';', quote='', header=true, encoding='latin-1', all_varchar=true)) "
            f"TO '{target}' (FORMAT parquet, COMPRESSION zstd)"
        )
    target.unlink()


def _lake(size: str, times: int) -> list[str]:
    """The Parquet files of the postings, as the loading wrote them."""
    return sorted(str(path) for path in (loaded(size, times) / "lake" / "postings").rglob("*.parquet"))


if __name__ == "__main__":
    main()
