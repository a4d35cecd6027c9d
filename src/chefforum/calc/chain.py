"""A chain of hashes: each entry's hash covers its content and the hash before it, so that no entry can be changed,
removed or put in between without breaking the chain from there on.

Method: linked time-stamping, S. Haber and W. S. Stornetta, "How to time-stamp a digital document", Journal of
Cryptology 3 (1991), with SHA-256 (FIPS 180-4) over canonical JSON (sorted keys, no spaces, UTF-8).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

START = "0" * 64


@dataclass(frozen=True)
class Link:
    """One entry: `number` counts from 1 without gaps; `content` is JSON values only."""

    number: int
    previous: str
    content: Mapping[str, Any]
    hash: str


class BreakKind(StrEnum):
    CHANGED = "changed"
    REMOVED = "removed"
    INSERTED = "inserted"


@dataclass(frozen=True)
class Break:
    """The first place where the chain does not hold: the number of the entry and what happened to it."""

    number: int
    kind: BreakKind


def link_hash(*, number: int, previous: str, content: Mapping[str, Any]) -> str:
    """The hash of an entry, 64 hexadecimal digits."""
    text = json.dumps([number, previous, content], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def first_break(links: Iterable[Link], *, count: int | None = None, head: str | None = None) -> Break | None:
    """The first entry that was changed, removed or inserted; None where the chain holds.

    `links` come in the order of their numbers. `count` and `head` are what was last noted of the chain's length and
    last hash; with them, entries cut off at the end are found too. Reads the links once and keeps none.
    """
    expected, previous = 1, START
    for link in links:
        intact = link.hash == link_hash(number=link.number, previous=link.previous, content=link.content)
        if link.number > expected:
            return Break(expected, BreakKind.REMOVED)
        if link.number < expected or (intact and link.previous != previous):
            return Break(link.number, BreakKind.INSERTED)
        if not intact:
            return _how_it_broke(link, last=max(count or 0, link.number))
        expected, previous = expected + 1, link.hash
    if count is not None and expected - 1 < count:
        return Break(expected, BreakKind.REMOVED)
    if count is not None and expected - 1 > count:
        return Break(count + 1, BreakKind.INSERTED)
    if head is not None and previous != head:
        return Break(expected - 1, BreakKind.CHANGED)
    return None


def _how_it_broke(link: Link, *, last: int) -> Break:
    """An entry whose hash holds under another number was moved: entries were put in or taken out before it."""
    for number in range(1, last + 1):
        if link.hash == link_hash(number=number, previous=link.previous, content=link.content):
            moved_up = number < link.number
            return Break(number, BreakKind.INSERTED) if moved_up else Break(link.number, BreakKind.REMOVED)
    return Break(link.number, BreakKind.CHANGED)
