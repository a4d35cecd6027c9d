"""Many placements written at once, as an import has read and shown them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from chefforum.kernel.access.rules import AccessDenied, Actor
from chefforum.kernel.audit.services import record

from ..access import may_write_placement
from ..models import Outcome, Placement, PlacementChange
from ..rules.register import Act, as_json
from .outcomes import SaidOutcome, values_of
from .register import KIND, NOT_YOURS, draw_references


@dataclass(frozen=True)
class RowOutcome:
    """What came after a placement; `was` is what was noted before, as JSON."""

    definition_id: int
    exit_type: str
    closed_on: dt.date | None
    as_of: dt.date
    was: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class RowWrite:
    """A placement to add (`placement_id` None) or to change; `was` as JSON, `becomes` by the table's fields."""

    placement_id: UUID | None
    was: Mapping[str, Any]
    becomes: Mapping[str, Any]
    outcome: RowOutcome | None = None


@transaction.atomic
def write_rows(*, actor: Actor, rows: Sequence[RowWrite], at: dt.datetime) -> tuple[int, int]:
    """Answers how many were added and how many changed. One line of the trail for all of them.

    Raises AccessDenied where one is, or comes to be, of a unit that the actor does not register for.
    """
    new = [row for row in rows if row.placement_id is None]
    ids = [row.placement_id for row in rows if row.placement_id is not None]
    there = {one.pk: one for one in Placement.objects.select_for_update().filter(pk__in=ids)}
    numbers = draw_references(year=at.year, count=len(new)) if new else []
    written: list[tuple[RowWrite, Placement]] = []
    for row, number in zip(new, numbers, strict=True):
        written.append((row, Placement(reference=number, created_at=at, person_id=actor.person_id, **row.becomes)))
    units = {one.unit_id for _, one in written} | {one.unit_id for one in there.values()}
    for row in rows:
        placement = there.get(row.placement_id) if row.placement_id is not None else None
        if placement is not None:
            for name, value in row.becomes.items():
                setattr(placement, name, value)
            written.append((row, placement))
    units |= {one.unit_id for one in there.values()}
    if not all(may_write_placement(actor, unit_id) for unit_id in units):
        raise AccessDenied(NOT_YOURS)
    Placement.objects.bulk_create([one for row, one in written if row.placement_id is None])
    fields = sorted({name.removesuffix("_id") for row in rows if row.placement_id for name in row.becomes})
    if fields:
        Placement.objects.bulk_update(there.values(), fields, batch_size=200)
    _write_outcomes(actor, [(row, one) for row, one in written if row.outcome is not None], at)
    _note(actor, written, at)
    counts = {"added": len(new), "changed": len(there)}
    record(actor=actor, at=at, action="placements.import", object_kind=KIND, object_id="", data=counts)
    return len(new), len(there)


def _said(row: RowWrite, placement: Placement) -> SaidOutcome:
    assert row.outcome is not None
    said = row.outcome
    return SaidOutcome(placement.pk, said.definition_id, said.exit_type, said.closed_on, said.as_of)


def _write_outcomes(actor: Actor, written: Sequence[tuple[RowWrite, Placement]], at: dt.datetime) -> None:
    Outcome.objects.bulk_create(
        (Outcome(**vars(_said(row, one)), at=at, person_id=actor.person_id) for row, one in written),
        update_conflicts=True,
        unique_fields=["placement", "definition"],
        update_fields=["exit_type", "closed_on", "as_of", "at", "person"],
    )


def _note(actor: Actor, written: Sequence[tuple[RowWrite, Placement]], at: dt.datetime) -> None:
    """What was done to each, for its history and for undoing it."""
    changes = []
    for row, placement in written:
        done: list[tuple[Act, Mapping[str, Any], Mapping[str, Any]]] = []
        if row.placement_id is None:
            done.append((Act.CREATED, {}, {}))
        elif row.becomes:
            done.append((Act.CHANGED, row.was, {name: as_json(value) for name, value in row.becomes.items()}))
        if row.outcome is not None:
            was = {"definition": row.outcome.definition_id, **row.outcome.was} if row.outcome.was else None
            done.append((Act.OUTCOME, {"outcome": was}, {"outcome": values_of(_said(row, placement))}))
        changes += [
            PlacementChange(
                placement=placement, act=act.value, was=was, became=became, at=at, person_id=actor.person_id
            )
            for act, was, became in done
        ]
    PlacementChange.objects.bulk_create(changes)
