"""Tables as XLSX to go on calculating: a sheet for each table, with real numbers where the text is a Danish number."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

from chefforum.calc.blocks import Heading, List, Table
from chefforum.calc.danish_numbers import DanishNumber, danish_number
from chefforum.kernel.documents.rendering.characters import for_xml
from chefforum.kernel.documents.rendering.column_widths import column_letters
from chefforum.kernel.documents.rendering.document import Document, Element, Figure, Section, with_texts
from chefforum.web.blocks import cell_text

_MOST_LETTERS, _MOST_ROWS, _MOST_COLUMNS = 32_767, 1_048_576, 16_384  # limits of the format
_EXACT_DIGITS = 15  # a spreadsheet's numbers are binary, and the sixteenth digit would change
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_NAME_LENGTH = 31
_FRONT = "Oplysninger"


class NoTableError(ValueError):
    """The document has no table, so a spreadsheet would be empty."""


class TooLargeForSpreadsheetError(ValueError):
    """A table or a text is larger than the format can hold; nothing was saved."""


@dataclass(frozen=True)
class _Sheet:
    name: str
    table: Table
    note: str = ""


def to_xlsx(document: Document) -> bytes:
    """The document's tables as a workbook; the same document gives the same bytes.

    The first sheet says what the document is. No text ever becomes a formula. Numbers of more than 15 digits stay
    text, so that no digit changes. Raises NoTableError and TooLargeForSpreadsheetError.
    """
    shown = with_texts(document, for_xml)
    sheets = _named(_all_tables(shown))
    if not sheets:
        raise NoTableError(
            f"“{document.title}” har ingen tabeller, så der er intet at vise i et regneark. "
            "Intet er ændret. Hent dokumentet som PDF eller DOCX."
        )
    out = io.BytesIO()
    # What begins with "=" or looks like an address is text all the same.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties(
            {
                "title": shown.title[:255],
                "author": shown.organisation[:255],
                "created": shown.issued_at.astimezone(dt.UTC).replace(tzinfo=None),
            }
        )
        formats = _Formats(book)
        _write_front(book.add_worksheet(_FRONT), shown, sheets, formats)
        for sheet in sheets:
            _write_table(book.add_worksheet(sheet.name), sheet.table, formats)
    return out.getvalue()


def _all_tables(document: Document) -> Iterator[_Sheet]:
    for part in document.parts:
        yield from _tables(part.elements, name=part.title or part.label or document.title)


def _tables(elements: Iterable[Element], *, name: str) -> Iterator[_Sheet]:
    """The tables in the elements in reading order, each named by its caption or the nearest heading above it."""
    for element in elements:
        match element:
            case Heading(text) if text.strip():
                name = text
            case Section(heading, inner):
                yield from _tables(inner, name=heading if heading.strip() else name)
            case Figure(numbers=Table(rows) as numbers) as figure if rows and rows[0]:
                yield _Sheet(figure.caption or name, numbers, figure.source)
            case Table(rows) if rows and rows[0]:
                yield _Sheet(name, element)
            case List(items):
                for item in items:
                    yield from _tables(item, name=name)
            case _:
                pass


def _named(sheets: Iterable[_Sheet]) -> list[_Sheet]:
    """The same sheets with names that the format takes: at most 31 letters, none twice whatever the case."""
    taken = {_FRONT.casefold(), "history"}
    named = []
    for sheet in sheets:
        wanted = " ".join(_NOT_IN_NAMES.sub(" ", sheet.name).split()).strip("'") or "Tabel"
        name, number = wanted[:_NAME_LENGTH].strip("' "), 1
        while name.casefold() in taken or not name:
            number += 1
            ending = f" ({number})"
            name = f"{wanted[: _NAME_LENGTH - len(ending)].strip()}{ending}"
        taken.add(name.casefold())
        named.append(_Sheet(name, sheet.table, sheet.note))
    return named


class _Formats:
    """The book's cell formats, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}
        self.title = self.of(bold=True, font_size=16, font_color="#12506B")
        self.label = self.of(bold=True, valign="top")
        self.head = self.of(bold=True, bg_color="#EEF4F7", bottom=2, bottom_color="#12506B", text_wrap=True)
        self.text = self.of(text_wrap=True, valign="top")

    def of(self, **properties: Any) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(properties)
        return self._made[key]

    def number(self, number: DanishNumber) -> Any:
        return self.of(num_format=_number_format(number), valign="top")


def _number_format(number: DanishNumber) -> str:
    """The format that shows the number as it was written; the reader's own Excel puts in dot and comma."""
    digits = ("#,##0" if number.is_grouped else "0") + ("." + "0" * number.decimals if number.decimals else "")
    unit = {"": "", "%": " %"}.get(number.unit, f' "{number.unit}"')
    return f"+{digits}{unit};-{digits}{unit}" if number.has_plus else f"{digits}{unit}"


def _write_front(sheet: Any, document: Document, sheets: list[_Sheet], formats: _Formats) -> None:
    facts = [(fact.label, "\n".join(fact.values)) for fact in document.facts]
    tables = [(f"Ark: {table.name}", table.note) for table in sheets]
    told = [(document.told, "")] if document.told else []
    head = [(document.title, ""), (document.subtitle, ""), ("Udgivet af", document.organisation)]
    lines = [*head, *facts, *told, *tables]
    sheet.set_column(0, 0, 32)
    sheet.set_column(1, 1, 80)
    for row, (label, text) in enumerate(lines):
        _write_text(sheet, row, 0, label, formats.title if row == 0 else formats.label)
        _write_text(sheet, row, 1, text, formats.text)


def _write_table(sheet: Any, table: Table, formats: _Formats) -> None:
    if len(table.rows) > _MOST_ROWS or len(table.rows[0]) > _MOST_COLUMNS:
        raise TooLargeForSpreadsheetError(
            f"Tabellen “{sheet.name}” har {len(table.rows)} rækker og {len(table.rows[0])} kolonner. Et regneark kan "
            f"have {_MOST_ROWS} rækker og {_MOST_COLUMNS} kolonner. Intet er gemt. Vælg færre rækker, og prøv igen."
        )
    for place, letters in enumerate(column_letters(table, fewest=8, most=60)):
        sheet.set_column(place, place, letters + 2)
    for row, cells in enumerate(table.rows):
        for place, cell in enumerate(cells):
            _write_cell(sheet, row, place, cell_text(cell), formats, is_head=row < table.header_rows)
    sheet.freeze_panes(min(table.header_rows, len(table.rows)), 0)
    sheet.repeat_rows(0, max(table.header_rows - 1, 0))
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _write_cell(sheet: Any, row: int, place: int, text: str, formats: _Formats, *, is_head: bool) -> None:
    number = None if is_head else danish_number(text)
    if number and len(number.value.as_tuple().digits) <= _EXACT_DIGITS:
        value = number.value / 100 if number.unit == "%" else number.value
        sheet.write_number(row, place, value, formats.number(number))
    else:
        _write_text(sheet, row, place, text, formats.head if is_head else formats.text)


def _write_text(sheet: Any, row: int, place: int, text: str, cell_format: Any) -> None:
    if len(text) > _MOST_LETTERS:
        raise TooLargeForSpreadsheetError(
            f"En celle i “{sheet.name}” har {len(text)} tegn, og et regneark kan have {_MOST_LETTERS} i en celle. "
            "Intet er gemt. Hent dokumentet som PDF eller DOCX."
        )
    sheet.write_string(row, place, text, cell_format)
