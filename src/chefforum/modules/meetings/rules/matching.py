"""Which item of a new file is which item of the old one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from chefforum.connectors.minutes.minutes import Item


@dataclass(frozen=True)
class KnownItem:
    """What identifies an item that is stored already."""

    id: UUID
    number: int | None
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
