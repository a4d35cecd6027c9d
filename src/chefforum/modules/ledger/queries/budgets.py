"""The budget, line by line and by what it consists of."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from chefforum.calc.periods import months_between
from chefforum.kernel.access.rules import Actor

from ..access import reads_whole, visible_units
from ..lake.engine import cursor
from ..rules.words import BudgetKind, Table
from .folding import UNMAPPED, distinct, units_of_codes
from .reading import files_of, unit_codes

KINDS = tuple(BudgetKind)
MONTHS_AND_YEAR = range(13)  # 0: the whole year


@dataclass(frozen=True)
class BudgetLines:
    """A year's budget in øre: `amounts[line, kind, month]`, kinds as in `KINDS`, month 0 what is given for the whole
    year
    without month, 1 to 12 the months. The corrected budget is the sum of the kinds.

    Line i is `units[unit_of[i]]` × `accounts[account_of[i]]`; a unit_of of -1 maps to no unit. Lines without any budget
    are not there: missing is not nought.
    """

    year: int
    units: tuple[UUID, ...]
    accounts: tuple[str, ...]
    unit_of: npt.NDArray[np.int32]
    account_of: npt.NDArray[np.int32]
    amounts: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.unit_of)

    @property
    def corrected(self) -> npt.NDArray[np.int64]:
        """Each line's corrected budget of the year."""
        return np.asarray(self.amounts.sum(axis=(1, 2)), dtype=np.int64)

    @property
    def original(self) -> npt.NDArray[np.int64]:
        return np.asarray(self.amounts[:, KINDS.index(BudgetKind.ORIGINAL)].sum(axis=1), dtype=np.int64)


def budget_of(
    *,
    actor: Actor | None,
    year: int,
    units: Collection[UUID] | None = None,
    as_of: int | None = None,
    with_unmapped: bool = False,
) -> BudgetLines:
    """The year's budget of the units that the actor may see. A budget of a whole year belongs to who has the code in
    December, or in `as_of`. Three queries and one scan."""
    seen = visible_units(actor)
    wanted = seen if units is None else (frozenset(units) if seen is None else frozenset(units) & seen)
    takes_unmapped = with_unmapped and units is None and reads_whole(actor)
    files = files_of(Table.BUDGETS, first=year * 100 + 1, last=year * 100 + 12)
    codes = unit_codes(None if takes_unmapped else wanted)
    read = _scan(files, year, None if wanted is None or takes_unmapped else codes.codes_of(wanted))
    if not len(read):
        return _lines(year, (), (), read=None)
    periods = (year * 100 + 12, *months_between(year * 100 + 1, year * 100 + 12))
    places, account_codes = (
        read.column(name).combine_chunks().dictionary_encode() for name in ("cost_centre", "account")
    )
    words = tuple(places.dictionary.to_pylist())
    found, unit_of_code = units_of_codes(words, periods, codes, wanted, as_of)
    month = read.column("month").to_numpy()
    unit = unit_of_code[np.asarray(places.indices), month]
    kept = (unit >= 0) | (takes_unmapped & (unit == UNMAPPED))
    accounts = tuple(sorted(account_codes.dictionary.to_pylist()))
    rank = {code: number for number, code in enumerate(accounts)}
    account = np.array([rank[code] for code in account_codes.dictionary.to_pylist()], dtype=np.int64)
    columns = (unit, account[np.asarray(account_codes.indices)], read.column("kind").to_numpy(), month)
    amount = read.column("amount").to_numpy()
    return _lines(year, found, accounts, read=(*(column[kept] for column in columns), amount[kept]))


def _scan(files: list[str], year: int, only: Collection[str] | None) -> pa.Table:
    """Sums by code, account, kind (its place among `KINDS`) and month (0: without); of these codes only, or of all."""
    some = "" if only is None else f" AND cost_centre IN ({', '.join('?' * len(only)) or 'NULL'})"
    kinds = " ".join(f"WHEN '{kind.value}' THEN {place}" for place, kind in enumerate(KINDS))
    empty = "SELECT NULL AS cost_centre, NULL AS account, NULL AS kind, NULL AS month, NULL AS amount WHERE false"
    connection = cursor()
    try:
        if not files:
            return connection.sql(empty).to_arrow_table()
        return connection.sql(
            f"SELECT cost_centre, account, CAST(CASE kind {kinds} END AS INTEGER) AS kind, "
            "CAST(coalesce(period % 100, 0) AS INTEGER) AS month, CAST(sum(amount) AS BIGINT) AS amount "
            f"FROM read_parquet(?) WHERE year = ?{some} GROUP BY ALL",
            params=[files, year, *sorted(only or ())],
        ).to_arrow_table()
    finally:
        connection.close()


def _lines(
    year: int, units: tuple[UUID, ...], accounts: tuple[str, ...], *, read: tuple[Any, ...] | None
) -> BudgetLines:
    """`read` are unit, account, kind, month and amount as columns."""
    none, width = np.empty(0, dtype=np.int64), len(KINDS) * len(MONTHS_AND_YEAR)
    unit, account, kind, month, amount = read if read is not None else (none,) * 5
    keys = (unit.astype(np.int64) + 1) * len(accounts) + account
    lines, line_of = distinct(keys, (len(units) + 1) * max(len(accounts), 1))
    amounts = np.zeros(len(lines) * width, dtype=np.int64)
    np.add.at(amounts, line_of * width + kind * len(MONTHS_AND_YEAR) + month, amount)
    return BudgetLines(
        year=year,
        units=units,
        accounts=accounts,
        unit_of=(lines // max(len(accounts), 1) - 1).astype(np.int32),
        account_of=(lines % max(len(accounts), 1)).astype(np.int32),
        amounts=amounts.reshape(len(lines), len(KINDS), len(MONTHS_AND_YEAR)),
    )
