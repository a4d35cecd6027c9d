"""What came of placements as pictures."""

from __future__ import annotations

from collections.abc import Sequence

from chefforum.calc.proportions import Interval
from chefforum.web import danish
from chefforum.web.charts import Chart, Series, stacked_bar_chart
from chefforum.web.intervals import Dot, IntervalRow, interval_chart

from .effect import WAY_NAMES, WAYS, WHERE_NAMES, Effect, Group, Where
from .effect_words import why_no_share
from .kinds import KIND_NAMES
from .time_to_close import TimeToClose


def shares_chart(*, title: str, series: Sequence[str], rows: Sequence[tuple[str, Sequence[Group]]]) -> Chart:
    """A row for each kind, a dot for each series."""
    return interval_chart(
        title=title,
        series=series,
        rows=[IntervalRow(name, tuple(_dot(group) for group in groups)) for name, groups in rows],
        unit="%",
        corner="Type",
    )


def _dot(group: Group) -> Dot | str:
    if group.share is None:
        return why_no_share(group)
    return Dot(
        100 * group.share.estimate, 100 * group.share.low, 100 * group.share.high, f"n = {danish.number(group.known)}"
    )


def ways_chart(rows: Sequence[tuple[str, Group]]) -> Chart | None:
    """How cases were closed, in per cent of those known, of the rows that tell any way; a way that is hidden in one of
    them is put with the other ways in all. None where nothing may be told."""
    told = [(name, group) for name, group in rows if group.closed and any(group.ways.values())]
    if not told:
        return None
    alone = [way for way in WAYS[:3] if all(way in group.ways for _, group in told)]
    parts = [(WAY_NAMES[way], numbers) for way in alone if any(numbers := [group.ways[way] for _, group in told])]
    rest = [(group.closed or 0) - sum(group.ways[way] for way in alone) for _, group in told]
    if any(rest):
        parts.append(("Andre veje" if len(alone) == 3 else "Andre veje, og dem der er for få til at vise", rest))
    return stacked_bar_chart(
        title="Hvordan sagerne blev lukket",
        labels=[name for name, _ in told],
        series=[
            Series(name, tuple(_pct(number, group) for number, (_, group) in zip(numbers, told, strict=True)))
            for name, numbers in parts
        ],
        unit="%",
        corner="Forløb",
    )


def _pct(number: int, group: Group) -> float:
    return round(100 * number / (group.known or 1), 1)


def years_chart(effect: Effect, where: Where) -> Chart:
    """Each kind, year against year."""
    return shares_chart(
        title=f"{WHERE_NAMES[where]}: andel lukket {effect.definition.span.months} måneder efter",
        series=[str(year) for year in effect.years],
        rows=[(KIND_NAMES[kind], [effect.of(year, where, kind) for year in effect.years]) for kind in effect.kinds],
    )


def where_chart(effect: Effect, year: int) -> Chart:
    """Each kind, in the municipality against outside."""
    return shares_chart(
        title=f"I kommunen og uden for, {year}",
        series=[WHERE_NAMES[where] for where in Where],
        rows=[(KIND_NAMES[kind], [effect.of(year, where, kind) for where in Where]) for kind in effect.kinds],
    )


def time_chart(found: TimeToClose) -> Chart:
    """The share closed within each of the weeks told, and where it may lie."""
    return interval_chart(
        title="Andel af sager, der er lukket, regnet fra forløbets start",
        series=("Lukket",),
        rows=[IntervalRow(f"{one.week} uger", (_at(one.share),)) for one in found.weeks],
        unit="%",
        corner="Inden for",
    )


def _at(share: Interval) -> Dot:
    return Dot(100 * share.estimate, 100 * share.low, 100 * share.high)
