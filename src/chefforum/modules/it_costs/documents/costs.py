"""Costs as a workbook: each cell of two years with its numbers, and the parts that it is made of."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

HEADS = ("Kategori", "Aktivitet", "Enhed", "System")
PARTS = ("Kilde", "Regel eller linje", "År", "Levetid", "Fordelt efter", "Kategori", "Aktivitet", "Enhed", "System")


def cost_workbook(
    *, years: Sequence[int], view: str, cells: Sequence[tuple[Any, ...]], parts: Sequence[tuple[Any, ...]]
) -> bytes:
    """`cells`: the four words and an amount in kroner for each year; `parts`: the nine words and the same."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        bold, kroner = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0.00"})
        for name, heads, rows in (("Omkostninger", HEADS, cells), ("Linjer bag", PARTS, parts)):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, [*heads, *(f"{year}, {view.lower()}" for year in years)], bold)
            for nth, row in enumerate(rows, start=1):
                for column, cell in enumerate(row):
                    if column >= len(heads):
                        sheet.write_number(nth, column, cell, kroner)
                    else:
                        sheet.write_string(nth, column, str(cell))
            sheet.set_column(0, len(heads) + len(years) - 1, 22)
            sheet.freeze_panes(1, 0)
    return written.getvalue()
