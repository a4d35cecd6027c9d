"""What modules offer to be found: each registers where its entries come from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from chefforum.kernel.access.rules import Actor, Rule

from .rules import SIGNED_IN_KEY


@dataclass(frozen=True)
class SearchEntry:
    """Something that can be found, and by whom.

    `audience` holds keys from rules.py (group_key, person_key, …): whoever has one of them finds the entry, for all
    others it does not exist, not even as a number; an empty audience is found from the command line alone. Of `body`
    the first 100,000 letters are searched: give a longer text as several entries. `date` decides what is newest.
    """

    kind: str
    object_id: UUID | str
    url: str
    title: str
    body: str = ""
    date: dt.date | None = None
    journal_number: str = ""
    audience: frozenset[str] = frozenset({SIGNED_IN_KEY})


@dataclass(frozen=True)
class SearchSource:
    """A kind of entry (kind "meetings.item", title "Punkter").

    `rows` gives every entry there is, whoever may find it, and is read once from the beginning when the index is built
    anew. `rule` decides who is offered the kind as a filter; what one finds is decided by each entry's audience.
    `naming`: another kind whose objects' names stand in these entries → the entries that name any of some objects of
    it, by their numbers as text, in as many queries however many they are. They are indexed again whenever one of
    those objects is.
    """

    kind: str
    title: str
    rows: Callable[[], Iterable[SearchEntry]]
    rule: Rule
    naming: Mapping[str, Callable[[Collection[str]], Iterable[SearchEntry]]] = field(default_factory=dict)


_sources: dict[str, SearchSource] = {}


def register_search_source(source: SearchSource) -> None:
    """Called in a module's `ready()`. The same kind again replaces the first, so that `ready()` may run twice."""
    _sources[source.kind] = source


def forget_search_source(kind: str) -> None:
    """For tests that register a source of their own."""
    _sources.pop(kind, None)


def search_sources() -> tuple[SearchSource, ...]:
    return tuple(_sources[kind] for kind in sorted(_sources))


def sources_for(actor: Actor) -> tuple[SearchSource, ...]:
    """Kinds that the actor may look for, by title."""
    return tuple(
        sorted((source for source in _sources.values() if source.rule.allows(actor)), key=lambda source: source.title)
    )
