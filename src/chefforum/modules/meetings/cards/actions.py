"""Cards of what comes after a meeting: actions, and bilag that were promised."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from chefforum.kernel.access.rules import Actor
from chefforum.web.start_cards import CardContent, CardRow

from ..queries.actions import ActionOnPage, actions_on_page, actions_to_confirm, own_actions
from ..queries.promised import promised_attachments
from . import SHOWN


def my_actions(*, actor: Actor, on: dt.date) -> CardContent | None:
    """What the person has been given to do, the first due first; no card for those who have nothing."""
    actions = actions_on_page(actor=actor, actions=own_actions(actor=actor)[:SHOWN], on=on)
    if not actions:
        return None
    more = f"{reverse('meetings:actions')}?mine=on"
    rows = tuple(_action_row(action, f"{action.due}, {action.where}") for action in actions)
    return CardContent(rows=rows, empty="", more_url=more, more_text="Alle dine opfølgninger")


def done_actions(*, actor: Actor, on: dt.date) -> CardContent | None:
    """For the secretariat: what is said to be done and waits for being confirmed; no card where nothing does."""
    actions = actions_on_page(actor=actor, actions=actions_to_confirm(actor=actor)[:SHOWN], on=on)
    if not actions:
        return None
    more = f"{reverse('meetings:actions')}?tilstand=done"
    rows = tuple(_action_row(action, f"{action.owner or 'Ingen ansvarlig'}, {action.where}") for action in actions)
    return CardContent(rows=rows, empty="", more_url=more, more_text="Alle udførte")


def promised(*, actor: Actor, on: dt.date) -> CardContent | None:
    """For the secretariat: bilag that were promised and are not here; no card where none is."""
    waiting = promised_attachments(actor=actor, on=on)
    rows = tuple(
        CardRow(text=one.title, meta=f"{one.due}, {one.where}", url=reverse("meetings:item", args=[one.item_id]))
        for one in waiting[:SHOWN]
    )
    if not rows:
        return None
    return CardContent(rows=rows, empty="", more_url=reverse("meetings:promised"), more_text="Alle, der mangler")


def _action_row(action: ActionOnPage, meta: str) -> CardRow:
    return CardRow(text=action.text, meta=meta, url=reverse("meetings:action", args=[action.id]))
