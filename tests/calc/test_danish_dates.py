"""Dates where they stand in a text, also those that cannot be."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chefforum.calc.danish_dates import in_words, weekday_of, written_dates


@pytest.mark.parametrize(
    ("text", "date", "weekday"),
    [
        ("den 28. januar 2026", dt.date(2026, 1, 28), None),
        ("Onsdag d. 28. januar 2026 kl. 09:00", dt.date(2026, 1, 28), "onsdag"),
        ("tirsdagen den 3. marts 2026", dt.date(2026, 3, 3), "tirsdag"),
        ("mødet 28-01-2026.", dt.date(2026, 1, 28), None),
        ("mødet 28-01-26", dt.date(2026, 1, 28), None),
        ("23.08.2017, kl. 11", dt.date(2017, 8, 23), None),
        ("2026-01-28", dt.date(2026, 1, 28), None),
        ("den 21. - 22. maj 2026", dt.date(2026, 5, 22), None),
        ("den 1. MAJ 2026", dt.date(2026, 5, 1), None),
    ],
)
def test_a_date_is_read(text, date, weekday) -> None:
    (found,) = written_dates(text)
    assert (found.date, found.weekday) == (date, weekday)
    assert text[found.start : found.end] == found.text


def test_a_date_without_a_year_has_day_and_month() -> None:
    (found,) = written_dates("senest den 13. januar")
    assert (found.day, found.month, found.year, found.date) == (13, 1, None, None)
    assert found.in_year(2026) == dt.date(2026, 1, 13)


@pytest.mark.parametrize("text", ["31. april 2026", "29. februar 2026", "30. februar", "32-01-2026", "14.13.2026"])
def test_a_date_that_no_calendar_has_is_found(text) -> None:
    (found,) = written_dates(f"Fristen er den {text}.")
    assert not found.is_possible


def test_29_february_without_a_year_may_be_meant() -> None:
    assert next(written_dates("den 29. februar")).is_possible


@pytest.mark.parametrize(
    "text",
    ["00.01.00-A00-1-26", "14.00.08", "§ 17.4", "kl. 09.00 – 15.00", "750.000 kr.", "punkt 3.6.4", "v1-02-2026-x", 
     "i 2026", "tlf. 12-34-56-78", "5 majs"],
)  # fmt: skip
def test_numbers_that_are_no_dates_are_left_alone(text) -> None:
    assert list(written_dates(text)) == []


@given(st.dates(min_value=dt.date(1950, 1, 1), max_value=dt.date(2099, 12, 31)))
def test_what_is_written_is_read_again(date) -> None:
    (found,) = written_dates(f"{weekday_of(date)} den {in_words(date)}")
    assert found.date == date
    assert found.weekday == weekday_of(date)


@given(st.text(max_size=200))
def test_any_text_can_be_read(text) -> None:
    for found in written_dates(text):
        assert text[found.start : found.end] == found.text
