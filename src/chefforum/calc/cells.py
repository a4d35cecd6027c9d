"""What a cell of a file says: dates, numbers, lists and codes as Danish systems and spreadsheets write them; and which
lines stand under which heads."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from chefforum.calc.danish_numbers import danish_number

Cell: TypeAlias = str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta | None

# Excel counts days from here; day 60 is a 29 February 1900 that never was, so dates hold from 1 March 1900.
EXCEL_DAY_ZERO = dt.date(1899, 12, 30)
EXCEL_DAYS = range(61, 2_958_466)
_DATES = (
    re.compile(r"(?P<day>\d{1,2})[-./](?P<month>\d{1,2})[-./](?P<year>\d{4})"),
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?:[T ]00:00(?::00)?)?"),
)


def as_text(cell: Cell) -> str:
    """The cell as a person reads it, on one line: a whole number without decimals, a date as ISO."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    return " ".join(str(cell).split())


def as_date(cell: Cell) -> dt.date | None:
    """The date: 28-01-2026, 28.01.2026, 28/1/2026, 2026-01-28, or the number of a day as Excel counts them.

    None for an empty cell. Raises ValueError where the cell is no date.
    """
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if cell != int(cell) or int(cell) not in EXCEL_DAYS:
            raise ValueError(f"{cell} is no day")
        return EXCEL_DAY_ZERO + dt.timedelta(days=int(cell))
    text = as_text(cell)
    if not text:
        return None
    for pattern in _DATES:
        if match := pattern.fullmatch(text):
            return dt.date(int(match["year"]), int(match["month"]), int(match["day"]))
    raise ValueError(f"{text!r} is no date")


def as_number(cell: Cell) -> Decimal | None:
    """The number: 37,5 and 1.234,5 in text, any number of a spreadsheet.

    None for an empty cell. Raises ValueError where the cell is no number.
    """
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        number = Decimal(str(cell))
        if not number.is_finite():
            raise ValueError(f"{cell} is no number")
        return number
    text = as_text(cell)
    if not text:
        return None
    found = danish_number(text)
    if found is None:
        raise ValueError(f"{text!r} is no number")
    return found.value


def as_list(cell: Cell) -> tuple[str, ...]:
    """Codes with ; or , between them, each once and sorted."""
    return tuple(sorted({part.strip() for part in re.split(r"[;,]", as_text(cell)) if part.strip()}))


class NoHeads(ValueError):
    """No line of the file names the columns that are needed. `found`: the heads of the line that names most of those
    known, none where no line names any; `missing`: what it lacks, and `any_of`: those of which it needs one."""

    def __init__(self, found: Sequence[str] = (), missing: Collection[str] = (), any_of: Collection[str] = ()) -> None:
        super().__init__(f"found {list(found)}")
        self.found, self.missing, self.any_of = tuple(found), tuple(missing), tuple(any_of)


@dataclass(frozen=True)
class LinesUnderHeads:
    """The lines that say something, each with its number in the file (from 1) and its cells by column."""

    lines: tuple[tuple[int, dict[str, Cell]], ...]
    unknown: tuple[str, ...]  # heads that mean no column


def lines_under_heads(
    table: Sequence[Sequence[Cell]], *, heads: Mapping[str, str], needed: Collection[str], any_of: Collection[str] = ()
) -> LinesUnderHeads:
    """The lines below the first that has every column in `needed`, and one in `any_of` where it holds any.

    `heads`: the column that each head means, in lower case. Raises NoHeads.
    """
    named = [[as_text(cell).casefold() for cell in cells] for cells in table]
    place = next((place for place, names in enumerate(named) if _has(names, heads, needed, any_of)), None)
    if place is None:
        raise _no_heads(table, named, heads, needed, any_of)
    names = named[place]
    places = {heads[name]: column for column, name in reversed(list(enumerate(names))) if name in heads}
    lines = []
    for number, row in enumerate(table[place + 1 :], start=place + 2):
        said = {column: row[at] if at < len(row) else None for column, at in places.items()}
        if any(as_text(cell) for cell in said.values()):
            lines.append((number, said))
    unknown = tuple(as_text(table[place][at]) for at, name in enumerate(names) if name and name not in heads)
    return LinesUnderHeads(tuple(lines), unknown)


def _no_heads(
    table: Sequence[Sequence[Cell]],
    named: Sequence[Sequence[str]],
    heads: Mapping[str, str],
    needed: Collection[str],
    any_of: Collection[str],
) -> NoHeads:
    """The line that comes nearest to naming the columns, and what it lacks."""
    known = [{heads[name] for name in names if name in heads} for names in named]
    place = max(range(len(known)), key=lambda place: len(known[place]), default=None)
    if place is None or not known[place]:
        return NoHeads()
    has = known[place]
    lacks = any_of if has.isdisjoint(any_of) else ()
    found = [text for cell in table[place] if (text := as_text(cell))]
    return NoHeads(found, [one for one in needed if one not in has], lacks)


def _has(names: Sequence[str], heads: Mapping[str, str], needed: Collection[str], any_of: Collection[str]) -> bool:
    columns = {heads[name] for name in names if name in heads}
    return set(needed) <= columns and (not any_of or not columns.isdisjoint(any_of))
