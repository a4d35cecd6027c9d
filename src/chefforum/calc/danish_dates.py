"""Dates in Danish text, where they stand: with or without year and weekday, and also those that no calendar has."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from chefforum.calc.anchored import at_numbers

MONTHS = (
    "januar", "februar", "marts", "april", "maj", "juni",
    "juli", "august", "september", "oktober", "november", "december",
)  # fmt: skip
WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")

_IN_WORDS = re.compile(
    rf"(?P<day>[0-9]{{1,2}})\.?[ \t\u00a0]{{1,3}}(?P<month>{'|'.join(MONTHS)})\b"
    r"(?:[ \t\u00a0]{1,3}(?P<year>(?:19|20)[0-9]{2})\b)?",
    re.IGNORECASE,
)
# Two digits of year are read with hyphens only: 14.00.08 is a subject of KLE, 3/4-26 is rare.
_IN_NUMBERS = re.compile(
    r"(?:(?P<iso>(?:19|20)[0-9]{2})-(?P<iso_month>[0-9]{2})-(?P<iso_day>[0-9]{2})"
    r"|(?P<day>[0-9]{1,2})(?P<sign>[./-])(?P<month>[0-9]{1,2})(?P=sign)(?P<year>(?:19|20)[0-9]{2})"
    r"|(?P<short_day>[0-9]{2})-(?P<short_month>[0-9]{2})-(?P<short_year>[0-9]{2}))(?![\w/-])"
)
_WEEKDAY_BEFORE = re.compile(
    rf"\b(?P<weekday>{'|'.join(WEEKDAYS)})(?:en)?,?[ \t\u00a0]{{1,3}}(?:(?:den|d\.)[ \t\u00a0]{{1,3}})?$", re.IGNORECASE
)
_LOOK_BACK = 24
_JOINS = frozenset("./-")


@dataclass(frozen=True)
class WrittenDate:
    """A date as written from `start` to `end` (exclusive); `weekday` in small letters where one stands before it.

    `year` is None where none is written. `text` begins with the day, without the weekday.
    """

    start: int
    end: int
    text: str
    day: int
    month: int
    year: int | None
    weekday: str | None

    @property
    def date(self) -> dt.date | None:
        """The date; None without a year, and where no calendar has it."""
        return self.in_year(self.year) if self.year is not None else None

    @property
    def is_possible(self) -> bool:
        """Whether the calendar has this day; without a year, whether any year has."""
        return self.in_year(2024 if self.year is None else self.year) is not None

    def in_year(self, year: int) -> dt.date | None:
        """The same day and month of another year; None where that year does not have it."""
        try:
            return dt.date(year, self.month, self.day)
        except ValueError:
            return None


def written_dates(text: str) -> Iterator[WrittenDate]:
    """Every date in the text in reading order: 28. januar 2026, 3. december, 28-01-2026, 23.08.2017, 2026-01-28.

    A year of two digits (28-01-26) is of this century. Of "21. - 22. maj 2026" the last day is given.
    """
    for found in at_numbers(text, _IN_WORDS, _IN_NUMBERS):
        before = text[found.start() - 1 : found.start()]  # a number that goes on to the left is no day
        if before not in _JOINS:
            yield _written(text, found)


def _written(text: str, found: re.Match[str]) -> WrittenDate:
    parts = found.groupdict()
    day = parts["day"] or parts.get("iso_day") or parts.get("short_day") or "0"
    month = parts["month"] or parts.get("iso_month") or parts.get("short_month") or "0"
    year = parts["year"] or parts.get("iso")
    short = parts.get("short_year")
    before = _WEEKDAY_BEFORE.search(text[max(0, found.start() - _LOOK_BACK) : found.start()])
    return WrittenDate(
        start=found.start(),
        end=found.end(),
        text=found[0],
        day=int(day),
        month=int(month) if month.isdigit() else MONTHS.index(month.lower()) + 1,
        year=int(year) if year else 2000 + int(short) if short else None,
        weekday=before["weekday"].lower() if before else None,
    )


def weekday_of(date: dt.date) -> str:
    """The Danish name of the date's weekday, in small letters."""
    return WEEKDAYS[date.weekday()]


def last_day(*, month: int, year: int) -> int:
    """The number of days of a month (1 to 12)."""
    return calendar.monthrange(year, month)[1]


def in_words(date: dt.date) -> str:
    """The date as Danes write it: 28. januar 2026."""
    return f"{date.day}. {MONTHS[date.month - 1]} {date.year}"
