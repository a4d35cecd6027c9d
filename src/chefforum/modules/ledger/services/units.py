"""Cost centres that no unit had get one, for the months from a day on; and that is changed or undone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from django.db import IntegrityError, transaction

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record

from ..access import require_keeper
from ..models import CostCentreMapping
from ..queries.mappings import get_mapping, rows_of, standing
from ..rules.unit_codes import CodePeriod, Overlaps, with_changed, without


class AlreadyMapped(ValueError):
    """The code has a unit from that day already."""

    def __init__(self, code: str) -> None:
        super().__init__(f"Omkostningssted {code} er allerede koblet fra den dag. Vælg en senere dato.")


class ChangedMeanwhile(ValueError):
    """Somebody else changed the mapping since it was shown."""

    def __init__(self) -> None:
        super().__init__("Koblingen er ændret af en anden imens. Intet er ændret. Se den igen.")


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


@transaction.atomic
def change_mapping(
    *, actor: Actor, at: dt.datetime, mapping_id: int, unit_id: UUID, valid_from: dt.date, seen: str
) -> CostCentreMapping:
    """The cost centre is another unit's, or from another day on; what it was mapped to before ends there. `seen`: how
    the mapping stood when the actor was shown what moves.

    Raises AccessDenied, MappingNotFound, ChangedMeanwhile, AlreadyMapped.
    """
    mapping = _as_seen(actor, mapping_id, seen)
    try:
        changed = with_changed(rows_of(mapping.code), mapping.valid_from, unit_id=unit_id, valid_from=valid_from)
    except Overlaps:
        raise AlreadyMapped(mapping.code) from None
    before = _said(mapping)
    _write(mapping.code, changed)
    mapping.refresh_from_db()
    _record("change", mapping, actor=actor, at=at, before=before, after=_said(mapping))
    return mapping


@transaction.atomic
def undo_mapping(*, actor: Actor, at: dt.datetime, mapping_id: int, seen: str) -> None:
    """The cost centre is again what it was before it was mapped: another unit's, or no unit's. The trail keeps it.

    Raises AccessDenied, MappingNotFound, ChangedMeanwhile.
    """
    mapping = _as_seen(actor, mapping_id, seen)
    _write(mapping.code, without(rows_of(mapping.code), mapping.valid_from))
    _record("undo", mapping, actor=actor, at=at, before=_said(mapping), after=None)


def _as_seen(actor: Actor, mapping_id: int, seen: str) -> CostCentreMapping:
    mapping = get_mapping(actor=actor, mapping_id=mapping_id)
    list(CostCentreMapping.objects.select_for_update().filter(code=mapping.code).order_by("pk"))
    mapping = get_mapping(actor=actor, mapping_id=mapping_id)
    if standing(mapping) != seen:
        raise ChangedMeanwhile
    return mapping


def _write(code: str, changed: Mapping[dt.date, CodePeriod | None]) -> None:
    """By the day that each began; what is gone goes first, since of a code only one may be without an end."""
    rows = CostCentreMapping.objects.filter(code=code)
    for begins, row in sorted(changed.items(), key=lambda item: (item[1] is not None, item[0])):
        if row is None:
            rows.filter(valid_from=begins).delete()
        else:
            rows.filter(valid_from=begins).update(unit=row.unit_id, valid_from=row.valid_from, valid_to=row.valid_to)


def _said(mapping: CostCentreMapping) -> dict[str, str | None]:
    ends = mapping.valid_to.isoformat() if mapping.valid_to else None
    return {"unit": str(mapping.unit_id), "valid_from": mapping.valid_from.isoformat(), "valid_to": ends}


def _record(
    act: str,
    mapping: CostCentreMapping,
    *,
    actor: Actor,
    at: dt.datetime,
    before: dict[str, str | None],
    after: dict[str, str | None] | None,
) -> None:
    record(
        actor=actor,
        at=at,
        action=f"ledger.{act}_mapping",
        object_kind="cost_centre_mapping",
        object_id=mapping.pk,
        object_name=mapping.code,
        data={"code": mapping.code, "before": before, "after": after},
    )
