"""Dates of a series of meetings: every so many weeks on a weekday, without holidays and the weeks left out."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from chefforum.calc.working_days import holiday_name

MOST_MEETINGS = 60
_WEEKS = re.compile(r"(?P<first>\d{1,2})(?:\s*[-–]\s*(?P<last>\d{1,2}))?")
LAST_WEEK = 53


class BadWeeks(ValueError):
    """What is written is no list of weeks; the text says what to write."""


@dataclass(frozen=True)
class PossibleDate:
    """A date of the series; `obstacle` says why it is left out, empty where nothing speaks against it."""

    date: dt.date
    obstacle: str = ""


def weeks_of(text: str) -> frozenset[int]:
    """The numbers of weeks in "7, 29-32, 42". Raises BadWeeks where it is anything else."""
    found: set[int] = set()
    for part in filter(None, (part.strip() for part in re.split(r"[,;]", text))):
        match = _WEEKS.fullmatch(part)
        first = int(match["first"]) if match else 0
        last = int(match["last"] or first) if match else 0
        if not 1 <= first <= last <= LAST_WEEK:
            raise BadWeeks(f"“{part}” er ikke en uge. Skriv ugenumre med komma imellem, fx 7, 29-32, 42.")
        found.update(range(first, last + 1))
    return frozenset(found)


def dates_of_series(
    *, first: dt.date, last: dt.date, every_weeks: int, without_weeks: Collection[int], taken: Collection[dt.date]
) -> list[PossibleDate]:
    """Every date from `first` to `last` (both inclusive), `every_weeks` weeks apart, at most sixty.

    `every_weeks` 0 gives the first alone. Holidays, `without_weeks` (ISO numbers) and the dates on which the forum
    meets already (`taken`) are there with the reason why they are left out.
    """
    return [PossibleDate(date, _obstacle(date, without_weeks, taken)) for date in _dates(first, last, every_weeks)]


def _dates(first: dt.date, last: dt.date, every_weeks: int) -> Iterator[dt.date]:
    for count in range(MOST_MEETINGS if every_weeks else 1):
        date = first + dt.timedelta(weeks=count * every_weeks)
        if date > last and count:
            return
        yield date


def _obstacle(date: dt.date, without_weeks: Collection[int], taken: Collection[dt.date]) -> str:
    if date in taken:
        return "Forummet har allerede et møde den dag"
    if name := holiday_name(date):
        return name
    week = date.isocalendar().week
    return f"Uge {week} er skoleferie" if week in without_weeks else ""
