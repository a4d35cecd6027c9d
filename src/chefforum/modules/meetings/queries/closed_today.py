"""What was sent out, or written, as it may be read today: what is closed by now is closed in every older version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from ..models import Attachment, Item, Revision, RevisionFile
from ..rules.content import AttachmentContent, ItemContent, with_closed
from ..rules.house_lines import sections_without
from .earlier_treatments import told_no_longer


def as_closed_today(said: Sequence[tuple[Item, ItemContent]]) -> list[ItemContent]:
    """Contents of revisions, each with its item, closed as they are today.

    Bilag that have been closed since are closed, also such as are removed by now; and those lines are gone that the
    house wrote of items which have been closed since. One query where there is a bilag, three where one of them is
    gone; up to three where the house wrote such lines.
    """
    closed, documents = _closed_bilag(said)
    hidden = told_no_longer({item: content.item.sections for item, content in said})
    return [
        _without_lines(with_closed(content, attachments=closed, documents=documents), hidden.get(item, frozenset()))
        for item, content in said
    ]


def _without_lines(content: ItemContent, hidden: frozenset[str]) -> ItemContent:
    if not hidden:
        return content
    return replace(content, item=replace(content.item, sections=sections_without(content.item.sections, hidden)))


def _closed_bilag(said: Sequence[tuple[Item, ItemContent]]) -> tuple[frozenset[int], frozenset[UUID]]:
    """Ids of bilag that are closed, or were when they were removed; and files of removed ones that were."""
    all_said = [one for _, content in said for one in content.attachments]
    rows = dict(Attachment.objects.filter(pk__in=[one.id for one in all_said]).values_list("pk", "is_confidential"))
    closed = {pk for pk, is_confidential in rows.items() if is_confidential}
    gone: dict[Item, list[AttachmentContent]] = {
        item: [one for one in content.attachments if one.id not in rows] for item, content in said
    }
    with_gone = [item for item, own in gone.items() if own]
    if not with_gone:
        return frozenset(closed), frozenset()
    # What was closed once is closed in the revision that closed it: none is written over that forgets it.
    for attachments in Revision.objects.filter(item__in=with_gone).values_list("content__attachments", flat=True):
        closed |= {one["id"] for one in attachments if one["is_confidential"]}
    files = RevisionFile.objects.filter(
        document__in=[one.document_id for own in gone.values() for one in own if one.document_id],
        attachment__isnull=True,
        is_confidential=True,
    )
    return frozenset(closed), frozenset(files.values_list("document_id", flat=True))
