"""Times of day and dates as they are written, and neither taken for the other."""

import datetime as dt

import pytest

from chefforum.connectors.minutes.danish import dates_in, times_in


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kl. 09:00", [dt.time(9)]),
        ("kl. 9.00-10.00", [dt.time(9), dt.time(10)]),
        ("kl. 9.00 - 11.30", [dt.time(9), dt.time(11, 30)]),
        ("04-06-2020 09:00:00", [dt.time(9)]),
        ("23.08.2017 kl. 9", [dt.time(9)]),
        ("23.08.17", []),
    ],
)
def test_times(text, expected):
    assert times_in(text) == expected


@pytest.mark.parametrize("text", ["04-02-2026", "4.2.2026", "4/2/26", "4. februar 2026", "2026-02-04"])
def test_dates(text):
    assert list(dates_in(text)) == [dt.date(2026, 2, 4)]


@pytest.mark.parametrize("text", ["9.00-10.00", "4-2.2026", "31-02-2026"])
def test_what_is_no_date(text):
    assert list(dates_in(text)) == []
