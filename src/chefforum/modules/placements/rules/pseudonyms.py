"""Nobody is named: what would say who somebody is does not come in."""

from __future__ import annotations

from chefforum.calc.person_numbers import person_numbers

REFUSED = "Her står noget, der ligner et CPR-nummer. Skriv det ikke her: brug fagsystemets nummer på forløbet."
REFUSED_NAME = "Filens navn ligner et CPR-nummer, så filen er afvist. Giv den et andet navn, og vælg den igen."


def refused(text: str) -> str:
    """Why the text cannot be kept, in words for who wrote it; "" where it can."""
    return REFUSED if person_numbers(text) else ""


def refused_name(filename: str) -> str:
    """Why a file of that name does not come in; "" where it does."""
    return REFUSED_NAME if person_numbers(filename) else ""
