"""Numbers put instead of the system's: those that hold on a day, and all that ever held."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from chefforum.kernel.access.rules import Actor

from ..access import may_read
from ..models import Override
from .units import find_workplace


class OverrideNotFound(LookupError):
    """No such number, or the actor may not know of it."""


def live_overrides(*, unit_ids: Iterable[UUID] | None, year: int, on: dt.date) -> QuerySet[Override]:
    """Those that hold on the day, for units that the caller has asked about; None: of all."""
    found = Override.objects.filter(year=year, ended_at=None, expires__gte=on)
    return found if unit_ids is None else found.filter(unit__in=list(unit_ids))


def overrides_of(*, actor: Actor, unit_id: UUID, year: int, on: dt.date) -> QuerySet[Override]:
    """All of the unit's in the year, ended and expired too. Raises UnitNotFound."""
    find_workplace(actor=actor, unit_id=unit_id, on=on)
    return Override.objects.filter(unit_id=unit_id, year=year).select_related("person")


def find_override(*, actor: Actor, override_id: int) -> Override:
    """Raises OverrideNotFound."""
    found = Override.objects.filter(pk=override_id).first()
    if found is None or not may_read(actor, found.unit_id):
        raise OverrideNotFound(override_id)
    return found
