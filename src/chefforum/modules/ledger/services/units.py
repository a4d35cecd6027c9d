"""Cost centres that no unit had get one, for the months from a day on."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import IntegrityError, transaction

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record

from ..access import require_keeper
from ..models import CostCentreMapping


class AlreadyMapped(ValueError):
    """The code has a unit from that day already."""

    def __init__(self, code: str) -> None:
        super().__init__(f"Omkostningssted {code} er allerede koblet fra den dag. Vælg en senere dato.")


@transaction.atomic
def map_cost_centre(
    *, actor: Actor, at: dt.datetime, code: str, unit_id: UUID, valid_from: dt.date
) -> CostCentreMapping:
    """From the day on the code is the unit's; what it was mapped to before ends there. Nothing is loaded again.

    Raises AccessDenied, AlreadyMapped.
    """
    require_keeper(actor)
    earlier = CostCentreMapping.objects.select_for_update().filter(code=code, valid_to__isnull=True).first()
    if earlier is not None:
        if earlier.valid_from >= valid_from:
            raise AlreadyMapped(code)
        earlier.valid_to = valid_from
        earlier.save(update_fields=["valid_to"])
    try:
        with transaction.atomic():
            mapped = CostCentreMapping.objects.create(
                code=code, unit_id=unit_id, valid_from=valid_from, created_by_id=actor.person_id, created_at=at
            )
    except IntegrityError:  # somebody else mapped it meanwhile
        raise AlreadyMapped(code) from None
    record(
        actor=actor,
        at=at,
        action="ledger.map_cost_centre",
        object_kind="cost_centre_mapping",
        object_id=mapped.pk,
        object_name=code,
        data={"code": code, "unit": str(unit_id), "valid_from": valid_from.isoformat()},
    )
    return mapped
