"""A year as a wheel: twelve months around, and what is on their days, as SVG made on the server.

Each kind of mark has a shape and a ring of its own, so that the wheel reads in grey too. It is one picture to those who
hear the page: what it shows stands in a list beside it, with the links. Presentation attributes only, as in charts.
"""

from __future__ import annotations

import calendar
import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from chefforum.calc.danish_dates import MONTHS

from .drawing import FONT, INK, LINE, QUIET

SIZE = 640
CENTRE = SIZE / 2
OUTER, MONTH_INNER, HUB = 300, 256, 92
SHADES = ("#f0f3f6", "#ffffff")
# Kind: how far from the centre it stands, and its colour; the shape is in _shape.
RINGS = {
    "meeting": (230, "#16324a"),
    "cancelled": (230, "#57606a"),
    "submission": (196, "#a63603"),
    "sending": (166, "#2c6e2f"),
    "theme": (132, "#6a51a3"),
    "holiday": (308, "#57606a"),
    "closed": (308, "#57606a"),
}


@dataclass(frozen=True)
class WheelMark:
    """Something on a day; `kind` is one of RINGS."""

    date: dt.date
    kind: str
    text: str


@dataclass(frozen=True)
class Wheel:
    """The picture, and the small shape of each kind for the words beside it."""

    svg: SafeString
    icons: dict[str, SafeString]


def year_wheel(*, year: int, marks: Sequence[WheelMark], today: dt.date | None = None, label: str = "") -> Wheel:
    """The wheel of a year, January from the top and clockwise. Marks of other years are left out.

    Raises KeyError on a kind that has no ring.
    """
    shown = [mark for mark in marks if mark.date.year == year]
    body = format_html_join(
        "",
        "{}",
        [
            *((_month(year, number),) for number in range(1, 13)),
            *((_ring(name),) for name in ("meeting", "submission", "sending", "theme")),
            *((_today(today),) for _ in range(1) if today and today.year == year),
            *((_mark(mark),) for mark in shown),
        ],
    )
    svg = format_html(
        '<svg class="wheel" viewBox="0 0 {0} {0}" role="img" aria-label="{1}" font-family="{2}">{3}{4}</svg>',
        SIZE,
        label or f"Årshjul for {year}. Det samme står i listen.",
        FONT,
        body,
        format_html(
            '<text x="{0}" y="{1}" text-anchor="middle" font-size="44" font-weight="600" fill="{2}">{3}</text>',
            _n(CENTRE),
            _n(CENTRE + 16),
            INK,
            year,
        ),
    )
    return Wheel(svg=svg, icons={kind: _icon(kind) for kind in RINGS})


def _angle(date: dt.date) -> float:
    """In radians from the top, clockwise; the middle of the day."""
    days = 366 if calendar.isleap(date.year) else 365
    return (date.timetuple().tm_yday - 0.5) / days * 2 * math.pi


def _at(radius: float, angle: float) -> tuple[float, float]:
    return CENTRE + radius * math.sin(angle), CENTRE - radius * math.cos(angle)


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _month(year: int, number: int) -> SafeString:
    first = dt.date(year, number, 1)
    days = calendar.monthrange(year, number)[1]
    half_day = math.pi / (366 if calendar.isleap(year) else 365)
    begin, end = _angle(first) - half_day, _angle(first.replace(day=days)) + half_day
    corners = [_at(OUTER, begin), _at(OUTER, end), _at(HUB, end), _at(HUB, begin)]
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = corners
    path = (
        f"M{_n(ax)} {_n(ay)}A{OUTER} {OUTER} 0 0 1 {_n(bx)} {_n(by)}"
        f"L{_n(cx)} {_n(cy)}A{HUB} {HUB} 0 0 0 {_n(dx)} {_n(dy)}Z"
    )
    tx, ty = _at((OUTER + MONTH_INNER) / 2, (begin + end) / 2)
    return format_html(
        '<path d="{}" fill="{}" stroke="{}"/>'
        '<text x="{}" y="{}" text-anchor="middle" font-size="18" fill="{}">{}</text>',
        path,
        SHADES[number % 2],
        LINE,
        _n(tx),
        _n(ty + 6),
        INK,
        MONTHS[number - 1][:3],
    )


def _ring(kind: str) -> SafeString:
    return format_html('<circle cx="{0}" cy="{0}" r="{1}" fill="none" stroke="{2}"/>', _n(CENTRE), RINGS[kind][0], LINE)


def _today(today: dt.date) -> SafeString:
    angle = _angle(today)
    (ax, ay), (bx, by) = _at(HUB, angle), _at(OUTER, angle)
    return format_html(
        '<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="{}" stroke-width="1.5" stroke-dasharray="5 4">'
        "<title>I dag</title></line>",
        _n(ax),
        _n(ay),
        _n(bx),
        _n(by),
        QUIET,
    )


def _mark(mark: WheelMark) -> SafeString:
    x, y = _at(RINGS[mark.kind][0], _angle(mark.date))
    words = f"{mark.date.day}. {MONTHS[mark.date.month - 1]}: {mark.text}"
    number = (
        format_html(
            '<text x="{}" y="{}" text-anchor="middle" font-size="14" font-weight="600" fill="#ffffff">{}</text>',
            _n(x),
            _n(y + 5),
            mark.date.day,
        )
        if mark.kind == "meeting"
        else ""
    )
    return format_html("<g><title>{}</title>{}{}</g>", words, _shape(mark.kind, x, y, 1.0), number)


def _shape(kind: str, x: float, y: float, scale: float) -> SafeString:
    """A filled circle, a crossed ring, a triangle, a square, a diamond, a dot: told apart without their colours."""
    colour = RINGS[kind][1]
    if kind == "meeting":
        return format_html('<circle cx="{}" cy="{}" r="{}" fill="{}"/>', _n(x), _n(y), _n(13 * scale), colour)
    if kind in {"holiday", "closed"}:
        fill = colour if kind == "holiday" else "#ffffff"
        return format_html(
            '<circle cx="{}" cy="{}" r="{}" fill="{}" stroke="{}"/>', _n(x), _n(y), _n(4 * scale), fill, colour
        )
    r = 8 * scale
    if kind == "cancelled":
        cross = f"M{_n(x - r)} {_n(y - r)}L{_n(x + r)} {_n(y + r)}M{_n(x - r)} {_n(y + r)}L{_n(x + r)} {_n(y - r)}"
        return format_html('<path d="{}" stroke="{}" stroke-width="3" fill="none"/>', cross, colour)
    points = {
        "submission": [(x, y - r), (x + r, y + r * 0.8), (x - r, y + r * 0.8)],
        "sending": [
            (x - r * 0.8, y - r * 0.8),
            (x + r * 0.8, y - r * 0.8),
            (x + r * 0.8, y + r * 0.8),
            (x - r * 0.8, y + r * 0.8),
        ],
        "theme": [(x, y - r), (x + r, y), (x, y + r), (x - r, y)],
    }[kind]
    return format_html('<polygon points="{}" fill="{}"/>', " ".join(f"{_n(px)},{_n(py)}" for px, py in points), colour)


def _icon(kind: str) -> SafeString:
    scale = 0.6 if kind == "meeting" else 1.0
    return format_html(
        '<svg class="wheel-icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">{}</svg>',
        _shape(kind, 10, 10, scale),
    )
