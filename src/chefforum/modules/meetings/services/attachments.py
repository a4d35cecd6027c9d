"""Bilag of an item while it is written: added, promised, renamed, replaced, put in order, removed.

A bilag that is removed stays, with its file, in the revisions that had it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.documents.models import Document

from ..access import attachments_read_by
from ..models import Attachment, Item
from .closing import forget_made_files, remove_attachments
from .mirroring import mirror_attachments
from .writing import item_to_write, keep_as_it_was, note_change

CHANGEABLE = ("title", "is_confidential", "is_promised", "promised_date")


@dataclass(frozen=True)
class NewAttachment:
    """A bilag to be added; without `document` the file is still to come."""

    title: str
    document: Document | None = None
    is_confidential: bool = False
    is_promised: bool = False
    promised_date: dt.date | None = None
    source: str = ""


@dataclass(frozen=True)
class AttachmentChanges:
    """What is to be done with an item's bilag, in order: fields, files, a move (-1 up, 1 down), a removal, new ones.
    `sources` says where files come from that Chefforum made."""

    fields: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    files: Mapping[int, Document] = field(default_factory=dict)
    sources: Mapping[int, str] = field(default_factory=dict)
    new: Sequence[NewAttachment] = ()
    moved: tuple[int, int] | None = None
    removed: int | None = None

    def __bool__(self) -> bool:
        return bool(self.fields or self.files or self.new or self.moved or self.removed)


@transaction.atomic
def write_attachments(*, actor: Actor, item: Item, changes: AttachmentChanges, at: dt.datetime) -> None:
    """Carries the changes out. A bilag that the actor may not read, or that is gone meanwhile, is left as it is.

    Raises AccessDenied where the actor may not write now.
    """
    item = item_to_write(actor=actor, item=item)
    if not changes:
        return
    keep_as_it_was(item=item, at=at)
    rows = list(item.attachments.order_by("position"))
    readable = set(attachments_read_by(actor).filter(item=item).values_list("pk", flat=True))
    own = {row.pk: row for row in rows if row.pk in readable}
    for pk, values in changes.fields.items():
        for name, value in values.items():
            if pk in own and name in CHANGEABLE:
                setattr(own[pk], name, value)
    for pk, document in changes.files.items():
        if pk in own:
            own[pk].document, own[pk].source = document, changes.sources.get(pk, "")
    if changes.moved and changes.moved[0] in own:
        _move(rows, *changes.moved)
    if changes.removed is not None and changes.removed in own:
        rows.remove(own[changes.removed])
        remove_attachments([changes.removed])
    rows += [_made(item, new) for new in changes.new]
    for position, row in enumerate(rows):
        row.position = position
        row.save()
    if any(values.get("is_confidential") for values in changes.fields.values()):
        forget_made_files([item.pk])
    mirror_attachments(item)
    note_change(actor=actor, item=item, at=at, what="write_attachments", data=_told(changes))


def _made(item: Item, new: NewAttachment) -> Attachment:
    return Attachment(
        item=item,
        title=new.title,
        document=new.document,
        is_confidential=new.is_confidential,
        is_promised=new.is_promised,
        promised_date=new.promised_date,
        source=new.source,
    )


def _move(rows: list[Attachment], pk: int, by: int) -> None:
    place = next(place for place, row in enumerate(rows) if row.pk == pk)
    target = min(max(place + by, 0), len(rows) - 1)
    rows.insert(target, rows.pop(place))


def _told(changes: AttachmentChanges) -> dict[str, Any]:
    """What the trail says: which bilag and files, and no titles."""
    return {
        "changed": sorted(changes.fields),
        "files": {str(pk): str(document.pk) for pk, document in changes.files.items()},
        "added": [str(new.document.pk) if new.document else None for new in changes.new],
        "removed": changes.removed,
    }
