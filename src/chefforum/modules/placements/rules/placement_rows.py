"""The rows of a file of placements, or of outcomes: each is read or told of by its line. Pure: cells in, rows out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from chefforum.calc.cells import Cell, as_date, as_number, as_text, lines_under_heads

from .kinds import (
    END_REASON_NAMES,
    EXIT_TYPE_NAMES,
    KIND_NAMES,
    SECTOR_NAMES,
    TARGET_GROUP_NAMES,
    PlacementKind,
    Sector,
)
from .pseudonyms import refused
from .register import FIRST_DAY, LAST_DAY, MOST_HOURS, wrong_number

COLUMNS = {
    "reference": "Nummer",
    "external_reference": "Nummer i fagsystemet",
    "kind": "Type",
    "sector": "Hvor",
    "unit": "Enhedskode",
    "p_number": "P-nummer",
    "job_type": "Stillingstype",
    "target_group": "Målgruppe",
    "starts_on": "Starter",
    "ends_on": "Slutter",
    "ended_on": "Sluttede",
    "end_reason": "Hvordan det sluttede",
    "hours": "Timer",
    "email": "Konsulent e-mail",
    "exit_type": "Udfald",
    "closed_on": "Sagen lukket",
    "as_of": "Udfald opgjort",
}
OF_OUTCOME = ("exit_type", "closed_on", "as_of")
OUTCOME_COLUMNS = {name: COLUMNS[name] for name in ("reference", "external_reference", *OF_OUTCOME)}
# Columns of our own list that say what follows from the others.
IGNORED = {"arbejdssted", "tilstand"}
NUMBERS = ("external_reference", "reference")
_KINDS = {
    "praktik": PlacementKind.INTERNSHIP,
    "virksomhedspraktikker": PlacementKind.INTERNSHIP,
    "løntilskudsjob": PlacementKind.WAGE_SUBSIDY,
    "nyttejob": PlacementKind.UTILITY,
}
_SECTORS = {
    "kommunen": Sector.MUNICIPAL,
    "kommunal": Sector.MUNICIPAL,
    "privat": Sector.PRIVATE,
    "offentlig": Sector.OTHER_PUBLIC,
    "anden offentlig": Sector.OTHER_PUBLIC,
}


class WrongCell(ValueError):
    """What is wrong with the line; the message tells the person what to write."""


@dataclass(frozen=True)
class FileRow:
    """A line: what it says by column, without what it does not say. `problem`: why it cannot be used."""

    line: int
    says: Mapping[str, Any] = field(default_factory=dict)
    problem: str = ""

    @property
    def number(self) -> tuple[str, str]:
        """The column that it is known by, and what stands there."""
        return next(((name, self.says[name]) for name in NUMBERS if name in self.says), ("", ""))


@dataclass(frozen=True)
class FileRows:
    rows: tuple[FileRow, ...]
    unknown: tuple[str, ...]  # heads that mean no column
    columns: frozenset[str]
    person_number_line: int | None = None  # the first line with what looks like a person's number


def read_rows(table: Sequence[Sequence[Cell]], *, columns: Mapping[str, str], needed: Sequence[str]) -> FileRows:
    """Every line under the heads. Of two with one number the first stands. Raises NoHeads.

    `person_number_line` is set, and nothing is read, where a cell holds what looks like a CPR number.
    """
    heads = {name.casefold(): column for column, name in columns.items()}
    for number, cells in enumerate(table, start=1):
        if any(refused(as_text(cell)) and not _is_p_number(table, at) for at, cell in enumerate(cells)):
            return FileRows((), (), frozenset(), number)
    under = lines_under_heads(table, heads=heads, needed=needed, any_of=NUMBERS)
    cut = _cut_line(table)
    first_with: dict[tuple[str, str], int] = {}
    rows = []
    for line, said in under.lines:
        row = _row(line, said)
        if line == cut:
            row = FileRow(line, problem="Linjen er kortere end de andre. Filen kan være skåret over: hent den igen.")
        elif not row.problem and row.number in first_with:
            first = first_with[row.number]
            row = FileRow(line, problem=f"Nummeret {row.number[1]} står også på linje {first}. Den første er brugt.")
        if not row.problem:
            first_with[row.number] = line
        rows.append(row)
    unknown = tuple(head for head in under.unknown if head.casefold() not in IGNORED)
    named = frozenset(column for _, said in under.lines[:1] for column in said)
    return FileRows(tuple(rows), unknown, named)


def _is_p_number(table: Sequence[Sequence[Cell]], column: int) -> bool:
    """Whether a head above says that the column holds P-numbers, which look like a person's."""
    wanted = COLUMNS["p_number"].casefold()
    return any(column < len(cells) and as_text(cells[column]).casefold() == wanted for cells in table[:20])


