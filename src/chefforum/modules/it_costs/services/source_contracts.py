"""Contracts of a source beside those here. Contracts have no mark of who said a field, so what the source said the last
time tells: a field that stands otherwise was changed by people, and is theirs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from chefforum.kernel.access.rules import Actor

from ..models import Contract, ContractSystem, ItSystem, SourceLink
from ..queries.source_contracts import FIELDS, standing_fields
from ..queries.texts import texts_of_contracts
from ..rules.acts import Act
from ..rules.kinds import Source
from ..rules.source_rows import CONTRACTS_IN, SaidOfContract
from ..search import index_contracts
from .history import changed_texts, note_change, save_changes
from .source_values import Book


def take_in_contracts(
    *,
    actor: Actor,
    source: str,
    said: Sequence[SaidOfContract],
    base: Sequence[SaidOfContract],
    book: Book,
    at: dt.datetime,
) -> int:
    """Writes what is news of contracts that are linked, with what it was in their history; how many fields people had
    changed and were left."""
    links = SourceLink.objects.filter(source=source, collection=CONTRACTS_IN, contract__isnull=False)
    ours = {one.external_id: one.contract for one in links.select_related("contract__vendor", "contract__unit")}
    before = {one.external_id: one for one in base}
    texts = texts_of_contracts(one.pk for one in ours.values() if one)
    left = 0
    changed: list[Contract] = []
    for row in said:
        contract = ours.get(row.external_id)
        if contract is None or contract.removed_at is not None:
            continue
        standing, told = standing_fields(contract), fields_of(row, book)
        earlier = fields_of(before[row.external_id], book) if row.external_id in before else {}
        for name in FIELDS:
            if told[name] == standing[name]:
                continue
            if standing[name] in ("", None) or standing[name] == earlier.get(name):
                set_field(contract, name, told[name], book)
            else:
                left += 1
        _mend_days(contract, standing)
        if standing_fields(contract) != standing:
            contract.changed_at = at
            changed.append(contract)
    Contract.objects.bulk_update(changed, [*FIELDS, "changed_at"], batch_size=200)
    note_contracts(actor=actor, contracts=changed, before=texts, act=Act.CHANGED, source=source, at=at)
    there = {key: one for key, one in ours.items() if one}
    write_covers(actor=actor, source=source, said=said, base=before, ours=there, at=at)
    return left


def note_contracts(
    *,
    actor: Actor,
    contracts: Sequence[Contract],
    before: Mapping[UUID, Mapping[str, str]],
    act: Act,
    source: str,
    at: dt.datetime,
) -> None:
    """What a source changed of contracts, in their history; they are found by what they say now."""
    now = texts_of_contracts(one.pk for one in contracts)
    save_changes(
        note_change(actor=actor, at=at, act=act, contract_id=one.pk, was=was, became=became, source=Source(source))
        for one in contracts
        for was, became in [changed_texts(before.get(one.pk, {}), now[one.pk])]
    )
    index_contracts(one.pk for one in contracts)


def fields_of(row: SaidOfContract, book: Book) -> dict[str, Any]:
    return {
        "name": row.name,
        "number": row.number,
        "vendor": book.vendor_as_known(row.vendor),
        "unit": row.unit,
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
        "irrevocable_until": row.irrevocable_until,
        "notice_months": row.notice_months,
        "price_regulation": row.price_regulation,
        "accounting": row.accounting,
    }


def set_field(contract: Contract, name: str, value: Any, book: Book) -> None:
    if name == "vendor":
        contract.vendor = book.vendor(value)
    elif name == "unit":
        contract.unit_id = book.units[value] if value else None
    else:
        setattr(contract, name, value)


def _mend_days(contract: Contract, standing: Mapping[str, Any]) -> None:
    """A day that people set and one that the source set may stand the wrong way: then both stay as they stood."""
    first, last = contract.starts_on, contract.ends_on
    if isinstance(first, dt.date) and isinstance(last, dt.date) and last < first:
        contract.starts_on, contract.ends_on = standing["starts_on"], standing["ends_on"]


def write_covers(
    *,
    actor: Actor,
    source: str,
    said: Sequence[SaidOfContract],
    base: Mapping[str, SaidOfContract],
    ours: Mapping[str, Contract],
    at: dt.datetime,
) -> None:
    """Which systems a contract is of: added where the source adds, away where it had it and nobody gave a share. Both
    stand in the history of the contract and of the system."""
    links = SourceLink.objects.filter(source=source, system__isnull=False).values_list("external_id", "system_id")
    systems: dict[str, UUID] = {external: system for external, system in links if system is not None}
    told = [one for one in said if one.external_id in ours]
    contracts = [ours[one.external_id].pk for one in told]
    standing = {(one.contract_id, one.system_id): one for one in ContractSystem.objects.filter(contract__in=contracts)}
    new, over = set[tuple[UUID, UUID]](), set[tuple[UUID, UUID]]()
    for row in told:
        contract = ours[row.external_id].pk
        wanted = {systems[one] for one in row.usages if one in systems}
        earlier = base[row.external_id].usages if row.external_id in base else ()
        had = {systems[one] for one in earlier if one in systems}
        new |= {(contract, one) for one in wanted if (contract, one) not in standing}
        over |= {
            (contract, one)
            for one in had - wanted
            if (contract, one) in standing and standing[contract, one].share is None
        }
    ContractSystem.objects.filter(pk__in=[standing[pair].pk for pair in over]).delete()
    ContractSystem.objects.bulk_create(ContractSystem(contract_id=pair[0], system_id=pair[1]) for pair in sorted(new))
    _note_covers(actor, source, at, {Act.TIED: sorted(new), Act.UNTIED: sorted(over)})


def _note_covers(actor: Actor, source: str, at: dt.datetime, pairs: Mapping[Act, Sequence[tuple[UUID, UUID]]]) -> None:
    every = {pair for found in pairs.values() for pair in found}
    contracts = Contract.objects.in_bulk({pair[0] for pair in every})
    systems = ItSystem.objects.in_bulk({pair[1] for pair in every})
    changes = []
    for act, found in pairs.items():
        side = "became" if act is Act.TIED else "was"
        for contract, system in found:
            said: dict[str, Any] = {"actor": actor, "at": at, "act": act, "source": Source(source)}
            of_contract, of_system = {"covers": systems[system].name}, {"contract": contracts[contract].name}
            changes.append(note_change(**said, contract_id=contract, **{side: of_contract}))
            changes.append(note_change(**said, system_id=system, **{side: of_system}))
    save_changes(changes)
