"""Charts as SVG made on the server: for pages, for print and for documents, with the figures beside them.

Few marks, names where the lines end, a dash and a marker beside each colour, greys that can be told apart, and gaps
where figures are missing. The way of a year is drawn by `year_charts`, the way from one sum to another by `bridges`.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString

from . import danish
from .drawing import (
    FILLS,
    FONT,
    INK,
    NARROW,
    QUIET,
    WIDTH,
    Chart,
    Figures,
    Series,
    TooManySeries,
    UnevenSeries,
    box,
    frame,
    joined,
    labels_below,
    legend_of,
    lettering,
    lines_above,
    names_at_ends,
    room_beside,
    shortened,
    stroke,
    upwards,
)
from .scales import Number, Scale, round_ticks

__all__ = [
    "FONT",
    "Chart",
    "NegativePart",
    "Series",
    "TooManySeries",
    "UnevenSeries",
    "bar_chart",
    "column_chart",
    "line_chart",
    "sparkline",
    "stacked_bar_chart",
]


MOST_MARKERS = 18  # on a phone


class NegativePart(ValueError):
    """A part of a stacked bar is negative, so that the bar's length would lie."""


def line_chart(
    *,
    title: str,
    labels: Sequence[str],
    series: Sequence[Series],
    unit: str = "",
    decimals: int = 0,
    corner: str = "",
    from_zero: bool = True,
) -> Chart:
    """Development over time: a line per series, its name where it ends, a gap where a figure is missing.

    Raises TooManySeries (more than four) and UnevenSeries.
    """
    figures = Figures(title, tuple(labels), tuple(series), unit, decimals)
    wide, narrow = (_lines(figures, from_zero, width) for width in (WIDTH, NARROW))
    return figures.chart(wide, corner, narrow=narrow)


def _lines(figures: Figures, from_zero: bool, width: int) -> SafeString:
    """On a phone the names stand above, and many points are a line without marks."""
    is_wide = width == WIDTH
    left, top = max(72 if is_wide else 48, room_beside(figures)), 30 if is_wide else 34 + 22 * len(figures.series)
    bottom = 294 if is_wide else top + 220
    right = width - 150 if is_wide else width - 16
    count = len(figures.labels)
    across = Scale(0, max(count - 1, 1), left, right)
    up, grid = upwards(figures, from_zero=from_zero, top=top, bottom=bottom, left=left, right=right)
    has_markers = is_wide or count <= MOST_MARKERS
    lines = joined(stroke(one, place, across, up, with_markers=has_markers) for place, one in enumerate(figures.series))
    names = names_at_ends(figures.series, across, up, top, bottom) if is_wide else lines_above(figures.series)
    body = joined([grid, labels_below(figures.labels, across, bottom + 20), lines, names])
    return frame(figures, "Linjediagram.", bottom + 36, body, width=width)


def column_chart(
    *,
    title: str,
    labels: Sequence[str],
    values: Sequence[Number | None],
    unit: str = "",
    decimals: int = 0,
    corner: str = "",
) -> Chart:
    """A column per label, from nought; "mangler" where there is no figure. Raises UnevenSeries."""
    figures = Figures(title, tuple(labels), (Series(title, tuple(values)),), unit, decimals)
    height, left, top, bottom = 330, 72, 34, 36
    room = (WIDTH - left - 8) / max(len(labels), 1)
    across = Scale(0, max(len(labels), 1), left + room / 2, WIDTH - 8 + room / 2)
    up, grid = upwards(figures, from_zero=True, top=top, bottom=height - bottom, left=left, right=WIDTH - 8)
    columns = (_column(value, across(place), room * 0.64, up, figures) for place, value in enumerate(values))
    body = joined([grid, labels_below(figures.labels, across, height - bottom + 20), *columns])
    return figures.chart(frame(figures, "Søjlediagram.", height, body), corner)


def bar_chart(
    *,
    title: str,
    labels: Sequence[str],
    values: Sequence[Number | None],
    unit: str = "",
    decimals: int = 0,
    corner: str = "",
) -> Chart:
    """A lying bar per label with its figure at the end, from nought to both sides. Raises UnevenSeries."""
    figures = Figures(title, tuple(labels), (Series(title, tuple(values)),), unit, decimals)
    return _both_lying(figures, "Liggende søjlediagram.", corner)


def stacked_bar_chart(
    *, title: str, labels: Sequence[str], series: Sequence[Series], unit: str = "", decimals: int = 0, corner: str = ""
) -> Chart:
    """A lying bar per label, of parts, with its total at the end; the total is missing where a part is.

    Raises TooManySeries, UnevenSeries and NegativePart.
    """
    figures = Figures(title, tuple(labels), tuple(series), unit, decimals)
    if any(value < 0 for value in figures.known):
        raise NegativePart(f"{title!r} has a negative part")
    return _both_lying(figures, "Stablet søjlediagram.", corner)


