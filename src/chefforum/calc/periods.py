"""Accounting months as whole numbers: 202603 is March 2026. The month that is booked on may differ from the date's."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from chefforum.calc import danish_dates

MONTHS = 12


class NotAPeriod(ValueError):
    """The number is no year and month."""


def period_of(date: dt.date) -> int:
    """The month of the date."""
    return date.year * 100 + date.month


@lru_cache(maxsize=1000)
def first_day(period: int) -> dt.date:
    """The month's first day. Raises NotAPeriod."""
    year, month = divmod(period, 100)
    if not (1900 <= year <= 2999 and 1 <= month <= MONTHS):
        raise NotAPeriod(period)
    return dt.date(year, month, 1)


@lru_cache(maxsize=1000)
def last_day(period: int) -> dt.date:
    """The month's last day."""
    return first_day(shifted(period, 1)) - dt.timedelta(days=1)


def shifted(period: int, months: int) -> int:
    """The month so many months later, earlier where negative."""
    year, month = divmod(period, 100)
    number = year * MONTHS + (month - 1) + months
    return number // MONTHS * 100 + number % MONTHS + 1


def within_year(period: int, year: int) -> int:
    """The month where it is of the year, else the year's nearest to it: whose organisation a year is seen by.

    >>> within_year(202604, 2026), within_year(202604, 2025), within_year(202604, 2027)
    (202604, 202512, 202701)
    """
    return min(max(period, year * 100 + 1), year * 100 + 12)


def months_between(first: int, last: int) -> tuple[int, ...]:
    """Every month from the first to the last, both inclusive; none where last comes before first."""
    found, current = [], first
    while current <= last:
        found.append(current)
        current = shifted(current, 1)
    return tuple(found)


def name_of(period: int) -> str:
    """The month as it stands in text.

    >>> name_of(202603)
    'marts 2026'
    """
    return f"{danish_dates.MONTHS[period % 100 - 1]} {period // 100}"
