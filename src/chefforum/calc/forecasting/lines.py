"""What is left of the year for all lines of a municipality in one call, each by the method of its class.

Money is øre: integers in, integers out, and a line's months sum to its rest exactly. What is known of a line (method,
past errors, months used) comes along, so that a page can say why a number is what it is. What a leader enters or
overrides is the caller's to add; variable pay and fixed pay get no number here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .exponential_smoothing import Flags, Floats
from .intervals import Intervals, Usual, intervals, intervals_of_sums
from .refunds import RefundRules, refund_errors, refunds
from .schedule import Change, last_year_errors, missed, paying_lines, schedule
from .steady import FIRST_ORIGIN, steady

Oere = NDArray[np.int64]

_BLOCK = 4096  # lines at a time
CHOSEN_ORIGINS = 12  # past months that a method that was chosen is tried at
FEW = 6  # paid months in CALM months below which a line is left to its budget


class LineClass(IntEnum):
    """What kind of line it is, as the municipality's dated tables say."""

    OTHER = 0
    SCHEDULE = 1  # contracts and rent
    REFUND = 2
    FIXED_PAY = 3
    VARIABLE_PAY = 4


class Method(IntEnum):
    """What a line's number was made by."""

    NONE = 0  # not assessed: variable pay, fixed pay, a line without history
    STEADY = 1
    STOPPED = 2  # silent for longer than ever: nothing more is expected
    RHYTHM = 3  # instalments in a recognised rhythm
    LAST_YEAR = 4  # a schedule of few payments without a rhythm: the same months last year
    REFUND = 5
    BUDGET = 6  # few payments: what is left of the budget
    CHOSEN = 12  # by the method that the caller gave for ordinary lines


@dataclass(frozen=True)
class Forecast:
    """Of each line. Where `method` is NONE the months are 0 and mean nothing: nobody has assessed them.

    months: lines × months left, øre. low, high: how far the sum of the months may come below and above itself (80 %
    where not said otherwise), NaN where no past error is known of any line like it. months_used: months of history.
    rhythm: months between instalments, 0 for none. excess: what was calmed away as one-off in the last two years, øre.
    """

    closed_through: int
    months: Oere
    method: NDArray[np.int8]
    intervals: Intervals
    months_used: NDArray[np.int64]
    rhythm: NDArray[np.int8]
    seasonal: Flags
    excess: Oere
    errors: NDArray[np.float32]
    size: Floats

    @property
    def rest(self) -> Oere:
        """What is expected of the months left, øre."""
        return self.months.sum(axis=1)

    @property
    def assessed(self) -> Flags:
        """Which lines have a number."""
        return self.method != Method.NONE


@dataclass(frozen=True)
class Why:
    """What one line's number rests on, for the sentence beside it. Money is øre, None where it is not known.

    error: what the method was off by on average at past months with as much left, lean: the same with its sign (above
    nought where more came), over `origins` such months; low and high: the rest's interval.
    """

    method: Method
    months_used: int
    seasonal: bool
    rhythm: int
    excess: int
    rest: int | None
    low: int | None
    high: int | None
    error: int | None
    lean: int | None
    origins: int


def why(forecast: Forecast, line: int) -> Why:
    """What the number of one line rests on."""
    usual = forecast.intervals
    rest = int(forecast.rest[line]) if forecast.assessed[line] else None

    def known(value: float, base: int = 0) -> int | None:
        return None if np.isnan(value) or rest is None else base + round(float(value))

    return Why(
        method=Method(forecast.method[line]),
        months_used=int(forecast.months_used[line]),
        seasonal=bool(forecast.seasonal[line]),
        rhythm=int(forecast.rhythm[line]),
        excess=int(forecast.excess[line]),
        rest=rest,
        low=known(usual.low[line], rest or 0),
        high=known(usual.high[line], rest or 0),
        error=known(usual.error[line]),
        lean=known(usual.lean[line]),
        origins=int(usual.origins[line]),
    )


