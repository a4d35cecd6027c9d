"""Refunds: a share of a cost, some months later."""

from __future__ import annotations

import numpy as np
import pytest

from chefforum.calc.forecasting.refunds import RefundRules, refund_errors, refunds


def rules(*rows: tuple[int, int, float, int]) -> RefundRules:
    line, cost, share, lag = zip(*rows, strict=True)
    return RefundRules(np.array(line), np.array(cost), np.array(share, dtype=float), np.array(lag))


HISTORY = np.array([[100.0, 200.0], [0.0, -50.0]])
AHEAD = np.array([[300.0, 400.0, 500.0], [0.0, 0.0, 0.0]])


def test_half_of_the_cost_comes_back_a_month_later() -> None:
    lines, expected = refunds(rules((1, 0, 0.5, 1)), history=HISTORY, months=AHEAD)
    assert lines.tolist() == [1]
    assert expected.tolist() == [[-100, -150, -200]]


def test_two_rules_of_one_line_are_added() -> None:
    _, expected = refunds(rules((1, 0, 0.5, 1), (1, 0, 0.1, 0)), history=HISTORY, months=AHEAD)
    assert expected[0] == pytest.approx([-130, -190, -250])


def test_a_refund_of_what_nobody_has_assessed_is_not_assessed() -> None:
    ahead = np.array([[np.nan] * 3, [0.0] * 3])
    _, expected = refunds(rules((1, 0, 0.5, 0)), history=HISTORY, months=ahead)
    assert np.isnan(expected).all()
    _, later = refunds(rules((1, 0, 0.5, 2)), history=HISTORY, months=ahead)
    assert later[0, :2].tolist() == [-50, -100]


def test_a_rule_must_be_whole_and_look_back() -> None:
    with pytest.raises(ValueError, match="before its cost"):
        rules((1, 0, 0.5, -1))
    with pytest.raises(ValueError, match="a share and a lag"):
        RefundRules(np.array([1]), np.array([0]), np.array([]), np.array([1]))


def test_errors_follow_those_of_the_cost() -> None:
    """The cost was said to be 80 and came to 100: the refund said 40 and came to 45, which is 5 less than said."""
    found = refund_errors(
        rules((1, 0, 0.5, 0)),
        came=np.array([[-45.0]]),
        cost_came=np.array([[100.0]]),
        cost_errors=np.array([[20.0]]),
    )
    assert found.tolist() == [[-5.0]]
