"""Telling people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from chefforum.kernel.access.rules import Actor

from .models import Notification


def notify(
    *,
    actor: Actor,
    at: dt.datetime,
    person_ids: Iterable[UUID | None],
    kind: str,
    text: str,
    url: str,
    key: str = "",
) -> None:
    """Tells each person once; the actor and nobody (None) are left out. In the caller's transaction.

    `text` is read in mails: it must not say what something confidential is called. `key` makes the telling happen once
    a person, however often it is called.
    """
    told = {person_id for person_id in person_ids if person_id is not None and person_id != actor.person_id}
    Notification.objects.bulk_create(
        (
            Notification(person_id=person_id, kind=kind, text=text, url=url, key=key, at=at)
            for person_id in sorted(told)
        ),
        ignore_conflicts=True,
    )
