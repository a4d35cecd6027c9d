"""The status as pictures: how a year goes against its pace, and each department beside what is expected of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from chefforum.calc.pace import limits
from chefforum.web.charts import Chart, Series
from chefforum.web.range_charts import RangeRow, range_chart
from chefforum.web.year_charts import Band, year_chart

from .publishing import HIDDEN
from .status import INNER, DepartmentStatus, KindStatus, Way, expected_until

MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
BEGUN, PACE, CHANCE = "Begyndt", "Måltallets tempo", "Det, tilfældigheder forklarer"
TOGETHER = "vises med den næste"
TO_COME = "–"
AGAINST = " mod måltallets tempo"


def way_chart(status: KindStatus, way: Way, *, title: str = "") -> Chart | None:
    """How many had begun at the end of each month, against the pace; None where there is nothing to draw."""
    if not way.points and status.expected is None:
        return None
    ends = [_end(status, month) for month in range(1, 13)]
    known = dict(way.points)
    begun = [known.get(day) for day in ends]
    series = [Series(BEGUN, _drawn(begun))]
    band = None
    if status.target is not None and status.expected is not None:
        expected = [expected_until(status.target.yearly, year=status.year, day=day) for day in ends]
        series.append(Series(PACE, tuple(round(float(one), 1) for one in expected)))
        within = [limits(expected=one, coverage=INNER) for one in expected]
        band = Band(CHANCE, tuple(one.low for one in within), tuple(one.high for one in within))
    chart = year_chart(
        title=f"{title or status.name}: begyndt i {status.year}{AGAINST if status.expected is not None else ''}",
        labels=MONTHS,
        series=series,
        band=band,
        corner="Til og med",
        is_whole=True,
    )
    rows = tuple(
        (label, (_said(begun[place], ends[place], status.day, cells[0]), *cells[1:]))
        for place, (label, cells) in enumerate(chart.rows)
    )
    return replace(chart, rows=rows)


def departments_chart(departments: Sequence[DepartmentStatus], of: Sequence[KindStatus], *, title: str) -> Chart | None:
    """A row for each department with a target or somebody begun."""
    rows = [
        _row(department, status)
        for department, status in zip(departments, of, strict=True)
        if status.expected is not None or status.started.value != 0
    ]
    if not rows:
        return None
    return range_chart(title=title, rows=rows, names=(BEGUN, "Ventet til nu", CHANCE), corner="Afdeling")


def _row(department: DepartmentStatus, status: KindStatus) -> RangeRow:
    begun, expected = status.started.value, status.expected
    if expected is None:
        return RangeRow(department.name, begun, words=HIDDEN)
    within = limits(expected=expected, coverage=INNER)
    return RangeRow(department.name, begun, round(float(expected), 1), within.low, within.high, HIDDEN)


def _end(status: KindStatus, month: int) -> dt.date:
    """The month's last day, of the month that is told last the day itself."""
    following = dt.date(status.year + month // 12, month % 12 + 1, 1)
    last = following - dt.timedelta(days=1)
    return status.day if status.day.month == month and status.day < last else last


def _drawn(begun: Sequence[int | None]) -> tuple[int | float | None, ...]:
    """With a straight line over months that are told together, so that the line does not break."""
    known = [(place, count) for place, count in enumerate(begun) if count is not None]
    drawn: list[int | float | None] = list(begun)
    before: tuple[int, int] = (-1, 0)
    for place, count in known:
        for between in range(before[0] + 1, place):
            share = (between - before[0]) / (place - before[0])
            drawn[between] = round(before[1] + share * (count - before[1]), 1)
        before = (place, count)
    return tuple(drawn)


def _said(count: int | None, day: dt.date, until: dt.date, as_drawn: str) -> str:
    if count is not None:
        return as_drawn
    return TO_COME if day > until else TOGETHER