def forecast_lines(
    history: NDArray[Any],
    *,
    closed_through: int,
    year: int,
    classes: NDArray[np.integer],
    begins: NDArray[np.int64] | None = None,
    budget_rest: Floats | None = None,
    changes: tuple[Change, ...] = (),
    refund_rules: RefundRules | None = None,
    given: Floats | None = None,
    usual: Mapping[int, Usual] | None = None,
    chosen: Callable[[Floats, int], Floats] | None = None,
    coverage: float = 0.8,
) -> Forecast:
    """The months of `year` after `closed_through` (yyyymm) of each line.

    `history` is lines × months in øre, the newest month closed_through, nought where nothing was posted; NaN (or, with
    integers, columns before `begins`) where there was no ledger yet. `budget_rest` is lines × months left, NaN where a
    line has no budget; it is what lines with few payments are expected to use. `given` is lines × months left of what
    the caller knows from elsewhere (fixed pay by position), NaN elsewhere: only for refunds to be a share of. `usual`
    is `intervals.usual` of a forecast of all lines, when only some are forecast again. `chosen` (as in year_end.py)
    says what is left of ordinary lines instead of steady.py, where it has a number. Raises ValueError where
    closed_through lies outside the year and the December before it, or shapes do not fit.
    """
    left = _months_left(closed_through, year)
    lines = len(history)
    if len(classes) != lines or (budget_rest is not None and budget_rest.shape != (lines, left)):
        raise ValueError("classes and budget have a row for each line of the history")
    used = _months_used(history, begins)
    wanted = (classes != LineClass.FIXED_PAY) & (classes != LineClass.VARIABLE_PAY)
    found = steady(history, horizon=left, begins=begins, wanted=wanted)
    months = found.months
    method = np.where(wanted & (used > 0), Method.STEADY, Method.NONE).astype(np.int8)
    method[found.stopped] = Method.STOPPED
    errors, rhythm = found.errors, np.zeros(lines, dtype=np.int8)
    _few(history, classes, budget_rest, months, method)
    if chosen is not None and left:
        _chosen(history, begins, classes, chosen, 12 - left, months, method, errors)
    _schedules(history, begins, classes, changes, months, method, errors, rhythm)
    if refund_rules is not None and len(refund_rules.line):
        costs = months if given is None else np.where(np.isnan(months), given, months)
        _refunds(history, begins, refund_rules, classes, costs, months, method, errors)
    errors[method == Method.NONE] = np.nan
    size = np.where(method == Method.NONE, np.nan, _size(history, left))
    return Forecast(
        closed_through=closed_through,
        months=whole(np.where((method == Method.NONE)[:, None], 0.0, months)),
        method=method,
        intervals=intervals(errors, size=size, classes=classes, usual=usual, coverage=coverage),
        months_used=used,
        rhythm=rhythm,
        seasonal=found.seasonal,
        excess=np.rint(found.excess).astype(np.int64),
        errors=errors,
        size=size,
    )


def sums(forecast: Forecast, groups: NDArray[np.int64], *, count: int, coverage: float = 0.8) -> tuple[Oere, Intervals]:
    """What is left of each group of lines (units, areas, the whole), lines × months summed exactly, and its interval.

    `groups` gives the group of each line, -1 for none. The interval is that of the sum, from the errors of the sums.
    Lines that nobody has assessed count for nothing in either: ask `assessed` whether a sum is complete.
    """
    total = np.zeros((count, forecast.months.shape[1]), dtype=np.int64)
    inside = (groups >= 0) & forecast.assessed
    np.add.at(total, groups[inside], forecast.months[inside])
    return total, intervals_of_sums(
        forecast.errors,
        size=forecast.size,
        scale=forecast.intervals.scale,
        groups=np.where(inside, groups, -1),
        count=count,
        coverage=coverage,
    )


def whole(months: Floats) -> Oere:
    """Øre of each month so that every line's months sum to its rounded sum: the rounding is carried on."""
    found = np.empty(months.shape, dtype=np.int64)
    for start in range(0, len(months), _BLOCK):
        running = np.rint(np.cumsum(months[start : start + _BLOCK], axis=1)).astype(np.int64)
        found[start : start + _BLOCK] = np.diff(running, axis=1, prepend=0)
    return found


def _months_left(closed_through: int, year: int) -> int:
    closed_year, month = divmod(closed_through, 100)
    left = (year - closed_year) * 12 + 12 - month
    if not 1 <= month <= 12 or not 0 <= left <= 12:
        raise ValueError("closed_through is a month (yyyymm) of the year, or the last one before it")
    return left


def _floats(history: NDArray[Any], begins: NDArray[np.int64] | None, rows: NDArray[np.int64]) -> Floats:
    values: Floats = history[rows].astype(np.float64)
    if begins is not None:
        values[np.arange(history.shape[1]) < begins[rows, None]] = np.nan
    return values


def _months_used(history: NDArray[Any], begins: NDArray[np.int64] | None) -> NDArray[np.int64]:
    lines, periods = history.shape
    if begins is not None:
        return np.clip(periods - begins, 0, periods)
    if not np.issubdtype(history.dtype, np.floating):
        return np.full(lines, periods)
    return (~np.isnan(history)).sum(axis=1)


def _size(history: NDArray[Any], left: int) -> Floats:
    """What a line usually has, in kroner whatever their sign, in as many months as are left."""
    recent = history[:, -12:]
    if np.issubdtype(recent.dtype, np.floating):
        recent = np.nan_to_num(recent)
    months = max(1, recent.shape[1])
    return np.abs(recent).sum(axis=1, dtype=np.float64) / months * left


