"""How many systems are ready, today and at the end of the years to come, as one picture."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from chefforum.web import danish
from chefforum.web.charts import Chart, Series, stacked_bar_chart

from .readiness import READY_NAMES, Ready


def ahead_chart(ahead: Sequence[tuple[dt.date, Mapping[str, int]]], *, today: dt.date) -> Chart:
    """What contracts leave free: bars of the same systems, day by day."""
    labels = ["I dag" if day == today else danish.date(day) for day, _ in ahead]
    series = [Series(READY_NAMES[one], tuple(counts[one.value] for _, counts in ahead)) for one in Ready]
    return stacked_bar_chart(
        title="Systemer efter parathed", labels=labels, series=series, unit="system,systemer", corner="Dag"
    )
