"""A table made elsewhere, as it is pasted or comes in a file: departments down, columns across, Danish numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from chefforum.calc.cells import Cell, as_number, as_text
from chefforum.web import danish

MOST_ROWS, MOST_COLUMNS, MOST = 20, 8, 100_000
MOST_LETTERS = 20_000
MOST_NAMED = 30  # of departments that stand more than once
_TOTAL = re.compile(r"(?:i[ ]?alt|total|totalt|sum|samlet|hovedtotal|hele kommunen)\b", re.IGNORECASE)
_ABOUT = re.compile(r"\s*\((?:≈|<|ca\.)[^)]*\)\s*$")  # our own "0 (≈0,5)"
_LAST_NUMBERS = re.compile(r"(?P<name>.*?\D)(?P<numbers>(?:\s+[−–-]?\d[\d.,]*)+)\s*")
_RULE_OF_MARKDOWN = re.compile(r"[\s|:+=-]*")


@dataclass(frozen=True)
class Fault:
    """What is wrong with the table; line and column count from 1, None where no single one is to blame."""

    text: str
    line: int | None = None
    column: int | None = None

    @property
    def where(self) -> str:
        places = (("Linje", self.line), ("kolonne", self.column))
        said = ", ".join(f"{word} {number}" for word, number in places if number is not None)
        return said[:1].upper() + said[1:]


@dataclass(frozen=True)
class PastedTable:
    """`columns`: head → department → number; `totals`: what the table's own line of totals says, by head.

    With `faults` the table cannot be checked; `notes` say what was left out of it.
    """

    names: tuple[str, ...]
    columns: Mapping[str, Mapping[str, int]]
    totals: Mapping[str, int]
    faults: tuple[Fault, ...]
    notes: tuple[str, ...] = ()

    def sum_of(self, column: str) -> int:
        return sum(self.columns[column].values())

    def misses(self, column: str) -> bool:
        """Whether the table's total is another than the sum of the column."""
        return column in self.totals and self.totals[column] != self.sum_of(column)


