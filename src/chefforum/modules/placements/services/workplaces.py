"""Workplaces with their P-numbers, how many work there, and what the employees' representative said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chefforum.kernel.access.rules import AccessDenied, Actor
from chefforum.kernel.audit.services import record

from ..access import require_coordinator, require_offering, visible_to
from ..models import EmployeeCount, Placement, RepresentativeStatement, Workplace
from ..rules.pseudonyms import refused
from ..rules.stays import DAY
from ..rules.workplaces import P_NUMBER


class WorkplaceRefused(ValueError):
    """What was asked cannot be done; the message tells the person why, and what to do."""


@transaction.atomic
def keep_workplace(
    *,
    actor: Actor,
    unit_id: UUID,
    p_number: str,
    name: str,
    valid_from: dt.date,
    last_day: dt.date | None,
    at: dt.datetime,
    workplace: Workplace | None = None,
) -> Workplace:
    """A new workplace, or one changed. Raises AccessDenied (for the unit, and for the one it lay in before),
    WorkplaceRefused."""
    require_offering(actor, unit_id)
    if workplace is not None:
        require_offering(actor, workplace.unit_id)
    made = _kept(workplace, unit_id, p_number, name, valid_from, last_day)
    _record(actor, at, "placements.keep_workplace", made, {"is_new": workplace is None})
    return made


def _kept(
    workplace: Workplace | None,
    unit_id: UUID,
    p_number: str,
    name: str,
    valid_from: dt.date,
    last_day: dt.date | None,
) -> Workplace:
    name, valid_to = name.strip(), last_day + DAY if last_day else None
    if not P_NUMBER.fullmatch(p_number):
        raise WorkplaceRefused("Et P-nummer er ti cifre.")
    if not name:
        raise WorkplaceRefused("Skriv, hvad arbejdsstedet hedder.")
    if wrong := refused(name):
        raise WorkplaceRefused(wrong)
    if valid_to is not None and valid_to <= valid_from:
        raise WorkplaceRefused("Til og med er før fra.")
    for other in Workplace.objects.select_for_update().filter(p_number=p_number):
        if other == workplace:
            continue
        if (valid_to is None or other.valid_from < valid_to) and (
            other.valid_to is None or valid_from < other.valid_to
        ):
            raise WorkplaceRefused("P-nummeret bruges i forvejen af et andet arbejdssted i den tid.")
    made = workplace or Workplace()
    made.unit_id, made.p_number, made.name = unit_id, p_number, name
    made.valid_from, made.valid_to = valid_from, valid_to
    made.save()
    return made


@transaction.atomic
def keep_workplace_rows(*, actor: Actor, rows: Sequence[dict[str, Any]], at: dt.datetime) -> int:
    """Rows of an import, each `workplace` (its id, or None: new), `unit`, `p_number`, `name`, `valid_from`, `last_day`.
    Raises AccessDenied for others than the coordinator, WorkplaceRefused."""
    require_coordinator(actor)
    there = Workplace.objects.in_bulk([UUID(row["workplace"]) for row in rows if row["workplace"]])
    for row in rows:
        _kept(
            there[UUID(row["workplace"])] if row["workplace"] else None,
            UUID(row["unit"]),
            row["p_number"],
            row["name"],
            dt.date.fromisoformat(row["valid_from"]),
            dt.date.fromisoformat(row["last_day"]) if row["last_day"] else None,
        )
    record(
        actor=actor,
        at=at,
        action="placements.import_workplaces",
        object_kind="workplace",
        object_id="",
        data={"count": len(rows)},
    )
    return len(rows)


@transaction.atomic
def count_employees(
    *, actor: Actor, workplace: Workplace, on_date: dt.date, heads: int, fte: Decimal | None, at: dt.datetime
) -> EmployeeCount:
    """Ordinary employees on a day; a count of the same day is put right. Raises AccessDenied, WorkplaceRefused."""
    require_offering(actor, workplace.unit_id)
    if on_date > timezone.localdate(at):
        raise WorkplaceRefused("Dagen er ikke kommet endnu.")
    made, _ = EmployeeCount.objects.update_or_create(
        workplace=workplace, on_date=on_date, defaults={"heads": heads, "fte": fte}
    )
    data = {"on_date": str(on_date), "heads": heads, "fte": None if fte is None else str(fte)}
    _record(actor, at, "placements.count_employees", workplace, data)
    return made


@transaction.atomic
def remove_count(*, actor: Actor, workplace: Workplace, count_id: int, at: dt.datetime) -> None:
    """Raises AccessDenied, WorkplaceRefused."""
    require_offering(actor, workplace.unit_id)
    found = workplace.employee_counts.filter(pk=count_id).first()
    if found is None:
        raise WorkplaceRefused("Den optælling er fjernet i forvejen.")
    data = {
        "on_date": str(found.on_date),
        "heads": found.heads,
        "fte": None if found.fte is None else str(found.fte),
    }
    found.delete()
    _record(actor, at, "placements.remove_count", workplace, data)


@transaction.atomic
def keep_count_rows(*, actor: Actor, rows: Sequence[dict[str, Any]], at: dt.datetime) -> int:
    """Rows of an import: `workplace`, `on_date`, `heads`, `fte`. Raises AccessDenied where one is not the actor's."""
    there = Workplace.objects.in_bulk({UUID(row["workplace"]) for row in rows})
    for workplace in there.values():
        require_offering(actor, workplace.unit_id)
    for row in rows:
        EmployeeCount.objects.update_or_create(
            workplace=there[UUID(row["workplace"])],
            on_date=dt.date.fromisoformat(row["on_date"]),
            defaults={"heads": row["heads"], "fte": Decimal(row["fte"]) if row["fte"] is not None else None},
        )
    record(
        actor=actor,
        at=at,
        action="placements.import_employees",
        object_kind="workplace",
        object_id="",
        data={"count": len(rows)},
    )
    return len(rows)


