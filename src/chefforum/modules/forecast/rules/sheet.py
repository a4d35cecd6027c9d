"""The leader's sheet as a spreadsheet: where things stand in it, and what is wrong with it cell by cell. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from uuid import UUID

from chefforum.calc.cells import Cell

from .entries import DECIMALS, MONTHS, MOST, NotANumber, read_cell

UNIT_CELL, YEAR_CELL = (0, 1), (1, 1)
HEAD_ROW = 4
ID, CATEGORY, TEXT, RATE, COMMENT, FIRST_MONTH = range(6)
HEADS = ("Id (ret ikke)", "Kategori", "Hvad", "Sats i kr.", "Bemærkning")
TOTAL = FIRST_MONTH + len(MONTHS)
MOST_ROWS = 1000


class NotASheet(ValueError):
    """The file is not a sheet from here; the message tells the person what to do."""


@dataclass(frozen=True)
class SheetProblem:
    """What is wrong in a cell ("F7"); `line` counts from 1."""

    line: int
    cell: str
    text: str

    def __str__(self) -> str:
        return f"Celle {self.cell}: {self.text}"


@dataclass(frozen=True)
class SheetLine:
    """A row: `entry_id` is None where it is new. `values` holds None for an empty month."""

    line: int
    entry_id: UUID | None
    category: str
    text: str
    rate: Decimal | None
    comment: str
    values: tuple[Decimal | None, ...]
    wrong: frozenset[int] = frozenset()  # columns that could not be read, and are left as they are


@dataclass(frozen=True)
class ReadSheet:
    unit_code: str
    year: int
    lines: tuple[SheetLine, ...]
    problems: tuple[SheetProblem, ...] = field(default=())


def cell_name(row: int, column: int) -> str:
    """The name that a spreadsheet gives the cell; both from nought.

    >>> cell_name(6, 5)
    'F7'
    """
    return f"{chr(ord('A') + column)}{row + 1}"


def read_sheet(table: Sequence[Sequence[Cell]]) -> ReadSheet:
    """What somebody filled in. Raises NotASheet."""
    unit_code, year = _plain(_at(table, *UNIT_CELL)), _plain(_at(table, *YEAR_CELL))
    heads = [_plain(_at(table, HEAD_ROW, column)) for column in range(len(HEADS))]
    if not unit_code or not year.isdigit() or heads != list(HEADS):
        raise NotASheet(
            "Det er ikke et ark herfra. Hent arket til Excel på siden med dine poster, udfyld det, og indlæs det igen."
        )
    if len(table) > MOST_ROWS:
        raise NotASheet(f"Arket har flere end {MOST_ROWS} rækker. Slet dem, der ikke er i brug.")
    lines: list[SheetLine] = []
    problems: list[SheetProblem] = []
    seen: set[UUID] = set()
    for row in range(HEAD_ROW + 1, len(table)):
        if not any(_plain(_at(table, row, column)) for column in range(TOTAL)):
            continue
        line = _line(table, row, problems)
        if line is not None and line.entry_id is not None and line.entry_id in seen:
            problems.append(SheetProblem(row + 1, cell_name(row, ID), "Rækken står to gange. Den første er brugt."))
        elif line is not None:
            lines.append(line)
            seen |= {line.entry_id} if line.entry_id else set()
    return ReadSheet(unit_code, int(year), tuple(lines), tuple(problems))


def _line(table: Sequence[Sequence[Cell]], row: int, problems: list[SheetProblem]) -> SheetLine | None:
    written_id = _plain(_at(table, row, ID))
    try:
        entry_id = UUID(written_id) if written_id else None
    except ValueError:
        problems.append(
            SheetProblem(row + 1, cell_name(row, ID), "Id er ændret, så rækken er sprunget over. Hent et nyt ark.")
        )
        return None
    wrong: set[int] = set()
    numbers: dict[int, Decimal | None] = {}
    for column in (RATE, *range(FIRST_MONTH, TOTAL)):
        try:
            numbers[column] = number_in(_at(table, row, column))
        except NotANumber as problem:
            problems.append(SheetProblem(row + 1, cell_name(row, column), str(problem)))
            numbers[column] = None
            wrong.add(column)
    if numbers[RATE] is not None and numbers[RATE] < 0:  # type: ignore[operator]
        problems.append(SheetProblem(row + 1, cell_name(row, RATE), "Satsen kan ikke være negativ."))
        wrong.add(RATE)
    return SheetLine(
        line=row + 1,
        entry_id=entry_id,
        category=_plain(_at(table, row, CATEGORY)),
        text=_plain(_at(table, row, TEXT))[:200],
        rate=numbers[RATE],
        comment=str(_at(table, row, COMMENT) or "").strip(),
        values=tuple(numbers[column] for column in range(FIRST_MONTH, TOTAL)),
        wrong=frozenset(wrong),
    )


def number_in(cell: Cell) -> Decimal | None:
    """A spreadsheet's number, or one that is written as text the Danish way. Raises NotANumber."""
    if isinstance(cell, bool | dt.date | dt.time | dt.timedelta):
        raise NotANumber(f"“{cell}” er ikke et tal. Skriv fx 40 eller 1.234,50.")
    if not isinstance(cell, int | float):
        return read_cell(str(cell or ""))
    try:
        value = Decimal(str(cell)).quantize(Decimal(1).scaleb(-DECIMALS))
    except InvalidOperation:
        raise NotANumber(f"“{cell}” er for stort.") from None
    if value != Decimal(str(cell)) and abs(Decimal(str(cell)) - value) > Decimal("1e-9"):
        raise NotANumber(f"“{str(cell)[:30].replace('.', ',')}” har for mange decimaler. Skriv højst to.")
    if abs(value) > MOST:
        raise NotANumber(f"“{cell}” er for stort.")
    return value


def _at(table: Sequence[Sequence[Cell]], row: int, column: int) -> Cell:
    return table[row][column] if row < len(table) and column < len(table[row]) else None


def _plain(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return " ".join(str(cell).split()) if cell is not None else ""
