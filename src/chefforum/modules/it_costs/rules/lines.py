"""Lines of a file read one by one: those that can be read, and what is wrong with the others. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from chefforum.calc.cells import Cell, as_date, as_number, as_text, lines_under_heads


class WrongLine(ValueError):
    """What is wrong with a line; the message tells what to write."""


@dataclass(frozen=True)
class Line:
    """What a line says, by column; what is empty says nothing. `number` counts from 1 in the file."""

    number: int
    said: Mapping[str, Any]


@dataclass(frozen=True)
class ReadLines:
    lines: tuple[Line, ...]
    problems: tuple[tuple[int, str], ...]
    unknown: tuple[str, ...]


Reader = Callable[[Cell, str], Any]


def read_lines(
    table: Sequence[Sequence[Cell]],
    *,
    columns: Mapping[str, str],
    also: Mapping[str, str],
    needed: Collection[str],
    any_of: Collection[str],
    readers: Mapping[str, Reader],
) -> ReadLines:
    """`columns`: head by column; `also`: column by other heads in lower case. `readers` read a cell that holds
    something and raise WrongLine. Raises NoHeads."""
    heads = {**also, **{head.casefold(): column for column, head in columns.items()}}
    under = lines_under_heads(table, heads=heads, needed=needed, any_of=any_of)
    lines, problems = [], []
    for number, cells in under.lines:
        said, wrong = {}, []
        for column, cell in cells.items():
            if as_text(cell):
                try:
                    said[column] = readers.get(column, text)(cell, columns[column])
                except WrongLine as error:
                    wrong.append(str(error))
        if wrong:
            problems.append((number, " ".join(wrong)))
        else:
            lines.append(Line(number, said))
    return ReadLines(tuple(lines), tuple(problems), under.unknown)


def text(cell: Cell, head: str) -> str:
    return as_text(cell)


def longest(most: int) -> Reader:
    """Text of at most so many letters."""

    def read(cell: Cell, head: str) -> str:
        found = str(cell).strip() if isinstance(cell, str) and most > 300 else as_text(cell)
        if len(found) > most:
            raise WrongLine(f"“{head}” er på {len(found)} tegn. Der er plads til {most}.")
        return found

    return read


def one_of(words: Mapping[str, str]) -> Reader:
    """The key of the word; the key itself is understood too."""

    def read(cell: Cell, head: str) -> str:
        said = as_text(cell).casefold()
        found = next((key for key, word in words.items() if said in (word.casefold(), key)), None)
        if found is None:
            raise WrongLine(f"“{head}” kan ikke være {as_text(cell)[:40]}. Skriv {', '.join(words.values())}.")
        return found

    return read


def yes_or_no(cell: Cell, head: str) -> bool:
    said = cell if isinstance(cell, bool) else {"ja": True, "nej": False, "x": True}.get(as_text(cell).casefold())
    if said is None:
        raise WrongLine(f"“{head}” er ja eller nej, ikke {as_text(cell)[:40]}.")
    return said


def count(most: int) -> Reader:
    """A whole number from 0."""

    def read(cell: Cell, head: str) -> int:
        found = number(cell, head)
        if found != int(found) or not 0 <= found <= most:
            raise WrongLine(f"“{head}” skal være et helt tal fra 0 til {most}.")
        return int(found)

    return read


def number(cell: Cell, head: str) -> Decimal:
    try:
        found = as_number(cell)
    except ValueError:
        found = None
    if found is None:
        raise WrongLine(f"“{head}” er ikke et tal: {as_text(cell)[:40]}.")
    return found


def day(cell: Cell, head: str) -> dt.date:
    try:
        found = as_date(cell)
    except ValueError:
        found = None
    if found is None or not 1990 <= found.year <= 2100:
        raise WrongLine(f"“{head}” er ikke en dato: {as_text(cell)[:40]}. Skriv fx 01-04-2026.")
    return found
