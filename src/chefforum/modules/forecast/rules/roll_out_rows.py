"""The rows of a list of participants: which workplace took which step on which day. Pure: cells in, rows out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chefforum.calc.cells import Cell, as_date, as_text, lines_under_heads

from .rhythm import RollOut

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


def read_step_rows(table: Sequence[Sequence[Cell]]) -> list[StepRow]:
    """The rows below the line of heads. Raises NoHeads where no line names a day and who it is of."""
    return [
        _row(line, said) for line, said in lines_under_heads(table, heads=HEADS, needed=("date",), any_of=WHO).lines
    ]


def _row(line: int, said: Mapping[str, Cell]) -> StepRow:
    texts = {name: as_text(said.get(name)) for name in (*WHO, "kind", "note")}
    if not any(texts[name] for name in WHO):
        return StepRow(line, problem="Der står ikke, hvem det er: skriv e-mail, enhedskode eller arbejdsplads.")
    kind = KINDS.get(texts["kind"].lower())
    try:
        date = as_date(said.get("date"))
    except ValueError:
        date = None
    if kind is None:
        return StepRow(line, problem=f"“{texts['kind'][:40]}” er ikke et skridt. Skriv Workshop eller I gang.")
    if date is None:
        return StepRow(line, problem=f"“{as_text(said.get('date'))[:40]}” er ikke en dato. Skriv fx 01-04-2026.")
    email, code, name = (texts[one] for one in WHO)
    return StepRow(line, email.lower(), code, name, kind, date, texts["note"][:LONGEST_NOTE])
