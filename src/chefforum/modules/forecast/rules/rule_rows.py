"""The rows of files of selections and of refund rules: what each line says, and what is wrong with it. Pure."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from chefforum.calc.cells import Cell, as_text

from .rows import ReadRows, WrongRow, day_after, first_day_of, number_of, read_rows, text_of, whole_number_of
from .selections import LONGEST, PATTERNED, SELECTION_NAMES, SelectionKind

CODE = re.compile(r"[-a-zA-Z0-9_]{1,40}")
IN, OUT = "med", "ikke med"
MOST_ORDER, MOST_LAG = 9999, 24

# In the order in which they are written: column, head.
SELECTION_COLUMNS = {
    "code": "Kode",
    "name": "Udsnit",
    "kind": "Slags",
    "order": "Nr.",
    "takes_in": "Regnes",
    "unit": "Enhed",
    "function": "Funktion",
    "dranst": "Dranst",
    "ownership": "Ejerforhold",
    "grouping": "Gruppering",
    "art": "Art",
    "account": "Konto",
    "valid_from": "Gælder fra",
    "valid_to": "Gælder til og med",
    "source": "Kilde",
}
REFUND_COLUMNS = {
    "refund_accounts": "Refusionskonti",
    "cost_accounts": "Udgiftskonti",
    "share_pct": "Andel i procent",
    "lag_months": "Måneder efter",
    "valid_from": "Gælder fra",
    "valid_to": "Gælder til og med",
    "source": "Kilde",
}
OF_THE_SELECTION = ("code", "name", "kind")


@dataclass(frozen=True)
class SelectionRow:
    """A rule of a selection; without `valid_from` it is the selection alone, which has no rule yet.

    `unit` is its code, "" for all. `name` and `kind` are "" where the file does not say.
    """

    code: str
    name: str
    kind: str
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    order: int = 100
    takes_in: bool = True
    unit: str = ""
    patterns: tuple[str, ...] = ("",) * len(PATTERNED)
    source: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        day = self.valid_from.isoformat() if self.valid_from else ""
        return (self.code, day, f"{self.order:05}", IN if self.takes_in else OUT, self.unit, *self.patterns)


@dataclass(frozen=True)
class RefundRow:
    refund_accounts: str
    cost_accounts: str
    share_pct: Decimal
    lag_months: int
    valid_from: dt.date
    valid_to: dt.date | None = None
    source: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        return (self.refund_accounts, self.cost_accounts, self.valid_from.isoformat())


def read_selection_rows(table: Sequence[Sequence[Cell]]) -> ReadRows[SelectionRow]:
    """Raises NoHeads."""
    heads = {head.casefold(): column for column, head in SELECTION_COLUMNS.items()}
    return read_rows(table, heads=heads, needed=("code", "valid_from"), read=_selection_row)


def _selection_row(said: Mapping[str, Cell]) -> SelectionRow:
    code = as_text(said.get("code"))
    if not CODE.fullmatch(code):
        raise WrongRow(f"Koden “{code[:40]}” skal være 1 til 40 bogstaver (a-z), tal og bindestreger uden mellemrum.")
    row = SelectionRow(
        code=code, name=text_of(said.get("name"), "Udsnit", most=100), kind=_kind(as_text(said.get("kind")))
    )
    if not any(as_text(cell) for column, cell in said.items() if column not in OF_THE_SELECTION):
        return row
    patterns = tuple(text_of(said.get(part), SELECTION_COLUMNS[part], most=LONGEST[part]) for part in PATTERNED)
    unit = as_text(said.get("unit"))
    if not unit and not any(patterns):
        raise WrongRow(
            "Reglen siger ikke, hvad den gælder for. Skriv mindst et mønster eller en enhed; * passer til alt."
        )
    first = first_day_of(said.get("valid_from"), "Gælder fra")
    order = whole_number_of(said.get("order"), "Nr.", least=1, most=MOST_ORDER)
    return dataclasses.replace(
        row,
        order=row.order if order is None else order,
        takes_in=_takes_in(as_text(said.get("takes_in"))),
        unit=unit,
        patterns=patterns,
        valid_from=first,
        valid_to=day_after(said.get("valid_to"), "Gælder til og med", first=first),
        source=text_of(said.get("source"), "Kilde", most=200),
    )


def _kind(text: str) -> str:
    for kind, name in SELECTION_NAMES.items():
        if text.casefold() == name.casefold():
            return kind.value
    if text:
        raise WrongRow(f"Slagsen “{text[:40]}” kendes ikke. Skriv en af: {', '.join(SELECTION_NAMES.values())}.")
    return ""


def _takes_in(text: str) -> bool:
    if text.casefold() not in ("", IN, OUT):
        raise WrongRow(f"“{text[:40]}” i “Regnes” kendes ikke. Skriv {IN} eller {OUT}.")
    return text.casefold() != OUT


def read_refund_rows(table: Sequence[Sequence[Cell]]) -> ReadRows[RefundRow]:
    """Raises NoHeads."""
    heads = {head.casefold(): column for column, head in REFUND_COLUMNS.items()}
    needed = ("refund_accounts", "cost_accounts", "share_pct", "valid_from")
    return read_rows(table, heads=heads, needed=needed, read=_refund_row)


def _refund_row(said: Mapping[str, Cell]) -> RefundRow:
    accounts = {
        column: text_of(said.get(column), REFUND_COLUMNS[column], most=200)
        for column in ("refund_accounts", "cost_accounts")
    }
    for column, text in accounts.items():
        if not text:
            raise WrongRow(f"“{REFUND_COLUMNS[column]}” mangler.")
    share = number_of(said.get("share_pct"), REFUND_COLUMNS["share_pct"])
    if share is None or not 0 < share <= 100 or share != round(share, 4):
        raise WrongRow("“Andel i procent” skal være mere end 0 og højst 100, med højst fire decimaler.")
    first = first_day_of(said.get("valid_from"), "Gælder fra")
    return RefundRow(
        **accounts,
        share_pct=share,
        lag_months=whole_number_of(said.get("lag_months"), "Måneder efter", least=0, most=MOST_LAG) or 0,
        valid_from=first,
        valid_to=day_after(said.get("valid_to"), "Gælder til og med", first=first),
        source=text_of(said.get("source"), "Kilde", most=200),
    )


def selection_cells(row: SelectionRow) -> tuple[str, ...]:
    """The row as a file's cells, which read_selection_rows reads again."""
    of_selection = (row.code, row.name, SELECTION_NAMES[SelectionKind(row.kind)] if row.kind else "")
    if row.valid_from is None:
        return of_selection + ("",) * (len(SELECTION_COLUMNS) - len(of_selection))
    said: dict[str, Any] = dict(zip(PATTERNED, row.patterns, strict=True))
    return (
        *of_selection,
        str(row.order),
        IN if row.takes_in else OUT,
        row.unit,
        *(said[column] for column in SELECTION_COLUMNS if column in said),
        day_as_written(row.valid_from),
        last_day_as_written(row.valid_to),
        row.source,
    )


def refund_cells(row: RefundRow) -> tuple[str, ...]:
    """The row as a file's cells, which read_refund_rows reads again."""
    return (
        row.refund_accounts,
        row.cost_accounts,
        share_as_written(row.share_pct),
        str(row.lag_months),
        day_as_written(row.valid_from),
        last_day_as_written(row.valid_to),
        row.source,
    )


def day_as_written(day: dt.date) -> str:
    return f"{day:%d-%m-%Y}"


def last_day_as_written(valid_to: dt.date | None) -> str:
    """The last day on which something holds that ends before `valid_to`."""
    return day_as_written(valid_to - dt.timedelta(days=1)) if valid_to else ""


def share_as_written(share: Decimal) -> str:
    """
    >>> share_as_written(Decimal("66.5000"))
    '66,5'
    """
    return f"{share.normalize():f}".replace(".", ",")


def holds_after(valid_to: dt.date | None, on: dt.date) -> bool:
    """What ends before `valid_to` holds on the day, or later."""
    return valid_to is None or valid_to > on
