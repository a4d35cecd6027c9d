"""Rows of words as a table."""

from __future__ import annotations

from collections.abc import Sequence

from chefforum.calc.blocks import Paragraph, Table


def table_of(rows: Sequence[Sequence[str]]) -> Table:
    """A cell for each text; the first row is the head."""
    return Table(rows=tuple(tuple((Paragraph(text),) for text in row) for row in rows))
