"""What files of workplaces and of their employees say, line by line; and how both go out again. Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

from chefforum.calc.cells import Cell, as_date, as_number, as_text, lines_under_heads

from .pseudonyms import refused

P_NUMBER = re.compile(r"\d{10}")
MOST_HEADS, MOST_FTE, LONGEST_NAME = 100_000, Decimal(100_000), 200
EMPLOYEE_COLUMNS = {
    "p_number": "P-nummer",
    "name": "Arbejdssted",
    "on_date": "Opgjort",
    "heads": "Personer",
    "fte": "Årsværk",
}
WORKPLACE_COLUMNS = {
    "p_number": "P-nummer",
    "code": "Enhedskode",
    "name": "Navn",
    "valid_from": "Fra",
    "last_day": "Til og med",
}
# Other heads for the same.
_ALSO = {
    "p-nr.": "p_number",
    "enhed": "code",
    "til": "last_day",
    "dato": "on_date",
    "ansatte": "heads",
    "fuldtidsstillinger": "fte",
}


class WrongLine(ValueError):
    """What is wrong with a line; the message tells what to write."""


@dataclass(frozen=True)
class EmployeeLine:
    line: int
    p_number: str
    on_date: dt.date
    heads: int
    fte: Decimal | None


@dataclass(frozen=True)
class WorkplaceLine:
    """`valid_from` and `last_day` None: not told."""

    line: int
    p_number: str
    code: str
    name: str
    valid_from: dt.date | None
    last_day: dt.date | None


Line = TypeVar("Line")


@dataclass(frozen=True)
class ReadLines(Generic[Line]):
    """The lines that could be read, and what is wrong with the others by their number."""

    lines: tuple[Line, ...]
    problems: tuple[tuple[int, str], ...]
    unknown: tuple[str, ...]


def read_employees(table: Sequence[Sequence[Cell]], *, on: dt.date) -> ReadLines[EmployeeLine]:
    """Counts until the day. Raises NoHeads."""

    def read(line: int, said: Mapping[str, Cell]) -> EmployeeLine:
        day = _day(said.get("on_date"), "Opgjort")
        if day is None:
            raise WrongLine("“Opgjort” mangler. Skriv dagen, de er talt, fx 01-04-2026.")
        if day > on:
            raise WrongLine("“Opgjort” er en dag, der ikke er kommet.")
        heads = _number(said.get("heads"), "Personer")
        if heads is None:
            raise WrongLine("“Personer” mangler. Skriv antallet af ordinært ansatte; 0, hvis der ingen er.")
        if heads != int(heads) or not 0 <= heads <= MOST_HEADS:
            raise WrongLine(f"“Personer” skal være et helt tal fra 0 til {MOST_HEADS}.")
        fte = _number(said.get("fte"), "Årsværk")
        if fte is not None and not (0 <= fte <= MOST_FTE and fte == round(fte, 2)):
            raise WrongLine("“Årsværk” skal være 0 eller mere, med højst to decimaler.")
        return EmployeeLine(line, _p_number(said.get("p_number")), day, int(heads), fte)

    return _read(table, EMPLOYEE_COLUMNS, ("p_number", "on_date", "heads"), read)


def read_workplaces(table: Sequence[Sequence[Cell]]) -> ReadLines[WorkplaceLine]:
    """Raises NoHeads."""

    def read(line: int, said: Mapping[str, Cell]) -> WorkplaceLine:
        name, code = as_text(said.get("name")), as_text(said.get("code"))
        if not name:
            raise WrongLine("“Navn” mangler.")
        if len(name) > LONGEST_NAME:
            raise WrongLine(f"“Navn” er på {len(name)} tegn. Der er plads til {LONGEST_NAME}.")
        if wrong := refused(name):
            raise WrongLine(wrong)
        if not code:
            raise WrongLine("“Enhedskode” mangler. Skriv enhedens kode i organisationen.")
        first, last = _day(said.get("valid_from"), "Fra"), _day(said.get("last_day"), "Til og med")
        if first is not None and last is not None and last < first:
            raise WrongLine("“Til og med” er før “Fra”.")
        return WorkplaceLine(line, _p_number(said.get("p_number")), code, name, first, last)

    return _read(table, WORKPLACE_COLUMNS, ("p_number", "code", "name"), read)


def _read(
    table: Sequence[Sequence[Cell]],
    columns: Mapping[str, str],
    needed: tuple[str, ...],
    read: Callable[[int, Mapping[str, Cell]], Line],
) -> ReadLines[Line]:
    heads = {head: column for head, column in _ALSO.items() if column in columns}
    heads |= {head.casefold(): column for column, head in columns.items()}
    under = lines_under_heads(table, heads=heads, needed=needed)
    lines, problems = [], []
    for number, said in under.lines:
        try:
            lines.append(read(number, said))
        except WrongLine as wrong:
            problems.append((number, str(wrong)))
    return ReadLines(tuple(lines), tuple(problems), under.unknown)


def _p_number(cell: Cell) -> str:
    text = as_text(cell).replace(" ", "")
    if not P_NUMBER.fullmatch(text):
        raise WrongLine("P-nummeret skal være ti cifre.")
    return text


def _day(cell: Cell, head: str) -> dt.date | None:
    try:
        return as_date(cell)
    except ValueError:
        raise WrongLine(f"“{head}” er ikke en dato. Skriv fx 01-04-2026.") from None


def _number(cell: Cell, head: str) -> Decimal | None:
    try:
        return as_number(cell)
    except ValueError:
        raise WrongLine(f"“{head}” er ikke et tal. Skriv fx 54,5.") from None


def day_as_written(day: dt.date | None) -> str:
    return f"{day:%d-%m-%Y}" if day else ""


def number_as_written(number: Decimal | None) -> str:
    """
    >>> number_as_written(Decimal("54.50"))
    '54,5'
    """
    return "" if number is None else f"{number.normalize():f}".replace(".", ",")
