"""Dates, times, numbers and amounts as Danes write them."""

from __future__ import annotations

import datetime as dt
import doctest
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chefforum.calc.danish_numbers import danish_number
from chefforum.web import danish

amounts = st.decimals(min_value=-(10**12), max_value=10**12, places=2)


def test_the_examples_in_the_docstrings_hold() -> None:
    result = doctest.testmod(danish)
    assert (result.attempted > 10, result.failed) == (True, 0)


@given(amounts)
def test_a_number_is_read_back_as_written(value: Decimal) -> None:
    read = danish_number(danish.number(value))
    assert read is not None
    assert read.value == value


@given(st.integers(-(10**15), 10**15))
def test_thousands_are_in_groups_of_three(value: int) -> None:
    groups = danish.number(value).lstrip("−").split(".")
    assert 1 <= len(groups[0]) <= 3
    assert all(len(group) == 3 for group in groups[1:])


@given(amounts, st.integers(0, 4))
def test_a_number_has_the_decimals_asked_for_and_is_half_a_step_off_at_most(value: Decimal, decimals: int) -> None:
    read = danish_number(danish.number(value, decimals))
    assert read is not None
    assert read.decimals == decimals
    assert abs(read.value - value) <= Decimal(1).scaleb(-decimals) / 2


def test_half_is_rounded_away_from_nought_and_nought_has_no_minus() -> None:
    assert [danish.number(value, 0) for value in (0.5, -0.5, -0.4, 2.5)] == ["1", "−1", "0", "3"]


@pytest.mark.parametrize("write", [danish.date, danish.time, danish.moment, danish.number, danish.money, danish.size])
def test_what_is_missing_is_said_to_be_missing_and_is_not_nought(write) -> None:
    assert write(None) == "mangler"


def test_nought_and_midnight_are_not_missing() -> None:
    assert danish.number(0) == "0"
    assert danish.money(0) == "0 kr."
    assert danish.time(dt.time(0, 0)) == "kl. 00.00"


@given(st.dates(min_value=dt.date(1900, 1, 1)))
def test_every_date_has_a_weekday_and_a_month_in_words(value: dt.date) -> None:
    weekday, den, day, month, year = danish.date_with_weekday(value).split(" ")
    assert (danish.WEEKDAYS.index(weekday), den) == (value.weekday(), "den")
    assert (day, danish.MONTHS.index(month) + 1, year) == (f"{value.day}.", value.month, str(value.year))


def test_only_a_number_gets_the_true_minus() -> None:
    assert [danish.minus(text) for text in ("-3", "-", "a-3", "-x", -2)] == ["−3", "-", "a-3", "-x", "−2"]


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0 byte"), (999, "999 byte"), (1000, "1 kB"), (52_428_800, "52,4 MB"), (3 * 10**9, "3 GB")]
)
def test_sizes_are_in_the_unit_that_fits(count: int, words: str) -> None:
    assert danish.size(count) == words


def test_words_are_listed_with_og_before_the_last() -> None:
    assert [danish.listed(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a og b",
        "a, b og c",
    ]


def test_one_has_its_own_word() -> None:
    assert [danish.counted(count, "møde,møder") for count in (0, 1, 2, 10_000)] == [
        "0 møder",
        "1 møde",
        "2 møder",
        "10.000 møder",
    ]
