"""Reading what a single person is paid leaves an event; reading sums of many leaves none."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record


@transaction.atomic
def note_reading_of_pay(
    *, actor: Actor, unit_id: UUID, year: int, at: dt.datetime, how: str, position_id: str = ""
) -> None:
    """The actor is about to read the pay of the unit's positions in the year, or of one. `how` is "side" or the format
    of a file."""
    data = {"year": year, "how": how} | ({"position": position_id} if position_id else {})
    record(actor=actor, at=at, action="forecast.read_pay", object_kind="unit", object_id=unit_id, data=data)
