"""How many requests there are and what they ask for, by state: of those that the asker reads."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from chefforum.web.charts import Chart, bar_chart

from ..rules.request_states import SHOWN_NAMES, shown


@dataclass(frozen=True)
class OfState:
    """`oere`: of those whose amount is known; `lacking`: how many lack it."""

    state: str
    name: str
    count: int
    oere: int
    lacking: int


def by_state(rows: Any, *, on: dt.date) -> tuple[OfState, ...]:
    """Of rows with their sums and last day (`list_requests`), in the order of the way; states with none are left out.
    One query."""
    found: dict[str, list[int | None]] = {}
    for state, expires_on, total in rows.order_by().values_list("state", "expires_on", "total_oere"):
        found.setdefault(shown(state=state, expires_on=expires_on, on=on), []).append(total)
    return tuple(
        OfState(
            state,
            name,
            len(found[state]),
            sum(one for one in found[state] if one is not None),
            sum(one is None for one in found[state]),
        )
        for state, name in SHOWN_NAMES.items()
        if state in found
    )


def chart_of(figures: tuple[OfState, ...]) -> Chart:
    """Kroner by state; the numbers of requests stand in the names."""
    return bar_chart(
        title="Hvad der er søgt om, kr. i alt",
        labels=[f"{one.name} ({one.count})" for one in figures],
        values=[round(one.oere / 100) if one.oere or not one.lacking else None for one in figures],
        unit="kr.",
        corner="Tilstand (antal)",
    )
