"""A few entries put into the index, and a search for a text, in one line each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from uuid import uuid4

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.search.queries import hits, search
from chefforum.kernel.search.registry import SearchEntry
from chefforum.kernel.search.rules import SIGNED_IN_KEY
from chefforum.kernel.search.services import index

COLLEAGUE = Actor(person_id=uuid4(), name="Kollega")


def entry(
    object_id: str,
    body: str = "",
    *,
    title: str = "Punkt",
    kind: str = "test.item",
    date: dt.date | None = dt.date(2026, 1, 28),
    journal_number: str = "",
    audience: Iterable[str] = (SIGNED_IN_KEY,),
) -> SearchEntry:
    return SearchEntry(
        kind=kind,
        object_id=object_id,
        url=f"/punkter/{object_id}/",
        title=title,
        body=body,
        date=date,
        journal_number=journal_number,
        audience=frozenset(audience),
    )


def put(*bodies: str) -> None:
    """Entries that are numbered 0, 1, 2 … with these texts."""
    index(entries=[entry(str(number), body) for number, body in enumerate(bodies)])


def finds(text: str, *, actor: Actor = COLLEAGUE, kind: str = "", year: int | None = None) -> list[str]:
    """What is found, best first, by the ids of the objects."""
    found = search(actor=actor, text=text, kind=kind, year=year)
    return [hit.url.split("/")[2] for hit in hits(found=found, places=found.places)]
