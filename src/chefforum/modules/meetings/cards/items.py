"""Cards of items on their way to an agenda."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse

from chefforum.kernel.access.rules import Actor
from chefforum.web import danish
from chefforum.web.start_cards import CardContent, CardRow

from ..models import Item
from ..queries import items
from ..rules.process import Waiting
from . import SHOWN


def items_waiting(*, actor: Actor, on: dt.date) -> CardContent | None:
    """Items to approve, to answer, to mend, to place, and drafts with a deadline; no card where there are none."""
    found = items.list_items(actor=actor, whose="waiting")[: SHOWN + 1]
    rows = tuple(CardRow(text=item.title, url=_process_of(item), meta=_what_waits(item)) for item in found[:SHOWN])
    if not rows:
        return None
    more = f"{reverse('meetings:items')}?vis=waiting"
    return CardContent(rows=rows, empty="", more_url=more, more_text="Se alle punkter, der venter på dig")


def comments_to_me(*, actor: Actor, on: dt.date) -> CardContent | None:
    """What others have said of the person's own items and is not dealt with; no card where there is nothing."""
    rows = tuple(
        CardRow(
            text=comment.item.title,
            url=f"{_process_of(comment.item)}#kommentarer",
            meta=f"{comment.person.name if comment.person else 'Ukendt'}, {danish.moment(comment.at)}",
        )
        for comment in items.comments_to_me(actor=actor)[:SHOWN]
    )
    return CardContent(rows=rows, empty="") if rows else None


def _process_of(item: Item) -> str:
    return reverse("meetings:process", args=[item.pk])


def _what_waits(item: Any) -> str:
    """Skal godkendes. Chefforum 11. februar 2026, frist 4. februar 2026 kl. 12.00

    Who is asked has a day of their own: Høring skal besvares senest 2. februar 2026. Chefforum 11. februar 2026
    """
    asked = item.waiting == Waiting.HEARING and item.answer_by is not None
    until = f" senest {danish.date(item.answer_by)}" if asked else ""
    text = f"{Waiting(item.waiting).danish}{until}. {item.forum.name}"
    meeting = item.meeting or item.wanted_meeting
    if meeting is None:
        return text
    text += f" {danish.date(meeting.date)}"
    deadline = meeting.submission_deadline
    return f"{text}, frist {danish.moment(deadline)}" if deadline and item.meeting is None and not asked else text
