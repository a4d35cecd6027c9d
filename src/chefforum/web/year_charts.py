"""The way of a year as one picture: what was planned, what came, where it is expected to end and how sure that is.

Sums so far, month by month. What came is a whole line with dots and stops where the year is closed; what is expected
goes on from there, dashed, inside the grey of its interval. Drawn twice, for a page and for a phone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString

from . import danish
from .drawing import (
    FILLS,
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
    labels_below,
    lettering,
    lines_above,
    marker,
    names_at_ends,
    stretches,
    stroke,
    upwards,
)
from .scales import Number, Scale

BAND = "#dfe6ee"


@dataclass(frozen=True)
class Band:
    """Between which figures something is expected, label by label; None where it is not said."""

    name: str
    low: tuple[Number | None, ...]
    high: tuple[Number | None, ...]


@dataclass(frozen=True)
class Mark:
    """A standing line at a label, with words: "lukket"."""

    place: int
    words: str


def year_chart(
    *,
    title: str,
    labels: Sequence[str],
    series: Sequence[Series],
    band: Band | None = None,
    mark: Mark | None = None,
    unit: str = "",
    decimals: int = 0,
    corner: str = "",
    is_whole: bool = False,
    outside: str = danish.MISSING,
) -> Chart:
    """`series` in the order of their weight: what came, what is expected, what was planned, last year. `is_whole`: the
    standing axis counts persons or things, in whole numbers. `outside`: what the table says before a series begins and
    after it has ended, where that is no figure that lacks ("–").

    Raises TooManySeries and UnevenSeries.
    """
    figures = Figures(title, tuple(labels), tuple(series), unit, decimals, outside)
    if band and not len(band.low) == len(band.high) == len(figures.labels):
        raise UnevenSeries(f"the band of {title!r} must have {len(figures.labels)} values")
    chart = figures.chart(_picture(figures, band, mark, WIDTH, is_whole), corner)
    names, rows = chart.column_names, chart.rows
    if band:
        names = (*names, band.name)
        rows = tuple(
            (label, (*cells, _between(figures, band.low[place], band.high[place])))
            for place, (label, cells) in enumerate(rows)
        )
    return Chart(chart.title, chart.svg, corner, names, rows, narrow=_picture(figures, band, mark, NARROW, is_whole))


def _between(figures: Figures, low: Number | None, high: Number | None) -> str:
    return "–" if low is None or high is None else f"{figures.say(low)} til {figures.say(high)}"


def _picture(figures: Figures, band: Band | None, mark: Mark | None, width: int, is_whole: bool) -> SafeString:
    is_wide = width == WIDTH
    height, left, bottom = (360, 72, 324) if is_wide else (330, 62, 294)
    right = width - 176 if is_wide else width - 12
    top = 44 if is_wide else 34 + 22 * len(figures.series)
    across = Scale(0, max(len(figures.labels) - 1, 1), left, right)
    edges = [value for value in (*band.low, *band.high) if value is not None] if band else []
    up, grid = upwards(
        figures, from_zero=True, top=top, bottom=bottom, left=left, right=right, also=edges, is_whole=is_whole
    )
    parts = [
        _band(band, across, up) if band else SafeString(),
        grid,
        _mark(mark, across, top, bottom) if mark else SafeString(),
        labels_below(figures.labels, across, bottom + 20),
        *(_line(one, place, across, up) for place, one in enumerate(figures.series)),
        names_at_ends(_told(figures), across, up, top, bottom) if is_wide else lines_above(_told(figures)),
    ]
    return frame(figures, "Linjediagram.", height, joined(parts), width=width, words=_words(figures, band, mark))


def _line(one: Series, place: int, across: Scale, up: Scale) -> SafeString:
    """What came has a dot for each month; the others a mark where they end."""
    if place == 0:
        return stroke(one, place, across, up)
    runs = stretches(one.values)
    end = marker(place, across(runs[-1][-1][0]), up(runs[-1][-1][1])) if runs else SafeString()
    return joined([stroke(one, place, across, up, with_markers=False), end])


def _band(band: Band, across: Scale, up: Scale) -> SafeString:
    known = [
        (across(place), up(low), up(high))
        for place, (low, high) in enumerate(zip(band.low, band.high, strict=True))
        if low is not None and high is not None
    ]
    if not known:
        return SafeString()
    around = [f"{x},{low}" for x, low, _ in known] + [f"{x},{high}" for x, _, high in reversed(known)]
    area = format_html('<polygon points="{}" fill="{}" stroke="{}"/>', " ".join(around), BAND, FILLS[2])
    x, low, high = known[-1]
    # A bracket at the end, so that the interval is read where its shade is not.
    ends = f"M{x - 5},{low} H{x + 5} M{x},{low} V{high} M{x - 5},{high} H{x + 5}"
    return joined([area, format_html('<path d="{}" stroke="{}" stroke-width="1.5" fill="none"/>', ends, STROKES[1])])


def _mark(mark: Mark, across: Scale, top: float, bottom: float) -> SafeString:
    x = across(mark.place)
    line = format_html(
        '<line x1="{0}" x2="{0}" y1="{1}" y2="{2}" stroke="{3}" stroke-dasharray="2 3"/>', x, top - 18, bottom, QUIET
    )
    is_late = x > (across.start + across.end) / 2
    words = lettering(
        x - 6 if is_late else x + 6, top - 8, mark.words, anchor="end" if is_late else "start", fill=QUIET
    )
    return joined([line, words])


def _told(figures: Figures) -> list[Series]:
    """Each name with the figure that it ends at: lines that lie close are told apart by it."""
    return [
        Series(f"{one.name} {danish.number(runs[-1][-1][1], figures.decimals)}" if runs else one.name, one.values)
        for one in figures.series
        for runs in [stretches(one.values)]
    ]


def _words(figures: Figures, band: Band | None, mark: Mark | None) -> str:
    told = [figures.described()]
    if band and band.low and band.low[-1] is not None and band.high[-1] is not None:
        told.append(f"{band.name}: {_between(figures, band.low[-1], band.high[-1])} ({figures.labels[-1]}).")
    if mark:
        told.append(f"{figures.labels[mark.place]}: {mark.words}.")
    return " ".join(told)
