"""Five million postings sorted by forty rules, beside a raw scan of the same columns by DuckDB in the same run.

The ledger is the invented municipality's, as the lake has it. The raw scan reads what rules ask for and reckons
nothing but a sum and each column's largest value. Rules are asked by year, as the page of rules does, and by year and
cost centre, as cells do: those are many times the groups, whatever the rules. The sorted sums must come to the same as
the ledger's, and those of the first rules and the last to the same as a query for each alone.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path
from typing import Any

from bench.invented_ledger import SIZES, WORK, books
from bench.measure import in_turn, peak_mb, save

ROUNDS = 5
AT_MOST = 3.0  # times a raw scan
SCANS = {
    "raw scan": ("rules", "rules by cost centre"),
    "raw scan with text": ("rules that ask for text", "rules that ask for text by cost centre"),
}


def main() -> None:
    import django

    arguments = argparse.ArgumentParser()
    arguments.add_argument("--size", choices=list(SIZES), default="full")
    size = arguments.parse_args().size

    django.setup()
    from chefforum.modules.ledger.lake.engine import cursor
    from chefforum.modules.ledger.lake.sorting import NONE, Patterns, lines_of_rule, sums_by_rule

    files = _lake(size)
    years: dict[str, Any] = {"first": 202001, "last": 203012}
    plain = _rules(Patterns)
    with_text = [Patterns(text="*mobil*,*datalinje*", account="*55*"), *plain, Patterns(text="*licens*")]

    def raw(sql: str) -> Any:
        return cursor().sql(f"SELECT {sql} FROM read_parquet(?)", params=[files]).fetchall()

    def sort(rules: Any, *by: str) -> Any:
        return sums_by_rule(files, **years, lists=[rules], by=by)

    count, total = raw("count(*), sum(amount)")[0]
    found = sort(with_text, "cost_centre").to_pylist()
    if (sum(row["n"] for row in found), sum(row["amount"] for row in found)) != (count, total):
        raise AssertionError("The sorted sums are not the ledger's.")
    for number in (0, 1, len(with_text) - 1):
        alone = lines_of_rule(files, rules=with_text, number=number, where="true", values=[], limit=1, offset=0)[:2]
        rows = [row for row in found if row["rule0"] == number]
        if alone != (sum(row["n"] for row in rows), sum(row["amount"] for row in rows)):
            raise AssertionError(f"Rule {number} is another by itself.")
    columns = "sum(amount), max(period), max(supplier), max(account), max(cost_centre)"
    seconds = in_turn(
        {
            "raw scan": lambda n: raw(columns),
            "raw scan with text": lambda n: raw(f"{columns}, max(text)"),
            "rules": lambda n: sort(plain),
            "rules by cost centre": lambda n: sort(plain, "cost_centre"),
            "rules that ask for text": lambda n: sort(with_text),
            "rules that ask for text by cost centre": lambda n: sort(with_text, "cost_centre"),
        },
        rounds=ROUNDS,
    )
    save(
        "it_costs" if size == "full" else f"it_costs-{size}",
        figures={
            "postings": count,
            "rules": len(with_text),
            "postings that a rule takes": sum(row["n"] for row in found if row["rule0"] != NONE),
            "ratios": {
                **{
                    f"{name} / {scan}": round(seconds[name] / seconds[scan], 2)
                    for scan, names in SCANS.items()
                    for name in names
                },
                "at most": AT_MOST,
            },
            "median_seconds": {name: round(value, 3) for name, value in seconds.items()},
            "peak_mb": peak_mb(),
        },
        packages=["duckdb", "pyarrow"],
    )


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
