"""Which lines belong to a part of the accounts with a name, by dated rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from uuid import UUID


class SelectionKind(StrEnum):
    SERVICE_FRAME = "service_frame"
    COMMITTEE = "committee"
    CONSTRUCTION = "construction"
    OTHER = "other"


SELECTION_NAMES = {
    SelectionKind.SERVICE_FRAME: "Serviceramme",
    SelectionKind.COMMITTEE: "Udvalg",
    SelectionKind.CONSTRUCTION: "Anlæg",
    SelectionKind.OTHER: "Andet udsnit",
}
# The parts of an account that a rule may name, and how many letters its patterns may have.
LONGEST = {"account": 200, "function": 200, "dranst": 40, "ownership": 40, "grouping": 200, "art": 100}
PATTERNED = tuple(LONGEST)


@dataclass(frozen=True)
class Choice:
    """`patterns` by part of the account; `units` that it holds for, None for all."""

    takes_in: bool
    patterns: Mapping[str, str]
    units: frozenset[UUID] | None = None


def fits(patterns: str, code: str) -> bool:
    """The code fits one of the patterns, which are parted by commas."""
    return any(fnmatchcase(code, pattern.strip()) for pattern in patterns.split(",") if pattern.strip())


def takes_in(choices: Sequence[Choice], *, parts: Mapping[str, str], unit_id: UUID | None) -> bool:
    """Whether a line of the account with these parts in the unit is in: the first choice that fits says so.

    >>> service = [Choice(True, {"dranst": "1", "function": "03*,05*"})]
    >>> takes_in(service, parts={"dranst": "1", "function": "03220"}, unit_id=None)
    True
    >>> takes_in(service, parts={"dranst": "3", "function": "03220"}, unit_id=None)
    False
    """
    for choice in choices:
        here = choice.units is None or unit_id in choice.units
        if here and all(fits(pattern, parts.get(part, "")) for part, pattern in choice.patterns.items()):
            return choice.takes_in
    return False
