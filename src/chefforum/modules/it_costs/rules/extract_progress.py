"""How far two parties are with an extract, by what its lines are of: counts that sum, and pictures of them. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from chefforum.web.charts import Chart, Series, stacked_bar_chart

from .extract_kinds import LINE_STATE_NAMES, LineState, Party

MOST_BARS = 20


@dataclass
class Progress:
    """Of lines that are alike: how many in each state, how many a party has not answered, and what they cost (øre)."""

    states: dict[str, int] = field(default_factory=lambda: dict.fromkeys((one.value for one in LineState), 0))
    left: dict[str, int] = field(default_factory=lambda: dict.fromkeys((one.value for one in Party), 0))
    cash_oere: int = 0

    @property
    def lines(self) -> int:
        return sum(self.states.values())

    @property
    def settled(self) -> int:
        """How many the parties need say no more of."""
        return self.states[LineState.AGREED] + self.states[LineState.EXCEPTED]


def progress_by(groups: Iterable[Any], by: Callable[[Any], str]) -> dict[str, Progress]:
    """Of groups as queries.extract_lines has them; those of most lines first."""
    found: dict[str, Progress] = defaultdict(Progress)
    for one in groups:
        told = found[by(one)]
        told.states[one.state] += one.count
        told.cash_oere += one.cash_oere
        if not one.is_answered_by_municipality:
            told.left[Party.MUNICIPALITY] += one.count
        if not one.is_answered_by_analyst:
            told.left[Party.ANALYST] += one.count
    return dict(sorted(found.items(), key=lambda one: (-one[1].lines, one[0])))


def whole(groups: Iterable[Any]) -> Progress:
    return progress_by(groups, lambda one: "").get("", Progress())


def share_chart(title: str, rows: Mapping[str, Progress], corner: str) -> Chart:
    """Lines by how they stand, a bar for each row."""
    shown = list(rows.items())[:MOST_BARS]
    return stacked_bar_chart(
        title=title,
        labels=[name for name, _ in shown],
        series=[
            Series(LINE_STATE_NAMES[state], tuple(one.states[state] for _, one in shown))
            for state in (LineState.AGREED, LineState.EXCEPTED, LineState.DISPUTED, LineState.OPEN)
        ],
        unit="linje,linjer",
        corner=corner,
    )
