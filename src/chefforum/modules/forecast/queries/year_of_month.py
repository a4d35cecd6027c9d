"""What the year looks like when a month of it is assessed: how far from its budget, and what nobody has assessed yet."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from chefforum.kernel.access.rules import Actor

from ..models import EntryMonth
from ..rules.rhythm import is_over
from ..rules.running import NothingClosed
from .assessments import pace_on
from .overrides import live_overrides
from .units import Workplace
from .workplace import workplace_year


@dataclass(frozen=True)
class YearOfMonth:
    """`sentence`: where the year ends; `lacking`: what nobody has assessed; both empty where the year is not known.

    `is_over`: it ends further from the budget than the rhythm's threshold. `is_filled_in`: something is written for the
    month or for those after it.
    """

    sentence: str
    lacking: str
    is_over: bool
    is_filled_in: bool

    @property
    def asks(self) -> bool:
        """The leader has written nothing, though the year ends far from its budget: they say why, or that they have
        nothing to change."""
        return self.is_over and not self.is_filled_in


def year_of_month(*, actor: Actor, place: Workplace, period: int, on: dt.date) -> YearOfMonth:
    """Of a unit that the actor reads. Its accounts are reckoned now."""
    year, month = divmod(period, 100)
    written = EntryMonth.objects.filter(
        entry__unit_id=place.id, entry__year=year, entry__removed_at=None, month__gte=month
    )
    is_filled_in = written.exists() or bool(live_overrides(unit_ids=[place.id], year=year, on=on))
    try:
        shown = workplace_year(actor=actor, unit_id=place.id, year=year, on=on, place=place)
    except NothingClosed:
        return YearOfMonth("", "", False, is_filled_in)
    if not len(shown.expected):
        return YearOfMonth("", "", False, is_filled_in)
    pace, known = pace_on(on), shown.known
    far = pace is not None and is_over(deviation_oere=known.deviation, budget_oere=known.budget, pace=pace)
    return YearOfMonth(shown.sentence_of(place.name), shown.lacking, far, is_filled_in)
