"""What stands in a cell of the leader's sheet: read, written, and what it comes to in øre."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fnmatch import fnmatchcase

from chefforum.calc.account_string import is_account_string
from chefforum.calc.danish_numbers import danish_number
from chefforum.calc.pay_tables import half_away

MONTHS = range(1, 13)
MOST = Decimal("9999999999")
MOST_OERE = 10**15  # that a cell may come to, as a posting: sums of all cells are held exactly
DECIMALS = 2
KRONER_WORDS = ("kr.", "kr")
MOST_QUANTITY = Decimal(100_000)  # of hours or days in a month: more is a slip of the hand
MOST_CELL_OERE = 10**11  # 1 milliard kr. in a month, likewise
UNDO_WITHIN = dt.timedelta(hours=24)  # what is older stands: nobody remembers what "the last" was


class Confidence(StrEnum):
    CERTAIN = "certain"
    LIKELY = "likely"
    GUESS = "guess"


CONFIDENCE_NAMES = {Confidence.CERTAIN: "Sikkert", Confidence.LIKELY: "Sandsynligt", Confidence.GUESS: "Et skøn"}


class ChangeState(StrEnum):
    """`WAITING`: written on top of what another had just changed; kept until somebody chooses."""

    APPLIED = "applied"
    WAITING = "waiting"
    CHOSEN = "chosen"
    DROPPED = "dropped"


CHANGE_STATE_NAMES = {
    ChangeState.APPLIED: "Gemt",
    ChangeState.WAITING: "Venter på et valg",
    ChangeState.CHOSEN: "Valgt",
    ChangeState.DROPPED: "Fravalgt",
}

CELL = "cell"
THERE = "there"  # the row itself: "1" while it is there, None before and when it is removed
FIELD_NAMES = {
    CELL: "Tal",
    THERE: "Række",
    "category": "Kategori",
    "account": "Konto",
    "text": "Hvad",
    "rate": "Sats",
    "comment": "Bemærkning",
    "confidence": "Sikkerhed",
}


class NotANumber(ValueError):
    """What is written in a cell is no number; the message tells the person what to write instead."""


def read_cell(text: str) -> Decimal | None:
    """The number that somebody wrote, the Danish way, or None where the cell is empty.

    Raises NotANumber for words, for numbers with more than two decimals and for those that are too large.

    >>> read_cell(" 1.234,5 "), read_cell("")
    (Decimal('1234.5'), None)
    """
    said = text.strip()
    if not said:
        return None
    found = danish_number(said)
    if found is None or (found.unit and found.unit not in KRONER_WORDS):
        raise NotANumber(f"“{said[:30]}” er ikke et tal. Skriv fx 40 eller 1.234,50.")
    if found.decimals > DECIMALS:
        raise NotANumber(f"“{said[:30]}” har for mange decimaler. Skriv højst to.")
    if abs(found.value) > MOST:
        raise NotANumber(f"“{said[:30]}” er for stort.")
    return found.value


def written(value: Decimal | None) -> str:
    """A number as it stands in a cell: no needless decimals, so that what is read back is the same.

    >>> written(Decimal("1234.50")), written(Decimal("40.00")), written(None)
    ('1.234,50', '40', '')
    """
    if value is None:
        return ""
    whole = value == value.to_integral_value()
    text = f"{value.quantize(Decimal(1) if whole else Decimal('0.01')):,f}"
    return text.translate(str.maketrans(",.", ".,"))


def kept(value: Decimal | None) -> str | None:
    """A number as the history keeps it, the same for what is the same number."""
    return None if value is None else f"{value:.2f}"


def unkept(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def amount_of(*, value: Decimal, rate_oere: int | None, is_income: bool) -> int:
    """What a cell comes to in øre: quantity × rate, or kroner; rounded half away from nought. Income is negative."""
    over, under = value.as_integer_ratio()
    amount = half_away(over * (100 if rate_oere is None else rate_oere), under)
    return -amount if is_income else amount


def is_too_much(*, value: Decimal | None, rate_oere: int | None) -> bool:
    """Whether the cell would come to more than an amount may be.

    >>> is_too_much(value=MOST, rate_oere=250_00), is_too_much(value=MOST, rate_oere=10_000_000_00)
    (False, True)
    """
    return value is not None and abs(amount_of(value=value, rate_oere=rate_oere, is_income=False)) > MOST_OERE


def why_absurd(*, value: Decimal | None, rate_oere: int | None) -> str:
    """Why a value cannot be meant, in words; empty where it can. Kroner may be negative, a number of hours may not.

    >>> why_absurd(value=Decimal(-50), rate_oere=250_00)
    'Antallet kan ikke være under 0. Skriv 0, eller lad feltet stå tomt.'
    >>> why_absurd(value=Decimal(-50), rate_oere=None), why_absurd(value=Decimal(100_000), rate_oere=250_00)
    ('', '')
    """
    if value is None:
        return ""
    if rate_oere is not None and value < 0:
        return "Antallet kan ikke være under 0. Skriv 0, eller lad feltet stå tomt."
    if rate_oere is not None and value > MOST_QUANTITY:
        return f"{written(value)} er for stort et antal. Skriv højst {written(MOST_QUANTITY)} i en måned."
    if comes_to_too_much(values=[value], rate_oere=rate_oere):
        return "Det bliver for stort et beløb: mere end 1 milliard kr. i en måned. Se, om tal og sats er rigtige."
    return ""


def comes_to_too_much(*, values: Iterable[Decimal | None], rate_oere: int | None) -> bool:
    """Whether any of the months comes to more than a month can."""
    there = [value for value in values if value is not None]
    return any(abs(amount_of(value=value, rate_oere=rate_oere, is_income=False)) > MOST_CELL_OERE for value in there)


def is_closed(*, year: int, month: int | None, closed: int | None) -> bool:
    """Whether the ledger is closed for the month; `closed` is the last such (yyyymm)."""
    return month is not None and closed is not None and year * 100 + month <= closed


def reaches_closed(
    *, year: int, field: str, month: int | None, before: str | None, planned: Iterable[int], closed: int | None
) -> bool:
    """Whether taking a change back would change the plan of a closed month. Bringing a removed row back takes nothing.

    >>> reaches_closed(year=2026, field=THERE, month=None, before=None, planned=[3, 5], closed=202604)
    True
    """
    if field == CELL:
        return is_closed(year=year, month=month, closed=closed)
    if field in ("rate", "category") or (field == THERE and before is None):
        return any(is_closed(year=year, month=one, closed=closed) for one in planned)
    return False


def value_of(*, quantity: Decimal | None, amount_oere: int, is_income: bool) -> Decimal:
    """What stands in a cell, from what is kept."""
    if quantity is not None:
        return quantity
    return Decimal(-amount_oere if is_income else amount_oere) / 100


def quantity_for(*, amount_oere: int, rate_oere: int, is_income: bool) -> Decimal:
    """How many of a rate an amount is, to two decimals: for suggestions. Raises ValueError where the rate is nought."""
    if not rate_oere:
        raise ValueError("a rate of nought buys nothing")
    signed = Decimal(-amount_oere if is_income else amount_oere)
    return (signed / rate_oere).quantize(Decimal("0.01"), ROUND_HALF_UP)


def is_booked_on(account: str, patterns: list[str]) -> bool:
    """The account is one of a category's: it fits a pattern, where * stands for anything."""
    return any(fnmatchcase(account, pattern) for pattern in patterns)


def is_pattern(account: str) -> bool:
    """It stands for several accounts."""
    return any(mark in account for mark in "*?[")


def in_common(one: str, other: str) -> int:
    """How many letters they both begin with.

    >>> in_common("5302711", "5302611"), in_common("51", "51"), in_common("51", "")
    (4, 2, 0)
    """
    places = range(min(len(one), len(other)))
    return next((place for place in places if one[place] != other[place]), len(places))


def filled(pattern: str, account: str) -> str:
    """The account with the pattern's digits in it; empty where either is not of sixteen digits in a row.

    >>> filled("???????????134*", "5302711000011210"), filled("51*", "5101")
    ('5302711000013410', '')
    """
    head, star, more = pattern.partition("*")
    if more or "[" in head or "?" not in head or not account.isdecimal() or len(head) > len(account):
        return ""
    digits = "".join(own if said == "?" else said for said, own in zip(head, account, strict=False))
    found = digits + account[len(head) :] if star else digits
    return found if is_account_string(found) and is_account_string(account) else ""
