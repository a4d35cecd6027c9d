"""Loading a file of postings, the sums by unit, account and month, and one unit's postings, beside plain DuckDB.

Loading is the whole of it: encoding found, each line read as text, checked and kept or rejected, unknown accounts and
double vouchers looked for, sorted, written, counted again. Beside it DuckDB's own COPY of the same CSV to Parquet,
which checks nothing. The cube is what pages and forecasts ask for (units by date, access); beside it the bare
scan-and-group of the same files. Loading runs in a process of its own, so that its peak memory is its own.

python -m bench.ledger [--lines N]; four times the lines are loaded too.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
UNITS, ACCOUNTS, YEARS = 600, 400, (2024, 2025, 2026)
LAST = 202612
ROUNDS = 5


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--lines", type=int, default=5_000_000)
    arguments.add_argument("--load", type=Path, help="load this file and print what it took")
    chosen = arguments.parse_args()
    if chosen.load:
        print(json.dumps(_load(chosen.load)))
        return
    from bench.measure import save

    figures = {str(times): _measured(chosen.lines * times) for times in (1, 4)}
    small, large = figures["1"]["loading"]["seconds"], figures["4"]["loading"]["seconds"]
    save(
        "ledger",
        figures={"lines": chosen.lines, **figures, "four_times_the_lines_costs": round(large / small, 2)},
        packages=["duckdb", "pyarrow", "numpy"],
    )


def _measured(lines: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="chefforum-bench-") as folder:
        file = Path(folder) / "postings.csv"
        _write(file, lines)
        plain = _plain_copy(file, Path(folder) / "plain.parquet")
        done = subprocess.run(
            [sys.executable, "-m", "bench.ledger", "--load", str(file)],
            cwd=ROOT,
            env=_environment(folder),
            check=True,
            capture_output=True,
            text=True,
        )
        figures = json.loads(done.stdout.splitlines()[-1])
        figures["loading"]["beside_plain_copy"] = round(figures["loading"]["seconds"] / plain, 2)
        figures["plain_copy_seconds"] = round(plain, 2)
        return figures


def _environment(folder: str) -> dict[str, str]:
    import os

    return {**os.environ, "CHEFFORUM_DATA": folder, "DJANGO_SETTINGS_MODULE": "chefforum.project.settings"}


def _write(file: Path, lines: int) -> None:
    """Each unit has sixty accounts, and a posting its day, in the order that an economy system would give them."""
    import duckdb

    with duckdb.connect() as connection:
        connection.execute(
            f"""
            COPY (
                SELECT i // 3 AS Bilag, i % 3 AS Linje,
                       strftime(DATE '2024-01-01' + CAST(i * 1095 // {lines} AS INTEGER), '%d-%m-%Y') AS Dato,
                       4000 + (unit * 7 + hash(i * 3) % 60) % {ACCOUNTS} AS Konto,
                       10000 + unit AS Omkostningssted,
                       replace(CAST(CAST((hash(i * 13) % 2000000) / 100.0 - 2000 AS DECIMAL(12, 2)) AS VARCHAR),
                               '.', ',') AS Beløb, 'Faktura fra leverandør ' || (hash(i * 5) % 5000) AS Tekst
                FROM (SELECT i, hash(i) % {UNITS} AS unit FROM range({lines}) AS t(i))
            ) TO '{file}' (FORMAT csv, DELIMITER ';', HEADER)
            """
        )


def _plain_copy(file: Path, target: Path) -> float:
    import duckdb

    with duckdb.connect(config={"threads": 2}) as connection:
        began = time.perf_counter()
        connection.execute(f"COPY (FROM read_csv('{file}')) TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
        return time.perf_counter() - began


def _load(file: Path) -> dict[str, Any]:
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from chefforum.kernel.access.rules import Actor
    from chefforum.modules.ledger.lake.mapping import Writing, guessed_columns
    from chefforum.modules.ledger.rules.words import Table
    from chefforum.modules.ledger.services.loading import Choices, load_extract, stage_file
    from chefforum.modules.ledger.services.mappings import save_mapping

    call_command("migrate", interactive=False, verbosity=0)
    actor, at = Actor.command_line(), timezone.now()
    heads = file.open(encoding="utf-8").readline().strip().split(";")
    mapping = save_mapping(
        actor=actor,
        at=at,
        source_system="Bench",
        table=Table.POSTINGS,
        columns=guessed_columns(Table.POSTINGS, heads),
        writing=Writing(),
    )
    steps: dict[str, float] = {}
    began = time.perf_counter()

    def progress(share: float, words: str) -> None:
        steps[words] = round(time.perf_counter() - began, 2)

    choices = Choices(keep_good=True)
    manifest = stage_file(
        actor=actor, at=at, path=file, file_name=file.name, mapping=mapping, choices=choices, progress=progress
    )
    load_extract(actor=actor, at=at, extract_id=manifest.extract_id, choices=choices)
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    assert manifest.ties_out
    assert not manifest.lines_rejected
    loading = {
        "seconds": round(seconds, 2),
        "lines_a_second": round(manifest.lines_read / seconds),
        "peak_mb": peak,
        "steps": steps,
    }
    return {"loading": loading, **_asked(manifest.amount_loaded)}


def _asked(total: int | None) -> dict[str, Any]:
    """The cube, one unit's months and a page of postings, in turn with the bare scan of the same files."""
    import datetime as dt

    import duckdb

    from bench.measure import in_turn
    from chefforum.kernel.organisation.models import CostCentre, Unit
    from chefforum.modules.ledger import queries
    from chefforum.modules.ledger.queries.reading import files_of
    from chefforum.modules.ledger.rules.words import Table

    units = Unit.objects.bulk_create(Unit(code=str(10000 + number)) for number in range(UNITS))
    CostCentre.objects.bulk_create(
        CostCentre(unit=unit, code=unit.code, valid_from=dt.date(2020, 1, 1)) for unit in units
    )
    files, first, plain = files_of(Table.POSTINGS), YEARS[0] * 100 + 1, duckdb.connect(config={"threads": 2})
    grouped = (
        "SELECT cost_centre, account, period, CAST(sum(amount) AS BIGINT) AS amount FROM read_parquet(?) GROUP BY ALL"
    )
    cube = queries.cube(actor=None, first=first, last=LAST)
    assert cube.total == total
    seconds = in_turn(
        {
            "scan_and_group": lambda _: plain.sql(grouped, params=[files]).to_arrow_table(),
            "cube": lambda _: queries.cube(actor=None, first=first, last=LAST),
            "months_of_unit": lambda n: queries.months_of_unit(actor=None, unit_id=units[n].pk, first=first, last=LAST),
            "postings_of_unit": lambda n: queries.postings_of(
                actor=None, unit_ids=[units[n].pk], first=202601, last=LAST
            ),
        },
        rounds=ROUNDS,
    )
    base = seconds["scan_and_group"]
    return {
        "lines_of_the_cube": len(cube),
        "queries": {
            name: {"ms": round(taken * 1000, 1), "beside_scan_and_group": round(taken / base, 2)}
            for name, taken in seconds.items()
        },
        "peak_mb_after_queries": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


if __name__ == "__main__":
    main()
