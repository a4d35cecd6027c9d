"""Reading something confidential leaves an event; other reading leaves none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record

from ..access import readable_by
from ..models import Item, Meeting


def note_reading(
    *, actor: Actor, of: Meeting | Item, at: dt.datetime, how: str, only: Collection[UUID] | None = None
) -> None:
    """Records which confidential items the actor is about to read, of a meeting or the one item.

    `how` is "side", "versioner" or the format of a file; `only` are the items that are read where not all are.
    """
    confidential = readable_by(actor).filter(is_confidential=True)
    meeting = of if isinstance(of, Meeting) else of.meeting
    confidential = confidential.filter(meeting=of) if isinstance(of, Meeting) else confidential.filter(pk=of.pk)
    if only is not None:
        confidential = confidential.filter(pk__in=only)
    numbers = list(confidential.order_by("position").values_list("number", flat=True))
    if not numbers:
        return
    with transaction.atomic():
        record(
            actor=actor,
            at=at,
            action="meetings.read_confidential",
            object_kind="meeting" if isinstance(of, Meeting) else "item",
            object_id=of.pk,
            object_name=meeting.title if meeting else "",
            data={"items": numbers, "how": how},
        )
