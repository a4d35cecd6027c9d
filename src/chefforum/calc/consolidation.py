"""What a scenario saves: systems are retired, their users move to one that is kept. See docs/methods/consolidation.md.

Saving = run cost of the retired − extra volume on the kept one − migration − what has to be paid in any case until the
contracts let go. Told as cautious, likely and hopeful, by calendar year, to the øre; the years sum to the total.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor


class ConsolidationError(ValueError):
    """The scenario makes no sense: what is wrong is said."""


@dataclass(frozen=True)
class Estimate:
    """low ≤ likely ≤ high; the same three times for what is known."""

    low: int
    likely: int
    high: int

    def __post_init__(self) -> None:
        if not self.low <= self.likely <= self.high:
            raise ConsolidationError(f"{self.low}, {self.likely}, {self.high} do not rise.")


def known(amount: int) -> Estimate:
    """An amount that is no estimate.

    >>> known(5)
    Estimate(low=5, likely=5, high=5)
    """
    return Estimate(amount, amount, amount)


class Case(StrEnum):
    """CAUTIOUS: low run costs, high price, number of users and migration; HOPEFUL: the other way round."""

    CAUTIOUS = "cautious"
    LIKELY = "likely"
    HOPEFUL = "hopeful"


@dataclass(frozen=True)
class Retired:
    """A system that is given up: what it costs a year, and the last day that has to be paid for; None: none."""

    key: str
    run_cost_oere: Estimate
    irrevocable_until: date | None = None


@dataclass(frozen=True)
class Kept:
    """The system that takes over: its price for one user (or other unit) a year, and how many move. Both at least 0."""

    key: str
    price_oere: Estimate
    moved: Estimate


@dataclass(frozen=True)
class Scenario:
    """moves_on: the first day on the kept system; life_years: how many years from there are looked at and the migration
    is spread over. migration_on: when it is paid, at the latest on moves_on, which is meant where it is None."""

    retired: tuple[Retired, ...]
    kept: Kept | None
    migration_oere: Estimate
    moves_on: date
    life_years: int
    migration_on: date | None = None


@dataclass(frozen=True)
class Year:
    """A calendar year's cash in øre: what is no longer paid (above 0), extra volume and migration (below 0), their sum,
    and the sum until then. still_paid: what the retired cost in vain, for information; it is in no sum."""

    year: int
    run_saved: int
    extra_volume: int
    migration: int
    net: int
    cumulated: int
    still_paid: int


@dataclass(frozen=True)
class Outcome:
    """One case of a scenario; amounts in øre.

    a_year: of a full year with everything in force, the migration spread over the life. over_life: all that is saved in
    the life, the sum of the years. irrevocable: what the retired cost in vain after the move. first_effect_year: the
    first year with cash above 0; full_effect_year: the first whole year in which nothing is paid in vain.
    payback_years: from moves_on until what was paid is saved; None: not within the life.
    """

    case: Case
    a_year: int
    over_life: int
    irrevocable: int
    years: tuple[Year, ...]
    first_effect_year: int | None
    full_effect_year: int | None
    payback_years: Fraction | None


def outcomes(scenario: Scenario) -> dict[Case, Outcome]:
    """All three cases. Raises ConsolidationError.

    >>> old = Retired("old", known(12_000_00), irrevocable_until=date(2027, 6, 30))
    >>> new = Kept("new", price_oere=known(100_00), moved=known(40))
    >>> found = outcomes(Scenario((old,), new, known(5_000_00), moves_on=date(2027, 1, 1), life_years=5))[Case.LIKELY]
    >>> found.a_year, found.over_life, found.irrevocable, found.first_effect_year, found.payback_years
    (700000, 2900000, 600000, 2028, Fraction(11, 8))
    """
    _refuse(scenario)
    return {case: _outcome(scenario, case) for case in Case}


def moment(day: date) -> Fraction:
    """The beginning of the day on the axis of years: every month is a twelfth, whatever its length.

    >>> moment(date(2027, 7, 1)), moment(date(2028, 2, 29)) - 2028
    (Fraction(4055, 2), Fraction(19, 116))
    """
    into_month = Fraction(day.day - 1, monthrange(day.year, day.month)[1])
    return day.year + (day.month - 1 + into_month) / 12


def _refuse(scenario: Scenario) -> None:
    if not scenario.retired:
        raise ConsolidationError("Nothing is retired.")
    if len({one.key for one in scenario.retired}) < len(scenario.retired):
        raise ConsolidationError("A system is retired twice.")
    if scenario.kept and scenario.kept.key in {one.key for one in scenario.retired}:
        raise ConsolidationError(f"{scenario.kept.key} is both retired and kept.")
    if scenario.kept and min(scenario.kept.price_oere.low, scenario.kept.moved.low) < 0:
        raise ConsolidationError("A price and a number of users are at least 0.")
    if scenario.life_years < 1 or scenario.migration_oere.low < 0:
        raise ConsolidationError("A life is at least a year, and a migration costs at least 0.")
    if scenario.migration_on and scenario.migration_on > scenario.moves_on:
        raise ConsolidationError("The migration is paid after the move.")


@dataclass(frozen=True)
class _Flow:
    """øre a year from a moment on."""

    start: Fraction
    a_year: int

    def until(self, end: Fraction) -> Fraction:
        return self.a_year * max(end - self.start, Fraction(0))


def _outcome(scenario: Scenario, case: Case) -> Outcome:
    start = moment(scenario.moves_on)
    end = start + scenario.life_years
    run = [_Flow(_let_go(one, start, end), _least(one.run_cost_oere, case)) for one in scenario.retired]
    kept = scenario.kept
    extra = _Flow(start, _most(kept.price_oere, case) * _most(kept.moved, case) if kept else 0)
    migration = _most(scenario.migration_oere, case)
    vain = [_Flow(start, flow.a_year) for flow in run]
    years = _years(scenario, end, run, extra, migration, vain)
    full = ceil(max(flow.start for flow in run))
    spread = Fraction(migration, scenario.life_years)
    return Outcome(
        case,
        _rounded(sum(flow.a_year for flow in run) - extra.a_year - spread),
        years[-1].cumulated,
        sum(year.still_paid for year in years),
        years,
        next((year.year for year in years if year.net > 0), None),
        full if full + 1 <= end else None,
        _payback(start, end, run, extra, migration),
    )


def _let_go(one: Retired, start: Fraction, end: Fraction) -> Fraction:
    """When its cost stops: at the move, or the day after the last that has to be paid for."""
    if one.irrevocable_until is None:
        return start
    return min(max(start, moment(one.irrevocable_until + timedelta(days=1))), end)


def _least(estimate: Estimate, case: Case) -> int:
    return {Case.CAUTIOUS: estimate.low, Case.LIKELY: estimate.likely, Case.HOPEFUL: estimate.high}[case]


def _most(estimate: Estimate, case: Case) -> int:
    return {Case.CAUTIOUS: estimate.high, Case.LIKELY: estimate.likely, Case.HOPEFUL: estimate.low}[case]


def _rounded(amount: Fraction) -> int:
    return floor(amount + Fraction(1, 2))


def _years(
    scenario: Scenario, end: Fraction, run: Sequence[_Flow], extra: _Flow, migration: int, vain: Sequence[_Flow]
) -> tuple[Year, ...]:
    """Each line is rounded where it stands at the end of a year, so that the years sum to what the whole is."""
    paid_in = (scenario.migration_on or scenario.moves_on).year
    found: list[Year] = []
    before = (0, 0, 0)
    for year in range(paid_in, ceil(end)):
        until = min(Fraction(year + 1), end)
        saved = _rounded(sum((flow.until(until) for flow in run), Fraction(0)))
        volume = _rounded(extra.until(until))
        in_all = _rounded(sum((flow.until(until) for flow in vain), Fraction(0)))
        moved = migration if year == paid_in else 0
        net = saved - before[0] - (volume - before[1]) - moved
        total = net + (found[-1].cumulated if found else 0)
        in_vain = in_all - saved
        found.append(Year(year, saved - before[0], before[1] - volume, -moved, net, total, in_vain - before[2]))
        before = (saved, volume, in_vain)
    return tuple(found)


def _payback(start: Fraction, end: Fraction, run: Sequence[_Flow], extra: _Flow, migration: int) -> Fraction | None:
    """The first moment from which on the sum is never below 0; between two moments where a cost stops it is a line."""

    def saved(at: Fraction) -> Fraction:
        return sum((flow.until(at) for flow in run), Fraction(0)) - extra.until(at) - migration

    moments = sorted({start, end, *(flow.start for flow in run)})
    if saved(end) < 0:
        return None
    for early, late in reversed(list(pairwise(moments))):
        if saved(early) < 0:
            slope = (saved(late) - saved(early)) / (late - early)
            return early - saved(early) / slope - start
    return Fraction(0)
