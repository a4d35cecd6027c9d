"""Contracts and rent: in which rhythm they are paid, what the next instalments are, and changes of price."""

from __future__ import annotations

import numpy as np
import pytest

from chefforum.calc.forecasting.schedule import Change, last_year_errors, missed, paying_lines, schedule


def one(*values: float) -> np.ndarray:
    return np.array([values], dtype=float)


@pytest.mark.parametrize(
    ("history", "rhythm", "ahead"),
    [
        ([100] * 12, 1, [100, 100, 100]),
        ([0, 0, 300] * 4, 3, [0, 0, 300]),
        ([0, 300, 0] * 4, 3, [0, 300, 0]),
        (([0] * 5 + [600]) * 3, 6, [0, 0, 0, 0, 0, 600]),
        (([900] + [0] * 11) * 2, 12, [900] + [0] * 11),
        ([0] * 20 + [50, 50], 1, [50, 50]),  # a new contract, known by its second instalment
    ],
)
def test_the_rhythm_is_read_from_what_was_paid(history: list[float], rhythm: int, ahead: list[float]) -> None:
    found = schedule(one(*history), horizon=len(ahead))
    assert found.rhythm[0] == rhythm
    assert found.months[0] == pytest.approx(ahead)


def test_the_last_instalment_counts_and_a_single_odd_month_does_not() -> None:
    assert schedule(one(*[0, 0, 300] * 3, 0, 0, 330), horizon=3).months[0].tolist() == [0, 0, 330]
    assert schedule(one(*[100] * 11, 103, 103, 70), horizon=1).months[0].tolist() == [103]


def test_an_instalment_due_last_month_and_not_posted_comes_next_month() -> None:
    found = schedule(one(*[0, 0, 300] * 4, 0, 0, 0), horizon=4)
    assert found.rhythm[0] == 3
    assert found.months[0].tolist() == [300, 0, 300, 0]


def test_bills_of_all_sizes_are_no_instalments_and_show_last_year() -> None:
    history = one(*[10, 400, 30, 900, 20, 70, 5, 800, 1, 60, 300, 2])
    found = schedule(history, horizon=3)
    assert found.rhythm[0] == 0
    assert found.months[0].tolist() == [10, 400, 30]


def test_a_line_younger_than_a_year_without_a_rhythm_is_not_known() -> None:
    history = np.array([[np.nan] * 4 + [10.0, 400, 30, 900, 20, 70, 5, 800]])
    assert np.isnan(schedule(history, horizon=3).months).all()


def test_a_dated_change_counts_from_its_month() -> None:
    """A rent of 100 that rises by 3 % in the second month ahead; and a contract that ends there."""
    rent = np.tile([100.0] * 12, (2, 1))
    found = schedule(rent, horizon=3, changes=(Change(line=0, month=13, factor=1.03), Change(1, 13, 0.0)))
    assert found.months[0] == pytest.approx([100, 103, 103])
    assert found.months[1] == pytest.approx([100, 0, 0])


def test_a_change_since_the_last_instalment_counts_and_one_before_it_does_not() -> None:
    yearly = np.tile(np.array(([900.0] + [0] * 11) * 2), (2, 1))
    found = schedule(yearly, horizon=1, changes=(Change(0, 18, 1.1), Change(1, 6, 1.1)))
    assert found.months[:, 0] == pytest.approx([990, 900])


def test_more_than_a_year_ahead_is_refused() -> None:
    with pytest.raises(ValueError, match="twelve"):
        schedule(one(*[1] * 24), horizon=13)


def test_errors_are_those_of_last_years_same_months() -> None:
    history = one(*[10.0] * 12, *[12.0] * 12)
    assert last_year_errors(history, horizon=3, origins=2).tolist() == [[6.0, 6.0]]
    history[0, 0] = np.nan
    assert np.isnan(last_year_errors(history, horizon=12, origins=1)).all()


def test_paid_months_are_counted() -> None:
    assert paying_lines(one(*[5.0] * 10, *[0] * 20, np.nan, 7)).tolist() == [3]


def test_a_payment_that_did_not_come_this_year_is_seen() -> None:
    came = [0.0] * 4 + [5.0] + [0] * 7
    assert missed(one(*came, *came)).tolist() == [False]
    assert missed(one(*came, *[0] * 4)).tolist() == [False]
    assert missed(one(*came, *[0] * 5)).tolist() == [True]
