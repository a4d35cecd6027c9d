"""Danish person numbers (CPR) in a text, so that they can be kept out of where they do not belong."""

from __future__ import annotations

import datetime as dt
import re

# Six digits of a day and four more, with a hyphen, a space or nothing between, not within a longer number. A
# workplace's P-number has ten digits, too, and begins as the tenth day of a month does.
_LOOKS_SO = re.compile(
    r"(?P<p_number>\bP-?(?:nummer|nr\.?):? *)?(?<![\d-])(?P<found>(\d{2})(\d{2})(\d{2})[- ]?\d{4})(?![\d-])",
    re.IGNORECASE,
)


def person_numbers(text: str) -> list[str]:
    """What in the text may be a CPR number, as it is written there: a day that exists, and four digits after it.

    The check digit is not asked for: numbers given since 2007 need not have it. So a number of ten digits that begins
    as a day does is taken for one, too, unless it is said to be a P-number. Source: CPR-kontoret, "Personnummeret i
    CPR" (form DDMMÅÅ-XXXX).
    """
    return [
        found["found"]
        for found in _LOOKS_SO.finditer(text)
        if found["p_number"] is None and _is_a_day(*map(int, found.group(3, 4, 5)))
    ]


def _is_a_day(day: int, month: int, year: int) -> bool:
    try:
        dt.date(2000 + year, month, day)
    except ValueError:
        return (day, month) == (29, 2) and year % 4 == 0
    return True
