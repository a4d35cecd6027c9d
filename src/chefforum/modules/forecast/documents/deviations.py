"""What is expected to end furthest from its budget, to be printed and put in a spreadsheet: the rows of the page."""

from __future__ import annotations

import datetime as dt
import io

import xlsxwriter

from chefforum.calc.blocks import Paragraph
from chefforum.calc.periods import name_of
from chefforum.kernel.documents.rendering.document import Document, Element, Fact, Part
from chefforum.web import danish

from ..queries.areas import Deviation, Deviations
from ..rules.words import SUM_HEADS
from .sums import cells, write_sums
from .tables import table_of

NO_UNIT, NO_ACCOUNT = "Uden arbejdsplads", "Uden konto"


def title_of_deviations(found: Deviations) -> str:
    """What the document is called."""
    what = f"Afvigelser, {found.area.selected.name.lower()}" if found.area.selected else "Afvigelser"
    return f"{what} {found.area.expected.year}"


def deviations_document(found: Deviations, *, organisation: str, at: dt.datetime) -> Document:
    """How many there are, what lacks, and the rows as a table."""
    said = [Paragraph(line) for line in (*_said(found), *(("Beløb i hele kroner.",) if found.rows else ()))]
    heads = ("Arbejdsplads", *(("Konto",) if found.by_line else ()), *SUM_HEADS)
    rows = [(*_names(row, found), *cells(row.sum)) for row in found.rows]
    table: tuple[Element, ...] = (table_of((heads, *rows)),) if rows else ()
    return Document(
        title=title_of_deviations(found),
        organisation=organisation,
        issued_at=at,
        facts=(
            Fact("Regnskabet er lukket til og med", (name_of(found.area.expected.closed_through),)),
            Fact("Størst først efter", ("procent" if found.by_pct else "kroner",)),
        ),
        parts=(Part("", (*said, *table)),),
    )


def deviations_workbook(found: Deviations, *, told: str = "") -> bytes:
    """The same rows, with numbers as numbers and each part in a column of its own."""
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True, "strings_to_formulas": False})
    heads = ("Arbejdsplads", "Konto", "Kontonavn") if found.by_line else ("Arbejdsplads",)
    write_sums(book, "Afvigelser", heads, [(_texts(row, found), row.sum) for row in found.rows])
    book.add_worksheet("Om tallene").write_column(0, 0, [told, *_said(found)])
    book.close()
    return written.getvalue()


def _said(found: Deviations) -> list[str]:
    shown, all_of_them = len(found.rows), danish.counted(found.count, "afvigelse,afvigelser")
    said = [f"De {shown} største af {all_of_them}." if shown < found.count else f"{all_of_them}."]
    if found.without_budget:
        nouns = "konto,konti" if found.by_line else "arbejdsplads,arbejdspladser"
        said.append(f"{danish.counted(found.without_budget, nouns)} uden budget er ikke med.")
    if found.area.total.lacking_words:
        said.append(found.area.total.lacking_words)
    return said


def _names(row: Deviation, found: Deviations) -> tuple[str, ...]:
    """An account by its name, and by its sixteen digits where it has none: they fill a column of paper."""
    place, *account = _texts(row, found)
    return (place, row.account_name or account[0]) if found.by_line else (place,)


def _texts(row: Deviation, found: Deviations) -> tuple[str, ...]:
    place = row.place_name if row.unit_id else NO_UNIT
    return (place, row.account or NO_ACCOUNT, row.account_name) if found.by_line else (place,)
