"""How often a system is chosen when the weights vary is the same each time, and equals share the last place."""

from __future__ import annotations

import doctest
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chefforum.calc import selection_frequency
from chefforum.calc.selection_frequency import Standing, frequencies, frequencies_under_rules
from chefforum.calc.selection_rules import Candidate, Rules, SelectionError

POINTS = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=2),
    st.fixed_dictionaries({"x": st.integers(0, 100), "y": st.integers(0, 100)}),
    min_size=1,
    max_size=9,
)
WEIGHTS = {"x": 60, "y": 40}


@given(POINTS, st.integers(0, 9), st.integers(0, 5))
@settings(max_examples=60)
def test_the_shares_sum_to_the_places(points: dict[str, dict[str, int]], places: int, seed: int) -> None:
    found = frequencies(points=points, weights=WEIGHTS, places=places, draws=60, seed=seed)
    assert sum(one.share for one in found.systems) == pytest.approx(min(places, len(points)))
    assert {one.key for one in found.systems} == set(points)
    assert found == frequencies(points=points, weights=WEIGHTS, places=places, draws=60, seed=seed)


@given(POINTS, st.integers(1, 4))
@settings(max_examples=40)
def test_a_system_better_in_everything_is_chosen_at_least_as_often(
    points: dict[str, dict[str, int]], places: int
) -> None:
    found = frequencies(points=points, weights=WEIGHTS, places=places, draws=60, seed=1)
    share = {one.key: one.share for one in found.systems}
    for one in points:
        for other in points:
            if all(points[one][name] >= points[other][name] for name in WEIGHTS):
                assert share[one] >= share[other] - 1e-12


def test_equals_share_the_last_place_and_are_told() -> None:
    same = {"x": 50, "y": 50}
    found = frequencies(points={"a": {"x": 90, "y": 90}, "b": same, "c": same}, weights=WEIGHTS, places=2, seed=7)
    assert {one.key: one.share for one in found.systems} == {"a": 1.0, "b": 0.5, "c": 0.5}
    assert found.ties == found.draws == 10_000
    assert [one.standing for one in found.systems] == [Standing.SURE, Standing.EDGE, Standing.EDGE]


def test_weights_drawn_close_to_those_agreed_change_nothing_and_far_from_them_do() -> None:
    points = {"a": {"x": 60, "y": 0}, "b": {"x": 0, "y": 60}}
    near = frequencies(points=points, weights=WEIGHTS, places=1, seed=1, concentration=10_000)
    far = frequencies(points=points, weights=WEIGHTS, places=1, seed=1, concentration=2)
    assert near.systems[0].share == 1.0
    assert 0.5 < far.systems[0].share < 0.9


def test_forced_choices_are_always_or_never_there() -> None:
    points = {key: {"x": value, "y": value} for key, value in {"a": 90, "b": 80, "c": 10}.items()}
    found = frequencies(points=points, weights=WEIGHTS, places=2, draws=9, seed=1, forced_in=["c"], forced_out=["a"])
    assert {one.key: one.share for one in found.systems} == {"b": 1.0, "c": 1.0, "a": 0.0}
    with pytest.raises(SelectionError):
        frequencies(points=points, weights=WEIGHTS, places=1, seed=1, forced_in=["a", "b"])


def test_under_all_the_rules_one_of_a_vendor_is_all_that_can_be() -> None:
    points = {"a": {"x": 90, "y": 0}, "b": {"x": 0, "y": 90}, "c": {"x": 1, "y": 1}}
    candidates = [Candidate("a", 1, vendor="V"), Candidate("b", 1, vendor="V"), Candidate("c", 1), Candidate("d", None)]
    rules = Rules(least=2, most=2, per_vendor=1)
    found = frequencies_under_rules(
        candidates=candidates, points=points, weights=WEIGHTS, rules=rules, draws=20, seed=3, concentration=2
    )
    share = {one.key: one.share for one in found.systems}
    assert share["c"] == 1.0
    assert share["a"] + share["b"] == pytest.approx(1.0)
    assert share["d"] == 0.0
    with pytest.raises(SelectionError):
        frequencies_under_rules(
            candidates=candidates, points=points, weights=WEIGHTS, rules=Rules(least=9, most=9), draws=1, seed=3
        )


def test_points_of_more_than_two_decimals_and_weights_of_nothing_are_refused() -> None:
    with pytest.raises(SelectionError):
        frequencies(points={"a": {"x": Decimal("0.001")}, "b": {"x": 1}}, weights={"x": 1}, places=1, seed=1)
    with pytest.raises(SelectionError):
        frequencies(points={"a": {"x": 1}}, weights={"x": 0}, places=1, seed=1)


def test_the_examples_of_the_text_hold() -> None:
    assert doctest.testmod(selection_frequency).failed == 0
