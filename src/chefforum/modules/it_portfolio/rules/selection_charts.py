"""A run in pictures: points as bars, and how often systems are chosen when the weights vary."""

from __future__ import annotations

from decimal import Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString

from chefforum.web.charts import Chart, bar_chart
from chefforum.web.drawing import FILLS, LINE

from .selection_shown import RunShown

MOST = 24  # bars that one reads
_WIDTH, _HEIGHT = 64, 8


def score_bar(points: Decimal | None) -> SafeString:
    """The points as a small bar; the number stands beside it, so it is hidden from who cannot see it."""
    if points is None:
        return SafeString("")
    return format_html(
        '<svg class="points-bar" width="{w}" height="{h}" viewBox="0 0 {w} {h}" aria-hidden="true" focusable="false">'
        '<rect width="{w}" height="{h}" fill="{line}"/><rect width="{part}" height="{h}" fill="{fill}"/></svg>',
        w=_WIDTH,
        h=_HEIGHT,
        line=LINE,
        part=round(float(points) * _WIDTH / 100, 1),
        fill=FILLS[0],
    )


def often_chart(found: RunShown) -> Chart | None:
    """Those on the edge, most often chosen first; None where nobody is."""
    edge = [one for one in found.varied if one.standing == "edge"][:MOST]
    if not edge:
        return None
    return bar_chart(
        title="På grænsen: hvor tit systemet er med, når vægtene varierer",
        labels=[one.system.name for one in edge],
        values=[one.percent for one in edge],
        unit="%",
        decimals=0,
        corner="System",
    )
