"""What other modules say of an object on its page, so that whose page it is need not know of them.

A module registers a part for a kind of object ("it_costs.system"); the page asks `parts_of` and shows what it gets with
`web/object_parts.html`. A mark is a part that a list can be narrowed to.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class PartContent:
    """A heading, a sentence, and where one reads more."""

    heading: str
    text: str
    url: str = ""
    link: str = ""


@dataclass(frozen=True)
class ObjectPart:
    """`content(actor=, object_id=)` costs one query at most and gives None where there is nothing to say."""

    kind: str
    name: str
    content: Callable[..., PartContent | None]
    order: int = 100


@dataclass(frozen=True)
class Mark:
    """Objects that have something in common: `word` in the address, `title` in the filter; `ids(actor=)` is one query
    at most."""

    kind: str
    word: str
    title: str
    ids: Callable[..., Collection[Any]]


_parts: dict[tuple[str, str], ObjectPart] = {}
_marks: dict[tuple[str, str], Mark] = {}


def register_object_part(part: ObjectPart) -> None:
    _parts[part.kind, part.name] = part


def register_mark(mark: Mark) -> None:
    _marks[mark.kind, mark.word] = mark


def parts_of(*, kind: str, actor: Any, object_id: Any) -> list[PartContent]:
    """What modules say of the object, in order."""
    there = sorted((one for one in _parts.values() if one.kind == kind), key=lambda one: (one.order, one.name))
    said = [one.content(actor=actor, object_id=object_id) for one in there]
    return [one for one in said if one is not None]


def marks_of(kind: str) -> list[tuple[str, str]]:
    """Word and title of each mark, by title."""
    return sorted(((one.word, one.title) for one in _marks.values() if one.kind == kind), key=lambda one: one[1])


def marked(*, kind: str, word: str, actor: Any) -> frozenset[Any] | None:
    """The objects that have the mark; None where there is no such mark."""
    mark = _marks.get((kind, word))
    return None if mark is None else frozenset(mark.ids(actor=actor))
