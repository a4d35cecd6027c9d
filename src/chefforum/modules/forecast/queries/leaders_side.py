"""What leaders have entered for the months left and put instead of the system's numbers, placed on lines.

An entry stands on its own account; else on the account, among those of its category, that the unit uses most; else on
the one of them that is nearest the unit's own; else, where none is known, on a line of the unit without account.
Entries of income, and of variable pay by its category, stand instead of what methods expect of the same months, on all
of the category's accounts where they name none; others come on top, since a method knows nothing of what is planned.
Variable pay has no number but theirs, and is assessed when every month left has one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple
from uuid import UUID

import numpy as np
from django.db.models import Sum
from numpy.typing import NDArray

from chefforum.calc.forecasting.expected import Planned
from chefforum.calc.forecasting.intervals import Intervals
from chefforum.calc.forecasting.lines import Forecast
from chefforum.calc.periods import first_day
from chefforum.modules.ledger.queries import LineClass, line_classes

from ..models import EntryCategory, EntryMonth, Override
from ..rules.entries import in_common
from .booking import accounts_to_come, category_of
from .system_side import SystemSide

NO_ACCOUNT = ""
PAY = (LineClass.FIXED_PAY, LineClass.VARIABLE_PAY)
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class LeadersSide:
    """`entered`: the months left (lines × months) that something is entered for, nought too, on the line itself or on
    another account of the same category of variable pay. `replaced`: those of them in which it stands instead of what a
    method expects.

    `covers`: lines that their leader has assessed. Variable pay is, when every month left has an entry: what nobody has
    said of a month is not nought. Others are by any entry. `is_silent`: lines without budget, entries, and postings for
    a year: there is nothing to assess.
    """

    planned: Planned
    entered: Flags
    replaced: Flags
    covers: Flags
    is_silent: Flags


class EnteredMonth(NamedTuple):
    """What is entered for a month of a unit, øre; or what somebody thinks of entering."""

    unit_id: UUID
    account: str
    category_id: int
    month: int
    amount: int


def with_leaders(
    system: SystemSide,
    *,
    units: Collection[UUID] | None,
    overrides: Iterable[Override],
    also: Sequence[EnteredMonth] = (),
) -> tuple[SystemSide, LeadersSide, dict[int, Override]]:
    """The lines, and those that leaders alone know of after them; what is entered; and overrides by line. `also` is
    reckoned with as if it were entered. Two queries (four where there are accounts that the ledger does not know)."""
    rows, overrides = [*_rows(system, units), *also], list(overrides)
    of_overrides = [(override.unit_id, override.account) for override in overrides]
    # What has an account of its own is a line before the rest is placed: as it is where the lines are a stored run's.
    system = _with_lines(system, [*((row.unit_id, row.account) for row in rows if row.account), *of_overrides])
    placing = _Placing(system)
    keys = [placing.key_of(row) for row in rows]
    system = _with_lines(system, keys)
    line_of = _line_numbers(system, [*keys, *of_overrides])
    entered = np.zeros((len(system), len(system.months_left)), dtype=bool)
    replaced, of_category = np.zeros_like(entered), np.zeros_like(entered)
    is_variable = np.array([said is LineClass.VARIABLE_PAY for said in system.line_classes], dtype=bool)
    every_month = is_variable[system.account_of]
    for row, key in zip(rows, keys, strict=True):
        category, month, covered = placing.categories[row.category_id], row.month - placing.first_month, line_of[key]
        entered[covered, month] = True
        replaced[covered, month] |= category.is_income
        replaced[placing.lines_spoken_for(row), month] = True
        every_month[covered] |= category.is_variable_pay and not row.account
        of_category[placing.lines_covered(row), month] = True
    entered |= of_category
    replaced |= of_category
    planned = Planned(
        line=np.array([line_of[key] for key in keys], dtype=np.int64),
        month=np.array([row.month - placing.first_month for row in rows], dtype=np.int64),
        amount=np.array([row.amount for row in rows], dtype=np.int64),
    )
    covers = np.where(every_month, entered.all(axis=1), entered.any(axis=1))
    is_silent = (system.recent == 0) & ~system.has_budget & ~system.by_positions & ~entered.any(axis=1)
    return (
        system,
        LeadersSide(planned, entered, replaced, covers, is_silent),
        {line_of[key]: override for key, override in zip(of_overrides, overrides, strict=True)},
    )


def _rows(system: SystemSide, units: Collection[UUID] | None) -> list[EnteredMonth]:
    """What is entered for the months left. One query."""
    if not system.months_left:
        return []
    months = EntryMonth.objects.filter(
        entry__year=system.year, entry__removed_at=None, month__gte=system.months_left[0] % 100
    )
    if units is not None:
        months = months.filter(entry__unit__in=list(units))
    columns = ("entry__unit", "entry__account", "entry__category", "month")
    return [
        EnteredMonth(*row)
        for row in months.order_by().values_list(*columns).annotate(amount=Sum("amount_oere")).order_by(*columns)
    ]


class _Placing:
    """Which line an entry stands on."""

    def __init__(self, system: SystemSide) -> None:
        self.system = system
        self.first_month = system.months_left[0] % 100 if system.months_left else 13
        self.categories = {one.pk: one for one in EntryCategory.objects.all()}
        self.lines: dict[UUID, NDArray[np.intp]] = {}
        order = np.argsort(system.unit_of, kind="stable")
        starts = np.searchsorted(system.unit_of[order], np.arange(len(system.units) + 1))
        for number, unit_id in enumerate(system.units):
            self.lines[unit_id] = order[starts[number] : starts[number + 1]]
        owners = [
            category_of(code, said, self.categories.values()) if code else None
            for code, said in zip(system.accounts, system.line_classes, strict=True)
        ]
        self.new: dict[tuple[UUID, int], str] = {}  # of units that had none of the category's accounts
        self.owner = np.array([one.pk if one else 0 for one in owners], dtype=np.int64)  # of each account

    def key_of(self, row: EnteredMonth) -> tuple[UUID, str]:
        if row.account:
            return row.unit_id, row.account
        lines = self._lines_of(row)
        if len(lines):
            return row.unit_id, self._most_used(lines)[0]
        key = row.unit_id, row.category_id
        if key not in self.new:
            self.new[key] = self._nearest(*key)
        return row.unit_id, self.new[key]

    def _most_used(self, lines: NDArray[np.intp]) -> list[str]:
        """Their accounts, the most used first."""
        use = self.system.recent[lines] + np.abs(self.system.budget[lines])
        in_order = lines[np.argsort(-use, kind="stable")]
        return [self.system.accounts[account] for account in self.system.account_of[in_order]]

    def _nearest(self, unit_id: UUID, category_id: int) -> str:
        """Of the category's accounts the one that begins most like what the unit uses most: pay, for what is pay.
        Without anything alike it is not guessed among several."""
        category = self.categories[category_id]
        mine = self.lines.get(unit_id, np.empty(0, dtype=np.intp))
        is_pay = np.array([said in PAY for said in self.system.line_classes], dtype=bool)
        pay = mine[is_pay[self.system.account_of[mine]]] if len(mine) else mine
        own = [code for code in self._most_used(pay if category.is_variable_pay and len(pay) else mine) if code][:1]
        candidates = accounts_to_come(
            category, self.categories.values(), like=own, on=first_day(self.system.closed_through)
        )
        if len(candidates) == 1:
            return candidates[0]
        alike = [(in_common(code, own[0]) if own else 0, code) for code in candidates]
        best = max((common for common, _ in alike), default=0)
        return next((code for common, code in alike if common == best), NO_ACCOUNT) if best else NO_ACCOUNT

    def lines_spoken_for(self, row: EnteredMonth) -> NDArray[np.intp]:
        """The lines whose month an entry of income stands instead of: all of its category's, where it names none."""
        speaks = self.categories[row.category_id].is_income and not row.account
        return self._lines_of(row) if speaks else np.empty(0, dtype=np.intp)

    def lines_covered(self, row: EnteredMonth) -> NDArray[np.intp]:
        """The unit's lines of variable pay that its leader has said something of by the entry: of the category's, where
        it has no account of its own."""
        is_of_all = self.categories[row.category_id].is_variable_pay and not row.account
        return self._lines_of(row) if is_of_all else np.empty(0, dtype=np.intp)

    def _lines_of(self, row: EnteredMonth) -> NDArray[np.intp]:
        """The unit's lines on the category's accounts."""
        mine = self.lines.get(row.unit_id)
        if mine is None:
            return np.empty(0, dtype=np.intp)
        return mine[self.owner[self.system.account_of[mine]] == row.category_id]


