"""Tables and figures of the forecast's documents."""

from __future__ import annotations

from collections.abc import Sequence

from chefforum.calc.blocks import Paragraph, Table
from chefforum.kernel.documents.rendering.document import Figure
from chefforum.web.charts import Chart


def table_of(rows: Sequence[Sequence[str]]) -> Table:
    """The first row is the head."""
    return Table(rows=tuple(tuple((Paragraph(text),) for text in row) for row in rows))


def numbers_of(chart: Chart) -> Table:
    """The figures behind a picture."""
    return table_of(((chart.corner, *chart.column_names), *((label, *cells) for label, cells in chart.rows)))


def picture_of(chart: Chart, *, caption: str = "", source: str = "") -> Figure:
    """The picture alone: what it shows is said in words for who cannot see it."""
    said = "; ".join(f"{label}: {', '.join(cells)}" for label, cells in chart.rows)
    return Figure(caption=caption, svg=str(chart.svg), alternative=f"{chart.title}. {said}.", source=source)
