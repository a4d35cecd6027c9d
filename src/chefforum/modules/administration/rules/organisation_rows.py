"""An extract of the organisation, one line per unit: which column is which, what each line says, what is wrong."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from chefforum.calc.cells import Cell, as_date, as_list, as_number, as_text

Value = TypeVar("Value")

# Column → heads that mean it, lower case, letters and digits only. The first is the one that our own export writes.
HEADS: dict[str, tuple[str, ...]] = {
    "code": ("enhedskode", "kode", "enhedsid", "enhedsnr", "enhedsnummer", "afdelingskode", "orgkode", "id"),
    "name": ("navn", "enhedsnavn", "enhed", "afdelingsnavn"),
    "short_name": ("kortnavn", "forkortelse"),
    "kind": ("type", "enhedstype", "niveau"),
    "parent": ("overordnetenhedskode", "overordnetenhed", "overordnet", "overenhed", "overordnetkode", "parent"),
    "valid_from": ("gælderfra", "gyldigfra", "startdato", "fradato", "fra"),
    "valid_to": ("gældertil", "gyldigtil", "slutdato", "tildato", "til", "gældertilogmed"),
    "fte": ("årsværk", "antalårsværk", "fte", "fuldtidsstillinger"),
    "counted_on": ("årsværkopgjort", "opgjort", "opgørelsesdato", "årsværkdato"),
    "cost_centres": ("omkostningssteder", "omkostningssted", "psp", "profitcenter"),
    "leader_email": ("lederemail", "ledermail", "lederensemail", "email"),
    "leader_name": ("ledernavn", "leder", "lederensnavn"),
    "leader_title": ("ledertitel", "lederenstitel", "stilling", "titel"),
}
REQUIRED = {"code": "enhedskode", "name": "navn", "parent": "overordnet enhedskode"}
KINDS: dict[str, tuple[str, ...]] = {
    "municipality": ("kommune",),
    "directorate": ("direktørområde", "direktorat", "forvaltning", "direktion"),
    "department": ("afdeling", "center", "fagområde", "stab"),
    "team": ("enhed", "team", "sektion"),
    "workplace": ("arbejdsplads", "institution", "skole", "dagtilbud", "plejecenter"),
}
LONGEST = {"code": 40, "name": 200, "short_name": 20, "leader_name": 200, "leader_title": 200}
MOST_FTE = Decimal("9999999.99")
HEAD_IS_AMONG_THE_FIRST = 20
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(frozen=True)
class Problem:
    """What is wrong on a line (counted from 1, as the spreadsheet shows it; None is no line), and what to do."""

    line: int | None
    text: str
    is_error: bool = True


@dataclass(frozen=True)
class Leader:
    email: str
    name: str
    title: str


@dataclass(frozen=True)
class UnitRow:
    """One unit as the extract has it. None means that the extract says nothing; `parent` None is the top.

    `valid_to` is exclusive, though the file names the last day. An empty leader where `says_leader` means that the
    unit has none.
    """

    line: int
    code: str
    name: str
    parent: str | None = None
    kind: str | None = None
    short_name: str | None = None
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    fte: Decimal | None = None
    counted_on: dt.date | None = None
    cost_centres: tuple[str, ...] | None = None
    leader: Leader | None = None
    says_leader: bool = False


def read_rows(table: Sequence[Sequence[Cell]]) -> tuple[tuple[UnitRow, ...], tuple[Problem, ...]]:
    """The units of the extract and every problem in it, in the order of the lines. Empty lines are skipped.

    A line with a problem is still in the answer as far as it can be read, so that problems between lines show at
    once. The heads may stand in any order and in the first twenty lines.
    """
    place = _find_head(table)
    if place is None:
        wanted = ", ".join(REQUIRED.values())
        return (), (Problem(1, f"Kolonnerne blev ikke fundet. Filen skal have en linje med overskrifterne: {wanted}."),)
    columns, problems = _columns(table[place], line=place + 1)
    rows = []
    for line, cells in enumerate(table[place + 1 :], start=place + 2):
        if any(as_text(cell) for cell in cells):
            row, found = _Line(line, cells, columns).read()
            rows.append(row)
            problems += found
    if not rows:
        problems.append(Problem(place + 1, "Der er ingen enheder under overskrifterne."))
    return tuple(row for row in rows if row.code), (*problems, *_twice(rows))


def _known_head(cell: Cell) -> str | None:
    head = re.sub(r"[^0-9a-zæøå]", "", as_text(cell).casefold())
    return next((column for column, heads in HEADS.items() if head in heads), None)


def _find_head(table: Sequence[Sequence[Cell]]) -> int | None:
    for place, cells in enumerate(table[:HEAD_IS_AMONG_THE_FIRST]):
        if set(REQUIRED) <= {_known_head(cell) for cell in cells}:
            return place
    return None


def _columns(cells: Sequence[Cell], *, line: int) -> tuple[dict[str, int], list[Problem]]:
    columns: dict[str, int] = {}
    problems = []
    for place, cell in enumerate(cells):
        column = _known_head(cell)
        if column and column not in columns:
            columns[column] = place
        elif text := as_text(cell):
            why = "står to gange; kun den første er læst" if column else "kendes ikke og er ikke læst"
            problems.append(Problem(line, f"Kolonnen “{text}” {why}.", is_error=False))
    return columns, problems


def _twice(rows: Sequence[UnitRow]) -> list[Problem]:
    problems: list[Problem] = []
    units: dict[str, int] = {}
    centres: dict[str, int] = {}
    for row in rows:
        if row.code and row.code in units:
            problems.append(Problem(row.line, f"Enhedskoden {row.code} står også på linje {units[row.code]}. Slet en."))
        units.setdefault(row.code, row.line)
        for centre in row.cost_centres or ():
            if centre in centres:
                text = f"Omkostningsstedet {centre} står også på linje {centres[centre]}. Et sted hører til én enhed."
                problems.append(Problem(row.line, text))
            centres.setdefault(centre, row.line)
    return problems


class _Line:
    """One line on its way to a UnitRow, gathering its problems."""

    def __init__(self, line: int, cells: Sequence[Cell], columns: Mapping[str, int]) -> None:
        self.line, self.cells, self.columns = line, cells, columns
        self.problems: list[Problem] = []

    def read(self) -> tuple[UnitRow, list[Problem]]:
        parent = self.text("parent")
        row = UnitRow(
            line=self.line,
            code=self.needed("code", "enhedskode"),
            name=self.needed("name", "navn"),
            parent=parent or None,
            kind=self.kind(),
            short_name=self.text("short_name") if "short_name" in self.columns else None,
            valid_from=self.parsed("valid_from", as_date, "en dato (fx 28-01-2026)"),
            valid_to=self.day_after("valid_to"),
            fte=self.fte(),
            counted_on=self.parsed("counted_on", as_date, "en dato (fx 28-01-2026)"),
            cost_centres=self.cost_centres(),
            leader=self.leader(),
            says_leader="leader_email" in self.columns,
        )
        if row.valid_from and row.valid_to and row.valid_to <= row.valid_from:
            self.problem("“Gælder til” ligger før “gælder fra”.")
        return row, self.problems

    def problem(self, text: str) -> None:
        self.problems.append(Problem(self.line, text))

    def cell(self, column: str) -> Cell:
        place = self.columns.get(column)
        return self.cells[place] if place is not None and place < len(self.cells) else None

    def text(self, column: str) -> str:
        text = as_text(self.cell(column))
        longest = LONGEST.get(column)
        if longest and len(text) > longest:
            self.problem(f"“{text[:30]}…” er for langt: højst {longest} tegn.")
            return text[:longest]
        return text

    def needed(self, column: str, danish: str) -> str:
        text = self.text(column)
        if not text:
            self.problem(f"Der mangler {danish}.")
        return text

    def parsed(self, column: str, read: Callable[[Cell], Value | None], danish: str) -> Value | None:
        try:
            return read(self.cell(column))
        except (ValueError, ArithmeticError):
            self.problem(f"“{as_text(self.cell(column))}” er ikke {danish}.")
            return None

    def day_after(self, column: str) -> dt.date | None:
        last = self.parsed(column, as_date, "en dato (fx 28-01-2026)")
        # Systems write 31-12-9999 for "until further notice".
        return last + dt.timedelta(days=1) if last and last.year < dt.MAXYEAR else None

    def kind(self) -> str | None:
        text = self.text("kind").casefold()
        if not text:
            return None
        for kind, words in KINDS.items():
            if text == kind or text in words:
                return kind
        known = ", ".join(words[0] for words in KINDS.values())
        self.problem(f"Typen “{text}” kendes ikke. Brug en af: {known}.")
        return None

    def fte(self) -> Decimal | None:
        fte = self.parsed("fte", as_number, "et tal (fx 1.234,5)")
        if fte is not None and not 0 <= fte <= MOST_FTE:
            self.problem(f"Årsværk kan ikke være {as_text(self.cell('fte'))}.")
            return None
        return fte if fte is None else fte.quantize(Decimal("0.01"))

    def cost_centres(self) -> tuple[str, ...] | None:
        if "cost_centres" not in self.columns:
            return None
        centres = as_list(self.cell("cost_centres"))
        for centre in centres:
            if len(centre) > LONGEST["code"]:
                self.problem(f"Omkostningsstedet “{centre[:30]}…” er for langt: højst {LONGEST['code']} tegn.")
        return centres

    def leader(self) -> Leader | None:
        email = self.text("leader_email").lower()
        name, title = self.text("leader_name"), self.text("leader_title")
        if name and not email:
            self.problem(f"Lederen {name} mangler e-mail. E-mailen er det, en person kendes på.")
            return None
        if email and not (_EMAIL.fullmatch(email) and len(email) <= 254):
            self.problem(f"“{email}” er ikke en e-mailadresse.")
            return None
        return Leader(email=email, name=name, title=title) if email else None
