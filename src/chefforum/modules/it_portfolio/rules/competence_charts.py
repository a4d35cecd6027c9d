"""The picture of competences: how many can, and how many lack."""

from __future__ import annotations

from collections.abc import Sequence

from chefforum.web.charts import Chart, Series, stacked_bar_chart

from .competences import Gap

MOST_SHOWN = 12


def gap_chart(rows: Sequence[tuple[str, Gap]]) -> Chart | None:
    """Of those that are needed, worst first; where nobody has said how many can, the bar is missing. None where nothing
    is needed yet."""
    shown = rows[:MOST_SHOWN]
    if not shown:
        return None
    return stacked_bar_chart(
        title="Hvor mange kan det, og hvor mange mangler",
        labels=[name for name, _ in shown],
        series=[
            Series("Kan det", tuple(gap.held for _, gap in shown)),
            Series("Mangler", tuple(gap.lacking for _, gap in shown)),
        ],
        unit="person,personer",
        corner="Kompetence",
    )