def _few(
    history: NDArray[Any],
    classes: NDArray[np.integer],
    budget_rest: Floats | None,
    months: Floats,
    method: NDArray[np.int8],
) -> None:
    """Lines with few payments: what is left of their budget, where they have one."""
    if budget_rest is None:
        return
    rows = np.flatnonzero(
        (classes == LineClass.OTHER) & (paying_lines(history) < FEW) & ~np.isnan(budget_rest).any(axis=1)
    )
    months[rows] = budget_rest[rows]
    method[rows] = Method.BUDGET


def _chosen(
    history: NDArray[Any],
    begins: NDArray[np.int64] | None,
    classes: NDArray[np.integer],
    chosen: Callable[[Floats, int], Floats],
    closed: int,
    months: Floats,
    method: NDArray[np.int8],
    errors: NDArray[np.float32],
) -> None:
    """Ordinary lines by the method that was chosen, with its own past errors: it sees at each past month what was known
    then. Lines that have stopped, and those with few payments, stay."""
    every = np.flatnonzero((classes == LineClass.OTHER) & (method == Method.STEADY))
    horizon, origins = months.shape[1], errors.shape[1]
    for start in range(0, len(every), _BLOCK):
        rows = every[start : start + _BLOCK]
        values = _floats(history, begins, rows)
        said = chosen(values, closed)
        taken = ~np.isnan(said).any(axis=1)
        rows, values = rows[taken], values[taken]
        months[rows], method[rows], errors[rows] = said[taken], Method.CHOSEN, np.nan
        came = _came(values, horizon, origins)
        for back in range(min(origins, CHOSEN_ORIGINS)):
            seen = values[:, : values.shape[1] - horizon - back]
            young = (~np.isnan(seen)).sum(axis=1) < FIRST_ORIGIN
            past = np.where(young, np.nan, chosen(seen, closed).sum(axis=1))
            errors[rows, origins - 1 - back] = came[:, origins - 1 - back] - past


def _schedules(
    history: NDArray[Any],
    begins: NDArray[np.int64] | None,
    classes: NDArray[np.integer],
    changes: tuple[Change, ...],
    months: Floats,
    method: NDArray[np.int8],
    errors: NDArray[np.float32],
    rhythm: NDArray[np.int8],
) -> None:
    """Contracts and rent. Without a rhythm, lines with few payments follow last year, and the others stay steady."""
    every = np.flatnonzero(classes == LineClass.SCHEDULE)
    for start in range(0, len(every), _BLOCK):
        rows = every[start : start + _BLOCK]
        mine = {int(row): place for place, row in enumerate(rows)} if changes else {}
        changed = tuple(Change(mine[one.line], one.month, one.factor) for one in changes if one.line in mine)
        values = _floats(history, begins, rows)
        found = schedule(values, horizon=months.shape[1], changes=changed)
        rhythmic = found.rhythm > 0
        few = (paying_lines(values) < FEW) & ~np.isnan(found.months).any(axis=1)
        usable = rhythmic | (few & ~missed(values))
        taken = rows[usable]
        months[taken] = found.months[usable]
        method[taken] = np.where(rhythmic[usable], Method.RHYTHM, Method.LAST_YEAR)
        rhythm[rows] = found.rhythm
        if errors.shape[1]:
            errors[taken] = last_year_errors(values, horizon=months.shape[1], origins=errors.shape[1])[usable]


def _refunds(
    history: NDArray[Any],
    begins: NDArray[np.int64] | None,
    rules: RefundRules,
    classes: NDArray[np.integer],
    costs: Floats,
    months: Floats,
    method: NDArray[np.int8],
    errors: NDArray[np.float32],
) -> None:
    """Refunds by their rules, after the costs are known; a refund of what is not assessed is not assessed."""
    ruled = np.flatnonzero(classes[rules.line] == LineClass.REFUND)
    rules = RefundRules(rules.line[ruled], rules.cost[ruled], rules.share[ruled], rules.lag[ruled])
    lines, expected = refunds(rules, history=history, months=costs)
    months[lines] = expected
    method[lines] = np.where(np.isnan(expected).any(axis=1), Method.NONE, Method.REFUND)
    if origins := errors.shape[1]:
        horizon = months.shape[1]
        errors[lines] = refund_errors(
            rules,
            came=_came(_floats(history, begins, lines), horizon, origins),
            cost_came=_came(_floats(history, begins, rules.cost), horizon, origins),
            cost_errors=errors[rules.cost].astype(np.float64),
        )


def _came(history: Floats, horizon: int, origins: int) -> Floats:
    """What came in the `horizon` months after each of the last origins."""
    running = np.concatenate([np.zeros((len(history), 1)), np.cumsum(np.nan_to_num(history), axis=1)], axis=1)
    origin = np.arange(history.shape[1] - horizon - origins + 1, history.shape[1] - horizon + 1)
    return running[:, origin + horizon] - running[:, origin]
