"""The order of an agenda, and what becomes of two orders that were made at once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from enum import StrEnum
from typing import TypeVar

Key = TypeVar("Key")


class Direction(StrEnum):
    UP = "up"
    DOWN = "down"


def moved(order: Sequence[Key], *, item: Key, direction: Direction) -> list[Key]:
    """The order with one item a place up or down; what is first stays first, what is last stays last."""
    places = list(order)
    if item not in places:
        return places
    here = places.index(item)
    there = here - 1 if direction == Direction.UP else here + 1
    if 0 <= there < len(places):
        places[here], places[there] = places[there], places[here]
    return places


def merged(*, wanted: Sequence[Key], present: Sequence[Key]) -> list[Key]:
    """The wanted order of what is on the agenda now.

    What has come since stands after the item that it stands after now; what has gone since is left out. The same
    items as `present`, each once.
    """
    there = set(present)
    order = list(dict.fromkeys(item for item in wanted if item in there))
    known = set(order)
    for place, item in enumerate(present):
        if item not in known:
            order.insert(order.index(present[place - 1]) + 1 if place else 0, item)
            known.add(item)
    return order


def keeps_fixed(order: Sequence[Key], *, present: Sequence[Key], fixed: Collection[Key]) -> bool:
    """Whether the fixed items (sent out already, so that their numbers stand) keep their places among all."""
    return [item if item in fixed else None for item in order] == [item if item in fixed else None for item in present]
