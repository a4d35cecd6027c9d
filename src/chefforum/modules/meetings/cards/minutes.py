"""Cards of minutes that are out for comments, and of the corrections that came."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from chefforum.kernel.access.rules import Actor
from chefforum.web import danish
from chefforum.web.start_cards import CardContent, CardRow

from ..queries import progress


def minutes_to_comment(*, actor: Actor, on: dt.date) -> CardContent | None:
    """Minutes that are out for comments; no card where there are none."""
    rows = tuple(
        CardRow(
            text=f"Referat fra {meeting.name}",
            meta=progress.last_day_for_corrections(meeting),
            url=reverse("meetings:corrections", args=[meeting.pk]),
        )
        for meeting in progress.minutes_to_comment(actor=actor)
    )
    return CardContent(rows=rows, empty="") if rows else None


def corrections_to_answer(*, actor: Actor, on: dt.date) -> CardContent | None:
    """Corrections that nobody has answered; no card where there are none."""
    rows = tuple(
        CardRow(
            text=meeting.name,
            meta=f"{danish.counted(waiting, 'rettelse,rettelser')} til referatet",
            url=reverse("meetings:corrections", args=[meeting.pk]),
        )
        for meeting, waiting in progress.corrections_to_answer(actor=actor)
    )
    return CardContent(rows=rows, empty="") if rows else None
