"""A round of targets on paper and in a spreadsheet: the forum's own table, how it came about, and why."""

from __future__ import annotations

import datetime as dt

from chefforum.calc.blocks import Paragraph, Table
from chefforum.kernel.documents.rendering.document import Document, Element, Fact, Part, SmallPrint
from chefforum.web import danish

from ..queries.targets import RoundFound
from ..rules.target_tables import ties_of
from ..rules.target_words import settings_in_words


def rows_of(found: RoundFound) -> list[list[str]]:
    """The table's head, its departments and its total as texts; nought stands as 0 (≈0,5) where the key gave more."""
    rows = [[row.name, *("" if one is None else one.text for one in row.cells)] for row in found.table.rows]
    return [["Afdeling", *found.table.heads], *rows, ["I alt", *map(danish.number, found.table.totals)]]


def table_of(found: RoundFound) -> Table:
    """The round's table for a document: a part of its own, or of the status on placements."""
    return Table(rows=tuple(tuple((Paragraph(text),) for text in row) for row in rows_of(found)))


def targets_document(found: RoundFound, *, organisation: str, issued_at: dt.datetime) -> Document:
    """The round with its grounds and its proof."""
    made, later = found.round, getattr(found.round, "superseded_by", None)
    reckoned: tuple[Element, ...] = tuple(
        Paragraph(": ".join(settings_in_words(one.settings))) for one in found.reckoned
    )
    ties = tuple(Paragraph(told) for told in ties_of(found.reckoned, found.names))
    proof = "Genberegnet: passer." if found.agrees else " ".join(("Genberegnet: passer ikke.", *found.wrong))
    facts = [
        Fact("Gælder fra", (danish.date(made.holds_from),)),
        Fact("Årsværksnøgle", (f"{made.key.name}, opgjort {danish.date(made.key.on_date)}",)),
        *([Fact("Besluttet", (made.decision,))] if made.decision else []),
        *([Fact("Afløst af", (str(later),))] if later else []),
    ]
    return Document(
        title=str(made),
        organisation=organisation,
        issued_at=issued_at,
        facts=tuple(facts),
        parts=(
            Part(title="Måltal for afdelingerne", elements=(table_of(found),)),
            Part(title="Begrundelse", elements=tuple(Paragraph(line) for line in made.grounds.splitlines() if line)),
            Part(
                title="Sådan er der regnet",
                elements=(*reckoned, *ties, SmallPrint(f"{proof} Fingeraftryk {found.round.fingerprint}")),
            ),
        ),
    )
