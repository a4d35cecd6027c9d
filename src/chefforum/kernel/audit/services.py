"""Writing to the chain."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from chefforum.calc.chain import START, link_hash
from chefforum.kernel.access.rules import Actor

from .models import ChainHead, Event
from .queries import content_of


def record(
    *,
    actor: Actor,
    at: dt.datetime,
    action: str,
    object_kind: str,
    object_id: object,
    object_name: str = "",
    data: dict[str, Any] | None = None,
) -> Event:
    """Adds an event in the caller's transaction, so that a write and its event are kept or lost together.

    `action` is `area.verb` ("meetings.import"). `data` holds JSON values that matter for understanding the event:
    no texts of cases, no more about persons than needed. Raises TransactionManagementError outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("an audit event belongs in the transaction of its write")
    ChainHead.objects.get_or_create(id=1, defaults={"hash": START})
    head = ChainHead.objects.select_for_update().get(id=1)
    event = Event(
        number=head.count + 1,
        at=at,
        person_id=actor.person_id,
        person_name=_with_those_stood_in_for(actor)[:300],
        action=action,
        object_kind=object_kind,
        object_id=str(object_id),
        object_name=object_name[:300],
        data=data or {},
        previous=head.hash,
    )
    event.hash = link_hash(number=event.number, previous=event.previous, content=content_of(event))
    event.save(force_insert=True)
    head.count, head.hash = event.number, event.hash
    head.save(update_fields=["count", "hash"])
    return event


def _with_those_stood_in_for(actor: Actor) -> str:
    return (
        f"{actor.name} (stedfortræder for {', '.join(actor.standing_in_for)})" if actor.standing_in_for else actor.name
    )
