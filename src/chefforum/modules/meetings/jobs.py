"""What meetings do in the background."""

from __future__ import annotations

import datetime as dt
import tempfile
from typing import Any
from uuid import UUID

from django.urls import reverse

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.documents.registry import NotMadeNow, UnknownDocumentKind
from chefforum.kernel.documents.services import keep_for
from chefforum.kernel.jobs.registry import JobFailed, JobResult, Progress, job

from .access import may_write
from .queries.meetings import find_item, find_meeting, has_something_to_read
from .rules.bundling import BUNDLE_JOB, CONTENT_TYPES, FILE, KEPT_FOR, Choice
from .services.bundling import make_bundle
from .services.made_attachments import MAKE_JOB, AttachmentGone, make_again, make_attachment


@job(BUNDLE_JOB, title="Samlet fil af et møde")
def bundle(
    *,
    actor: Actor,
    at: dt.datetime,
    progress: Progress,
    meeting_id: str,
    format: str,
    item_ids: list[str] | None,
    with_attachments: bool,
) -> JobResult:
    """The whole meeting as one file, read with the rights that the person has now, and kept for them for a day."""
    meeting = find_meeting(actor=actor, meeting_id=UUID(meeting_id))
    if meeting is None or not has_something_to_read(actor=actor, meeting=meeting):
        raise JobFailed("Du har ikke længere adgang til mødet. Der er ikke lavet nogen fil.")
    with tempfile.TemporaryFile() as file:
        name = make_bundle(
            actor=actor,
            meeting=meeting,
            format=format,
            at=at,
            target=file,
            choice=Choice(frozenset(map(UUID, item_ids)) if item_ids else None, with_attachments),
            said=lambda done, total: progress.report(done, total, "Samler bilag"),
        )
        kept = keep_for(
            actor=actor, at=at, filename=name, content_type=CONTENT_TYPES[format], content=file, keep=KEPT_FOR
        )
    return JobResult(url=reverse("documents:personal_files"), data={FILE: str(kept.pk)})


@job(MAKE_JOB, title="Bilag af data")
def make_bilag(
    *,
    actor: Actor,
    at: dt.datetime,
    progress: Progress,
    item_id: str,
    attachment_id: int | None = None,
    **wanted: Any,
) -> JobResult:
    """A bilag made anew, or again where there is an `attachment_id`, with the rights that the person has now."""
    item = find_item(actor=actor, item_id=UUID(item_id))
    if item is None or not may_write(actor, item):
        raise JobFailed("Du kan ikke længere skrive i punktet. Der er ikke lavet noget bilag.")
    progress.report(0, 1, "Laver bilaget")
    try:
        if attachment_id is None:
            made = make_attachment(actor=actor, item=item, at=at, **wanted)
        else:
            made = make_again(actor=actor, attachment_id=attachment_id, at=at)
    except NotMadeNow as refusal:
        raise JobFailed(f"{refusal} Punktet er, som det var.") from None
    except (UnknownDocumentKind, AttachmentGone):
        raise JobFailed("Bilaget kan ikke laves længere. Punktet er, som det var.") from None
    progress.report(1, 1, "Færdig")
    return JobResult(url=f"{reverse('meetings:write', args=[item_id])}#bilag", data={"attachment": made.pk})
