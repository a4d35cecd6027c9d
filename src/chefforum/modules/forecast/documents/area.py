"""An area's expected year as a document: what stands on its page, to be printed, sent and put in a spreadsheet."""

from __future__ import annotations

import datetime as dt
import io

import xlsxwriter

from chefforum.calc.blocks import Paragraph
from chefforum.calc.periods import name_of
from chefforum.kernel.documents.rendering.document import Document, Fact, Part, Section
from chefforum.web import danish

from ..queries.areas import Area
from ..queries.expected import ExpectedSum
from ..rules.telling import FOUR_OF_FIVE
from ..rules.words import SUM_HEADS
from .sums import cells, kroner, write_sums
from .tables import table_of

INDENT = "– "
HEADS = ("Kode", "Navn")


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
            *((row.selection.name, *cells(row.sum)) for row in area.selections if row.sum.lines),
        )
        elements.append(Section("Serviceramme og udvalg", (table_of(rows),)))
    units = [
        (INDENT * row.depth + row.place.name, *cells(row.sum), _assessed(row.asked, row.assessed)) for row in area.rows
    ]
    units += [(name, *cells(one), "") for name, one in _outside(area)]
    units.append(("I alt", *cells(total), _assessed(area.asked, area.assessed)))
    rows = (("Arbejdsplads, kr.", *SUM_HEADS, "Ledere"), *units)
    if not area.is_of_the_months_year:
        rows = tuple(row[:-1] for row in rows)
    elements.append(Section("Arbejdspladser, med alt under dem", (table_of(rows),)))
    return Document(
        title=title_of(area),
        organisation=organisation,
        issued_at=at,
        facts=(
            Fact("Regnskabet er lukket til og med", (name_of(area.expected.closed_through),)),
            Fact(SUM_HEADS[0], (kroner(total.budget),)),
            Fact(SUM_HEADS[1], (kroner(total.budget_not_assessed),)),
            Fact(SUM_HEADS[2], (kroner(total.expected),)),
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
        said.append(f"{FOUR_OF_FIVE} ender det mellem {kroner(area.total.low)} og {kroner(area.total.high)}")
    if area.total.lacking_words:
        said.append(area.total.lacking_words)
    if area.check:
        what = "summen" if area.total.is_complete else "summen af det vurderede"
        said.append(f"Fremskrives {what} under ét, ender året på {kroner(area.check.expected)}")
    if area.is_of_the_months_year:
        leaders = danish.counted(area.asked, "leder,ledere")
        said.append(f"{area.assessed} af {leaders} har vurderet {name_of(area.period)}.")
        if area.changed:
            places = danish.counted(area.changed, "arbejdsplads,arbejdspladser")
            said.append(f"{places} fik budget eller forbrug ændret, efter at måneden blev godkendt.")
    return said


def _assessed(asked: int, assessed: int) -> str:
    return f"{assessed} af {asked}" if asked else "Ingen leder"


def area_workbook(area: Area, *, told: str = "") -> bytes:
    """Numbers as numbers, each part in a column of its own: from what is used to what is taken away they sum to what is
    expected. A unit's own lines and with all below it, on two sheets."""
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True, "strings_to_formulas": False})
    outside = [(("", name), one) for name, one in (*_outside(area), ("I alt", area.total))]
    below = [((row.place.unit.code, INDENT * row.depth + row.place.name), row.sum) for row in area.rows]
    write_sums(book, "Med alt under", HEADS, [*below, *outside])
    own = [((row.place.unit.code, row.place.name), row.own) for row in area.rows if row.own is not None]
    write_sums(book, "Egne konti", HEADS, [*own, *outside])
    write_sums(book, "Udsnit", HEADS, [((row.selection.code, row.selection.name), row.sum) for row in area.selections])
    book.add_worksheet("Om tallene").write_string(0, 0, told)
    book.close()
    return written.getvalue()
