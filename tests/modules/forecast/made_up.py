"""Lines with numbers at random, as large as øre may be, through the same assembly as the real ones."""

from __future__ import annotations

from uuid import UUID

import numpy as np

from chefforum.calc.forecasting.expected import Planned, combine
from chefforum.calc.forecasting.lines import forecast_lines
from chefforum.calc.periods import months_between
from chefforum.modules.forecast.queries.expected import Expected
from chefforum.modules.forecast.queries.leaders_side import LeadersSide
from chefforum.modules.forecast.queries.system_side import SystemSide


def made_up(seed: int, *, lines: int, left: int = 6) -> Expected:
    chance = np.random.default_rng(seed)
    most = 10**15
    history = chance.integers(-most, most, (lines, 24)) * (chance.random((lines, 24)) < 0.7)
    classes = chance.integers(0, 5, lines).astype(np.int8)
    last = 202512 - left
    forecast = forecast_lines(history, closed_through=last, year=2025, classes=classes)
    budget_months = chance.integers(-most, most, (lines, 13))
    has_budget = chance.random(lines) < 0.6
    budget_months[~has_budget] = 0
    fixed = chance.integers(0, most, (lines, left)) * (classes == 3)[:, None]
    system = SystemSide(
        year=2025,
        closed_through=last,
        periods=months_between(last - 199, last),
        units=tuple(UUID(int=number) for number in range(3)),
        accounts=tuple(f"{number}" for number in range(lines)),
        line_classes=(None,) * lines,
        unit_of=np.sort(chance.integers(-1, 3, lines)).astype(np.int32),
        account_of=np.arange(lines, dtype=np.int32),
        budget=budget_months.sum(axis=1),
        budget_months=budget_months,
        has_budget=has_budget,
        actual=history[:, -(12 - left) :].sum(axis=1),
        recent=np.abs(history[:, -12:]).sum(axis=1),
        history=history,
        fixed_pay=fixed,
        by_positions=classes == 3,
        forecast=forecast,
    )
    count = int(chance.integers(0, 20))
    planned = Planned(
        line=chance.integers(0, lines, count),
        month=chance.integers(0, left, count),
        amount=chance.integers(-most, most, count),
    )
    entered = np.zeros((lines, left), dtype=bool)
    entered[planned.line, planned.month] = True
    replaced = entered & (chance.random(entered.shape) < 0.5)
    covers = np.zeros(lines, dtype=bool)
    covers[planned.line] = True
    leaders = LeadersSide(planned, entered, replaced, covers, np.zeros(lines, dtype=bool))
    parts = combine(
        actual=system.actual,
        fixed_pay=fixed,
        forecast=forecast,
        planned=planned,
        replaced=replaced,
        knows_otherwise=system.by_positions | covers,
        overrides={int(line): int(chance.integers(-most, most)) for line in chance.integers(0, lines, 3)},
    )
    return Expected(system, leaders, parts, {})
