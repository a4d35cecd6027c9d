"""The default of ordinary lines: a level that follows, calm in the face of one-offs, with season and stop."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from chefforum.calc.forecasting.steady import steady

amounts = st.integers(-(10**9), 10**9).map(float) | st.just(0.0)
histories = arrays.arrays(np.float64, st.tuples(st.integers(1, 5), st.integers(1, 40)), elements=amounts)


def one(*values: float) -> np.ndarray:
    return np.array([values], dtype=float)


def test_a_constant_line_goes_on_and_was_never_wrong() -> None:
    found = steady(one(*[500.0] * 30), horizon=6)
    assert found.months[0] == pytest.approx([500] * 6)
    assert found.errors.shape == (1, 13)
    assert not found.errors.any()


def test_three_months_by_hand() -> None:
    """Nought until now, then 90: every weight was off by 90 once, so the first of the grid stands, with level 4.5."""
    found = steady(one(0, 0, 0, 0, 90), horizon=1)
    assert found.months[0, 0] == pytest.approx((0.05 * 90 + 90 / 3) / 2)


def test_a_huge_one_off_is_calmed_and_spread_over_two_years() -> None:
    usual = [100.0] * 30
    shocked = [*usual[:-1], 100_000.0]
    found = steady(one(*shocked), horizon=3)
    recent = (100 + 100 + 300) / 3  # the cap is three times the middle month
    level = 100 + 0.05 * (100_000 - 100)
    assert found.excess[0] == pytest.approx(100_000 - 300)
    assert found.months[0, 0] == pytest.approx((level + recent + (100_000 - 300) / 24) / 2)
    assert found.months[0, 0] < (100_000 + 100 + 100) / 3 / 5  # a fifth of what carrying on the quarter would say


def test_a_season_is_found_and_put_back_with_credits_and_noughts() -> None:
    year = np.array([0, 0, -30, 0, 0, 0, 0, 0, 0, 0, 0, 1200.0])
    found = steady(np.tile(year, 4)[None, :], horizon=12)
    assert found.seasonal[0]
    assert found.months[0].sum() == pytest.approx(year.sum(), rel=0.3)
    assert found.months[0].argmax() == 11


def test_noise_has_rarely_a_season() -> None:
    noise = np.random.default_rng(3).normal(1000, 200, (400, 33))
    assert steady(noise, horizon=3).seasonal.mean() < 0.1


def test_a_line_that_is_silent_longer_than_ever_has_stopped() -> None:
    monthly = [50.0] * 20
    assert steady(one(*monthly, 0, 0, 0), horizon=2).months[0, 0] > 0
    found = steady(one(*monthly, 0, 0, 0, 0), horizon=2)
    assert found.stopped[0]
    assert found.months[0].tolist() == [0, 0]
    quarterly = [90.0, 0, 0] * 7
    assert not steady(one(*quarterly, 0, 0), horizon=2).stopped[0]
    assert steady(one(*quarterly, 0, 0, 0), horizon=2).stopped[0]


def test_a_line_before_its_ledger_has_no_number_and_one_month_is_its_own_level() -> None:
    found = steady(np.array([[np.nan] * 4, [np.nan] * 3 + [70.0]]), horizon=2)
    assert np.isnan(found.months[0]).all()
    assert found.months[1] == pytest.approx([70, 70])
    assert not found.stopped.any()
    assert steady(np.empty((3, 0)), horizon=2).months.shape == (3, 2)
    assert steady(np.empty((0, 12)), horizon=2).months.shape == (0, 2)
    assert steady(one(1, 2, 3), horizon=0).months.shape == (1, 0)


def test_where_a_line_begins_may_be_said_beside_integers() -> None:
    values = np.array([[0, 0, 0, 40, 60], [0, 0, 0, 40, 60]])
    found = steady(values, horizon=2, begins=np.array([3, 0]))
    assert found.months[0] == pytest.approx(steady(one(40, 60), horizon=2).months[0])
    assert found.months[1] == pytest.approx(steady(one(0, 0, 0, 40, 60), horizon=2).months[0])


def test_an_error_is_what_came_less_what_would_have_been_said() -> None:
    """Twelve months of 10, then 40: at the only origin the level says 10, and 30 more came."""
    assert steady(one(*[10.0] * 12, 40.0), horizon=1).errors.tolist() == [[30.0]]


@given(histories, st.integers(-20, 20), st.integers(0, 12))
def test_another_unit_of_money_gives_the_same_forecast_in_it(values: np.ndarray, power: int, horizon: int) -> None:
    """By powers of two, which lose no digit: what is chosen (weight, season, stop) must not hang on the unit."""
    plain, scaled = steady(values, horizon=horizon), steady(values * 2.0**power, horizon=horizon)
    assert (scaled.months == plain.months * 2.0**power).all()
    assert (scaled.stopped == plain.stopped).all()


@given(histories, st.integers(1, 12))
def test_income_is_forecast_as_cost_is(values: np.ndarray, horizon: int) -> None:
    assert (steady(-values, horizon=horizon).months == -steady(values, horizon=horizon).months).all()


@given(histories, st.randoms(use_true_random=False), st.integers(1, 12))
def test_lines_do_not_meet(values: np.ndarray, chance: object, horizon: int) -> None:
    order = np.array(chance.sample(range(len(values)), len(values)))  # type: ignore[attr-defined]
    with_noughts = np.concatenate([values[order], np.zeros((2, values.shape[1]))])
    found, mixed = steady(values, horizon=horizon), steady(with_noughts, horizon=horizon)
    assert (mixed.months[: len(order)] == found.months[order]).all()
    assert (mixed.months[len(order) :] == 0).all()
    assert np.array_equal(mixed.errors[: len(order)], found.errors[order], equal_nan=True)


@given(histories, st.integers(1, 30), st.integers(1, 6))
def test_what_was_before_the_ledger_changes_nothing(values: np.ndarray, before: int, horizon: int) -> None:
    """A line that begins is forecast as if its first month were the first that there is."""
    later = np.concatenate([np.full((len(values), before), np.nan), values], axis=1)
    found, begun = steady(values, horizon=horizon), steady(later, horizon=horizon)
    assert begun.months == pytest.approx(found.months, rel=1e-9, abs=1e-6)
    kept = found.errors.shape[1]
    newest = begun.errors[:, begun.errors.shape[1] - kept :]
    assert newest == pytest.approx(found.errors, rel=1e-4, abs=1)
    assert np.isnan(begun.errors[:, : begun.errors.shape[1] - kept]).all()
