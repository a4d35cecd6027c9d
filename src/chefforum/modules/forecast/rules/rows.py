"""The rows of a file of a dated table: each is read or told of by its line. Pure: cells in, rows and problems out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, Protocol, TypeVar

from chefforum.calc.cells import Cell, as_date, as_number, as_text, lines_under_heads


class Keyed(Protocol):
    @property
    def key(self) -> tuple[str, ...]: ...


Row = TypeVar("Row", bound=Keyed)


class WrongRow(ValueError):
    """What is wrong with the row; the message tells the person what to write."""


@dataclass(frozen=True)
class RowProblem:
    line: int
    text: str


@dataclass(frozen=True)
class ReadRows(Generic[Row]):
    rows: tuple[Row, ...]
    problems: tuple[RowProblem, ...]
    unknown: tuple[str, ...]  # heads that mean nothing here
    line_of: Mapping[tuple[str, ...], int]  # by the row's key


def read_rows(
    table: Sequence[Sequence[Cell]],
    *,
    heads: Mapping[str, str],
    needed: Collection[str],
    read: Callable[[Mapping[str, Cell]], Row],
) -> ReadRows[Row]:
    """Every line under the heads; of two with one key the first stands. `read` raises WrongRow. Raises NoHeads."""
    under = lines_under_heads(table, heads=heads, needed=needed)
    rows: dict[tuple[str, ...], Row] = {}
    line_of: dict[tuple[str, ...], int] = {}
    problems = []
    for line, said in under.lines:
        try:
            row = read(said)
        except WrongRow as wrong:
            problems.append(RowProblem(line, str(wrong)))
            continue
        if row.key in rows:
            problems.append(RowProblem(line, "Den samme række står to gange i filen. Den første er brugt."))
        rows.setdefault(row.key, row)
        line_of.setdefault(row.key, line)
    return ReadRows(tuple(rows.values()), tuple(problems), under.unknown, line_of)


def number_of(cell: Cell, head: str) -> Decimal | None:
    """Raises WrongRow."""
    try:
        return as_number(cell)
    except ValueError:
        raise WrongRow(f"“{as_text(cell)[:40]}” i “{head}” er ikke et tal. Skriv fx 1.234,50.") from None


def whole_number_of(cell: Cell, head: str, *, least: int, most: int) -> int | None:
    """Raises WrongRow."""
    number = number_of(cell, head)
    if number is None:
        return None
    if number != int(number) or not least <= number <= most:
        raise WrongRow(f"“{head}” skal være et helt tal fra {least} til {most}, ikke {as_text(cell)[:40]}.")
    return int(number)


def day_of(cell: Cell, head: str) -> dt.date | None:
    """Raises WrongRow."""
    try:
        return as_date(cell)
    except ValueError:
        raise WrongRow(f"“{as_text(cell)[:40]}” i “{head}” er ikke en dato. Skriv fx 01-04-2026.") from None


def first_day_of(cell: Cell, head: str) -> dt.date:
    """The day from which the row holds. Raises WrongRow."""
    day = day_of(cell, head)
    if day is None:
        raise WrongRow(f"“{head}” mangler. Skriv fx 01-04-2026.")
    return day


def day_after(cell: Cell, head: str, *, first: dt.date) -> dt.date | None:
    """The day after the last on which the row holds; None where it goes on. Raises WrongRow."""
    day = day_of(cell, head)
    if day is None:
        return None
    if day < first:
        raise WrongRow(f"“{head}” er før den dag, rækken gælder fra.")
    return day + dt.timedelta(days=1)


def text_of(cell: Cell, head: str, *, most: int) -> str:
    """Raises WrongRow where it is longer than there is room for."""
    text = as_text(cell)
    if len(text) > most:
        raise WrongRow(f"“{head}” er på {len(text)} tegn. Der er plads til {most}.")
    return text
