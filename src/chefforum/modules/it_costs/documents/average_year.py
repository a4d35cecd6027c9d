"""An average year as tables."""

from __future__ import annotations

import datetime as dt

from chefforum.kernel.documents.rendering.document import Document, Fact, Part
from chefforum.web import danish

from ..rules.average import AverageFound, in_kroner
from .tables import rows_table


def average_document(found: AverageFound, *, organisation: str, issued_at: dt.datetime) -> Document:
    """Of what could be reckoned."""
    shown = in_kroner(found)
    level = f"I priserne fra {found.price_level}"
    sums = [
        ("Hvad", level),
        ("Gennemsnitsår", danish.number(shown.mean)),
        ("Laveste af årene", danish.number(shown.low)),
        ("Højeste af årene", danish.number(shown.high)),
        ("Det seneste år", danish.number(shown.run_rate)),
        ("Heraf betalt én gang, og fordelt", danish.number(shown.one_offs)),
    ]
    years = [("År", "Løbende, som betalt", "Indeks", level, "Ting", "Mangler beløb")]
    years += [
        (
            str(row.year),
            danish.number(row.paid),
            row.index or "Intet",
            danish.number(row.level),
            str(row.items),
            str(row.lacking),
        )
        for row in shown.rows
    ]
    once = [("Hvad", "År", "Betalt", "Holder, år", "Om året")]
    once += [
        (row.text, str(row.year), danish.number(row.paid), str(row.life), danish.number(row.yearly))
        for row in shown.once
    ]
    steps = [("Dag", "Kontrakt", "Systemer", "Hvad")]
    steps += [(danish.date(one.on), one.contract, one.systems or "–", one.text) for one in found.steps]
    return Document(
        title="Gennemsnitsår for it",
        organisation=organisation,
        issued_at=issued_at,
        subtitle=found.scope,
        facts=(Fact("Prisudvikling", (found.index_name or "Som betalt",)), Fact("Lavet", (danish.moment(issued_at),))),
        parts=(
            Part("Gennemsnitsår", (rows_table(sums),)),
            Part("År for år", (rows_table(years),)),
            Part("Betalt én gang", (rows_table(once),)),
            Part("Kendt på forhånd", (rows_table(steps),)),
        ),
    )
