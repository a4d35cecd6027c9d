"""What fixed pay is reckoned from: dated tables of rates, and positions with what happens in them.

See docs/methods/fixed_pay.md. Amounts are integer øre, `valid_to` is exclusive.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

EVERY_GROUP = ""
FULL = Fraction(1)


class RiseBase(StrEnum):
    """What a general rise is a percentage of."""

    TABLE = "table"  # the rate as the table has it: 4.00 % and 1.74 % make 5.74 %
    PREVIOUS = "previous"  # the rate after the rise before: they make 5.8096 %


class PensionBase(StrEnum):
    """What pension is paid of during leave."""

    PAID = "paid"
    FULL = "full"


class StepRate(NamedTuple):
    """Monthly pay of full time; holds until the next row of the group and step. It includes rises up to its own day."""

    group: str
    step: str
    valid_from: dt.date
    monthly_oere: int


class GeneralRise(NamedTuple):
    valid_from: dt.date
    pct: Decimal
    base: RiseBase = RiseBase.TABLE
    group: str = EVERY_GROUP


class Percentage(NamedTuple):
    """Of the pay; a row of the group itself goes before one of every group."""

    valid_from: dt.date
    pct: Decimal
    group: str = EVERY_GROUP


class ReimbursementRule(NamedTuple):
    """What comes back during leave: `weekly_oere` of full time, from the day after the first `employer_days`."""

    name: str
    valid_from: dt.date
    employer_days: int
    weekly_oere: int
    pension: PensionBase = PensionBase.PAID


@dataclass(frozen=True)
class PayTables:
    step_rates: tuple[StepRate, ...] = ()
    rises: tuple[GeneralRise, ...] = ()
    pensions: tuple[Percentage, ...] = ()
    holiday_allowances: tuple[Percentage, ...] = ()
    reimbursements: tuple[ReimbursementRule, ...] = ()


class PositionPeriod(NamedTuple):
    """A position while it is what it is; a change is a new row. `line` is what its pay is summed by."""

    position_id: str
    group: str
    step: str
    hours_share: Fraction
    valid_from: dt.date
    valid_to: dt.date | None = None
    is_filled: bool = True
    is_budgeted: bool = False
    line: Hashable = None


class StepChange(NamedTuple):
    """The position's step from a day on, where its rows do not say so themselves (seniority)."""

    position_id: str
    valid_from: dt.date
    step: str


class Leave(NamedTuple):
    """Where two overlap, the one that began last holds."""

    position_id: str
    kind: str
    valid_from: dt.date
    valid_to: dt.date | None
    pay_share: Fraction
    reimbursement_rule: str = ""


def half_away(numerator: int, denominator: int) -> int:
    """The quotient to the nearest whole, halves away from nought.

    >>> half_away(5, 2), half_away(-5, 2), half_away(7, 3)
    (3, -3, 2)
    """
    if numerator < 0:
        return -half_away(-numerator, denominator)
    return (2 * numerator + denominator) // (2 * denominator)


def rate_after_rises(rate: StepRate, rises: Iterable[GeneralRise], on: dt.date) -> int:
    """The monthly rate on a day in whole øre: rises after the rate's own day and up to `on`, in order of date.

    It is rounded once, as the published tables are.

    >>> old = StepRate("SOSU", "24", dt.date(2024, 1, 1), 30_000_00)
    >>> rise = GeneralRise(dt.date(2024, 4, 1), Decimal("4.00"))
    >>> rate_after_rises(old, [rise], dt.date(2024, 4, 1))
    3120000
    """
    factor = FULL
    for rise in sorted(rises, key=lambda rise: rise.valid_from):
        if rate.valid_from < rise.valid_from <= on and rise.group in (EVERY_GROUP, rate.group):
            share = Fraction(rise.pct) / 100
            factor = factor + share if rise.base is RiseBase.TABLE else factor * (1 + share)
    exact = rate.monthly_oere * factor
    return half_away(exact.numerator, exact.denominator)
