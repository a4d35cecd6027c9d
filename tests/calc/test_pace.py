"""Pace is judged by what chance explains, not by red lights."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from math import exp, inf, log, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2, poisson

from chefforum.calc.pace import (
    Limits,
    PaceError,
    Rate,
    Standing,
    at_most,
    chance_of_none,
    expected_by,
    funnel,
    limits,
    pace,
    rate,
    still_needed,
)

YEAR = {"begins": date(2026, 1, 1), "ends": date(2027, 1, 1)}
means = st.floats(0, 2000)


def test_expected_by_a_day_counts_that_day_and_ends_with_the_target() -> None:
    assert expected_by(target=487, on=date(2026, 1, 28), **YEAR) == Fraction(487 * 28, 365)
    assert expected_by(target=487, on=date(2025, 12, 31), **YEAR) == 0
    assert expected_by(target=487, on=date(2026, 12, 31), **YEAR) == 487
    assert expected_by(target=487, on=date(2028, 1, 1), **YEAR) == 487


def test_a_year_of_487_ends_by_chance_between_451_and_524_nine_times_of_ten() -> None:
    assert limits(expected=487, coverage=0.90) == Limits(451, 524)
    assert limits(expected=487) == Limits(444, 531)


def test_the_pace_of_2025_is_outside_the_limit_after_four_weeks() -> None:
    expected = expected_by(target=487, on=date(2026, 1, 28), **YEAR)
    found = pace(count=205 * 4 // 52, expected=expected)
    assert found.limits.low == 26
    assert found.standing is Standing.BELOW
    assert found.chance < 0.001


def test_the_smallest_department_has_nobody_running_in_many_weeks() -> None:
    assert round(chance_of_none(running=Fraction(75, 2) * 16 / 487), 2) == 0.29
    assert round(chance_of_none(running=Fraction(15 * 16, 487)), 2) == 0.61


def test_limits_by_hand() -> None:
    """Of 2 expected: 0 comes 13.5 % of the time, at most 4 94.7 %, at most 5 98.3 %."""
    assert limits(expected=2) == Limits(0, 5)
    assert [round(at_most(count=count, expected=2), 3) for count in (0, 4, 5)] == [0.135, 0.947, 0.983]
    assert pace(count=6, expected=2).standing is Standing.ABOVE
    assert pace(count=6, expected=2).chance == pytest.approx(1 - exp(-2) * (1 + 2 + 2 + 4 / 3 + 2 / 3 + 4 / 15))


def test_what_is_needed_from_now_on() -> None:
    assert still_needed(target=487, count=16, weeks_left=48) == Fraction(471, 48)
    assert still_needed(target=60, count=61, weeks_left=1) == 0


@pytest.mark.parametrize("count", [0, 1, 2, 5, 10, 40, 100, 487])
def test_a_rate_has_the_interval_of_the_chi_square(count: int) -> None:
    """What Garwood (1936) showed: half the chi-square's quantiles with 2n and 2n + 2 degrees; computed by SciPy."""
    found = rate(count=count)
    assert found.low == pytest.approx(chi2.ppf(0.025, 2 * count) / 2 if count else 0, rel=1e-6)
    assert found.high == pytest.approx(chi2.ppf(0.975, 2 * count + 2) / 2, rel=1e-6)


def test_the_interval_of_none_and_of_one_by_hand() -> None:
    """None comes with chance e to the minus m: 2.5 % at m = -ln 0.025. One or more: 2.5 % at m = -ln 0.975."""
    assert rate(count=0).high == pytest.approx(-log(0.025), rel=1e-6)
    assert rate(count=1).low == pytest.approx(-log(0.975), rel=1e-6)


def test_the_small_have_wider_limits_in_a_funnel_than_the_large() -> None:
    found = funnel(counts={"lille": 0, "stor": 60}, expected={"lille": 2, "stor": 100})
    assert found["lille"].inner.standing is Standing.INSIDE
    assert found["stor"].inner.standing is found["stor"].outer.standing is Standing.BELOW
    assert (found["lille"].ratio, found["stor"].ratio) == (0, 0.6)
    assert funnel(counts={"ingen": 0}, expected={"ingen": 0})["ingen"].ratio is None


@given(means, st.floats(0.5, 0.999))
def test_limits_are_those_of_the_reference(mean: float, coverage: float) -> None:
    found, tail = limits(expected=mean, coverage=coverage), (1 - coverage) / 2
    assert poisson.cdf(found.low - 1, mean) <= tail + 1e-9
    assert poisson.sf(found.high, mean) <= tail + 1e-9
    assert poisson.cdf(found.low, mean) >= tail - 1e-9
    assert found.low == 0 or found.high == 0 or poisson.sf(found.high - 1, mean) >= tail - 1e-9


@given(st.integers(0, 500), means)
def test_at_most_is_the_reference(count: int, mean: float) -> None:
    assert at_most(count=count, expected=mean) == pytest.approx(float(poisson.cdf(count, mean)), abs=1e-9)


@given(st.integers(0, 300))
def test_a_rate_is_of_the_averages_that_the_count_is_within_the_limits_of(count: int) -> None:
    found = rate(count=count)
    assert found.low <= count <= found.high
    assert poisson.cdf(count, found.high) == pytest.approx(0.025, abs=1e-6)
    if count:
        assert poisson.sf(count - 1, found.low) == pytest.approx(0.025, abs=1e-6)
    else:
        assert found == Rate(0, 0.0, found.high)


@given(st.integers(0, 200), means)
def test_a_standing_says_where_the_count_lies(count: int, mean: float) -> None:
    found = pace(count=count, expected=mean)
    inside = found.limits.low <= count <= found.limits.high
    assert (found.standing is Standing.INSIDE) == inside
    assert 0 <= found.chance <= 1
    if not inside:
        assert found.chance <= 0.025 + 1e-9


@given(st.integers(0, 1000), st.integers(-30, 400), st.integers(-30, 400))
def test_more_is_expected_the_longer_the_year_has_run(target: int, one: int, other: int) -> None:
    early, late = (date(2026, 1, 1) + timedelta(days=days) for days in sorted((one, other)))
    assert expected_by(target=target, on=early, **YEAR) <= expected_by(target=target, on=late, **YEAR) <= target


def test_impossible_numbers_are_refused() -> None:
    for expected in (-1, inf, nan, 10**7):
        with pytest.raises(PaceError):
            limits(expected=expected)
    for coverage in (0, 1):
        with pytest.raises(PaceError):
            limits(expected=1, coverage=coverage)
    with pytest.raises(PaceError):
        pace(count=-1, expected=1)
    with pytest.raises(PaceError):
        expected_by(target=-1, on=date(2026, 1, 1), **YEAR)
    with pytest.raises(PaceError):
        expected_by(target=1, begins=date(2026, 1, 1), ends=date(2026, 1, 1), on=date(2026, 1, 1))
    with pytest.raises(PaceError):
        still_needed(target=1, count=0, weeks_left=0)
    with pytest.raises(PaceError, match="'b'"):
        funnel(counts={"a": 1}, expected={"b": 1})
