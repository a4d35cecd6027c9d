"""What a source may say of a system, as text, and what becomes of it beside what stands in the register."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from . import field_texts
from .kinds import SystemKind
from .register import WrongFacts

FIELD_NAMES = {
    "name": "Navn",
    "former_name": "Hed før",
    "description": "Hvad det bruges til",
    "business_type": "Forretningstype",
    "family": "Familie",
    "vendor": "Leverandør",
    "owner_unit": "Ansvarlig enhed",
    "life_cycle": "Livscyklus",
    "hosting": "Hvor det kører",
    "is_business_critical": "Forretningskritisk",
    "is_socially_critical": "Samfundskritisk",
    "personal_data": "Personoplysninger",
    "uses_ai": "Bruger AI",
    "users": "Brugere",
    "tasks": "KLE-opgaver",
    "units": "Enheder, der bruger det",
}
WORDS = {name: words for name, words in field_texts.WORDS.items() if name in FIELD_NAMES}
LONGEST = {"name": 200, "former_name": 200, "business_type": 100, "family": 100}
NOTHING = frozenset({"", "unknown"})


@dataclass(frozen=True)
class SaidOfSystem:
    """A row of a source about one system. A field that is not in `fields` is not spoken of; "" and "unknown" say that
    nobody knows. `needs`: rows of the same source that it depends on, and what is exchanged. `note`: numbers of the
    day, for people to see."""

    external_id: str
    name: str
    kind: str = SystemKind.SYSTEM.value
    fields: Mapping[str, str] = field(default_factory=dict)
    needs: tuple[tuple[str, str], ...] | None = None
    note: str = ""
    remarks: tuple[str, ...] = ()


class Fate(StrEnum):
    """What becomes of what a source says of a field."""

    SAME = "same"
    FILL = "fill"
    PROPOSE = "propose"
    LEAVE = "leave"


@dataclass(frozen=True)
class Standing:
    """Who says what stands: a source or a person, validated or not; `declined` is what was proposed and not taken."""

    source: str
    is_validated: bool
    declined: str | None = None


def fate_of(*, current: str, said: str, source: str, standing: Standing | None) -> Fate:
    """A source fills what is empty, and what it said itself before; what people wrote or validated it does not touch.

    What another source said is a difference too. That nobody knows is no reason to take away what somebody knew.
    """
    if said == current:
        return Fate.SAME
    is_own = standing is not None and standing.source == source and not standing.is_validated
    if is_own:
        return Fate.FILL
    if said in NOTHING:
        return Fate.LEAVE
    if standing is not None and standing.declined == said:
        return Fate.LEAVE
    if current in NOTHING and not (standing is not None and standing.is_validated):
        return Fate.FILL
    return Fate.PROPOSE


def band_of(text: str) -> tuple[int | None, int | None]:
    """Nothing at either end where it is no range."""
    try:
        return field_texts.band_of(text)
    except WrongFacts:
        return None, None


def in_words(name: str, text: str | None, units: Mapping[str, str]) -> str:
    """As the register says it, but that nobody knows is a source's word, too. `units`: code → name."""
    if text == "unknown" and name in WORDS:
        return WORDS[name][text]
    return field_texts.in_words(name, text, units)


def by_word(name: str, text: str) -> str | None:
    """Our word for what a customer wrote in a column, by our own word or the Danish one; None where it is neither."""
    if text == "":
        return "unknown"
    words = WORDS[name]
    return next((one for one, danish in words.items() if text.casefold() in (one, danish.casefold())), None)
