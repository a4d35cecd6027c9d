"""A bilag as somebody may read it, ready to be shown inside a page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import F

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.documents.pages import NoSuchPage, PdfText, text_of_pages
from chefforum.kernel.documents.queries import get_version
from chefforum.kernel.documents.registry import document_kinds
from chefforum.kernel.documents.rules import JPEG, PDF, PNG, TEXT
from chefforum.kernel.documents.services import OpenedVersion, open_version
from chefforum.kernel.documents.storage import DamagedFile

from ..access import attachments_read_by
from ..models import Attachment, Item, MadeAttachment
from .reading import AttachmentOnPage, ItemOnPage, item_on_page

MOST_TEXT = 200_000


@dataclass(frozen=True)
class AttachmentShown:
    """A bilag with what of it can be shown in place: pages of a PDF, text, or a picture; else it is downloaded."""

    item: ItemOnPage
    attachment: AttachmentOnPage
    pdf: PdfText | None = None
    text: str | None = None
    is_picture: bool = False
    version: int = 0

    @property
    def texts(self) -> tuple[str, ...] | None:
        """The text of each page, or of the whole where it has no pages; None where no text is shown."""
        if self.pdf is not None:
            return tuple(page.text for page in self.pdf.pages)
        return None if self.text is None else (self.text,)


def find_shown(*, actor: Actor, attachment_id: int) -> tuple[Item, ItemOnPage, AttachmentOnPage] | None:
    """The bilag in its item, as the actor reads the item; None where they may not read it or there is none."""
    row = Attachment.objects.select_related("item__forum", "item__meeting__forum", "item__published")
    found = row.filter(pk=attachment_id).first()
    shown = item_on_page(actor=actor, item=found.item) if found else None
    if found is None or shown is None:
        return None
    for attachment in shown.attachments:
        if attachment.id == attachment_id and not attachment.is_hidden:
            return found.item, shown, attachment
    return None


def show_attachment(
    *, actor: Actor, item: ItemOnPage, attachment: AttachmentOnPage, at: dt.datetime
) -> AttachmentShown:
    """The bilag's newest file, as far as it can be shown in a page. A damaged file cannot.

    Raises DocumentNotFound where the file is not the actor's to read.
    """
    if attachment.document_id is None:
        return AttachmentShown(item, attachment)
    version = get_version(actor=actor, document_id=attachment.document_id).number
    try:
        opened = open_version(actor=actor, at=at, document_id=attachment.document_id, number=version)
    except DamagedFile:
        return AttachmentShown(item, attachment)
    with opened.file as file:
        if opened.content_type == PDF:
            try:
                return AttachmentShown(item, attachment, pdf=text_of_pages(file.read()), version=version)
            except NoSuchPage:
                return AttachmentShown(item, attachment)
        if opened.content_type == TEXT and opened.size <= MOST_TEXT:
            return AttachmentShown(item, attachment, text=_decoded(opened, file.read()))
        return AttachmentShown(item, attachment, is_picture=opened.content_type in {PNG, JPEG})


def _decoded(opened: OpenedVersion, content: bytes) -> str:
    return content.decode(opened.charset or "utf-8", errors="replace")


def made_attachment(*, actor: Actor, attachment_id: int) -> MadeAttachment | None:
    """How a bilag was made that the actor may read and whose file is still the made one; None otherwise."""
    readable = attachments_read_by(actor).filter(pk=attachment_id)
    rows = MadeAttachment.objects.filter(attachment__in=readable, attachment__document=F("document"))
    return rows.select_related("attachment__item__forum", "attachment__item__meeting").first()


def made_before(item: Item, *, actor: Actor, kind: str, parameters: dict[str, Any], format: str) -> Attachment | None:
    """The item's bilag of just that, where it was made before and its file is still the made one. One query."""
    readable = attachments_read_by(actor).filter(item=item)
    rows = MadeAttachment.objects.filter(attachment__in=readable, attachment__document=F("document"))
    found = rows.filter(kind=kind, format=format).select_related("attachment")
    return next((row.attachment for row in found if row.parameters == parameters), None)


def made_in(item: Item, *, actor: Actor) -> dict[int, MadeAttachment]:
    """By bilag, those of the item whose file was made here and is of a kind that the actor may make. One query."""
    rows = MadeAttachment.objects.filter(attachment__item=item, attachment__document=F("document"))
    own = {kind.name for kind in document_kinds() if kind.rule.allows(actor)}
    return {row.attachment_id: row for row in rows if row.kind in own}
