"""What stands in each field of a system as text: as it is kept beside who said it, as sources say it, and in words.

A vendor is its name and CVR number, a unit its code, an owner an e-mail, users are a range, lists have "; " between. So
the text means the same wherever it is read, whatever row of a table it comes to be.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .kinds import (
    ANSWER_NAMES,
    HOSTING_NAMES,
    LIFE_CYCLE_NAMES,
    NEED_NAMES,
    PERSONAL_DATA_NAMES,
    SYSTEM_KIND_NAMES,
)
from .register import FIELD_NAMES as FACT_NAMES
from .register import WrongFacts

# Kept under another name than the fact has: the text is not the row's number.
_KEPT_AS = {
    "vendor_id": "vendor",
    "owner_unit_id": "owner_unit",
    "owner_id": "owner",
    "users_low": "users",
    "users_high": "users",
}
USERS = "users"
FIELD_NAMES = {_KEPT_AS.get(name, name): title for name, title in FACT_NAMES.items()} | {USERS: "Brugere"}
WORDS: Mapping[str, Mapping[str, str]] = {
    "kind": {one.value: name for one, name in SYSTEM_KIND_NAMES.items()},
    "life_cycle": {one.value: name for one, name in LIFE_CYCLE_NAMES.items()},
    "hosting": {one.value: name for one, name in HOSTING_NAMES.items()},
    "personal_data": {one.value: name for one, name in PERSONAL_DATA_NAMES.items()},
    "need": {one.value: name for one, name in NEED_NAMES.items()},
    **{
        name: {one.value: word for one, word in ANSWER_NAMES.items()}
        for name in ("is_business_critical", "is_socially_critical", "uses_ai", "serves_vulnerable")
    },
}
YES, NO = "ja", "nej"
_VENDOR = re.compile(r"(?P<name>.*), CVR (?P<cvr>\d{8})")
_BAND = re.compile(r"(?P<low>\d*)-(?P<high>\d*)")


def kept_as(fact: str) -> str:
    """The field that a fact is kept under.

    >>> kept_as("vendor_id"), kept_as("hosting")
    ('vendor', 'hosting')
    """
    return _KEPT_AS.get(fact, fact)


def vendor_text(name: str, cvr: str | None) -> str:
    return f"{name}, CVR {cvr}" if name and cvr else name


def vendor_of(text: str) -> tuple[str, str]:
    """The name and the CVR number, "" where it is not told.

    >>> vendor_of("Nordlys, CVR 10203040"), vendor_of("Nordlys")
    (('Nordlys', '10203040'), ('Nordlys', ''))
    """
    match = _VENDOR.fullmatch(text)
    return (match["name"], match["cvr"]) if match else (text, "")


def band_text(low: int | None, high: int | None) -> str:
    """
    >>> band_text(10, 50), band_text(500, None), band_text(None, None)
    ('10-50', '500-', '')
    """
    return "" if low is None and high is None else f"{'' if low is None else low}-{'' if high is None else high}"


def band_of(text: str) -> tuple[int | None, int | None]:
    """Raises WrongFacts where it is no range."""
    if not text:
        return None, None
    match = _BAND.fullmatch(text)
    if match is None:
        raise WrongFacts("users_low", f"“{text[:40]}” er ikke et antal brugere.")
    return int(match["low"]) if match["low"] else None, int(match["high"]) if match["high"] else None


def list_text(parts: Any) -> str:
    return "; ".join(sorted({str(part) for part in parts if part}))


def list_of(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split("; ") if part)


def in_words(name: str, text: str | None, units: Mapping[str, str]) -> str:
    """What a field's text is to a person; "" where it says nothing. `units`: name by code."""
    if not text or (text == "unknown" and name in WORDS):
        return ""
    if name in WORDS:
        return WORDS[name].get(text, text)
    if name in ("owner_unit", "unit"):
        return units.get(text, text)
    if name == "units":
        return ", ".join(sorted(units.get(code, code) for code in list_of(text)))
    if name == "tasks":
        return ", ".join(list_of(text))
    if name == USERS:
        match = _BAND.fullmatch(text)
        return users_in_words(*band_of(text)) if match else text
    return {YES: "Ja", NO: "Nej"}.get(text, text) if name == "bought_outside_it" else text


def users_in_words(low: int | None, high: int | None) -> str:
    """
    >>> users_in_words(10, 50), users_in_words(500, None), users_in_words(7, 7), users_in_words(None, None)
    ('10 til 50', 'mindst 500', '7', '')
    """
    if low is not None and high is not None:
        return _number(low) if low == high else f"{_number(low)} til {_number(high)}"
    if low is not None:
        return f"mindst {_number(low)}"
    return "" if high is None else f"højst {_number(high)}"


def _number(count: int) -> str:
    return f"{count:,}".replace(",", ".")
