"""The change between two years as a picture: from the one sum to the other, part by part."""

from __future__ import annotations

from chefforum.web.bridges import Step, bridge_chart
from chefforum.web.charts import Chart

from .why import PART_NAMES, Answer


def waterfall(answer: Answer, *, scope: str) -> Chart:
    """In whole kroner; the same numbers as in the table, without the parts that nothing has."""
    old, new = answer.years
    return bridge_chart(
        title=f"Fra {old} til {new}: {scope}",
        start=(str(old), answer.total.before),
        steps=[Step(PART_NAMES[part], answer.total.of(part)) for part in answer.parts if part in answer.total.parts],
        end_name=str(new),
        unit="kr.",
        corner="Hvad",
    )
