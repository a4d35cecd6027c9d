"""Charts as SVG made on the server: for pages, for print and for documents, with the figures beside them.

Few marks, names where the lines end, a dash and a marker beside each colour, greys that can be told apart, and gaps
where figures are missing. Presentation attributes only: the pages' security policy refuses styles inside a page.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from . import danish
from .scales import Number, Scale, decimals_of, round_ticks, spread

INK, QUIET, LINE = "#1a1a1a", "#57606a", "#d5dae0"
STROKES = ("#16324a", "#a63603", "#2c6e2f", "#6a51a3")
DASHES = ("none", "9 5", "2 4", "12 4 2 4")
# From dark to light, so that parts of a bar differ in a grey print as well.
FILLS = ("#16324a", "#5b86ad", "#a9c6de", "#e2ecf4")
MOST_SERIES = len(STROKES)
WIDTH = 720
FONT = "IBM Plex Sans, sans-serif"


class TooManySeries(ValueError):
    """More lines or parts than a reader can tell apart; draw several charts instead."""


class UnevenSeries(ValueError):
    """A series has not one value per label."""


class NegativePart(ValueError):
    """A part of a stacked bar is negative, so that the bar's length would lie."""


@dataclass(frozen=True)
class Series:
    """A named row of figures; None where one is missing."""

    name: str
    values: tuple[Number | None, ...]


@dataclass(frozen=True)
class Chart:
    """The picture, and the same figures as a table: `rows` are a label and its cells, in words."""

    title: str
    svg: SafeString
    corner: str
    column_names: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class _Figures:
    """What every chart is made of, checked."""

    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str
    decimals: int

    def __post_init__(self) -> None:
        if len(self.series) > MOST_SERIES:
            raise TooManySeries(f"{len(self.series)} series in one chart, at most {MOST_SERIES}")
        if any(len(one.values) != len(self.labels) for one in self.series):
            raise UnevenSeries(f"each series of {self.title!r} must have {len(self.labels)} values")

    @property
    def known(self) -> list[Number]:
        return [value for one in self.series for value in one.values if value is not None]

    def say(self, value: Number | None) -> str:
        text = danish.number(value, self.decimals)
        return text if value is None or not self.unit else f"{text} {self.unit}"

    def chart(self, svg: SafeString, corner: str) -> Chart:
        rows = tuple(
            (label, tuple(self.say(one.values[place]) for one in self.series))
            for place, label in enumerate(self.labels)
        )
        names = tuple(one.name for one in self.series)
        return Chart(title=self.title, svg=svg, corner=corner, column_names=names, rows=rows)

    def described(self) -> str:
        return " ".join(self._describe(one) for one in self.series)

    def _describe(self, one: Series) -> str:
        known = [(label, value) for label, value in zip(self.labels, one.values, strict=True) if value is not None]
        if not known:
            return f"{one.name}: {danish.MISSING}."
        (first, begins), (last, ends) = known[0], known[-1]
        missing = len(one.values) - len(known)
        gaps = f", {missing} mangler" if missing else ""
        if len(known) == 1:
            return f"{one.name}: {self.say(begins)} ({first}){gaps}."
        return f"{one.name}: fra {self.say(begins)} ({first}) til {self.say(ends)} ({last}){gaps}."


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
    figures = _Figures(title, tuple(labels), tuple(series), unit, decimals)
    height, left, right, top, bottom = 330, 72, 150, 30, 36
    across = Scale(0, max(len(labels) - 1, 1), left, WIDTH - right)
    up, grid = _upwards(figures, from_zero=from_zero, top=top, bottom=height - bottom, left=left, right=WIDTH - right)
    lines = _join(_line(one, place, across, up) for place, one in enumerate(figures.series))
    names = _names_at_ends(figures.series, across, up, top, height - bottom)
    body = _join([grid, _labels_below(figures.labels, across, height - bottom + 20), lines, names])
    return figures.chart(_svg(figures, "Linjediagram.", height, body), corner)


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
    figures = _Figures(title, tuple(labels), (Series(title, tuple(values)),), unit, decimals)
    height, left, top, bottom = 330, 72, 34, 36
    room = (WIDTH - left - 8) / max(len(labels), 1)
    across = Scale(0, max(len(labels), 1), left + room / 2, WIDTH - 8 + room / 2)
    up, grid = _upwards(figures, from_zero=True, top=top, bottom=height - bottom, left=left, right=WIDTH - 8)
    columns = (_column(value, across(place), room * 0.64, up, figures) for place, value in enumerate(values))
    body = _join([grid, _labels_below(figures.labels, across, height - bottom + 20), *columns])
    return figures.chart(_svg(figures, "Søjlediagram.", height, body), corner)


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
    figures = _Figures(title, tuple(labels), (Series(title, tuple(values)),), unit, decimals)
    return figures.chart(_lying(figures, "Liggende søjlediagram."), corner)


