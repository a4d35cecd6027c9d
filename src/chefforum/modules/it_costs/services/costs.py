"""Costs beside the ledger, allocation keys and named differences: written by the coordinator, and nothing lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record

from ..access import require_coordinator
from ..models import AllocationKey, AllocationWeight, CostLine, NamedDifference
from ..queries.cost_lines import LineNotFound
from ..rules.cost_facts import LINE_FIELDS, LineFacts, WeightFacts, WrongLine, check_key, check_line


@transaction.atomic
def add_line(*, actor: Actor, facts: LineFacts, at: dt.datetime) -> CostLine:
    """Raises WrongLine, AccessDenied."""
    require_coordinator(actor)
    made = _made(actor, facts, at)
    made.save()
    _record(actor, at, "it_costs.add_cost", made)
    return made


@transaction.atomic
def change_line(*, actor: Actor, line_id: UUID, facts: LineFacts, at: dt.datetime) -> CostLine:
    """The line ends, and one as it becomes begins: what was said before is kept.

    Raises WrongLine, also where somebody changed it meanwhile, LineNotFound, AccessDenied.
    """
    require_coordinator(actor)
    old = _locked(line_id)
    if old.removed_at is not None:
        raise WrongLine("", "En anden har ændret eller fjernet linjen, siden du åbnede siden. Intet er gemt.")
    made = _made(actor, facts, at)
    made.save()
    _end(old, at)
    _record(actor, at, "it_costs.change_cost", made, {"instead_of": str(old.pk)})
    return made


@transaction.atomic
def remove_line(*, actor: Actor, line_id: UUID, at: dt.datetime, is_back: bool = False) -> None:
    """Takes it away, or puts it back. Raises LineNotFound, AccessDenied."""
    require_coordinator(actor)
    line = _locked(line_id)
    if (line.removed_at is None) == is_back:
        return
    _end(line, None if is_back else at)
    _record(actor, at, "it_costs.restore_cost" if is_back else "it_costs.remove_cost", line)


@transaction.atomic
def add_lines(*, actor: Actor, rows: Iterable[LineFacts], at: dt.datetime) -> int:
    """Lines from a file, all or none. Answers how many. Raises WrongLine, AccessDenied."""
    require_coordinator(actor)
    made = CostLine.objects.bulk_create(_made(actor, facts, at) for facts in rows)
    if made:
        record(
            actor=actor,
            at=at,
            action="it_costs.write_costs",
            object_kind="it_cost_line",
            object_id="",
            data={"lines": len(made)},
        )
    return len(made)


@transaction.atomic
def make_key(*, actor: Actor, name: str, reason: str, weights: Sequence[WeightFacts], at: dt.datetime) -> AllocationKey:
    """A key, which is never changed. Raises WrongLine, AccessDenied."""
    require_coordinator(actor)
    check_key(name=name, reason=reason, weights=weights)
    if AllocationKey.objects.filter(name__iexact=name.strip()).exists():
        raise WrongLine("name", "Der er allerede en nøgle med det navn. En nøgle ændres ikke: giv den nye sit eget.")
    made = AllocationKey.objects.create(
        name=name.strip(), reason=reason.strip(), created_at=at, person_id=actor.person_id
    )
    AllocationWeight.objects.bulk_create(
        AllocationWeight(key=made, system_id=one.system_id, unit_id=one.unit_id, weight=one.weight) for one in weights
    )
    record(
        actor=actor,
        at=at,
        action="it_costs.make_key",
        object_kind="it_key",
        object_id=made.pk,
        object_name=made.name,
        data={"weights": len(weights)},
    )
    return made


@transaction.atomic
def name_difference(
    *, actor: Actor, year: int, name: str, reason: str, amount_oere: int, at: dt.datetime
) -> NamedDifference:
    """Raises WrongLine, AccessDenied."""
    require_coordinator(actor)
    if not name.strip() or not reason.strip():
        raise WrongLine("" if name.strip() else "name", "Skriv både, hvad forskellen hedder, og hvorfor den er der.")
    made = NamedDifference.objects.create(
        year=year,
        name=name.strip(),
        reason=reason.strip(),
        amount_oere=amount_oere,
        created_at=at,
        person_id=actor.person_id,
    )
    _record_difference(actor, at, "it_costs.name_difference", made)
    return made


@transaction.atomic
def remove_difference(*, actor: Actor, difference_id: UUID, at: dt.datetime) -> None:
    """Raises LineNotFound, AccessDenied."""
    require_coordinator(actor)
    found = NamedDifference.objects.select_for_update().filter(pk=difference_id).first()
    if found is None:
        raise LineNotFound(difference_id)
    if found.removed_at is None:
        found.removed_at = at
        found.save(update_fields=["removed_at"])
        _record_difference(actor, at, "it_costs.remove_difference", found)


def _made(actor: Actor, facts: LineFacts, at: dt.datetime) -> CostLine:
    check_line(facts)
    said: dict[str, Any] = {name: getattr(facts, name) for name in LINE_FIELDS}
    return CostLine(**said, created_at=at, person_id=actor.person_id)


def _locked(line_id: UUID) -> CostLine:
    found = CostLine.objects.select_for_update().filter(pk=line_id).first()
    if found is None:
        raise LineNotFound(line_id)
    return found


def _end(line: CostLine, at: dt.datetime | None) -> None:
    line.removed_at = at
    line.save(update_fields=["removed_at"])


def _record(actor: Actor, at: dt.datetime, action: str, line: CostLine, data: dict[str, Any] | None = None) -> None:
    record(
        actor=actor,
        at=at,
        action=action,
        object_kind="it_cost_line",
        object_id=line.pk,
        object_name=line.text,
        data={"year": line.year, **(data or {})},
    )


def _record_difference(actor: Actor, at: dt.datetime, action: str, found: NamedDifference) -> None:
    record(
        actor=actor,
        at=at,
        action=action,
        object_kind="it_difference",
        object_id=found.pk,
        object_name=found.name,
        data={"year": found.year},
    )
