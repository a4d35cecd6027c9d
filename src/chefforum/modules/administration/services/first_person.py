"""Letting somebody in from the server, also before there is an organisation or anybody to ask."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from chefforum.kernel.access.rules import Actor, Role
from chefforum.kernel.organisation.models import Unit
from chefforum.kernel.organisation.services import top_unit

from .persons import CannotChange, create_person, give_temporary_password, grant_role


@transaction.atomic
def create_person_on_server(
    *,
    actor: Actor,
    email: str,
    name: str,
    title: str,
    unit_code: str | None,
    is_administrator: bool,
    at: dt.datetime,
) -> str:
    """A person employed in the unit (else at the top, which is made where there is no organisation), who may sign in.

    Returns the temporary password. Raises AccessDenied, and CannotChange for an address in use or an unknown unit.
    """
    unit = _unit(unit_code, at)
    person = create_person(
        actor=actor,
        name=name,
        email=email,
        title=title,
        unit_id=unit.pk,
        is_leader=False,
        on=timezone.localdate(at),
        at=at,
    )
    if is_administrator:
        grant_role(
            actor=actor,
            person=person,
            role=Role.ADMINISTRATOR,
            unit_id=_unit(None, at).pk,
            valid_from=timezone.localdate(at),
            valid_to=None,
            at=at,
        )
    return give_temporary_password(actor=actor, person=person, at=at)


def _unit(code: str | None, at: dt.datetime) -> Unit:
    if code:
        found = Unit.objects.filter(code=code).first()
        if found is None:
            raise CannotChange(f"Der er ingen enhed med koden {code}. Intet er ændret. Se koderne på Organisation.")
        return found
    return top_unit(municipality=settings.MUNICIPALITY, on=timezone.localdate(at))
