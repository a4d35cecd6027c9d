"""The deadlines of a meeting: when items must be in, and when the agenda must be out."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from chefforum.calc.working_days import working_days_before, working_days_between

from .states import MeetingState

# Items are to be in at noon, so that the secretariat has the afternoon.
SUBMISSION_TIME = dt.time(12)
NEAR_DAYS = 2
FAR_DAYS = 20
COLLECTS_ITEMS = frozenset({MeetingState.PLANNED, MeetingState.OPEN})
NOT_SENT = COLLECTS_ITEMS | {MeetingState.REVIEW}


class Nearness(StrEnum):
    AHEAD = "ahead"
    NEAR = "near"
    PASSED = "passed"


@dataclass(frozen=True)
class Deadline:
    """A deadline with the words for it; `time` is None where the whole day counts."""

    name: str
    date: dt.date
    time: dt.time | None
    nearness: Nearness
    words: str

    @property
    def kind(self) -> str:
        """The colour of its badge; the words say the same."""
        return {Nearness.AHEAD: "info", Nearness.NEAR: "warning", Nearness.PASSED: "error"}[self.nearness]


def submission_date(*, meeting_date: dt.date, days: int) -> dt.date:
    """The day that items must be in, `days` working days before the meeting."""
    return working_days_before(meeting_date, days)


def sending_date(*, meeting_date: dt.date, days: int) -> dt.date:
    """The day that the agenda must be out, `days` working days before the meeting."""
    return working_days_before(meeting_date, days)


def deadline(*, name: str, date: dt.date, time: dt.time | None, now: dt.datetime) -> Deadline:
    """The deadline as seen at a moment, which is given in Danish time. Near: at most two working days are left."""
    on = now.date()
    if on > date or (on == date and time is not None and now.time() > time):
        return Deadline(name, date, time, Nearness.PASSED, "Fristen er passeret")
    left = working_days_between(on, date)
    if left > FAR_DAYS:
        return Deadline(name, date, time, Nearness.AHEAD, f"Om {(date - on).days // 7} uger")
    if left > NEAR_DAYS:
        return Deadline(name, date, time, Nearness.AHEAD, f"Om {left} arbejdsdage")
    if on == date:
        words = "I dag"
    elif date == on + dt.timedelta(days=1):
        words = "I morgen"
    elif not left:  # on a day off that somebody chose, with days off before it
        words = f"Om {(date - on).days} dage"
    else:
        words = f"Om {left} arbejdsdag{'' if left == 1 else 'e'}"
    return Deadline(name, date, time, Nearness.NEAR, words)
