"""A round's table as pictures: each kind's number a year by department."""

from __future__ import annotations

from chefforum.web.charts import Chart, bar_chart

from .kinds import KIND_NAMES
from .target_tables import TargetTable


def charts_of(table: TargetTable) -> tuple[Chart, ...]:
    """A picture for each kind, the departments in the table's order."""
    return tuple(
        bar_chart(
            title=f"{KIND_NAMES[kind]}: måltal pr. år",
            labels=[row.name for row in table.rows],
            values=[table.value(row.code, kind, is_yearly=True) for row in table.rows],
            corner="Afdeling",
        )
        for kind in table.kinds
        if table.rows
    )