def stacked_bar_chart(
    *, title: str, labels: Sequence[str], series: Sequence[Series], unit: str = "", decimals: int = 0, corner: str = ""
) -> Chart:
    """A lying bar per label, of parts, with its total at the end; the total is missing where a part is.

    Raises TooManySeries, UnevenSeries and NegativePart.
    """
    figures = _Figures(title, tuple(labels), tuple(series), unit, decimals)
    if any(value < 0 for value in figures.known):
        raise NegativePart(f"{title!r} has a negative part")
    return figures.chart(_lying(figures, "Stablet søjlediagram."), corner)


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
        _line(series, 0, across, up, with_markers=len(known) == 1),
    )


def _svg(figures: _Figures, kind: str, height: float, body: SafeString) -> SafeString:
    """The frame; its ids come from what it shows, so that the same figures always give the same text."""
    shown = repr((kind, figures.title, figures.labels, [(one.name, *map(str, one.values)) for one in figures.series]))
    name = f"diagram-{hashlib.sha256(shown.encode()).hexdigest()[:10]}"
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="img" '
        'aria-labelledby="{id}-t {id}-d" font-family="{font}" font-size="14" fill="{ink}">'
        '<title id="{id}-t">{title}</title><desc id="{id}-d">{kind} {words}</desc>{body}</svg>',
        w=WIDTH,
        h=round(height),
        id=name,
        font=FONT,
        ink=INK,
        title=figures.title,
        kind=kind,
        words=figures.described(),
        body=body,
    )


def _upwards(
    figures: _Figures, *, from_zero: bool, top: float, bottom: float, left: float, right: float
) -> tuple[Scale, SafeString]:
    """The scale of the standing axis and its lines with figures beside; the line of nought is darker."""
    known = figures.known or [0]
    low, high = (min(0, *known), max(0, *known)) if from_zero else (min(known), max(known))
    ticks = round_ticks(low, high)
    up, decimals = Scale(ticks[0], ticks[-1], bottom, top), decimals_of(ticks)

    def say(tick: float) -> str:
        return danish.number(Decimal(str(tick)), decimals)

    lines = format_html_join(
        "",
        '<line x1="{0}" x2="{1}" y1="{2}" y2="{2}" stroke="{3}"/>'
        '<text x="{4}" y="{5}" text-anchor="end" fill="{6}">{7}</text>',
        (
            (left, right, up(tick), QUIET if tick == 0 else LINE, left - 8, up(tick) + 5, QUIET, say(tick))
            for tick in ticks
        ),
    )
    unit = _text(left - 8, top - 16, figures.unit, anchor="end", fill=QUIET) if figures.unit else SafeString()
    return up, _join([lines, unit])


