"""Fixed pay of units: the positions and absence that were loaded, reckoned by the dated tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any
from uuid import UUID

from chefforum.calc.fixed_pay import FixedPay, day_after_month, first_day, fixed_pay
from chefforum.calc.pay_tables import Leave, PositionPeriod
from chefforum.kernel.access.rules import Actor
from chefforum.modules.ledger.queries.positions import absences_of, positions_of

from .pay_tables import tables_for_method


@dataclass(frozen=True)
class PayLine:
    """What a position's pay is summed by: the unit (None where its code maps to none) and the account."""

    unit_id: UUID | None
    account: str


def fixed_pay_of(
    *, actor: Actor | None, first: int, last: int, units: Collection[UUID] | None = None, as_of: int | None = None
) -> FixedPay:
    """Each position's months from `first` to `last` (yyyymm, both included), of units that the actor reads.

    `lines` of the answer are by PayLine. A position without an employee is vacant, and costs nothing unless the file
    says that it is budgeted. `actor` None: the house itself. `as_of`: the month whose codes say which unit a position
    is in. Reimbursement is in each month beside the pay; it is booked on an account of its own.
    """
    begins, ends = first_day(first), day_after_month(last) - dt.timedelta(days=1)
    rows, leaves = loaded_positions(actor=actor, first=begins, last=ends, units=units, as_of=as_of)
    positions = [position_of_row(row) for row in rows]
    return fixed_pay(positions=positions, leaves=leaves, tables=tables_for_method(), first=first, last=last)


def loaded_positions(
    *, actor: Actor | None, first: dt.date, last: dt.date, units: Collection[UUID] | None, as_of: int | None
) -> tuple[list[dict[str, Any]], list[Leave]]:
    """The rows of positions that hold on some day from `first` to `last` (both included), of units that the actor
    reads, and their leave."""
    rows = positions_of(actor=actor, first=first, last=last, units=units, as_of=as_of).to_pylist()
    ids = {row["position_id"] for row in rows}
    return rows, [_leave(row) for row in absences_of(position_ids=ids, first=first, last=last).to_pylist()]


def position_of_row(row: dict[str, Any]) -> PositionPeriod:
    """As the method takes it."""
    return PositionPeriod(
        position_id=row["position_id"],
        group=row["occupation"] or "",
        step=row["step"] or "",
        hours_share=_share(row["hours_share"]),
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
        is_filled=bool(row["employee_ref"]),
        is_budgeted=bool(row["is_budgeted"]),
        line=PayLine(UUID(row["unit"]) if row["unit"] else None, row["account"]),
    )


def _leave(row: dict[str, Any]) -> Leave:
    return Leave(
        position_id=row["position_id"],
        kind=row["kind"],
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
        pay_share=_share(row["pay_share"]),
        reimbursement_rule=row["reimbursement_rule"] or "",
    )


@lru_cache(maxsize=1024)
def _share(value: Decimal | None) -> Fraction:
    return Fraction(1) if value is None else Fraction(value)
