"""The expected result of the year, line by line, from its parts: each part is seen, and they sum exactly, in øre.

expected = actual + fixed pay + rest + entries + override, where override is what somebody's own number differs by from
the sum of the others. What has no number is not nought: such a line is not assessed, and a sum with it is incomplete.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .exponential_smoothing import Flags, Floats
from .intervals import intervals_of_sums
from .lines import Forecast, Method, Oere


@dataclass(frozen=True)
class Planned:
    """What leaders have entered, a row an amount: `line`, `month` (0 the first month left), `amount` øre."""

    line: NDArray[np.int64]
    month: NDArray[np.int64]
    amount: Oere


@dataclass(frozen=True)
class Parts:
    """Of each line, øre. Months are the months left: lines × months. `rest` is what counts of the methods' months."""

    actual: Oere
    fixed_pay: Oere
    rest: Oere
    entries: Oere
    override: Oere
    is_overridden: Flags
    is_assessed: Flags

    @property
    def system(self) -> Oere:
        """The expected result of each line without what somebody put instead."""
        return np.asarray(
            self.actual + self.fixed_pay.sum(axis=1) + self.rest.sum(axis=1) + self.entries.sum(axis=1), dtype=np.int64
        )

    @property
    def expected(self) -> Oere:
        return self.system + self.override


def combine(
    *,
    actual: Oere,
    fixed_pay: Oere,
    forecast: Forecast,
    planned: Planned,
    replaced: Flags,
    knows_otherwise: Flags,
    overrides: dict[int, int],
) -> Parts:
    """The parts of every line.

    A line with few payments that is left to its budget is the leader's as soon as something is entered for it.
    `replaced`: months (lines × months left) in which what is entered stands instead of what a method expects (income);
    in others it comes on top (a purchase). `knows_otherwise`: lines that are assessed without a number of a method:
    paid by positions, assessed by the leader, or with nothing to assess. `overrides` is what each of some lines is
    expected to end at, in all.
    """
    rest, entries = forecast.months.copy(), np.zeros_like(forecast.months)
    np.add.at(entries, (planned.line, planned.month), planned.amount)
    instead = replaced.copy()
    has_plan = np.zeros(len(rest), dtype=bool)
    has_plan[planned.line] = True
    instead[has_plan & (forecast.method == Method.BUDGET)] = True
    rest[instead] = 0
    override = np.zeros(len(rest), dtype=np.int64)
    is_overridden = np.zeros(len(rest), dtype=bool)
    found = Parts(actual, fixed_pay, rest, entries, override, is_overridden, is_overridden)
    system = found.system
    for line, amount in overrides.items():
        override[line], is_overridden[line] = amount - system[line], True
    is_assessed = forecast.assessed | knows_otherwise | is_overridden | (rest.shape[1] == 0)
    return Parts(actual, fixed_pay, rest, entries, override, is_overridden, is_assessed)


def half_widths(parts: Parts, forecast: Forecast) -> tuple[Floats, Floats]:
    """How far each line may end below and above what is expected; NaN where no method's number counts in it."""
    counts = by_method(parts, forecast)
    return tuple(np.where(counts, side, np.nan) for side in (forecast.intervals.low, forecast.intervals.high))  # type: ignore[return-value]


def by_method(parts: Parts, forecast: Forecast) -> Flags:
    """The lines that a method's months count in."""
    taken_away = (forecast.months != 0).any(axis=1) & (parts.rest == 0).all(axis=1)
    return forecast.assessed & ~parts.is_overridden & ~taken_away


def half_widths_of_sums(
    parts: Parts, forecast: Forecast, groups: NDArray[np.int64], *, count: int, coverage: float = 0.8
) -> tuple[Floats, Floats]:
    """The same of each of `count` sums over lines; `groups` gives the sum that each line is in, -1 for none. NaN where
    nothing is known of any error in it."""
    inside = (groups >= 0) & by_method(parts, forecast)
    found = intervals_of_sums(
        forecast.errors,
        size=np.nan_to_num(forecast.size),
        scale=forecast.intervals.scale,
        groups=np.where(inside, groups, -1),
        count=count,
        coverage=coverage,
    )
    unknown = found.high == 0  # no past error is known of anything in it
    return np.where(unknown, np.nan, found.low), np.where(unknown, np.nan, found.high)


def budget_left(*, months: Oere, whole_year: Oere, actual: Oere, has_budget: Flags, left: int) -> Floats:
    """What is left of each line's budget in each month left: lines × months left, NaN where there is no budget.

    `months` is lines × 12. It is spread as the budget of the months left is, evenly where that says nothing; nothing is
    left of a budget that is used up.
    """
    total = months.sum(axis=1) + whole_year
    rest = (total - actual).astype(np.float64)
    rest[np.sign(rest) != np.sign(total)] = 0
    ahead = months[:, 12 - left :].astype(np.float64)
    sums = ahead.sum(axis=1)
    says = (sums != 0) & (np.sign(ahead) == np.sign(sums)[:, None]).any(axis=1) & (np.sign(sums) == np.sign(total))
    share = np.full((len(total), left), 1 / left if left else 0.0)
    share[says] = ahead[says] / sums[says, None]
    found: Floats = np.where(has_budget[:, None], rest[:, None] * share, np.nan)
    return found
