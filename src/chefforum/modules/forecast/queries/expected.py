"""The expected result of the year: what the system says, and on top what leaders entered and put instead.

`expected_of_unit` reckons one unit anew, from the ledger. `expected_of_units` takes what the system said from the
newest stored run of the year, where there is one, and puts on what leaders say this moment.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from chefforum.calc.forecasting.expected import Parts, combine, half_widths, half_widths_of_sums
from chefforum.calc.forecasting.lines import Why, why
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.reading.queries import one_reading
from chefforum.modules.ledger.queries import LineClass

from ..access import readable_units
from ..models import ForecastRun, Override
from ..rules import telling, words
from ..rules.running import MadeBy
from .leaders_side import EnteredMonth, LeadersSide, with_leaders
from .overrides import live_overrides
from .runs import newest_run, stored_system_side, usual_of
from .system_side import SystemSide, system_side
from .units import keeps_forecast


@dataclass(frozen=True)
class AgainstBudget:
    """What is expected, held against the budget of the same lines: those that are assessed. Øre, None where not known.

    `budget` is the whole corrected budget; `expected` and `budget_assessed` are of the assessed lines alone, None where
    there is none of them, or none with a budget. So budget = assessed + not assessed, and sums of rows are the total.
    """

    budget: int | None = None
    budget_assessed: int | None = None
    expected: int | None = None
    not_assessed: int = 0  # lines

    @property
    def is_complete(self) -> bool:
        return self.not_assessed == 0

    @property
    def lacking(self) -> str:
        """How many lines are not assessed, in words; empty where all are."""
        return telling.accounts(self.not_assessed)

    @property
    def lacking_words(self) -> str:
        """What of the budget is not assessed, in a sentence; empty where all is."""
        return telling.not_assessed(self.budget_not_assessed, self.lacking)

    @property
    def budget_not_assessed(self) -> int | None:
        return None if self.budget is None else self.budget - (self.budget_assessed or 0)

    @property
    def deviation(self) -> int | None:
        """Above nought is more spent, or less income."""
        if self.expected is None or self.budget_assessed is None:
            return None
        return self.expected - self.budget_assessed

    @property
    def deviation_pct(self) -> float | None:
        """Of the size of the budget of the same lines; None where there is none to be a share of."""
        if self.deviation is None or not self.budget_assessed:
            return None
        return 100 * self.deviation / abs(self.budget_assessed)

    @property
    def moves(self) -> int:
        """What it moves the result by, from budget to expected, where no budget is none of it."""
        return 0 if self.expected is None else self.expected - (self.budget_assessed or 0)

    def against(self, say: Callable[[int], str] = words.kroner) -> str:
        """How far from its budget it ends, in words, since signs of income and cost confuse."""
        if self.expected is None:
            return words.NOTHING if self.is_complete else words.NOT_ASSESSED
        return words.over_or_under(self.deviation, say, ways=words.ways_of(self.budget_assessed))


@dataclass(frozen=True, kw_only=True)
class ExpectedSum(AgainstBudget):
    """A sum over lines, or one line. Øre; None where it is not known.

    The parts are of all lines, and sum to `expected` and `known_not_assessed`: what is used (`spent_not_assessed`) and
    known of the rest on lines that are not assessed. `low` and `high`: between them it is expected to end four times
    of five.
    """

    actual: int
    fixed_pay: int
    rest: int
    entries: int
    override: int
    spent_not_assessed: int
    known_not_assessed: int
    low: int | None
    high: int | None
    lines: int


@dataclass(frozen=True)
class ExpectedLine:
    number: int
    unit_id: UUID | None
    account: str
    line_class: LineClass | None
    made_by: MadeBy
    system: int  # what it would be without an override
    sum: ExpectedSum


@dataclass(frozen=True)
class Expected:
    """The lines of the units that were asked for: `system` (ledger, positions, methods), `parts` (with leaders' entries
    and overrides), `overrides` by line. `made_on`: the day of the stored run, None where it was reckoned now."""

    system: SystemSide
    leaders: LeadersSide
    parts: Parts
    overrides: dict[int, Override]
    made_on: dt.date | None = None

    def __len__(self) -> int:
        return len(self.system)

    @property
    def year(self) -> int:
        return self.system.year

    @property
    def closed_through(self) -> int:
        return self.system.closed_through

    @property
    def months_left(self) -> tuple[int, ...]:
        """yyyymm; the columns of parts.fixed_pay, parts.rest and parts.entries."""
        return self.system.months_left

    def months_lacking(self, line: int) -> tuple[int, ...]:
        """The months (yyyymm) that the leader has not said anything of, where they have of others and the line is not
        assessed before they all have something."""
        entered = self.leaders.entered[line]
        if self.parts.is_assessed[line] or not entered.any():
            return ()
        return tuple(month for month, said in zip(self.months_left, entered, strict=True) if not said)

    @cached_property
    def made_by(self) -> NDArray[np.int8]:
        """MadeBy of each line."""
        found = self.system.forecast.method.astype(np.int8)
        found[self.system.by_positions] = MadeBy.POSITIONS
        plain = found == MadeBy.NOTHING
        found[plain & self.leaders.is_silent] = MadeBy.SILENT
        found[plain & self.leaders.covers] = MadeBy.LEADER
        found[self.parts.is_overridden] = MadeBy.OVERRIDE
        if not self.months_left:
            found[:] = MadeBy.CLOSED
        return found

    def lines(self, among: NDArray[np.intp] | None = None) -> Iterator[ExpectedLine]:
        """Each line, or those of the numbers given."""
        low, high = half_widths(self.parts, self.system.forecast)
        expected, without = self.parts.expected, self.parts.system
        for line in range(len(self)) if among is None else among:
            unit = int(self.system.unit_of[line])
            account = int(self.system.account_of[line])
            yield ExpectedLine(
                number=int(line),
                unit_id=None if unit < 0 else self.system.units[unit],
                account=self.system.accounts[account],
                line_class=self.system.line_classes[account],
                made_by=MadeBy(int(self.made_by[line])),
                system=int(without[line]),
                sum=self._sum(line, int(expected[line]), float(low[line]), float(high[line])),
            )

    def _sum(self, line: int, expected: int, low: float, high: float) -> ExpectedSum:
        known, assessed = not np.isnan(low), bool(self.parts.is_assessed[line])
        budget = int(self.system.budget[line]) if self.system.has_budget[line] else None
        return ExpectedSum(
            budget=budget,
            budget_assessed=budget if assessed else None,
            actual=int(self.parts.actual[line]),
            fixed_pay=int(self.parts.fixed_pay[line].sum()),
            rest=int(self.parts.rest[line].sum()),
            entries=int(self.parts.entries[line].sum()),
            override=int(self.parts.override[line]),
            expected=expected if assessed else None,
            spent_not_assessed=0 if assessed else int(self.parts.actual[line]),
            known_not_assessed=0 if assessed else expected,
            low=expected + round(low) if known else None,
            high=expected + round(high) if known else None,
            lines=1,
            not_assessed=int(not assessed),
        )

    def why(self, line: int) -> Why:
        """What the system's number of the line rests on."""
        return why(self.system.forecast, line)

    def sums(self, groups: NDArray[np.int64], *, count: int) -> list[ExpectedSum]:
        """Of each of `count` groups; `groups` gives the group of each line, -1 for none. Intervals are of the sums."""
        low, high = half_widths_of_sums(self.parts, self.system.forecast, groups, count=count)
        parts, assessed = self.parts, self.parts.is_assessed
        columns = {
            "budget": self.system.budget,
            "budget_assessed": self.system.budget * assessed,
            "actual": parts.actual,
            "fixed_pay": parts.fixed_pay.sum(axis=1),
            "rest": parts.rest.sum(axis=1),
            "entries": parts.entries.sum(axis=1),
            "override": parts.override,
            "expected": parts.expected * assessed,
            "spent_not_assessed": parts.actual * ~assessed,
            "known_not_assessed": parts.expected * ~assessed,
            "lines": np.ones(len(self), dtype=np.int64),
            "not_assessed": (~assessed).astype(np.int64),
        }
        # Where none of the lines has it, it is not known.
        there = {
            "budget": self.system.has_budget,
            "budget_assessed": self.system.has_budget & assessed,
            "expected": assessed,
        }
        inside = groups >= 0
        found, counts = (
            {name: _grouped(column[inside].astype(np.int64), groups[inside], count) for name, column in of.items()}
            for of in (columns, there)
        )
        return [
            ExpectedSum(
                **{
                    name: int(column[place]) if name not in counts or counts[name][place] else None
                    for name, column in found.items()
                },  # type: ignore[arg-type]
                low=_ends(found["expected"][place], low[place]),
                high=_ends(found["expected"][place], high[place]),
            )
            for place in range(count)
        ]

    def total(self, among: NDArray[np.bool_] | None = None) -> ExpectedSum:
        """Of all lines, or of those marked."""
        groups = np.zeros(len(self), dtype=np.int64) if among is None else np.where(among, 0, -1)
        return self.sums(groups, count=1)[0]

    def by_unit(self, among: NDArray[np.bool_] | None = None) -> dict[UUID | None, ExpectedSum]:
        """Each unit's own lines, without those of units below it; None: what maps to no unit."""
        groups = self.system.unit_of.astype(np.int64) + 1
        if among is not None:
            groups = np.where(among, groups, -1)
        found = self.sums(groups, count=len(self.system.units) + 1)
        ids: list[UUID | None] = [None, *self.system.units]
        return {unit_id: one for unit_id, one in zip(ids, found, strict=True) if one.lines}


