"""What meetings put on the start page."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from chefforum.kernel.access.rules import Actor
from chefforum.web import danish
from chefforum.web.start_cards import CardContent, CardRow

from .models import Meeting
from .queries import meetings as queries
from .queries import progress

SHOWN = 5


def newest_meetings(*, actor: Actor, on: dt.date) -> CardContent | None:
    """The newest meetings that the person may read; no card for those who sit in no forum."""
    meetings = queries.list_meetings(actor=actor)[:SHOWN]
    rows = tuple(_row(meeting, f"{meeting.kind_name}, {meeting.item_count} punkter") for meeting in meetings)
    if not rows and not actor.group_ids:
        return None
    return CardContent(rows=rows, empty="Der er ikke udsendt noget møde til dig endnu.")


def meetings_to_look_at(*, actor: Actor, on: dt.date) -> CardContent | None:
    """For those who keep meetings: drafts to send out, and files where something was not understood."""
    rows = tuple(_row(meeting, _what_to_do(meeting)) for meeting in queries.unfinished_meetings(actor=actor))
    return CardContent(
        rows=rows,
        empty="Alle møder er udsendt, og alt i filerne er forstået.",
        more_url=reverse("imports:import_new", args=["meetings.minutes"]),
        more_text="Indlæs dagsorden eller referat",
    )


def _row(meeting: Meeting, meta: str) -> CardRow:
    text = f"{meeting.forum.name} {danish.date(meeting.date)}"
    return CardRow(text=text, meta=meta, url=reverse("meetings:meeting", args=[meeting.pk]))


def _what_to_do(meeting: Meeting) -> str:
    things = []
    if not meeting.is_published:
        things.append("ikke udsendt")
    if count := len(meeting.notes):
        things.append(f"{count} {danish.plural(count, 'bemærkning,bemærkninger')} fra indlæsningen")
    return ", ".join(things)


def minutes_to_comment(*, actor: Actor, on: dt.date) -> CardContent | None:
    """Minutes that are out for comments; no card where there are none."""
    rows = tuple(
        CardRow(
            text=f"Referat fra {meeting.forum.name} {danish.date(meeting.date)}",
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
            text=f"{meeting.forum.name} {danish.date(meeting.date)}",
            meta=f"{danish.counted(waiting, 'rettelse,rettelser')} til referatet",
            url=reverse("meetings:corrections", args=[meeting.pk]),
        )
        for meeting, waiting in progress.corrections_to_answer(actor=actor)
    )
    return CardContent(rows=rows, empty="") if rows else None
