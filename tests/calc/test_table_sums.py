"""Totals of tables that their rows do not give."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from chefforum.calc.table_sums import wrong_totals

HEAD = ["Afdeling", "Mål pr. år", "Andel"]


def wrong(*rows: list[str], header_rows: int = 1) -> list[tuple[str, Decimal]]:
    return [(one.written, one.sum) for one in wrong_totals([HEAD, *rows], header_rows=header_rows)]


def test_a_total_that_adds_up_is_left_alone() -> None:
    assert wrong(["A", "16", "4"], ["B", "3", "1"], ["Total", "19", "5"]) == []


def test_a_wrong_total_is_found_with_what_it_should_be() -> None:
    assert wrong(["A", "16", ""], ["B", "3", ""], ["I alt", "91", ""]) == [("91", Decimal(19))]


def test_decimals_may_be_rounded() -> None:
    assert wrong(["A", "0,3", ""], ["B", "0,3", ""], ["C", "0,3", ""], ["I alt", "1,0", ""]) == []
    assert wrong(["A", "0,3", ""], ["B", "0,3", ""], ["I alt", "1,5", ""]) != []


def test_shares_and_averages_are_no_sums() -> None:
    assert wrong(["A", "16", "40"], ["B", "3", "60"], ["I alt", "19", "45"]) == []
    assert wrong(["A", "16 %", ""], ["B", "3 %", ""], ["I alt", "12 %", ""]) == []
    assert wrong(["A", "16", ""], ["B", "4", ""], ["I alt", "10", ""]) == []


def test_subtotals_and_parts_are_not_counted_twice() -> None:
    rows = (["A", "10", ""], ["heraf ny", "4", ""], ["B", "5", ""], ["I alt drift", "15", ""])
    assert wrong(*rows) == []
    assert wrong(*rows, ["C", "3", ""], ["D", "4", ""], ["I alt anlæg", "7", ""], ["Total", "22", ""]) == []


def test_a_column_with_something_unknown_is_left_alone() -> None:
    assert wrong(["A", "10", ""], ["B", "i.t.", ""], ["C", "5", ""], ["I alt", "99", ""]) == []


def test_an_empty_cell_is_nought() -> None:
    assert wrong(["A", "10", ""], ["B", "-", ""], ["C", "5", ""], ["I alt", "16", ""]) == [("16", Decimal(15))]


def test_a_table_without_rows_or_totals_is_left_alone() -> None:
    assert wrong() == []
    assert wrong(["A", "1", "2"]) == []


@given(st.lists(st.integers(0, 99_999), min_size=2, max_size=8))
def test_a_sum_of_whole_numbers_is_never_wrong(values) -> None:
    rows = [[f"r{place}", str(value), ""] for place, value in enumerate(values)]
    assert wrong(*rows, ["I alt", str(sum(values)), ""]) == []


@given(st.lists(st.integers(1, 99_999), min_size=2, max_size=8), st.integers(1, 500))
def test_a_sum_that_is_too_large_is_always_found(values, more) -> None:
    rows = [[f"r{place}", str(value), ""] for place, value in enumerate(values)]
    assert wrong(*rows, ["I alt", str(sum(values) + more), ""]) == [(str(sum(values) + more), Decimal(sum(values)))]


@given(st.lists(st.lists(st.text(max_size=6), min_size=3, max_size=3), max_size=5))
def test_any_table_can_be_read(rows) -> None:
    list(wrong_totals([HEAD, *rows, ["I alt", "5", "6"]]))
