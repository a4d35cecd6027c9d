"""What is said of a system, as one value: what forms and imports hand over, and what of it was changed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from .kinds import Answer, Hosting, LifeCycle, Need, PersonalData, SystemKind

# A main group 00, a group 00.30 or a subject 00.30.04 of KL's subject plan.
KLE_NUMBER = re.compile(r"\d{2}(\.\d{2}){0,2}")
CVR = re.compile(r"\d{8}")
NEED_ASKED = "it_costs.need"  # what an owner is told who is asked whether a system is needed


class WrongFacts(ValueError):
    """What was said cannot be; `field` is "" where no field is to blame, the message says what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True)
class SystemFacts:
    """All that people say of a system. `users_*`: from and to, both included, None where not known."""

    name: str
    kind: str = SystemKind.SYSTEM.value
    former_name: str = ""
    description: str = ""
    family: str = ""
    business_type: str = ""
    vendor_id: UUID | None = None
    owner_unit_id: UUID | None = None
    owner_id: UUID | None = None
    life_cycle: str = LifeCycle.UNKNOWN.value
    hosting: str = Hosting.UNKNOWN.value
    is_business_critical: str = Answer.UNKNOWN.value
    is_socially_critical: str = Answer.UNKNOWN.value
    personal_data: str = PersonalData.UNKNOWN.value
    uses_ai: str = Answer.UNKNOWN.value
    serves_vulnerable: str = Answer.UNKNOWN.value
    users_low: int | None = None
    users_high: int | None = None
    bought_outside_it: bool = False
    units: tuple[UUID, ...] = ()  # that use it
    tasks: tuple[str, ...] = ()  # KLE numbers


# Stand in tables of their own.
LISTED = ("units", "tasks")
FIELD_NAMES = {
    "name": "Navn",
    "kind": "Type",
    "former_name": "Hed før",
    "description": "Hvad det bruges til",
    "family": "Familie",
    "business_type": "Forretningstype",
    "vendor_id": "Leverandør",
    "owner_unit_id": "Ansvarlig enhed",
    "owner_id": "Systemejer",
    "life_cycle": "Livscyklus",
    "hosting": "Hvor det kører",
    "is_business_critical": "Forretningskritisk",
    "is_socially_critical": "Samfundskritisk",
    "personal_data": "Personoplysninger",
    "uses_ai": "Bruger AI",
    "serves_vulnerable": "Udsatte borgere",
    "users_low": "Brugere, mindst",
    "users_high": "Brugere, højst",
    "bought_outside_it": "Afdelingens eget indkøb",
    "units": "Enheder, der bruger det",
    "tasks": "Opgaver (KLE)",
}
PLAIN = tuple(field.name for field in fields(SystemFacts) if field.name not in LISTED)
_ALLOWED: Mapping[str, type] = {
    "kind": SystemKind,
    "life_cycle": LifeCycle,
    "hosting": Hosting,
    "is_business_critical": Answer,
    "is_socially_critical": Answer,
    "personal_data": PersonalData,
    "uses_ai": Answer,
    "serves_vulnerable": Answer,
}


def check_facts(facts: SystemFacts) -> None:
    """Raises WrongFacts."""
    if not facts.name.strip():
        raise WrongFacts("name", "Skriv, hvad systemet hedder.")
    for name, words in _ALLOWED.items():
        if getattr(facts, name) not in {one.value for one in words}:  # type: ignore[attr-defined]
            raise WrongFacts(name, f"Vælg en af mulighederne i “{FIELD_NAMES[name]}”.")
    low, high = facts.users_low, facts.users_high
    if low is not None and high is not None and high < low:
        raise WrongFacts("users_high", "Højst er mindre end mindst.")
    for number in facts.tasks:
        if not KLE_NUMBER.fullmatch(number):
            raise WrongFacts("tasks", f"“{number}” er ikke et KLE-nummer. Skriv det som 00, 00.30 eller 00.30.04.")


def check_need(need: str, reason: str) -> None:
    """Raises WrongFacts: whether it is needed has a reason, or is not said."""
    if need not in set(Need):
        raise WrongFacts("need", "Vælg en af mulighederne.")
    if need != Need.UNKNOWN and not reason.strip():
        raise WrongFacts("need_reason", "Skriv, hvorfor. Vurderingen bruges, når der skal vælges.")


def differences(before: SystemFacts, after: SystemFacts) -> dict[str, tuple[Any, Any]]:
    """What each changed field was and becomes; lists are told as the same where only their order is another."""
    found = {}
    for name in FIELD_NAMES:
        was, becomes = getattr(before, name), getattr(after, name)
        if name in LISTED:
            was, becomes = tuple(sorted(was, key=str)), tuple(sorted(set(becomes), key=str))
        if was != becomes:
            found[name] = (was, becomes)
    return found
