"""An area's expected year as a document: what stands on its page, to be printed, sent and put in a spreadsheet."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from decimal import Decimal

import xlsxwriter

from chefforum.calc.blocks import Paragraph, Table
from chefforum.calc.periods import name_of
from chefforum.kernel.documents.rendering.document import Document, Fact, Part, Section
from chefforum.web import danish

from ..queries.areas import Area
from ..queries.expected import ExpectedSum
from ..rules.telling import FOUR_OF_FIVE
from ..rules.words import SUM_HEADS, whole

PARTS = (
    *SUM_HEADS[:2],
    "Brugt",
    "Fast løn",
    "Beregnet rest",
    "Lederens poster, resten af året",
    "Sat af lederen",
    "Fratrukket: det, der ikke er vurderet",
    SUM_HEADS[2],
    "Mindst",
    "Højst",
    SUM_HEADS[3],
)
INDENT = "– "


def title_of(area: Area) -> str:
    """What the document is called."""
    what = area.selected.name if area.selected else "Forventet regnskab"
    return f"{what} {area.expected.year}"


def area_document(area: Area, *, organisation: str, at: dt.datetime) -> Document:
    """The whole as facts and words, then selections and units as tables."""
    total = area.total
    elements: list[Paragraph | Section] = [Paragraph(line) for line in _said(area)]
    if area.selections:
        rows = (
            ("Udsnit, kr.", *SUM_HEADS),
            *((row.selection.name, *_cells(row.sum)) for row in area.selections if row.sum.lines),
        )
        elements.append(Section("Serviceramme og udvalg", (_table(rows),)))
    units = [
        (INDENT * row.depth + row.place.name, *_cells(row.sum), _assessed(row.asked, row.assessed)) for row in area.rows
    ]
    units += [(name, *_cells(one), "") for name, one in _outside(area)]
    units.append(("I alt", *_cells(total), _assessed(area.asked, area.assessed)))
    rows = (("Arbejdsplads, kr.", *SUM_HEADS, "Ledere"), *units)
    if not area.is_of_the_months_year:
        rows = tuple(row[:-1] for row in rows)
    elements.append(Section("Arbejdspladser, med alt under dem", (_table(rows),)))
    return Document(
        title=title_of(area),
        organisation=organisation,
        issued_at=at,
        facts=(
            Fact("Regnskabet er lukket til og med", (name_of(area.expected.closed_through),)),
            Fact(SUM_HEADS[0], (_kroner(total.budget),)),
            Fact(SUM_HEADS[1], (_kroner(total.budget_not_assessed),)),
            Fact(SUM_HEADS[2], (_kroner(total.expected),)),
            Fact(SUM_HEADS[3], (total.against(),)),
        ),
        parts=(Part("", tuple(elements)),),
    )


def _outside(area: Area) -> list[tuple[str, ExpectedSum]]:
    """What is in the whole and in no row of a unit."""
    named = (("Uden arbejdsplads", area.unmapped), ("Lukkede arbejdspladser", area.closed))
    return [(name, one) for name, one in named if one is not None]


def _said(area: Area) -> list[str]:
    said = []
    if area.total.low is not None:
        said.append(f"{FOUR_OF_FIVE} ender det mellem {_kroner(area.total.low)} og {_kroner(area.total.high)}")
    if area.total.lacking_words:
        said.append(area.total.lacking_words)
    if area.check:
        what = "summen" if area.total.is_complete else "summen af det vurderede"
        said.append(f"Fremskrives {what} under ét, ender året på {_kroner(area.check.expected)}")
    if area.is_of_the_months_year:
        leaders = danish.counted(area.asked, "leder,ledere")
        said.append(f"{area.assessed} af {leaders} har vurderet {name_of(area.period)}.")
        if area.changed:
            places = danish.counted(area.changed, "arbejdsplads,arbejdspladser")
            said.append(f"{places} fik budget eller forbrug ændret, efter at måneden blev godkendt.")
    return said


def _table(rows: tuple[tuple[str, ...], ...]) -> Table:
    return Table(rows=tuple(tuple((Paragraph(text),) for text in row) for row in rows))


def _cells(sum: ExpectedSum | None) -> tuple[str, ...]:
    if sum is None:
        return ("–",) * len(SUM_HEADS)
    amounts = (sum.budget, sum.budget_not_assessed, sum.expected)
    pct = "–" if sum.deviation_pct is None else f"{danish.number(abs(sum.deviation_pct), 1)} %"
    said = ("–" if one is None else danish.number(Decimal(one) / 100, 0) for one in amounts)
    return (*said, sum.against(whole), pct)


def _kroner(oere: int | None) -> str:
    return "mangler" if oere is None else f"{danish.number(Decimal(oere) / 100, 0)} kr."


def _assessed(asked: int, assessed: int) -> str:
    return f"{assessed} af {asked}" if asked else "Ingen leder"


def area_workbook(area: Area, *, told: str = "") -> bytes:
    """Numbers as numbers, each part in a column of its own: from what is used to what is taken away they sum to what is
    expected. A unit's own lines and with all below it, on two sheets."""
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True, "strings_to_formulas": False})
    outside = [(0, "", name, one) for name, one in (*_outside(area), ("I alt", area.total))]
    below = [(row.depth, row.place.unit.code, row.place.name, row.sum) for row in area.rows]
    _sheet(book, "Med alt under", [*below, *outside])
    own = [(0, row.place.unit.code, row.place.name, row.own) for row in area.rows if row.own is not None]
    _sheet(book, "Egne konti", [*own, *outside])
    _sheet(book, "Udsnit", [(0, row.selection.code, row.selection.name, row.sum) for row in area.selections])
    book.add_worksheet("Om tallene").write_string(0, 0, told)
    book.close()
    return written.getvalue()


def _sheet(book: xlsxwriter.Workbook, name: str, rows: Sequence[tuple[int, str, str, ExpectedSum | None]]) -> None:
    bold, number, share = (
        book.add_format({"bold": True}),
        book.add_format({"num_format": "#,##0.00"}),
        book.add_format({"num_format": "0.0"}),
    )
    page = book.add_worksheet(name)
    heads = ["Kode", "Navn", *PARTS, SUM_HEADS[4], "Konti, der ikke er vurderet"]
    page.write_row(0, 0, heads, bold)
    for place, (depth, code, title, one) in enumerate(rows, 1):
        page.write_string(place, 0, code)
        page.write_string(place, 1, INDENT * depth + title)
        if one is None or not one.lines:
            continue  # nothing is there, which is not nought
        parts = (one.actual, one.fixed_pay, one.rest, one.entries, one.override, -one.known_not_assessed)
        ends = (one.expected, one.low, one.high, one.deviation)
        for column, oere in enumerate((one.budget, one.budget_not_assessed, *parts, *ends), 2):
            if oere is not None:
                page.write_number(place, column, oere / 100, number)
        if one.deviation_pct is not None:
            page.write_number(place, 2 + len(PARTS), one.deviation_pct, share)
        page.write_number(place, 3 + len(PARTS), one.not_assessed)
    page.set_column(1, 1, 40)
    page.set_column(2, 3 + len(PARTS), 16)
    page.freeze_panes(1, 2)
