"""A file as tables of cells, and tables as a file: what a CSV or a spreadsheet holds, whatever it is about."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence

import xlsxwriter
from python_calamine import CalamineError, CalamineWorkbook

from chefforum.calc.cells import Cell, NoHeads

from .registry import UnreadableFile

ZIP_BEGINS = b"PK\x03\x04"
MOST_UNPACKED_BYTES = 200 * 1024 * 1024


def tables_of(content: bytes) -> list[list[list[Cell]]]:
    """The sheets of an XLSX that hold something, or a CSV as one; at least one.

    CSV is UTF-8, UTF-16 with mark, or Windows-1252, parted by semicolon, comma or tab. Raises UnreadableFile.
    """
    if not content.strip():
        raise UnreadableFile("Filen er tom.")
    if not content.startswith(ZIP_BEGINS):
        return [_csv_table(content)]
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > MOST_UNPACKED_BYTES:
                raise UnreadableFile("Regnearket er for stort, når det pakkes ud. Gem kun det ark, der skal bruges.")
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names]
    except (CalamineError, zipfile.BadZipFile) as error:
        raise UnreadableFile("Regnearket kan ikke læses. Gem det igen som XLSX eller CSV.") from error
    if not any(sheets):
        raise UnreadableFile("Regnearket er tomt.")
    return [[list(row) for row in sheet] for sheet in sheets if sheet]


MOST_HEADS_TOLD, LONGEST_HEAD = 12, 40


def no_columns(missing: NoHeads, *, columns: Mapping[str, str], must: str) -> UnreadableFile:
    """Which columns the file has, which it lacks and what to do. `columns`: their names as a file has them; `must`: the
    least that it needs, in words."""
    if not missing.found:
        return UnreadableFile(
            f"Filen har ingen linje med kolonnernes navne. Den skal mindst have {must}. Skriv navnene i den første "
            "linje, og indlæs filen igen."
        )
    lacks = [columns[one] for one in missing.missing]
    if missing.any_of:
        lacks.append(" eller ".join(columns[one] for one in missing.any_of))
    found = ", ".join(head[:LONGEST_HEAD] for head in missing.found[:MOST_HEADS_TOLD])
    more = " med flere" if len(missing.found) > MOST_HEADS_TOLD else ""
    what = ("Kolonnen " if len(lacks) == 1 else "Kolonnerne ") + ", ".join(f"“{one}”" for one in lacks)
    return UnreadableFile(
        f"{what} mangler. Filen har kolonnerne {found}{more}. Ret navnene i linjen med kolonnernes navne, eller "
        "tilføj det, der mangler, og indlæs filen igen."
    )


def _csv_table(content: bytes) -> list[list[Cell]]:
    text = _decoded(content)
    if "\x00" in text:
        raise UnreadableFile("Filen er ikke tekst. Gem den som CSV eller XLSX, og prøv igen.")
    head = next((line for line in text.splitlines() if line.strip()), "")
    try:
        return [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=max(";\t,", key=head.count))]
    except csv.Error as error:
        raise UnreadableFile("Filen kan ikke læses som CSV. Gem den igen fra regnearket.") from error


def _decoded(content: bytes) -> str:
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def csv_of(table: Sequence[Sequence[str]]) -> bytes:
    """A CSV that spreadsheets open with its letters right, and that comes in again as it went out."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows(table)
    return text.getvalue().encode("utf-8-sig")


def workbook_of(name: str, table: Sequence[Sequence[str]]) -> bytes:
    """An XLSX of one sheet, the heads in bold; every cell is text, so that 03* and 0165 stay what they are."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        bold, page = book.add_format({"bold": True}), book.add_worksheet(name)
        for place, row in enumerate(table):
            for column, cell in enumerate(row):
                page.write_string(place, column, cell, bold if place == 0 else None)
        page.set_column(0, max((len(row) for row in table), default=1) - 1, 18)
        page.freeze_panes(1, 0)
    return written.getvalue()