def _line_numbers(system: SystemSide, keys: Collection[tuple[UUID, str]]) -> dict[tuple[UUID, str], int]:
    """The lines of these keys that there are."""
    units = {unit: number for number, unit in enumerate(system.units)}
    accounts = {code: number for number, code in enumerate(system.accounts)}
    wide = max(1, len(accounts))
    asked = {
        key: units[key[0]] * wide + accounts[key[1]] for key in set(keys) if key[0] in units and key[1] in accounts
    }
    of_lines = system.unit_of.astype(np.int64) * wide + system.account_of
    order = np.argsort(of_lines, kind="stable")
    numbers = np.fromiter(asked.values(), dtype=np.int64, count=len(asked))
    places = np.searchsorted(of_lines, numbers, sorter=order)
    lines = order[np.minimum(places, len(order) - 1)] if len(order) else places
    return {
        key: int(line)
        for key, number, line in zip(asked, numbers.tolist(), lines.tolist(), strict=True)
        if len(order) and of_lines[line] == number
    }


def _with_lines(system: SystemSide, keys: Iterable[tuple[UUID, str]]) -> SystemSide:
    """The same, and after its lines those of the keys that it has not: without budget, postings or a number."""
    keys = list(keys)
    there = _line_numbers(system, keys)
    new = sorted({key for key in keys if key not in there}, key=lambda key: (str(key[0]), key[1]))
    if not new:
        return system
    units = [*system.units, *dict.fromkeys(unit for unit, _ in new if unit not in system.units)]
    accounts = [*system.accounts, *dict.fromkeys(code for _, code in new if code not in system.accounts)]
    unknown = accounts[len(system.accounts) :]
    said = line_classes(codes=unknown, on=first_day(system.closed_through)) if unknown else {}
    unit_number = {unit: number for number, unit in enumerate(units)}
    account_number = {code: number for number, code in enumerate(accounts)}
    more = len(new)
    return replace(
        system,
        units=tuple(units),
        accounts=tuple(accounts),
        line_classes=(*system.line_classes, *(said[code] for code in unknown)),
        unit_of=np.append(system.unit_of, [unit_number[unit] for unit, _ in new]).astype(np.int32),
        account_of=np.append(system.account_of, [account_number[code] for _, code in new]).astype(np.int32),
        budget=_longer(system.budget, more, 0),
        budget_months=_longer(system.budget_months, more, 0),
        has_budget=_longer(system.has_budget, more, 0),
        actual=_longer(system.actual, more, 0),
        recent=_longer(system.recent, more, 0),
        history=_longer(system.history, more, 0),
        fixed_pay=_longer(system.fixed_pay, more, 0),
        by_positions=_longer(system.by_positions, more, 0),
        forecast=_longer_forecast(system.forecast, more),
    )


def _longer_forecast(forecast: Forecast, more: int) -> Forecast:
    old = forecast.intervals
    return replace(
        forecast,
        months=_longer(forecast.months, more, 0),
        method=_longer(forecast.method, more, 0),
        months_used=_longer(forecast.months_used, more, 0),
        rhythm=_longer(forecast.rhythm, more, 0),
        seasonal=_longer(forecast.seasonal, more, 0),
        excess=_longer(forecast.excess, more, 0),
        errors=_longer(forecast.errors, more, np.nan),
        size=_longer(forecast.size, more, np.nan),
        intervals=Intervals(
            **{name: _longer(getattr(old, name), more, np.nan) for name in ("low", "high", "scale", "error", "lean")},
            origins=_longer(old.origins, more, 0),
            usual=old.usual,
        ),
    )


def _longer(column: NDArray, more: int, fill: float) -> NDArray:
    rows = np.full((more, *column.shape[1:]), fill, dtype=column.dtype)
    return np.concatenate([column, rows])
