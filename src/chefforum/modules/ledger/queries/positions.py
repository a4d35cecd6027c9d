"""Positions and absence as they were loaded, for the forecast of fixed pay."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from functools import lru_cache
from uuid import UUID

import pyarrow as pa
import pyarrow.compute as pc

from chefforum.calc.periods import period_of
from chefforum.kernel.access.rules import Actor

from ..access import visible_units
from ..lake.engine import cursor
from ..lake.tables import SHAPES
from ..rules.words import Table
from .reading import files_of, unit_codes

MOST_ASKED = 500  # positions whose absence is asked for alone; of more, all is read sooner


def positions_of(
    *,
    actor: Actor | None,
    first: dt.date,
    last: dt.date,
    units: Collection[UUID] | None = None,
    as_of: int | None = None,
) -> pa.Table:
    """Positions that hold on some day from `first` to `last` (both inclusive), of the units that the actor may see.

    The columns of the lake's `positions` and `unit` (the unit's id as text; null where the code maps to none, which
    only the house itself is given). A position belongs to the unit that has its code in `as_of`, or in the month of
    `last`.
    """
    seen = visible_units(actor)
    wanted = seen if units is None else (frozenset(units) if seen is None else frozenset(units) & seen)
    codes, month = unit_codes(wanted), as_of or period_of(last)
    table = _holding(Table.POSITIONS, first, last, only=None if wanted is None else codes.codes_of(wanted))
    by_code = {code: codes.unit_of(code, month) for code in set(table.column("cost_centre").to_pylist())}
    of_rows = [by_code[code] for code in table.column("cost_centre").to_pylist()]
    table = table.append_column("unit", pa.array([str(unit) if unit else None for unit in of_rows], pa.string()))
    if wanted is None and actor is None:
        return table
    seen_here = [unit is not None and (wanted is None or unit in wanted) for unit in of_rows]
    return table.filter(pa.array(seen_here, pa.bool_()))


def absences_of(*, position_ids: Collection[str], first: dt.date, last: dt.date) -> pa.Table:
    """Absence of these positions (which the caller was given by `positions_of`) on some day from `first` to `last`."""
    table = _holding(Table.ABSENCES, first, last)
    return table.filter(_among(table, "position_id", position_ids))


def _holding(table: Table, first: dt.date, last: dt.date, *, only: Collection[str] | None = None) -> pa.Table:
    """Rows that hold on some day of these; of these cost centres only, or of all. What ends before it begins holds on
    no day."""
    rows = _all_of(table, tuple(files_of(table)))
    begins, ends = rows.column("valid_from"), rows.column("valid_to")
    goes_on = pc.and_(pc.greater(ends, pa.scalar(first)), pc.greater(ends, begins))
    held = pc.and_(pc.less_equal(begins, pa.scalar(last)), pc.fill_null(goes_on, True))  # no end: it goes on
    if only is not None:
        held = pc.and_(held, _among(rows, "cost_centre", only))
    return rows.filter(held)


def _among(table: pa.Table, column: str, words: Collection[str]) -> pa.ChunkedArray:
    return pc.is_in(table.column(column), value_set=pa.array(sorted(words), pa.string()))


@lru_cache(maxsize=4)
def _all_of(table: Table, files: tuple[str, ...]) -> pa.Table:
    """Every row of these files, which never change: some ten thousand, kept because each page of a workplace asks."""
    shape = SHAPES[table]
    nothing = ", ".join(f'CAST(NULL AS {kind}) AS "{name}"' for name, kind in shape.stored)
    columns = ", ".join(f'CAST("{name}" AS {kind}) AS "{name}"' for name, kind in shape.stored)
    connection = cursor()
    try:
        if not files:
            return connection.sql(f"SELECT {nothing} WHERE false").to_arrow_table()
        # Files that were loaded before a column was thought of lack it: to them it is null.
        connection.execute(f"CREATE OR REPLACE TEMP TABLE nothing AS SELECT {nothing} WHERE false")
        return connection.sql(
            f"SELECT {columns} FROM (FROM nothing UNION ALL BY NAME FROM read_parquet(?, union_by_name = true)) "
            f"ORDER BY {', '.join(shape.sorted_by)}",
            params=[list(files)],
        ).to_arrow_table()
    finally:
        connection.close()
