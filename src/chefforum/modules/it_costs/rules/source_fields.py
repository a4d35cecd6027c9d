"""What a source may say of a system, as text, and what becomes of it beside what stands in the register."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from .field_texts import users_in_words
from .kinds import ANSWER_NAMES, HOSTING_NAMES, LIFE_CYCLE_NAMES, PERSONAL_DATA_NAMES, SystemKind

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
WORDS: dict[str, Mapping[str, str]] = {
    "life_cycle": {one.value: name for one, name in LIFE_CYCLE_NAMES.items()},
    "hosting": {one.value: name for one, name in HOSTING_NAMES.items()},
    "is_business_critical": {one.value: name for one, name in ANSWER_NAMES.items()},
    "is_socially_critical": {one.value: name for one, name in ANSWER_NAMES.items()},
    "uses_ai": {one.value: name for one, name in ANSWER_NAMES.items()},
    "personal_data": {one.value: name for one, name in PERSONAL_DATA_NAMES.items()},
}
LISTS = frozenset({"tasks", "units"})
LONGEST = {"name": 200, "former_name": 200, "business_type": 100, "family": 100}
NOTHING = frozenset({"", "unknown"})
_VENDOR = re.compile(r"(?P<name>.*), CVR (?P<cvr>\d{8})")
_BAND = re.compile(r"(?P<low>\d*)-(?P<high>\d*)")


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


def vendor_text(name: str, cvr: str | None) -> str:
    return f"{name}, CVR {cvr}" if name and cvr else name


def vendor_of(text: str) -> tuple[str, str]:
    """The name and the CVR number, "" where it is not told."""
    match = _VENDOR.fullmatch(text)
    return (match["name"], match["cvr"]) if match else (text, "")


def band_text(low: int | None, high: int | None) -> str:
    return "" if low is None and high is None else f"{'' if low is None else low}-{'' if high is None else high}"


def band_of(text: str) -> tuple[int | None, int | None]:
    match = _BAND.fullmatch(text)
    if match is None:
        return None, None
    return int(match["low"]) if match["low"] else None, int(match["high"]) if match["high"] else None


def list_text(parts: list[str]) -> str:
    return "; ".join(sorted(set(filter(None, parts))))


def list_of(text: str) -> list[str]:
    return [part for part in text.split("; ") if part]


def in_words(name: str, text: str | None, units: Mapping[str, str]) -> str:
    """What a field's text is to a person; "" where it says nothing. `units`: code → name."""
    if text is None or text == "":
        return ""
    if name in WORDS:
        return WORDS[name].get(text, text)
    if name == "owner_unit":
        return units.get(text, text)
    if name == "units":
        return ", ".join(units.get(code, code) for code in list_of(text))
    if name == "users":
        return users_in_words(*band_of(text))
    return text.replace("; ", ", ") if name in LISTS else text


def by_word(name: str, text: str) -> str | None:
    """Our word for what a customer wrote in a column, by our own word or the Danish one; None where it is neither."""
    if text == "":
        return "unknown"
    words = WORDS[name]
    return next((one for one, danish in words.items() if text.casefold() in (one, danish.casefold())), None)
