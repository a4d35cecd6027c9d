"""What every change of an item's content has in common: who may make it, and what follows it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from chefforum.kernel.access.rules import AccessDenied, Actor
from chefforum.kernel.audit.services import record

from .. import search
from ..access import may_write
from ..models import Item, Revision
from .revisions import revise
from .steps import locked_item


def item_to_write(*, actor: Actor, item: Item) -> Item:
    """The item as it stands, locked for the transaction. Raises AccessDenied where the actor may not write in it."""
    item = locked_item(item)
    if not may_write(actor, item):
        raise AccessDenied(
            f"Du kan ikke skrive i punktet nu: det er “{item.get_state_display()}”. Intet er ændret. "
            "Hent det tilbage, eller bed sekretariatet om hjælp."
        )
    return item


def keep_as_it_was(*, item: Item, at: dt.datetime) -> None:
    """A first revision, nobody's, of an item that came from a file: so that its first change can be undone too."""
    if item.revisions.exists():
        return
    if any(item.sections.values_list("blocks", flat=True)):
        revise(actor=Actor.nobody(), item_ids=[item.pk], at=at)


def note_change(
    *,
    actor: Actor,
    item: Item,
    at: dt.datetime,
    what: str,
    data: dict[str, Any] | None = None,
    keeps_last: bool = False,
) -> Revision:
    """What follows a change of the item's content, in the caller's transaction: a revision, the index, the trail.

    What one person writes in one go is one revision, and one event; with `keeps_last` the revision before stays as it
    is, because the change takes the place of somebody's text. `data` says no word of the content.
    """
    before = item.revisions.count()
    revision = revise(actor=actor, item_ids=[item.pk], at=at, keeps_last=keeps_last)[item.pk]
    search.index_items([item.pk])
    if item.revisions.count() != before or data:
        record(
            actor=actor,
            at=at,
            action=f"items.{what}",
            object_kind="item",
            object_id=item.pk,
            data={"revision": revision.number, **(data or {})},
        )
    return revision
