"""The rows of a list of participants: which workplace took which step on which day. Pure: cells in, rows out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from .rhythm import RollOut
from .sheet import Cell

HEADS = {
    "e-mail": "email",
    "mail": "email",
    "enhedskode": "code",
    "arbejdsplads": "name",
    "dato": "date",
    "skridt": "kind",
    "bemærkning": "note",
    "hold": "note",
}
KINDS = {"": RollOut.WORKSHOP, "workshop": RollOut.WORKSHOP, "i gang": RollOut.STARTED}
WHO = ("email", "code", "name")
LONGEST_NOTE = 200


@dataclass(frozen=True)
class StepRow:
    """A line of the file. `problem`: why it cannot be used; empty where it can."""

    line: int
    email: str = ""
    code: str = ""
    name: str = ""
    kind: RollOut = RollOut.WORKSHOP
    date: dt.date | None = None
    note: str = ""
    problem: str = ""

    @property
    def who(self) -> str:
        return self.email or self.code or self.name


def read_step_rows(table: Sequence[Sequence[Cell]]) -> list[StepRow] | None:
    """The rows below the line of heads; None where no line names a day and who it is of."""
    for number, row in enumerate(table):
        places = {HEADS[head]: place for place, cell in enumerate(row) if (head := _text(cell).lower()) in HEADS}
        if "date" in places and any(one in places for one in WHO):
            return list(_rows(table[number + 1 :], number + 2, places))
    return None


def _rows(table: Sequence[Sequence[Cell]], first: int, places: Mapping[str, int]) -> Iterator[StepRow]:
    for line, cells in enumerate(table, first):
        said = {name: cells[place] for name, place in places.items() if place < len(cells)}
        if any(_text(cell) for cell in said.values()):
            yield _row(line, said)


def _row(line: int, said: Mapping[str, Cell]) -> StepRow:
    texts = {name: _text(said.get(name)) for name in (*WHO, "kind", "note")}
    if not any(texts[name] for name in WHO):
        return StepRow(line, problem="Der står ikke, hvem det er: skriv e-mail, enhedskode eller arbejdsplads.")
    kind, date = KINDS.get(texts["kind"].lower()), _day(said.get("date"))
    if kind is None:
        return StepRow(line, problem=f"“{texts['kind'][:40]}” er ikke et skridt. Skriv Workshop eller I gang.")
    if date is None:
        return StepRow(line, problem=f"“{_text(said.get('date'))[:40]}” er ikke en dato. Skriv fx 01-04-2026.")
    email, code, name = (texts[one] for one in WHO)
    return StepRow(line, email.lower(), code, name, kind, date, texts["note"][:LONGEST_NOTE])


def _text(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)  # a code in a spreadsheet is 32001.0
    return " ".join(str(cell).split()) if cell is not None else ""


def _day(cell: Cell) -> dt.date | None:
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    for form in ("%d-%m-%Y", "%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"):
        try:
            return dt.datetime.strptime(_text(cell), form).date()
        except ValueError:
            continue
    return None
