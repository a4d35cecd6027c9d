"""Numbers as Danes write them in a table: "1.234,5", "24 %", "−3", "2,2 mio. kr."."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

_NUMBER = re.compile(
    r"(?P<sign>[-−–+]?)[ \u00a0]?"
    r"(?P<whole>[1-9][0-9]{0,2}(?:[.\u00a0\u202f ][0-9]{3})+|[1-9][0-9]*|0)"
    r"(?:,(?P<decimals>[0-9]+))?"
    r"(?:[ \u00a0\u202f]?(?P<unit>%|‰|pct\.|kr\.?|(?:t\.|mio\.|mia\.)[ \u00a0]?kr\.))?"
)
_NO_NUMBER_HERE = frozenset({"", "-", "–", "—", "−", "i.t.", "..", "."})
# A difference is said with a word, and so is that there is none; what a number was before it was made whole, and where
# it may lie, stand in brackets after it.
_DIFFERENCE = re.compile(
    r"[ \u00a0](?:over|under|mere|mindre|mere indtægt|mindre indtægt|\(ufuldstændigt\)"
    r"|\(≈[0-9.,]+\)|\([0-9.,]+–[0-9.,]+\))$"
)
_NO_DIFFERENCE = frozenset(
    {"på budgettet", "intet budget", "som planlagt", "det samme", "ikke vurderet", "mangler", "skjult", "intet måltal"}
)


@dataclass(frozen=True)
class DanishNumber:
    """A number as written: `value` is 24 for "24 %"; `unit` is what stood after it, "" where nothing did."""

    value: Decimal
    decimals: int
    is_grouped: bool
    has_plus: bool
    unit: str


def danish_number(text: str) -> DanishNumber | None:
    """The number that the whole text is, or None.

    A dot groups thousands and a comma begins the decimals. What begins with a needless 0 ("0165") is a code, and
    dates, times and journal numbers have dots in other places: none of them are numbers.
    """
    match = _NUMBER.fullmatch(text.strip())
    if not match:
        return None
    whole = re.sub(r"[^0-9]", "", match["whole"])
    decimals = match["decimals"] or ""
    sign = "-" if match["sign"] in ("-", "−", "–") and match["sign"] else ""
    return DanishNumber(
        value=Decimal(f"{sign}{whole}.{decimals or '0'}"),
        decimals=len(decimals),
        is_grouped=whole != match["whole"],
        has_plus=match["sign"] == "+",
        unit=match["unit"] or "",
    )


def numeric_columns(rows: Sequence[Sequence[str]]) -> frozenset[int]:
    """Positions (from 0) of the columns with at least one number and nothing but numbers, differences ("1.200 over")
    and empty marks.

    Leave the header rows out: their text says nothing about the column.
    """
    return frozenset(place for place, column in enumerate(zip(*rows, strict=True)) if _is_numeric(column))


def _is_numeric(column: Sequence[str]) -> bool:
    said = [text.strip() for text in column]
    said = [text for text in said if text not in _NO_NUMBER_HERE and text not in _NO_DIFFERENCE]
    return bool(said) and all(danish_number(_DIFFERENCE.sub("", text)) for text in said)
