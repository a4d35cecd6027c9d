"""Which tables of Jobindsats are of use beside the municipality's own figures, and how periods and places are told."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from chefforum.calc import danish_dates

COUNTRY = "Hele landet"
MOST_PERIODS = 36
# Months first: they say most. A table has some of the kinds.
PERIOD_KINDS = ("M", "QMAT", "Q", "H", "YMAT", "Y")
_PERIOD = re.compile(r"(\d{4})(QMAT|YMAT|M|Q|H|Y)(\d*)")
INTERNSHIPS = ("Privat virksomhedspraktik", "Offentlig virksomhedspraktik")


@dataclass(frozen=True)
class PublicTable:
    id: str
    title: str
    about: str
    dimensions: dict[str, tuple[str, ...]] = field(default_factory=dict)


TABLES = {
    one.id: one
    for one in (
        PublicTable(
            "PTVC01",
            "Tilbud og samtaler",
            "Hvor mange der er i tilbud, talt som personer og som fuldtidspersoner.",
        ),
        PublicTable(
            "Y14D03",
            "Fra ydelse til job efter virksomhedspraktik",
            "Hvor mange praktikforløb der blev afsluttet, og hvor mange der var i job bagefter.",
            {"_tilbud_d03": INTERNSHIPS},
        ),
        PublicTable("Y01A02", "A-dagpenge", "Hvor mange der får dagpenge."),
        PublicTable(
            "Y30R21",
            "Offentlig forsørgelse, forventet og faktisk",
            "Hvor mange der er på offentlig forsørgelse, mod det, der kan forventes af kommunens vilkår.",
        ),
    )
}


_COMPARABLE = re.compile(r"pct|procent|andel|grad", re.IGNORECASE)


def usual_measure(measures: Sequence[str]) -> str:
    """One that a small municipality can be held to the country by, where there is one; else the first; "" of none."""
    return next(filter(_COMPARABLE.search, measures), measures[0] if measures else "")


def kind_of_period(period: str) -> str:
    match = _PERIOD.fullmatch(period)
    return match[2] if match else ""


def order_of_period(period: str) -> tuple[int, int]:
    match = _PERIOD.fullmatch(period)
    return (int(match[1]), int(match[3] or 0)) if match else (0, 0)


def usual_kind(periods: Iterable[str]) -> str:
    """The kind of period that there are most of, months before others; "" where there are none."""
    counted = Counter(filter(None, map(kind_of_period, periods)))
    return min(counted, key=lambda kind: (-counted[kind], PERIOD_KINDS.index(kind)), default="")


def newest_periods(periods: Iterable[str], *, most: int = MOST_PERIODS) -> list[str]:
    """The newest of one kind, oldest first: months where there are any, else the next kind in PERIOD_KINDS."""
    there = set(periods)
    kind = next((one for one in PERIOD_KINDS if any(kind_of_period(period) == one for period in there)), "")
    return sorted((one for one in there if kind and kind_of_period(one) == kind), key=order_of_period)[-most:]


def period_name(period: str) -> str:
    """2026M03 is "marts 2026"; a period that goes on from month to month says so."""
    match = _PERIOD.fullmatch(period)
    if not match:
        return period
    year, kind, number = match[1], match[2], int(match[3] or 0)
    if kind == "Q":
        return f"{number}. kvartal {year}"
    if kind == "H":
        return f"{number}. halvår {year}"
    if kind == "Y":
        return year
    month = danish_dates.MONTHS[number - 1]
    return f"{month} {year}" if kind == "M" else f"{month} {year}, rullende {'kvartal' if kind == 'QMAT' else 'år'}"


def short_period(period: str) -> str:
    """As much as there is room for below a chart: "mar 26"."""
    match = _PERIOD.fullmatch(period)
    if not match:
        return period
    year, kind, number = match[1], match[2], int(match[3] or 0)
    if kind in ("M", "QMAT", "YMAT"):
        return f"{danish_dates.MONTHS[number - 1][:3]} {year[2:]}"
    return year if kind == "Y" else f"{number}. {'kv.' if kind == 'Q' else 'halvår'} {year[2:]}"


def own_area(municipality: str) -> str:
    """ "Lindeby" of "Lindeby Kommune": areas are named without what they are."""
    return re.sub(r"\s+kommunes?$", "", municipality.strip(), flags=re.IGNORECASE)


def fingerprint_of(rows: Iterable[tuple[object, ...]]) -> str:
    """The same for the same numbers, whatever order they came in."""
    text = "\n".join(sorted("\t".join(map(str, row)) for row in rows))
    return hashlib.sha256(text.encode()).hexdigest()
