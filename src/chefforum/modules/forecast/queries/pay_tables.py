"""The dated tables of pay: as a list for people, and as the method takes them."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import fields
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from chefforum.calc.pay_tables import (
    GeneralRise,
    PayTables,
    PensionBase,
    Percentage,
    ReimbursementRule,
    RiseBase,
    StepRate,
)

from ..models import PayTable
from ..rules.pay_rows import PayKind, PayRow, PayRule


def list_pay_rows(*, kind: str = "", search: str = "") -> QuerySet[PayTable]:
    rows = PayTable.objects.all()
    if kind:
        rows = rows.filter(kind=kind)
    if search.strip():
        rows = rows.filter(group__icontains=search.strip())
    return rows


def pay_rows() -> dict[tuple[str, ...], PayRow]:
    """Every row as a value, by its key. One query."""
    rows = map(_row, PayTable.objects.values_list(*(one.name for one in fields(PayRow)), named=True))
    return {row.key: row for row in rows}


def _row(row: Any) -> PayRow:
    said = row._asdict()
    pct = None if row.pct is None else row.pct.normalize()
    return PayRow(**{**said, "kind": PayKind(row.kind), "pct": pct})


def fingerprint_of_tables() -> str:
    """The tables as they stand, in a few letters."""
    said = repr(
        sorted((key, row.amount_oere, row.pct, row.days, row.rule, row.account) for key, row in pay_rows().items())
    )
    return hashlib.sha256(said.encode()).hexdigest()


def reimbursement_accounts(*, on: dt.date) -> dict[str, str]:
    """Where what comes back by each rule is booked, as the newest row up to the day says it: an account or a pattern; a
    rule whose row does not say is not in the answer. One query."""
    rows = PayTable.objects.filter(kind=PayKind.REIMBURSEMENT.value, valid_from__lte=on).order_by("valid_from")
    newest = dict(rows.values_list("group", "account"))
    return {rule: account for rule, account in newest.items() if account}


def tables_for_method() -> PayTables:
    """All of the tables, as calc.fixed_pay takes them. One query."""
    rows = list(pay_rows().values())

    def of(kind: PayKind) -> list[PayRow]:
        return [row for row in rows if row.kind is kind]

    def percentages(kind: PayKind) -> tuple[Percentage, ...]:
        return tuple(Percentage(row.valid_from, row.pct or Decimal(0), row.group) for row in of(kind))

    return PayTables(
        step_rates=tuple(
            StepRate(row.group, row.step, row.valid_from, row.amount_oere or 0) for row in of(PayKind.STEP_RATE)
        ),
        rises=tuple(
            GeneralRise(row.valid_from, row.pct or Decimal(0), RiseBase(row.rule or PayRule.TABLE.value), row.group)
            for row in of(PayKind.RISE)
        ),
        pensions=percentages(PayKind.PENSION),
        holiday_allowances=percentages(PayKind.HOLIDAY_ALLOWANCE),
        reimbursements=tuple(
            ReimbursementRule(
                name=row.group,
                valid_from=row.valid_from,
                employer_days=row.days or 0,
                weekly_oere=row.amount_oere or 0,
                pension=PensionBase(row.rule or PayRule.PAID.value),
            )
            for row in of(PayKind.REIMBURSEMENT)
        ),
    )
