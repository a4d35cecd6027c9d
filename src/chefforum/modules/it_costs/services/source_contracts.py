"""Contracts of a source beside those here. Where a field has no mark of who said it, what the source said the last time
tells: one that stands otherwise was changed by people, and is theirs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import partial
from uuid import UUID

from chefforum.kernel.access.rules import Actor

from ..models import Contract, ContractSystem, FieldValue, ItSystem, SourceLink
from ..queries.source_contracts import FIELDS
from ..queries.texts import texts_of_contracts
from ..rules.acts import Act
from ..rules.contracts import DAYS, contract_text, contract_value
from ..rules.kinds import Source
from ..rules.source_fields import Fate, Standing, fate_of
from ..rules.source_rows import CONTRACTS_IN, SaidOfContract
from ..search import index_contracts
from .history import changed_texts, note_change, save_changes
from .source_values import Book, UnknownValue, noted_value, save_values, standing_of


def take_in_contracts(
    *,
    actor: Actor,
    source: str,
    said: Sequence[SaidOfContract],
    base: Sequence[SaidOfContract],
    book: Book,
    at: dt.datetime,
) -> int:
    """Writes what is news of contracts that are linked, with what it was in their history; what is otherwise is kept as
    a difference. How many fields people had changed and were left."""
    links = SourceLink.objects.filter(source=source, collection=CONTRACTS_IN, contract__isnull=False)
    ours = {one.external_id: one.contract for one in links.select_related("contract__vendor", "contract__unit")}
    before = {one.external_id: fields_of(one, book) for one in base}
    texts = texts_of_contracts(one.pk for one in ours.values() if one)
    values = {(one.contract_id, one.field): one for one in FieldValue.objects.filter(contract__in=texts)}
    left = 0
    changed: list[Contract] = []
    kept: list[FieldValue] = []
    for row in said:
        contract = ours.get(row.external_id)
        if contract is None or contract.removed_at is not None:
            continue
        was, told, earlier = texts[contract.pk], fields_of(row, book), before.get(row.external_id, {})
        fates = {
            name: _fate(values.get((contract.pk, name)), was[name], told[name], earlier.get(name), source)
            for name in FIELDS
        }
        _mend_days(fates, {name: told[name] if fates[name] is Fate.FILL else was[name] for name in DAYS})
        for name, fate in fates.items():
            left += fate in (Fate.PROPOSE, Fate.LEAVE)
            standing = values.get((contract.pk, name))
            value = noted_value(fate, standing, current=was[name], text=told[name], source=source, at=at)
            if value is not None:
                value.contract, value.field = contract, name
                kept.append(value)
            if fate is Fate.FILL:
                set_field(contract, name, told[name], book)
        if Fate.FILL in fates.values():
            contract.changed_at = at
            changed.append(contract)
    Contract.objects.bulk_update(changed, [*FIELDS, "changed_at"], batch_size=200)
    save_values(kept)
    note_contracts(actor=actor, contracts=changed, before=texts, act=Act.CHANGED, source=source, at=at)
    there = {key: one for key, one in ours.items() if one}
    write_covers(actor=actor, source=source, said=said, base={one.external_id: one for one in base}, ours=there, at=at)
    return left


def _fate(value: FieldValue | None, current: str, said: str, earlier: str | None, source: str) -> Fate:
    """A mark holds while what it marks stands; else what the source said the last time tells whose it is."""
    standing = standing_of(value)
    if standing is None or value is None or value.value != current:
        whose = source if current == earlier else Source.HAND.value
        standing = Standing(whose, is_validated=False, declined=standing.declined if standing else None)
    return fate_of(current=current, said=said, source=source, standing=standing)


def _mend_days(fates: dict[str, Fate], days: Mapping[str, str]) -> None:
    """A day that people set and one of the source's may stand the wrong way: then the source's wait for a choice."""
    if days["starts_on"] and days["ends_on"] and days["ends_on"] < days["starts_on"]:
        for name in ("starts_on", "ends_on"):
            if fates[name] is Fate.FILL:
                fates[name] = Fate.PROPOSE


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


def fields_of(row: SaidOfContract, book: Book) -> dict[str, str]:
    """What it says of each field, as text."""
    plain = {name: contract_text(getattr(row, name)) for name in FIELDS}
    return plain | {"vendor": book.vendor_as_known(row.vendor)}


def set_field(contract: Contract, name: str, text: str, book: Book) -> None:
    """Raises UnknownValue."""
    if name == "vendor":
        contract.vendor = book.vendor(text)
    elif name == "unit":
        if text and text not in book.units:
            raise UnknownValue(name)
        contract.unit_id = book.units[text] if text else None
    else:
        setattr(contract, name, contract_value(name, text))


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
    note_covers(actor, source, at, {Act.TIED: sorted(new), Act.UNTIED: sorted(over)})


def note_covers(actor: Actor, source: str, at: dt.datetime, pairs: Mapping[Act, Sequence[tuple[UUID, UUID]]]) -> None:
    every = {pair for found in pairs.values() for pair in found}
    contracts = Contract.objects.in_bulk({pair[0] for pair in every})
    systems = ItSystem.objects.in_bulk({pair[1] for pair in every})
    changes = []
    for act, found in pairs.items():
        note = partial(note_change, actor=actor, at=at, act=act, source=Source(source))
        for contract, system in found:
            of_contract, of_system = {"covers": systems[system].name}, {"contract": contracts[contract].name}
            if act is Act.TIED:
                changes.append(note(contract_id=contract, became=of_contract))
                changes.append(note(system_id=system, became=of_system))
            else:
                changes.append(note(contract_id=contract, was=of_contract))
                changes.append(note(system_id=system, was=of_system))
    save_changes(changes)
