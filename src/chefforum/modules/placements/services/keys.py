"""A key of full-time equivalents is made, and never changed: what is wrong with one is put right in a new one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record
from chefforum.kernel.organisation.queries import tree_on

from ..access import require_coordinator
from ..models import KeyShare, StaffingKey
from ..queries.keys import why_name_is_taken
from ..rules.departments import departments_in
from ..rules.key_rows import MOST_FTE
from ..rules.pseudonyms import refused


class KeyRefused(ValueError):
    """The key cannot be made; the message tells the person why."""


@transaction.atomic
def make_key(
    *, actor: Actor, name: str, on_date: dt.date, source: str, shares: Mapping[UUID, Decimal | None], at: dt.datetime
) -> StaffingKey:
    """The departments of a day with their full-time equivalents; None is not counted, and has no row.

    Raises AccessDenied for others than the coordinator; KeyRefused for a name that another key has, no number at all, a
    number out of bounds, what is no department on the day, and words that cannot be kept.
    """
    require_coordinator(actor)
    said = {unit_id: fte for unit_id, fte in shares.items() if fte is not None}
    if why := _why_not(name, source, said, on_date):
        raise KeyRefused(why)
    key = StaffingKey.objects.create(
        name=name.strip(), on_date=on_date, source=source.strip(), created_at=at, person_id=actor.person_id
    )
    KeyShare.objects.bulk_create(KeyShare(key=key, unit_id=unit_id, fte=fte) for unit_id, fte in said.items())
    record(
        actor=actor,
        at=at,
        action="placements.make_key",
        object_kind="staffing_key",
        object_id=key.pk,
        object_name=key.name,
        data={"on_date": on_date.isoformat(), "departments": len(said)},
    )
    return key


def _why_not(name: str, source: str, shares: Mapping[UUID, Decimal], on_date: dt.date) -> str:
    if not name.strip():
        return "Giv nøglen et navn."
    if why := refused(f"{name}\n{source}"):
        return why
    if why := why_name_is_taken(name):
        return why
    if not sum(shares.values()):
        return "Skriv årsværk for mindst én afdeling."
    if any(not 0 <= fte < MOST_FTE or fte != round(fte, 2) for fte in shares.values()):
        return "Antallet af årsværk skal være fra 0 til under en million, med højst to decimaler."
    if shares.keys() - {unit.id for unit in departments_in(tree_on(on_date))}:
        return "Nøglen har en enhed, der ikke er en afdeling på dagen."
    return ""
