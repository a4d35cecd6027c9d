"""Many contracts written at once, as an import has read and shown them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from chefforum.kernel.access.rules import AccessDenied, Actor
from chefforum.kernel.audit.services import record
from chefforum.kernel.organisation.models import Unit

from ..access import WRITE_SYSTEMS, may_write_system
from ..models import Contract, ContractSystem, Vendor
from ..queries.texts import texts_of_contracts
from ..rules.acts import Act
from ..rules.kinds import Source
from ..search import index_contracts
from .history import changed_texts, note_change, save_changes
from .register_rows import NOT_YOURS, vendors_named

_DAYS = ("starts_on", "ends_on", "irrevocable_until")


@dataclass(frozen=True)
class ContractRow:
    """A contract to add (`contract_id` None) or to change: texts by field. `covers` None: not told; else the systems
    that are added with their share, or get another; systems that are not in it stay."""

    contract_id: UUID | None
    becomes: Mapping[str, str]
    covers: Mapping[UUID, Decimal | None] | None = None

    def as_json(self) -> dict[str, Any]:
        number = str(self.contract_id) if self.contract_id else None
        covers = None
        if self.covers is not None:
            covers = {str(one): None if share is None else str(share) for one, share in self.covers.items()}
        return {"contract": number, "becomes": dict(self.becomes), "covers": covers}

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> ContractRow:
        covers = row["covers"]
        if covers is not None:
            covers = {UUID(one): None if share is None else Decimal(share) for one, share in covers.items()}
        return cls(UUID(row["contract"]) if row["contract"] else None, row["becomes"], covers)


@transaction.atomic
def write_contract_rows(*, actor: Actor, rows: Sequence[ContractRow], at: dt.datetime) -> tuple[int, int]:
    """Answers how many were added and how many changed. One line of the trail for all of them. Raises AccessDenied
    where one is, or comes to be, of a unit that the actor does not write for."""
    WRITE_SYSTEMS.require(actor)
    ids = [row.contract_id for row in rows if row.contract_id]
    there = {one.pk: one for one in Contract.objects.select_for_update().filter(pk__in=ids)}
    before = texts_of_contracts(there)
    units = dict(Unit.objects.values_list("code", "pk"))
    vendors = vendors_named(actor, (row.becomes.get("vendor", "") for row in rows), at)
    touched = {one.unit_id for one in there.values()}
    written: list[tuple[ContractRow, Contract]] = []
    for row in rows:
        contract = there[row.contract_id] if row.contract_id else Contract(created_at=at)
        for name, text in row.becomes.items():
            _set(contract, name, text, units, vendors)
        contract.changed_at = at
        touched.add(contract.unit_id)
        written.append((row, contract))
    if not all(may_write_system(actor, unit_id) for unit_id in touched):
        raise AccessDenied(NOT_YOURS)
    new = [contract for row, contract in written if row.contract_id is None]
    Contract.objects.bulk_create(new, batch_size=200)
    fields = [one.name for one in Contract._meta.concrete_fields if not one.primary_key]
    Contract.objects.bulk_update(there.values(), fields, batch_size=100)
    _cover(written)
    changes = []
    for row, contract in written:
        was, became = changed_texts(before.get(contract.pk, {}), row.becomes)
        act = Act.CHANGED if row.contract_id else Act.REGISTERED
        changes.append(
            note_change(
                actor=actor, at=at, act=act, contract_id=contract.pk, was=was, became=became, source=Source.FILE
            )
        )
    save_changes(changes)
    index_contracts([contract.pk for _, contract in written])
    record(
        actor=actor,
        at=at,
        action="it_costs.import_contracts",
        object_kind="it_contract",
        object_id="",
        data={"added": len(new), "changed": len(there), "source": Source.FILE.value},
    )
    return len(new), len(there)


def _set(
    contract: Contract, name: str, text: str, units: Mapping[str, UUID], vendors: Mapping[str, Vendor | None]
) -> None:
    if name == "vendor":
        contract.vendor = vendors.get(text)
    elif name == "unit":
        contract.unit_id = units[text] if text else None
    elif name in _DAYS:
        setattr(contract, name, dt.date.fromisoformat(text) if text else None)
    elif name == "notice_months":
        contract.notice_months = int(text) if text else None
    else:
        setattr(contract, name, text)


def _cover(written: Sequence[tuple[ContractRow, Contract]]) -> None:
    ContractSystem.objects.bulk_create(
        (
            ContractSystem(contract=contract, system_id=system_id, share=share)
            for row, contract in written
            for system_id, share in (row.covers or {}).items()
        ),
        update_conflicts=True,
        unique_fields=["contract", "system"],
        update_fields=["share"],
    )
