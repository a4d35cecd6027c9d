"""The coordinator's choice of what a source's row is: a new system or contract, or one that is in the register; and
that choice undone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record

from ..access import require_coordinator
from ..models import Contract, ContractSystem, Dependency, FieldValue, ItSystem, RegisterChange, SourceLink
from ..queries.source_contracts import FIELDS as CONTRACT_FIELDS
from ..queries.source_readings import newest_snapshots, raw_of, said_in
from ..queries.texts import texts_of_contracts, texts_of_read
from ..rules.acts import Act
from ..rules.kinds import SOURCE_NAMES, Source
from ..rules.source_fields import SaidOfSystem
from ..rules.source_rows import CONTRACTS_IN, SYSTEMS_IN, SaidOfContract
from ..search import index_contracts, index_systems
from .history import note_change, save_changes
from .source_contracts import fields_of, note_contracts, note_covers, set_field, take_in_contracts, write_covers
from .source_readings import linked_systems, write_needs
from .source_values import Book, take_in, write_field

Thing = TypeVar("Thing", ItSystem, Contract)
Links = Mapping[str, SourceLink]  # by the source's number
Wanted = Mapping[str, UUID | None]  # the source's number → what it is here, None for a new one


@dataclass(frozen=True)
class Taken:
    """How many were made of rows, and how many rows are what was there."""

    systems_made: int
    systems_tied: int
    contracts_made: int
    contracts_tied: int


@dataclass(frozen=True)
class Untied:
    """What a row is not any more, and how many fields of it are empty again."""

    thing_id: UUID
    name: str
    is_contract: bool
    emptied: int


class NotTied(LookupError):
    """The row is not, or not any more, what it is said to be loosed from."""


@transaction.atomic
def take_on(*, actor: Actor, source: str, systems: Wanted, contracts: Wanted | None = None, at: dt.datetime) -> Taken:
    """Rows that nothing here was: each is made a new one (None) or is one that there is. Rows taken meanwhile are left
    alone, and so is what is out of the register meanwhile. A contract here is one contract of the source.

    Raises AccessDenied, StrangeAnswer, MissingFile.
    """
    require_coordinator(actor)
    snapshots = newest_snapshots(source)
    book = Book(on=timezone.localdate(at))
    raw = raw_of({name: one.file for name, one in snapshots.items()})
    said, told_contracts = said_in(source, raw, codes=book.codes())
    made, linked = _take_systems(actor, source, systems, said, book, at)
    contracts_made, contracts_tied = _take_contracts(actor, source, contracts or {}, told_contracts, book, at)
    held = SourceLink.objects.filter(source=source, contract__isnull=False).select_related("contract")
    all_contracts = {one.external_id: one.contract for one in held if one.contract}
    write_covers(actor=actor, source=source, said=told_contracts, base={}, ours=all_contracts, at=at)
    if snapshots:
        record(
            actor=actor,
            at=at,
            action="it_costs.take_on_rows",
            object_kind="source_snapshot",
            object_id=next(iter(snapshots.values())).pk,
            object_name=SOURCE_NAMES[Source(source)],
            data={
                "systems": made,
                "linked": linked,
                "contracts": contracts_made,
                "contracts_linked": contracts_tied,
            },
        )
    return Taken(made, linked, contracts_made, contracts_tied)


def _loose(source: str, collection: str, numbers: Collection[str]) -> dict[str, SourceLink]:
    """Held until the transaction ends."""
    found = SourceLink.objects.select_for_update().filter(
        source=source, collection=collection, system=None, contract=None, gone_since=None
    )
    return {one.external_id: one for one in found if one.external_id in numbers}


def _tie(links: Links, wanted: Wanted, there: Mapping[UUID, Thing], make: Callable[[str], Thing]) -> dict[str, Thing]:
    """What each row is now, by its number; not saved. One that is to be what is not there stays loose."""
    found: dict[str, Thing] = {}
    for number, link in links.items():
        thing_id = wanted[number]
        thing = make(number) if thing_id is None else there.get(thing_id)
        if thing is not None:
            setattr(link, "system" if isinstance(thing, ItSystem) else "contract", thing)
            found[number] = thing
    return found


def _save_ties(links: Links, found: Mapping[str, Thing], field: str) -> None:
    SourceLink.objects.bulk_update([links[number] for number in found], [field], batch_size=200)


def _take_systems(
    actor: Actor, source: str, wanted: Wanted, said: Sequence[SaidOfSystem], book: Book, at: dt.datetime
) -> tuple[int, int]:
    rows = {one.external_id: one for one in said if one.external_id in wanted}
    links = _loose(source, SYSTEMS_IN[source], rows)
    ids = [one for one in wanted.values() if one]
    there = {one.pk: one for one in ItSystem.objects.filter(pk__in=ids, removed_at=None)}

    def make(number: str) -> ItSystem:
        row = rows[number]
        return ItSystem(kind=row.kind, name=row.name, created_at=at, changed_at=at, person_id=actor.person_id)

    found = _tie(links, wanted, there, make)
    new = [one for number, one in found.items() if wanted[number] is None]
    ItSystem.objects.bulk_create(new)
    _save_ties(links, found, "system")
    FieldValue.objects.bulk_create(
        FieldValue(system=one, field="name", source=source, value=one.name, at=at) for one in new
    )
    save_changes(
        note_change(
            actor=actor,
            at=at,
            act=Act.REGISTERED,
            system_id=one.pk,
            became={"name": one.name, "kind": one.kind},
            source=Source(source),
        )
        for one in new
    )
    index_systems(one.pk for one in new)
    _note_ties(actor, source, {number: one for number, one in found.items() if wanted[number]}, rows, at)
    ours = linked_systems(source)
    told = _once((ours[number], rows[number]) for number in found if number in ours)
    take_in(actor=actor, said=told, source=source, at=at, book=book)
    write_needs(source=source, said=said, ours=ours)
    return len(new), len(found) - len(new)


def _once(rows: Iterable[tuple[ItSystem, SaidOfSystem]]) -> list[tuple[ItSystem, SaidOfSystem]]:
    """Of two rows of one system the first speaks."""
    return list({system.pk: (system, row) for system, row in reversed(list(rows))}.values())


def _take_contracts(
    actor: Actor, source: str, wanted: Wanted, said: Sequence[SaidOfContract], book: Book, at: dt.datetime
) -> tuple[int, int]:
    rows = {one.external_id: one for one in said if one.external_id in wanted}
    links = _loose(source, CONTRACTS_IN, rows)
    there = {one.pk: one for one in Contract.objects.filter(pk__in=[one for one in wanted.values() if one])}
    for taken in SourceLink.objects.filter(source=source, contract__in=there).values_list("contract_id", flat=True):
        there.pop(taken, None)

    def make(number: str) -> Contract:
        contract = Contract(created_at=at, changed_at=at)
        for name, text in fields_of(rows[number], book).items():
            set_field(contract, name, text, book)
        return contract

    free = {pk: one for pk, one in there.items() if one.removed_at is None}
    found = _tie(_first_of_each(links, wanted), wanted, free, make)
    new = [one for number, one in found.items() if wanted[number] is None]
    Contract.objects.bulk_create(new)
    _save_ties(links, found, "contract")
    note_contracts(actor=actor, contracts=new, before={}, act=Act.REGISTERED, source=source, at=at)
    tied = {number: one for number, one in found.items() if wanted[number]}
    if tied:
        told = [rows[number] for number in tied]
        _note_ties(actor, source, tied, rows, at)
        _say_that_it_stood(tied.values(), at)
        take_in_contracts(actor=actor, source=source, said=told, base=(), book=book, at=at)
    return len(new), len(tied)


def _first_of_each(links: Links, wanted: Wanted) -> Links:
    """Of two rows that are to be one contract the first is."""
    firsts = {wanted[number]: number for number in reversed(list(links))}
    return {number: one for number, one in links.items() if wanted[number] is None or firsts[wanted[number]] == number}


def _say_that_it_stood(contracts: Iterable[Contract], at: dt.datetime) -> None:
    """What stands in a contract was written here, before the source speaks of it: else a source that says the same
    would be taken to be the one who said it, and write over it the next time."""
    texts = texts_of_contracts(one.pk for one in contracts)
    FieldValue.objects.bulk_create(
        (
            FieldValue(contract_id=contract_id, field=name, source=Source.HAND.value, value=fields[name], at=at)
            for contract_id, fields in texts.items()
            for name in CONTRACT_FIELDS
            if fields[name]
        ),
        ignore_conflicts=True,
    )


def _note_ties(
    actor: Actor,
    source: str,
    tied: Mapping[str, Thing],
    rows: Mapping[str, SaidOfSystem] | Mapping[str, SaidOfContract],
    at: dt.datetime,
) -> None:
    """In the history of what was there: which row it is."""
    save_changes(
        note_change(
            actor=actor, at=at, act=Act.TIED, became={"row": rows[number].name}, source=Source(source), **_of(one)
        )
        for number, one in tied.items()
    )


def _of(thing: ItSystem | Contract) -> dict[str, Any]:
    return {"system_id" if isinstance(thing, ItSystem) else "contract_id": thing.pk}


@transaction.atomic
def untie(*, actor: Actor, link_id: int, thing_id: UUID, at: dt.datetime) -> Untied:
    """The row is not the system or contract after all, and waits again. What the source filled in is empty again, where
    nobody has said that it is right, and what it tied is loosed; what it says otherwise is not asked about any more.
    Of one that was made of the row everything stands as it was.

    Raises AccessDenied, NotTied.
    """
    require_coordinator(actor)
    link = SourceLink.objects.select_for_update().filter(pk=link_id).first()
    if link is None or thing_id not in (link.system_id, link.contract_id):
        raise NotTied(link_id)
    tables: type[ItSystem] | type[Contract] = ItSystem if link.system_id else Contract
    thing: ItSystem | Contract = tables.objects.select_for_update().get(pk=thing_id)
    link.system = link.contract = None
    link.save(update_fields=["system", "contract"])
    of = _of(thing)
    was: dict[str, str] = {}
    if not RegisterChange.objects.filter(act=Act.REGISTERED, source=link.source, **of).exists():
        was = _empty_again(thing, link.source, at)
        _loose_ties(actor, thing, link.source, at)
    FieldValue.objects.filter(proposed_by=link.source, **of).update(proposed=None, proposed_by="", proposed_at=None)
    note = {"row": SOURCE_NAMES[Source(link.source)], **was}
    save_changes([note_change(actor=actor, at=at, act=Act.UNTIED, was=note, became=dict.fromkeys(was, ""), **of)])
    (index_systems if isinstance(thing, ItSystem) else index_contracts)([thing.pk])
    record(
        actor=actor,
        at=at,
        action="it_costs.untie_row",
        object_kind="it_system" if isinstance(thing, ItSystem) else "it_contract",
        object_id=thing.pk,
        object_name=thing.name,
        data={"source": link.source, "row": link.external_id, "fields": sorted(was)},
    )
    return Untied(thing.pk, thing.name, isinstance(thing, Contract), len(was))


def _empty_again(thing: ItSystem | Contract, source: str, at: dt.datetime) -> dict[str, str]:
    """What stood in the fields that the source filled in and nobody validated or changed; they were empty before."""
    texts = texts_of_read([thing]) if isinstance(thing, ItSystem) else texts_of_contracts([thing.pk])
    filled = [
        one
        for one in FieldValue.objects.filter(source=source, validated_at=None, **_of(thing))
        if one.value and texts[thing.pk].get(one.field) == one.value
    ]
    if not filled:
        return {}
    book = Book(on=timezone.localdate(at))
    for value in filled:
        if isinstance(thing, ItSystem):
            write_field(system=thing, name=value.field, text="", book=book)
        else:
            set_field(thing, value.field, "", book)
    thing.changed_at = at
    if isinstance(thing, ItSystem):
        book.write([thing])
    else:
        thing.save()
    FieldValue.objects.filter(pk__in=[one.pk for one in filled]).delete()
    return {one.field: one.value for one in filled}


def _loose_ties(actor: Actor, thing: ItSystem | Contract, source: str, at: dt.datetime) -> None:
    """What the source said that it needs and is needed by, and which contracts are of which systems, but for those that
    somebody has given a share."""
    if isinstance(thing, ItSystem):
        Dependency.objects.filter(Q(system=thing) | Q(on_system=thing), source=source).delete()
    word = "contract" if isinstance(thing, ItSystem) else "covers"
    tied = RegisterChange.objects.filter(act=Act.TIED, source=source, **_of(thing)).values_list("became", flat=True)
    names = {one.get(word) for one in tied}
    covers = [
        one
        for one in ContractSystem.objects.filter(share=None, **_of(thing)).select_related("contract", "system")
        if (one.contract.name if isinstance(thing, ItSystem) else one.system.name) in names
    ]
    ContractSystem.objects.filter(pk__in=[one.pk for one in covers]).delete()
    pairs = sorted((one.contract_id, one.system_id) for one in covers)
    note_covers(actor, Source.HAND.value, at, {Act.UNTIED: pairs})
