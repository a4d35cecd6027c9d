"""Pure decisions about meetings: which item of a new file is which item of the old one, and the plan of time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TypeVar
from uuid import UUID

from chefforum.connectors.minutes.minutes import Item

HIDDEN_TITLE = "Lukket punkt"


@dataclass(frozen=True)
class KnownItem:
    """What identifies an item that is stored already."""

    id: UUID
    number: int
    title: str
    journal_number: str | None


Key = TypeVar("Key")


def match_items(*, known: Sequence[KnownItem], new: Sequence[Item]) -> list[UUID | None]:
    """For each item of the new file the stored item that it continues; None where it is new.

    The same case under the same title comes first, then the same case, the same title, and last the same number, so
    that links to an item stand when the order changes or a title is mended. Each stored item is used once.
    """
    found: list[UUID | None] = [None] * len(new)
    free = {item.id: item for item in known}
    keys: list[Callable[[KnownItem | Item], object]] = [
        lambda item: (item.journal_number, item.title) if item.journal_number else None,
        lambda item: item.journal_number,
        lambda item: item.title,
        lambda item: item.number,
    ]
    for key in keys:
        by_key: dict[object, list[UUID]] = {}
        for stored in free.values():
            by_key.setdefault(key(stored), []).append(stored.id)
        for position, item in enumerate(new):
            candidates = by_key.get(key(item), []) if key(item) is not None else []
            if found[position] is None and candidates:
                match = candidates.pop(0)
                found[position] = match
                del free[match]
    return found


@dataclass(frozen=True)
class TimePlan:
    """Planned minutes in all, how many items say none, when each item begins, and when the last one ends.

    Clock times are None where no start time is known. While `without` is above nought they are the earliest possible:
    an item without a plan takes some time, but nobody has said how much.
    """

    minutes: int
    without: int
    starts: tuple[dt.time | None, ...]
    ends_at: dt.time | None


def time_plan(*, start: dt.time | None, planned: Iterable[int | None]) -> TimePlan:
    """The clock of a meeting from its start and each item's planned minutes, in order. Past midnight it begins anew."""
    minutes = list(planned)
    before = [0, *accumulate(value or 0 for value in minutes)]
    return TimePlan(
        minutes=before[-1],
        without=sum(value is None for value in minutes),
        starts=tuple(_clock(start, after) for after in before[:-1]),
        ends_at=_clock(start, before[-1]),
    )


def _clock(start: dt.time | None, minutes: int) -> dt.time | None:
    return (dt.datetime.combine(dt.date.min, start) + dt.timedelta(minutes=minutes)).time() if start else None


def says_nothing_to_note(texts: Sequence[str]) -> bool:
    """Whether a section says no more than "Intet at bemærke", with or without a full stop."""
    return len(texts) == 1 and texts[0].strip().rstrip(".").casefold() == "intet at bemærke"
