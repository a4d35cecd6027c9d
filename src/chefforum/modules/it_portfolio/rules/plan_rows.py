"""The plan as lines of a file: what each column says, read back as it went out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from chefforum.calc.cells import Cell, as_date, as_number, as_text
from chefforum.web import danish

from .plan import ELEMENT_NAMES, MOST_OERE, STATE_NAMES

PLAN_COLUMNS = {
    "id": "Nr.",
    "title": "Hvad",
    "why": "Hvorfor",
    "element": "Del af analysen",
    "owner": "Ansvarligs e-mail",
    "starts_on": "Begynder",
    "ends_on": "Slutter",
    "cost": "Udgift, kr.",
    "saving": "Besparelse om året, kr.",
    "systems": "Systemer",
    "state": "Status",
    "note": "Bemærkning til status",
    "after": "Kommer efter",
}
MONEY_COLUMNS = ("cost", "saving")
NOT_KNOWN = "Ikke oplyst"


class WrongCell(ValueError):
    """A cell that cannot be; the words tell what to do."""


HEADS = {head.casefold(): name for name, head in PLAN_COLUMNS.items()}


def say_day(day: dt.date | None) -> str:
    return "" if day is None else f"{day:%d-%m-%Y}"


def read_day(cell: Cell) -> dt.date | None:
    """None where it is said not to be known. Raises WrongCell."""
    if is_unsaid(cell):
        return None
    try:
        return as_date(cell)
    except ValueError:
        raise WrongCell(f"“{as_text(cell)}” er ikke en dag. Skriv den som 31-12-2026.") from None


def is_unsaid(cell: Cell) -> bool:
    """Whether it says that nothing is known, which empties a field; an empty cell changes nothing."""
    return as_text(cell).casefold() == NOT_KNOWN.casefold()


def say_kroner(oere: int | None) -> str:
    return "" if oere is None else danish.number(Decimal(oere) / 100)


def read_kroner(cell: Cell) -> int | None:
    """In øre; None where it is said not to be known. Raises WrongCell."""
    if is_unsaid(cell):
        return None
    said = as_text(cell)
    try:
        number = as_number(said.removesuffix("kr.").strip() if isinstance(cell, str) else cell)
    except ValueError:
        raise WrongCell(f"“{said}” er ikke et beløb.") from None
    if number is None:
        return None
    if not 0 <= number * 100 <= MOST_OERE or number * 100 != int(number * 100):
        raise WrongCell(f"“{said}” kan ikke være et beløb. Skriv et beløb fra 0 kr. med højst to decimaler.")
    return int(number * 100)


def read_word(text: str, names: Mapping[Any, str], what: str) -> str:
    """The value that the name is of. Raises WrongCell."""
    for one, name in names.items():
        if text.casefold() in (name.casefold(), one.value):
            return str(one.value)
    raise WrongCell(f"{what} “{text}” kendes ikke. Skriv {danish.listed(names.values())}.")


def read_element(text: str) -> str:
    return read_word(text, ELEMENT_NAMES, "Delen")


def read_state(text: str) -> str:
    return read_word(text, STATE_NAMES, "Status")


def parts_of(text: str) -> list[str]:
    """What stands with semicolons between."""
    return [" ".join(one.split()) for one in text.split(";") if one.strip()]
