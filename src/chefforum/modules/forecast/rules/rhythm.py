"""The rhythm of a month: which month is assessed now, which steps there are, what must be explained."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from chefforum.calc.periods import first_day, period_of, shifted
from chefforum.calc.working_days import is_working_day


class AssessmentState(StrEnum):
    ASSESSED = "assessed"
    APPROVED = "approved"
    RETURNED = "returned"


ASSESSMENT_STATE_NAMES = {
    AssessmentState.ASSESSED: "Vurderet",
    AssessmentState.APPROVED: "Godkendt",
    AssessmentState.RETURNED: "Sendt retur",
}
NOT_ASSESSED = "Ikke vurderet"
NO_CHANGES = "Ingen ændringer denne måned"
CHANGED_SINCE = "Ændret siden"


class ReturnCause(StrEnum):
    """What kind of thing an assessment is sent back for."""

    NUMBERS = "numbers"
    LACKING = "lacking"
    EXPLANATION = "explanation"
    OTHER = "other"


RETURN_CAUSE_NAMES = {
    ReturnCause.NUMBERS: "Et tal ser forkert ud",
    ReturnCause.LACKING: "Der mangler noget",
    ReturnCause.EXPLANATION: "Forklaringen skal uddybes",
    ReturnCause.OTHER: "Andet",
}


class RollOut(StrEnum):
    STARTED = "started"
    WORKSHOP = "workshop"


ROLL_OUT_NAMES = {RollOut.STARTED: "I gang", RollOut.WORKSHOP: "Workshop"}


@dataclass(frozen=True)
class Pace:
    """What the rhythm says on a day (models.Rhythm), as a value."""

    due_working_day: int
    threshold_oere: int
    threshold_pct: Decimal


def month_before(on: dt.date) -> int:
    """The month (yyyymm) that is assessed on the day: the one before it."""
    return shifted(period_of(on), -1)


def due_date(*, period: int, pace: Pace) -> dt.date:
    """The day that a month is to be assessed by: the n-th working day of the month after it."""
    day = first_day(shifted(period, 1))
    left = pace.due_working_day
    while True:
        left -= is_working_day(day)
        if left <= 0:
            return day
        day += dt.timedelta(days=1)


def is_period(period: int) -> bool:
    return 2000 <= period // 100 <= 2100 and 1 <= period % 100 <= 12


def must_be_explained(*, planned_oere: int | None, actual_oere: int | None, pace: Pace) -> bool:
    """A difference over both the amount and the percentage of the plan. What was not planned at all is over any
    percentage; what is not known yet (None in `actual_oere`) is never asked about."""
    if actual_oere is None:
        return False
    difference = abs(actual_oere - (planned_oere or 0))
    if difference <= pace.threshold_oere:
        return False
    return not planned_oere or difference * 100 > abs(planned_oere) * pace.threshold_pct
