"""How far roll-out has come, as a list of every unit: one table, which is one sheet in a spreadsheet."""

from __future__ import annotations

import datetime as dt

from chefforum.calc.blocks import Paragraph
from chefforum.calc.periods import name_of
from chefforum.kernel.documents.rendering.document import Document, Element, Part
from chefforum.web import danish

from ..queries.roll_out import RollOutState
from .tables import table_of


def roll_out_document(*, state: RollOutState, organisation: str, issued_at: dt.datetime) -> Document:
    """The units and where each has come to."""
    head = ("Arbejdsplads", "Leder", "I gang", "Workshop", "Planlagt workshop", f"{name_of(state.period).capitalize()}")
    rows = [
        (
            one.place.name,
            ", ".join(person.name for person in one.leaders),
            *("" if day is None else danish.date(day) for day in (one.started, one.workshop, one.planned)),
            one.row.state_name,
        )
        for one in state.rows
    ]
    elements: tuple[Element, ...] = (table_of((head, *rows)),) if rows else (Paragraph("Ingen arbejdspladser."),)
    return Document(
        title="Udrulning af MFR",
        organisation=organisation,
        issued_at=issued_at,
        parts=(Part(title="Arbejdspladser", elements=elements),),
    )
