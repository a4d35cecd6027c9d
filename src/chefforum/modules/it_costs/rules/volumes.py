"""How many of an item there were in a year and what they cost, as people write it: numbers told apart, and refused
where they cannot be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from chefforum.calc.cells import Cell, as_text
from chefforum.calc.danish_numbers import danish_number
from chefforum.calc.price_volume import SITE
from chefforum.web import danish

YEARS = range(1990, 2101)
MOST_QUANTITY = Decimal(10) ** 11
MOST_OERE = 10**15
FIELDS = {"quantity": "Antal", "measured_in": "Enhed", "amount_oere": "Beløb"}


class VolumeWrong(ValueError):
    """What was written can be no number or amount; the text says what to do."""


@dataclass(frozen=True)
class Facts:
    """What is said of an item in a year. None is not known. `measured_in` "aftale": paid as one, by declaration."""

    quantity: Decimal | None = None
    measured_in: str = ""
    amount_oere: int | None = None

    @property
    def is_site_licence(self) -> bool:
        return self.measured_in.casefold() == SITE

    @property
    def is_empty(self) -> bool:
        """Nobody says anything: a unit alone is of nothing."""
        return self.quantity is None and self.amount_oere is None and not self.is_site_licence

    @property
    def is_none_there(self) -> bool:
        """Said not to be there that year: none of it, and nothing paid."""
        return self.quantity == 0 and not self.amount_oere

    def with_field(self, field: str, value: Any) -> Facts:
        """Raises VolumeWrong."""
        return checked(replace(self, **{field: value}))

    def as_json(self) -> dict[str, Any]:
        quantity = None if self.quantity is None else str(self.quantity.normalize() + 0)
        return {"quantity": quantity, "measured_in": self.measured_in, "amount_oere": self.amount_oere}


NOT_THERE = Facts(quantity=Decimal(0), amount_oere=0)


def missing_fields(facts: Facts) -> frozenset[str]:
    """What nobody has said and the answer needs: of none nothing more, of what is paid as one no number."""
    missing = {field for field in ("quantity", "amount_oere") if getattr(facts, field) is None}
    if facts.quantity == 0:
        missing.discard("amount_oere")
    if facts.is_site_licence:
        missing.discard("quantity")
    return frozenset(missing)


def facts_from_json(said: Mapping[str, Any] | None) -> Facts:
    if said is None:
        return Facts()
    quantity = None if said["quantity"] is None else Decimal(said["quantity"])
    return Facts(quantity, said["measured_in"], said["amount_oere"])


def checked(facts: Facts) -> Facts:
    """The same, or raises VolumeWrong."""
    if facts.quantity is not None:
        if facts.quantity < 0:
            raise VolumeWrong("Et antal kan ikke være under 0. En kreditnota skrives som et beløb med minus.")
        if facts.quantity >= MOST_QUANTITY or facts.quantity != round(facts.quantity, 3):
            raise VolumeWrong("Skriv et antal med højst tre decimaler.")
    if facts.amount_oere is not None and abs(facts.amount_oere) >= MOST_OERE:
        raise VolumeWrong("Beløbet er for stort. Skriv det i kroner.")
    if len(facts.measured_in) > 60:
        raise VolumeWrong("Skriv enheden med højst 60 tegn.")
    return facts


def read_field(field: str, text: str) -> Any:
    """What a cell of the page says of a field, in Danish: empty is not known. Raises VolumeWrong."""
    said = " ".join(text.split())
    if field == "measured_in":
        return SITE if said.casefold() == SITE else said
    if not said or said.casefold() == danish.MISSING:
        return None
    found = danish_number(said)
    if found is None:
        raise VolumeWrong("Skriv et tal, fx 1.234,50.")
    return found.value if field == "quantity" else oere_of(found.value)


def oere_of(kroner: Decimal) -> int:
    """Raises VolumeWrong for parts of an øre, which nobody has paid."""
    oere = kroner * 100
    if oere != int(oere):
        raise VolumeWrong("Skriv et beløb med højst to decimaler.")
    return int(oere)


def whole_kroner(oere: int) -> int:
    """Half up.

    >>> whole_kroner(150), whole_kroner(-150)
    (2, -1)
    """
    return (oere + 50) // 100


def write_field(field: str, facts: Facts) -> str:
    """The field as the page shows it, and reads it again; "" where not known."""
    value = getattr(facts, field)
    if field == "measured_in" or value is None:
        return str(value or "")
    return danish.number(plain(value if field == "quantity" else Decimal(value) / 100))


def plain(number: Decimal) -> Decimal:
    """Without noughts that say nothing: 12.500 is 12.5, and 1E+3 is 1000.

    >>> str(plain(Decimal("12.500"))), str(plain(Decimal("1000")))
    ('12.5', '1000')
    """
    found = number.normalize() + 0
    return found.quantize(Decimal(1)) if found == found.to_integral_value() else found


class NumberStyle(StrEnum):
    DANISH = "danish"  # 1.234,50
    ENGLISH = "english"  # 1,234.50


STYLE_NAMES = {NumberStyle.DANISH: "Dansk: 1.234,50", NumberStyle.ENGLISH: "Engelsk: 1,234.50"}
_ENGLISH = re.compile(r"[-−–+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_ONE_MARK = re.compile(r"[-−–+]?[1-9]\d{0,2}[.,]\d{3}")


def style_of(text: str) -> NumberStyle | None:
    """How a number is written; None where it may be either ("1.234") or says nothing ("1234").

    >>> style_of("1.234,5"), style_of("12.50"), style_of("1.234")
    (<NumberStyle.DANISH: 'danish'>, <NumberStyle.ENGLISH: 'english'>, None)
    """
    if _ONE_MARK.fullmatch(text):
        return None
    is_danish, is_english = danish_number(text) is not None, _ENGLISH.fullmatch(text) is not None
    if is_danish == is_english:
        return None
    return NumberStyle.DANISH if is_danish else NumberStyle.ENGLISH


def may_be_either(texts: Iterable[str]) -> bool:
    """Whether any number of them is another one in English than in Danish."""
    return any(_ONE_MARK.fullmatch(text) for text in texts)


def number_in(cell: Cell, style: NumberStyle) -> Decimal | None:
    """The number of a cell of a file; None where empty. Raises VolumeWrong."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return Decimal(str(cell))
    text = bare(cell)
    if not text:
        return None
    if style is NumberStyle.ENGLISH:
        try:
            if _ENGLISH.fullmatch(text):
                return Decimal(text.replace(",", "").replace("−", "-").replace("–", "-"))
        except InvalidOperation:
            pass
        raise VolumeWrong(f"“{text[:40]}” er ikke et tal, som det skrives på engelsk.")
    found = danish_number(text)
    if found is None:
        raise VolumeWrong(f"“{text[:40]}” er ikke et tal.")
    return found.value


def bare(cell: Cell) -> str:
    """A cell's text without what follows a number; "mangler" is empty."""
    text = re.sub(r"\s*(kr\.?|dkk|stk\.?)$", "", as_text(cell), flags=re.IGNORECASE)
    return "" if text.casefold() == danish.MISSING else text
