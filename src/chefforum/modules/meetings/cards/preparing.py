"""Cards of who prepares for a meeting."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from chefforum.kernel.access.rules import Actor
from chefforum.web.start_cards import CardContent, CardRow

from ..queries import preparing
from . import SHOWN


def coming_to_prepare(*, actor: Actor, on: dt.date) -> CardContent | None:
    """Coming meetings that are sent out, and how far the person is; no card where all is read or nothing is coming."""
    rows = tuple(
        CardRow(
            text=meeting.name,
            meta=progress.words,
            url=reverse("meetings:prepare_meeting", args=[meeting.pk]),
        )
        for meeting, progress in preparing.coming_progress(actor=actor, on=on)
        if progress.count and not progress.is_full
    )
    return (
        CardContent(rows=rows, empty="", more_url=reverse("meetings:prepare"), more_text="Se det hele")
        if rows
        else None
    )


def changed_since_read(*, actor: Actor, on: dt.date) -> CardContent | None:
    """Items that are sent out anew since the person read them; no card where there are none."""
    rows = tuple(
        CardRow(
            text=changed.title,
            meta=f"{changed.meeting.name}, punkt {changed.number}",
            url=reverse("meetings:prepare_item", args=[changed.meeting.pk, changed.id]),
        )
        for changed in preparing.changed_items(actor=actor, most=SHOWN)
    )
    return CardContent(rows=rows, empty="") if rows else None
