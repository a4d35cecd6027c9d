"""An entry's number in the index: its day, then a place within the day that its identity decides.

Newest first is then the order of the primary key, which both databases walk without sorting, and a year is a range
of it. The place is the same whenever and wherever the index is built.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Container
from hashlib import blake2b

PLACES_A_DAY = 1 << 24


def place_of(*, date: dt.date | None, kind: str, object_id: str, taken: Container[int]) -> int:
    """The first free place from the one that the identity asks for; without a date it is older than everything."""
    first = day_begins(date)
    wanted = int.from_bytes(blake2b(f"{kind} {object_id}".encode(), digest_size=3).digest())
    return next(place for step in range(PLACES_A_DAY) if (place := first + (wanted + step) % PLACES_A_DAY) not in taken)


def day_begins(date: dt.date | None) -> int:
    return (date.toordinal() if date else 0) * PLACES_A_DAY


def year_of(place: int) -> int | None:
    ordinal = place // PLACES_A_DAY
    return dt.date.fromordinal(ordinal).year if ordinal else None


def year_range(year: int) -> range:
    """The places of a year; of no year, none."""
    if not dt.MINYEAR <= year < dt.MAXYEAR:
        return range(0)
    return range(day_begins(dt.date(year, 1, 1)), day_begins(dt.date(year + 1, 1, 1)))
