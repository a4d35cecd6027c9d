"""How far off: the line's own past errors, its class behind it, and sums from the errors of the sums."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import pytest

from chefforum.calc.forecasting.intervals import CLASS_WEIGHT, WIDEN, intervals, intervals_of_sums

NORMAL = NormalDist().inv_cdf(0.9)


def errors(*rows: list[float]) -> np.ndarray:
    return np.array(rows, dtype=np.float32)


def of(found: np.ndarray, size: list[float]) -> object:
    return intervals(found, size=np.array(size), classes=np.zeros(len(found), dtype=int))


def test_a_single_line_by_hand() -> None:
    """Six errors of 10 either way, alone in its class: what the class misses by is what the line does."""
    found = of(errors([10, -10, 10, -10, 10, -10]), [100])
    assert found.scale[0] == pytest.approx(10)
    assert (found.low[0], found.high[0]) == pytest.approx((-NORMAL * WIDEN * 10, NORMAL * WIDEN * 10))
    assert (found.error[0], found.lean[0], found.origins[0]) == (10, 0, 6)


def test_a_line_with_few_errors_leans_on_its_class() -> None:
    """The class misses by a tenth of its size; the young line of size 1,000 has one error of 400."""
    old = [10.0, -10, 10, -10, 10, -10]
    nan = float("nan")
    found = of(errors(old, old, old, [nan] * 5 + [400.0], [nan] * 6), [100, 100, 100, 1000, 1000])
    assert found.scale[3] == pytest.approx(np.sqrt((400**2 + CLASS_WEIGHT * 100**2) / (1 + CLASS_WEIGHT)))
    assert found.scale[4] == pytest.approx(100)
    assert found.origins.tolist() == [6, 6, 6, 1, 0]
    assert np.isnan(found.error[4])


def test_where_nothing_was_ever_forecast_there_is_no_interval() -> None:
    found = of(np.empty((2, 0), dtype=np.float32), [100, 100])
    assert np.isnan(found.low).all()
    assert np.isnan(found.high).all()


def test_errors_that_lean_make_an_interval_that_leans() -> None:
    """Where more came than was forecast nine times of ten, the interval reaches further up than down."""
    chance = np.random.default_rng(1)
    found = of(chance.exponential(10, (50, 10)).astype(np.float32) - 2, [100] * 50)
    assert (found.high > -2 * found.low).all()


def test_lines_that_fall_together_are_not_taken_for_independent() -> None:
    """Two lines with the same errors: the sum is off by twice as much; with opposite errors, by almost nothing."""
    one = [30.0, -30, 30, -30] * 6
    same = intervals_of_sums(
        errors(one, one, one, [-value for value in one]),
        size=np.full(4, 100.0),
        scale=np.full(4, 30.0),
        groups=np.array([0, 0, 1, 1]),
        count=2,
    )
    behind = CLASS_WEIGHT * 2 * 30**2  # what they would be off by if independent, as four errors among 28
    assert same.scale == pytest.approx([np.sqrt((24 * 60**2 + behind) / 28), np.sqrt(behind / 28)])
    assert same.error == pytest.approx([60, 0])
    assert (same.high == -same.low).all()


def test_independent_lines_widen_the_sum_by_their_root_and_not_by_their_number() -> None:
    chance = np.random.default_rng(2)
    found = chance.normal(0, 10, (400, 24)).astype(np.float32)
    lines = of(found, [100] * 400)
    whole = intervals_of_sums(
        found, size=np.full(400, 100.0), scale=lines.scale, groups=np.zeros(400, dtype=int), count=1
    )
    assert whole.scale[0] == pytest.approx(200, rel=0.35)  # 10 × √400
    assert whole.high[0] < lines.high.sum() / 10


def test_an_origin_that_lacks_a_large_line_does_not_count() -> None:
    nan = float("nan")
    found = intervals_of_sums(
        errors([nan, 50.0], [1.0, 1.0]),
        size=np.array([900.0, 100.0]),
        scale=np.array([50.0, 1.0]),
        groups=np.array([0, 0]),
        count=1,
    )
    assert found.origins[0] == 1
    assert found.error[0] == pytest.approx(51)


def test_a_line_without_errors_comes_on_top_and_one_outside_does_not() -> None:
    nan = float("nan")
    two = errors([6.0, -6.0], [nan, nan], [1000.0, 1000.0])
    groups = np.array([0, 0, -1])
    found = intervals_of_sums(
        two, size=np.array([95.0, 5.0, 9e9]), scale=np.array([6.0, 8.0, 1000.0]), groups=groups, count=1
    )
    own = (2 * 6**2 + CLASS_WEIGHT * (6**2 + 8**2)) / 6
    assert found.scale[0] == pytest.approx(np.sqrt(own + 8**2))
