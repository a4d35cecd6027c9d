"""The authorised account string (autoriseret kontostreng): sixteen digits that say what a municipality's money is for.

Widths 1+2+2+1+1+4+3+1+1: main account, main function, function, dranst, ownership, cost centre, grouping, main art,
art.
The digits' names are loaded tables, dated by year; what a code may be is asked of them, not of this file.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Dimension(StrEnum):
    """The parts of the string, in their order."""

    MAIN_ACCOUNT = "main_account"
    MAIN_FUNCTION = "main_function"
    FUNCTION = "function"
    DRANST = "dranst"
    OWNERSHIP = "ownership"
    COST_CENTRE = "cost_centre"
    GROUPING = "grouping"
    MAIN_ART = "main_art"
    ART = "art"


DANISH = {
    Dimension.MAIN_ACCOUNT: "hovedkonto",
    Dimension.MAIN_FUNCTION: "hovedfunktion",
    Dimension.FUNCTION: "funktion",
    Dimension.DRANST: "dranst",
    Dimension.OWNERSHIP: "ejerforhold",
    Dimension.COST_CENTRE: "omkostningssted",
    Dimension.GROUPING: "gruppering",
    Dimension.MAIN_ART: "hovedart",
    Dimension.ART: "art",
}
WIDTHS = {
    Dimension.MAIN_ACCOUNT: 1,
    Dimension.MAIN_FUNCTION: 2,
    Dimension.FUNCTION: 2,
    Dimension.DRANST: 1,
    Dimension.OWNERSHIP: 1,
    Dimension.COST_CENTRE: 4,
    Dimension.GROUPING: 3,
    Dimension.MAIN_ART: 1,
    Dimension.ART: 1,
}
LENGTH = sum(WIDTHS.values())
_SEPARATORS = re.compile(r"[\s.\-_/]")
_DIGITS = re.compile(rf"[0-9]{{{LENGTH}}}")


class NotAnAccountString(ValueError):
    """The text is not sixteen digits; the message says in Danish what is wrong with it."""


@dataclass(frozen=True)
class AccountString:
    """The nine parts, each as its digits with leading noughts."""

    main_account: str
    main_function: str
    function: str
    dranst: str
    ownership: str
    cost_centre: str
    grouping: str
    main_art: str
    art: str

    def part(self, dimension: Dimension) -> str:
        """The digits of one dimension."""
        return str(getattr(self, dimension.value))

    @property
    def function_key(self) -> str:
        """Main account, main function and function: the five digits that a function is named by (00.25.10)."""
        return f"{self.main_account}{self.main_function}{self.function}"

    @property
    def art_key(self) -> str:
        """Main art and art: the two digits that an art is named by (4.6)."""
        return f"{self.main_art}{self.art}"

    def code_of(self, dimension: Dimension) -> str:
        """The code that tables name the dimension by: functions by five digits, arts by two, the others by their
        own."""
        if dimension == Dimension.FUNCTION:
            return self.function_key
        if dimension == Dimension.MAIN_FUNCTION:
            return f"{self.main_account}{self.main_function}"
        return self.art_key if dimension == Dimension.ART else self.part(dimension)


def parse(text: str) -> AccountString:
    """The parts of sixteen digits, with or without blanks, full stops, hyphens, underscores or strokes between them.

    Raises NotAnAccountString.
    """
    digits = _SEPARATORS.sub("", text)
    if not digits:
        raise NotAnAccountString("Kontostrengen mangler.")
    strange = sorted({letter for letter in digits if letter not in "0123456789"})
    if strange:
        raise NotAnAccountString(f"Kontostrengen {text} har andre tegn end cifre: {' '.join(strange)}")
    if len(digits) != LENGTH:
        raise NotAnAccountString(f"Kontostrengen {text} har {len(digits)} cifre; der skal være {LENGTH}.")
    parts, begins = {}, 0
    for dimension, width in WIDTHS.items():
        parts[dimension.value] = digits[begins : begins + width]
        begins += width
    return AccountString(**parts)


def is_account_string(text: str) -> bool:
    """Whether `parse` takes the text."""
    return _DIGITS.fullmatch(_SEPARATORS.sub("", text)) is not None


def compact(account: AccountString) -> str:
    """The sixteen digits without anything between; `parse` gives the same account back."""
    return "".join(account.part(dimension) for dimension in WIDTHS)


def formatted(account: AccountString) -> str:
    """As people write it: 5.25.10.1.1.1234.001.2.9; `parse` gives the same account back."""
    return ".".join(account.part(dimension) for dimension in WIDTHS)


def problems(
    account: AccountString, *, is_known: Callable[[Dimension, str], bool | None]
) -> tuple[tuple[Dimension, str], ...]:
    """The dimensions, with their codes, that the loaded structure does not hold.

    `is_known(dimension, code)` answers from the tables of the date, None where nothing is loaded for the dimension:
    what nobody has loaded is not judged. The cost centre is the municipality's own and never judged.
    """
    asked = ((dimension, account.code_of(dimension)) for dimension in Dimension if dimension != Dimension.COST_CENTRE)
    return tuple((dimension, code) for dimension, code in asked if is_known(dimension, code) is False)
