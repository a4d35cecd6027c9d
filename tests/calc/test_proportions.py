"""Shares of few come with an interval, by the published figures, and differences too."""

from __future__ import annotations

from math import comb, isclose
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chefforum.calc.proportions import (
    Interval,
    ProportionError,
    difference,
    shown,
    smallest_detectable_difference,
    wilson,
    with_missing,
)

pairs = st.integers(1, 500).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))


def per_cent(interval: Interval) -> tuple[float, float]:
    return round(100 * interval.low, 1), round(100 * interval.high, 1)


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_one_share_has_the_interval_that_newcombe_published(count: int, of: int, low: float, high: float) -> None:
    """R. G. Newcombe, Statistics in Medicine 17 (1998), 857-872, table I, method 3.

    Read in several public test suites that cite it, not in the paper.
    """
    found = wilson(count=count, of=of)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_a_difference_has_the_interval_that_newcombe_published(
    one: tuple[int, int], other: tuple[int, int], low: float, high: float
) -> None:
    """R. G. Newcombe, Statistics in Medicine 17 (1998), 873-890, table II (a) to (h), method 10.

    Read in several public test suites that cite it, two of them against SAS, not in the paper.
    """
    found = difference(count=one[0], of=one[1], against_count=other[0], against_of=other[1])
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_the_effect_of_2025_is_this_sure() -> None:
    assert per_cent(wilson(count=49, of=205)) == (18.6, 30.2)
    assert per_cent(wilson(count=0, of=2)) == (0.0, 65.8)
    apart = difference(count=14, of=40, against_count=49, against_of=205)
    assert tuple(round(100 * value) for value in (apart.estimate, apart.low, apart.high)) == (11, -3, 27)


def test_wilson_by_hand() -> None:
    """5 of 10 with z = 1.96: centre ½, half 1.96·√(0.025 + 0.009604) / 1.38416 = 0.2634."""
    assert per_cent(wilson(count=5, of=10)) == (23.7, 76.3)


def test_only_a_large_difference_could_be_found_between_205_and_40() -> None:
    found = smallest_detectable_difference(share=0.24, of=205, against_of=40)
    assert found.above is not None
    assert found.below is not None
    assert round(100 * found.above) == 22
    assert round(100 * found.below) == 18


def test_the_difference_that_could_be_found_is_found_as_often_as_said() -> None:
    """Drawn 4,000 times: 24 % of 400 against the share that 80 % power asks for."""
    random, of, share = Random(5), 400, 0.24
    above = smallest_detectable_difference(share=share, of=of, against_of=of).above
    assert above is not None
    found = 0
    for _ in range(4000):
        one, other = (sum(random.random() < rate for _ in range(of)) for rate in (share, share + above))
        pooled = (one + other) / (2 * of)
        found += abs(one - other) / of > 1.959964 * (pooled * (1 - pooled) * 2 / of) ** 0.5
    assert found / 4000 == pytest.approx(0.8, abs=0.02)


def test_between_very_few_no_difference_can_be_found() -> None:
    assert smallest_detectable_difference(share=0.5, of=3, against_of=2).above is None
    assert smallest_detectable_difference(share=0.0, of=300, against_of=300).below is None


def test_a_share_of_fewer_than_ten_is_not_shown() -> None:
    assert shown(count=3, of=9) is None
    assert shown(count=3, of=10) == wilson(count=3, of=10)
    assert shown(count=3, of=4, least=4) is not None


def test_missing_outcomes_leave_the_share_anywhere_between_none_and_all_of_them() -> None:
    found = with_missing(count=24, of=80, missing=20)
    assert (found.estimate, found.low, found.high) == (0.3, 0.24, 0.44)


@given(pairs, st.floats(0.5, 0.999))
def test_the_interval_is_of_the_shares_that_the_score_test_does_not_reject(pair: tuple[int, int], cover: float) -> None:
    """The definition: at either end the share seen lies z standard errors of that end away."""
    count, of = pair
    found = wilson(count=count, of=of, coverage=cover)
    assert 0 <= found.low <= found.estimate <= found.high <= 1
    z_of = [abs(found.estimate - end) / (end * (1 - end) / of) ** 0.5 for end in (found.low, found.high) if 0 < end < 1]
    assert all(isclose(z, z_of[0], rel_tol=1e-5) for z in z_of)


@given(pairs)
def test_the_interval_of_those_left_is_the_mirror(pair: tuple[int, int]) -> None:
    count, of = pair
    found, left = wilson(count=count, of=of), wilson(count=of - count, of=of)
    assert isclose(found.low, 1 - left.high, abs_tol=1e-12)
    assert isclose(found.high, 1 - left.low, abs_tol=1e-12)


@given(pairs, pairs)
def test_a_difference_turned_round_is_the_mirror_and_stays_within_one(
    one: tuple[int, int], other: tuple[int, int]
) -> None:
    found = difference(count=one[0], of=one[1], against_count=other[0], against_of=other[1])
    turned = difference(count=other[0], of=other[1], against_count=one[0], against_of=one[1])
    assert -1 - 1e-12 <= found.low <= found.estimate <= found.high <= 1 + 1e-12
    assert isclose(found.low, -turned.high, abs_tol=1e-12)


@pytest.mark.parametrize("share", [0.1, 0.24, 0.5])
def test_the_interval_holds_the_truth_about_as_often_as_it_says(share: float) -> None:
    """Exact: over every count that 40 persons may give, by its probability."""
    of, held = 40, 0.0
    for count in range(of + 1):
        found = wilson(count=count, of=of)
        if found.low <= share <= found.high:
            held += comb(of, count) * share**count * (1 - share) ** (of - count)
    assert held == pytest.approx(0.95, abs=0.02)


@pytest.mark.parametrize(
    "arguments",
    [
        {"count": 0, "of": 0},
        {"count": -1, "of": 5},
        {"count": 6, "of": 5},
        {"count": 1, "of": 5, "coverage": 1.0},
        {"count": 1, "of": 5, "coverage": 0.0},
    ],
)
def test_what_is_no_share_is_refused(arguments: dict[str, Any]) -> None:
    with pytest.raises(ProportionError):
        wilson(**arguments)
    with pytest.raises(ProportionError):
        shown(**arguments, least=0)


def test_missing_below_nought_and_shares_of_nobody_are_refused() -> None:
    with pytest.raises(ProportionError):
        with_missing(count=1, of=2, missing=-1)
    with pytest.raises(ProportionError):
        smallest_detectable_difference(share=0.5, of=0, against_of=3)
    with pytest.raises(ProportionError):
        smallest_detectable_difference(share=0.5, of=3, against_of=3, power=1)
