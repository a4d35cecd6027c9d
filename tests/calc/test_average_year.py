"""An average year in chosen prices, with the years' span; one-offs spread to the øre."""

from __future__ import annotations

import doctest
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chefforum.calc import average_year as module
from chefforum.calc.average_year import AverageYearError, OneOff, average_year, spread


def test_the_examples_in_the_docstrings_hold() -> None:
    result = doctest.testmod(module)
    assert (result.attempted >= 4, result.failed) == (True, 0)


def test_an_average_year_by_hand() -> None:
    """100 of 2022 are 110 in the prices of 2025, where the level rose by a tenth; 40 over 4 years are 10 a year."""
    found = average_year(
        recurring={2025: 150_00, 2022: 100_00},
        index={2022: Decimal("100"), 2025: Decimal("110.0")},
        price_level=2025,
        one_offs=[OneOff(40_00, 2023, 48)],
    )
    assert found.years == {2022: 110_00, 2025: 150_00}
    assert (found.one_offs_oere, found.mean_oere, found.run_rate_oere) == (10_00, 140_00, 160_00)
    assert (found.low_oere, found.high_oere) == (120_00, 160_00)


def test_the_prices_of_another_year_move_all_of_it_alike() -> None:
    recurring, index = {2022: 100_00, 2025: 150_00}, {2022: 100, 2023: 105, 2025: 110}
    found = average_year(recurring=recurring, index=index, price_level=2022)
    assert found.years == {2022: 100_00, 2025: 136_36}
    between = average_year(recurring=recurring, index=index, price_level=2023)
    assert between.years == {2022: 105_00, 2025: 143_18}


def test_the_run_rate_is_of_the_last_year_even_where_it_is_the_lowest() -> None:
    found = average_year(
        recurring={2022: 300, 2023: 100, 2025: 200}, index=dict.fromkeys(range(2022, 2026), 1), price_level=2025
    )
    assert (found.run_rate_oere, found.low_oere, found.high_oere, found.mean_oere) == (200, 100, 300, 200)


def test_a_computer_of_the_summer_counts_from_its_month() -> None:
    """4 years from July: half a year, three whole ones and half a year."""
    assert spread(one_off=OneOff(8000_00, 2022, 48, month=7)) == {
        2022: 1000_00,
        2023: 2000_00,
        2024: 2000_00,
        2025: 2000_00,
        2026: 1000_00,
    }


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"recurring": {}}, "no year"),
        ({"index": {2025: 100}}, "2022 has the index None"),
        ({"index": {2022: 0, 2025: 100}}, "2022 has the index 0"),
        ({"index": {2022: 1.5, 2025: 100}}, "exact number"),
        ({"price_level": 2030}, "2030 has the index None"),
        ({"one_offs": [OneOff(1, 2022, 0)]}, "at least a month"),
        ({"one_offs": [OneOff(1, 2022, 3, month=13)]}, "from 1 to 12"),
    ],
)
def test_what_nothing_can_be_reckoned_from_is_refused_in_words(options: dict[str, Any], words: str) -> None:
    arguments = {"recurring": {2022: 1, 2025: 2}, "index": {2022: 100, 2025: 110}, "price_level": 2025} | options
    with pytest.raises(AverageYearError, match=words):
        average_year(**arguments)


one_offs = st.builds(
    OneOff, st.integers(-(10**9), 10**9), st.integers(2015, 2030), st.integers(1, 150), st.integers(1, 12)
)


@given(one_offs)
def test_what_is_spread_sums_to_what_was_paid(one: OneOff) -> None:
    years = spread(one_off=one)
    assert sum(years.values()) == one.amount_oere
    assert list(years) == list(range(one.year, one.year + len(years)))
    full = list(years.values())[1:-1]
    assert not full or max(full) - min(full) <= 1
    assert all(abs(value - one.amount_oere * 12 / one.life_months) < 1.01 for value in full)


@given(one_offs)
def test_a_credit_note_is_spread_as_the_mirror_of_a_payment(one: OneOff) -> None:
    credit = OneOff(-one.amount_oere, one.year, one.life_months, one.month)
    assert spread(one_off=credit) == {year: -value for year, value in spread(one_off=one).items()}


@given(st.dictionaries(st.integers(2018, 2026), st.integers(-(10**9), 10**9), min_size=1), st.integers(50, 150))
def test_the_mean_and_the_run_rate_lie_within_the_span(recurring: dict[int, int], level: int) -> None:
    found = average_year(
        recurring=recurring, index=dict.fromkeys(recurring, 100) | {2018: level}, price_level=max(recurring)
    )
    assert found.low_oere <= found.mean_oere <= found.high_oere
    assert found.low_oere <= found.run_rate_oere <= found.high_oere
    assert min(found.years.values()) <= recurring[max(recurring)] <= max(found.years.values())
