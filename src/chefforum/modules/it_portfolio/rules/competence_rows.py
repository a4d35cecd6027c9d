"""Competences as a file has them: a line with a system is what it needs, with a unit how many can, else a name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chefforum.calc.cells import Cell, as_number, as_text, lines_under_heads

from .competences import LEVEL_NAMES

COMPETENCE_COLUMNS = {
    "code": "Kode",
    "name": "Navn",
    "system": "System",
    "unit": "Enhedskode",
    "level": "Niveau",
    "persons": "Personer",
}
MOST_PERSONS = 30_000


class WrongRow(ValueError):
    """A line that cannot be read; the message says why."""


@dataclass(frozen=True)
class CompetenceRow:
    line: int
    code: str
    name: str
    system: str
    unit: str
    level: int
    persons: int


@dataclass(frozen=True)
class CompetenceRows:
    rows: tuple[CompetenceRow, ...]
    problems: tuple[tuple[int, str], ...]
    unknown: tuple[str, ...]


def read_competences(table: Sequence[Sequence[Cell]]) -> CompetenceRows:
    """Raises NoHeads."""
    heads = {title.casefold(): name for name, title in COMPETENCE_COLUMNS.items()}
    found = lines_under_heads(table, heads=heads, needed={"code"})
    rows, problems = list[CompetenceRow](), list[tuple[int, str]]()
    for number, said in found.lines:
        try:
            rows.append(_row(number, said))
        except WrongRow as wrong:
            problems.append((number, str(wrong)))
    return CompetenceRows(tuple(rows), tuple(problems), tuple(found.unknown))


def _row(number: int, said: Mapping[str, Cell]) -> CompetenceRow:
    code, name, system, unit = (as_text(said.get(column)) for column in ("code", "name", "system", "unit"))
    if not code or len(code) > 20:
        raise WrongRow("Koden mangler eller er over 20 tegn.")
    if len(name) > 120:
        raise WrongRow("Navnet er over 120 tegn.")
    if system and unit:
        raise WrongRow("Skriv et system (hvad det har brug for) eller en enhed (hvor mange der kan), ikke begge dele.")
    if not (system or unit):
        return CompetenceRow(number, code, name, "", "", 1, 0)
    level, persons = _level(as_text(said.get("level"))), _persons(said.get("persons"))
    if system and persons == 0:
        raise WrongRow("Et behov er på mindst 1 person. Fjern linjen, hvis systemet ikke har brug for det.")
    return CompetenceRow(number, code, name, system, unit, level, persons)


def _level(text: str) -> int:
    wanted = text.casefold()
    found = next((level for level, name in LEVEL_NAMES.items() if wanted in (name.casefold(), str(level))), None)
    if found is None:
        raise WrongRow(f"Niveauet “{text[:30]}” er ikke et af {', '.join(LEVEL_NAMES.values())}.")
    return found


def _persons(cell: Cell) -> int:
    try:
        number = as_number(cell)
    except ValueError:
        number = None
    if number is None or number != int(number) or not 0 <= number <= MOST_PERSONS:
        raise WrongRow(f"Personer “{as_text(cell)[:20]}” er ikke et helt tal fra 0 til {MOST_PERSONS}.")
    return int(number)
