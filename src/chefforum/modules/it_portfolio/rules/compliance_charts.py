"""The pictures of what laws ask: how many requirements stand how, by law; what rests on which vendor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chefforum.web.charts import Chart, Series, bar_chart, stacked_bar_chart

from .compliance import STATUS_NAMES, Status
from .first_things import Supplier
from .requirements import LAW_NAMES, Law

SHOWN = (Status.FULFILLED, Status.OPEN, Status.NOT_FULFILLED)
MOST_VENDORS = 8


def law_chart(counts: Mapping[Law, Mapping[Status, int]]) -> Chart:
    """Of what is asked: what does not apply is not in the bars."""
    return stacked_bar_chart(
        title="Krav, der gælder eller er åbne, efter lov",
        labels=[LAW_NAMES[law] for law in counts],
        series=[Series(STATUS_NAMES[status], tuple(counts[law][status] for law in counts)) for status in SHOWN],
        corner="Lov",
    )


def supplier_chart(found: Sequence[Supplier]) -> Chart | None:
    """None where no system is known to be critical."""
    shown = [one for one in found if one.critical][:MOST_VENDORS]
    if not shown:
        return None
    return bar_chart(
        title="Kritiske systemer efter leverandør",
        labels=[one.name for one in shown],
        values=[one.critical for one in shown],
        corner="Leverandør",
    )
