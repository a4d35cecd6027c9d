"""Fixed pay, position by position and month by month, exact to the øre. See docs/methods/fixed_pay.md.

A month is cut into pieces: stretches of days in which nothing changes. Each amount of a piece is rounded once, half
away from nought, to whole øre; a month is the sum of its pieces, and a line the sum of its months, so that what is
shown always adds up. Amounts are integer øre: expense is positive, income (reimbursement) negative. `valid_to` and
`until` are exclusive. A rate that no table has makes the month missing (None), never nought.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from .pay_tables import (
    EVERY_GROUP,
    FULL,
    Leave,
    PayTables,
    PensionBase,
    Percentage,
    PositionPeriod,
    ReimbursementRule,
    StepChange,
    StepRate,
    half_away,
    rate_after_rises,
)

DAYS_OF_A_WEEK = 7


class DayCount(StrEnum):
    """How much of a month a piece is."""

    CALENDAR_DAYS = "calendar_days"  # its days of the month's 28 to 31
    WEEKDAYS = "weekdays"  # its Mondays to Fridays of the month's


class PieceState(StrEnum):
    WORKING = "working"
    LEAVE = "leave"
    VACANT = "vacant"  # nought until somebody fills it
    BUDGETED = "budgeted"  # vacant, and reckoned with as if it were filled


class Terms(NamedTuple):
    """What holds during a piece. `rate_oere` is of full time after rises; None where the tables lack it."""

    state: PieceState
    group: str
    step: str
    hours_share: Fraction
    rate_oere: int | None
    pension_pct: Decimal | None
    holiday_pct: Decimal | None
    leave_kind: str = ""
    pay_share: Fraction = FULL
    pension: PensionBase = PensionBase.PAID
    weekly_oere: int = 0
    reimbursement_rule: str = ""


class Piece(NamedTuple):
    first: dt.date
    until: dt.date
    days: int
    days_of_month: int
    terms: Terms
    pay: int
    pension: int
    holiday_allowance: int
    reimbursement: int
    missing: tuple[str, ...] = ()

    @property
    def total(self) -> int | None:
        if self.missing:
            return None
        return self.pay + self.pension + self.holiday_allowance + self.reimbursement


COMPONENTS = ("pay", "pension", "holiday_allowance", "reimbursement")


class PayMonth(NamedTuple):
    """A month's sums; `missing` says which tables lack something, and then the sums are of what is known alone."""

    period: int
    pay: int
    pension: int
    holiday_allowance: int
    reimbursement: int
    pieces: tuple[Piece, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def total(self) -> int | None:
        """None where a rate is missing."""
        return None if self.missing else self.known

    @property
    def known(self) -> int:
        return self.pay + self.pension + self.holiday_allowance + self.reimbursement


@dataclass(frozen=True)
class FixedPay:
    """`positions` and `lines` hold a PayMonth for each of `months`, in order; a line's have no pieces.

    `reimbursements`: of each line's, what comes back by each rule in each month, øre, negative; the lines' months
    hold it too.
    """

    months: tuple[int, ...]
    positions: dict[str, tuple[PayMonth, ...]]
    lines: dict[Hashable, tuple[PayMonth, ...]]
    reimbursements: dict[tuple[Hashable, str], list[int]] = field(default_factory=dict)


def fixed_pay(
    *,
    positions: Iterable[PositionPeriod],
    leaves: Iterable[Leave] = (),
    step_changes: Iterable[StepChange] = (),
    tables: PayTables,
    first: int,
    last: int,
    day_count: DayCount = DayCount.CALENDAR_DAYS,
) -> FixedPay:
    """What each position costs in each month from `first` to `last` (yyyymm, both included), and what lines sum to.

    Days between two rows of a position are a vacancy. Rows of one position that overlap are each paid (a handing
    over). Raises ValueError where `last` is before `first` or a row ends before it begins.
    """
    months = _months(first, last)
    reckoner = _Reckoner(tables, months, day_count)
    leaves_of: dict[str, list[Leave]] = defaultdict(list)
    for leave in leaves:
        leaves_of[leave.position_id].append(leave)
    steps_of: dict[str, list[StepChange]] = defaultdict(list)
    for change in step_changes:
        steps_of[change.position_id].append(change)
    rows_of: dict[str, list[PositionPeriod]] = defaultdict(list)
    for row in positions:
        if row.valid_to is not None and row.valid_to <= row.valid_from:
            raise ValueError(f"position {row.position_id} ends before it begins: {row.valid_from} – {row.valid_to}")
        rows_of[row.position_id].append(row)
    found: dict[str, tuple[PayMonth, ...]] = {}
    lines: dict[Hashable, list[tuple[PayMonth, ...]]] = defaultdict(list)
    back: dict[tuple[Hashable, str], list[int]] = defaultdict(lambda: [0] * len(months))
    for position_id, rows in rows_of.items():
        parts = []
        for row in _with_gaps(rows):
            part = reckoner.months_of(row, leaves_of.get(position_id, ()), steps_of.get(position_id, ()))
            parts.append(part)
            lines[row.line].append(part)
            if position_id in leaves_of:
                _add_reimbursements(back, row.line, part)
        found[position_id] = parts[0] if len(parts) == 1 else _added(months, parts)
    of_lines = {line: _added(months, parts, False) for line, parts in lines.items()}
    return FixedPay(tuple(months), found, of_lines, dict(back))


def _add_reimbursements(
    back: dict[tuple[Hashable, str], list[int]], line: Hashable, months: Sequence[PayMonth]
) -> None:
    for place, month in enumerate(months):
        for piece in month.pieces if month.reimbursement else ():
            if piece.reimbursement:
                back[line, piece.terms.reimbursement_rule][place] += piece.reimbursement


def _months(first: int, last: int) -> list[int]:
    if last < first:
        raise ValueError(f"the last month {last} is before the first {first}")
    found = []
    while first <= last:
        found.append(first)
        first += 1 if first % 100 < 12 else 89
    return found


def first_day(period: int) -> dt.date:
    """Of a month given as yyyymm."""
    return dt.date(period // 100, period % 100, 1)


def day_after_month(period: int) -> dt.date:
    """The first day of the month after the one given as yyyymm."""
    return dt.date(period // 100 + period % 100 // 12, period % 100 % 12 + 1, 1)


def _with_gaps(rows: list[PositionPeriod]) -> list[PositionPeriod]:
    """The rows in order, with a vacancy wherever nobody has the position between two of them."""
    if len(rows) == 1:
        return rows
    found: list[PositionPeriod] = []
    reached: dt.date | None = None
    for row in sorted(rows, key=lambda row: row.valid_from):
        if found and reached is not None and reached < row.valid_from:
            found.append(
                found[-1]._replace(valid_from=reached, valid_to=row.valid_from, is_filled=False, is_budgeted=False)
            )
        if not found or reached is not None:
            reached = None if row.valid_to is None else max(reached or row.valid_to, row.valid_to)
        found.append(row)
    return found


def _added(months: Sequence[int], parts: list[tuple[PayMonth, ...]], with_pieces: bool = True) -> tuple[PayMonth, ...]:
    if len(parts) == 1 and with_pieces:
        return parts[0]
    added = []
    for period, same in zip(months, zip(*parts, strict=True), strict=True):
        pay = pension = holiday = reimbursement = 0
        missing: dict[str, None] = {}
        for month in same:
            pay += month.pay
            pension += month.pension
            holiday += month.holiday_allowance
            reimbursement += month.reimbursement
            if month.missing:
                missing |= dict.fromkeys(month.missing)
        pieces = tuple(piece for month in same for piece in month.pieces) if with_pieces else ()
        added.append(PayMonth(period, pay, pension, holiday, reimbursement, pieces, tuple(missing)))
    return tuple(added)


class _Reckoner:
    """The tables made ready to be asked by day, and what was reckoned already: most positions are like others."""

    def __init__(self, tables: PayTables, months: Sequence[int], day_count: DayCount) -> None:
        self.tables = tables
        self.months = [(period, first_day(period), day_after_month(period)) for period in months]
        self.begins, self.ends = self.months[0][1], self.months[-1][2]
        self.count = _calendar_days if day_count is DayCount.CALENDAR_DAYS else _weekdays
        self.days_of = {period: self.count(begins, ends) for period, begins, ends in self.months}
        self.rates: dict[tuple[str, str], list[StepRate]] = defaultdict(list)
        for rate in sorted(tables.step_rates, key=lambda rate: rate.valid_from):
            self.rates[rate.group, rate.step].append(rate)
        self.pensions = _by_group(tables.pensions)
        self.holidays = _by_group(tables.holiday_allowances)
        self.rules: dict[str, list[ReimbursementRule]] = defaultdict(list)
        for rule in sorted(tables.reimbursements, key=lambda rule: rule.valid_from):
            self.rules[rule.name].append(rule)
        self.known_terms: dict[tuple[str, str, int], tuple[int | None, Decimal | None, Decimal | None]] = {}
        self.known_cuts: dict[tuple[str, str], list[dt.date]] = {}
        self.known: dict[Hashable, tuple[PayMonth, ...]] = {}
        self.ratios: dict[Decimal, tuple[int, int]] = {}

    def months_of(
        self, row: PositionPeriod, leaves: Sequence[Leave], steps: Sequence[StepChange]
    ) -> tuple[PayMonth, ...]:
        begins = max(row.valid_from, self.begins)
        ends = self.ends if row.valid_to is None else min(row.valid_to, self.ends)
        if leaves or steps:
            return self._reckoned(row, begins, ends, leaves, steps)
        share = row.hours_share.as_integer_ratio()  # much sooner hashed than a fraction
        same = (row.group, row.step, share, begins, ends, row.is_filled, row.is_budgeted)
        if same not in self.known:
            self.known[same] = self._reckoned(row, begins, ends, (), ())
        return self.known[same]

    def _reckoned(
        self,
        row: PositionPeriod,
        begins: dt.date,
        ends: dt.date,
        leaves: Sequence[Leave],
        steps: Sequence[StepChange],
    ) -> tuple[PayMonth, ...]:
        leaves = sorted(leaves, key=lambda leave: leave.valid_from)
        steps = sorted((step for step in steps if step.valid_from > row.valid_from), key=lambda step: step.valid_from)
        own = self._own_cuts(row, leaves, steps)
        found: list[PayMonth] = []
        whole: tuple[Terms, Piece] | None = None  # the latest whole month: those like it cost the same
        terms, reached = None, 0
        for period, month_begins, month_ends in self.months:
            first, until = max(begins, month_begins), min(ends, month_ends)
            if first >= until:
                found.append(PayMonth(period, 0, 0, 0, 0))
                continue
            before, reached = reached, bisect_right(own, first)
            if terms is None or reached > before:
                terms = self._terms(row, first, leaves, steps)
            cut = [(first, until, terms)]
            while reached < len(own) and own[reached] < until:
                day, terms = own[reached], self._terms(row, own[reached], leaves, steps)
                reached += 1
                start, _, same = cut[-1]
                if terms != same:  # else nothing changed after all
                    cut[-1:] = [(start, day, same), (day, until, terms)]
            if len(cut) == 1 and first == month_begins and until == month_ends and not terms.weekly_oere:
                if whole is None or whole[0] is not terms:
                    whole = terms, self._piece(first, until, self.days_of[period], terms)
                found.append(_whole_month(period, first, until, self.days_of[period], whole[1]))
            else:
                found.append(self._month(period, cut))
        return tuple(found)

    def _own_cuts(self, row: PositionPeriod, leaves: Sequence[Leave], steps: Sequence[StepChange]) -> list[dt.date]:
        days = set(self._table_cuts(row.group, row.step))
        for step in steps:
            days |= {step.valid_from, *self._table_cuts(row.group, step.step)}
        for leave in leaves:
            days.add(leave.valid_from)
            if leave.valid_to is not None:
                days.add(leave.valid_to)
            for rule in self.rules.get(leave.reimbursement_rule, ()):
                days |= {rule.valid_from, leave.valid_from + dt.timedelta(days=rule.employer_days)}
        return sorted(day for day in days if self.begins <= day < self.ends)

    def _table_cuts(self, group: str, step: str) -> list[dt.date]:
        if (group, step) not in self.known_cuts:
            days = {rate.valid_from for rate in self.rates.get((group, step), ())}
            days |= {rise.valid_from for rise in self.tables.rises if rise.group in (EVERY_GROUP, group)}
            for table in (self.pensions, self.holidays):
                days |= {row.valid_from for of in (EVERY_GROUP, group) for row in table.get(of, ())}
            self.known_cuts[group, step] = sorted(day for day in days if self.begins <= day < self.ends)
        return self.known_cuts[group, step]

    def _terms(self, row: PositionPeriod, on: dt.date, leaves: Sequence[Leave], steps: Sequence[StepChange]) -> Terms:
        step = next((change.step for change in reversed(steps) if change.valid_from <= on), row.step)
        if not row.is_filled and not row.is_budgeted:
            return Terms(PieceState.VACANT, row.group, step, row.hours_share, 0, Decimal(0), Decimal(0))
        rate, pension_pct, holiday_pct = self._rates_on(row.group, step, on)
        state = PieceState.WORKING if row.is_filled else PieceState.BUDGETED
        terms = Terms(state, row.group, step, row.hours_share, rate, pension_pct, holiday_pct)
        leave = next((leave for leave in reversed(leaves) if _holds(leave, on)), None)
        if leave is None or not row.is_filled:
            return terms
        terms = terms._replace(state=PieceState.LEAVE, leave_kind=leave.kind, pay_share=leave.pay_share)
        rule = _latest(self.rules.get(leave.reimbursement_rule, ()), on)
        if rule is None:
            return terms
        carried = on < leave.valid_from + dt.timedelta(days=rule.employer_days)
        weekly = 0 if carried else rule.weekly_oere
        return terms._replace(pension=rule.pension, weekly_oere=weekly, reimbursement_rule=rule.name)

    def _rates_on(self, group: str, step: str, on: dt.date) -> tuple[int | None, Decimal | None, Decimal | None]:
        asked = (group, step, bisect_right(self._table_cuts(group, step), on))  # between two days nothing changes
        if asked not in self.known_terms:
            rate = _latest(self.rates.get((group, step), ()), on)
            self.known_terms[asked] = (
                None if rate is None else rate_after_rises(rate, self.tables.rises, on),
                _percentage(self.pensions, group, on),
                _percentage(self.holidays, group, on),
            )
        return self.known_terms[asked]

    def _month(self, period: int, cut: Sequence[tuple[dt.date, dt.date, Terms]]) -> PayMonth:
        pieces = tuple(self._piece(first, until, self.days_of[period], terms) for first, until, terms in cut)
        if len(pieces) == 1:
            one = pieces[0]
            return PayMonth(period, one.pay, one.pension, one.holiday_allowance, one.reimbursement, pieces, one.missing)
        pay, pension, holiday, back = (sum(amounts) for amounts in zip(*(piece[5:9] for piece in pieces), strict=True))
        missing = tuple(dict.fromkeys(word for piece in pieces for word in piece.missing))
        return PayMonth(period, pay, pension, holiday, back, pieces, missing)

    def _piece(self, first: dt.date, until: dt.date, days_of_month: int, terms: Terms) -> Piece:
        days = self.count(first, until)
        state, _, _, share, rate, pension_pct, holiday_pct, _, pay_share, pension_base, weekly, _ = terms
        if rate is None or pension_pct is None or holiday_pct is None:
            return Piece(first, until, days, days_of_month, terms, 0, 0, 0, 0, _lacking(terms))
        if state is PieceState.VACANT:
            return Piece(first, until, days, days_of_month, terms, 0, 0, 0, 0)
        above, below = share.as_integer_ratio()
        above, below = rate * above * days, below * days_of_month
        full = paid = (2 * above + below) // (2 * below)
        if pay_share is not FULL:
            over, under = pay_share.as_integer_ratio()
            paid = half_away(above * over, below * under)
        pensionable = full if pension_base is PensionBase.FULL else paid
        back = min(paid, self._benefit(first, until, terms)) if weekly else 0
        pension, holiday = self._percent_of(pensionable, pension_pct), self._percent_of(paid, holiday_pct)
        return Piece(first, until, days, days_of_month, terms, paid, pension, holiday, -back)

    def _percent_of(self, amount: int, pct: Decimal) -> int:
        ratio = self.ratios.get(pct)
        if ratio is None:
            over, under = pct.as_integer_ratio()
            ratio = self.ratios[pct] = (2 * over, under * 100)
        return (amount * ratio[0] + ratio[1]) // (2 * ratio[1])

    def _benefit(self, first: dt.date, until: dt.date, terms: Terms) -> int:
        """The benefit is paid by the week, of seven days, and to no more hours than full time."""
        share = min(terms.hours_share, FULL)
        return half_away(terms.weekly_oere * share.numerator * (until - first).days, share.denominator * DAYS_OF_A_WEEK)


def _whole_month(period: int, first: dt.date, until: dt.date, days: int, like: Piece) -> PayMonth:
    _, _, _, _, terms, pay, pension, holiday, reimbursement, missing = like
    piece = Piece(first, until, days, days, terms, pay, pension, holiday, reimbursement, missing)
    return PayMonth(period, pay, pension, holiday, reimbursement, (piece,), missing)


def _calendar_days(first: dt.date, until: dt.date) -> int:
    return (until - first).days


def _weekdays(first: dt.date, until: dt.date) -> int:
    return sum((first + dt.timedelta(days=day)).weekday() < 5 for day in range((until - first).days))


def _by_group(rows: Iterable[Percentage]) -> dict[str, list[Percentage]]:
    found: dict[str, list[Percentage]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.valid_from):
        found[row.group].append(row)
    return found


def _percentage(table: dict[str, list[Percentage]], group: str, on: dt.date) -> Decimal | None:
    row = _latest(table.get(group, ()), on) or _latest(table.get(EVERY_GROUP, ()), on)
    return row.pct if row is not None else None


def _latest(rows: Sequence, on: dt.date):
    place = bisect_right(rows, on, key=lambda row: row.valid_from)
    return rows[place - 1] if place else None


def _holds(leave: Leave, on: dt.date) -> bool:
    return leave.valid_from <= on and (leave.valid_to is None or on < leave.valid_to)


def _lacking(terms: Terms) -> tuple[str, ...]:
    """Which tables say nothing of these terms, in identifiers: the pages have the words."""
    asked = (("step_rate", terms.rate_oere), ("pension", terms.pension_pct), ("holiday_allowance", terms.holiday_pct))
    return tuple(name for name, value in asked if value is None)
