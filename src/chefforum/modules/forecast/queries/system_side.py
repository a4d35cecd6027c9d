"""What the ledger, the positions and the methods say of every line, before what leaders have entered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from chefforum.calc.fixed_pay import FixedPay
from chefforum.calc.forecasting.expected import budget_left
from chefforum.calc.forecasting.intervals import Usual
from chefforum.calc.forecasting.lines import Forecast, LineClass, Method, Oere, forecast_lines
from chefforum.calc.periods import months_between, period_of, shifted, within_year
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.reading.queries import one_reading
from chefforum.modules.ledger import queries as ledger
from chefforum.modules.ledger.queries import LineClass as Words
from chefforum.modules.ledger.queries.budgets import BudgetLines
from chefforum.modules.ledger.queries.cube import Cube

from ..rules.running import NothingClosed
from ..rules.selections import fits
from .fixed_pay import PayLine, fixed_pay_of
from .methods import method_on
from .pay_tables import reimbursement_accounts
from .refund_rules import refund_rules_on

LOOKS_BACK = 60  # months of history that methods are given
CLASSES = {
    Words.CONTRACT: LineClass.SCHEDULE,
    Words.RENT: LineClass.SCHEDULE,
    Words.REFUND: LineClass.REFUND,
    Words.FIXED_PAY: LineClass.FIXED_PAY,
    Words.VARIABLE_PAY: LineClass.VARIABLE_PAY,
}
PATTERN = set("*?[,")
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class SystemSide:
    """Lines are `units[unit_of[i]]` × `accounts[account_of[i]]`, sorted so; a unit_of of -1 maps to no unit.

    line_classes: of each account, None where no rule fits. budget: corrected, øre, 0 and not `has_budget` where there
    is none. actual: this year's closed months. recent: what was posted in the last twelve closed months, whatever its
    sign. by_positions: lines paid by positions whose every rate is known. history: the closed months of `periods`.
    """

    year: int
    closed_through: int
    periods: tuple[int, ...]
    units: tuple[UUID, ...]
    accounts: tuple[str, ...]
    line_classes: tuple[Words | None, ...]
    unit_of: NDArray[np.int32]
    account_of: NDArray[np.int32]
    budget: Oere
    budget_months: Oere
    has_budget: Flags
    actual: Oere
    recent: Oere
    history: Oere
    fixed_pay: Oere
    by_positions: Flags
    forecast: Forecast

    def __len__(self) -> int:
        return len(self.unit_of)

    @property
    def months_left(self) -> tuple[int, ...]:
        return months_between(shifted(self.closed_through, 1), self.year * 100 + 12)


def closed_in(year: int) -> int:
    """The month that the year's forecast starts after. Raises NothingClosed."""
    closed = ledger.closed_through()
    if closed is None or closed < (year - 1) * 100 + 12:
        raise NothingClosed(f"Regnskabet er ikke lukket så langt, at {year} kan beregnes.")
    return min(closed, year * 100 + 12)


@one_reading()
def system_side(
    *,
    actor: Actor | None,
    year: int,
    on: dt.date,
    units: Collection[UUID] | None = None,
    usual: Mapping[int, Usual] | None = None,
) -> SystemSide:
    """Of the units that the actor reads (None: the house itself), by the organisation of the day. Raises NothingClosed.

    `usual`: what lines of each class usually miss by, from a run of them all, where only some are asked for.
    """
    closed = closed_in(year)
    as_of = within_year(period_of(on), year)
    first = max(ledger.first_period() or closed, shifted(closed, 1 - LOOKS_BACK))
    whole = units is None
    cube = ledger.cube(
        actor=actor, first=min(first, closed), last=closed, units=units, as_of=as_of, with_unmapped=whole
    )
    budget = ledger.budget_of(actor=actor, year=year, units=units, as_of=as_of, with_unmapped=whole)
    left = 12 - closed % 100 if closed >= year * 100 else 12
    pay = (
        fixed_pay_of(actor=actor, first=shifted(closed, 1), last=year * 100 + 12, units=units, as_of=as_of)
        if left
        else FixedPay((), {}, {})
    )
    return _Assembly(cube, budget, pay, year=year, closed=closed, left=left, on=on).system(usual)


