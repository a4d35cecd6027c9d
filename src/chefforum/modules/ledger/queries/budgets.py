"""The budget, line by line and by what it consists of."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

import numpy as np
import numpy.typing as npt

from chefforum.kernel.access.rules import Actor

from ..access import reads_whole, visible_units
from ..lake.engine import cursor
from ..rules.words import BudgetKind, Table
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
    found: dict[tuple[UUID | None, str], npt.NDArray[np.int64]] = {}
    for code, account, kind, period, amount in _scan(files, year):
        unit = codes.unit_of(code, as_of or period or year * 100 + 12)
        if unit is None and not takes_unmapped:
            continue
        if unit is not None and wanted is not None and unit not in wanted:
            continue
        cells = found.setdefault((unit, account), np.zeros((len(KINDS), 13), dtype=np.int64))
        cells[KINDS.index(BudgetKind(kind)), period % 100 if period else WHOLE_YEAR] += amount
    return _lines(year, found)


def _scan(files: list[str], year: int) -> list[tuple[str, str, str, int | None, int]]:
    if not files:
        return []
    connection = cursor()
    try:
        rows: list[tuple[str, str, str, int | None, int]] = connection.execute(
            "SELECT cost_centre, account, kind, period, CAST(sum(amount) AS BIGINT) FROM read_parquet(?) "
            "WHERE year = ? GROUP BY ALL",
            [files, year],
        ).fetchall()
    finally:
        connection.close()
    return rows


def _lines(year: int, found: dict[tuple[UUID | None, str], npt.NDArray[np.int64]]) -> BudgetLines:
    units = tuple(sorted({unit for unit, _ in found if unit is not None}, key=str))
    accounts = tuple(sorted({account for _, account in found}))
    unit_number = {unit: number for number, unit in enumerate(units)}
    account_number = {account: number for number, account in enumerate(accounts)}
    keys = sorted(found, key=lambda key: (unit_number.get(key[0], -1) if key[0] else -1, account_number[key[1]]))
    return BudgetLines(
        year=year,
        units=units,
        accounts=accounts,
        unit_of=np.array([unit_number[unit] if unit else -1 for unit, _ in keys], dtype=np.int32),
        account_of=np.array([account_number[account] for _, account in keys], dtype=np.int32),
        amounts=np.stack([found[key] for key in keys]) if keys else np.empty((0, len(KINDS), 13), np.int64),
    )
