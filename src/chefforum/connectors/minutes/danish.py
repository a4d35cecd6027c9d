"""Dates, times and names as Danish agendas and minutes write them. Pure reading; nothing is guessed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from chefforum.calc.danish_dates import MONTHS, WEEKDAYS

MONTH = "|".join(MONTHS)

# A number that opens a line is a day and no list marker when a month follows it.
DAY_OF_MONTH = re.compile(rf"[0-9]{{1,2}}\.?[ \t]+(?:{MONTH})\b", re.IGNORECASE)

DATE = (
    r"(?:[0-9]{1,2}(?:-[0-9]{1,2}-|\.[0-9]{1,2}\.|/[0-9]{1,2}/)(?:[0-9]{4}|[0-9]{2})\b"
    rf"|[0-9]{{1,2}}\.?[ \t\u00a0]{{1,3}}(?:{MONTH})[ \t\u00a0]{{1,3}}[0-9]{{4}}\b"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2}\b)"
)
_ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")
_IN_NUMBERS = re.compile(r"(?P<day>[0-9]{1,2})[-./](?P<month>[0-9]{1,2})[-./](?P<year>[0-9]{4}|[0-9]{2})")
_IN_WORDS = re.compile(rf"(?P<day>[0-9]{{1,2}})\.?\s+(?P<month>{MONTH})\s+(?P<year>[0-9]{{4}})", re.IGNORECASE)
_ANY_DATE = re.compile(rf"(?<![0-9.-]){DATE}", re.IGNORECASE)
_WEEKDAY = re.compile(rf"\b({'|'.join(WEEKDAYS)})\b", re.IGNORECASE)

_CLOCK = r"([0-9]{1,2})[.:]([0-9]{2})(?:[.:][0-9]{2})?(?![0-9.:])"
_TIME = re.compile(
    rf"(?:\bkl\.?\s{{0,3}}(?P<after_kl>{_CLOCK}|[0-9]{{1,2}}(?![0-9.:])))|(?<![0-9.:])(?P<bare>{_CLOCK})",
    re.IGNORECASE,
)
_CLOCK_PARTS = re.compile(r"([0-9]{1,2})(?:[.:]([0-9]{2}))?")


def dates_in(text: str) -> Iterator[dt.date]:
    """Every date with a year in the text: 28-01-2026, 23.08.2017, den 28. januar 2026, 2026-01-28.

    A year of two digits is of this century. Dates that no calendar has (31-02-2026) are left out.
    """
    for found in _ANY_DATE.finditer(text):
        date = _date(found[0])
        if date is not None:
            yield date


def _date(text: str) -> dt.date | None:
    for pattern in (_ISO, _IN_NUMBERS, _IN_WORDS):
        found = pattern.fullmatch(text)
        if found:
            month = found["month"]
            number = int(month) if month.isdigit() else MONTHS.index(month.lower()) + 1
            year = int(found["year"])
            try:
                return dt.date(year if year > 99 else 2000 + year, number, int(found["day"]))
            except ValueError:
                return None
    return None


def weekday_in(text: str) -> str | None:
    """The first weekday that the text names, in small letters."""
    found = _WEEKDAY.search(text)
    return found[1].lower() if found else None


def times_in(text: str) -> list[dt.time]:
    """The times of day in the text, in order: kl. 09:00, kl. 9.00-11.30, 04-06-2020 09:00:00, kl. 9.

    Dates in the text are passed over, so that 23.08 of 23.08.2017 is no time.
    """
    without_dates = _ANY_DATE.sub(" ", text)
    times = []
    for found in _TIME.finditer(without_dates):
        hours, minutes = _CLOCK_PARTS.match(found["after_kl"] or found["bare"]).groups()  # type: ignore[union-attr]
        if int(hours) < 24 and int(minutes or 0) < 60:
            times.append(dt.time(int(hours), int(minutes or 0)))
    return times


def split_names(text: str) -> list[tuple[str, str | None]]:
    """Names with title out of a list of participants: "Ea Lind (Direktør, Kultur), Bo Ask" or one name per line.

    A comma or semicolon inside parentheses belongs to the title. On lines of their own a name may also be followed by
    a comma and the title.
    """
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) > 1 and all("(" not in line for line in lines):
        return [_name_before_comma(line) for line in lines]
    return [_name_in_front_of_parenthesis(part) for line in lines for part in _split_outside_parentheses(line)]


_AFTER_A_TITLE = re.compile(r"(?<=\))\s+(?:og\s+)?(?=[A-ZÆØÅÉ])")


def _split_outside_parentheses(line: str) -> list[str]:
    parts, depth, start = [], 0, 0
    for position, character in enumerate(line):
        depth = max(0, depth + (character == "(") - (character == ")"))
        if character in ",;" and not depth:
            parts.append(line[start:position])
            start = position + 1
    parts.append(line[start:])
    named = [name for part in parts for name in _AFTER_A_TITLE.split(part)]
    return [name.strip() for name in named if name.strip(" .")]


def _name_in_front_of_parenthesis(text: str) -> tuple[str, str | None]:
    name, opening, title = text.partition("(")
    if not opening or not name.strip():
        return text.strip(), None
    title = title.strip().rstrip(".").strip()
    return name.strip(), (title.removesuffix(")").strip() or None)


def _name_before_comma(line: str) -> tuple[str, str | None]:
    name, _, title = line.partition(",")
    return name.strip(), title.strip() or None
