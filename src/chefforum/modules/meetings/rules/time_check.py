"""Whether the planned minutes fit into the meeting, in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from .time_plan import TimePlan


@dataclass(frozen=True)
class TimeCheck:
    """`length` is the meeting's in minutes, None where start or end is not known; `over` what is planned beyond it."""

    length: int | None
    planned: int
    without: int
    ends_at: dt.time | None
    over: int

    @property
    def is_over(self) -> bool:
        return self.over > 0

    @property
    def words(self) -> str:
        """Slutter kl. 12.25, 25 min. efter mødets sluttidspunkt."""
        if not self.planned:
            return "Ingen punkter har fået tid endnu."
        if self.ends_at is None:
            return f"{self.planned} min. planlagt. Mødet har intet starttidspunkt, så klokkeslæt kan ikke vises."
        ends = f"Slutter {'tidligst ' if self.without else ''}kl. {self.ends_at:%H.%M}"
        if self.length is None:
            return f"{ends}. Mødet har intet sluttidspunkt."
        if self.over > 0:
            return f"{ends}, {self.over} min. efter mødets sluttidspunkt."
        if self.over < 0:
            return f"{ends}. Der er {-self.over} min. tilbage."
        return f"{ends}. Tiden går lige op{', men ikke alle punkter har fået tid' if self.without else ''}."


def time_check(*, start: dt.time | None, end: dt.time | None, plan: TimePlan) -> TimeCheck:
    """The plan beside the meeting's times; `over` is 0 where the length is not known, negative where time is left."""
    length = _minutes(end) - _minutes(start) if start is not None and end is not None else None
    if length is not None and length <= 0:
        length += 24 * 60  # past midnight
    return TimeCheck(
        length=length,
        planned=plan.minutes,
        without=plan.without,
        ends_at=plan.ends_at,
        over=plan.minutes - length if length is not None else 0,
    )


def _minutes(clock: dt.time) -> int:
    return clock.hour * 60 + clock.minute
