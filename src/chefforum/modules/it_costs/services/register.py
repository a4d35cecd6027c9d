"""Keeping the register: systems added, changed, taken out and put back; what is right is said to be so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db import transaction

from chefforum.kernel.access.rules import AccessDenied, Actor
from chefforum.kernel.audit.services import record

from ..access import may_say_need, require_writer
from ..models import Dependency, FieldValue, ItSystem, SystemTask, SystemUnit
from ..queries.register import SystemNotFound, facts_of
from ..rules.kinds import Source
from ..rules.register import (
    FIELD_NAMES,
    LISTED,
    PLAIN,
    SystemFacts,
    WrongFacts,
    as_text,
    check_facts,
    check_need,
    differences,
)

KIND = "it_system"
CHANGED_MEANWHILE = (
    "En anden har ændret systemet, siden du åbnede siden. Intet er gemt. Åbn systemet igen, og se, hvad der står nu."
)


@transaction.atomic
def register_system(*, actor: Actor, facts: SystemFacts, at: dt.datetime, source: Source = Source.HAND) -> ItSystem:
    """A new system. Raises WrongFacts, AccessDenied for a unit that the actor does not write systems of."""
    check_facts(facts)
    require_writer(actor, facts.owner_unit_id)
    plain = {name: getattr(facts, name) for name in PLAIN}
    system = ItSystem.objects.create(**plain, created_at=at, changed_at=at, person_id=actor.person_id)
    _write_lists(system, {name: getattr(facts, name) for name in LISTED})
    said = {name: getattr(facts, name) for name in differences(SystemFacts(name=""), facts)}
    note_values(actor=actor, system=system, said=said, source=source, at=at)
    _record(actor, at, "it_costs.register_system", system, {"source": source.value})
    return system


@transaction.atomic
def change_system(
    *,
    actor: Actor,
    system_id: UUID,
    facts: SystemFacts,
    at: dt.datetime,
    seen: dt.datetime | None = None,
    source: Source = Source.HAND,
) -> tuple[str, ...]:
    """Answers the fields that were changed. `seen`: when it was changed last, as the actor saw it.

    Raises WrongFacts where it cannot be or was changed meanwhile, SystemNotFound, AccessDenied for the unit that
    answered for it or comes to.
    """
    system = _locked(system_id)
    require_writer(actor, system.owner_unit_id)
    require_writer(actor, facts.owner_unit_id)
    if seen is not None and seen != system.changed_at:
        raise WrongFacts("", CHANGED_MEANWHILE)
    check_facts(facts)
    changed = differences(facts_of(system), facts)
    if not changed:
        return ()
    for name in PLAIN:
        setattr(system, name, getattr(facts, name))
    system.changed_at = at
    system.save()
    _write_lists(system, {name: becomes for name, (_, becomes) in changed.items() if name in LISTED})
    said = {name: becomes for name, (_, becomes) in changed.items()}
    note_values(actor=actor, system=system, said=said, source=source, at=at)
    data = {"fields": sorted(changed), "source": source.value}
    _record(actor, at, "it_costs.change_system", system, data)
    return tuple(changed)


@transaction.atomic
def say_need(*, actor: Actor, system_id: UUID, need: str, reason: str, at: dt.datetime) -> None:
    """Whether it is needed or nice to have, by its owner or who writes it; never reckoned.

    Raises WrongFacts, SystemNotFound, AccessDenied.
    """
    system = _locked(system_id)
    if not may_say_need(actor, owner_id=system.owner_id, unit_id=system.owner_unit_id):
        raise AccessDenied("Det er systemets ejer, der vurderer, om det er nødvendigt.")
    check_need(need, reason)
    system.need, system.need_reason, system.changed_at = need, reason.strip(), at
    system.save(update_fields=["need", "need_reason", "changed_at"])
    _record(actor, at, "it_costs.say_need", system, {"need": need})


@transaction.atomic
def validate_fields(*, actor: Actor, system_id: UUID, names: Collection[str], at: dt.datetime) -> int:
    """That what stands in the fields is right: no source writes over it from now on. Answers how many were not before.

    Raises WrongFacts for a field that there is not, SystemNotFound, AccessDenied.
    """
    system = _locked(system_id)
    require_writer(actor, system.owner_unit_id)
    if unknown := sorted(set(names) - FIELD_NAMES.keys()):
        raise WrongFacts("", f"Feltet {unknown[0]} findes ikke.")
    there = {one.field: one for one in FieldValue.objects.filter(system=system, field__in=list(names))}
    facts, count = facts_of(system), 0
    for name in sorted(set(names)):
        held = there.get(name)
        if held is not None and held.validated_at is not None:
            continue
        source = held.source if held is not None else Source.HAND.value
        FieldValue.objects.update_or_create(
            system=system,
            field=name,
            defaults={
                "source": source,
                "value": as_text(getattr(facts, name)),
                "at": held.at if held is not None else at,
                "validated_at": at,
                "person_id": actor.person_id,
            },
        )
        count += 1
    if count:
        _record(actor, at, "it_costs.validate_fields", system, {"fields": sorted(set(names))})
    return count


@transaction.atomic
def remove_system(*, actor: Actor, system_id: UUID, is_removed: bool, at: dt.datetime) -> None:
    """Out of the register, or back. What it cost stays. Raises SystemNotFound, AccessDenied."""
    system = _locked(system_id)
    require_writer(actor, system.owner_unit_id)
    if (system.removed_at is not None) == is_removed:
        return
    system.removed_at, system.changed_at = at if is_removed else None, at
    system.save(update_fields=["removed_at", "changed_at"])
    _record(actor, at, "it_costs.remove_system" if is_removed else "it_costs.restore_system", system, {})


@transaction.atomic
def say_dependency(*, actor: Actor, system_id: UUID, on_system_id: UUID, text: str, at: dt.datetime) -> Dependency:
    """That the one needs the other. Raises WrongFacts, SystemNotFound, AccessDenied."""
    system = _locked(system_id)
    require_writer(actor, system.owner_unit_id)
    if system_id == on_system_id:
        raise WrongFacts("on_system", "Et system afhænger ikke af sig selv.")
    if not ItSystem.objects.filter(pk=on_system_id).exists():
        raise SystemNotFound(on_system_id)
    defaults = {"text": text.strip(), "source": Source.HAND.value}
    made, _ = Dependency.objects.update_or_create(system=system, on_system_id=on_system_id, defaults=defaults)
    _record(actor, at, "it_costs.say_dependency", system, {"on": str(on_system_id)})
    return made


@transaction.atomic
def remove_dependency(*, actor: Actor, system_id: UUID, on_system_id: UUID, at: dt.datetime) -> None:
    """Raises SystemNotFound, AccessDenied."""
    system = _locked(system_id)
    require_writer(actor, system.owner_unit_id)
    if Dependency.objects.filter(system=system, on_system_id=on_system_id).delete()[0]:
        _record(actor, at, "it_costs.remove_dependency", system, {"on": str(on_system_id)})


def note_values(*, actor: Actor, system: ItSystem, said: dict[str, Any], source: Source, at: dt.datetime) -> None:
    """Who says what the fields are. What a person writes is validated by being written, and settles what a source
    proposed. Within the caller's transaction."""
    is_hand = source is Source.HAND
    FieldValue.objects.bulk_create(
        (
            FieldValue(
                system=system,
                field=name,
                source=source.value,
                value=as_text(value),
                at=at,
                validated_at=at if is_hand else None,
                person_id=actor.person_id,
            )
            for name, value in said.items()
        ),
        update_conflicts=True,
        unique_fields=["system", "field"],
        update_fields=["source", "value", "at", "validated_at", "person", "proposed", "proposed_by", "proposed_at"],
    )


def _locked(system_id: UUID) -> ItSystem:
    found = ItSystem.objects.select_for_update().filter(pk=system_id).first()
    if found is None:
        raise SystemNotFound(system_id)
    return found


def _write_lists(system: ItSystem, lists: dict[str, Iterable[Any]]) -> None:
    if "units" in lists:
        wanted = set(lists["units"])
        SystemUnit.objects.filter(system=system).exclude(unit__in=wanted).delete()
        SystemUnit.objects.bulk_create(
            (SystemUnit(system=system, unit_id=unit) for unit in sorted(wanted, key=str)), ignore_conflicts=True
        )
    if "tasks" in lists:
        numbers = set(lists["tasks"])
        SystemTask.objects.filter(system=system).exclude(kle_number__in=numbers).delete()
        SystemTask.objects.bulk_create(
            (SystemTask(system=system, kle_number=number) for number in sorted(numbers)), ignore_conflicts=True
        )


def _record(actor: Actor, at: dt.datetime, action: str, system: ItSystem, data: dict[str, Any]) -> None:
    record(actor=actor, at=at, action=action, object_kind=KIND, object_id=system.pk, object_name=system.name, data=data)
