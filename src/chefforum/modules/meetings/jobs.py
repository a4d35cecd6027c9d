"""What meetings do in the background."""

from __future__ import annotations

import datetime as dt
import tempfile
from uuid import UUID

from django.urls import reverse

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.documents.services import keep_for
from chefforum.kernel.jobs.registry import JobFailed, JobResult, Progress, job

from .queries.meetings import find_meeting, has_something_to_read
from .rules.bundling import CONTENT_TYPES, KEPT_FOR, Choice
from .services.bundling import make_bundle


@job("meetings.bundle", title="Samlet fil af et møde")
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
        keep_for(actor=actor, at=at, filename=name, content_type=CONTENT_TYPES[format], content=file, keep=KEPT_FOR)
    return JobResult(url=reverse("documents:personal_files"))