class _Assembly:
    """The lines of the ledger, the budget and the positions become one list."""

    def __init__(
        self, cube: Cube, budget: BudgetLines, pay: FixedPay, *, year: int, closed: int, left: int, on: dt.date
    ) -> None:
        self.cube, self.pay, self.year, self.closed, self.left, self.on = cube, pay, year, closed, left, on
        lines = {line: months for line, months in pay.lines.items() if isinstance(line, PayLine) and line.account}
        self.pay_lines, self.back_on = lines, reimbursement_accounts(on=on) if pay.reimbursements else {}
        # Where leave's reimbursement is said to be booked there is a line, also before anything was ever booked on it.
        said = {PayLine(line.unit_id, self.back_on.get(rule, "")) for line, rule in self._reimbursed()}
        lines |= {line: () for line in said - lines.keys() if line.account and not set(line.account) & PATTERN}
        of_units = {line.unit_id for line in lines if line.unit_id is not None}
        self.units = tuple(sorted({*cube.units, *budget.units, *of_units}, key=str))
        self.accounts = tuple(sorted({*cube.accounts, *budget.accounts, *(line.account for line in lines)}))
        self.unit_number = {unit: number for number, unit in enumerate(self.units)} | {None: -1}
        self.account_number = {code: number for number, code in enumerate(self.accounts)}
        of_cube = self._keys(cube.units, cube.accounts, cube.unit_of, cube.account_of)
        of_budget = self._keys(budget.units, budget.accounts, budget.unit_of, budget.account_of)
        of_pay = np.array(
            [
                (self.unit_number[line.unit_id] + 1) * len(self.accounts) + self.account_number[line.account]
                for line in lines
            ],
            dtype=np.int64,
        )
        self.keys = np.unique(np.concatenate([of_cube, of_budget, of_pay]))
        self.cube_at, self.budget_at, self.pay_at = (
            np.searchsorted(self.keys, keys) for keys in (of_cube, of_budget, of_pay)
        )
        self.unit_of = (self.keys // max(1, len(self.accounts)) - 1).astype(np.int32)
        self.account_of = (self.keys % max(1, len(self.accounts))).astype(np.int32)
        self.budget_months = np.zeros((len(self.keys), 13), dtype=np.int64)  # the first: of the whole year
        self.budget_months[self.budget_at] = budget.amounts.sum(axis=1)
        self.has_budget = np.zeros(len(self.keys), dtype=bool)
        self.has_budget[self.budget_at] = True
        self.history = np.zeros((len(self.keys), len(cube.periods)), dtype=np.int64)
        self.history[self.cube_at] = cube.amounts

    def _reimbursed(self) -> dict[tuple[PayLine, str], list[int]]:
        """What comes back of each line's pay by each rule, øre in each month left, negative."""
        found = self.pay.reimbursements.items()
        return {(line, rule): months for (line, rule), months in found if isinstance(line, PayLine) and line.account}

    def _keys(
        self,
        units: tuple[UUID, ...],
        accounts: tuple[str, ...],
        unit_of: NDArray[np.int32],
        account_of: NDArray[np.int32],
    ) -> NDArray[np.int64]:
        unit = np.array([*(self.unit_number[one] for one in units), -1], dtype=np.int64)  # the last: -1 of the lines
        account = np.array([self.account_number[code] for code in accounts], dtype=np.int64)
        if not len(unit_of):
            return np.empty(0, dtype=np.int64)
        return (unit[unit_of] + 1) * len(self.accounts) + account[account_of]

    def system(self, usual: Mapping[int, Usual] | None) -> SystemSide:
        said = ledger.line_classes(codes=self.accounts, on=self.on)
        words = tuple(said[code] for code in self.accounts)
        of_account = np.array(
            [CLASSES.get(word, LineClass.OTHER) if word else LineClass.OTHER for word in words], dtype=np.int8
        )
        classes = of_account[self.account_of] if len(self.keys) else np.empty(0, dtype=np.int8)
        this_year = np.array([period // 100 == self.year for period in self.cube.periods], dtype=bool)
        actual = self.history[:, this_year].sum(axis=1, dtype=np.int64)
        recent = np.abs(self.history[:, -12:]).sum(axis=1)
        refund_rules = refund_rules_on(
            on=self.on,
            accounts=self.accounts,
            unit_of=self.unit_of,
            account_of=self.account_of,
            is_refund=classes == LineClass.REFUND,
        )
        fixed, by_positions = self._fixed_pay(classes, recent, () if refund_rules is None else refund_rules.line)
        rest = budget_left(
            months=self.budget_months[:, 1:],
            whole_year=self.budget_months[:, 0],
            actual=actual,
            has_budget=self.has_budget,
            left=self.left,
        )
        forecast = forecast_lines(
            self.history,
            closed_through=self.closed,
            year=self.year,
            classes=classes,
            budget_rest=rest,
            refund_rules=refund_rules,
            given=np.where((fixed != 0) | by_positions[:, None], fixed, np.nan),
            usual=usual,
            chosen=method_on(self.on),
        )
        _few_payments(forecast, words, self.account_of, rest)
        return SystemSide(
            year=self.year,
            closed_through=self.closed,
            periods=self.cube.periods,
            units=self.units,
            accounts=self.accounts,
            line_classes=words,
            unit_of=self.unit_of,
            account_of=self.account_of,
            budget=self.budget_months.sum(axis=1, dtype=np.int64),
            budget_months=self.budget_months,
            has_budget=self.has_budget,
            actual=actual,
            recent=recent,
            history=self.history,
            fixed_pay=fixed,
            by_positions=by_positions,
            forecast=forecast,
        )

    def _fixed_pay(self, classes: NDArray[np.int8], recent: Oere, ruled: Iterable[int]) -> tuple[Oere, Flags]:
        """Pay of the months left, and which lines it is known of. Marks those lines in `classes`, so that no method and
        no refund rule says anything of them too. `ruled`: lines that a refund rule says what comes on."""
        fixed = np.zeros((len(self.keys), self.left), dtype=np.int64)
        known = np.zeros(len(self.keys), dtype=bool)
        at_line = dict(zip(self.pay_lines, self.pay_at.tolist(), strict=True))
        landing = _Landing(self, classes, recent, set(ruled))
        for line, months in self.pay_lines.items():
            if months:
                at = at_line[line]
                known[at] = not any(month.missing for month in months)
                classes[at] = LineClass.FIXED_PAY
                fixed[at] = [month.known for month in months]
        paid = {at_line[line] for line, months in self.pay_lines.items() if months}
        for (line, rule), amounts in self._reimbursed().items():
            back = landing.line_of(self.unit_number[line.unit_id], self.back_on.get(rule, ""))
            if back is not None:
                fixed[at_line[line]] -= amounts
                fixed[back] += amounts
                classes[back] = LineClass.FIXED_PAY
                known[back] |= back not in paid
        return fixed, known


class _Landing:
    """Which of a unit's lines what comes back during leave is booked on: the account that the rule's row says, where
    the unit has it; where no row says, the unit's largest refund that no refund rule says anything of. Where there is
    none it stays with the pay: it is never lost."""

    def __init__(self, lines: _Assembly, classes: NDArray[np.int8], recent: Oere, ruled: set[int]) -> None:
        self.lines, self.recent = lines, recent
        is_refund = (classes == LineClass.REFUND) & (recent > 0)
        is_refund[list(ruled)] = False
        self.is_refund = is_refund
        self.known: dict[tuple[int, str], int | None] = {}

    def line_of(self, unit: int, pattern: str) -> int | None:
        if (unit, pattern) not in self.known:
            mine = np.flatnonzero(self.lines.unit_of == unit)
            if pattern:
                accounts = self.lines.account_of[mine]
                mine = mine[[fits(pattern, self.lines.accounts[account]) for account in accounts]]
            else:
                mine = mine[self.is_refund[mine]]
            self.known[unit, pattern] = int(mine[self.recent[mine].argmax()]) if len(mine) else None
        return self.known[unit, pattern]


def _few_payments(
    forecast: Forecast, words: tuple[Words | None, ...], account_of: NDArray[np.int32], rest: NDArray[np.float64]
) -> None:
    """Lines that the municipality says have few payments are left to their budget, and without one to their leader."""
    said = np.array([word == Words.FEW_PAYMENTS for word in words], dtype=bool)
    if not said.any():
        return
    few = said[account_of]
    has = few & ~np.isnan(rest).any(axis=1)
    running = np.rint(np.cumsum(rest[has], axis=1)).astype(np.int64)
    forecast.months[few] = 0
    forecast.months[has] = np.diff(running, axis=1, prepend=0)
    forecast.method[few] = Method.NONE
    forecast.method[has] = Method.BUDGET
    forecast.errors[few & ~has] = np.nan
