"""Contracts: registered, changed, taken out and put back, and which systems they are of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record

from ..access import require_writer
from ..models import Contract, ContractSystem, ItSystem
from ..queries.contracts import ContractNotFound, contract_facts
from ..queries.register import SystemNotFound
from ..queries.texts import texts_of_contracts
from ..rules.acts import Act
from ..rules.contracts import CONTRACT_FIELDS, ContractFacts, check_contract, check_shares, contract_differences
from ..rules.kinds import Source
from ..rules.register import WrongFacts
from ..search import index_contracts
from .history import changed_texts, note_change, save_changes
from .vendors import vendor_by_text

KIND = "it_contract"
CHANGED_MEANWHILE = (
    "En anden har ændret kontrakten, siden du åbnede siden. Intet er gemt. Åbn den igen, og se, hvad der står nu."
)


@transaction.atomic
def register_contract(
    *,
    actor: Actor,
    facts: ContractFacts,
    at: dt.datetime,
    covers: Mapping[UUID, Decimal | None] | None = None,
    new_vendor: str = "",
    source: Source = Source.HAND,
) -> Contract:
    """`covers`: systems with their share of what it costs, None where not said. Raises WrongFacts, SystemNotFound,
    AccessDenied for a unit that the actor does not write for."""
    check_contract(facts)
    check_shares(list((covers or {}).values()))
    require_writer(actor, facts.unit_id)
    facts = _with_vendor(actor, facts, new_vendor, at)
    made = Contract.objects.create(
        **{name: getattr(facts, name) for name in CONTRACT_FIELDS}, created_at=at, changed_at=at
    )
    _cover(made, covers or {})
    became = {name: text for name, text in texts_of_contracts([made.pk])[made.pk].items() if text}
    save_changes(
        [note_change(actor=actor, at=at, act=Act.REGISTERED, contract_id=made.pk, became=became, source=source)]
    )
    index_contracts([made.pk])
    _record(actor, at, "it_costs.register_contract", made, {"source": source.value})
    return made


@transaction.atomic
def change_contract(
    *,
    actor: Actor,
    contract_id: UUID,
    facts: ContractFacts,
    at: dt.datetime,
    seen: dt.datetime | None = None,
    new_vendor: str = "",
    source: Source = Source.HAND,
) -> tuple[str, ...]:
    """Answers the fields that were changed. Raises WrongFacts where it cannot be or was changed meanwhile,
    ContractNotFound, AccessDenied."""
    contract = _locked(contract_id, seen)
    require_writer(actor, contract.unit_id)
    require_writer(actor, facts.unit_id)
    check_contract(facts)
    facts = _with_vendor(actor, facts, new_vendor, at)
    changed = contract_differences(contract_facts(contract), facts)
    if not changed:
        return ()
    before = texts_of_contracts([contract_id])[contract_id]
    for name in CONTRACT_FIELDS:
        setattr(contract, name, getattr(facts, name))
    contract.changed_at = at
    contract.save()
    was, became = changed_texts(before, texts_of_contracts([contract_id])[contract_id])
    save_changes(
        [
            note_change(
                actor=actor, at=at, act=Act.CHANGED, contract_id=contract_id, was=was, became=became, source=source
            )
        ]
    )
    index_contracts([contract_id])
    _record(actor, at, "it_costs.change_contract", contract, {"fields": sorted(changed), "source": source.value})
    return tuple(changed)


@transaction.atomic
def cover_system(
    *, actor: Actor, contract_id: UUID, system_id: UUID, share: Decimal | None, at: dt.datetime
) -> ContractSystem:
    """That the contract is of the system; a share that was said before is replaced. Raises WrongFacts,
    ContractNotFound, SystemNotFound, AccessDenied."""
    contract = _locked(contract_id)
    require_writer(actor, contract.unit_id)
    system = ItSystem.objects.filter(pk=system_id).first()
    if system is None:
        raise SystemNotFound(system_id)
    others = list(contract.covers.exclude(system=system_id).values_list("share", flat=True))
    check_shares([*others, share])
    made, _ = ContractSystem.objects.update_or_create(contract=contract, system_id=system_id, defaults={"share": share})
    _touch(contract, at)
    became = {"covers": _told(system, share)}
    save_changes(
        [
            note_change(actor=actor, at=at, act=Act.TIED, contract_id=contract_id, became=became),
            note_change(actor=actor, at=at, act=Act.TIED, system_id=system_id, became={"contract": contract.name}),
        ]
    )
    _record(actor, at, "it_costs.cover_system", contract, {"system": str(system_id)})
    return made


@transaction.atomic
def uncover_system(*, actor: Actor, contract_id: UUID, system_id: UUID, at: dt.datetime) -> None:
    """Raises ContractNotFound, AccessDenied."""
    contract = _locked(contract_id)
    require_writer(actor, contract.unit_id)
    found = contract.covers.filter(system=system_id).select_related("system").first()
    if found is None:
        return
    was = {"covers": _told(found.system, found.share)}
    found.delete()
    _touch(contract, at)
    save_changes(
        [
            note_change(actor=actor, at=at, act=Act.UNTIED, contract_id=contract_id, was=was),
            note_change(actor=actor, at=at, act=Act.UNTIED, system_id=system_id, was={"contract": contract.name}),
        ]
    )
    _record(actor, at, "it_costs.uncover_system", contract, {"system": str(system_id)})


@transaction.atomic
def remove_contract(*, actor: Actor, contract_id: UUID, is_removed: bool, at: dt.datetime) -> None:
    """Out of the register, or back. Raises ContractNotFound, AccessDenied."""
    contract = _locked(contract_id)
    require_writer(actor, contract.unit_id)
    if (contract.removed_at is not None) == is_removed:
        return
    contract.removed_at, contract.changed_at = at if is_removed else None, at
    contract.save(update_fields=["removed_at", "changed_at"])
    act = Act.REMOVED if is_removed else Act.RESTORED
    save_changes([note_change(actor=actor, at=at, act=act, contract_id=contract_id)])
    index_contracts([contract_id])
    _record(actor, at, "it_costs.remove_contract" if is_removed else "it_costs.restore_contract", contract, {})


def _with_vendor(actor: Actor, facts: ContractFacts, name: str, at: dt.datetime) -> ContractFacts:
    vendor = vendor_by_text(actor=actor, text=name, at=at) if name.strip() else None
    return replace(facts, vendor_id=vendor.pk) if vendor else facts


def _cover(contract: Contract, covers: Mapping[UUID, Decimal | None]) -> None:
    there = set(ItSystem.objects.filter(pk__in=list(covers)).values_list("pk", flat=True))
    if missing := covers.keys() - there:
        raise SystemNotFound(next(iter(missing)))
    ContractSystem.objects.bulk_create(
        ContractSystem(contract=contract, system_id=system_id, share=share) for system_id, share in covers.items()
    )


def _told(system: ItSystem, share: Decimal | None) -> str:
    return system.name if share is None else f"{system.name}: {(share * 100).normalize():f} %".replace(".", ",")


def _touch(contract: Contract, at: dt.datetime) -> None:
    contract.changed_at = at
    contract.save(update_fields=["changed_at"])


def _locked(contract_id: UUID, seen: dt.datetime | None = None) -> Contract:
    found = Contract.objects.select_for_update().filter(pk=contract_id).first()
    if found is None:
        raise ContractNotFound(contract_id)
    if seen is not None and seen != found.changed_at:
        raise WrongFacts("", CHANGED_MEANWHILE)
    return found


def _record(actor: Actor, at: dt.datetime, action: str, contract: Contract, data: dict[str, Any]) -> None:
    record(
        actor=actor,
        at=at,
        action=action,
        object_kind=KIND,
        object_id=contract.pk,
        object_name=contract.name,
        data=data,
    )