def _labels_below(labels: Sequence[str], across: Scale, y: float) -> SafeString:
    """As many of the labels as there is room for, at even distance, the first among them."""
    wide = max((len(label) for label in labels), default=1) * 8 + 12
    room = abs(across(1) - across(0)) if len(labels) > 1 else wide
    each = max(1, -(-wide // max(round(room), 1)))
    return _join(
        _text(across(place), y, label, anchor="middle", fill=QUIET)
        for place, label in enumerate(labels)
        if place % each == 0
    )


def _runs(values: Sequence[Number | None]) -> list[list[tuple[int, Number]]]:
    """The stretches without a missing figure, each with its places."""
    runs: list[list[tuple[int, Number]]] = [[]]
    for place, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append((place, value))
    return [run for run in runs if run]


def _line(one: Series, place: int, across: Scale, up: Scale, *, with_markers: bool = True) -> SafeString:
    lines = (
        format_html(
            '<polyline points="{}" fill="none" stroke="{}" stroke-width="2.5" stroke-dasharray="{}"/>',
            " ".join(f"{across(at)},{up(value)}" for at, value in run),
            STROKES[place],
            DASHES[place],
        )
        for run in _runs(one.values)
        if len(run) > 1
    )
    points = [(across(at), up(value)) for at, value in enumerate(one.values) if value is not None]
    return _join([*lines, *(_marker(place, x, y) for x, y in points if with_markers)])


def _marker(place: int, x: float, y: float) -> SafeString:
    """Another shape per series: dot, square, triangle, ring."""
    colour = STROKES[place]
    match place:
        case 0:
            return format_html('<circle cx="{}" cy="{}" r="3.5" fill="{}"/>', x, y, colour)
        case 1:
            return format_html('<rect x="{}" y="{}" width="7" height="7" fill="{}"/>', x - 3.5, y - 3.5, colour)
        case 2:
            points = f"{x},{y - 5} {x + 5},{y + 4} {x - 5},{y + 4}"
            return format_html('<polygon points="{}" fill="{}"/>', points, colour)
    return format_html('<circle cx="{}" cy="{}" r="3.5" fill="#fff" stroke="{}" stroke-width="2"/>', x, y, colour)


def _names_at_ends(series: Sequence[Series], across: Scale, up: Scale, top: float, bottom: float) -> SafeString:
    """Each name beside its line's last figure, moved apart where several lines go on to the last label."""
    ends = [(place, one.name, *_runs(one.values)[-1][-1]) for place, one in enumerate(series) if _runs(one.values)]
    whole = [end for end in ends if across(end[2]) >= across.end]
    heights = spread([up(value) + 5 for *_, value in whole], gap=17, low=top, high=bottom)
    beside = (_name(place, name, across.end + 12, y) for (place, name, *_), y in zip(whole, heights, strict=True))
    # A line that ends early has its name where it ends, just below, so that it does not seem to go on.
    cut_short = [end for end in ends if end not in whole]
    early = (_name(place, name, across(at) + 8, up(value) + 20) for place, name, at, value in cut_short)
    return _join([*beside, *early])


def _name(place: int, name: str, x: float, y: float) -> SafeString:
    """A line's name with a white edge, so that it can be read where it lies on other lines."""
    return format_html(
        '<text x="{}" y="{}" fill="{}" font-weight="600" stroke="#fff" stroke-width="4" paint-order="stroke">{}</text>',
        round(x, 2),
        round(y, 2),
        STROKES[place],
        name,
    )


def _column(value: Number | None, middle: float, width: float, up: Scale, figures: _Figures) -> SafeString:
    if value is None:
        return _text(middle, up(0) - 6, danish.MISSING, anchor="middle", fill=QUIET)
    y, base = up(max(value, 0)), up(min(value, 0))
    figure = danish.number(value, figures.decimals)
    bar = _box(middle - width / 2, y, width, base - y, FILLS[0])
    return _join([bar, _text(middle, y - 5 if value >= 0 else base + 15, figure, anchor="middle")])


def _lying(figures: _Figures, kind: str) -> SafeString:
    """Bars from left to right, a row per label; names of the parts above where there are more than one."""
    wide = min(260, max((len(label) for label in figures.labels), default=0) * 7.5 + 16)
    totals = [_total([one.values[place] for one in figures.series]) for place in range(len(figures.labels))]
    drawn = [float(sum(value for value in _parts(figures, place) if value)) for place in range(len(figures.labels))]
    ticks = round_ticks(min(0, 0, *drawn), max(0, 0, *drawn))
    across = Scale(ticks[0], ticks[-1], wide, WIDTH - 130)
    legend = 28 if len(figures.series) > 1 else 0
    rows = (
        _lying_row(figures, place, across, wide, legend + place * 34, totals[place]) for place in range(len(totals))
    )
    zero = format_html(
        '<line x1="{0}" x2="{0}" y1="{1}" y2="{2}" stroke="{3}"/>',
        across(0),
        legend,
        legend + len(totals) * 34,
        QUIET,
    )
    body = _join([_legend(figures.series) if legend else SafeString(), *rows, zero])
    return _svg(figures, kind, legend + len(totals) * 34 + 8, body)


def _parts(figures: _Figures, place: int) -> list[Number | None]:
    return [one.values[place] for one in figures.series]


def _total(parts: Sequence[Number | None]) -> Number | None:
    known = [part for part in parts if part is not None]
    return sum(known) if len(known) == len(parts) else None


def _lying_row(figures: _Figures, place: int, across: Scale, wide: float, y: float, total: Number | None) -> SafeString:
    boxes, at = [], 0.0
    for part, value in enumerate(_parts(figures, place)):
        if value is not None:
            start, end = sorted((across(at), across(at + float(value))))
            boxes.append(_box(start, y + 6, end - start, 22, FILLS[part]))
            at += float(value)
    label = _text(wide - 10, y + 22, _shortened(figures.labels[place], wide), anchor="end")
    # A figure of a bar to the left of nought stands to the right of the line, where there is room for it.
    figure = _text(across(max(at, 0.0)) + 8, y + 22, figures.say(total), fill=INK if total is not None else QUIET)
    return _join([label, *boxes, figure])


def _shortened(label: str, wide: float) -> str:
    most = int((wide - 10) / 7)
    return label if len(label) <= most else f"{label[: most - 1].rstrip()}…"


def _legend(series: Sequence[Series]) -> SafeString:
    x, parts = 0.0, []
    for place, one in enumerate(series):
        parts += [_box(x, 4, 14, 14, FILLS[place]), _text(x + 20, 16, one.name)]
        x += 20 + len(one.name) * 7.5 + 24
    return _join(parts)


def _box(x: float, y: float, width: float, height: float, fill: str) -> SafeString:
    return format_html(
        '<rect x="{}" y="{}" width="{}" height="{}" fill="{}" stroke="{}" stroke-width="0.75"/>',
        *(round(value, 2) for value in (x, y, width, height)),
        fill,
        STROKES[0],
    )


def _text(x: float, y: float, words: str, *, anchor: str = "start", fill: str = INK) -> SafeString:
    return format_html(
        '<text x="{}" y="{}" text-anchor="{}" fill="{}">{}</text>',
        round(x, 2),
        round(y, 2),
        anchor,
        fill,
        words,
    )


def _join(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))
