"""What was decided: per part of a recommendation, and from these for the item as a whole."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Outcome(StrEnum):
    APPROVED = "approved"
    APPROVED_WITH_CHANGES = "approved_with_changes"
    NOTED = "noted"
    DISCUSSED = "discussed"
    POSTPONED = "postponed"
    REFERRED = "referred"
    REJECTED = "rejected"
    LAPSED = "lapsed"


OUTCOMES = {
    Outcome.APPROVED: "Godkendt",
    Outcome.APPROVED_WITH_CHANGES: "Godkendt med ændring",
    Outcome.NOTED: "Taget til efterretning",
    Outcome.DISCUSSED: "Drøftet",
    Outcome.POSTPONED: "Udsat",
    Outcome.REFERRED: "Henvist",
    Outcome.REJECTED: "Afvist",
    Outcome.LAPSED: "Bortfaldet",
}


def outcomes_of(parts: Iterable[Outcome | None]) -> list[Outcome]:
    """The item's outcomes, each once, in the order in which its parts first have them; unanswered parts give none."""
    return list(dict.fromkeys(part for part in parts if part is not None))
