"""Nobody is named: what would say who somebody is does not come in."""

from __future__ import annotations

from chefforum.calc.person_numbers import person_numbers

REFUSED = "Her står noget, der ligner et CPR-nummer. Skriv det ikke her: brug fagsystemets nummer på forløbet."


def refused(text: str) -> str:
    """Why the text cannot be kept, in words for who wrote it; "" where it can."""
    return REFUSED if person_numbers(text) else ""
