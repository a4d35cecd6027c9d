"""What a placement is made of when it is registered, what can be done to it, and the words for both."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from .kinds import Sector
from .pseudonyms import refused

FIRST_DAY, LAST_DAY = dt.date(2000, 1, 1), dt.date(2100, 12, 31)
MOST_HOURS = Decimal(60)
# Letters, digits and what systems put between them; nothing that a spreadsheet would take for a formula.
_NUMBER = re.compile(r"[^\W_][\w .:/#-]*")
LONGEST_NUMBER = 60


class Act(StrEnum):
    CREATED = "create"
    CHANGED = "change"
    ENDED = "end"
    CANCELLED = "cancel"
    OUTCOME = "outcome"
    UNDONE = "undo"


ACT_NAMES = {
    Act.CREATED: "Registrerede forløbet",
    Act.CHANGED: "Rettede forløbet",
    Act.ENDED: "Noterede, hvordan det sluttede",
    Act.CANCELLED: "Aflyste forløbet",
    Act.OUTCOME: "Noterede udfald",
    Act.UNDONE: "Fortrød det sidste",
}
UNDOABLE = frozenset({Act.CHANGED, Act.ENDED, Act.CANCELLED, Act.OUTCOME})
FIELD_NAMES = {
    "external_reference": "Nummer i fagsystemet",
    "kind": "Type",
    "sector": "Hvor",
    "unit_id": "Enhed",
    "workplace_id": "Arbejdssted",
    "place_id": "Plads",
    "job_type_id": "Stillingstype",
    "target_group": "Målgruppe",
    "starts_on": "Starter",
    "ends_on": "Slutter",
    "ended_on": "Sluttede",
    "end_reason": "Hvordan det sluttede",
    "hours": "Timer om ugen",
    "consultant_id": "Konsulent",
    "cancelled_at": "Aflyst",
    "outcome": "Udfald",
}


@dataclass(frozen=True)
class Facts:
    """What is said of a placement by who registers it. Without `place_id` it is outside the places offered."""

    kind: str
    sector: str
    starts_on: dt.date
    unit_id: UUID | None = None
    workplace_id: UUID | None = None
    place_id: UUID | None = None
    job_type_id: int | None = None
    target_group: str = ""
    ends_on: dt.date | None = None
    hours: Decimal | None = None
    consultant_id: UUID | None = None
    external_reference: str | None = None


class WrongFacts(ValueError):
    """What is said does not hang together. `field` names the field to blame."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field


def check_facts(facts: Facts) -> None:
    """Raises WrongFacts for the first thing that cannot be, whoever says it."""
    if facts.sector == Sector.MUNICIPAL and facts.unit_id is None:
        raise WrongFacts("unit_id", "Vælg den enhed, hvor forløbet er.")
    if facts.sector != Sector.MUNICIPAL and (facts.unit_id or facts.workplace_id or facts.place_id):
        raise WrongFacts("unit_id", "Et forløb uden for kommunen har ingen enhed, intet arbejdssted og ingen plads.")
    if not FIRST_DAY <= facts.starts_on <= LAST_DAY:
        raise WrongFacts("starts_on", f"Startdatoen skal være fra {FIRST_DAY.year} til {LAST_DAY.year}.")
    if facts.ends_on is not None and facts.ends_on < facts.starts_on:
        raise WrongFacts("ends_on", "Forløbet slutter, før det begynder.")
    if facts.ends_on is not None and facts.ends_on > LAST_DAY:
        raise WrongFacts("ends_on", f"Slutdatoen skal være før {LAST_DAY.year + 1}.")
    if facts.hours is not None and not 0 < facts.hours <= MOST_HOURS:
        raise WrongFacts("hours", f"Timer om ugen skal være mere end 0 og højst {MOST_HOURS}.")
    if facts.external_reference is not None and (words := wrong_number(facts.external_reference)):
        raise WrongFacts("external_reference", words)


def wrong_number(text: str) -> str:
    """Why the text cannot be the employment system's number of a course; "" where it can."""
    if refused(text):
        return refused(text)
    if len(text) > LONGEST_NUMBER:
        return f"Nummeret er på {len(text)} tegn. Der er plads til {LONGEST_NUMBER}."
    if not any(letter.isdigit() for letter in text):
        return "Et nummer har mindst ét tal. Skriv aldrig, hvem borgeren er."
    return "" if _NUMBER.fullmatch(text) else "Et nummer har kun bogstaver, tal, mellemrum og tegnene . : / # -"


def reference(year: int, number: int) -> str:
    """
    >>> reference(2026, 41)
    'F-2026-0041'
    """
    return f"F-{year}-{number:04}"


def as_json(value: Any) -> Any:
    """A field's value as JSON."""
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    return str(value) if isinstance(value, UUID | Decimal) else value


def differences(was: Mapping[str, Any], becomes: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The values that differ, before and after."""
    fields = [name for name in becomes if was[name] != becomes[name]]
    return {name: was[name] for name in fields}, {name: becomes[name] for name in fields}
