"""Rejected lines as a file to mend them in: CSV that spreadsheets open with its letters right, or XLSX."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import xlsxwriter

from ..queries.rejects import RejectedLine

CSV, XLSX = FORMS = ("csv", "xlsx")
HEADS = ("Linje", "Kolonne", "Grund", "Linjen, som den stod")
MOST_IN_A_SHEET = 1_000_000
LONGEST_CELL = 32_767  # a spreadsheet's own limit


def csv_of(lines: Iterable[RejectedLine]) -> Iterator[str]:
    """The file in pieces, a line at a time."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    text.write("\ufeff")
    writer.writerow(HEADS)
    for line in lines:
        # A line that begins like a formula is not to be one in somebody's spreadsheet.
        raw = f"'{line.raw}" if line.raw[:1] in "=+-@\t" else line.raw
        writer.writerow([line.line, line.column, line.reason, raw])
        yield text.getvalue()
        text.seek(0)
        text.truncate()
    yield text.getvalue()


def write_workbook(path: Path, lines: Iterable[RejectedLine]) -> None:
    """A sheet for each million lines. Memory does not grow with them."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    rest = iter(lines)
    with xlsxwriter.Workbook(path, options) as book:
        bold = book.add_format({"bold": True})
        number = 0
        while (part := list(islice(rest, MOST_IN_A_SHEET))) or not number:
            number += 1
            sheet = book.add_worksheet("Afviste linjer" if number == 1 else f"Afviste linjer {number}")
            sheet.set_column(1, 1, 18)
            sheet.set_column(2, 3, 60)
            sheet.freeze_panes(1, 0)
            sheet.write_row(0, 0, HEADS, bold)
            for place, line in enumerate(part, 1):
                sheet.write_number(place, 0, line.line)
                for column, words in enumerate((line.column, line.reason, line.raw[:LONGEST_CELL]), 1):
                    sheet.write_string(place, column, words)


def write_rejects(path: Path, lines: Iterable[RejectedLine]) -> None:
    """By the ending of the path's name: XLSX where it says so, else CSV."""
    if path.suffix.lower() == f".{XLSX}":
        write_workbook(path, lines)
        return
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(csv_of(lines))
