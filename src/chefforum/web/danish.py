"""Dates, times, numbers and amounts the Danish way, for pages and documents alike.

What is not known is said to be missing ("mangler"): a missing number is never a nought. A moment that knows its zone
(as the database gives them, in UTC) is written in Danish time, any other as its own clock shows it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar
from zoneinfo import ZoneInfo

from chefforum.calc.danish_dates import MONTHS, WEEKDAYS

MISSING = "mangler"
MINUS = "−"
MILLION = Decimal(1_000_000)
_DENMARK = ZoneInfo("Europe/Copenhagen")
_T = TypeVar("_T")


def _here(value: _T) -> _T:
    return value.astimezone(_DENMARK) if isinstance(value, dt.datetime) and value.tzinfo else value


def date(value: dt.date | None) -> str:
    """The date in words.

    >>> date(dt.date(2026, 1, 28))
    '28. januar 2026'
    >>> date(None)
    'mangler'
    """
    value = _here(value)
    return f"{value.day}. {MONTHS[value.month - 1]} {value.year}" if value else MISSING


def date_with_weekday(value: dt.date | None) -> str:
    """The date as it stands in a sentence.

    >>> date_with_weekday(dt.date(2026, 1, 28))
    'onsdag den 28. januar 2026'
    """
    value = _here(value)
    return f"{WEEKDAYS[value.weekday()]} den {date(value)}" if value else MISSING


def time(value: dt.time | dt.datetime | None) -> str:
    """The clock, with a dot as Danes write it. Midnight is a time like others.

    >>> time(dt.time(9, 0))
    'kl. 09.00'
    """
    return MISSING if value is None else f"kl. {_here(value):%H.%M}"


def moment(value: dt.datetime | None) -> str:
    """Date and clock.

    >>> moment(dt.datetime(2026, 1, 28, 9, 0))
    '28. januar 2026 kl. 09.00'
    >>> moment(dt.datetime(2026, 1, 28, 23, 30, tzinfo=dt.UTC))
    '29. januar 2026 kl. 00.30'
    """
    return MISSING if value is None else f"{date(value)} {time(value)}"


def number(value: Decimal | int | float | None, decimals: int | None = None) -> str:
    """A number with dots between thousands, a decimal comma and a true minus.

    `decimals` rounds half away from nought; None shows the decimals that the value has. What rounds to nought has no
    minus.

    >>> number(Decimal("-1234.5"))
    '−1.234,5'
    >>> number(1234.5, 0)
    '1.235'
    """
    if value is None:
        return MISSING
    exact = Decimal(str(value))
    if decimals is not None:
        exact = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    text = f"{abs(exact):,f}".translate(str.maketrans(",.", ".,"))
    return f"{MINUS}{text}" if exact < 0 else text


def money(kroner: Decimal | int | None) -> str:
    """An amount in kroner; øre are shown where the amount has them.

    >>> money(2200000)
    '2.200.000 kr.'
    """
    return MISSING if kroner is None else f"{number(kroner)} kr."


def millions(kroner: Decimal | int | None, decimals: int = 1) -> str:
    """An amount in millions, for running text; never beside whole kroner in one table.

    >>> millions(2200000)
    '2,2 mio. kr.'
    """
    return MISSING if kroner is None else f"{number(Decimal(kroner) / MILLION, decimals)} mio. kr."


def minus(value: object) -> str:
    """Text with a true minus where a number begins with a hyphen.

    >>> minus("-3,5 %")
    '−3,5 %'
    """
    text = MISSING if value is None else str(value)
    return f"{MINUS}{text[1:]}" if text[:1] == "-" and text[1:2].isdigit() else text


def size(count_of_bytes: int | None) -> str:
    """How much room a file takes.

    >>> size(1_400_000)
    '1,4 MB'
    """
    if count_of_bytes is None:
        return MISSING
    for unit, factor in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if count_of_bytes >= factor:
            return f"{number(Decimal(count_of_bytes) / factor, 1).removesuffix(',0')} {unit}"
    return f"{count_of_bytes} byte"


def plural(count: int | None, forms: str) -> str:
    """The word that fits the count, of two with a comma between.

    >>> plural(1, "møde,møder")
    'møde'
    """
    one, many = forms.split(",")
    return one if count == 1 else many


def counted(count: int, forms: str) -> str:
    """The count and its word.

    >>> counted(1200, "møde,møder")
    '1.200 møder'
    """
    return f"{number(count)} {plural(count, forms)}"


def listed(words: Iterable[str]) -> str:
    """Words as a list in a sentence.

    >>> listed(["Økonomi", "It", "Job"])
    'Økonomi, It og Job'
    """
    *first, last = [*words] or [""]
    return f"{', '.join(first)} og {last}" if first else last
