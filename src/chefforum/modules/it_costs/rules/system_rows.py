"""What a file of systems says, line by line, and how the register goes out as one that comes in again. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from chefforum.calc.cells import Cell, as_list, as_text

from . import lines
from .field_texts import NO, WORDS, YES, band_of, list_of, vendor_of
from .lines import ReadLines, WrongLine
from .register import CVR, KLE_NUMBER

MOST_USERS = 1_000_000
SYSTEM_COLUMNS = {
    "id": "Nr.",
    "name": "Navn",
    "kind": "Type",
    "former_name": "Hed før",
    "description": "Hvad det bruges til",
    "family": "Familie",
    "business_type": "Forretningstype",
    "life_cycle": "Livscyklus",
    "vendor": "Leverandør",
    "cvr": "CVR",
    "owner_unit": "Enhedskode",
    "owner": "Systemejers e-mail",
    "bought_outside_it": "Eget indkøb",
    "users_low": "Brugere, mindst",
    "users_high": "Brugere, højst",
    "units": "Bruges af (koder)",
    "tasks": "Opgaver (KLE)",
    "hosting": "Hvor det kører",
    "is_business_critical": "Forretningskritisk",
    "is_socially_critical": "Samfundskritisk",
    "serves_vulnerable": "Udsatte borgere",
    "personal_data": "Personoplysninger",
    "uses_ai": "Bruger AI",
    "need": "Nødvendigt",
    "need_reason": "Begrundelse",
}
_ALSO = {
    "system": "name",
    "systemnavn": "name",
    "beskrivelse": "description",
    "formål": "description",
    "leverandørnavn": "vendor",
    "cvr-nummer": "cvr",
    "kode": "owner_unit",
    "ansvarlig enhed": "owner_unit",
    "systemejer": "owner",
    "e-mail": "owner",
    "kle": "tasks",
    "id": "id",
    "uuid": "id",
}


def read_systems(table: Sequence[Sequence[Cell]]) -> ReadLines:
    """Raises NoHeads: a line must name the columns, and one of them be Navn or Nr."""
    return lines.read_lines(
        table, columns=SYSTEM_COLUMNS, also=_ALSO, needed=(), any_of=("name", "id"), readers=_READERS
    )


def read_id(cell: Cell, head: str) -> UUID:
    try:
        return UUID(as_text(cell))
    except ValueError:
        raise WrongLine(
            f"“{head}” er vores eget nummer, som det står i filer herfra. Lad det være tomt i nye."
        ) from None


def read_cvr(cell: Cell, head: str) -> str:
    found = as_text(cell).replace(" ", "")
    if not CVR.fullmatch(found):
        raise WrongLine("“CVR” skal være otte cifre.")
    return found


def _tasks(cell: Cell, head: str) -> tuple[str, ...]:
    found = as_list(cell)
    wrong = [one for one in found if not KLE_NUMBER.fullmatch(one)]
    if wrong:
        raise WrongLine(f"“{head}”: {wrong[0][:40]} er ikke et KLE-nummer. Skriv det som 00, 00.30 eller 00.30.04.")
    return found


def _codes(cell: Cell, head: str) -> tuple[str, ...]:
    return as_list(cell)


def _email(cell: Cell, head: str) -> str:
    return as_text(cell).casefold()


_READERS: dict[str, lines.Reader] = {
    **{name: lines.one_of(words) for name, words in WORDS.items()},
    "id": read_id,
    "name": lines.longest(200),
    "former_name": lines.longest(200),
    "description": lines.longest(4000),
    "family": lines.longest(100),
    "business_type": lines.longest(100),
    "vendor": lines.longest(200),
    "cvr": read_cvr,
    "owner": _email,
    "bought_outside_it": lines.yes_or_no,
    "users_low": lines.count(MOST_USERS),
    "users_high": lines.count(MOST_USERS),
    "units": _codes,
    "tasks": _tasks,
    "need_reason": lines.longest(2000),
}


def system_cells(system_id: UUID, texts: dict[str, str]) -> tuple[str, ...]:
    """A system as a line of the file; `texts` by field, with need and need_reason. What is not known is empty."""
    vendor, cvr = vendor_of(texts["vendor"])
    low, high = band_of(texts["users"])
    said = texts | {
        "id": str(system_id),
        "vendor": vendor,
        "cvr": cvr,
        "users_low": "" if low is None else str(low),
        "users_high": "" if high is None else str(high),
        "units": "; ".join(list_of(texts["units"])),
        "tasks": "; ".join(list_of(texts["tasks"])),
        "bought_outside_it": {YES: "Ja", NO: "Nej"}[texts["bought_outside_it"]],
    }
    for name, words in WORDS.items():
        said[name] = "" if said[name] == "unknown" else words[said[name]]
    return tuple(said[column] for column in SYSTEM_COLUMNS)
