"""What the documents of it_costs have in common."""

from __future__ import annotations

from collections.abc import Sequence

from chefforum.calc.blocks import List, Paragraph, Table
from chefforum.kernel.documents.rendering.document import Figure
from chefforum.web.charts import Chart


def rows_table(rows: Sequence[Sequence[str]]) -> Table:
    """The first row is the head."""
    return Table(rows=tuple(tuple((Paragraph(text),) for text in row) for row in rows))


def bullets(lines: Sequence[str]) -> List:
    return List(tuple((Paragraph(text),) for text in lines))


def picture(chart: Chart) -> Figure:
    """The picture, with what it shows in words for who cannot see it; a table beside it has the numbers."""
    said = "; ".join(f"{label}: {', '.join(cells)}" for label, cells in chart.rows)
    return Figure(caption=chart.title, svg=str(chart.svg), alternative=f"{chart.title}. {said}.")
