"""When an outcome is due: so many months after the last day, by the definition that held then."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from .kinds import ExitType


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


class WrongOutcome(ValueError):
    """What is said of an outcome does not hang together. `field` names the field to blame."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field


def check_outcome(
    *,
    exit_type: str,
    closed_on: dt.date | None,
    as_of: dt.date,
    starts_on: dt.date,
    due: dt.date,
    on: dt.date,
) -> None:
    """Raises WrongOutcome. `due`: the day that the definition's time after the end is over."""
    if as_of > on:
        raise WrongOutcome("as_of", "Data kan ikke være fra en dag, der ikke er kommet.")
    if exit_type == ExitType.ON_BENEFIT and closed_on is not None:
        raise WrongOutcome("closed_on", "Sagen er ikke lukket, når borgeren stadig er på ydelse.")
    if exit_type == ExitType.ON_BENEFIT and as_of < due:
        day = f"{due:%d-%m-%Y}"
        raise WrongOutcome(
            "as_of", f"“Stadig på ydelse” kan først siges, når tiden er gået: data fra {day} eller senere."
        )
    if closed_on is not None and closed_on > as_of:
        raise WrongOutcome("closed_on", "Sagen er lukket efter den dag, data er fra.")
    if closed_on is not None and closed_on < starts_on:
        raise WrongOutcome("closed_on", "Sagen er lukket, før forløbet begyndte.")
    if closed_on is None and exit_type != ExitType.ON_BENEFIT and as_of < starts_on:
        raise WrongOutcome("as_of", "Data er fra før, forløbet begyndte.")
