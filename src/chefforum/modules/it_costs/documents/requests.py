"""The list of requests as a workbook whose amounts and days can be reckoned with, and as texts."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter


def requests_workbook(table: Sequence[Sequence[Any]]) -> bytes:
    """Heads first, as `queries.request_table` has them."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        bold, page = book.add_format({"bold": True}), book.add_worksheet("Ansøgninger om it")
        kroner, day = book.add_format({"num_format": "#,##0.00"}), book.add_format({"num_format": "dd-mm-yyyy"})
        for place, row in enumerate(table):
            for column, cell in enumerate(row):
                if isinstance(cell, Decimal):
                    page.write_number(place, column, float(cell), kroner)
                elif isinstance(cell, dt.date):
                    page.write_datetime(place, column, dt.datetime(cell.year, cell.month, cell.day), day)
                else:
                    page.write_string(place, column, str(cell), bold if place == 0 else None)
        page.set_column(0, max((len(row) for row in table), default=1) - 1, 20)
        page.freeze_panes(1, 0)
    return written.getvalue()


def as_texts(table: Sequence[Sequence[Any]]) -> list[list[str]]:
    """As people write them; an amount without thousands' marks, so that it is read as a number."""
    return [[_text(cell) for cell in row] for row in table]


def _text(cell: Any) -> str:
    if isinstance(cell, Decimal):
        return f"{cell:.2f}".replace(".", ",")
    return f"{cell:%d-%m-%Y}" if isinstance(cell, dt.date) else str(cell)
