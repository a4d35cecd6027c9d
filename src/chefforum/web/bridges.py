"""The way from one sum to another, step by step: what made the budget become what is expected.

Lying bars, one under the other, so that long names can be read on a phone. The sum that it starts from is the standing
line, and a bar's length is what it changes: sums of millions do not hide steps of thousands, and no axis is cut.
Steps up are dark, steps down light with a frame, and each has its sign, so that it can be read without colours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from . import danish
from .drawing import FILLS, QUIET, WIDTH, Chart, Figures, Series, box, frame, joined, lettering, shortened
from .scales import Number, Scale, round_ticks

NARROW = 380
ROW = 36


@dataclass(frozen=True)
class Step:
    """What one thing changes; None where nobody knows."""

    name: str
    change: Number | None


def bridge_chart(
    *,
    title: str,
    start: tuple[str, Number],
    steps: Sequence[Step],
    end_name: str,
    unit: str = "",
    decimals: int = 0,
    corner: str = "",
    missing: str = danish.MISSING,
) -> Chart:
    """From `start` over the steps to their sum. A step without a figure has no bar, is not in the sum, and is called
    `missing`."""
    known = [start[1], *(step.change for step in steps if step.change is not None)]
    total = sum((Decimal(str(one)) for one in known), Decimal())
    labels = (start[0], *(step.name for step in steps), end_name)
    values = (start[1], *(step.change for step in steps), total)
    figures = Figures(title, labels, (Series("Beløb", values),), unit, decimals)
    rows = tuple(
        (label, (_signed(value, figures, missing) if 0 < place < len(labels) - 1 else figures.say(value),))
        for place, (label, value) in enumerate(zip(labels, values, strict=True))
    )
    words = "; ".join(f"{label}: {cells[0]}" for label, cells in rows) + "."
    wide, narrow = (_picture(figures, values, width, words, missing) for width in (WIDTH, NARROW))
    return Chart(title, wide, corner, ("Beløb",), rows, narrow=narrow)


def _signed(value: Number | None, figures: Figures, missing: str) -> str:
    if value is None:
        return missing
    return f"+{figures.say(value)}" if value > 0 else figures.say(value)


def _picture(figures: Figures, values: Sequence[Number | None], width: int, words: str, missing: str) -> SafeString:
    """On a phone the name stands above its bar."""
    is_wide = width == WIDTH
    row = ROW if is_wide else ROW + 18
    left = min(260, max(len(label) for label in figures.labels) * 7.5 + 16) if is_wide else 8
    reached, places = 0.0, [0.0]
    for change in values[1:-1]:
        reached += float(change or 0)
        places.append(reached)
    ticks = round_ticks(min(places), max(places), about=4)
    # Figures stand to the right of their bars; those of bars that reach to the right edge need their room.
    across = Scale(ticks[0], ticks[-1], left + 8, width - 118)
    parts = [_row(figures, values, place, across, left, place * row, is_wide, missing) for place in range(len(values))]
    height = len(values) * row + 8
    # On a phone the line is drawn beside the bars alone, so that it does not cross their names.
    lines = [(4, height - 6)] if is_wide else [(place * row + 18, place * row + 46) for place in range(len(values))]
    zero = format_html_join(
        "",
        '<line x1="{0}" x2="{0}" y1="{1}" y2="{2}" stroke="{3}" stroke-dasharray="3 3"/>',
        ((across(0), top, bottom, QUIET) for top, bottom in lines),
    )
    return frame(
        figures, "Fra et beløb til et andet, trin for trin.", height, joined([zero, *parts]), width=width, words=words
    )


def _row(
    figures: Figures,
    values: Sequence[Number | None],
    place: int,
    across: Scale,
    left: float,
    y: float,
    is_wide: bool,
    missing: str,
) -> SafeString:
    label = figures.labels[place]
    name = (
        lettering(left - 8, y + 23, shortened(label, left), anchor="end")
        if is_wide
        else lettering(8, y + 14, shortened(label, 360))
    )
    top = y + 7 if is_wide else y + 20
    before = sum(float(value or 0) for value in values[1:place])
    value, is_end = values[place], place == len(values) - 1
    if place == 0 or is_end:
        begins, ends = 0.0, before if is_end else 0.0
        said, fill = figures.say(value), FILLS[1]
    else:
        begins, ends = before, before + float(value or 0)
        said, fill = _signed(value, figures, missing), FILLS[0] if ends >= begins else FILLS[3]
    start, stop = sorted((across(begins), across(ends)))
    bar = box(start, top, max(stop - start, 2), 22, fill) if value is not None else SafeString()
    figure = lettering(stop + 8, top + 16, said, fill=QUIET if value is None else "#1a1a1a")
    return joined([name, bar, figure])
