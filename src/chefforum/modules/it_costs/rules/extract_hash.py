"""The canonical form of a frozen extract, and its SHA-256, which anybody can reckon anew. Pure.

The form is UTF-8 text: a line of what the extract is, then a line for each row, each a JSON object with its keys sorted
and no spaces; every line ends with one line feed. Lines come first by number, then the sums of postings behind them by
their own text. Whole øre are numbers, quantities are plain decimal text without ending noughts, what is not known is
null. The file that one downloads is these bytes, so that any program that reckons SHA-256 gives the same.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

FORMAT = "chefforum-udtraek/1"
LINE_FIELDS = (
    "number",
    "kind",
    "year",
    "category",
    "activity",
    "unit_id",
    "unit_code",
    "unit_name",
    "system_id",
    "system_name",
    "origin",
    "source_id",
    "source_kind",
    "source_name",
    "came_from",
    "source_year",
    "source_unit_id",
    "source_unit_name",
    "source_oere",
    "life_years",
    "shared_by",
    "weight",
    "weight_total",
    "amount_oere",
    "cash_oere",
    "accrued_oere",
    "item",
    "quantity",
    "measured_in",
)
SUM_FIELDS = ("source_id", "year", "unit_id", "account", "supplier", "amount_oere", "count")


def row_text(row: str, values: Mapping[str, Any]) -> str:
    """One line of the form. `row`: "extract", "line" or "sum"."""
    said = {"row": row, **{name: _plain(value) for name, value in values.items()}}
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"
    return str(value) if isinstance(value, UUID) else value


def hash_of_text(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def line_text(values: Mapping[str, Any]) -> str:
    return row_text("line", {name: values[name] for name in LINE_FIELDS})


def sum_text(values: Mapping[str, Any]) -> str:
    return row_text("sum", {name: values[name] for name in SUM_FIELDS})


def canonical(
    head: Mapping[str, Any], lines: Iterable[Mapping[str, Any]], sums: Iterable[Mapping[str, Any]]
) -> Iterable[str]:
    """The form, line by line without line feeds. The order in which rows are given does not matter."""
    yield row_text("extract", {"format": FORMAT, **head})
    yield from (line_text(one) for one in sorted(lines, key=lambda one: one["number"]))
    yield from sorted(sum_text(one) for one in sums)


def hash_of(texts: Iterable[str]) -> str:
    found = hashlib.sha256()
    for text in texts:
        found.update(text.encode())
        found.update(b"\n")
    return found.hexdigest()


@dataclass(frozen=True)
class Checked:
    """What reckoning anew gave. `changed`: the numbers of lines that are not as they were frozen; `changed_sums`: how
    many sums behind them are not; `lacking`: how many rows are gone (below 0: too many)."""

    said: str
    found: str
    changed: tuple[int, ...]
    changed_sums: int
    lacking: int

    @property
    def is_whole(self) -> bool:
        return self.said == self.found and not self.changed and not self.changed_sums and not self.lacking
