"""Many counts, each beside what was expected of it: a bar from the least to the most that chance explains, a standing
line where it was expected, and a dot where it came. No traffic lights: whoever lies outside is seen to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString

from . import danish
from .drawing import (
    FILLS,
    LINE,
    NARROW,
    QUIET,
    STROKES,
    WIDTH,
    Chart,
    Figures,
    Series,
    frame,
    joined,
    lettering,
    marker,
    shortened,
)
from .scales import Number, Scale, round_ticks

BAND = "#dfe6ee"
_ROW = {WIDTH: 36, NARROW: 52}


@dataclass(frozen=True)
class RangeRow:
    """`value` None is not drawn, and told as `words`; without `expected` there is a dot alone."""

    label: str
    value: Number | None
    expected: Number | None = None
    low: Number | None = None
    high: Number | None = None
    words: str = ""


def range_chart(
    *, title: str, rows: Sequence[RangeRow], names: tuple[str, str, str], corner: str = "", decimals: int = 0
) -> Chart:
    """`names`: of the count, of what was expected, of the range. Drawn for a page and for a phone."""
    series = (
        Series(names[0], tuple(row.value for row in rows)),
        Series(names[1], tuple(row.expected for row in rows)),
    )
    figures = Figures(title, tuple(row.label for row in rows), series, "", decimals)
    wide, narrow = (_picture(figures, rows, names, width) for width in (WIDTH, NARROW))
    told = tuple((row.label, (_value(row, decimals), _expected(row, decimals), _range(row))) for row in rows)
    return Chart(title, wide, corner, names, told, narrow=narrow)


def _value(row: RangeRow, decimals: int) -> str:
    return (row.words or danish.MISSING) if row.value is None else danish.number(row.value, decimals)


def _expected(row: RangeRow, decimals: int) -> str:
    return "–" if row.expected is None else danish.number(row.expected, max(decimals, 1))


def _range(row: RangeRow) -> str:
    return "–" if row.low is None or row.high is None else f"{danish.number(row.low)} til {danish.number(row.high)}"


def _picture(figures: Figures, rows: Sequence[RangeRow], names: tuple[str, str, str], width: int) -> SafeString:
    is_wide, each = width == WIDTH, _ROW[width]
    left = min(260, max((len(row.label) for row in rows), default=0) * 7.5 + 16) if is_wide else 8
    legend, per_line = (28, 3) if is_wide else (72, 1)
    known = [value for row in rows for value in (row.value, row.expected, row.low, row.high) if value is not None]
    ticks = round_ticks(0, max([1, *known]), is_whole=not figures.decimals)
    across = Scale(ticks[0], ticks[-1], left, width - 60)
    bottom = legend + len(rows) * each
    lines = [
        format_html(
            '<line x1="{0}" x2="{0}" y1="{1}" y2="{2}" stroke="{3}"/>',
            across(tick),
            legend,
            bottom,
            QUIET if tick == 0 else LINE,
        )
        for tick in ticks
    ]
    scale = [
        lettering(across(tick), bottom + 16, danish.number(tick, 0), anchor="middle", fill=QUIET) for tick in ticks
    ]
    drawn = [_row(row, across, legend + place * each, left, is_wide, figures) for place, row in enumerate(rows)]
    body = joined([_legend(names, per_line), *lines, *scale, *drawn])
    words = " ".join(
        f"{row.label}: {_value(row, figures.decimals)}"
        + (f", ventet {_expected(row, figures.decimals)} ({_range(row)})." if row.expected is not None else ".")
        for row in rows
    )
    return frame(figures, "Diagram med spænd.", bottom + 26, body, width=width, words=words)


def _row(row: RangeRow, across: Scale, y: float, left: float, is_wide: bool, figures: Figures) -> SafeString:
    middle = y + (18 if is_wide else 34)
    label = (
        lettering(left - 10, middle + 5, shortened(row.label, left), anchor="end")
        if is_wide
        else lettering(left, y + 16, shortened(row.label, NARROW - 20))
    )
    parts = [label]
    if row.low is not None and row.high is not None:
        parts.append(_bar(across(row.low), across(row.high), middle))
    if row.expected is not None:
        x = across(row.expected)
        parts.append(_standing(x, middle))
    if row.value is None:
        parts.append(lettering(across.end + 10, middle + 5, _value(row, figures.decimals), fill=QUIET))
    else:
        parts.append(marker(0, across(row.value), middle))
        parts.append(lettering(across.end + 10, middle + 5, danish.number(row.value, figures.decimals)))
    return joined(parts)


def _bar(start: float, end: float, middle: float) -> SafeString:
    return format_html(
        '<rect x="{}" y="{}" width="{}" height="16" fill="{}" stroke="{}"/>',
        round(start, 2),
        middle - 8,
        round(max(end - start, 1), 2),
        BAND,
        FILLS[2],
    )


def _standing(x: float, middle: float) -> SafeString:
    return format_html(
        '<line x1="{0}" x2="{0}" y1="{1}" y2="{2}" stroke="{3}" stroke-width="2"/>',
        round(x, 2),
        middle - 11,
        middle + 11,
        STROKES[1],
    )


def _legend(names: tuple[str, str, str], per_line: int) -> SafeString:
    x, y, parts = 8.0, 10.0, []
    for place, name in enumerate(names):
        parts += [(marker(0, x, y), _standing(x, y), _bar(x - 6, x + 6, y))[place], lettering(x + 14, y + 5, name)]
        if per_line > 1:
            x += 14 + len(name) * 7.5 + 28
        else:
            y += 22
    return joined(parts)
