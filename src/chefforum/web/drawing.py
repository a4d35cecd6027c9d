"""What charts are drawn with: figures that are checked, the frame that says them in words, axes, lines and text.

Presentation attributes only: the pages' security policy refuses styles inside a page.
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
WIDTH, NARROW = 720, 380  # of a page, and of a phone
FONT = "IBM Plex Sans, sans-serif"


class TooManySeries(ValueError):
    """More lines or parts than a reader can tell apart; draw several charts instead."""


class UnevenSeries(ValueError):
    """A series has not one value per label."""


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
    narrow: SafeString | None = None  # the same drawn for a phone, where one picture cannot serve both


@dataclass(frozen=True)
class Figures:
    """What every chart is made of, checked. `unit` may be the word of one and of many, with a comma between
    ("person,personer"). `outside`: what is said before a series begins and after it has ended."""

    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str
    decimals: int
    outside: str = danish.MISSING

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
        if value is None or not self.unit:
            return text
        one, many = self.words
        return f"{text} {one if text == '1' else many}"

    @property
    def words(self) -> tuple[str, str]:
        """The unit of one, and of many."""
        one, _, many = self.unit.partition(",")
        return one, many or one

    def chart(self, svg: SafeString, corner: str, *, narrow: SafeString | None = None) -> Chart:
        rows = tuple(
            (label, tuple(self._cell(one, place) for one in self.series)) for place, label in enumerate(self.labels)
        )
        names = tuple(one.name for one in self.series)
        return Chart(title=self.title, svg=svg, corner=corner, column_names=names, rows=rows, narrow=narrow)

    def _cell(self, one: Series, place: int) -> str:
        first, last = _ends(one)
        return self.say(one.values[place]) if first <= place <= last else self.outside

    def described(self) -> str:
        return " ".join(self._describe(one) for one in self.series)

    def _describe(self, one: Series) -> str:
        known = [(label, value) for label, value in zip(self.labels, one.values, strict=True) if value is not None]
        if not known:
            return f"{one.name}: {danish.MISSING}."
        (first, begins), (last, ends) = known[0], known[-1]
        begun, ended = _ends(one)
        within = len(one.values) if self.outside == danish.MISSING else ended - begun + 1
        missing = within - len(known)
        gaps = f", {missing} mangler" if missing else ""
        if len(known) == 1:
            return f"{one.name}: {self.say(begins)} ({first}){gaps}."
        return f"{one.name}: fra {self.say(begins)} ({first}) til {self.say(ends)} ({last}){gaps}."


def _ends(one: Series) -> tuple[int, int]:
    """The first and the last place with a figure; all of them where it has none."""
    known = [place for place, value in enumerate(one.values) if value is not None]
    return (known[0], known[-1]) if known else (0, len(one.values) - 1)


def frame(
    figures: Figures, kind: str, height: float, body: SafeString, *, width: float = WIDTH, words: str = ""
) -> SafeString:
    """The frame; its ids come from what it shows, so that the same figures always give the same text."""
    shown = repr(
        (
            kind,
            width,
            words,
            figures.title,
            figures.labels,
            [(one.name, *map(str, one.values)) for one in figures.series],
        )
    )
    name = f"diagram-{hashlib.sha256(shown.encode()).hexdigest()[:10]}"
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="img" '
        'aria-labelledby="{id}-t {id}-d" font-family="{font}" font-size="14" fill="{ink}">'
        '<title id="{id}-t">{title}</title><desc id="{id}-d">{kind} {words}</desc>{body}</svg>',
        w=round(width),
        h=round(height),
        id=name,
        font=FONT,
        ink=INK,
        title=figures.title,
        kind=kind,
        words=words or figures.described(),
        body=body,
    )


def upwards(
    figures: Figures,
    *,
    from_zero: bool,
    top: float,
    bottom: float,
    left: float,
    right: float,
    also: Sequence[Number] = (),
    is_whole: bool = False,
) -> tuple[Scale, SafeString]:
    """The scale of the standing axis and its lines with figures beside; the line of nought is darker. `also` are
    figures that are drawn and must be within, but are no series."""
    known = [*figures.known, *also] or [0]
    low, high = (min(0, *known), max(0, *known)) if from_zero else (min(known), max(known))
    ticks = round_ticks(low, high, is_whole=is_whole)
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
    unit = lettering(left - 8, top - 16, figures.words[1], anchor="end", fill=QUIET) if figures.unit else SafeString()
    return up, joined([lines, unit])


def room_beside(figures: Figures) -> float:
    """How much the figures beside the standing axis take."""
    ticks = round_ticks(min(0, 0, *figures.known), max(0, 0, *figures.known))
    decimals = decimals_of(ticks)
    return 16 + 8 * max(len(danish.number(Decimal(str(tick)), decimals)) for tick in ticks)


def labels_below(labels: Sequence[str], across: Scale, y: float) -> SafeString:
    """As many of the labels as there is room for, at even distance, the first among them."""
    wide = max((len(label) for label in labels), default=1) * 8 + 12
    room = abs(across(1) - across(0)) if len(labels) > 1 else wide
    each = max(1, -(-wide // max(round(room), 1)))
    return joined(
        lettering(across(place), y, label, anchor="middle", fill=QUIET)
        for place, label in enumerate(labels)
        if place % each == 0
    )


def stretches(values: Sequence[Number | None]) -> list[list[tuple[int, Number]]]:
    """The stretches without a missing figure, each with its places."""
    runs: list[list[tuple[int, Number]]] = [[]]
    for place, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append((place, value))
    return [run for run in runs if run]


def stroke(one: Series, place: int, across: Scale, up: Scale, *, with_markers: bool = True) -> SafeString:
    lines = (
        format_html(
            '<polyline points="{}" fill="none" stroke="{}" stroke-width="2.5" stroke-dasharray="{}"/>',
            " ".join(f"{across(at)},{up(value)}" for at, value in run),
            STROKES[place],
            DASHES[place],
        )
        for run in stretches(one.values)
        if len(run) > 1
    )
    points = [(across(at), up(value)) for at, value in enumerate(one.values) if value is not None]
    return joined([*lines, *(marker(place, x, y) for x, y in points if with_markers)])


def marker(place: int, x: float, y: float) -> SafeString:
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


def names_at_ends(series: Sequence[Series], across: Scale, up: Scale, top: float, bottom: float) -> SafeString:
    """Each name beside its line's last figure, moved apart where several lines go on to the last label."""
    ends = [
        (place, one.name, *stretches(one.values)[-1][-1]) for place, one in enumerate(series) if stretches(one.values)
    ]
    whole = [end for end in ends if across(end[2]) >= across.end]
    heights = spread([up(value) + 5 for *_, value in whole], gap=17, low=top, high=bottom)
    beside = (name_beside(place, name, across.end + 12, y) for (place, name, *_), y in zip(whole, heights, strict=True))
    # A line that ends early has its name where it ends, just below, so that it does not seem to go on.
    cut_short = [end for end in ends if end not in whole]
    early = (name_beside(place, name, across(at) + 8, up(value) + 20) for place, name, at, value in cut_short)
    return joined([*beside, *early])


