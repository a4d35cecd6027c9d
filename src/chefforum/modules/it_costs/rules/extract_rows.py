"""The file that an analyst answers in: the lines of an extract, and what is said of them, line by line. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from chefforum.calc.cells import Cell, as_text

from . import lines
from .extract_kinds import SAID_NAMES
from .extract_verdicts import LONGEST_REASON
from .kinds import ACTIVITY_NAMES, CATEGORY_NAMES
from .lines import ReadLines, WrongLine

# Told of each line; not read again but for the first two.
TOLD = {
    "sha256": "Kontrolsum",
    "number": "Linje",
    "kind": "Type",
    "year": "År",
    "category": "Kategori",
    "activity": "Aktivitet",
    "unit_code": "Enhedskode",
    "unit": "Enhed",
    "system": "System",
    "source": "Kommer fra",
    "source_year": "Betalt i",
    "amount": "Beløb",
    "cash": "Betalt i året",
    "accrued": "Fordelt til året",
    "item": "Ting",
    "quantity": "Antal",
    "measured_in": "Måles i",
    "municipality": "Kommunens svar",
    "municipality_reason": "Kommunens begrundelse",
    "analyst": "Analytikerens svar",
    "analyst_reason": "Analytikerens begrundelse",
}
ANSWER = {
    "said": "Svar",
    "reason": "Begrundelse",
    "proposed_amount": "Foreslået beløb",
    "proposed_quantity": "Foreslået antal",
    "proposed_category": "Foreslået kategori",
    "proposed_activity": "Foreslået aktivitet",
    "proposed_unit": "Foreslået enhedskode",
    "proposed_system": "Foreslået system",
}
READ = {name: TOLD[name] for name in ("sha256", "number")} | ANSWER
MOST_KRONER = Decimal(10**13)


@dataclass(frozen=True)
class OtherExtract(Exception):
    """The file is of another extract; `line` of it says so first."""

    line: int


def read_verdicts(table: Sequence[Sequence[Cell]], *, sha256: str) -> ReadLines:
    """The lines that answer something. Raises NoHeads, OtherExtract."""
    found = lines.read_lines(
        table,
        columns=READ,
        also={},
        needed={"number", "said", "sha256"},
        any_of=(),
        readers={
            "number": lines.count(10**9),
            "said": lines.one_of({one.value: name for one, name in SAID_NAMES.items()}),
            "reason": lines.longest(LONGEST_REASON),
            "proposed_amount": _oere,
            "proposed_quantity": _quantity,
            "proposed_category": lines.one_of({one.value: name for one, name in CATEGORY_NAMES.items()}),
            "proposed_activity": lines.one_of({one.value: name for one, name in ACTIVITY_NAMES.items()}),
        },
    )
    for line in found.lines:
        if line.said.get("sha256", sha256).casefold() != sha256:
            raise OtherExtract(line.number)
    return found


def _oere(cell: Cell, head: str) -> int:
    found = lines.number(cell, head) * 100
    if found != int(found) or abs(found) > MOST_KRONER * 100:
        raise WrongLine(f"“{head}” skal være kroner med højst to decimaler: {as_text(cell)[:40]}.")
    return int(found)


def _quantity(cell: Cell, head: str) -> Decimal:
    found = lines.number(cell, head)
    if found < 0 or found >= 10**11 or found * 1000 != int(found * 1000):
        raise WrongLine(f"“{head}” skal være et tal fra 0 med højst tre decimaler: {as_text(cell)[:40]}.")
    return found


def table_of(rows: Sequence[Mapping[str, Any]]) -> list[list[str]]:
    """Heads and lines as text; the columns to answer in are empty."""
    heads = [*TOLD.values(), *ANSWER.values()]
    return [heads, *([*(str(row[name]) for name in TOLD), *("" for _ in ANSWER)] for row in rows)]
