"""Spreadsheets: the first sheet with heads; others are told of. The line's number is the sheet's own row number."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
from python_calamine import CalamineError, CalamineWorkbook

from .batches import LOOK_AT, TYPED, Batch, Findings, UnreadableSource, head_line, unique_heads

ROWS = 20_000
MOST_UNPACKED_BYTES = 2 << 30


class WorkbookSource:
    """An XLSX file; raises UnreadableSource where it cannot be opened or has no heads."""

    def __init__(self, path: Path, *, known: Sequence[str] = ()) -> None:
        self.path = path
        sheets = _filled_sheets(path)
        chosen, self.skipped = _chosen(sheets, known)
        self.sheet = chosen.cells
        self.heads = unique_heads(chosen.first[self.skipped])
        self.findings = Findings(encoding="XLSX", delimiter="", sentences=_other_sheets(chosen, sheets))

    def batches(self, wanted: Sequence[int]) -> Iterator[tuple[Batch, float]]:
        self.findings.lines_empty = 0
        total = max((self.sheet.end or (0, 0))[0] + 1, 1)
        rows: list[tuple[int, list[Any]]] = []
        for number, row in enumerate(self.sheet.iter_rows(), start=1):
            if number <= self.skipped + 1:
                continue
            if all(cell == "" for cell in row):
                self.findings.lines_empty += 1
                continue
            rows.append((number, row))
            if len(rows) == ROWS:
                yield _batch(rows, wanted), number / total
                rows = []
        if rows:
            yield _batch(rows, wanted), 1.0


@dataclass(frozen=True)
class _Sheet:
    name: str
    cells: Any  # the reader's own sheet
    first: list[list[str]]


def _filled_sheets(path: Path) -> list[_Sheet]:
    """The sheets with something on them, at least one. Raises UnreadableSource."""
    try:
        with zipfile.ZipFile(path) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > MOST_UNPACKED_BYTES:
                raise UnreadableSource("Regnearket er for stort, når det pakkes ud. Gem det som CSV.")
        book = CalamineWorkbook.from_path(str(path))
        filled = []
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            first = [[text_of(cell) for cell in row] for row, _ in zip(sheet.iter_rows(), range(LOOK_AT), strict=False)]
            if any(any(row) for row in first):
                filled.append(_Sheet(name, sheet, first))
    except (CalamineError, zipfile.BadZipFile, OSError) as error:
        raise UnreadableSource(
            "Regnearket kan ikke læses; det er måske klippet over. Gem det igen som XLSX."
        ) from error
    if not filled:
        raise UnreadableSource("Regnearket er tomt. Vælg et med overskrifter og linjer.")
    return filled


def _chosen(sheets: Sequence[_Sheet], known: Sequence[str]) -> tuple[_Sheet, int]:
    """The first sheet with all known heads, else the first with heads, and the row that they are on. Raises
    UnreadableSource where none has any."""
    with_heads = [(sheet, at) for sheet in sheets if (at := _head_row(sheet, known)) is not None]
    if not with_heads:
        return sheets[0], head_line(sheets[0].first, known)  # says why
    fitting = (one for one in with_heads if {*known} <= {cell.strip() for cell in one[0].first[one[1]]})
    return next(fitting, with_heads[0])


def _head_row(sheet: _Sheet, known: Sequence[str]) -> int | None:
    try:
        return head_line(sheet.first, known)
    except UnreadableSource:
        return None


def _other_sheets(read: _Sheet, sheets: Sequence[_Sheet]) -> list[str]:
    """That sheets beside the one that is read are not, in a sentence; nothing where there are none."""
    others = ", ".join(f"“{one.name}”" for one in sheets if one is not read)
    if not others:
        return []
    return [
        f"Regnearket har {len(sheets)} ark. “{read.name}” er læst. Ikke læst: {others}. Skal mere med, så gem hvert "
        "ark som en fil for sig."
    ]


def _batch(rows: Sequence[tuple[int, list[Any]]], wanted: Sequence[int]) -> Batch:
    columns = {"line": pa.array([number for number, _ in rows], pa.int32())}
    for column in wanted:
        cells = [marked(row[column]) if column < len(row) else "" for _, row in rows]
        columns[f"c{column}"] = pa.array(cells, pa.string())
    by_line = dict(rows)

    def raw_of(lines: Sequence[int]) -> list[str]:
        return [";".join(text_of(cell) for cell in by_line[line]) for line in lines]

    return Batch(pa.table(columns), (), raw_of)


def marked(cell: Any) -> str:
    """The cell's text; what is a number or a date in the sheet is marked as such and written without a local form."""
    if isinstance(cell, str):
        return cell.replace(TYPED, "")
    return f"{TYPED}{text_of(cell)}"


def text_of(cell: Any) -> str:
    """A number with the fifteen digits that a spreadsheet holds, a date as year, month and day."""
    if isinstance(cell, bool):
        return str(int(cell))
    if isinstance(cell, float):
        return format(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else format(cell, ".15g")
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, dt.date | dt.time) else str(cell)
