"""Five million postings sorted by forty rules, beside a raw scan of the same columns by DuckDB in the same run.

The ledger is the invented municipality's, as the lake has it. The raw scan reads what rules ask for and reckons
nothing but a sum and each column's largest value. Rules are asked by year, as the page of rules does, and by year and
cost centre, where what no rule takes is told too; what rules take alone as cells do, and by supplier and account, too,
as an extract does. The sorted sums must come to the same as the ledger's, and those of the first rules and the last to
the same as a query for each alone.

Each takes its turn, and the best round counts: the machine does other things. The processor's own seconds are told
beside, of all threads, since the clock tells more of what else the machine does.
"""

from __future__ import annotations

import argparse
import shutil
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from bench.invented_ledger import SIZES, WORK, books
from bench.measure import in_turn, peak_mb, save

ROUNDS = 5
AT_MOST = 3.0  # times a raw scan
SCANS = ("raw scan", "raw scan with text")
WAYS: dict[str, tuple[tuple[str, ...], bool]] = {
    "": ((), False),
    " by cost centre": (("cost_centre",), False),
    ", what they take by cost centre": (("cost_centre",), True),
    ", what they take by cost centre, supplier and account": (("cost_centre", "supplier", "account"), True),
}


def main() -> None:
    import django

    arguments = argparse.ArgumentParser()
    arguments.add_argument("--size", choices=list(SIZES), default="full")
    size = arguments.parse_args().size

    django.setup()
    from chefforum.modules.ledger.lake.engine import cursor
    from chefforum.modules.ledger.lake.sorting import NONE, Patterns, lines_of_rule
    from chefforum.modules.ledger.lake.sorting_sums import sums_by_rule

    files = _lake(size)
    years: dict[str, Any] = {"first": 202001, "last": 203012}
    plain = _rules(Patterns)
    with_text = [Patterns(text="*mobil*,*datalinje*", account="*55*"), *plain, Patterns(text="*licens*")]

    def raw(sql: str) -> Any:
        return cursor().sql(f"SELECT {sql} FROM read_parquet(?)", params=[files]).fetchall()

    def sort(rules: Any, by: Sequence[str], is_caught: bool = False) -> Any:
        return sums_by_rule(files, **years, lists=[rules], by=by, is_caught=is_caught)

    count, total = raw("count(*), sum(amount)")[0]
    found = sort(with_text, ["cost_centre"]).to_pylist()
    if (sum(row["n"] for row in found), sum(row["amount"] for row in found)) != (count, total):
        raise AssertionError("The sorted sums are not the ledger's.")
    for number in (0, 1, len(with_text) - 1):
        alone = lines_of_rule(files, rules=with_text, number=number, where="true", values=[], limit=1, offset=0)[:2]
        rows = [row for row in found if row["rule0"] == number]
        if alone != (sum(row["n"] for row in rows), sum(row["amount"] for row in rows)):
            raise AssertionError(f"Rule {number} is another by itself.")
    columns = "sum(amount), max(period), max(supplier), max(account), max(cost_centre)"
    runs: dict[str, Callable[[int], object]] = {
        SCANS[0]: lambda n: raw(columns),
        SCANS[1]: lambda n: raw(f"{columns}, max(text)"),
    }
    scan_of = {}
    for scan, name, rules in ((SCANS[0], "rules", plain), (SCANS[1], "rules that ask for text", with_text)):
        for way, asked in WAYS.items():
            runs[f"{name}{way}"] = partial(_run, sort, rules, asked)
            scan_of[f"{name}{way}"] = scan
    seconds = in_turn(runs, rounds=ROUNDS, of=min)
    processor = in_turn(runs, rounds=ROUNDS, of=min, clock=time.process_time)
    save(
        "it_costs" if size == "full" else f"it_costs-{size}",
        figures={
            "postings": count,
            "rules": len(with_text),
            "postings that a rule takes": sum(row["n"] for row in found if row["rule0"] != NONE),
            "ratios": _ratios(seconds, scan_of) | {"at most": AT_MOST},
            "ratios of the processor's seconds": _ratios(processor, scan_of),
            "best_seconds": {name: round(value, 3) for name, value in seconds.items()},
            "best_processor_seconds": {name: round(value, 3) for name, value in processor.items()},
            "peak_mb": peak_mb(),
        },
        packages=["duckdb", "pyarrow"],
    )


def _run(sort: Callable[..., Any], rules: Any, asked: tuple[Sequence[str], bool], number: int) -> Any:
    return sort(rules, *asked)


def _ratios(seconds: dict[str, float], scan_of: dict[str, str]) -> dict[str, float]:
    return {f"{name} / {scan}": round(seconds[name] / seconds[scan], 2) for name, scan in scan_of.items()}


def _lake(size: str) -> list[str]:
    from chefforum.project.books.lake import write_lake

    folder = WORK / f"it-costs-{size}"
    if not (folder / "truth.parquet").exists():
        shutil.rmtree(folder, ignore_errors=True)
        write_lake(books(size), folder)
    return sorted(str(path) for path in Path(folder).glob("postings/*/*/*.parquet"))


def _rules(patterns: Any) -> list[Any]:
    """As a municipality would have them: some by supplier, some by account, some that never fit."""
    firms = ("Kobberdal*", "Lyngfjord*", "*Software", "Klithede*,Vindrose*", "Stormfugl*,Havfrue*,Lindeby Fiber")
    found = [patterns(supplier=firm, account="0*,6*") for firm in firms]
    found += [patterns(supplier=firm) for firm in firms]
    found += [patterns(account=f"*{code}*") for code in ("64552", "71149", "71349")]
    return found + [patterns(supplier=f"Findes ikke {nth}*", account="06*") for nth in range(25)]


if __name__ == "__main__":
    main()