def _ends(expected: int, half: float) -> int | None:
    return None if np.isnan(half) else int(expected) + round(float(half))


def _grouped(column: NDArray[np.int64], groups: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """Exact sums: floats would lose øre beyond 2 to the 53rd."""
    total = np.zeros(count, dtype=np.int64)
    np.add.at(total, groups, column)
    return total


@one_reading()
def expected_of_unit(*, actor: Actor | None, unit_id: UUID, year: int, on: dt.date) -> Expected:
    """One unit's own lines, reckoned now; its intervals are those that it would have among all, by the newest run.

    A unit that the actor may not read has no lines. Raises NothingClosed.
    """
    may = readable_units(actor)
    units = [unit_id] if may is None or unit_id in may else []
    run = newest_run(year=year)
    system = system_side(actor=actor, year=year, on=on, units=units, usual=usual_of(run))
    return _with_leaders(system, on=on, units=units)


def expected_of_units(
    *, actor: Actor | None, year: int, on: dt.date, units: Collection[UUID] | None = None
) -> Expected:
    """All lines of the units that the actor reads, or of those of them that are given.

    From the newest stored run of the year, where there is one; else reckoned now. What maps to no unit is there for
    those who read the whole and ask for no units. Raises NothingClosed.
    """
    may = readable_units(actor)
    wanted = may if units is None else (frozenset(units) if may is None else frozenset(units) & may)
    with_unmapped = units is None and (actor is None or keeps_forecast(actor=actor, on=on))
    run = newest_run(year=year)
    if run is None:
        # Who reads the whole reads it as a run has it: also what units that are closed still have.
        asks = None if with_unmapped else actor
        system = system_side(actor=asks, year=year, on=on, units=None if with_unmapped else wanted)
        return _with_leaders(system, on=on, units=wanted)
    system = stored_system_side(run, units=None if with_unmapped else wanted, with_unmapped=with_unmapped)
    return _with_leaders(system, on=on, units=wanted, made_on=run.made_on)


def expected_of_run(run: ForecastRun, *, on: dt.date) -> Expected:
    """Every line of that run, by the house itself, with leaders' entries as they stand. Raises MissingFile."""
    return _with_leaders(stored_system_side(run), on=on, units=None, made_on=run.made_on)


def expected_if(expected: Expected, *, units: Collection[UUID], also: Sequence[EnteredMonth], on: dt.date) -> Expected:
    """The same lines, as if leaders had entered this too: nothing is stored, and nothing is scanned anew."""
    return _with_leaders(expected.system, on=on, units=units, made_on=expected.made_on, also=also)


def reckoned_now(*, year: int, on: dt.date) -> Expected:
    """Every line, by the house itself: what a run stores. Raises NothingClosed."""
    return _with_leaders(system_side(actor=None, year=year, on=on), on=on, units=None)


def _with_leaders(
    system: SystemSide,
    *,
    on: dt.date,
    units: Collection[UUID] | None,
    made_on: dt.date | None = None,
    also: Sequence[EnteredMonth] = (),
) -> Expected:
    """Puts on what leaders entered and put instead, as it stands this moment."""
    asked = None if units is None else list(units)
    # Of a year that is over it is known what came: nobody's number stands instead of it.
    live = live_overrides(unit_ids=asked, year=system.year, on=on) if system.months_left else []
    system, leaders, at = with_leaders(system, units=asked, overrides=live, also=also)
    parts = combine(
        actual=system.actual,
        fixed_pay=system.fixed_pay,
        forecast=system.forecast,
        planned=leaders.planned,
        replaced=leaders.replaced,
        knows_otherwise=system.by_positions | leaders.covers | leaders.is_silent,
        overrides={line: override.amount_oere for line, override in at.items()},
    )
    return Expected(system, leaders, parts, at, made_on)
