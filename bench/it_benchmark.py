"""98 municipalities × 500 systems × 4 years: the three questions of the page of the whole country, beside DuckDB's raw
scan of the same Parquet and beside pandas that answers the same.

The municipalities are invented. The raw scan reads and sums every column that the page asks of, and decides nothing;
pandas reads the file and finds the same lines of products, which is checked first.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

import django
import duckdb

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chefforum.project.settings")
django.setup()

from bench.measure import in_turn, peak_mb, save  # noqa: E402
from chefforum.modules.it_benchmark.queries import columns  # noqa: E402
from chefforum.modules.it_benchmark.queries.columns import Asked  # noqa: E402
from chefforum.modules.it_benchmark.rules.invented import municipality  # noqa: E402
from chefforum.modules.it_benchmark.rules.national import shown  # noqa: E402
from chefforum.modules.it_benchmark.services.national import lines_of, merged, write_columns  # noqa: E402

MUNICIPALITIES, SYSTEMS, YEARS, ROUNDS = 98, 500, (2022, 2023, 2024, 2025), 9
SCAN = """SELECT count(*), sum(users), sum(cost), count(DISTINCT code), count(DISTINCT product), count(DISTINCT vendor),
    count(DISTINCT kle), count(DISTINCT size), max(year) FROM read_parquet($file)"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "national.parquet"
        rows = write_columns(merged(_lines()), path)
        file = str(path)
        questions = [Asked(year=year, kle=kle) for year in YEARS for kle in ("", "27", "17")]
        if _by_pandas(file, questions[0])[0] != [
            (row["product"], row["vendor"], row["everybody"], row["users"])
            for row in columns.products(file=file, asked=questions[0], named=[])
        ]:
            raise AssertionError("pandas finds other lines.")
        seconds = in_turn(
            {
                "the page's three questions": lambda n: _page(file, questions[n % len(questions)]),
                "DuckDB, raw scan": lambda n: _scan(file),
                "pandas, the same three": lambda n: _by_pandas(file, questions[n % len(questions)]),
            },
            rounds=ROUNDS,
        )
        own = seconds["the page's three questions"]
        save(
            "it_benchmark",
            figures={
                "municipalities": MUNICIPALITIES,
                "years": len(YEARS),
                "lines": rows,
                "parquet_mb": round(path.stat().st_size / 1e6, 2),
                "ratios": {
                    "the page's three questions / raw scan": round(own / seconds["DuckDB, raw scan"], 2),
                    "pandas / the page's three questions": round(seconds["pandas, the same three"] / own, 2),
                },
                "median_seconds": {name: round(value, 4) for name, value in seconds.items()},
                "peak_mb": peak_mb(),
            },
            packages=["duckdb", "pyarrow", "pandas"],
        )


def _scan(file: str) -> object:
    return duckdb.sql(SCAN, params={"file": file}).to_arrow_table()


def _lines() -> list[dict[str, Any]]:
    found = []
    for number in range(MUNICIPALITIES):
        made = municipality(code=str(101 + number), name=str(number), years=YEARS, systems=SYSTEMS, seed=5)
        for content in made:
            found += lines_of(code=str(101 + number), mask=0.8 + number / 245, content=content)
    return found


def _page(file: str, asked: Asked) -> object:
    """As the page asks, with what is hidden decided."""
    market = [row["cost"] for row in columns.market(file=file, asked=asked)]
    found = columns.products(file=file, asked=asked, named=[]) + columns.vendors(file=file, asked=asked, named=[])
    return [shown(row, consenting=(), is_narrowed=False, whole=sum(market)) for row in found]


def _by_pandas(file: str, asked: Asked) -> tuple[Any, ...]:
    import pandas as pd

    whole = pd.read_parquet(file)
    frame = whole[whole["year"] == asked.year]
    if asked.kle:
        frame = frame[frame["kle"].str.contains(f" {asked.kle} ", regex=False)]
    market = frame[frame["cost"] > 0].groupby("vendor")["cost"].sum()
    frame = frame.assign(
        paid=frame["cost"].where(frame["users"] > 0),
        paid_users=frame["users"].where((frame["users"] > 0) & frame["cost"].notna()),
    )
    return *(_lines_of(frame, by) for by in (["product", "vendor"], ["vendor"])), market


def _lines_of(frame: Any, by: list[str]) -> list[tuple[Any, ...]]:
    """Each with how many, users, quartiles of cost for each user, and the largest's share."""
    each = frame.groupby([*by, "code", "size"], as_index=False)[["users", "cost", "paid", "paid_users"]].sum(
        min_count=1
    )
    sizes = each.groupby([*by, "size"]).size()
    few = sizes.between(1, 4).groupby(by).any()
    each["each"] = each["paid"] / each["paid_users"]
    found = each.groupby(by, as_index=False).agg(
        n=("code", "size"), users=("users", "sum"), largest=("cost", "max"), cost=("cost", "sum")
    )
    quarters = each.groupby(by)["each"].quantile([0.25, 0.5, 0.75])
    if few.empty or quarters.empty:
        raise AssertionError("Nothing to find.")
    found = found.sort_values(["n", *by], ascending=[False, *(True for _ in by)]).head(columns.TOP)
    return [tuple(row) for row in found[[*by, "n", "users"]].itertuples(index=False)]


if __name__ == "__main__":
    main()
