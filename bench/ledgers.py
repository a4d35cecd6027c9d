"""The real ledgers that forecasts are measured on: two English councils' payments, and the monthly series of M3.

They stand in ../shared/data/finance, beside the project; nothing of them is copied into it. A council's year starts in
April: month 1 here is April.
"""

from __future__ import annotations

import csv
import gzip
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray

FINANCE = Path(__file__).parents[2] / "shared/data/finance"
# Whole years with two years before them; Harrogate lacks a month of 2021, and both end in 2022.
YEARS = {"gateshead": range(2013, 2022), "harrogate": range(2017, 2021)}

_MONTHLY = """
    SELECT coalesce(unit, '') AS unit, coalesce(account1, '') AS account1, coalesce(account2, '') AS account2,
           fy, fm, CAST(round(sum(amount) * 100) AS BIGINT) AS amount
    FROM read_csv(?) GROUP BY ALL ORDER BY ALL
"""
_POSTINGS = """
    SELECT concat_ws(' ', unit, costcentre) AS unit, coalesce(account1, '') AS account1,
           coalesce(account2, '') AS account2, fy, fm, CAST(round(sum(amount) * 100) AS BIGINT) AS amount
    FROM read_parquet(?) GROUP BY ALL ORDER BY ALL
"""


@dataclass(frozen=True)
class Ledger:
    """history: lines × months in pence, NaN before the council's first month; units: the number of each line's."""

    history: NDArray[np.float64]
    first_period: int
    units: NDArray[np.int64]


def council(name: str, *, by_cost_centre: bool = False) -> Ledger:
    """All lines (unit × account) of a council, month for month from the start of its first year.

    By cost centre the units are those, and the lines finer; only Harrogate's postings have them.
    """
    query, file = (_POSTINGS, f"{name}_postings.parquet") if by_cost_centre else (_MONTHLY, f"{name}_monthly.csv.gz")
    with duckdb.connect() as connection:
        found = connection.execute(query, [str(FINANCE / file)]).fetchnumpy()
    keys = [found[column].astype(str) for column in ("unit", "account1", "account2")]
    names, line = np.unique(np.stack(keys), axis=1, return_inverse=True)
    _, units = np.unique(names[0], return_inverse=True)
    first = int(found["fy"].min())
    column = (found["fy"] - first) * 12 + found["fm"] - 1
    history = np.zeros((names.shape[1], (int(found["fy"].max()) - first + 1) * 12))
    np.add.at(history, (line.ravel(), column), found["amount"])
    history = history[:, : column.max() + 1]
    history[:, : column.min()] = np.nan
    return Ledger(history=history, first_period=first * 100 + 1, units=units)


def m3() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The 1,428 monthly series of M3: what is known (NaN before a series begins), and the 18 months to forecast."""
    known: dict[str, list[float]] = {}
    ahead: dict[str, list[float]] = {}
    with gzip.open(FINANCE / "m3/m3_monthly_long.csv.gz", "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            (known if row["part"] == "train" else ahead).setdefault(row["unique_id"], []).append(float(row["y"]))
    longest = max(map(len, known.values()))
    history = np.full((len(known), longest), np.nan)
    for line, values in zip(history, known.values(), strict=True):
        line[longest - len(values) :] = values
    return history, np.array([ahead[name] for name in known])


def published() -> dict[str, tuple[float, float]]:
    """sMAPE and MASE of each method that took part in M3, recomputed from the released forecasts."""
    with (FINANCE / "m3/m3_monthly_scores_recomputed.csv").open(encoding="utf-8") as file:
        return {row[0]: (float(row[1]), float(row[2])) for row in list(csv.reader(file))[1:]}
