"""What waits for a person, on the start page."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from chefforum.kernel.access.rules import Actor
from chefforum.web import danish
from chefforum.web.start_cards import CardContent, CardRow

from .queries import list_notifications

SHOWN = 5


def unread(*, actor: Actor, on: dt.date) -> CardContent | None:
    """The newest that are not read; no card where all are."""
    found = list(list_notifications(actor=actor, only_unread=True)[: SHOWN + 1])
    if not found:
        return None
    rows = tuple(
        CardRow(text=one.text, url=reverse("notifications:open", args=[one.pk]), meta=danish.moment(one.at))
        for one in found[:SHOWN]
    )
    return CardContent(
        rows=rows,
        empty="",
        more_url=reverse("notifications:list"),
        more_text="Alle beskeder" if len(found) <= SHOWN else "Se resten",
    )
