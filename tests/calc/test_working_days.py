"""Danish holidays and working days, on days that anybody can look up."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chefforum.calc.working_days import (
    CustomaryDay,
    easter_sunday,
    holiday_name,
    is_working_day,
    public_holidays,
    working_days_before,
    working_days_between,
)

DATES = st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31))


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (2023, dt.date(2023, 4, 9)),
        (2024, dt.date(2024, 3, 31)),
        (2025, dt.date(2025, 4, 20)),
        (2026, dt.date(2026, 4, 5)),
        (2027, dt.date(2027, 3, 28)),
        (2028, dt.date(2028, 4, 16)),
        (2029, dt.date(2029, 4, 1)),
        (2030, dt.date(2030, 4, 21)),
        (2038, dt.date(2038, 4, 25)),  # the latest that Easter can be
        (1818, dt.date(1818, 3, 22)),  # the earliest
    ],
)
def test_easter_is_when_the_calendar_says(year: int, expected: dt.date) -> None:
    assert easter_sunday(year) == expected


def test_the_holidays_of_2026_are_these() -> None:
    assert public_holidays(2026) == {
        dt.date(2026, 1, 1): "Nytårsdag",
        dt.date(2026, 4, 2): "Skærtorsdag",
        dt.date(2026, 4, 3): "Langfredag",
        dt.date(2026, 4, 5): "Påskedag",
        dt.date(2026, 4, 6): "2. påskedag",
        dt.date(2026, 5, 14): "Kristi himmelfartsdag",
        dt.date(2026, 5, 24): "Pinsedag",
        dt.date(2026, 5, 25): "2. pinsedag",
        dt.date(2026, 12, 25): "Juledag",
        dt.date(2026, 12, 26): "2. juledag",
    }


def test_the_great_prayer_day_was_a_holiday_until_2023_and_is_none_from_2024() -> None:
    assert holiday_name(dt.date(2023, 5, 5)) == "Store bededag"
    assert "Store bededag" not in public_holidays(2024).values()
    assert is_working_day(dt.date(2024, 4, 26))


@pytest.mark.parametrize(
    ("date", "kind"),
    [
        (dt.date(2026, 6, 5), CustomaryDay.CONSTITUTION_DAY),
        (dt.date(2026, 12, 24), CustomaryDay.CHRISTMAS_EVE),
        (dt.date(2026, 12, 31), CustomaryDay.NEW_YEARS_EVE),
    ],
)
def test_days_that_are_free_by_custom_are_chosen(date: dt.date, kind: CustomaryDay) -> None:
    assert not is_working_day(date)
    assert not is_working_day(date, customary=[kind])
    assert is_working_day(date, customary=[])


@pytest.mark.parametrize(
    ("meeting", "days", "expected"),
    [
        (dt.date(2026, 1, 28), 4, dt.date(2026, 1, 22)),  # over a week-end
        (dt.date(2026, 4, 8), 4, dt.date(2026, 3, 30)),  # over Easter
        (dt.date(2026, 4, 8), 6, dt.date(2026, 3, 26)),
        (dt.date(2027, 1, 6), 4, dt.date(2026, 12, 29)),  # over New Year, whose eve is free too
        (dt.date(2026, 12, 30), 4, dt.date(2026, 12, 22)),  # over Christmas
        (dt.date(2026, 5, 27), 2, dt.date(2026, 5, 22)),  # over Whitsun
        (dt.date(2026, 4, 5), 0, dt.date(2026, 4, 1)),
    ],
)
def test_a_deadline_lies_so_many_working_days_before(meeting: dt.date, days: int, expected: dt.date) -> None:
    assert working_days_before(meeting, days) == expected


def test_a_deadline_after_its_date_is_refused() -> None:
    with pytest.raises(ValueError, match="before"):
        working_days_before(dt.date(2026, 1, 28), -1)


@given(DATES)
def test_easter_is_a_sunday_between_22_march_and_25_april(date: dt.date) -> None:
    easter = easter_sunday(date.year)
    assert easter.weekday() == 6
    assert dt.date(date.year, 3, 22) <= easter <= dt.date(date.year, 4, 25)


@given(DATES, st.integers(0, 30))
def test_a_deadline_is_a_working_day_and_counts_back_to_its_date(date: dt.date, count: int) -> None:
    found = working_days_before(date, count)
    assert is_working_day(found)
    assert found <= date
    before = date - dt.timedelta(days=1)
    if count:
        assert working_days_between(found, before) == count - 1


@given(DATES, st.integers(1, 20))
def test_more_days_never_give_a_later_deadline(date: dt.date, count: int) -> None:
    assert working_days_before(date, count + 1) < working_days_before(date, count)


@given(DATES, DATES)
def test_working_days_are_never_more_than_days(one: dt.date, other: dt.date) -> None:
    first, last = sorted((one, min(other, one + dt.timedelta(days=900))))
    assert 0 <= working_days_between(first, min(last, first + dt.timedelta(days=900))) <= (last - first).days