def sparkline(*, values: Sequence[Number | None], label: str, width: int = 120, height: int = 28) -> SafeString:
    """A word-sized line for a row of a table; `label` says in words what it shows."""
    known = [value for value in values if value is not None]
    series = Series(label, tuple(values))
    if not known:
        return format_html('<span class="missing">{}</span>', danish.MISSING)
    ticks = round_ticks(min(known), max(known), about=2)
    across = Scale(0, max(len(values) - 1, 1), 4, width - 4)
    up = Scale(ticks[0], ticks[-1], height - 4, 4)
    return format_html(
        '<svg class="sparkline" role="img" aria-label="{}" viewBox="0 0 {} {}" width="{}" height="{}">{}</svg>',
        label,
        width,
        height,
        width,
        height,
        stroke(series, 0, across, up, with_markers=len(known) == 1),
    )


def _column(value: Number | None, middle: float, width: float, up: Scale, figures: Figures) -> SafeString:
    if value is None:
        return lettering(middle, up(0) - 6, danish.MISSING, anchor="middle", fill=QUIET)
    y, base = up(max(value, 0)), up(min(value, 0))
    figure = danish.number(value, figures.decimals)
    bar = box(middle - width / 2, y, width, base - y, FILLS[0])
    return joined([bar, lettering(middle, y - 5 if value >= 0 else base + 15, figure, anchor="middle")])


def _both_lying(figures: Figures, kind: str, corner: str) -> Chart:
    wide, narrow = (_lying(figures, kind, width) for width in (WIDTH, NARROW))
    return figures.chart(wide, corner, narrow=narrow)


def _lying(figures: Figures, kind: str, width: int) -> SafeString:
    """Bars from left to right, a row per label; names of the parts above where there are more than one. On a phone each
    label stands above its bar, and the parts' names under each other."""
    is_wide, count = width == WIDTH, len(figures.labels)
    wide = min(260, max((len(label) for label in figures.labels), default=0) * 7.5 + 16) if is_wide else 8
    totals = [_total([one.values[place] for one in figures.series]) for place in range(count)]
    drawn = [float(sum(value for value in _parts(figures, place) if value)) for place in range(count)]
    ticks = round_ticks(min(0, 0, *drawn), max(0, 0, *drawn))
    across = Scale(ticks[0], ticks[-1], wide, width - (130 if is_wide else 100))
    legend = 0 if len(figures.series) < 2 else 28 if is_wide else 22 * len(figures.series) + 6
    row = 34 if is_wide else 52
    rows = (_lying_row(figures, place, across, width, legend + place * row, totals[place]) for place in range(count))
    zero = format_html(
        '<line x1="{0}" x2="{0}" y1="{1}" y2="{2}" stroke="{3}"/>', across(0), legend, legend + count * row, QUIET
    )
    names = legend_of(figures.series) if is_wide else _legend_above(figures.series)
    body = joined([names if legend else SafeString(), *rows, zero if is_wide else SafeString()])
    return frame(figures, kind, legend + count * row + 8, body, width=width)


def _legend_above(series: Sequence[Series]) -> SafeString:
    return joined(
        part
        for place, one in enumerate(series)
        for part in (box(8, 4 + 22 * place, 14, 14, FILLS[place]), lettering(28, 16 + 22 * place, one.name))
    )


def _parts(figures: Figures, place: int) -> list[Number | None]:
    return [one.values[place] for one in figures.series]


def _total(parts: Sequence[Number | None]) -> Number | None:
    known = [part for part in parts if part is not None]
    return sum(known) if len(known) == len(parts) else None


def _lying_row(figures: Figures, place: int, across: Scale, width: int, y: float, total: Number | None) -> SafeString:
    is_wide, boxes, at = width == WIDTH, [], 0.0
    top = y + 6 if is_wide else y + 22
    for part, value in enumerate(_parts(figures, place)):
        if value is not None:
            start, end = sorted((across(at), across(at + float(value))))
            boxes.append(box(start, top, end - start, 22, FILLS[part]))
            at += float(value)
    name = figures.labels[place]
    label = (
        lettering(across.start - 10, y + 22, shortened(name, across.start), anchor="end")
        if is_wide
        else lettering(8, y + 16, shortened(name, width - 8))
    )
    # A figure of a bar to the left of nought stands to the right of the line, where there is room for it.
    fill = INK if total is not None else QUIET
    return joined([label, *boxes, lettering(across(max(at, 0.0)) + 8, top + 16, figures.say(total), fill=fill)])
