"""Keeping the register: systems added, changed, taken out and put back; what is right is said to be so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from chefforum.kernel.access.rules import AccessDenied, Actor
from chefforum.kernel.audit.services import record
from chefforum.kernel.notifications.services import settle

from ..access import may_say_need, require_writer
from ..models import FieldValue, ItSystem, SystemTask, SystemUnit
from ..queries.register import SystemNotFound, facts_of
from ..queries.texts import texts_of
from ..rules.acts import Act
from ..rules.field_texts import FIELD_NAMES, kept_as
from ..rules.kinds import Source
from ..rules.register import LISTED, NEED_ASKED, PLAIN, SystemFacts, WrongFacts, check_facts, check_need, differences
from ..search import index_systems
from .history import changed_texts, note_change, note_values, only, save_changes
from .vendors import vendor_said

KIND = "it_system"
CHANGED_MEANWHILE = (
    "En anden har ændret systemet, siden du åbnede siden. Intet er gemt. Åbn systemet igen, og se, hvad der står nu."
)


@transaction.atomic
def register_system(
    *, actor: Actor, facts: SystemFacts, at: dt.datetime, source: Source = Source.HAND, new_vendor: str = ""
) -> ItSystem:
    """A new system; `new_vendor`: the name of one that is not in the register yet. Raises WrongFacts, AccessDenied for
    a unit that the actor does not write systems of."""
    check_facts(facts)
    require_writer(actor, facts.owner_unit_id)
    facts = vendor_said(actor=actor, facts=facts, name=new_vendor, at=at)
    plain = {name: getattr(facts, name) for name in PLAIN}
    system = ItSystem.objects.create(**plain, created_at=at, changed_at=at, person_id=actor.person_id)
    write_lists(system, {name: getattr(facts, name) for name in LISTED})
    names = {kept_as(name) for name in differences(SystemFacts(name=""), facts)}
    texts = only(texts_of([system.pk])[system.pk], names)
    note_values(actor=actor, said={system.pk: texts}, source=source, at=at)
    save_changes(
        [note_change(actor=actor, at=at, act=Act.REGISTERED, system_id=system.pk, became=texts, source=source)]
    )
    index_systems([system.pk])
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
    new_vendor: str = "",
) -> tuple[str, ...]:
    """Answers the fields that were changed. `seen`: when it was changed last, as the actor saw it.

    Raises WrongFacts where it cannot be or was changed meanwhile, SystemNotFound, AccessDenied for the unit that
    answered for it or comes to.
    """
    system = locked(system_id, seen)
    require_writer(actor, system.owner_unit_id)
    require_writer(actor, facts.owner_unit_id)
    check_facts(facts)
    facts = vendor_said(actor=actor, facts=facts, name=new_vendor, at=at)
    changed = differences(facts_of(system), facts)
    if not changed:
        return ()
    before = texts_of([system_id])[system_id]
    for name in PLAIN:
        setattr(system, name, getattr(facts, name))
    system.changed_at = at
    system.save()
    write_lists(system, {name: becomes for name, (_, becomes) in changed.items() if name in LISTED})
    was, became = changed_texts(before, texts_of([system_id])[system_id])
    note_values(actor=actor, said={system_id: became}, source=source, at=at)
    save_changes(
        [note_change(actor=actor, at=at, act=Act.CHANGED, system_id=system_id, was=was, became=became, source=source)]
    )
    index_systems([system_id])
    _record(actor, at, "it_costs.change_system", system, {"fields": sorted(changed), "source": source.value})
    return tuple(changed)


@transaction.atomic
def say_need(
    *, actor: Actor, system_id: UUID, need: str, reason: str, at: dt.datetime, seen: dt.datetime | None = None
) -> None:
    """Whether it is needed or nice to have, by its owner or who writes it; never reckoned.

    Raises WrongFacts, SystemNotFound, AccessDenied.
    """
    system = locked(system_id, seen)
    if not may_say_need(actor, owner_id=system.owner_id, unit_id=system.owner_unit_id):
        raise AccessDenied("Det er systemets ejer, der vurderer, om det er nødvendigt.")
    check_need(need, reason)
    was, became = changed_texts(
        {"need": system.need, "need_reason": system.need_reason}, {"need": need, "need_reason": reason.strip()}
    )
    if not became:
        return
    system.need, system.need_reason, system.changed_at = need, reason.strip(), at
    system.save(update_fields=["need", "need_reason", "changed_at"])
    save_changes([note_change(actor=actor, at=at, act=Act.NEED, system_id=system_id, was=was, became=became)])
    settle(kinds=[NEED_ASKED], url=reverse("it_costs:system_need", args=[system_id]), at=at)
    _record(actor, at, "it_costs.say_need", system, {"need": need})


@transaction.atomic
def validate_fields(
    *,
    actor: Actor,
    system_id: UUID,
    names: Collection[str],
    at: dt.datetime,
    seen: dt.datetime | None = None,
) -> int:
    """That what stands in the fields is right: no source writes over it from now on. What a source proposes instead is
    declined by it. Answers how many were not validated before.

    Raises WrongFacts for a field that there is not and where it was changed meanwhile, SystemNotFound, AccessDenied.
    """
    system = locked(system_id, seen)
    require_writer(actor, system.owner_unit_id)
    wanted = sorted({kept_as(name) for name in names})
    if unknown := [name for name in wanted if name not in FIELD_NAMES]:
        raise WrongFacts("", f"Feltet {unknown[0][:40]} findes ikke.")
    there = {one.field: one for one in FieldValue.objects.filter(system=system, field__in=wanted)}
    texts = texts_of([system_id])[system_id]
    new, said = [], []
    for name in wanted:
        held = there.get(name)
        if held is None:
            held = FieldValue(system=system, field=name, source=Source.HAND.value, value=texts[name], at=at)
            new.append(held)
        elif held.validated_at is not None:
            continue
        held.validated_at, held.person_id, held.value = at, actor.person_id, texts[name]
        said.append(held)
    FieldValue.objects.bulk_create(new)
    FieldValue.objects.bulk_update([one for one in said if one not in new], ["validated_at", "person", "value"])
    if said:
        became = {one.field: one.value for one in said}
        save_changes([note_change(actor=actor, at=at, act=Act.VALIDATED, system_id=system_id, became=became)])
        _record(actor, at, "it_costs.validate_fields", system, {"fields": sorted(became)})
    return len(said)


@transaction.atomic
def remove_system(*, actor: Actor, system_id: UUID, is_removed: bool, at: dt.datetime) -> None:
    """Out of the register, or back. What it cost stays. Raises SystemNotFound, AccessDenied."""
    system = locked(system_id)
    require_writer(actor, system.owner_unit_id)
    if (system.removed_at is not None) == is_removed:
        return
    system.removed_at, system.changed_at = at if is_removed else None, at
    system.save(update_fields=["removed_at", "changed_at"])
    act = Act.REMOVED if is_removed else Act.RESTORED
    save_changes([note_change(actor=actor, at=at, act=act, system_id=system_id)])
    index_systems([system_id])
    _record(actor, at, "it_costs.remove_system" if is_removed else "it_costs.restore_system", system, {})


def locked(system_id: UUID, seen: dt.datetime | None = None) -> ItSystem:
    """The row, held until the transaction ends. Raises SystemNotFound, WrongFacts where it was changed since `seen`."""
    found = ItSystem.objects.select_for_update().filter(pk=system_id).first()
    if found is None:
        raise SystemNotFound(system_id)
    if seen is not None and seen != found.changed_at:
        raise WrongFacts("", CHANGED_MEANWHILE)
    return found


def write_lists(system: ItSystem, lists: dict[str, Iterable[Any]]) -> None:
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
