"""The same code on years that are over."""

from __future__ import annotations

import numpy as np
import pytest

from chefforum.calc.forecasting.backtest import DEFAULT, backtest, over_years
from chefforum.calc.forecasting.lines import LineClass


def run(history: np.ndarray, *, first_period: int = 202401, **more: object) -> list:
    classes = more.pop("classes", np.zeros(len(history), dtype=int))
    units = more.pop("units", np.zeros(len(history), dtype=int))
    return backtest(history, first_period=first_period, classes=classes, units=units, **more)  # type: ignore[arg-type]


def test_one_line_and_one_year_by_hand() -> None:
    """10 a month, then 20 from July 2025: in June straight says 120 where 180 came."""
    history = np.array([[10.0] * 18 + [20.0] * 6])
    found = {(one.method, one.of): one for one in run(history, origins=(6,)) if one.line_class is None}
    straight = found["straight", "line"]
    assert (straight.year, straight.month, straight.counted) == (2025, 6, 1)
    assert straight.wape == pytest.approx(60 / 180)
    assert straight.bias == pytest.approx(-60 / 180)
    assert found[DEFAULT, "whole"].wape == pytest.approx(60 / 180)
    assert straight.covered is None
    assert found[DEFAULT, "line"].covered is None  # 18 months: nothing was forecast before, so there is no interval


def test_no_method_sees_what_came_later() -> None:
    early = np.random.default_rng(5).integers(0, 100, (4, 36)).astype(float)
    late = early.copy()
    late[:, 30:] = 1e6
    seen: list[np.ndarray] = []

    def spy(history: np.ndarray, closed: int) -> np.ndarray:
        seen.append(history.copy())
        return np.zeros((len(history), 12 - closed))

    for history in (early, late):
        run(history, origins=(6,), years=[2026], methods={"spy": spy})
    assert np.array_equal(seen[0], seen[1])
    assert seen[0].shape == (4, 30)


def test_only_whole_years_with_a_year_before_them_count() -> None:
    history = np.ones((1, 12 * 3 + 5))
    assert {one.year for one in run(history)} == {2025, 2026}
    assert {one.year for one in run(history, first_period=202404)} == {2026}
    assert run(np.ones((1, 20))) == []


def test_a_line_that_comes_later_counts_in_its_unit_and_pay_counts_nowhere() -> None:
    history = np.zeros((3, 24))
    history[0] = 10
    history[1, 20:] = 30
    history[2] = 1e9
    classes = np.array([LineClass.OTHER, LineClass.OTHER, LineClass.VARIABLE_PAY])
    found = {
        one.of: one
        for one in run(history, origins=(6,), classes=classes)
        if one.method == "straight" and one.line_class is None
    }
    assert found["line"].counted == 1
    assert found["line"].wape == pytest.approx(0)
    assert found["unit"].wape == pytest.approx(120 / 240)


def test_classes_stand_apart_and_years_are_averaged() -> None:
    chance = np.random.default_rng(6)
    history = chance.integers(1, 100, (40, 48)).astype(float)
    classes = np.array([LineClass.OTHER, LineClass.SCHEDULE] * 20)
    every = run(history, classes=classes, units=np.arange(40) % 5)
    mean = over_years(every)
    one = next(
        one for one in mean if (one.method, one.month, one.of, one.line_class) == (DEFAULT, 6, "line", LineClass.OTHER)
    )
    years = [
        each
        for each in every
        if (each.method, each.month, each.of, each.line_class) == (DEFAULT, 6, "line", LineClass.OTHER)
    ]
    assert len(years) == 3
    assert one.wape == pytest.approx(np.mean([each.wape for each in years]))
    assert one.counted == 60
    assert 0.5 < one.covered <= 1
