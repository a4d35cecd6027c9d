"""Headings whose levels a reader can follow."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from chefforum.calc.heading_levels import LOWEST, without_gaps

wanted = st.lists(st.integers(-2, 9), min_size=1)


def test_a_skipped_level_is_closed_and_a_higher_one_kept() -> None:
    assert list(without_gaps([3, 1, 3, 3, 2, 1], top=2)) == [2, 2, 3, 4, 3, 2]


@given(wanted, st.integers(1, LOWEST))
def test_levels_begin_at_the_top_never_jump_down_and_stay_within_bounds(levels: list[int], top: int) -> None:
    found = list(without_gaps(levels, top=top))
    assert found[0] == top
    assert len(found) == len(levels)
    assert all(top <= level <= LOWEST for level in found)
    assert all(after <= before + 1 for before, after in pairwise(found))


@given(wanted, st.integers(1, LOWEST))
def test_what_has_no_gaps_is_left_as_it_is(levels: list[int], top: int) -> None:
    once = list(without_gaps(levels, top=top))
    assert list(without_gaps([level - top + 1 for level in once], top=top)) == once
