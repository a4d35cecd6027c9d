"""Cards of meetings: what was sent out, what is to be sent out."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from chefforum.kernel.access.rules import Actor
from chefforum.web import danish
from chefforum.web.start_cards import CardContent, CardRow

from ..models import ForumPractice, Meeting
from ..queries import meetings as queries
from ..rules.deadlines import NOT_SENT, sending_date
from . import SHOWN


def newest_meetings(*, actor: Actor, on: dt.date) -> CardContent | None:
    """What was last sent out to the person; no card for those who sit in no forum."""
    meetings = queries.newest_sent(actor=actor, most=SHOWN)
    rows = tuple(
        _row(meeting, f"{meeting.sent_kind}, {danish.counted(meeting.item_count, 'punkt,punkter')}")
        for meeting in meetings
    )
    if not rows and not actor.forum_ids:
        return None
    return CardContent(rows=rows, empty="Der er ikke udsendt noget møde til dig endnu.")


def meetings_to_look_at(*, actor: Actor, on: dt.date) -> CardContent | None:
    """For those who keep meetings: drafts to send out, and files where something was not understood."""
    meetings = queries.unfinished_meetings(actor=actor, on=on)
    rows = tuple(_row(meeting, _what_to_do(meeting, on)) for meeting in meetings)
    return CardContent(
        rows=rows,
        empty="Alle møder er udsendt, og alt i filerne er forstået.",
        more_url=reverse("imports:import_new", args=["meetings.minutes"]),
        more_text="Indlæs dagsorden eller referat",
    )


def _row(meeting: Meeting, meta: str) -> CardRow:
    text = meeting.name
    return CardRow(text=text, meta=meta, url=reverse("meetings:meeting", args=[meeting.pk]))


def _what_to_do(meeting: Meeting, on: dt.date) -> str:
    things = []
    if meeting.state in NOT_SENT:
        last = sending_date(meeting_date=meeting.date, days=_sending_days(meeting))
        passed = " (fristen er passeret)" if last < on else ""
        things.append(f"dagsorden udsendes senest {danish.date(last)}{passed}")
    elif not meeting.is_published:
        things.append("ikke udsendt")
    if count := len(meeting.notes):
        things.append(f"{count} {danish.plural(count, 'bemærkning,bemærkninger')} fra indlæsningen")
    return ", ".join(things)


def _sending_days(meeting: Meeting) -> int:
    practice = getattr(meeting.forum, "practice", None) or ForumPractice(forum=meeting.forum)
    return practice.sending_days
