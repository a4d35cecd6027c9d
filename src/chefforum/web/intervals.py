"""Figures with how sure they are: a dot where it was seen, a line from the lowest to the highest that it may be.

A row per thing, one dot per series under each other (this year and the year before, say), each with its own shape. A
row that has no figure says in words why. Drawn for a page and, with the names above, for a phone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString

from . import danish
from .drawing import (
    INK,
    LINE,
    NARROW,
    QUIET,
    STROKES,
    WIDTH,
    Chart,
    Figures,
    Series,
    UnevenSeries,
    frame,
    joined,
    lettering,
    marker,
    shortened,
)
from .scales import Number, Scale, decimals_of, round_ticks

LANE = 24  # a dot with its line and its words


@dataclass(frozen=True)
class Dot:
    """What was seen, from where to where it may lie, and how many it is of in words."""

    value: Number
    low: Number
    high: Number
    note: str = ""


@dataclass(frozen=True)
class IntervalRow:
    """A dot for each series, or why there is none."""

    name: str
    dots: tuple[Dot | str, ...]


def interval_chart(
    *,
    title: str,
    series: Sequence[str],
    rows: Sequence[IntervalRow],
    unit: str = "",
    decimals: int = 0,
    corner: str = "",
) -> Chart:
    """From nought, or from below it where a figure is. Raises TooManySeries (more than four) and UnevenSeries."""
    if any(len(row.dots) != len(series) for row in rows):
        raise UnevenSeries(f"each row of {title!r} must have {len(series)} dots")
    values = [
        Series(name, tuple(dot.value if isinstance(dot := row.dots[place], Dot) else None for row in rows))
        for place, name in enumerate(series)
    ]
    figures = Figures(title, tuple(row.name for row in rows), tuple(values), unit, decimals)
    told = tuple((row.name, tuple(_told(dot, figures) for dot in row.dots)) for row in rows)
    words = " ".join(
        f"{row.name}: {'; '.join(_named(name, cell) for name, cell in zip(series, cells, strict=True))}."
        for row, (_, cells) in zip(rows, told, strict=True)
    )
    wide, narrow = (_picture(figures, rows, width, words) for width in (WIDTH, NARROW))
    return Chart(title, wide, corner, tuple(series), told, narrow=narrow)


def _named(series: str, cell: str) -> str:
    return f"{series} {cell}" if series else cell


def _told(dot: Dot | str, figures: Figures) -> str:
    if isinstance(dot, str):
        return dot
    between = f"{danish.number(dot.low, figures.decimals)}–{figures.say(dot.high)}"
    return f"{figures.say(dot.value)} ({between}{f', {dot.note}' if dot.note else ''})"


def _picture(figures: Figures, rows: Sequence[IntervalRow], width: int, words: str) -> SafeString:
    is_wide = width == WIDTH
    left = min(260, max((len(row.name) for row in rows), default=0) * 7.5 + 24) if is_wide else 16
    edges = [edge for row in rows for dot in row.dots if isinstance(dot, Dot) for edge in (dot.low, dot.high)]
    ticks = round_ticks(min(0, 0, *edges), max(1, 1, *edges), about=5 if is_wide else 4)
    # The words stand to the right of the lines.
    across = Scale(ticks[0], ticks[-1], left, width - 190 if is_wide else width - 140)
    legend = _legend(figures.series, left, is_wide)
    top = (22 * (len(figures.series) if not is_wide else 1) if len(figures.series) > 1 else 0) + 8
    above = 0 if is_wide else 22
    height = above + len(figures.series) * LANE + 12
    parts = [_row(row, figures, across, top + place * height, left, is_wide) for place, row in enumerate(rows)]
    bottom = top + len(rows) * height
    # On a phone the lines are drawn beside the dots alone, so that they do not cross the names.
    spans = [(top + place * height + above, top + (place + 1) * height - 6) for place in range(len(rows))]
    grid = _grid(ticks if edges else ticks[:1], across, [(top, bottom)] if is_wide else spans, bottom)
    body = joined([legend, grid, *parts])
    return frame(figures, "Punkter med usikkerhed.", bottom + 30, body, width=width, words=words)


def _grid(ticks: Sequence[float], across: Scale, spans: Sequence[tuple[float, float]], bottom: float) -> SafeString:
    lines = (
        format_html(
            '<line x1="{0}" x2="{0}" y1="{1}" y2="{2}" stroke="{3}"/>',
            across(tick),
            top,
            end,
            QUIET if tick == 0 else LINE,
        )
        for tick in ticks
        for top, end in spans
    )
    decimals = decimals_of(ticks) if len(ticks) > 1 else 0
    figures = (
        lettering(across(tick), bottom + 18, danish.number(tick, decimals), anchor="middle", fill=QUIET)
        for tick in ticks
    )
    return joined([*lines, *figures])


def _row(row: IntervalRow, figures: Figures, across: Scale, y: float, left: float, is_wide: bool) -> SafeString:
    lanes = len(row.dots)
    if is_wide:
        parts = [lettering(left - 14, y + lanes * LANE / 2 + 8, shortened(row.name, left), anchor="end")]
    else:
        parts, y = [lettering(8, y + 18, shortened(row.name, 360))], y + 22
    for place, dot in enumerate(row.dots):
        middle = y + place * LANE + LANE / 2 + 3
        if isinstance(dot, str):
            parts.append(lettering(across(max(across.low, 0)) + 8, middle + 5, dot, fill=QUIET))
            continue
        said = figures.say(dot.value) + (f", {dot.note}" if dot.note else "")
        parts += [
            _whisker(across(dot.low), across(dot.high), middle, STROKES[place]),
            marker(place, across(dot.value), middle),
            lettering(across.end + 10, middle + 5, said, fill=INK),
        ]
    return joined(parts)


def _whisker(low: float, high: float, y: float, colour: str) -> SafeString:
    path = f"M{low},{y - 5} V{y + 5} M{low},{y} H{high} M{high},{y - 5} V{y + 5}"
    return format_html('<path d="{}" stroke="{}" stroke-width="2" fill="none"/>', path, colour)


def _legend(series: Sequence[Series], left: float, is_wide: bool) -> SafeString:
    """The shapes with their names, where there is more than one."""
    if len(series) < 2:
        return SafeString()
    x, y, parts = left, 10.0, []
    for place, one in enumerate(series):
        parts += [marker(place, x + 4, y), lettering(x + 14, y + 5, one.name)]
        if is_wide:
            x += len(one.name) * 7.5 + 38
        else:
            y += 22
    return joined(parts)
