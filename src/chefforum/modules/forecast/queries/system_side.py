"""What the ledger, the positions and the methods say of every line, before what leaders have entered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from chefforum.calc.fixed_pay import FixedPay
from chefforum.calc.forecasting.expected import budget_left
from chefforum.calc.forecasting.intervals import Usual
from chefforum.calc.forecasting.lines import Forecast, LineClass, Method, Oere, forecast_lines
from chefforum.kernel.access.rules import Actor
from chefforum.modules.ledger import queries as ledger
from chefforum.modules.ledger.queries.budgets import BudgetLines
from chefforum.modules.ledger.queries.cube import Cube
from chefforum.modules.ledger.rules.periods import months_between, period_of, shifted, within_year
from chefforum.modules.ledger.rules.words import LineClass as Words

from ..rules.running import NothingClosed
from .fixed_pay import PayLine, fixed_pay_of
from .refund_rules import refund_rules_on

LOOKS_BACK = 60  # months of history that methods are given
CLASSES = {
    Words.CONTRACT: LineClass.SCHEDULE,
    Words.RENT: LineClass.SCHEDULE,
    Words.REFUND: LineClass.REFUND,
    Words.FIXED_PAY: LineClass.FIXED_PAY,
    Words.VARIABLE_PAY: LineClass.VARIABLE_PAY,
}
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
        self.pay_lines = lines
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
        fixed, by_positions = self._fixed_pay(classes, recent)
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
            refund_rules=refund_rules_on(
                on=self.on,
                accounts=self.accounts,
                unit_of=self.unit_of,
                account_of=self.account_of,
                is_refund=classes == LineClass.REFUND,
            ),
            given=np.where((fixed != 0) | by_positions[:, None], fixed, np.nan),
            usual=usual,
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

    def _fixed_pay(self, classes: NDArray[np.int8], recent: Oere) -> tuple[Oere, Flags]:
        """Pay of the months left, and which lines it is known of. Marks those lines in `classes`.

        What comes back during leave is booked on the unit's own account for refunds, where it has one: then positions
        say what comes there, and no method does.
        """
        fixed = np.zeros((len(self.keys), self.left), dtype=np.int64)
        known = np.zeros(len(self.keys), dtype=bool)
        refund_line: dict[int, int] = {}
        for line in np.flatnonzero((classes == LineClass.REFUND) & (recent > 0)):
            unit = int(self.unit_of[line])
            if unit not in refund_line or recent[line] > recent[refund_line[unit]]:
                refund_line[unit] = int(line)
        for at, (pay_line, months) in zip(self.pay_at, self.pay_lines.items(), strict=True):
            known[at] = not any(month.missing for month in months)
            classes[at] = LineClass.FIXED_PAY
            back = refund_line.get(self.unit_number[pay_line.unit_id])
            for place, month in enumerate(months):
                fixed[at, place] += month.known
                if month.reimbursement and back is not None:
                    fixed[at, place] -= month.reimbursement
                    fixed[back, place] += month.reimbursement
                    classes[back], known[back] = LineClass.FIXED_PAY, True
        return fixed, known


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
