"""The panel of why places stand empty, for whichever page shows it: `placements/_why_empty.html`."""

from __future__ import annotations

from typing import Any

from chefforum.web.charts import bar_chart

from ..queries.empty_places import REASON_NAMES, WhyEmpty


def why_empty_panel(why: WhyEmpty) -> dict[str, Any]:
    """What the panel's template takes: a bar for each reason, and a row for each department."""
    by_reason = why.by_reason
    names = [REASON_NAMES[reason] for reason in by_reason]
    chart = None
    if by_reason:
        chart = bar_chart(title="Tomme dage", labels=names, values=list(by_reason.values()), unit="dage")
    rows = [
        {
            "name": one.name,
            "days": [one.by_reason.get(reason, 0) for reason in by_reason],
            "empty_days": one.empty_days,
            "open_days": one.open_days,
        }
        for one in why.departments
    ]
    return {"why": why, "why_reasons": names, "why_rows": rows, "why_chart": chart}
