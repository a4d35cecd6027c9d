"""What a request says, as one value; what it lacks before it can be sent; and what it costs. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any
from uuid import UUID

from .kinds import Answer, CostCategory, Hosting, PersonalData
from .register import KLE_NUMBER, WrongFacts
from .request_words import MAKES_A_SYSTEM, AiClass, HardwareKind, RequestKind

FIRST_YEAR, LAST_YEAR, MOST_YEARS = 2000, 2100, 10
MOST_OERE = 10_000_000_000_00


@dataclass(frozen=True)
class LineFacts:
    """What is bought. `amount_oere`: once, or a year where it is yearly. None of it and of `quantity`: not known."""

    item: str
    category: str
    first_year: int
    amount_oere: int | None = None
    hardware: str = ""
    quantity: Decimal | None = None
    is_yearly: bool = False
    years: int = 1

    @property
    def total_oere(self) -> int | None:
        if self.amount_oere is None:
            return None
        return self.amount_oere * (self.years if self.is_yearly else 1)

    @property
    def unit_price_oere(self) -> Decimal | None:
        """What one costs (a year, where it is yearly); None where number or amount is not known."""
        if self.amount_oere is None or not self.quantity:
            return None
        return Decimal(self.amount_oere) / self.quantity


@dataclass(frozen=True)
class RequestFacts:
    """All that who asks says; what nobody has said is "unknown" or None, which is open."""

    kind: str
    title: str
    unit_id: UUID
    need: str = ""
    alternatives: str = ""
    effects: str = ""
    for_whom: str = ""
    users: int | None = None
    system_id: UUID | None = None  # that there is to be more of, or longer
    contract_id: UUID | None = None
    vendor_name: str = ""
    tasks: tuple[str, ...] = ()
    wanted_from: dt.date | None = None
    wanted_until: dt.date | None = None
    hosting: str = Hosting.UNKNOWN.value
    personal_data: str = PersonalData.UNKNOWN.value
    ai_class: str = AiClass.UNKNOWN.value
    is_critical: str = Answer.UNKNOWN.value
    serves_vulnerable: str = Answer.UNKNOWN.value
    processor_agreement: str = Answer.UNKNOWN.value
    dpia: str = Answer.UNKNOWN.value
    is_accessible: str = Answer.UNKNOWN.value
    funding_unit_id: UUID | None = None
    funding_account: str = ""
    funding: str = ""
    lines: tuple[LineFacts, ...] = ()


FIELD_NAMES = {
    "kind": "Hvad søger du om?",
    "title": "Hvad hedder det?",
    "unit_id": "Hvilken enhed er det til?",
    "need": "Hvad skal det bruges til?",
    "alternatives": "Hvad kunne vi gøre i stedet?",
    "effects": "Hvad får vi ud af det?",
    "for_whom": "Hvem skal bruge det?",
    "users": "Antal brugere",
    "system_id": "Det system, det handler om",
    "contract_id": "Kontrakt eller rammeaftale, det købes på",
    "vendor_name": "Leverandør",
    "tasks": "Opgaver (KLE)",
    "wanted_from": "Ønskes fra",
    "wanted_until": "Ønskes til",
    "hosting": "Hvor kommer det til at køre?",
    "personal_data": "Personoplysninger",
    "ai_class": "AI",
    "is_critical": "Går det ud over borgere eller drift, hvis det står stille?",
    "serves_vulnerable": "Bruges det til udsatte borgere?",
    "processor_agreement": "Er der en databehandleraftale?",
    "dpia": "Er der lavet en konsekvensanalyse?",
    "is_accessible": "Er det tilgængeligt for alle?",
    "funding_unit_id": "Hvem betaler?",
    "funding_account": "Konto",
    "funding": "Hvordan er det betalt?",
    "lines": "Hvad koster det?",
}
PLAIN = tuple(field.name for field in fields(RequestFacts) if field.name not in ("tasks", "lines"))
_ALLOWED: dict[str, Any] = {
    "kind": RequestKind,
    "hosting": Hosting,
    "personal_data": PersonalData,
    "ai_class": AiClass,
    **dict.fromkeys(("is_critical", "serves_vulnerable", "processor_agreement", "dpia", "is_accessible"), Answer),
}


def check_request(facts: RequestFacts) -> None:
    """What cannot be is refused; what is not said yet is not: a draft is kept. Raises WrongFacts."""
    if not facts.title.strip():
        raise WrongFacts("title", "Skriv, hvad det hedder. Det kan rettes senere.")
    for name, words in _ALLOWED.items():
        if getattr(facts, name) not in {one.value for one in words}:
            raise WrongFacts(name, f"Vælg en af mulighederne i “{FIELD_NAMES[name]}”.")
    if facts.wanted_from and facts.wanted_until and facts.wanted_until < facts.wanted_from:
        raise WrongFacts("wanted_until", "Det slutter, før det begynder.")
    for number in facts.tasks:
        if not KLE_NUMBER.fullmatch(number):
            raise WrongFacts("tasks", f"“{number}” er ikke et KLE-nummer. Skriv det som 00, 00.30 eller 00.30.04.")
    for line in facts.lines:
        _check_line(line)


def _check_line(line: LineFacts) -> None:
    if not line.item.strip():
        raise WrongFacts("lines", "Skriv, hvad der købes, i hver linje.")
    if line.category not in set(CostCategory):
        raise WrongFacts("lines", "Vælg, hvad slags udgift det er, i hver linje.")
    if line.hardware and line.hardware not in set(HardwareKind):
        raise WrongFacts("lines", "Vælg en af slagsene af udstyr.")
    if line.amount_oere is not None and not 0 <= line.amount_oere <= MOST_OERE:
        raise WrongFacts("lines", "Beløbet skal være fra 0 til 10 mia. kr.")
    if line.quantity is not None and line.quantity < 0:
        raise WrongFacts("lines", "Antallet kan ikke være under 0.")
    if not FIRST_YEAR <= line.first_year <= LAST_YEAR:
        raise WrongFacts("lines", f"Året skal ligge mellem {FIRST_YEAR} og {LAST_YEAR}.")
    if not 1 <= line.years <= MOST_YEARS:
        raise WrongFacts("lines", f"Skriv fra 1 til {MOST_YEARS} år.")


def lacks(facts: RequestFacts) -> tuple[str, ...]:
    """The fields that must be said before the request can be sent, in the form's order. What is asked grows with what
    is asked for: a prolonging needs its system, a new system its alternatives."""
    asked = ["need", "lines", "funding_unit_id", "personal_data"]
    if facts.kind in MAKES_A_SYSTEM:
        asked += ["alternatives", "for_whom", "ai_class", "is_critical"]
    if facts.kind == RequestKind.PILOT:
        asked += ["wanted_until"]
    if facts.kind in (RequestKind.LICENCES, RequestKind.PROLONG):
        asked += ["system_id"]
        asked.remove("personal_data")  # the system's own
    if facts.kind == RequestKind.HARDWARE:
        asked.remove("personal_data")
    return tuple(name for name in FIELD_NAMES if name in asked and not _is_said(facts, name))


def _is_said(facts: RequestFacts, name: str) -> bool:
    value = getattr(facts, name)
    if name == "lines":
        return bool(value) and all(line.amount_oere is not None for line in value)
    return bool(value) and value != "unknown" and bool(str(value).strip())


def total_oere(lines: Sequence[LineFacts]) -> int | None:
    """All years together; None where there is no line, or one without an amount."""
    totals = [line.total_oere for line in lines]
    if not totals or None in totals:
        return None
    return sum(total for total in totals if total is not None)


def by_year(lines: Sequence[LineFacts]) -> dict[int, int]:
    """Øre by year, of the lines whose amount is known."""
    found: dict[int, int] = {}
    for line in lines:
        if line.amount_oere is None:
            continue
        for year in range(line.first_year, line.first_year + (line.years if line.is_yearly else 1)):
            found[year] = found.get(year, 0) + line.amount_oere
    return dict(sorted(found.items()))
