"""The address of a person's calendar: made, made anew, taken away."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction

from chefforum.kernel.access.rules import AccessDenied, Actor
from chefforum.kernel.audit.services import record

from ..access import READ_MEETINGS
from ..models import CalendarKey
from ..queries.calendar import secret_of
from ..rules.calendar import hash_of


@transaction.atomic
def renew_calendar(*, actor: Actor, at: dt.datetime) -> str:
    """A new address for the actor's calendar, whose secret is answered; the old one answers nobody from now on."""
    person_id = _person(actor)
    CalendarKey.objects.filter(person_id=person_id).delete()
    key = CalendarKey(person_id=person_id, created_at=at)
    secret = secret_of(key)
    key.secret_hash = hash_of(secret)
    key.save(force_insert=True)
    _record(actor, at, "meetings.renew_calendar")
    return secret


@transaction.atomic
def stop_calendar(*, actor: Actor, at: dt.datetime) -> None:
    """The address answers nobody from now on. Nothing happens where there is none."""
    gone, _ = CalendarKey.objects.filter(person_id=_person(actor)).delete()
    if gone:
        _record(actor, at, "meetings.stop_calendar")


def _person(actor: Actor) -> UUID:
    READ_MEETINGS.require(actor)
    if actor.person_id is None:
        raise AccessDenied("Kun personer har en kalender.")
    return actor.person_id


def _record(actor: Actor, at: dt.datetime, action: str) -> None:
    record(actor=actor, at=at, action=action, object_kind="person", object_id=actor.person_id, object_name=actor.name)
