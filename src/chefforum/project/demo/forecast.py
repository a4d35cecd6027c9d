"""What finance in Lindeby keeps: categories with accounts and rates, the rhythm, roll-out and rounds; and the months as
they went (demo/leaders.py has what the leaders wrote).

Everything is made by the services that the pages use, as the persons who would do it, on the days that they would.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.utils import timezone

from chefforum.calc.periods import first_day, shifted
from chefforum.kernel.access.rules import Actor
from chefforum.modules.forecast.models import EntryCategory
from chefforum.modules.forecast.rules.rhythm import Pace, RollOut, month_before
from chefforum.modules.forecast.rules.rounds import RoundKind
from chefforum.modules.forecast.services.assessing import note_roll_out, set_rhythm
from chefforum.modules.forecast.services.categories import CategoryWords, add_usual_categories, keep_category, set_rate
from chefforum.modules.forecast.services.freezing import freeze_with_forecast
from chefforum.modules.forecast.services.rounds import begin_round

from . import leaders
from .leaders import EARLY, INVITED, LATE, Town

# An authorised account: the grouping is its twelfth to fourteenth digit.
ACCOUNTS = {"vikar": "131", "aften-nat": "132", "overarbejde": "133", "ekstra": "134"}
RATES = {"vikar": 265_00, "weekend": 310_00, "aften-nat": 290_00, "overarbejde": 380_00, "ekstra": 240_00}
# How many months before the last that is closed something happened.
WORKSHOP_BACK, FROZEN_BACK, JOINED_BACK, MONTH_BACK = 5, 4, 3, 1
WORKSHOP_DAYS_AHEAD, ROUND_DAYS_AHEAD = 12, 9
FINANCE = "pia.lundager"


class Story:
    """The leaders' year, told while the months are closed one by one. `last`: the month that is closed in the end."""

    def __init__(self, *, at: dt.datetime, last: int) -> None:
        self.at, self.last, self.town = at, last, Town.now()

    def begin(self) -> None:
        """Before any month is closed: finance makes ready, and the first leaders write what they expect of the year."""
        actor, on = Actor.command_line(), timezone.localdate(self.at)
        first = first_day(shifted(self.last, -WORKSHOP_BACK)).replace(month=1)
        _categories(actor, first, self.at, on)
        pace = Pace(due_working_day=8, threshold_oere=25_000_00, threshold_pct=Decimal(10))
        set_rhythm(actor=actor, valid_from=first, pace=pace, at=self.at, on=on)
        begun = self._moment(first_day(shifted(self.last, -WORKSHOP_BACK)).replace(day=14))
        for year in sorted({first.year, shifted(self.last, 1) // 100}):
            for code in EARLY:
                leaders.plan_year(self.town, code=code, year=year, at=begun)

    def month(self, period: int, at: dt.datetime) -> None:
        """What happens after a month is closed, on the day."""
        back = _months_between(period, self.last)
        if back == JOINED_BACK:
            for code in LATE:
                leaders.plan_year(self.town, code=code, year=shifted(period, 1) // 100, at=at)
        if back == MONTH_BACK:
            leaders.think_again(self.town, year=self.last // 100, at=at)
        if 0 < back < JOINED_BACK:
            for code in (*EARLY, *LATE):
                leaders.assess_and_approve(self.town, code=code, period=period, at=at)
        if back in (FROZEN_BACK, MONTH_BACK):
            kind = _kind_of(period) if back == FROZEN_BACK else RoundKind.MONTH
            self._round(kind, period, at, frozen=True)

    def end(self) -> None:
        """The month that is assessed today, roll-out, notes, and the round that is open."""
        leaders.the_month_now(self.town, period=month_before(timezone.localdate(self.at)), at=self.at)
        leaders.override_and_notes(self.town, year=self.last // 100, last=self.last, at=self.at)
        self._roll_out()
        self._round(_kind_of(self.last), self.last, self.at, frozen=False)

    def _round(self, kind: RoundKind, period: int, at: dt.datetime, *, frozen: bool) -> None:
        on, finance = timezone.localdate(at), self.town.actor(FINANCE, at)
        deadline = on if frozen else on + dt.timedelta(days=ROUND_DAYS_AHEAD)
        made = begin_round(actor=finance, kind=kind, period=period, deadline=deadline, at=at, on=on)
        if frozen:
            freeze_with_forecast(actor=finance, round_id=made.pk, at=at, on=on)

    def _roll_out(self) -> None:
        on, finance = timezone.localdate(self.at), self.town.actor(FINANCE, self.at)
        dates = dict.fromkeys(EARLY, first_day(shifted(self.last, -WORKSHOP_BACK)).replace(day=10))
        dates |= dict.fromkeys(LATE, first_day(shifted(self.last, 1 - JOINED_BACK)).replace(day=4))
        for code, date in dates.items():
            for kind in RollOut:
                note_roll_out(actor=finance, unit_id=self.town.unit(code), kind=kind, date=date, at=self.at, on=on)
        planned = on + dt.timedelta(days=WORKSHOP_DAYS_AHEAD)
        for code in INVITED:
            unit_id = self.town.unit(code)
            note_roll_out(actor=finance, unit_id=unit_id, kind=RollOut.WORKSHOP, date=planned, at=self.at, on=on)

    def _moment(self, day: dt.date) -> dt.datetime:
        return self.at - (timezone.localdate(self.at) - day)


def _categories(actor: Actor, first: dt.date, at: dt.datetime, on: dt.date) -> None:
    add_usual_categories(actor=actor, at=at, on=on)
    categories = {one.code: one for one in EntryCategory.objects.all()}
    for code, grouping in ACCOUNTS.items():
        found = categories[code]
        words = CategoryWords(
            code, found.name, found.unit_name, False, found.is_variable_pay, (f"{'?' * 11}{grouping}*",)
        )
        keep_category(actor=actor, words=words, at=at, on=on, category_id=found.pk)
    for code, rate in RATES.items():
        set_rate(
            actor=actor, category=categories[code], valid_from=first, rate_oere=rate, at=at, on=on, source="Opfundet"
        )


def _kind_of(period: int) -> RoundKind:
    """Three rounds a year, on four months each."""
    return (RoundKind.FR1, RoundKind.FR2, RoundKind.FR3)[(period % 100 - 1) // 4]


def _months_between(first: int, last: int) -> int:
    return (last // 100 - first // 100) * 12 + last % 100 - first % 100
