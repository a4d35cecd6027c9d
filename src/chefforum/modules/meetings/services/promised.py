"""Asking for a bilag that was promised."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.urls import reverse

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record
from chefforum.kernel.notifications.services import notify

from ..access import require_keeper
from ..models import Attachment
from ..queries.actions import place_of
from ..queries.promised import reminded_of
from .steps import StepNotPossible


@transaction.atomic
def remind_of_bilag(*, actor: Actor, attachment: Attachment, at: dt.datetime) -> list[str]:
    """Reminds the item's author and who presents it, once a day; gives their names.

    Raises AccessDenied for others than the forum's secretariat, StepNotPossible where there is nobody to remind.
    """
    require_keeper(actor, attachment.item.forum)
    people = reminded_of(attachment)
    if not people:
        raise StepNotPossible("Punktet har hverken forfatter eller fremlægger, så der er ingen at minde om bilaget.")
    notify(
        actor=actor,
        at=at,
        person_ids=list(people),
        kind="meetings.promised",
        text=f"Der mangler et bilag, som du har lovet til {place_of(attachment.item)}.",
        url=reverse("meetings:item", args=[attachment.item_id]),
        key=f"promised:{attachment.pk}:{at:%Y-%m-%d}",
    )
    record(
        actor=actor,
        at=at,
        action="items.remind",
        object_kind="item",
        object_id=attachment.item_id,
        data={"attachment": attachment.pk},
    )
    return list(people.values())
