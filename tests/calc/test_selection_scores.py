"""A score rests on fixed scales, and a system that lacks one is listed."""

from __future__ import annotations

import doctest
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chefforum.calc import selection_scores
from chefforum.calc.selection_scores import Classes, Criterion, Linear, ScoreError, points, score_all

USERS = Criterion("users", 30, Linear(0, 3000))
CRITICAL = Criterion("critical", 70, Classes({"ja": 100, "nej": 0}))


def test_the_sum_is_that_of_the_points_shown() -> None:
    found = score_all(values={"a": {"users": 1000, "critical": "ja"}}, criteria=[USERS, CRITICAL]).scored[0]
    assert found.points == {"users": Decimal("33.33"), "critical": Decimal("100.00")}
    assert found.total == (30 * Fraction("33.33") + 70 * 100) / 100


def test_a_system_that_lacks_a_value_is_listed_with_what_its_score_could_be() -> None:
    found = score_all(values={"a": {"users": 3000, "critical": "ved ikke"}, "b": {}}, criteria=[USERS, CRITICAL])
    assert found.scored == ()
    assert [(one.key, one.missing, one.lowest, one.highest) for one in found.unscored] == [
        ("a", ("critical",), 30, 100),
        ("b", ("users", "critical"), 0, 100),
    ]


def test_a_criterion_of_weight_nought_is_never_missed() -> None:
    criteria = [USERS, Criterion("evidence", 0, Linear(0, 1))]
    assert score_all(values={"a": {"users": 3000}}, criteria=criteria).scored[0].total == 100


@given(st.dictionaries(st.text("abc", min_size=1), st.integers(-100, 9000), min_size=1), st.integers(-100, 9000))
def test_a_score_does_not_depend_on_which_others_are_looked_at(systems: dict[str, int], other: int) -> None:
    values = {key: {"users": users} for key, users in systems.items()}
    alone = score_all(values=values, criteria=[USERS]).scored
    assert score_all(values={**values, "z": {"users": other}}, criteria=[USERS]).scored[:-1] == alone


@given(st.fractions(-5, 5, max_denominator=99), st.fractions(-5, 5, max_denominator=99))
def test_more_is_never_fewer_points_and_points_lie_between_0_and_100(one: Fraction, other: Fraction) -> None:
    low, high = points(min(one, other), Linear(-2, 2)), points(max(one, other), Linear(-2, 2))
    assert low is not None
    assert high is not None
    assert 0 <= low <= high <= 100


@pytest.mark.parametrize(
    ("value", "scale"), [(1, Linear(3, 3)), ("ja", Linear(0, 1)), ("ja", Classes({"ja": 101})), (0.5, Linear(0, 1))]
)
def test_what_cannot_be_scored_is_refused(value: object, scale: Linear | Classes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # a float is refused by the arithmetic itself
        points(value, scale)  # type: ignore[arg-type]


@pytest.mark.parametrize("criteria", [[], [USERS, USERS], [Criterion("users", -1, Linear(0, 1)), CRITICAL]])
def test_weights_that_weigh_nothing_are_refused(criteria: list[Criterion]) -> None:
    with pytest.raises(ScoreError):
        score_all(values={}, criteria=criteria)


def test_the_examples_of_the_text_hold() -> None:
    assert doctest.testmod(selection_scores).failed == 0
