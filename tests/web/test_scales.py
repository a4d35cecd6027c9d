"""Ticks and labels of charts."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from chefforum.web.scales import Scale, decimals_of, round_ticks, spread

values = st.floats(-1e9, 1e9, allow_nan=False).map(lambda value: round(value, 2))


@given(values, values)
def test_ticks_surround_the_figures_at_even_round_distances(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assume(high == low or high - low > 1e-3)
    ticks = round_ticks(low, high)
    steps = {round(after - before, 6) for before, after in pairwise(ticks)}
    assert ticks[0] <= low + 1e-6
    assert ticks[-1] >= high - 1e-6
    assert 2 <= len(ticks) <= 12
    assert max(steps) - min(steps) <= 1e-5 * max(steps)


def test_ticks_are_numbers_that_people_count_in() -> None:
    assert round_ticks(0, 87) == (0, 25, 50, 75, 100)
    assert round_ticks(-3, 12) == (-5, 0, 5, 10, 15)


@given(st.integers(-50, 500), st.integers(0, 500))
def test_ticks_of_persons_are_whole_numbers(low: int, more: int) -> None:
    ticks = round_ticks(low, low + more, is_whole=True)
    assert all(tick == round(tick) for tick in ticks)
    assert ticks[0] <= low
    assert ticks[-1] >= low + more
    assert 2 <= len(ticks) <= 12


def test_where_two_and_a_half_would_be_the_step_persons_are_counted_by_five() -> None:
    assert round_ticks(0, 8.2) == (0, 2.5, 5, 7.5, 10)
    assert round_ticks(0, 8.2, is_whole=True) == (0, 5, 10)
    assert round_ticks(0, 1, is_whole=True) == (0, 1)
    assert round_ticks(0, 90, is_whole=True) == (0, 25, 50, 75, 100)


def test_ticks_have_the_decimals_that_tell_them_apart() -> None:
    assert [decimals_of(ticks) for ticks in ((0, 5, 10), (0, 0.5, 1), (0, 0.25, 0.5))] == [0, 1, 2]


def test_a_scale_may_run_backwards_as_the_standing_axis_does() -> None:
    up = Scale(low=0, high=10, start=300, end=20)
    assert (up(0), up(10), up(5)) == (300, 20, 160)


@given(st.lists(st.floats(0, 300), min_size=1, max_size=10))
def test_labels_stand_apart_within_the_room_and_in_their_order(places: list[float]) -> None:
    moved = spread(places, gap=17, low=0, high=300)
    pairs = sorted(zip(moved, places, strict=True))
    assert all(-0.01 <= place <= 300.01 for place in moved)
    assert all(after[0] - before[0] >= 16.98 for before, after in pairwise(pairs))


def test_labels_without_room_stand_evenly() -> None:
    assert spread([5, 5, 5], gap=100, low=0, high=100) == [0, 50, 100]
