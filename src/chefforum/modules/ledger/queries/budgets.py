"""The budget, line by line and by what it consists of."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
import numpy.typing as npt

from chefforum.kernel.access.rules import Actor

from ..access import reads_whole, visible_units
from ..lake.engine import cursor
from ..rules.unit_codes import UnitCodes
from ..rules.words import BudgetKind, Table
from .cube import UNMAPPED, units_of_codes
from .reading import files_of, unit_codes

KINDS = tuple(BudgetKind)
WHOLE_YEAR = 0


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
    codes, files = unit_codes(), files_of(Table.BUDGETS, first=year * 100 + 1, last=year * 100 + 12)
    only = None if wanted is None or takes_unmapped else codes.codes_of(wanted)
    if not files or (only is not None and not only):
        return _no_lines(year)
    return _folded(_scan(files, year, only), year, codes, wanted=wanted, as_of=as_of, takes_unmapped=takes_unmapped)


def _folded(
    table: Any,
    year: int,
    codes: UnitCodes,
    *,
    wanted: frozenset[UUID] | None,
    as_of: int | None,
    takes_unmapped: bool,
) -> BudgetLines:
    places, place_of = _words(table, "cost_centre")
    accounts, account_of = _words(table, "account")
    kinds, kind_of = _words(table, "kind")
    month = table.column("month").to_numpy()
    periods = [year * 100 + (number or 12) for number in range(13)]
    units, of_code = units_of_codes(places, periods, codes, wanted, as_of)
    unit_of = of_code[place_of, month].astype(np.int64)
    kept = (unit_of >= 0) | (takes_unmapped & (unit_of == UNMAPPED))
    in_order = sorted(accounts)
    rank = {code: number for number, code in enumerate(in_order)}
    account_rank = np.array([rank[code] for code in accounts], dtype=np.int64)
    keys = (unit_of[kept] + 1) * len(accounts) + account_rank[account_of[kept]]
    lines, line_of = np.unique(keys, return_inverse=True)
    amounts = np.zeros((len(lines), len(KINDS), 13), dtype=np.int64)
    kind_rank = np.array([KINDS.index(BudgetKind(kind)) for kind in kinds], dtype=np.int64)
    np.add.at(amounts, (line_of, kind_rank[kind_of[kept]], month[kept]), table.column("amount").to_numpy()[kept])
    return BudgetLines(
        year=year,
        units=units,
        accounts=tuple(in_order),
        unit_of=(lines // max(1, len(accounts)) - 1).astype(np.int32),
        account_of=(lines % max(1, len(accounts))).astype(np.int32),
        amounts=amounts,
    )


def _scan(files: list[str], year: int, cost_centres: Collection[str] | None) -> Any:
    """The year's sums, of these cost centres alone where they are few; `month` is 0 for the whole year."""
    connection = cursor()
    some = "" if cost_centres is None else f" AND cost_centre IN ({', '.join('?' * len(cost_centres))})"
    try:
        return connection.sql(
            "SELECT cost_centre, account, kind, CAST(coalesce(period % 100, 0) AS INTEGER) AS month, "
            f"CAST(sum(amount) AS BIGINT) AS amount FROM read_parquet(?) WHERE year = ?{some} GROUP BY ALL",
            params=[files, year, *sorted(cost_centres or ())],
        ).to_arrow_table()
    finally:
        connection.close()


def _words(table: Any, name: str) -> tuple[list[str], npt.NDArray[np.int64]]:
    column = table.column(name).combine_chunks().dictionary_encode()
    return column.dictionary.to_pylist(), np.asarray(column.indices, dtype=np.int64)


def _no_lines(year: int) -> BudgetLines:
    none = np.empty(0, dtype=np.int32)
    return BudgetLines(year, (), (), none, none, np.empty((0, len(KINDS), 13), np.int64))
