"""The themes of a forum as a document."""

from __future__ import annotations

import datetime as dt

from chefforum.calc.blocks import Paragraph, Table
from chefforum.kernel.documents.rendering.document import Document, Fact, Part
from chefforum.web import danish

from ..queries.themes import ForumThemes, ThemeOnPage
from .tables import table_of

THEME_FORMATS = {"pdf": "PDF", "docx": "Word"}


def themes_document(*, shown: ForumThemes, organisation: str, on: dt.date, issued_at: dt.datetime) -> Document:
    """What the forum wants to take up, and what has become of earlier themes, as its reader may know of them."""
    wanted = [(_wanted(row), f"{row.title}\n{row.text}", _proposer(row)) for row in shown.open]
    taken = [(row.title, _meeting_of(row)) for row in shown.items]
    open_themes: Paragraph | Table = Paragraph("Der er ingen temaer på listen.")
    if wanted:
        open_themes = table_of((("Ønsket", "Tema", "Foreslået af"), *wanted))
    parts = [Part(title="Temaer til kommende møder", elements=(open_themes,))]
    if taken:
        parts.append(Part(title="Er blevet til punkter", elements=(table_of((("Tema", "Møde"), *taken)),)))
    return Document(
        title=f"Temadrøftelser, {shown.forum.name}",
        organisation=organisation,
        issued_at=issued_at,
        facts=(Fact("Som listen er", (danish.date(on),)), Fact("Temaer", (str(len(wanted)),))),
        parts=tuple(parts),
    )


def _wanted(row: ThemeOnPage) -> str:
    return danish.date(row.theme.wanted_date) if row.theme.wanted_date else "Når det passer"


def _proposer(row: ThemeOnPage) -> str:
    return row.theme.created_by.name if row.theme.created_by else "–"


def _meeting_of(row: ThemeOnPage) -> str:
    meeting = row.theme.item.meeting if row.theme.item else None
    return danish.date(meeting.date) if meeting else "ikke på et møde endnu"
