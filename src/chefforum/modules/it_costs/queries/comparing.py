"""All systems with what they can be compared by, what binds them, and what others need of them: for whoever looks over
the whole register. What anything costs is not here."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from chefforum.kernel.access.rules import Actor

from ..access import READ_SYSTEMS
from ..models import ContractSystem, Dependency, ItSystem, SystemTask, SystemUnit


@dataclass(frozen=True)
class ComparedSystem:
    """A system as it is compared; empty is not known. `users_*`: from and to, both included."""

    id: UUID
    name: str
    kind: str
    description: str
    business_type: str
    vendor_id: UUID | None
    vendor_name: str
    vendor_cvr: str
    owner_unit_id: UUID | None
    owner_id: UUID | None
    owner_name: str
    need: str
    need_reason: str
    users_low: int | None
    users_high: int | None
    is_removed: bool
    tasks: tuple[str, ...]
    units: tuple[UUID, ...]


@dataclass(frozen=True)
class Needer:
    """`name` needs the system `on_id`; `text` is what is exchanged."""

    id: UUID
    name: str
    on_id: UUID
    text: str


@dataclass(frozen=True)
class ContractTerms:
    """A contract in the register that covers a system, and how long it binds."""

    system_id: UUID
    system_name: str
    contract_id: UUID
    name: str
    vendor_cvr: str
    vendor_name: str
    ends_on: dt.date | None
    irrevocable_until: dt.date | None
    notice_months: int | None


def systems_to_compare(*, actor: Actor, also: Collection[UUID] = ()) -> dict[UUID, ComparedSystem]:
    """Those in the register, and those `also` named that are out of it, by name. Three queries. Raises AccessDenied."""
    READ_SYSTEMS.require(actor)
    wanted = Q(removed_at__isnull=True) | Q(pk__in=list(also))
    tasks: dict[UUID, list[str]] = defaultdict(list)
    for system_id, number in SystemTask.objects.order_by("kle_number").values_list("system_id", "kle_number"):
        tasks[system_id].append(number)
    units: dict[UUID, list[UUID]] = defaultdict(list)
    for system_id, unit_id in SystemUnit.objects.order_by("unit__code").values_list("system_id", "unit_id"):
        units[system_id].append(unit_id)
    rows = ItSystem.objects.filter(wanted).select_related("vendor", "owner").order_by("name", "pk")
    return {
        one.pk: ComparedSystem(
            id=one.pk,
            name=one.name,
            kind=one.kind,
            description=one.description,
            business_type=one.business_type,
            vendor_id=one.vendor_id,
            vendor_name=one.vendor.name if one.vendor else "",
            vendor_cvr=(one.vendor.cvr or "") if one.vendor else "",
            owner_unit_id=one.owner_unit_id,
            owner_id=one.owner_id,
            owner_name=one.owner.name if one.owner else "",
            need=one.need,
            need_reason=one.need_reason,
            users_low=one.users_low,
            users_high=one.users_high,
            is_removed=one.removed_at is not None,
            tasks=tuple(tasks[one.pk]),
            units=tuple(units[one.pk]),
        )
        for one in rows
    }


def needed_by(*, actor: Actor, system_ids: Collection[UUID]) -> list[Needer]:
    """Systems in the register that need one of these, by name. One query. Raises AccessDenied."""
    READ_SYSTEMS.require(actor)
    rows = Dependency.objects.filter(on_system__in=list(system_ids), system__removed_at__isnull=True)
    rows = rows.select_related("system").order_by("system__name", "pk")
    return [Needer(one.system_id, one.system.name, one.on_system_id, one.text) for one in rows]


def terms_of(*, actor: Actor, system_ids: Collection[UUID] | None = None) -> list[ContractTerms]:
    """Contracts in the register of these systems (None: of all in it), by name. One query. Raises AccessDenied."""
    READ_SYSTEMS.require(actor)
    rows = ContractSystem.objects.filter(contract__removed_at__isnull=True)
    if system_ids is None:
        rows = rows.filter(system__removed_at__isnull=True)
    else:
        rows = rows.filter(system__in=list(system_ids))
    rows = rows.select_related("contract__vendor", "system__vendor").order_by("contract__name", "pk")
    return [
        ContractTerms(
            system_id=one.system_id,
            system_name=one.system.name,
            contract_id=one.contract_id,
            name=one.contract.name,
            vendor_cvr=vendor.cvr or "" if vendor else "",
            vendor_name=vendor.name if vendor else "",
            ends_on=one.contract.ends_on,
            irrevocable_until=one.contract.irrevocable_until,
            notice_months=one.contract.notice_months,
        )
        for one in rows
        for vendor in [one.contract.vendor or one.system.vendor]
    ]


def names_of(*, actor: Actor, system_ids: Collection[UUID]) -> dict[UUID, str]:
    """What systems are called, also those out of the register. One query. Raises AccessDenied."""
    READ_SYSTEMS.require(actor)
    return dict(ItSystem.objects.filter(pk__in=list(system_ids)).order_by("name").values_list("pk", "name"))
