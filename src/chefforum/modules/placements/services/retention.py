"""Old placements are deleted, with what was noted of them; figures that were frozen or published stay as they are."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record

from ..access import require_coordinator
from ..models import Placement
from ..queries.retention import placements_before
from ..rules.retention import latest_limit
from .register import KIND


class TooRecent(ValueError):
    """The day is so late that placements would go whose outcomes are still to come."""


@transaction.atomic
def delete_placements(*, actor: Actor, before: dt.date, at: dt.datetime, on: dt.date) -> int:
    """Deletes placements that ended before the day, their outcomes and their history; answers how many.

    The trail keeps that it was done, up to which day and how many. Raises TooRecent, AccessDenied.
    """
    require_coordinator(actor)
    if before > latest_limit(on):
        day = f"{latest_limit(on):%d-%m-%Y}"
        raise TooRecent(f"Vælg en dag, der ikke er senere end {day}: udfald af nyere forløb er ikke opgjort endnu.")
    ids = list(placements_before(before).order_by().values_list("pk", flat=True))
    Placement.objects.filter(pk__in=ids).delete()
    record(
        actor=actor,
        at=at,
        action="placements.delete_old",
        object_kind=KIND,
        object_id="",
        data={"before": before.isoformat(), "placements": len(ids)},
    )
    return len(ids)