def _cut_line(table: Sequence[Sequence[Cell]]) -> int | None:
    """The last line that says something, where it alone lacks cells: the file ends in the middle of it."""
    filled = [number for number, cells in enumerate(table, start=1) if any(as_text(cell) for cell in cells)]
    if len(filled) < 3:
        return None
    *_, before, last = filled
    return last if len(table[last - 1]) < len(table[before - 1]) else None


def _row(line: int, said: Mapping[str, Cell]) -> FileRow:
    says: dict[str, Any] = {}
    wrong = []
    for name, cell in said.items():
        try:
            if as_text(cell):
                says[name] = _READ[name](cell, COLUMNS[name])
        except WrongCell as problem:
            wrong.append(str(problem))
    if wrong:
        return FileRow(line, problem=" ".join(wrong))
    if not any(name in says for name in NUMBERS):
        return FileRow(line, problem="Nummeret mangler. Skriv forløbets nummer i fagsystemet.")
    return FileRow(line, says)


def _text(cell: Cell, head: str) -> str:
    text = as_text(cell)
    if len(text) > 200:
        raise WrongCell(f"“{head}” er på {len(text)} tegn. Der er plads til 200.")
    return text


def _number(cell: Cell, head: str) -> str:
    text = as_text(cell)
    if words := wrong_number(text):
        raise WrongCell(f"“{head}”: {words}")
    return text


def _day(cell: Cell, head: str) -> dt.date:
    try:
        day = as_date(cell)
    except (ValueError, OverflowError):
        day = None
    if day is None:
        raise WrongCell(f"“{as_text(cell)[:40]}” i “{head}” er ikke en dato. Skriv fx 01-04-2026.")
    if not FIRST_DAY <= day <= LAST_DAY:
        raise WrongCell(f"“{head}” er {day:%d-%m-%Y}. En dato skal være fra {FIRST_DAY.year} til {LAST_DAY.year}.")
    return day


def _hours(cell: Cell, head: str) -> Decimal:
    try:
        hours = as_number(cell)
    except ValueError:
        hours = None
    if hours is None:
        raise WrongCell(f"“{as_text(cell)[:40]}” i “{head}” er ikke et tal. Skriv fx 18,5.")
    if not 0 < hours <= MOST_HOURS:
        raise WrongCell(f"“{head}” skal være mere end 0 og højst {MOST_HOURS}, ikke {as_text(cell)[:40]}.")
    return round(hours, 1)


def _word(names: Mapping[Any, str], also: Mapping[str, Any] | None = None) -> Callable[[Cell, str], str]:
    known = {name.casefold(): str(one) for one, name in names.items()} | {str(one): str(one) for one in names}
    known |= {word: str(one) for word, one in (also or {}).items()}

    def read(cell: Cell, head: str) -> str:
        found = known.get(as_text(cell).casefold())
        if found is None:
            raise WrongCell(f"“{as_text(cell)[:40]}” i “{head}” kendes ikke. Skriv {', '.join(names.values())}.")
        return found

    return read


_READ: dict[str, Callable[[Cell, str], Any]] = {
    "reference": _number,
    "external_reference": _number,
    "kind": _word(KIND_NAMES, _KINDS),
    "sector": _word(SECTOR_NAMES, _SECTORS),
    "unit": _text,
    "p_number": _text,
    "job_type": _text,
    "target_group": _word(TARGET_GROUP_NAMES),
    "starts_on": _day,
    "ends_on": _day,
    "ended_on": _day,
    "end_reason": _word(END_REASON_NAMES),
    "hours": _hours,
    "email": _text,
    "exit_type": _word(EXIT_TYPE_NAMES),
    "closed_on": _day,
    "as_of": _day,
}
