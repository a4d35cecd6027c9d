"""Who reads an item, and the file of a bilag that the secretariat brings at any time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record
from chefforum.kernel.documents.models import Document

from .. import search
from ..access import require_closer, require_keeper
from ..models import Attachment, Item, ItemReader
from .closing import item_is_closed, tell_anew


@transaction.atomic
def set_confidentiality(
    *, actor: Actor, item: Item, is_confidential: bool, reader_ids: Iterable[UUID], at: dt.datetime
) -> None:
    """Closes an item to all but those who keep or write it and the readers named, or opens it again.

    Raises AccessDenied for others than who keeps the meeting, and the item's author while it is theirs to write.
    """
    require_closer(actor, item)
    item.is_confidential = is_confidential
    item.save(update_fields=["is_confidential"])
    item.readers.all().delete()
    readers = sorted(set(reader_ids)) if is_confidential else []
    ItemReader.objects.bulk_create(ItemReader(item=item, person_id=person_id) for person_id in readers)
    search.index_items([item.pk])
    if is_confidential:
        item_is_closed(actor=actor, item=item, at=at)
    else:
        tell_anew(actor=actor, item=item, at=at)
    record(
        actor=actor,
        at=at,
        action="meetings.close_item" if is_confidential else "meetings.open_item",
        object_kind="item",
        object_id=item.pk,
        data={"readers": [str(person_id) for person_id in readers]},
    )


@transaction.atomic
def attach_file(*, actor: Actor, attachment: Attachment, document: Document, at: dt.datetime) -> None:
    """The file behind a bilag that an item names; a later file takes the place of an earlier one."""
    require_keeper(actor, attachment.item.forum)
    attachment.document, attachment.source = document, ""
    attachment.save(update_fields=["document", "source"])
    record(
        actor=actor,
        at=at,
        action="meetings.attach",
        object_kind="item",
        object_id=attachment.item_id,
        data={"attachment": attachment.pk, "document": str(document.pk)},
    )