@transaction.atomic
def register_statement(
    *,
    actor: Actor,
    workplace: Workplace,
    placement_id: UUID | None,
    said_on: dt.date,
    representative: str,
    is_net_expansion: bool,
    is_reasonable: bool,
    text: str,
    at: dt.datetime,
) -> RepresentativeStatement:
    """What the representative said; of one placement there, or of the workplace. Raises AccessDenied,
    WorkplaceRefused."""
    require_offering(actor, workplace.unit_id)
    if wrong := refused(representative) or refused(text):
        raise WorkplaceRefused(wrong)
    if not representative.strip():
        raise WorkplaceRefused("Skriv, hvem der har udtalt sig: hvervet eller organisationen, ikke et navn.")
    if said_on > timezone.localdate(at):
        raise WorkplaceRefused("Dagen er ikke kommet endnu.")
    own = visible_to(Placement.objects.filter(workplace=workplace), actor)
    if placement_id is not None and not own.filter(pk=placement_id).exists():
        raise WorkplaceRefused("Det forløb er ikke på arbejdsstedet.")
    made = RepresentativeStatement.objects.create(
        workplace=workplace,
        placement_id=placement_id,
        said_on=said_on,
        representative=representative.strip(),
        is_net_expansion=is_net_expansion,
        is_reasonable=is_reasonable,
        text=text.strip(),
        at=at,
        person_id=actor.person_id,
    )
    _record(actor, at, "placements.register_statement", workplace, {"statement": made.pk})
    return made


@transaction.atomic
def remove_statement(*, actor: Actor, workplace: Workplace, statement_id: int, at: dt.datetime) -> None:
    """One that was registered by mistake. Raises AccessDenied, WorkplaceRefused."""
    require_offering(actor, workplace.unit_id)
    found = workplace.statements.filter(pk=statement_id).first()
    if found is None:
        raise WorkplaceRefused("Den udtalelse er fjernet i forvejen.")
    data = {"said_on": str(found.said_on), "placement": str(found.placement_id) if found.placement_id else None}
    found.delete()
    _record(actor, at, "placements.remove_statement", workplace, data)


@transaction.atomic
def note_declaration_made(*, actor: Actor, placement_id: UUID, at: dt.datetime) -> None:
    """That somebody read one placement's paperwork. Raises AccessDenied where it is not theirs."""
    found = visible_to(Placement.objects.all(), actor).filter(pk=placement_id).first()
    if found is None:
        raise AccessDenied("Forløbet findes ikke.")
    record(
        actor=actor,
        at=at,
        action="placements.read",
        object_kind="placement",
        object_id=found.pk,
        object_name=found.reference,
        data={"what": "declaration"},
    )


def _record(actor: Actor, at: dt.datetime, action: str, workplace: Workplace, data: dict[str, Any]) -> None:
    record(
        actor=actor,
        at=at,
        action=action,
        object_kind="workplace",
        object_id=workplace.pk,
        object_name=workplace.name,
        data=data,
    )
