"""Sums by cost centre, account and month, from the files' own columns.

In SQL, which DuckDB answers in this process and Spark elsewhere. For the whole there is a shorter way here: the files
are sorted by cost centre and account and hold their codes as numbers into a dictionary, so postings of one cell stand
together, and the sums are of runs, without a hash table and without making any code into text. All give the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from pyarrow import parquet

from .engine import ask, is_elsewhere

ROW_GROUPS = 16  # a million lines at a time
COLUMNS = ["cost_centre", "account", "period", "amount"]
LINES = """
    SELECT cost_centre, account, period, CAST(sum(amount) AS BIGINT) AS amount, count(*) AS n
    FROM postings WHERE period BETWEEN ? AND ?{some}
    GROUP BY cost_centre, account, period
"""


@dataclass(frozen=True)
class Sums:
    """Parts of cells as columns: `cost_centre` and `account` number into the words beside; a cell may come more than
    once. `amount` in øre, `count` how many postings."""

    cost_centres: tuple[str, ...]
    accounts: tuple[str, ...]
    cost_centre: npt.NDArray[np.int32]
    account: npt.NDArray[np.int32]
    period: npt.NDArray[np.int32]
    amount: npt.NDArray[np.int64]
    count: npt.NDArray[np.int64]


def sums_of_all(files: list[str], *, first: int, last: int) -> Sums:
    """Every cost centre's sums in the months, both inclusive."""
    return sums_of(files, first=first, last=last) if is_elsewhere() else sums_of_runs(files, first=first, last=last)


def sums_of_runs(files: list[str], *, first: int, last: int) -> Sums:
    """The same, from runs."""
    places, accounts = _Words(), _Words()
    parts = [part for file in files for part in _parts(file, first, last, places, accounts)]
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)] if parts else _no_columns()
    return Sums(places.all(), accounts.all(), *columns)


def sums_of(files: list[str], *, first: int, last: int, cost_centres: Collection[str] | None = None) -> Sums:
    """These cost centres' sums in the months, both inclusive; None: every one's. By SQL: of the files only what may
    hold them is read."""
    asked = sorted(cost_centres or ())
    some = "" if cost_centres is None else f" AND cost_centre IN ({', '.join('?' * len(asked)) or 'NULL'})"
    read = ask(LINES.format(some=some), files=files, parameters=[first, last, *asked])
    place, account = (read.column(name).combine_chunks().dictionary_encode() for name in ("cost_centre", "account"))
    return Sums(
        cost_centres=tuple(place.dictionary.to_pylist()),
        accounts=tuple(account.dictionary.to_pylist()),
        cost_centre=np.asarray(place.indices, dtype=np.int32),
        account=np.asarray(account.indices, dtype=np.int32),
        period=read.column("period").to_numpy(),
        amount=read.column("amount").to_numpy(),
        count=read.column("n").to_numpy(),
    )


class _Words:
    """The words of all dictionaries, each with one number."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def numbers(self, words: list[str]) -> npt.NDArray[np.int32]:
        known = self._numbers
        return np.array([known.setdefault(word, len(known)) for word in words], dtype=np.int32)

    def all(self) -> tuple[str, ...]:
        return tuple(self._numbers)


def _parts(file: str, first: int, last: int, places: _Words, accounts: _Words) -> Iterator[tuple[Any, ...]]:
    with parquet.ParquetFile(file, read_dictionary=["cost_centre", "account"]) as opened:
        for begin in range(0, opened.num_row_groups, ROW_GROUPS):
            groups = range(begin, min(begin + ROW_GROUPS, opened.num_row_groups))
            table = opened.read_row_groups(list(groups), columns=COLUMNS).unify_dictionaries()
            place, account = _codes(table.column("cost_centre"), places), _codes(table.column("account"), accounts)
            period, amount = (table.column(name).to_numpy() for name in ("period", "amount"))
            if period.min() < first or period.max() > last:
                kept = (period >= first) & (period <= last)
                place, account, period, amount = place[kept], account[kept], period[kept], amount[kept]
            if len(period):
                yield _runs(place, account, period, amount)


def _codes(column: pa.ChunkedArray, words: _Words) -> npt.NDArray[np.int32]:
    whole = column.combine_chunks()
    whole = whole if isinstance(whole, pa.DictionaryArray) else whole.chunk(0)
    return words.numbers(whole.dictionary.to_pylist())[np.asarray(whole.indices)]


def _runs(place: Any, account: Any, period: Any, amount: Any) -> tuple[Any, ...]:
    """Lines of one cell that stand together become one."""
    is_new = np.empty(len(period), dtype=bool)
    is_new[0] = True
    is_new[1:] = (place[1:] != place[:-1]) | (account[1:] != account[:-1]) | (period[1:] != period[:-1])
    begins = np.flatnonzero(is_new)
    counts = np.diff(begins, append=len(period))
    return place[begins], account[begins], period[begins], np.add.reduceat(amount, begins), counts


def _no_columns() -> list[npt.NDArray[Any]]:
    kinds = (np.int32, np.int32, np.int32, np.int64, np.int64)
    return [np.empty(0, dtype=kind) for kind in kinds]
