"""The clock of a meeting that runs, against its plan: how late it will end as things stand, and how long items took."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# The steps that begin the treatment of an item; every other step ends it.
_BEGINS = frozenset({"start", "resume"})


@dataclass(frozen=True)
class ItemTime:
    """An item's planned minutes (None: none said), the time used so far, and whether it is in treatment or over."""

    planned_minutes: int | None
    used: dt.timedelta
    is_running: bool
    is_over: bool


@dataclass(frozen=True)
class MeetingClock:
    """When the meeting ends by the plan and as things stand now, both moments.

    `grows_after` is how long until each minute makes it a minute later: nothing while no item is in treatment, else
    what is left of the time planned for those that are.
    """

    planned_end: dt.datetime
    expected_end: dt.datetime
    grows_after: dt.timedelta

    @property
    def late(self) -> dt.timedelta:
        """How late the meeting is; negative where it is ahead."""
        return self.expected_end - self.planned_end

    @property
    def minutes_late(self) -> int:
        """Whole minutes, towards nought: nobody is late by half a minute."""
        return int(self.late / dt.timedelta(minutes=1))


def meeting_clock(*, planned_start: dt.datetime, now: dt.datetime, items: Sequence[ItemTime]) -> MeetingClock:
    """Where the meeting is at `now`: what is left takes the time planned for it, whatever the order; no plan is nought.

    An item that has used more than its time needs no more.
    """
    planned = sum((_planned(item) for item in items), dt.timedelta())
    left = [(item, max(_planned(item) - item.used, dt.timedelta())) for item in items if not item.is_over]
    running = [rest for item, rest in left if item.is_running]
    return MeetingClock(
        planned_end=planned_start + planned,
        expected_end=now + sum((rest for _, rest in left), dt.timedelta()),
        grows_after=max(running, default=dt.timedelta()),
    )


def time_used(*, steps: Iterable[tuple[str, dt.datetime]], now: dt.datetime) -> dt.timedelta:
    """How long an item has been in treatment: from each start to its end, or to `now`. Steps come in their order."""
    used, began = dt.timedelta(), None
    for name, at in steps:
        if name in _BEGINS:
            began = began or at
        elif began is not None:
            used, began = used + max(at - began, dt.timedelta()), None
    return used + max(now - began, dt.timedelta()) if began else used


def in_words(minutes_late: int) -> str:
    """ "12 min. bagud", "I tide", "5 min. foran"."""
    if minutes_late > 0:
        return f"{minutes_late} min. bagud"
    return f"{-minutes_late} min. foran" if minutes_late < 0 else "I tide"


def _planned(item: ItemTime) -> dt.timedelta:
    return dt.timedelta(minutes=item.planned_minutes or 0)
