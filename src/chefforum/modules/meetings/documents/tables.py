"""Rows of words as a table."""

from __future__ import annotations

from collections.abc import Sequence

from chefforum.calc.blocks import Paragraph, Table


def table_of(rows: Sequence[Sequence[str]]) -> Table:
    """A cell for each text, each line of it a paragraph; the first row is the head."""
    return Table(rows=tuple(tuple(_paragraphs(text) for text in row) for row in rows))


def _paragraphs(text: str) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(line) for line in text.splitlines() if line.strip()) or (Paragraph(""),)
