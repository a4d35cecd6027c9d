"""Danish public holidays and working days: which days a deadline may fall on, and how many there are before a date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from enum import StrEnum
from functools import lru_cache

ONE_DAY = dt.timedelta(days=1)
# Store bededag was abolished from 2024 (lov nr. 214 af 6. marts 2023).
LAST_GREAT_PRAYER_DAY = 2023
SATURDAY = 5


class CustomaryDay(StrEnum):
    """Days that are no public holidays by law, but on which Danish offices are closed by custom or agreement."""

    CONSTITUTION_DAY = "Grundlovsdag"
    CHRISTMAS_EVE = "Juleaftensdag"
    NEW_YEARS_EVE = "Nytårsaftensdag"


ALL_CUSTOMARY = frozenset(CustomaryDay)
_DAY_AND_MONTH = {
    CustomaryDay.CONSTITUTION_DAY: (5, 6),
    CustomaryDay.CHRISTMAS_EVE: (24, 12),
    CustomaryDay.NEW_YEARS_EVE: (31, 12),
}


def easter_sunday(year: int) -> dt.date:
    """Easter Sunday in the Gregorian calendar, by the computus of Meeus, Jones and Butcher; `year` from 1583."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    weekday = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * weekday) // 451
    month, day = divmod(h + weekday - 7 * m + 114, 31)
    return dt.date(year, month, day + 1)


def public_holidays(year: int, *, customary: Collection[CustomaryDay] = ()) -> dict[dt.date, str]:
    """The public holidays of a year in order, each with its Danish name; with the customary days asked for.

    Where two fall on one day (Kristi himmelfartsdag and Grundlovsdag in 2003), the public holiday gives the name.
    """
    return dict(_holidays(year, frozenset(customary)))


@lru_cache(maxsize=64)
def _holidays(year: int, customary: frozenset[CustomaryDay]) -> tuple[tuple[dt.date, str], ...]:
    easter = easter_sunday(year)
    after_easter = {
        -3: "Skærtorsdag",
        -2: "Langfredag",
        0: "Påskedag",
        1: "2. påskedag",
        39: "Kristi himmelfartsdag",
        49: "Pinsedag",
        50: "2. pinsedag",
    }
    if year <= LAST_GREAT_PRAYER_DAY:
        after_easter[26] = "Store bededag"
    days = {dt.date(year, month, day): kind.value for kind, (day, month) in _DAY_AND_MONTH.items() if kind in customary}
    days |= {easter + dt.timedelta(days=days_after): name for days_after, name in after_easter.items()}
    days |= {dt.date(year, 1, 1): "Nytårsdag", dt.date(year, 12, 25): "Juledag", dt.date(year, 12, 26): "2. juledag"}
    return tuple(sorted(days.items()))


def holiday_name(date: dt.date, *, customary: Collection[CustomaryDay] = ALL_CUSTOMARY) -> str | None:
    """What the day is called where it is a holiday or one of the customary days; None on other days, Sundays too."""
    return dict(_holidays(date.year, frozenset(customary))).get(date)


def is_working_day(date: dt.date, *, customary: Collection[CustomaryDay] = ALL_CUSTOMARY) -> bool:
    """Monday to Friday, and neither a public holiday nor one of the customary days."""
    return date.weekday() < SATURDAY and holiday_name(date, customary=customary) is None


def working_days_before(date: dt.date, count: int, *, customary: Collection[CustomaryDay] = ALL_CUSTOMARY) -> dt.date:
    """The working day that lies `count` working days before the date, which itself is not counted.

    With 0 it is the date, or the last working day before it. Raises ValueError on a negative count.
    """
    if count < 0:
        raise ValueError("a deadline lies before its date")
    found, left = date, count
    while left or not is_working_day(found, customary=customary):
        found -= ONE_DAY
        if left and is_working_day(found, customary=customary):
            left -= 1
    return found


def working_days_between(first: dt.date, last: dt.date, *, customary: Collection[CustomaryDay] = ALL_CUSTOMARY) -> int:
    """How many working days there are after `first` up to and with `last`; 0 where `last` is not later."""
    days = max((last - first).days, 0)
    return sum(is_working_day(first + dt.timedelta(days=after), customary=customary) for after in range(1, days + 1))
