"""What the secretariat does with a meeting that is there: send it out, take it back, close an item, bring a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from chefforum.kernel.access.rules import AccessDenied, Actor
from chefforum.kernel.audit.services import record
from chefforum.kernel.documents.models import Document

from .. import search
from ..access import may_keep
from ..models import Attachment, Item, ItemReader, Meeting, MeetingState


def _require_keeper(actor: Actor, meeting: Meeting) -> None:
    if not may_keep(actor, meeting.forum):
        raise AccessDenied(f"Du har ikke adgang til at ændre møder i {meeting.forum.name}.")


@transaction.atomic
def publish_meeting(*, actor: Actor, meeting: Meeting, at: dt.datetime) -> None:
    """The forum's members may read the meeting from now on. Publishing twice changes nothing."""
    _require_keeper(actor, meeting)
    if meeting.state == MeetingState.PUBLISHED:
        return
    meeting.state, meeting.published_at = MeetingState.PUBLISHED, at
    meeting.save(update_fields=["state", "published_at"])
    _note(actor, meeting, "meetings.publish", at)


@transaction.atomic
def withdraw_meeting(*, actor: Actor, meeting: Meeting, at: dt.datetime) -> None:
    """Only those who keep the meeting may read it from now on. What members have read or printed stays with them."""
    _require_keeper(actor, meeting)
    if meeting.state == MeetingState.DRAFT:
        return
    meeting.state, meeting.published_at = MeetingState.DRAFT, None
    meeting.save(update_fields=["state", "published_at"])
    _note(actor, meeting, "meetings.withdraw", at)


def _note(actor: Actor, meeting: Meeting, action: str, at: dt.datetime) -> None:
    search.index_meeting(meeting)
    record(
        actor=actor,
        at=at,
        action=action,
        object_kind="meeting",
        object_id=meeting.pk,
        object_name=meeting.title,
    )


@transaction.atomic
def set_confidentiality(
    *, actor: Actor, item: Item, is_confidential: bool, reader_ids: Iterable[UUID], at: dt.datetime
) -> None:
    """Closes an item to all but those who keep the meeting and the readers named, or opens it again."""
    _require_keeper(actor, item.meeting)
    item.is_confidential = is_confidential
    item.save(update_fields=["is_confidential"])
    item.readers.all().delete()
    readers = sorted(set(reader_ids)) if is_confidential else []
    ItemReader.objects.bulk_create(ItemReader(item=item, person_id=person_id) for person_id in readers)
    search.index_meeting(item.meeting)
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
    _require_keeper(actor, attachment.item.meeting)
    attachment.document = document
    attachment.save(update_fields=["document"])
    record(
        actor=actor,
        at=at,
        action="meetings.attach",
        object_kind="item",
        object_id=attachment.item_id,
        data={"attachment": attachment.pk, "document": str(document.pk)},
    )
