"""The rows of a file of pay tables: which table, from which day, what. Pure: cells in, rows and problems out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from chefforum.calc.cells import Cell, as_text
from chefforum.calc.pay_tables import half_away

from .entries import written
from .rows import ReadRows, WrongRow, first_day_of, number_of, read_rows, whole_number_of


class PayKind(StrEnum):
    STEP_RATE = "step_rate"
    RISE = "rise"
    PENSION = "pension"
    HOLIDAY_ALLOWANCE = "holiday_allowance"
    REIMBURSEMENT = "reimbursement"


PAY_KIND_NAMES = {
    PayKind.STEP_RATE: "Løntrin",
    PayKind.RISE: "Generel stigning",
    PayKind.PENSION: "Pension",
    PayKind.HOLIDAY_ALLOWANCE: "Særlig feriegodtgørelse",
    PayKind.REIMBURSEMENT: "Refusion",
}


class PayRule(StrEnum):
    """Of a rise: what it is a percentage of. Of a reimbursement: what pension is paid of meanwhile."""

    TABLE = "table"
    PREVIOUS = "previous"
    PAID = "paid"
    FULL = "full"


RULE_NAMES = {
    PayRule.TABLE: "Af tabellen",
    PayRule.PREVIOUS: "Af forrige",
    PayRule.PAID: "Udbetalt løn",
    PayRule.FULL: "Fuld løn",
}
RULES_OF = {
    PayKind.RISE: (PayRule.TABLE, PayRule.PREVIOUS),
    PayKind.REIMBURSEMENT: (PayRule.PAID, PayRule.FULL),
}
# In the order in which they are written: column, head.
PAY_COLUMNS = {
    "kind": "Tabel",
    "group": "Gruppe",
    "step": "Trin",
    "valid_from": "Gælder fra",
    "amount": "Beløb",
    "pct": "Procent",
    "days": "Dage",
    "rule": "Regel",
    "account": "Konto",
    "source": "Kilde",
}
# What each table's rows must say besides their day.
ASKED = {
    PayKind.STEP_RATE: ("group", "step", "amount"),
    PayKind.RISE: ("pct",),
    PayKind.PENSION: ("pct",),
    PayKind.HOLIDAY_ALLOWANCE: ("pct",),
    PayKind.REIMBURSEMENT: ("group", "amount", "days"),
}
MOST_OERE = 10**12


@dataclass(frozen=True)
class PayRow:
    kind: PayKind
    group: str
    step: str
    valid_from: dt.date
    amount_oere: int | None = None
    pct: Decimal | None = None
    days: int | None = None
    rule: str = ""
    source: str = ""
    account: str = ""  # of a reimbursement: where it is booked, with * for anything

    @property
    def key(self) -> tuple[str, str, str, str]:
        return (self.kind.value, self.group, self.step, self.valid_from.isoformat())


def read_pay_rows(table: Sequence[Sequence[Cell]]) -> ReadRows[PayRow]:
    """The rows of a table, and every problem with its line (from 1). Raises NoHeads."""
    heads = {head.casefold(): column for column, head in PAY_COLUMNS.items()}
    return read_rows(table, heads=heads, needed=("kind", "valid_from"), read=_row)


def _row(said: Mapping[str, Cell]) -> PayRow:
    kind = _kind(as_text(said.get("kind")))
    for field in ASKED[kind]:
        if not as_text(said.get(field)):
            raise WrongRow(f"{PAY_KIND_NAMES[kind]} mangler “{PAY_COLUMNS[field].lower()}”.")
    amount, pct = number_of(said.get("amount"), "beløb"), number_of(said.get("pct"), "procent")
    if amount is not None and not 0 <= amount * 100 <= MOST_OERE:
        raise WrongRow(f"Beløbet {written(amount)} er negativt eller for stort.")
    if pct is not None and not -100 <= pct <= 100:
        raise WrongRow(f"Procenten {written(pct)} er ikke mellem −100 og 100.")
    return PayRow(
        kind=kind,
        group=as_text(said.get("group")),
        step=as_text(said.get("step")) if kind is PayKind.STEP_RATE else "",
        valid_from=first_day_of(said.get("valid_from"), "gælder fra"),
        amount_oere=None if amount is None else half_away(*(amount * 100).as_integer_ratio()),
        pct=pct,
        days=whole_number_of(said.get("days"), "dage", least=0, most=366),
        rule=_rule(kind, as_text(said.get("rule"))),
        source=as_text(said.get("source"))[:200],
        account=as_text(said.get("account"))[:60] if kind is PayKind.REIMBURSEMENT else "",
    )


def _kind(text: str) -> PayKind:
    for kind, name in PAY_KIND_NAMES.items():
        if text.casefold() == name.casefold():
            return kind
    raise WrongRow(f"Tabellen “{text[:40]}” kendes ikke. Skriv en af: {', '.join(PAY_KIND_NAMES.values())}.")


def _rule(kind: PayKind, text: str) -> str:
    possible = RULES_OF.get(kind, ())
    if not text:
        return possible[0].value if possible else ""
    for rule in possible:
        if text.casefold() == RULE_NAMES[rule].casefold():
            return rule.value
    raise WrongRow(f"Reglen “{text[:40]}” kendes ikke for {PAY_KIND_NAMES[kind].lower()}.")


def pay_cells(row: PayRow) -> tuple[str, ...]:
    """The row as a file's cells, which read_pay_rows reads again."""
    return (
        PAY_KIND_NAMES[row.kind],
        row.group,
        row.step,
        f"{row.valid_from:%d-%m-%Y}",
        "" if row.amount_oere is None else written(Decimal(row.amount_oere) / 100),
        "" if row.pct is None else f"{row.pct.normalize():f}".replace(".", ","),
        "" if row.days is None else str(row.days),
        RULE_NAMES[PayRule(row.rule)] if row.rule else "",
        row.account,
        row.source,
    )
