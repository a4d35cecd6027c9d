"""Numbers as Danes write them: read where they are numbers, left alone where they are codes."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chefforum.calc.danish_numbers import danish_number, numeric_columns


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("0", "0", ""),
        ("1.234,5", "1234.5", ""),
        ("2.200.000 kr.", "2200000", "kr."),
        ("24 %", "24", "%"),
        ("50,4%", "50.4", "%"),
        ("−3", "-3", ""),
        ("-3,25", "-3.25", ""),
        ("– 3", "-3", ""),
        ("+7", "7", ""),
        ("2,2 mio. kr.", "2.2", "mio. kr."),
        ("1\u00a0234", "1234", ""),
        ("12 345", "12345", ""),
        (" 2026 ", "2026", ""),
        ("0,07", "0.07", ""),
    ],
)
def test_numbers_are_read_with_their_unit(text: str, value: str, unit: str) -> None:
    number = danish_number(text)
    assert number is not None
    assert (number.value, number.unit) == (Decimal(value), unit)


@pytest.mark.parametrize(
    "text",
    [
        *("", "-", "–", "0165", "007", "1.2", "1.23", "1.2345", "28.01.2026", "28-01-2026", "09.00", "1,", ",5"),
        *("00.30.04-Ø00-21-26", "12.34", "1e5", "٣", "24 %%", "kr. 5", "5 stk", "1 23", "1.234.56", "--3", "1.0000"),
    ],
)
def test_codes_dates_times_and_marks_are_no_numbers(text: str) -> None:
    assert danish_number(text) is None


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2))
def test_a_number_written_as_danes_do_is_read_back(value: Decimal) -> None:
    written = f"{value:,.2f}".translate(str.maketrans(",.-", ".,−"))
    number = danish_number(written)
    assert number is not None
    assert (number.value, number.decimals) == (value, 2)


def test_a_column_is_numeric_when_it_has_a_number_and_nothing_but_numbers_and_marks() -> None:
    rows = [("Skole", "1.260", "–", "5", ""), ("Ældre", "–", "–", "fem", ""), ("I alt", "1.260 kr.", "", "6", "")]
    assert numeric_columns(rows) == {1}


def test_a_column_of_differences_is_numeric_too() -> None:
    rows = [
        ("20.990 over", "5 af 6"),
        ("8.759 mindre indtægt", "3 af 4"),
        ("på budgettet", ""),
        ("94 (ufuldstændigt)", ""),
    ]
    assert numeric_columns(rows) == {0}
    assert numeric_columns([("på budgettet",), ("mangler",)]) == frozenset()


def test_what_is_hidden_and_where_a_number_may_lie_stand_among_numbers() -> None:
    assert numeric_columns([("0 (≈0,5)", "11 (5–18)", "skjult"), ("1.204", "intet måltal", "5")]) == {0, 1, 2}


def test_no_rows_have_no_numeric_columns() -> None:
    assert numeric_columns([]) == frozenset()
