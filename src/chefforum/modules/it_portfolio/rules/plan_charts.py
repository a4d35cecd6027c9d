"""The plan as a picture: a bar for each item from its first day to its last, today as a line, milestones as their
stretches. What has no days is told below and not drawn. Drawn twice, for a page and for a phone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString

from chefforum.web import danish
from chefforum.web.drawing import (
    FILLS,
    INK,
    NARROW,
    QUIET,
    STROKES,
    WIDTH,
    Chart,
    Figures,
    box,
    frame,
    joined,
    lettering,
    shortened,
)
from chefforum.web.scales import Scale

ROW, TOP = 34, 34
MONTHS = ("jan.", "feb.", "mar.", "apr.", "maj", "juni", "juli", "aug.", "sep.", "okt.", "nov.", "dec.")
LATE_FILL, DONE_FILL = "#a63603", FILLS[2]


@dataclass(frozen=True)
class Stretch:
    """A line of the picture. `late`: how, "" not. One of the days may lack: then it is a mark at the other."""

    name: str
    starts_on: dt.date | None
    ends_on: dt.date | None
    said: str
    late: str = ""
    is_ended: bool = False
    is_milestone: bool = False


def timeline(*, title: str, stretches: Sequence[Stretch], on: dt.date) -> Chart | None:
    """None where nothing has a day. The table beside has every stretch, also those without."""
    drawn = [one for one in stretches if one.starts_on or one.ends_on]
    if not drawn:
        return None
    days = [day for one in drawn for day in (one.starts_on, one.ends_on) if day] + [on]
    first = min(days).replace(day=1)
    last = _next_month(max(days))
    figures = Figures(title, (), (), "", 0)
    words = " ".join(f"{one.name}: {_days(one)}, {one.said}{', ' + one.late if one.late else ''}." for one in drawn)
    wide, narrow = (_drawn(figures, drawn, first, last, on, words, width) for width in (WIDTH, NARROW))
    rows = tuple(
        (
            one.name,
            (
                danish.date(one.starts_on) if one.starts_on else danish.MISSING,
                danish.date(one.ends_on) if one.ends_on else danish.MISSING,
                one.late or one.said,
            ),
        )
        for one in stretches
    )
    return Chart(title=title, svg=wide, corner="Hvad", column_names=("Fra", "Til", "Status"), rows=rows, narrow=narrow)


def _days(one: Stretch) -> str:
    begins = danish.date(one.starts_on) if one.starts_on else "begyndelsen mangler"
    ends = danish.date(one.ends_on) if one.ends_on else "slutningen mangler"
    return f"{begins} til {ends}"


def _next_month(day: dt.date) -> dt.date:
    return (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)


def _drawn(
    figures: Figures,
    stretches: Sequence[Stretch],
    first: dt.date,
    last: dt.date,
    on: dt.date,
    words: str,
    width: int,
) -> SafeString:
    """On a phone the name stands above its bar."""
    is_wide = width == WIDTH
    left, right = (270 if is_wide else 8), width - 12
    row = ROW if is_wide else ROW + 18
    across = Scale(0, (last - first).days, left, right)
    bottom = TOP + row * len(stretches)
    parts = [_months(first, last, across, bottom)]
    for place, one in enumerate(stretches):
        y = TOP + place * row
        room = left if is_wide else width - 8
        parts.append(lettering(0, y + (21 if is_wide else 14), shortened(one.name, room), fill=INK))
        parts.append(_bar(one, first, across, y + (8 if is_wide else 22)))
    x = across((on - first).days)
    parts.append(
        format_html(
            '<line x1="{0}" x2="{0}" y1="{1}" y2="{2}" stroke="{3}" stroke-width="2" stroke-dasharray="5 3"/>',
            round(x, 1),
            TOP - 4,
            bottom + 6,
            STROKES[1],
        )
    )
    parts.append(lettering(min(max(x, left + 18), right - 18), bottom + 22, "i dag", anchor="middle", fill=STROKES[1]))
    return frame(figures, "Tidslinje.", bottom + 30, joined(parts), width=width, words=words)


def _months(first: dt.date, last: dt.date, across: Scale, bottom: float) -> SafeString:
    """Lines where months begin, named as far as there is room; January with its year."""
    months, day = [], first
    while day < last:
        months.append(day)
        day = _next_month(day)
    each = max(1, -(-len(months) * 52 // max(round(across.end - across(0)), 1)))
    parts = []
    for place, month in enumerate(months):
        x = round(across((month - first).days), 1)
        is_january = month.month == 1
        parts.append(
            format_html(
                '<line x1="{0}" x2="{0}" y1="{1}" y2="{2}" stroke="{3}"/>',
                x,
                TOP - 6,
                bottom,
                QUIET if is_january else "#e3e7eb",
            )
        )
        if place % each == 0:
            year = f" {month.year}" if place == 0 or month.year != months[max(place - each, 0)].year else ""
            parts.append(lettering(x + 2, TOP - 14, f"{MONTHS[month.month - 1]}{year}", fill=QUIET))
    return joined(parts)


def _bar(one: Stretch, first: dt.date, across: Scale, y: float) -> SafeString:
    """Filled while it goes on, light when it is over, red-brown and with a mark when it is late: never by colour
    alone."""
    begins = across(((one.starts_on or one.ends_on or first) - first).days)
    ends = across(((one.ends_on or one.starts_on or first) - first).days + 1)
    wide = max(ends - begins, 4)
    if one.is_milestone:
        fill = DONE_FILL if one.is_ended else "#ffffff"
        bar = box(begins, y + 4, wide, 8, fill)
    else:
        fill = LATE_FILL if one.late else DONE_FILL if one.is_ended else FILLS[0]
        bar = box(begins, y, wide, 16, fill)
    mark = "!" if one.late else "✓" if one.is_ended else ""
    place = begins - 14
    return joined([bar, lettering(place, y + 14, mark, fill=LATE_FILL if one.late else INK)] if mark else [bar])
