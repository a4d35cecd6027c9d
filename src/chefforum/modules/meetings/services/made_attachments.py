"""Bilag that Chefforum makes of its own data: made, laid with an item, and made again with new figures.

They are made with the rights of whoever asks: what that person may not see is not in them. From then on a bilag is read
by those who read the item, as any other.
"""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from django.db import transaction
from django.utils import timezone

from chefforum.kernel.access.rules import AccessDenied, Actor
from chefforum.kernel.audit.services import record
from chefforum.kernel.documents.registry import DocumentKind, NotMadeNow, attachable_kind
from chefforum.kernel.documents.services import MadeDocument, UnknownFormat, add_document, make
from chefforum.kernel.jobs.models import Job
from chefforum.kernel.jobs.services import start_job

from ..access import may_write
from ..models import Attachment, Item, MadeAttachment
from ..queries.attachments import made_attachment
from .attachments import AttachmentChanges, NewAttachment, write_attachments

MAKE_JOB = "meetings.make_attachment"


class AttachmentGone(LookupError):
    """The bilag is not there any more, or is another file now."""


def make_attachment(
    *,
    actor: Actor,
    item: Item,
    kind: str,
    parameters: dict[str, Any],
    format: str,
    at: dt.datetime,
    title: str = "",
) -> Attachment:
    """The document as the actor may see it, as a new bilag. Call it outside a transaction: it may take a while.

    Raises AccessDenied where the actor may not write in the item, UnknownDocumentKind, UnknownFormat, and NotMadeNow
    with words for the person.
    """
    _require_writer(actor, item)
    found = _offered(actor, kind, format, at)
    made = _made(actor, kind, parameters, format, at)
    title = " ".join(title.split()) or found.title
    document = _kept(actor, made, title, at)
    with transaction.atomic():
        new = NewAttachment(title, document, source=_source(found, made))
        write_attachments(actor=actor, item=item, changes=AttachmentChanges(new=[new]), at=at)
        attachment = item.attachments.get(document=document)
        row = MadeAttachment(attachment=attachment, kind=kind, parameters=parameters, format=format)
        _note(actor, row, document, made, at)
    return attachment


def make_again(*, actor: Actor, attachment_id: int, at: dt.datetime) -> Attachment:
    """The bilag with the figures of now, in the place of its file; the one before stays in what was sent out.

    Raises AttachmentGone, AccessDenied, UnknownDocumentKind where it is not the actor's to make, and NotMadeNow.
    """
    row = made_attachment(actor=actor, attachment_id=attachment_id)
    if row is None:
        raise AttachmentGone(attachment_id)
    attachment = row.attachment
    _require_writer(actor, attachment.item)
    found = _offered(actor, row.kind, row.format, at)
    made = _made(actor, row.kind, row.parameters, row.format, at)
    document = _kept(actor, made, attachment.title, at)
    with transaction.atomic():
        changes = AttachmentChanges(files={attachment.pk: document}, sources={attachment.pk: _source(found, made)})
        write_attachments(actor=actor, item=attachment.item, changes=changes, at=at)
        _note(actor, row, document, made, at)
    attachment.refresh_from_db()
    return attachment


@transaction.atomic
def start_making(
    *, actor: Actor, item: Item, kind: str, parameters: dict[str, Any], format: str, title: str, at: dt.datetime
) -> Job:
    """The same in the background, for what takes long. Raises AccessDenied, UnknownDocumentKind, UnknownFormat."""
    _require_writer(actor, item)
    _offered(actor, kind, format, at)
    arguments = {"item_id": str(item.pk), "kind": kind, "parameters": parameters, "format": format, "title": title}
    return start_job(actor=actor, at=at, run=MAKE_JOB, arguments=arguments)


@transaction.atomic
def start_making_again(*, actor: Actor, attachment: Attachment, at: dt.datetime) -> Job:
    """As `make_again`, in the background. Raises AccessDenied."""
    _require_writer(actor, attachment.item)
    arguments = {"item_id": str(attachment.item_id), "attachment_id": attachment.pk}
    return start_job(actor=actor, at=at, run=MAKE_JOB, arguments=arguments)


def _require_writer(actor: Actor, item: Item) -> None:
    if not may_write(actor, item):
        raise AccessDenied("Du kan ikke skrive i punktet nu. Der er ikke lavet noget bilag.")


def _offered(actor: Actor, kind: str, format: str, at: dt.datetime) -> DocumentKind:
    found = attachable_kind(kind, actor=actor, on=timezone.localdate(at))
    if found.as_attachment is None or format not in found.as_attachment.formats:
        raise UnknownFormat(format)
    return found


def _made(actor: Actor, kind: str, parameters: dict[str, Any], format: str, at: dt.datetime) -> MadeDocument:
    """What the document is of may be gone, or not be the actor's to see: the two look the same."""
    try:
        return make(kind=kind, actor=actor, parameters=parameters, format=format, at=at)
    except LookupError:
        raise NotMadeNow("Det, bilaget laves af, findes ikke, eller du må ikke se det.") from None


def _kept(actor: Actor, made: MadeDocument, title: str, at: dt.datetime) -> Any:
    content = io.BytesIO(made.content)
    return add_document(actor=actor, at=at, content=content, filename=made.filename, title=title).document


def _source(kind: DocumentKind, made: MadeDocument) -> str:
    what = kind.as_attachment.source if kind.as_attachment else kind.title
    return f"Lavet i Chefforum af {what}. Tallene: {made.figures}."


def _note(actor: Actor, row: MadeAttachment, document: Any, made: MadeDocument, at: dt.datetime) -> None:
    row.document, row.as_of, row.made_at, row.made_by_id = document, made.as_of, at, actor.person_id
    row.save()
    record(
        actor=actor,
        at=at,
        action="items.make_attachment",
        object_kind="item",
        object_id=row.attachment.item_id,
        # Not what it is: what a bilag of a closed item is called is not for those who read the trail.
        data={"format": row.format, "document": str(document.pk), "as_of": made.as_of.isoformat()},
    )
