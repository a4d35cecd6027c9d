"""What docs/methods/forecasting.md says of the two councils' ledgers, tried again."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from bench.ledgers import YEARS, council
from chefforum.calc.forecasting.backtest import DEFAULT, Measure, backtest, over_years

COUNCILS = ("gateshead", "harrogate")


@cache
def measured(name: str) -> dict[tuple[str, int, str], Measure]:
    ledger = council(name)
    found = backtest(
        ledger.history,
        first_period=ledger.first_period,
        classes=np.zeros(len(ledger.history), dtype=np.int64),
        units=ledger.units,
        years=YEARS[name],
    )
    return {(one.method, one.month, one.of): one for one in over_years(found) if one.line_class is None}


@pytest.fixture
def councils(shared) -> list[dict[tuple[str, int, str], Measure]]:
    for name in COUNCILS:
        shared(f"data/finance/{name}_monthly.csv.gz")
    return [measured(name) for name in COUNCILS]


@pytest.mark.parametrize("of", ["line", "unit"])
@pytest.mark.parametrize("month", [3, 6, 9])
def test_on_average_the_default_is_better_than_the_straight_line(councils, month: int, of: str) -> None:
    own, straight = (np.mean([one[name, month, of].wape for one in councils]) for name in (DEFAULT, "straight"))
    assert own < straight


@pytest.mark.parametrize("month", [3, 6, 9])
def test_on_each_council_its_lines_are_better_than_any_other_default(councils, month: int) -> None:
    """The mean of smoothed level, straight line and Theta was the default before; the habit is the worst."""
    for one in councils:
        own = one[DEFAULT, month, "line"].wape
        assert own < one["combined", month, "line"].wape
        assert own < one["straight", month, "line"].wape
        assert own < one["share_of_last_year", month, "line"].wape * 0.75


@pytest.mark.parametrize("month", [3, 6, 9])
def test_the_habit_is_biased_upwards(councils, month: int) -> None:
    for one in councils:
        assert one["share_of_last_year", month, "line"].bias > 0.1


@pytest.mark.parametrize("month", [3, 6, 9])
def test_intervals_of_80_per_cent_hold_about_as_often(councils, month: int) -> None:
    for one in councils:
        assert 0.65 < one[DEFAULT, month, "line"].covered < 0.9
        assert 0.55 < one[DEFAULT, month, "unit"].covered < 0.9
