"""The leader's sheet as XLSX, to be filled in and taken in again."""

from __future__ import annotations

import io

import xlsxwriter

from chefforum.calc.danish_dates import MONTHS

from ..queries.entries import Sheet
from ..rules.entries import value_of
from ..rules.sheet import CATEGORY, COMMENT, FIRST_MONTH, HEAD_ROW, HEADS, ID, RATE, TEXT, TOTAL, cell_name

EMPTY_ROWS = 20  # rows to write new entries in
HELP = (
    "Skriv antal i måneder på rækker med sats, ellers kroner. En tom måned er ikke planlagt. Nye rækker skrives "
    "nederst, uden id. Kategorierne står på det andet ark."
)


def sheet_workbook(sheet: Sheet) -> bytes:
    """The sheet with its rows, closed months greyed, and room for new rows."""
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True, "strings_to_formulas": False})
    bold, grey = book.add_format({"bold": True}), book.add_format({"font_color": "#57606a"})
    number = book.add_format({"num_format": "#,##0.00"})
    closed = book.add_format({"num_format": "#,##0.00", "bg_color": "#e6e8eb", "font_color": "#57606a"})
    page = book.add_worksheet("Poster")
    page.write_row(0, 0, ["Enhed", sheet.place.unit.code, sheet.place.name], bold)
    page.write_row(1, 0, ["År", sheet.year], bold)
    page.write(2, 0, HELP, grey)
    page.write_row(HEAD_ROW, 0, [*HEADS, *MONTHS, "I alt, kr."], bold)
    for place, row in enumerate(sheet.rows, HEAD_ROW + 1):
        entry = row.entry
        page.write_string(place, ID, str(entry.pk), grey)
        page.write_string(place, CATEGORY, entry.category.code)
        page.write_string(place, TEXT, entry.text)
        if entry.rate_oere is not None:
            page.write_number(place, RATE, entry.rate_oere / 100, number)
        page.write_string(place, COMMENT, entry.comment)
        months = {month.month: month for month in entry.months.all()}
        for cell in row.cells:
            form, there = closed if cell.is_closed else number, months.get(cell.month)
            column = FIRST_MONTH + cell.month - 1
            if there is None:
                page.write_blank(place, column, None, form)
            else:
                value = value_of(
                    quantity=there.quantity, amount_oere=there.amount_oere, is_income=entry.category.is_income
                )
                page.write_number(place, column, float(value), form)
        _total(page, place, number, (row.total_oere or 0) / 100)
    first_new = HEAD_ROW + 1 + len(sheet.rows)
    for place in range(first_new, first_new + EMPTY_ROWS):
        _total(page, place, number, 0)
    page.set_column(ID, ID, 12)
    page.set_column(CATEGORY, COMMENT, 18)
    page.set_column(FIRST_MONTH, TOTAL, 11)
    page.freeze_panes(HEAD_ROW + 1, TEXT + 1)
    _categories(book, sheet, bold)
    book.close()
    return written.getvalue()


def _total(page: xlsxwriter.worksheet.Worksheet, place: int, form: object, value: float) -> None:
    months = f"{cell_name(place, FIRST_MONTH)}:{cell_name(place, TOTAL - 1)}"
    rate = cell_name(place, RATE)
    page.write_formula(place, TOTAL, f'=SUM({months})*IF({rate}="",1,{rate})', form, value)


def _categories(book: xlsxwriter.Workbook, sheet: Sheet, bold: object) -> None:
    page = book.add_worksheet("Kategorier")
    page.write_row(0, 0, ["Kategori", "Navn", "Regnes i", "Indtægt"], bold)
    for place, one in enumerate(sheet.categories, 1):
        page.write_row(place, 0, [one.code, one.name, one.unit_name or "kroner", "ja" if one.is_income else ""])
    page.set_column(0, 3, 22)
