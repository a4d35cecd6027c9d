"""The way from one sum to another, step by step: what made the budget become what is expected.

Lying bars, one under the other, so that long names can be read on a phone. The sum that it starts from is the standing
line, and a bar's length is what it changes: sums of millions do not hide steps of thousands, and no axis is cut.
Steps up are dark, steps down light with a frame, and each has its sign, so that it can be read without colours. The
same bars, each from the standing line, show how far things lie from where they should.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from . import danish
from .drawing import FILLS, INK, NARROW, QUIET, WIDTH, Chart, Figures, Series, box, frame, joined, lettering, shortened
from .scales import Number, Scale, round_ticks

ROW = 36


@dataclass(frozen=True)
class _Bar:
    """From `begins` to `ends` on the scale, and what stands beside it; not drawn where nobody knows."""

    name: str
    begins: float
    ends: float
    said: str
    fill: str
    is_known: bool = True


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
    bars, reached = [_Bar(start[0], 0, 0, figures.say(start[1]), FILLS[1])], 0.0
    for step in steps:
        bars.append(_change(step, reached, figures, missing))
        reached = bars[-1].ends
    bars.append(_Bar(end_name, reached, reached, figures.say(total), FILLS[1]))  # a place on the scale, as the start is
    return _chart(figures, bars, "Fra et beløb til et andet, trin for trin.", corner, "Beløb")


def deviation_chart(
    *,
    title: str,
    deviations: Sequence[Step],
    unit: str = "",
    decimals: int = 0,
    corner: str = "",
    heading: str = "Forskel",
    missing: str = danish.MISSING,
) -> Chart:
    """How far each lies over or under; one without a figure has no bar, and is called `missing`."""
    values = tuple(step.change for step in deviations)
    figures = Figures(title, tuple(step.name for step in deviations), (Series(heading, values),), unit, decimals)
    bars = [_change(step, 0.0, figures, missing) for step in deviations]
    return _chart(figures, bars, "Hvor langt over eller under hver ligger.", corner, heading)


def _change(step: Step, begins: float, figures: Figures, missing: str) -> _Bar:
    change = step.change
    if change is None:
        return _Bar(step.name, begins, begins, missing, QUIET, is_known=False)
    said = f"+{figures.say(change)}" if change > 0 else figures.say(change)
    return _Bar(step.name, begins, begins + float(change), said, FILLS[0] if change >= 0 else FILLS[3])


def _chart(figures: Figures, bars: Sequence[_Bar], kind: str, corner: str, heading: str) -> Chart:
    rows = tuple((bar.name, (bar.said,)) for bar in bars)
    words = "; ".join(f"{bar.name}: {bar.said}" for bar in bars) + "."
    wide, narrow = (_picture(figures, bars, width, kind, words) for width in (WIDTH, NARROW))
    return Chart(figures.title, wide, corner, (heading,), rows, narrow=narrow)


def _picture(figures: Figures, bars: Sequence[_Bar], width: int, kind: str, words: str) -> SafeString:
    """On a phone the name stands above its bar."""
    is_wide = width == WIDTH
    row = ROW if is_wide else ROW + 18
    left = min(260, max((len(bar.name) for bar in bars), default=0) * 7.5 + 16) if is_wide else 8
    places = [0.0, *(bar.ends for bar in bars)]
    ticks = round_ticks(min(places), max(places), about=4)
    # Figures stand to the right of their bars; those of bars that reach to the right edge need their room.
    across = Scale(ticks[0], ticks[-1], left + 8, width - 118)
    parts = [_row(bar, across, left, place * row, is_wide) for place, bar in enumerate(bars)]
    height = len(bars) * row + 8
    # On a phone the line is drawn beside the bars alone, so that it does not cross their names.
    lines = [(4, height - 6)] if is_wide else [(place * row + 18, place * row + 46) for place in range(len(bars))]
    zero = format_html_join(
        "",
        '<line x1="{0}" x2="{0}" y1="{1}" y2="{2}" stroke="{3}" stroke-dasharray="3 3"/>',
        ((across(0), top, bottom, QUIET) for top, bottom in lines),
    )
    return frame(figures, kind, height, joined([zero, *parts]), width=width, words=words)


def _row(bar: _Bar, across: Scale, left: float, y: float, is_wide: bool) -> SafeString:
    name = (
        lettering(left - 8, y + 23, shortened(bar.name, left), anchor="end")
        if is_wide
        else lettering(8, y + 14, shortened(bar.name, 360))
    )
    top = y + 7 if is_wide else y + 20
    start, stop = sorted((across(bar.begins), across(bar.ends)))
    drawn = box(start, top, max(stop - start, 2), 22, bar.fill) if bar.is_known else SafeString()
    return joined([name, drawn, lettering(stop + 8, top + 16, bar.said, fill=INK if bar.is_known else QUIET)])
