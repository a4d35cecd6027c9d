"""A number that somebody puts instead of the system's, with a reason and a last day."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record
from chefforum.kernel.organisation.models import Unit

from ..access import require_writer
from ..models import Override


class OverrideRefused(ValueError):
    """What was asked cannot be done; the message tells the person why."""


@transaction.atomic
def set_override(
    *,
    actor: Actor,
    unit_id: UUID,
    account: str,
    year: int,
    amount_oere: int,
    reason: str,
    expires: dt.date,
    at: dt.datetime,
    on: dt.date,
) -> Override:
    """What the line is expected to end at in the year, up to and with the day `expires`; the one before it ends.

    Raises AccessDenied, and OverrideRefused without a reason or with a last day that is over.
    """
    require_writer(actor, unit_id)
    if not reason.strip():
        raise OverrideRefused("Skriv, hvorfor tallet skal være et andet.")
    if expires < on:
        raise OverrideRefused("Den sidste dag er gået. Vælg en dag, der kommer.")
    Unit.objects.select_for_update().get(pk=unit_id)  # of two who put a number at once, the one holds after the other
    Override.objects.filter(unit_id=unit_id, account=account, year=year, ended_at=None).update(ended_at=at)
    made = Override.objects.create(
        unit_id=unit_id,
        account=account,
        year=year,
        amount_oere=amount_oere,
        reason=reason.strip(),
        expires=expires,
        person_id=actor.person_id,
        created_at=at,
    )
    _record(actor, at, "forecast.set_override", made)
    return made


@transaction.atomic
def end_override(*, actor: Actor, override: Override, at: dt.datetime) -> Override:
    """The system's number holds again. Raises AccessDenied, and OverrideRefused where it is ended already."""
    require_writer(actor, override.unit_id)
    found = Override.objects.select_for_update(of=("self",)).get(pk=override.pk)
    if found.ended_at is not None:
        raise OverrideRefused("Tallet er allerede ophævet.")
    found.ended_at = at
    found.save(update_fields=["ended_at"])
    _record(actor, at, "forecast.end_override", found)
    return found


def _record(actor: Actor, at: dt.datetime, action: str, override: Override) -> None:
    data = {"year": override.year, "account": override.account}
    record(actor=actor, at=at, action=action, object_kind="unit", object_id=override.unit_id, data=data)
