"""The rows of a file of pay tables: which table, from which day, what. Pure: cells in, rows and problems out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from chefforum.calc.danish_numbers import danish_number
from chefforum.calc.pay_tables import half_away


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
HEADS = {
    "tabel": "kind",
    "gruppe": "group",
    "trin": "step",
    "gælder fra": "valid_from",
    "beløb": "amount",
    "procent": "pct",
    "dage": "days",
    "regel": "rule",
    "kilde": "source",
    "konto": "account",
}
# What each table's rows must say besides their day.
ASKED = {
    PayKind.STEP_RATE: ("group", "step", "amount"),
    PayKind.RISE: ("pct",),
    PayKind.PENSION: ("pct",),
    PayKind.HOLIDAY_ALLOWANCE: ("pct",),
    PayKind.REIMBURSEMENT: ("group", "amount", "days"),
}
NAMES_OF_HEADS = {field: head for head, field in HEADS.items()}
MOST_OERE = 10**12

Cell = str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta | None


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


@dataclass(frozen=True)
class RowProblem:
    line: int
    text: str


class NoHeads(ValueError):
    """No line of the file names the columns."""


class _Wrong(ValueError):
    pass


def read_pay_rows(table: Sequence[Sequence[Cell]]) -> tuple[list[PayRow], list[RowProblem]]:
    """The rows of a table, and every problem with its line (from 1). Raises NoHeads."""
    places: dict[str, int] = {}
    rows: dict[tuple[str, str, str, str], PayRow] = {}
    problems: list[RowProblem] = []
    for line, cells in enumerate(table, start=1):
        if not places:
            names = [str(cell or "").strip().casefold() for cell in cells]
            if "tabel" in names and "gælder fra" in names:
                places = {HEADS[name]: place for place, name in enumerate(names) if name in HEADS}
            continue
        said = {field: cells[place] if place < len(cells) else None for field, place in places.items()}
        if not any(str(cell or "").strip() for cell in said.values()):
            continue
        try:
            row = _row(said)
        except _Wrong as wrong:
            problems.append(RowProblem(line, str(wrong)))
            continue
        if row.key in rows:
            problems.append(RowProblem(line, "Den samme række står to gange i filen. Den første er brugt."))
        rows.setdefault(row.key, row)
    if not places:
        raise NoHeads
    return list(rows.values()), problems


def _row(said: Mapping[str, Cell]) -> PayRow:
    kind = _kind(_text(said, "kind"))
    for field in ASKED[kind]:
        if not _text(said, field):
            raise _Wrong(f"{PAY_KIND_NAMES[kind]} mangler “{NAMES_OF_HEADS[field]}”.")
    amount, pct, days = _number(said, "amount"), _number(said, "pct"), _number(said, "days")
    if amount is not None and not 0 <= amount * 100 <= MOST_OERE:
        raise _Wrong(f"Beløbet {amount} er negativt eller for stort.")
    if pct is not None and not -100 <= pct <= 100:
        raise _Wrong(f"Procenten {pct} er ikke mellem −100 og 100.")
    if days is not None and (days != int(days) or not 0 <= days <= 366):
        raise _Wrong(f"Dage skal være et helt tal fra 0 til 366, ikke {days}.")
    return PayRow(
        kind=kind,
        group=_text(said, "group"),
        step=_text(said, "step") if kind is PayKind.STEP_RATE else "",
        valid_from=_day(said.get("valid_from")),
        amount_oere=None if amount is None else half_away(*(amount * 100).as_integer_ratio()),
        pct=pct,
        days=None if days is None else int(days),
        rule=_rule(kind, _text(said, "rule")),
        source=_text(said, "source")[:200],
        account=_text(said, "account")[:60] if kind is PayKind.REIMBURSEMENT else "",
    )


def _text(said: Mapping[str, Cell], field: str) -> str:
    cell = said.get(field)
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)  # a step in a spreadsheet is 24.0
    return " ".join(str(cell).split()) if cell is not None else ""


def _kind(text: str) -> PayKind:
    for kind, name in PAY_KIND_NAMES.items():
        if text.casefold() == name.casefold():
            return kind
    raise _Wrong(f"Tabellen “{text[:40]}” kendes ikke. Skriv en af: {', '.join(PAY_KIND_NAMES.values())}.")


def _rule(kind: PayKind, text: str) -> str:
    possible = RULES_OF.get(kind, ())
    if not text:
        return possible[0].value if possible else ""
    for rule in possible:
        if text.casefold() == RULE_NAMES[rule].casefold():
            return rule.value
    raise _Wrong(f"Reglen “{text[:40]}” kendes ikke for {PAY_KIND_NAMES[kind].lower()}.")


def _number(said: Mapping[str, Cell], field: str) -> Decimal | None:
    cell = said.get(field)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return Decimal(str(cell))
    text = _text(said, field)
    if not text:
        return None
    found = danish_number(text)
    if found is None:
        raise _Wrong(f"“{text[:40]}” i “{NAMES_OF_HEADS[field]}” er ikke et tal. Skriv fx 1.234,50.")
    return found.value


def _day(cell: Cell) -> dt.date:
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    text = str(cell or "").strip()
    for form in ("%d-%m-%Y", "%Y-%m-%d", "%d.%m.%Y"):
        try:
            return dt.datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise _Wrong(f"“{text[:40]}” er ikke en dato. Skriv fx 01-04-2026.")
