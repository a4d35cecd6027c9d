"""Reading something confidential leaves an event; other reading leaves none."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record

from ..access import readable_by
from ..models import Item, Meeting


def note_reading(*, actor: Actor, meeting: Meeting, at: dt.datetime, how: str, item: Item | None = None) -> None:
    """Records which confidential items the actor is about to read; `how` is "side" or the format of a file."""
    confidential = readable_by(actor).filter(meeting=meeting, is_confidential=True)
    if item is not None:
        confidential = confidential.filter(pk=item.pk)
    numbers = list(confidential.order_by("position").values_list("number", flat=True))
    if not numbers:
        return
    with transaction.atomic():
        record(
            actor=actor,
            at=at,
            action="meetings.read_confidential",
            object_kind="item" if item else "meeting",
            object_id=item.pk if item else meeting.pk,
            object_name=meeting.title,
            data={"items": numbers, "how": how},
        )
