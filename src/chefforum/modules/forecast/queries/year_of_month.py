"""What the year looks like when a month of it is assessed: what is far from its budget, and what is not assessed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from chefforum.kernel.access.rules import Actor
from chefforum.web import danish

from ..models import EntryMonth
from ..rules.rhythm import Pace, must_be_explained
from ..rules.running import NothingClosed
from ..rules.telling import NAMED, roughly
from ..rules.words import over_or_under, ways_of
from .assessments import pace_on
from .overrides import live_overrides
from .units import Workplace
from .workplace import WorkplaceYear, workplace_year


@dataclass(frozen=True)
class YearOfMonth:
    """`sentence`: where the year ends; `lacking`: what nobody has assessed; both empty where the year is not known.

    `over`: what ends further from its budget than the rhythm's threshold, with how far, the furthest first.
    `is_filled_in`: something is written for the month or for those after it.
    """

    sentence: str
    lacking: str
    over: tuple[str, ...]
    is_filled_in: bool

    @property
    def asks(self) -> bool:
        """The leader has written nothing, though the year ends far from its budget: they say why, or that they have
        nothing to change."""
        return bool(self.over) and not self.is_filled_in

    @property
    def furthest(self) -> str:
        return danish.listed(self.over[:NAMED])


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
        return YearOfMonth("", "", (), is_filled_in)
    if not len(shown.expected):
        return YearOfMonth("", "", (), is_filled_in)
    pace = pace_on(on)
    over = _over(shown, pace) if pace is not None else ()
    return YearOfMonth(shown.sentence_of(place.name), shown.lacking, over, is_filled_in)


def _over(shown: WorkplaceYear, pace: Pace) -> tuple[str, ...]:
    """Groups of accounts are held against the threshold, as a month's categories are: the whole is mostly fixed pay."""
    if shown.total.budget_assessed is None:
        return ()  # there is nothing to hold them against
    found = []
    for group in shown.groups:
        budget, expected = group.sum.budget_assessed or 0, group.sum.expected
        if expected is not None and must_be_explained(planned_oere=budget, actual_oere=expected, pace=pace):
            found.append((group.name, group.change, budget))
    return tuple(
        f"{name} {over_or_under(change, roughly, ways=ways_of(budget))}"
        for name, change, budget in sorted(found, key=lambda one: -abs(one[1]))
    )
