"""Amounts of kroner in Danish text, and how they are written: 750.000 kr., 2,2 mio. kr., kr. 500.000, DKK 3 mia."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from chefforum.calc.anchored import at_numbers, at_words_with

_NUMBER = r"(?P<{0}>[0-9]{{1,3}}(?:\.[0-9]{{3}})+(?:,[0-9]+)?|[0-9]{{1,12}}(?:,[0-9]{{1,6}})?)"
_SCALE = r"(?P<{0}>mio\.?|mill?\.|millioner|million|mia\.?|milliarder|milliard|t\.|t(?=kr)|tusinde|tusind)"
_KRONER = r"(?P<{0}>kroner|kr\b\.?|dkk\b)"
_SPACE = r"[ \t\u00a0\u202f]{0,2}"
_AMOUNT = re.compile(
    rf"{_NUMBER.format('after')}"
    rf"(?:{_SPACE}{_SCALE.format('scale')})?(?:{_SPACE}{_KRONER.format('unit')}|(?P<dash>,-))",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    rf"(?P<unit>[Kk]r\.?|KR\.?|[Dd][Kk][Kk])[ \t\u00a0\u202f]{{1,2}}{_NUMBER.format('before')}"
    rf"(?:{_SPACE}{_SCALE.format('scale')})?(?![\w]|[ \t\u00a0]?kr)",
    re.IGNORECASE,
)
_THOUSANDS = re.compile(r"\b(?:i )?1\.?000[ \u00a0](?P<unit>kr\.?|kroner)", re.IGNORECASE)
_FACTORS = {"mio": 10**6, "mil": 10**6, "mia": 10**9, "t": 10**3, "tus": 10**3}
_SMALLEST_TO_COMPARE = 10_000


class Notation(StrEnum):
    """The ways to write an amount that do not go together in one text."""

    KRONER = "kroner"  # 750.000 kr.
    UNGROUPED = "ungrouped"  # 750000 kr.
    DASH = "dash"  # 750.000,-
    UNIT_FIRST = "unit first"  # kr. 750.000
    THOUSANDS = "thousands"  # 750 t.kr.
    MILLIONS = "millions"  # 0,75 mio. kr.
    MILLIONS_IN_WORDS = "millions in words"  # 0,75 millioner kroner


@dataclass(frozen=True)
class Amount:
    """An amount as written from `start` to `end` (exclusive); `kroner` is its value."""

    start: int
    end: int
    text: str
    kroner: Decimal
    notation: Notation


def amounts(text: str) -> Iterator[Amount]:
    """Every amount of kroner in the text, in reading order; "1.000 kr." as the unit of a table is none."""
    found = [match for match in at_numbers(text, _AMOUNT) if not _goes_on(text, match, ".,-")]
    found += [
        match
        for match in at_words_with(_BEFORE, text, "kr", "Kr", "KR", "dkk", "DKK")
        if not _goes_on(text, match, "_")
    ]
    if not found:
        return
    found.sort(key=lambda match: match.start())
    units = {unit.start() for unit in _THOUSANDS.finditer(text) if text[unit.start() : unit.start() + 2] == "i "}
    end = -1
    for match in found:
        if match.start() >= end and match.start() - 2 not in units:
            end = match.end()
            yield _amount(match)


def _goes_on(text: str, match: re.Match[str], joins: str) -> bool:
    """Whether what was found is the end of a longer word or number."""
    before = text[match.start() - 1 : match.start()]
    return before.isalnum() or (before != "" and before in joins)


def _amount(match: re.Match[str]) -> Amount:
    parts = match.groupdict()
    number = parts.get("after") or parts.get("before") or "0"
    scale = (parts["scale"] or "").lower().rstrip(".")
    value = Decimal(number.replace(".", "").replace(",", "."))
    factor = _FACTORS[scale[:3]] if scale else 1
    return Amount(
        start=match.start(),
        end=match.end(),
        text=match[0],
        kroner=value * factor,
        notation=_notation(number, scale, unit_first="before" in parts, dash=bool(parts.get("dash"))),
    )


def _notation(number: str, scale: str, *, unit_first: bool, dash: bool) -> Notation:
    if unit_first:
        return Notation.UNIT_FIRST
    if dash:
        return Notation.DASH
    if scale:
        if _FACTORS[scale[:3]] == 1000:
            return Notation.THOUSANDS
        return Notation.MILLIONS_IN_WORDS if len(scale) > 4 else Notation.MILLIONS
    is_long = len(number.partition(",")[0]) > 4 and "." not in number
    return Notation.UNGROUPED if is_long else Notation.KRONER


def mixed_notations(found: list[Amount]) -> dict[Notation, Amount]:
    """The notations that do not go together, each with its first amount; empty where they do.

    Millions beside kroner is good style where each has its size: 2,2 mio. kr. and 750.000 kr. They are mixed where the
    sizes overlap: 0,8 mio. kr. beside 750.000 kr. Amounts below 10,000 kr. are left out.
    """
    first: dict[Notation, Amount] = {}
    for amount in found:
        if amount.kroner >= _SMALLEST_TO_COMPARE:
            first.setdefault(amount.notation, amount)
    if set(first) in ({Notation.KRONER, Notation.MILLIONS}, {Notation.KRONER, Notation.MILLIONS_IN_WORDS}):
        return _overlapping(found)
    return first if len(first) > 1 else {}


def _overlapping(found: list[Amount]) -> dict[Notation, Amount]:
    in_kroner = [one for one in found if one.notation is Notation.KRONER and one.kroner >= _SMALLEST_TO_COMPARE]
    in_millions = [one for one in found if one.notation in (Notation.MILLIONS, Notation.MILLIONS_IN_WORDS)]
    largest = max(in_kroner, key=lambda one: one.kroner)
    smallest = min(in_millions, key=lambda one: one.kroner)
    if smallest.kroner < 10**6 or largest.kroner >= smallest.kroner:
        return {Notation.KRONER: largest, smallest.notation: smallest}
    return {}
