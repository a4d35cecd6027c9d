"""Unit × account × month: the sums that forecasts and pages are made from, straight from the files in one scan."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
import numpy.typing as npt

from chefforum.calc.periods import MONTHS, months_between
from chefforum.kernel.access.rules import Actor

from ..access import reads_whole, visible_units
from ..lake.summing import Sums, sums_of, sums_of_all
from ..rules.unit_codes import UnitCodes
from ..rules.words import Table
from .folding import UNMAPPED, distinct, units_of_codes
from .reading import files_of, unit_codes


@dataclass(frozen=True)
class Cube:
    """`amounts[line, month]` in øre (int64), `counts[line, month]` how many postings: nought means that there was
    nothing,
    which is not the same as a sum of nought.

    Line i is `units[unit_of[i]]` × `accounts[account_of[i]]`; a unit_of of -1 is what maps to no unit. Lines are sorted
    by unit and account as they stand in `units` and `accounts`.
    """

    units: tuple[UUID, ...]
    accounts: tuple[str, ...]
    periods: tuple[int, ...]
    unit_of: npt.NDArray[np.int32]
    account_of: npt.NDArray[np.int32]
    amounts: npt.NDArray[np.int64]
    counts: npt.NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.unit_of)

    @property
    def total(self) -> int:
        """All of it, in øre."""
        return int(self.amounts.sum())

    def lines_of(self, unit_id: UUID) -> npt.NDArray[np.intp]:
        """The numbers of the unit's own lines."""
        if unit_id not in self.units:
            return np.empty(0, dtype=np.intp)
        return np.flatnonzero(self.unit_of == self.units.index(unit_id))


def cube(
    *,
    actor: Actor | None,
    first: int,
    last: int,
    units: Collection[UUID] | None = None,
    as_of: int | None = None,
    with_unmapped: bool = False,
) -> Cube:
    """The sums of the months from `first` to `last` (yyyymm, both inclusive) that the actor may see.

    `actor` None: the house itself. `units` None: every unit that the actor sees; units of others are left out, not
    refused.
    `as_of`: every month's codes are read as they were in this month (today's organisation, looking back); None: each
    month by its own. `with_unmapped` adds what maps to no unit, for those who read the whole. Three queries, or four,
    and one scan.
    """
    seen = visible_units(actor)
    wanted = seen if units is None else (frozenset(units) if seen is None else frozenset(units) & seen)
    takes_unmapped = with_unmapped and units is None and reads_whole(actor)
    codes = unit_codes(None if takes_unmapped else wanted)
    files = files_of(Table.POSTINGS, first=first, last=last)
    periods = months_between(first, last)
    only = None if wanted is None or takes_unmapped else codes.codes_of(wanted)
    if not files or not periods or (only is not None and not only):
        return empty_cube(periods)
    if only is None:
        sums = sums_of_all(files, first=first, last=last)
    else:
        sums = sums_of(files, first=first, last=last, cost_centres=only)
    return _folded(sums, periods, codes, wanted=wanted, as_of=as_of, takes_unmapped=takes_unmapped)


def months_of_unit(*, actor: Actor | None, unit_id: UUID, first: int, last: int, as_of: int | None = None) -> Cube:
    """One unit's own lines; of the files only what holds its codes is read."""
    return cube(actor=actor, first=first, last=last, units=[unit_id], as_of=as_of)


def empty_cube(periods: tuple[int, ...]) -> Cube:
    none, shape = np.empty(0, dtype=np.int32), (0, len(periods))
    return Cube((), (), periods, none, none, np.empty(shape, np.int64), np.empty(shape, np.int32))


def _folded(
    sums: Sums,
    periods: tuple[int, ...],
    codes: UnitCodes,
    *,
    wanted: frozenset[UUID] | None,
    as_of: int | None,
    takes_unmapped: bool,
) -> Cube:
    first = periods[0]
    month = (sums.period // 100 - first // 100) * MONTHS + sums.period % 100 - first % 100
    units, unit_of_code = units_of_codes(sums.cost_centres, periods, codes, wanted, as_of)
    unit = unit_of_code[sums.cost_centre, month]
    account, amount, count = sums.account.astype(np.int64), sums.amount, sums.count
    kept = (unit >= 0) | (takes_unmapped & (unit == UNMAPPED))
    if not kept.all():
        unit, account, month, amount, count = (column[kept] for column in (unit, account, month, amount, count))
    # The files' words are more than those that the months hold, and than those that the actor may know of.
    accounts, rank = _used(account, sums.accounts)
    account = rank[account]
    units, rank = _used(unit[unit >= 0], units)
    unit = np.where(unit >= 0, rank[unit], unit) if units else unit
    keys = (unit.astype(np.int64) + 1) * len(accounts) + account
    lines, line_of = distinct(keys, (len(units) + 1) * len(accounts))
    cells = line_of * len(periods) + month
    amounts = np.zeros(len(lines) * len(periods), dtype=np.int64)
    counts = np.zeros(len(lines) * len(periods), dtype=np.int64)
    np.add.at(amounts, cells, amount)
    np.add.at(counts, cells, count)
    return Cube(
        units=units,
        accounts=accounts,
        periods=periods,
        unit_of=(lines // len(accounts) - 1).astype(np.int32),
        account_of=(lines % len(accounts)).astype(np.int32),
        amounts=amounts.reshape(len(lines), len(periods)),
        counts=counts.reshape(len(lines), len(periods)).astype(np.int32),
    )


def _used(numbers: npt.NDArray[Any], words: tuple[Any, ...]) -> tuple[tuple[Any, ...], npt.NDArray[np.int64]]:
    """Those of the words that are numbered, in order, and for each word its place among them."""
    is_used = np.zeros(len(words), dtype=bool)
    is_used[numbers] = True
    there = sorted(np.flatnonzero(is_used).tolist(), key=lambda number: str(words[number]))
    places = np.zeros(len(words), dtype=np.int64)
    places[there] = np.arange(len(there))
    return tuple(words[number] for number in there), places