def name_beside(place: int, name: str, x: float, y: float) -> SafeString:
    """A line's name with a white edge, so that it can be read where it lies on other lines."""
    return format_html(
        '<text x="{}" y="{}" fill="{}" font-weight="600" stroke="#fff" stroke-width="4" paint-order="stroke">{}</text>',
        round(x, 2),
        round(y, 2),
        STROKES[place],
        name,
    )


def lines_above(series: Sequence[Series]) -> SafeString:
    """Names above the picture, where a phone has no room beside it."""
    rows = []
    for place, one in enumerate(series):
        y = 12 + 22 * place
        rows.append(
            format_html(
                '<line x1="62" x2="102" y1="{0}" y2="{0}" stroke="{1}" stroke-width="2.5" stroke-dasharray="{2}"/>',
                y,
                STROKES[place],
                DASHES[place],
            )
        )
        rows += [marker(place, 82, y), lettering(110, y + 5, one.name)]
    return joined(rows)


def shortened(label: str, wide: float) -> str:
    most = int((wide - 10) / 7)
    return label if len(label) <= most else f"{label[: most - 1].rstrip()}…"


def legend_of(series: Sequence[Series]) -> SafeString:
    x, parts = 0.0, []
    for place, one in enumerate(series):
        parts += [box(x, 4, 14, 14, FILLS[place]), lettering(x + 20, 16, one.name)]
        x += 20 + len(one.name) * 7.5 + 24
    return joined(parts)


def box(x: float, y: float, width: float, height: float, fill: str) -> SafeString:
    return format_html(
        '<rect x="{}" y="{}" width="{}" height="{}" fill="{}" stroke="{}" stroke-width="0.75"/>',
        *(round(value, 2) for value in (x, y, width, height)),
        fill,
        STROKES[0],
    )


def lettering(x: float, y: float, words: str, *, anchor: str = "start", fill: str = INK) -> SafeString:
    return format_html(
        '<text x="{}" y="{}" text-anchor="{}" fill="{}">{}</text>',
        round(x, 2),
        round(y, 2),
        anchor,
        fill,
        words,
    )


def joined(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))
