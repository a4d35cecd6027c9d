"""A unit's positions as a workbook: what its reader may see of them, numbers as numbers."""

from __future__ import annotations

import io

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from chefforum.calc.danish_dates import MONTHS

from ..queries.positions import ShownPosition, UnitPositions

HEADS = ("Stilling", "Medarbejder", "Konto", "Stillingsgruppe", "Løntrin", "Timer om ugen", "Fra", "Til og med")
SUMS = ("Tilbage af året", "Hele året", "Heraf refusion", "Bemærkning")


def positions_workbook(found: UnitPositions) -> bytes:
    """A row for each position with its months; for who may not see each, the groups alone. Then the months together."""
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True, "strings_to_formulas": False})
    formats = {"bold": book.add_format({"bold": True}), "kr": book.add_format({"num_format": "#,##0.00"})}
    formats["day"] = book.add_format({"num_format": "dd-mm-yyyy"})
    if found.sees_persons:
        _positions(book.add_worksheet("Stillinger"), found, formats)
    else:
        _groups(book.add_worksheet("Grupper"), found, formats)
    if found.months:
        _months(book.add_worksheet("Måneder"), found, formats)
    book.close()
    return written.getvalue()


def _positions(page: Worksheet, found: UnitPositions, formats: dict) -> None:
    page.write_row(0, 0, [*HEADS, *(month.capitalize() for month in MONTHS), *SUMS], formats["bold"])
    for place, one in enumerate(found.positions, 1):
        now = one.now
        page.write_row(place, 0, [one.position_id, now.employee_ref or "Ledig", now.account, now.group, now.step])
        page.write_number(place, 5, float(now.hours_share * 37))
        for column, day in ((6, now.valid_from), (7, now.last_day)):
            if day:
                page.write_datetime(place, column, day, formats["day"])
        amounts = [month.total for month in one.months]
        for column, oere in enumerate([*amounts, one.total_left, one.total, one.reimbursement], len(HEADS)):
            if oere is not None:
                page.write_number(place, column, oere / 100, formats["kr"])
        page.write_string(place, len(HEADS) + 15, _said(one))
    page.set_column(0, len(HEADS) + 15, 14)
    page.freeze_panes(1, 2)


def _said(one: ShownPosition) -> str:
    return "; ".join([*one.lacking, *(f"{event.on:%d-%m-%Y} {event.text}" for event in one.events)])


def _groups(page: Worksheet, found: UnitPositions, formats: dict) -> None:
    page.write_row(0, 0, ["Stillingsgruppe", "Personer", *SUMS[:2]], formats["bold"])
    for place, one in enumerate(found.groups, 1):
        page.write_string(place, 0, one.name)
        page.write_number(place, 1, one.persons)
        for column, oere in ((2, one.left), (3, one.total)):
            if oere is not None:
                page.write_number(place, column, oere / 100, formats["kr"])
    page.set_column(0, 3, 24)


def _months(page: Worksheet, found: UnitPositions, formats: dict) -> None:
    heads = ["Måned", "Besatte", "Årsværk", "Ledige", "På orlov", "Beregnet løn", "Refusion", "Bogført på kontiene"]
    page.write_row(0, 0, heads, formats["bold"])
    for place, one in enumerate(found.months, 1):
        page.write_string(place, 0, MONTHS[one.period % 100 - 1].capitalize())
        for column, count in enumerate((one.held, round(float(one.full_time), 4), one.vacant, one.away), 1):
            page.write_number(place, column, count)
        for column, oere in enumerate((one.pay, one.reimbursement, one.booked), 5):
            if oere is not None:
                page.write_number(place, column, oere / 100, formats["kr"])
    page.set_column(0, 7, 18)
