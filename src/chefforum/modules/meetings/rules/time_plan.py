"""The clock of a meeting: when each item begins, from the planned minutes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate


@dataclass(frozen=True)
class TimePlan:
    """Planned minutes in all, how many items say none, when each item begins, and when the last one ends.

    Clock times are None where no start time is known. While `without` is above nought they are the earliest possible:
    an item without a plan takes some time, but nobody has said how much.
    """

    minutes: int
    without: int
    starts: tuple[dt.time | None, ...]
    ends_at: dt.time | None


def time_plan(*, start: dt.time | None, planned: Iterable[int | None]) -> TimePlan:
    """The clock of a meeting from its start and each item's planned minutes, in order. Past midnight it begins anew."""
    minutes = list(planned)
    before = [0, *accumulate(value or 0 for value in minutes)]
    return TimePlan(
        minutes=before[-1],
        without=sum(value is None for value in minutes),
        starts=tuple(_clock(start, after) for after in before[:-1]),
        ends_at=_clock(start, before[-1]),
    )


def _clock(start: dt.time | None, minutes: int) -> dt.time | None:
    return (dt.datetime.combine(dt.date.min, start) + dt.timedelta(minutes=minutes)).time() if start else None
