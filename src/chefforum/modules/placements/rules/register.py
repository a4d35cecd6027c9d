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
from .wrong import Problem, Wrong

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


class WrongFacts(Wrong):
    """What is said of a placement does not hang together."""


def check_facts(facts: Facts) -> None:
    """Raises WrongFacts with all that cannot be, whoever says it."""
    WrongFacts.require_none(problems_of(vars(facts)))


def problems_of(said: Mapping[str, Any]) -> list[Problem]:
    """All that cannot be in what is said of a placement. What is left out of `said` is asked of no more."""
    problems = [*_where(said), *_when(said)]
    hours, number = said.get("hours"), said.get("external_reference")
    if hours is not None and not 0 < hours <= MOST_HOURS:
        problems.append(("hours", f"Timer om ugen skal være mere end 0 og højst {MOST_HOURS}."))
    if number and (words := wrong_number(number)):
        problems.append(("external_reference", words))
    return problems


def _where(said: Mapping[str, Any]) -> list[Problem]:
    if not {"sector", "unit_id", "workplace_id", "place_id"} <= said.keys():
        return []
    if said["sector"] == Sector.MUNICIPAL and said["unit_id"] is None:
        return [("unit_id", "Vælg den enhed, hvor forløbet er.")]
    if said["sector"] != Sector.MUNICIPAL and (said["unit_id"] or said["workplace_id"] or said["place_id"]):
        return [("unit_id", "Et forløb uden for kommunen har ingen enhed, intet arbejdssted og ingen plads.")]
    return []


def _when(said: Mapping[str, Any]) -> list[Problem]:
    problems = []
    starts, ends = said.get("starts_on"), said.get("ends_on")
    if starts is not None and not FIRST_DAY <= starts <= LAST_DAY:
        problems.append(("starts_on", f"Startdatoen skal være fra {FIRST_DAY.year} til {LAST_DAY.year}."))
    if starts is not None and ends is not None and ends < starts:
        problems.append(("ends_on", "Forløbet slutter, før det begynder."))
    if ends is not None and ends > LAST_DAY:
        problems.append(("ends_on", f"Slutdatoen skal være før {LAST_DAY.year + 1}."))
    return problems


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
