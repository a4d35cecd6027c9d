"""Forecasts of many lines at once: what each method answers, and that lines do not meet."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from chefforum.calc.forecasting.accuracy import bias, mase, smape, wape
from chefforum.calc.forecasting.exponential_smoothing import smooth
from chefforum.calc.forecasting.seasons import additive_season, ahead, has_season, seasonal_factors
from chefforum.calc.forecasting.theta import straight_line, theta
from chefforum.calc.forecasting.year_end import METHODS, share_of_last_year, straight

amounts = st.floats(-1e7, 1e7, allow_nan=False, width=32)
histories = arrays.arrays(np.float64, st.tuples(st.integers(1, 5), st.integers(12, 40)), elements=amounts)


def one(*values: float) -> np.ndarray:
    return np.array([values], dtype=float)


def test_a_constant_line_stays_where_it_is() -> None:
    assert smooth(one(*[5.0] * 10)).level[0] == pytest.approx(5)
    assert theta(one(*[5.0] * 30), horizon=3)[0] == pytest.approx([5, 5, 5])


def test_the_level_by_hand() -> None:
    """Weight 0.5: 10, then 15, then 12.5."""
    found = smooth(one(10, 20, 10), weights=np.array([0.5]))
    assert found.level[0] == 12.5
    assert found.squared_error[0] == (10**2 + 5**2) / 2


def test_the_weight_with_the_least_error_is_chosen() -> None:
    steady, walking = np.tile([9.0, 11.0], 20), np.repeat([1.0, 100.0], 20)
    found = smooth(np.array([steady, walking]))
    assert found.weight[0] <= 0.1
    assert found.weight[1] > 0.9


def test_a_line_that_never_was_has_no_level() -> None:
    found = smooth(np.full((1, 4), np.nan))
    assert np.isnan(found.level).all()
    assert np.isnan(theta(np.full((1, 30), np.nan), horizon=2)).all()


def test_a_straight_line_is_found_again() -> None:
    intercept, slope = straight_line(one(3, 5, 7, 9))
    assert (intercept[0], slope[0]) == (3, 2)


def test_theta_follows_a_trend_half_way() -> None:
    """A straight line y = 2t: the line goes on with 2 a step, the curved part stays, so the forecast grows by 1."""
    found = theta(one(*(2.0 * t for t in range(40))), horizon=3)[0]
    assert np.diff(found) == pytest.approx([1, 1])


def test_a_season_is_taken_out_and_put_back() -> None:
    season = np.array([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 3.0]) * 10
    line = np.tile(season, 5)[None, :]
    assert has_season(line)[0]
    factors = seasonal_factors(line)
    assert ahead(factors, horizon=12)[0] == pytest.approx(season / season.mean())
    assert theta(line, horizon=12)[0] == pytest.approx(season, rel=0.02)


def test_what_a_season_adds_by_hand() -> None:
    """Every fourth quarter 40 more than the others: 30 above the mean of the year, the others 10 below."""
    line = one(*[10.0, 10, 10, 50] * 4, 10)
    assert additive_season(line, period=4)[0] == pytest.approx([-10, -10, 30, -10])
    assert additive_season(one(*[1.0, 2] * 11)).tolist() == [[0.0] * 12]


def test_noise_has_no_season_and_short_lines_have_none() -> None:
    noise = np.random.default_rng(7).normal(100, 10, (200, 48))
    assert has_season(noise).mean() < 0.2
    assert not has_season(noise[:, :24]).any()


def test_a_year_by_hand() -> None:
    """Last year 12 a month; this year 10, 20 and 30: the straight line says 20 in each of nine months."""
    history = one(*[12.0] * 12, 10, 20, 30)
    assert straight(history, 3)[0] == pytest.approx([20] * 9)
    assert METHODS["last_twelve"](history, 3)[0] == pytest.approx([(9 * 12 + 60) / 12] * 9)
    assert METHODS["same_months_last_year"](history, 3)[0] == pytest.approx([12] * 9)
    # 60 is what a quarter of last year was: the year is 240, and 180 are left.
    assert share_of_last_year(history, 3)[0] == pytest.approx([20] * 9)


@given(histories, st.integers(0, 11))
def test_every_method_answers_each_month_left_with_a_number(history: np.ndarray, closed: int) -> None:
    for method in METHODS.values():
        found = method(history, min(closed, history.shape[1]))
        assert found.shape == (len(history), 12 - min(closed, history.shape[1]))


@given(histories)
def test_lines_do_not_meet(history: np.ndarray) -> None:
    """What is forecast for a line is the same whichever lines stand beside it, in whatever order."""
    together = theta(history, horizon=4)
    alone = np.vstack([theta(row[None, :], horizon=4) for row in history])
    assert together == pytest.approx(alone, rel=1e-9, abs=1e-6)
    assert theta(history[::-1], horizon=4)[::-1] == pytest.approx(together, rel=1e-9, abs=1e-6)


def test_measures_by_hand() -> None:
    assert smape(one(110, 0), one(90, 0))[0] == pytest.approx((200 * 20 / 200) / 2)
    assert mase(one(3.0), one(1.0), history=one(*range(13)))[0] == pytest.approx(2 / 12)
    assert np.isnan(mase(one(3.0), one(1.0), history=one(*[4.0] * 14)))[0]
    assert wape(one(110, 80), one(100, 100)) == pytest.approx(30 / 200)
    assert bias(one(110, 80), one(100, 100)) == pytest.approx(-10 / 200)
    assert wape(one(1.0), one(0.0)) is None
