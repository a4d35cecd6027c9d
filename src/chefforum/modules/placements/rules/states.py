"""Where a placement stands on a day: both days of a placement are days on which somebody is there."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum


class State(StrEnum):
    BEGINS = "begins"
    RUNS = "runs"
    ENDED = "ended"
    CANCELLED = "cancelled"


STATE_NAMES = {
    State.BEGINS: "Begynder",
    State.RUNS: "I gang",
    State.ENDED: "Afsluttet",
    State.CANCELLED: "Aflyst",
}


def last_day_of(*, ends_on: dt.date | None, ended_on: dt.date | None) -> dt.date | None:
    """The last day: the one that came, else the planned one; None where there is neither."""
    return ended_on or ends_on


def state_of(*, starts_on: dt.date, last_day: dt.date | None, is_cancelled: bool, on: dt.date) -> State:
    """A placement past its planned last day has ended, also where nobody has noted how."""
    if is_cancelled:
        return State.CANCELLED
    if starts_on > on:
        return State.BEGINS
    return State.ENDED if last_day is not None and last_day < on else State.RUNS
