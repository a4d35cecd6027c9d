"""A key as a file has it: a line for each department, with its code and its full-time equivalents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from chefforum.calc.cells import Cell, as_number, as_text, lines_under_heads

HEADS = {"kode": "code", "enhed": "code", "afdeling": "name", "navn": "name", "årsværk": "fte", "fuldtid": "fte"}
TOTALS = frozenset({"i alt", "ialt", "total", "sum", "samlet"})
MOST_FTE = Decimal(1_000_000)


@dataclass(frozen=True)
class KeyProblem:
    text: str
    line: int | None = None


@dataclass(frozen=True)
class ReadKey:
    """What the file gives: full-time equivalents by department, and what could not be used."""

    shares: Mapping[UUID, Decimal]
    problems: tuple[KeyProblem, ...]
    unknown: tuple[str, ...]  # heads that mean no column


def read_key(table: Sequence[Sequence[Cell]], *, by_code: Mapping[str, UUID], by_name: Mapping[str, UUID]) -> ReadKey:
    """The lines of the file. `by_name`: the departments by name, in lower case. Raises NoHeads.

    A line is of the department with its code, or with its name where it has no code. A line of the total is held
    against the sum.
    """
    found = lines_under_heads(table, heads=HEADS, needed={"fte"}, any_of={"code", "name"})
    shares: dict[UUID, Decimal] = {}
    problems: list[KeyProblem] = []
    totals: list[tuple[int, Decimal]] = []
    for number, said in found.lines:
        code, name = as_text(said.get("code")), as_text(said.get("name"))
        fte, wrong = read_fte(said.get("fte"))
        if wrong:
            problems.append(KeyProblem(wrong, number))
        elif TOTALS & {code.casefold(), name.casefold()}:
            totals.append((number, fte or Decimal(0)))
        elif (unit := by_code.get(code) if code else by_name.get(name.casefold())) is None:
            problems.append(KeyProblem(f"“{(code or name)[:60]}” er ikke en afdeling på nøglens dag.", number))
        elif unit in shares:
            problems.append(KeyProblem(f"“{(code or name)[:60]}” står der allerede længere oppe.", number))
        elif fte is not None:
            shares[unit] = fte
    total = sum(shares.values(), Decimal(0))
    problems += [
        KeyProblem(f"Filen siger {_dk(said)} årsværk i alt, men linjerne giver {_dk(total)}.", number)
        for number, said in totals
        if said != total
    ]
    return ReadKey(shares, tuple(problems), found.unknown)


def read_fte(cell: Cell) -> tuple[Decimal | None, str]:
    """The number and "", or None and what is wrong with it; an empty cell is None and ""."""
    try:
        fte = as_number(cell)
    except ValueError:
        return None, f"“{as_text(cell)[:40]}” er ikke et antal årsværk. Skriv det som 1.234,5."
    if fte is None:
        return None, ""
    if not 0 <= fte < MOST_FTE:
        return None, "Antallet af årsværk skal være fra 0 til under en million."
    return round(fte, 2), ""


def _dk(number: Decimal) -> str:
    return f"{number.normalize():f}".replace(".", ",")
