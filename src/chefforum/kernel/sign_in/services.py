"""Every way in and out, as events."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from chefforum.kernel.access.queries import actor_for
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record
from chefforum.kernel.people.models import Person

from .queries import find_person_by_email

UNKNOWN = "ukendt e-mail"


@transaction.atomic
def note_sign_in(*, person: Person, at: dt.datetime, how: str) -> None:
    """`how` is "password" or "demo"."""
    actor = actor_for(person=person, on=timezone.localdate(at))
    _record(actor=actor, at=at, action="access.login", person=person, data={"how": how})


@transaction.atomic
def note_sign_out(*, actor: Actor, person: Person, at: dt.datetime) -> None:
    _record(actor=actor, at=at, action="access.logout", person=person)


@transaction.atomic
def note_refused_sign_in(*, email: str, at: dt.datetime, is_now_locked: bool) -> None:
    """An attempt that failed, and whether it was the one too many.

    Where the address is nobody's it is not kept: people type their password in the wrong field.
    """
    person = find_person_by_email(email=email)
    _record(actor=Actor.nobody(), at=at, action="access.login_failed", person=person)
    if is_now_locked:
        _record(actor=Actor.nobody(), at=at, action="access.locked", person=person)


@transaction.atomic
def change_password(*, actor: Actor, person: Person, password: str, at: dt.datetime) -> None:
    """Gives the person the password, which must have been validated. Other places where they are signed in end."""
    person.set_password(password)
    person.save(update_fields=["password"])
    _record(actor=actor, at=at, action="access.password_changed", person=person)


def _record(
    *, actor: Actor, at: dt.datetime, action: str, person: Person | None, data: dict[str, str] | None = None
) -> None:
    record(
        actor=actor,
        at=at,
        action=action,
        object_kind="person",
        object_id=person.pk if person else "",
        object_name=person.name if person else UNKNOWN,
        data=data,
    )
