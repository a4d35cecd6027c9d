"""Fixed pay of units: the positions and absence that were loaded, reckoned by the dated tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
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

    `lines` of the answer are by PayLine. A position without an employee is vacant, and costs nothing. `actor` None: the
    house itself. `as_of`: the month whose codes say which unit a position is in. Reimbursement is in each month beside
    the pay; it is booked on an account of its own.
    """
    begins, ends = first_day(first), day_after_month(last) - dt.timedelta(days=1)
    rows = positions_of(actor=actor, first=begins, last=ends, units=units, as_of=as_of).to_pylist()
    unit_ids = {text: UUID(text) for text in {row["unit"] for row in rows} if text}
    positions = [_position(row, unit_ids) for row in rows]
    ids = {one.position_id for one in positions}
    leaves = [_leave(row) for row in absences_of(position_ids=ids, first=begins, last=ends).to_pylist()]
    return fixed_pay(positions=positions, leaves=leaves, tables=tables_for_method(), first=first, last=last)


def _position(row: dict[str, Any], unit_ids: Mapping[str, UUID]) -> PositionPeriod:
    return PositionPeriod(
        position_id=row["position_id"],
        group=row["occupation"] or "",
        step=row["step"] or "",
        hours_share=_share(row["hours_share"]),
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
        is_filled=bool(row["employee_ref"]),
        line=PayLine(unit_ids.get(row["unit"]), row["account"]),
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