def cells_of(text: str) -> list[list[Cell]]:
    """The cells of a text: parted by tabs, bars, semicolons, two spaces, or numbers that end the line."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for mark in ("\t", "|", ";"):
        if any(mark in line for line in lines):
            return [_parted(line, mark) for line in lines]
    if any(re.search(r"\S\s{2,}\S", line) for line in lines):
        return [[*re.split(r"\s{2,}", line.strip())] for line in lines]
    return [_by_numbers(line) for line in lines]


def _parted(line: str, mark: str) -> list[Cell]:
    if mark == "|":
        if _RULE_OF_MARKDOWN.fullmatch(line):
            return []
        line = line.strip().removeprefix("|").removesuffix("|")
    return [*line.split(mark)]


def _by_numbers(line: str) -> list[Cell]:
    match = _LAST_NUMBERS.fullmatch(line)
    return [match["name"].strip(), *match["numbers"].split()] if match else [line]


def read_pasted(table: Sequence[Sequence[Cell]]) -> PastedTable:
    """The table in the cells: the first line that says something names the columns; faults are told, never raised."""
    lines = [(number, list(row)) for number, row in enumerate(table, 1) if any(as_text(cell) for cell in row)]
    if len(lines) < 2:
        return _bad(Fault("Tabellen skal have en linje med kolonnernes navne og en linje for hver afdeling."))
    (head_line, head), body = lines[0], lines[1:]
    width = max(len(row) for _, row in lines)
    width = next((at for at in range(width, 0, -1) if any(len(r) >= at and as_text(r[at - 1]) for _, r in lines)), 0)
    if width < 2:
        return _bad(Fault("Der er kun én kolonne. Sæt tabulator eller semikolon mellem kolonnerne.", head_line))
    if len(head) > 1 and all(_number(cell)[1] == "" for cell in head[1:width]):
        return _bad(Fault("Her skal stå, hvad kolonnerne hedder, ikke tal.", head_line))
    read = _Reading([as_text(cell) for cell in head], width)
    for number, row in body:
        read.line(number, row)
    return read.result()


def _bad(*faults: Fault) -> PastedTable:
    return PastedTable((), {}, {}, faults)


class _Reading:
    """The lines of a table as they come."""

    def __init__(self, head: list[str], width: int) -> None:
        self.heads: dict[int, str] = {}
        self.notes: list[str] = []
        for at in range(1, width):
            name = (head[at] if at < len(head) else "")[:60] or f"Kolonne {at + 1}"
            if _TOTAL.match(name):
                self.notes.append(f"Kolonnen “{name}” er en sum og er ikke regnet med.")
                continue
            self.heads[at] = name if name not in self.heads.values() else f"{name} ({at + 1})"
        self.rows: dict[str, dict[int, int]] = {}
        self.totals: dict[int, int] = {}
        self.faults: list[Fault] = []
        self.total_line: int | None = None
        self.twice: dict[str, list[int]] = {}

    def line(self, number: int, row: list[Cell]) -> None:
        name = as_text(row[0])[:100] if row else ""
        if self.total_line is not None:
            self.notes.append(f"Linje {number} står under summen og er ikke regnet med.")
        elif name and _TOTAL.match(name):
            self.total_line = number
            self.totals = self._numbers(number, row, is_total=True)
        elif not name:
            self.faults.append(Fault("Her mangler afdelingens navn.", number, 1))
        elif name in self.rows:
            self.twice.setdefault(name, []).append(number)
        else:
            self.rows[name] = self._numbers(number, row, is_total=False)

    def _numbers(self, number: int, row: list[Cell], *, is_total: bool) -> dict[int, int]:
        found = {}
        for at in self.heads:
            value, wrong = _number(row[at] if at < len(row) else None)
            if value is not None:
                found[at] = value
            elif wrong or not is_total:  # a total may be left out
                self.faults.append(Fault(wrong or "Her mangler et tal.", number, at + 1))
        return found

    def _told_twice(self) -> list[Fault]:
        """Departments that stand more than once: of one its line, of more their names in one sentence."""
        lines = [number for numbers in self.twice.values() for number in numbers]
        if not lines:
            return []
        if len(lines) == 1:
            return [Fault(f"“{next(iter(self.twice))}” står der allerede længere oppe.", lines[0], 1)]
        named = [f"“{name}” (linje {danish.listed(map(str, numbers))})" for name, numbers in self.twice.items()]
        if len(named) > MOST_NAMED:
            named = [*named[:MOST_NAMED], danish.counted(len(named) - MOST_NAMED, "anden,andre")]
        return [Fault(f"Disse afdelinger står der allerede længere oppe: {danish.listed(named)}.")]

    def result(self) -> PastedTable:
        faults = [*self.faults, *self._told_twice()]
        if not self.heads:
            faults.append(Fault("Der er ingen kolonner med tal."))
        if not self.rows and not faults:
            faults.append(Fault("Der er ingen afdelinger i tabellen."))
        if len(self.rows) > MOST_ROWS:
            faults.append(Fault(f"Der er {len(self.rows)} afdelinger. Højst {MOST_ROWS} kan prøves ad gangen."))
        if len(self.heads) > MOST_COLUMNS:
            faults.append(Fault(f"Der er {len(self.heads)} kolonner. Højst {MOST_COLUMNS} kan prøves ad gangen."))
        if faults:
            return _bad(*faults)
        columns = {head: {name: row[at] for name, row in self.rows.items()} for at, head in self.heads.items()}
        totals = {self.heads[at]: value for at, value in self.totals.items()}
        return PastedTable(tuple(self.rows), columns, totals, (), tuple(self.notes))


def _number(cell: Cell) -> tuple[int | None, str]:
    """A whole number and ""; None and what is wrong; None and "" for an empty cell."""
    try:
        found = as_number(_ABOUT.sub("", cell) if isinstance(cell, str) else cell)
    except (ValueError, ArithmeticError):
        return None, f"“{as_text(cell)[:40]}” er ikke et tal."
    if found is None:
        return None, ""
    if not 0 <= found <= MOST:
        return None, f"Tallet skal være fra 0 til {MOST:,}.".replace(",", ".")
    if found != found.to_integral_value():
        said = f"{found.normalize():f}".replace(".", ",")
        return None, f"{said} er ikke et helt tal. Måltal er hele pladser."
    return int(Decimal(found)), ""
