"""How a source system's file is understood: which column is which field, and how numbers and dates are written."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping as Map
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ..rules.words import BudgetKind, Table
from .tables import SHAPES


class NumberFormat(StrEnum):
    FOUND = "found"
    DANISH = "danish"
    ENGLISH = "english"


NUMBER_FORMAT_NAMES = {
    NumberFormat.FOUND: "Find selv",
    NumberFormat.DANISH: "1.234,56",
    NumberFormat.ENGLISH: "1,234.56 eller 1234.56",
}


class DateFormat(StrEnum):
    FOUND = "found"
    ISO = "iso"
    DAY_FIRST = "day_first"
    DAY_FIRST_SHORT = "day_first_short"
    COMPACT = "compact"
    SERIAL = "serial"


DATE_FORMAT_NAMES = {
    DateFormat.FOUND: "Find selv",
    DateFormat.ISO: "2026-03-31",
    DateFormat.DAY_FIRST: "31-03-2026",
    DateFormat.DAY_FIRST_SHORT: "31.03.26",
    DateFormat.COMPACT: "20260331",
    DateFormat.SERIAL: "46112 (Excels dagtal)",
}


class Encoding(StrEnum):
    FOUND = "found"
    UTF_8 = "utf-8"
    WINDOWS = "cp1252"
    DOS = "cp850"
    UTF_16 = "utf-16"


ENCODING_NAMES = {
    Encoding.FOUND: "Find selv",
    Encoding.UTF_8: "UTF-8",
    Encoding.WINDOWS: "Windows-1252 (latin-1)",
    Encoding.DOS: "DOS (cp850)",
    Encoding.UTF_16: "UTF-16",
}


class AccountKind(StrEnum):
    OWN = "own"
    AUTHORISED = "authorised"


ACCOUNT_KIND_NAMES = {
    AccountKind.OWN: "Kommunens egne koder",
    AccountKind.AUTHORISED: "Den autoriserede kontostreng (16 cifre)",
}


class EndDay(StrEnum):
    """What a file means by the day until which something holds."""

    LAST = "last"
    AFTER = "after"


END_DAY_NAMES = {EndDay.LAST: "Den sidste dag", EndDay.AFTER: "Dagen efter"}
WITH_DAYS = (Table.POSITIONS, Table.ABSENCES)  # tables whose lines hold from a day to another


@dataclass(frozen=True)
class Writing:
    """How the file is written. `delimiter` "" is found. `is_sign_reversed`: the source writes expenses with minus.
    `end_day`: what the file means by "gælder til"; in the lake it is always the first day that is not with."""

    encoding: Encoding = Encoding.FOUND
    delimiter: str = ""
    number_format: NumberFormat = NumberFormat.FOUND
    date_format: DateFormat = DateFormat.FOUND
    account_kind: AccountKind = AccountKind.OWN
    is_sign_reversed: bool = False
    budget_kind: str = BudgetKind.ORIGINAL.value  # where the file has no column for it
    end_day: EndDay = EndDay.LAST

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Writing:
        """What was saved before the end day could be chosen keeps what it meant then: the day after."""
        known = {field.name for field in dataclasses.fields(cls)}
        said = {"end_day": EndDay.AFTER} | values
        read = cls(**{name: value for name, value in said.items() if name in known})
        return dataclasses.replace(
            read,
            encoding=Encoding(read.encoding),
            number_format=NumberFormat(read.number_format),
            date_format=DateFormat(read.date_format),
            account_kind=AccountKind(read.account_kind),
            end_day=EndDay(read.end_day),
        )

    def to_json(self) -> dict[str, Any]:
        return {name: str(value) if isinstance(value, StrEnum) else value for name, value in vars(self).items()}


@dataclass(frozen=True)
class Mapping:
    """A table's fields by the heads of a file's columns. `id` and `version` name the saved row, empty for a trial."""

    table: Table
    columns: dict[str, str]
    writing: Writing = Writing()
    id: str = ""
    version: int = 0

    def missing(self) -> tuple[str, ...]:
        """In words, what must be mapped before the file can be read."""
        shape, there = SHAPES[self.table], self.columns
        lacking = [field.danish for field in shape.fields if field.is_required and not there.get(field.name)]
        if shape.has_amounts and not (there.get("amount") or (there.get("debit") and there.get("credit"))):
            lacking.append("Beløb (eller debet og kredit)")
        if self.table == Table.POSTINGS and not (there.get("period") or there.get("date")):
            lacking.append("Regnskabsmåned eller dato")
        if self.table == Table.BUDGETS and not (there.get("period") or there.get("year")):
            lacking.append("Regnskabsmåned eller år")
        is_in_account = self.writing.account_kind == AccountKind.AUTHORISED
        if self.table != Table.ABSENCES and not there.get("cost_centre") and not is_in_account:
            lacking.append("Omkostningssted")
        return tuple(lacking)


def guessed_columns(table: Table, heads: Sequence[str]) -> dict[str, str]:
    """The fields whose columns are recognised by their heads."""
    by_head: dict[str, str] = {}
    for head in heads:
        by_head.setdefault(head.strip().casefold(), head)
    found: dict[str, str] = {}
    for field in SHAPES[table].fields:
        for name in (*field.heads, field.danish.casefold(), field.name):
            if name in by_head and by_head[name] not in found.values():
                found[field.name] = by_head[name]
                break
    return found


def guessed_writing(columns: dict[str, str], examples: Map[str, Sequence[str]]) -> Writing:
    """What columns and what stands in them on the first lines say of a file that nobody has mapped.

    Sixteen digits are the authorised account string. "Gælder til" is the last day, as payroll systems have it, unless
    the head says that the day is not with.
    """
    accounts = [cell.strip() for cell in examples.get(columns.get("account", ""), ()) if cell.strip()]
    is_authorised = bool(accounts) and all(len(re.sub(r"[\s.\-_/]", "", one)) == 16 for one in accounts)
    is_after = "ikke med" in columns.get("valid_to", "").casefold()
    return Writing(
        account_kind=AccountKind.AUTHORISED if is_authorised else AccountKind.OWN,
        end_day=EndDay.AFTER if is_after else EndDay.LAST,
    )


def fits(mapping: Mapping, heads: Sequence[str]) -> bool:
    """Whether each column that the mapping names is there."""
    there = {head.strip() for head in heads}
    return all(head.strip() in there for head in mapping.columns.values() if head)
