"""When an outcome is due: so many months after the last day, by the definition that held then."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from .kinds import ExitType
from .wrong import Wrong


@dataclass(frozen=True)
class Definition:
    """What is needed of a definition here; `first` is inclusive, `until` exclusive, None: still holds."""

    id: int
    name: str
    months: int
    first: dt.date
    until: dt.date | None

    def holds_for(self, last_day: dt.date) -> bool:
        return self.first <= last_day and (self.until is None or last_day < self.until)


def spans_of(definitions: Iterable[tuple[int, str, int, dt.date, int]]) -> tuple[Definition, ...]:
    """Definitions (id, name, months, valid_from, version) with the day that the next takes over, by day.

    Of several from one day, the highest version holds.
    """
    by_day = {one[3]: one for one in sorted(definitions, key=lambda one: (one[3], one[4]))}
    rows = list(by_day.values())
    ends = [*(row[3] for row in rows[1:]), None][: len(rows)]
    return tuple(
        Definition(id, name, months, first, until)
        for (id, name, months, first, _), until in zip(rows, ends, strict=True)
    )


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or earlier where `months` is negative; the month's last where it is shorter.

    >>> months_after(dt.date(2025, 11, 30), 3)
    datetime.date(2026, 2, 28)
    """
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def last_day_due(on: dt.date, months: int) -> dt.date:
    """The latest last day whose outcome is due on the day.

    >>> last_day_due(dt.date(2026, 2, 28), 3)
    datetime.date(2025, 11, 30)
    """
    day = months_after(on, -months)
    while months_after(day + dt.timedelta(days=1), months) <= on:
        day += dt.timedelta(days=1)
    return day


class WrongOutcome(Wrong):
    """What is said of an outcome does not hang together."""


def check_outcome(
    *,
    exit_type: str,
    closed_on: dt.date | None,
    as_of: dt.date,
    starts_on: dt.date,
    due: dt.date,
    on: dt.date,
) -> None:
    """Raises WrongOutcome with all that is wrong. `due`: the day that the definition's time after the end is over.

    The definition asks where the person is when its time has gone, and a case that was closed within that time counts
    as closed, whatever comes later. So a closed case may be told before the time has gone, where the day that it was
    closed is told: that day has come, it lies in the past of the data, and nothing that is still to come can take it
    away. Without such a day one would be guessing what holds when the time is over; so would "still on benefit".
    """
    problems = []
    if as_of > on:
        problems.append(("as_of", "Data kan ikke være fra en dag, der ikke er kommet."))
    is_on_benefit = exit_type == ExitType.ON_BENEFIT
    if is_on_benefit and closed_on is not None:
        problems.append(("closed_on", "Sagen er ikke lukket, når borgeren stadig er på ydelse."))
    if is_on_benefit and as_of < due:
        words = f"“Stadig på ydelse” kan først siges, når tiden er gået: data fra {due:%d-%m-%Y} eller senere."
        problems.append(("as_of", words))
    if not is_on_benefit and closed_on is None and as_of < due:
        words = f"Skriv, hvilken dag sagen blev lukket. Uden den kan udfaldet først noteres fra {due:%d-%m-%Y}."
        problems.append(("closed_on", words))
    if not is_on_benefit and closed_on is not None and closed_on > as_of:
        problems.append(("closed_on", "Sagen er lukket efter den dag, data er fra."))
    if not is_on_benefit and closed_on is not None and closed_on < starts_on:
        problems.append(("closed_on", "Sagen er lukket, før forløbet begyndte."))
    WrongOutcome.require_none(problems)
