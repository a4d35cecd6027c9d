"""The states of a job, and when one that says nothing must be taken for dead."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum


class JobState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


STATE_NAMES = {
    JobState.QUEUED: "I kø",
    JobState.RUNNING: "I gang",
    JobState.DONE: "Færdig",
    JobState.FAILED: "Fejlet",
}

# A running job gives a sign of life every few seconds (jobs.py). The limit is far above that, because a job that
# holds SQLite's only write lock cannot give any.
SIGN_OF_LIFE_EVERY = dt.timedelta(seconds=5)
DEAD_AFTER = dt.timedelta(minutes=2)
LONG_WAIT = dt.timedelta(seconds=30)

DIED = (
    "Opgaven er holdt op med at give lyd fra sig; programmet er formentlig blevet stoppet undervejs. "
    "Det, den ikke nåede at gøre færdigt, er ikke gemt. Prøv igen."
)
BROKE = (
    "Opgaven stoppede på grund af en fejl i programmet. Det, den ikke nåede at gøre færdigt, er ikke gemt. "
    "Prøv igen. Sker det igen, så send adressen på denne side til en administrator."
)
INTERRUPTED = "Opgaven blev afbrudt, før den var færdig. Det, den ikke nåede at gøre færdigt, er ikke gemt. Prøv igen."


def state_on(*, state: JobState, sign_of_life_at: dt.datetime | None, at: dt.datetime) -> JobState:
    """The state as it must be understood at the moment: running without a sign of life for two minutes is failed."""
    if state == JobState.RUNNING and (sign_of_life_at is None or at - sign_of_life_at > DEAD_AFTER):
        return JobState.FAILED
    return state


def waits_long(*, state: JobState, created_at: dt.datetime, at: dt.datetime) -> bool:
    """Has the job stood in the queue so long that a person wonders whether anything works on it?"""
    return state == JobState.QUEUED and at - created_at > LONG_WAIT
