"""The coordinator's choices: which system a row is, which are made, and whose word stands where they differ."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record

from ..access import require_coordinator
from ..models import Contract, FieldValue, ItSystem, RegisterChange, SourceLink
from ..queries.source_contracts import FIELDS as CONTRACT_FIELDS
from ..queries.source_readings import newest_snapshots, raw_of, said_in
from ..queries.sources import open_differences
from ..queries.texts import texts_of_contracts, texts_of_read
from ..rules.acts import Act
from ..rules.kinds import SOURCE_NAMES, Source
from ..rules.source_fields import SaidOfSystem
from ..rules.source_rows import CONTRACTS_IN, SYSTEMS_IN, SaidOfContract
from ..search import index_contracts, index_systems
from .history import note_change, save_changes
from .source_contracts import fields_of, note_contracts, set_field, write_covers
from .source_readings import linked_systems, write_needs
from .source_values import Book, UnknownValue, save_values, take_in, write_field


@transaction.atomic
def take_on(
    *,
    actor: Actor,
    source: str,
    systems: Mapping[str, UUID | None],
    contracts: Collection[str] = (),
    at: dt.datetime,
) -> tuple[int, int, int]:
    """Rows that no system here was: each is made a new one (None) or is one that there is. How many systems were made,
    how many were there, and how many contracts were made. Rows taken meanwhile are left alone.

    Raises AccessDenied, StrangeAnswer, MissingFile.
    """
    require_coordinator(actor)
    snapshots = newest_snapshots(source)
    book = Book(on=timezone.localdate(at))
    raw = raw_of({name: one.file for name, one in snapshots.items()})
    said, told_contracts = said_in(source, raw, codes=book.codes())
    rows = {one.external_id: one for one in said}
    loose = {
        (one.collection, one.external_id): one
        for one in SourceLink.objects.select_for_update().filter(
            source=source, system=None, contract=None, gone_since=None
        )
    }
    left = [number for collection, number in loose if collection == SYSTEMS_IN[source] and number in rows]
    wanted = {number: systems[number] for number in left if number in systems}
    made = _tie_systems(actor=actor, source=source, wanted=wanted, rows=rows, loose=loose, at=at)
    ours = linked_systems(source)
    taken = [(ours[number], rows[number]) for number in wanted if number in ours]
    take_in(actor=actor, said=_once(taken), source=source, at=at, book=book)
    write_needs(source=source, said=said, ours=ours)
    chosen = {number for collection, number in loose if collection == CONTRACTS_IN} & set(contracts)
    new = [one for one in told_contracts if one.external_id in chosen]
    _make_contracts(actor=actor, source=source, said=new, loose=loose, book=book, at=at)
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
            data={"systems": made, "linked": len(taken) - made, "contracts": len(new)},
        )
    return made, len(taken) - made, len(new)


def _once(rows: Iterable[tuple[ItSystem, SaidOfSystem]]) -> list[tuple[ItSystem, SaidOfSystem]]:
    """Of two rows of one system the first speaks."""
    return list({system.pk: (system, row) for system, row in reversed(list(rows))}.values())


def _tie_systems(
    *,
    actor: Actor,
    source: str,
    wanted: Mapping[str, UUID | None],
    rows: Mapping[str, SaidOfSystem],
    loose: Mapping[tuple[str, str], SourceLink],
    at: dt.datetime,
) -> int:
    there = {one.pk: one for one in ItSystem.objects.filter(pk__in=[one for one in wanted.values() if one])}
    links, new = [], []
    for number, system_id in wanted.items():
        link = loose[SYSTEMS_IN[source], number]
        if system_id is None:
            made = ItSystem(
                kind=rows[number].kind, name=rows[number].name, created_at=at, changed_at=at, person_id=actor.person_id
            )
            new.append(made)
            link.system = made
        elif system_id in there:
            link.system = there[system_id]
        else:
            continue
        links.append(link)
    ItSystem.objects.bulk_create(new)
    SourceLink.objects.bulk_update(links, ["system"], batch_size=200)
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
    return len(new)


def _make_contracts(
    *,
    actor: Actor,
    source: str,
    said: Iterable[SaidOfContract],
    loose: Mapping[tuple[str, str], SourceLink],
    book: Book,
    at: dt.datetime,
) -> None:
    new, links = [], []
    for row in said:
        contract = Contract(created_at=at, changed_at=at)
        for name, text in fields_of(row, book).items():
            set_field(contract, name, text, book)
        link = loose[CONTRACTS_IN, row.external_id]
        link.contract = contract
        new.append(contract)
        links.append(link)
    Contract.objects.bulk_create(new)
    SourceLink.objects.bulk_update(links, ["contract"], batch_size=200)
    note_contracts(actor=actor, contracts=new, before={}, act=Act.REGISTERED, source=source, at=at)


@transaction.atomic
def settle(*, actor: Actor, values: Collection[int] | None, takes_theirs: bool, at: dt.datetime) -> tuple[int, int]:
    """Whose word stands of differences, by number or (None) all: the source's, or ours. Either way it is validated by
    who chose. How many were settled, and how many could not be written any more.

    Raises AccessDenied.
    """
    require_coordinator(actor)
    wanted = open_differences().select_for_update(of=("self",)).select_related("system", "contract")
    found = list(wanted if values is None else wanted.filter(pk__in=values))
    things: dict[UUID, ItSystem | Contract] = {}
    for value in found:
        things.setdefault(value.thing.pk, value.thing)
    systems = [one for one in things.values() if isinstance(one, ItSystem)]
    contracts = [one for one in things.values() if isinstance(one, Contract)]
    book = Book(on=timezone.localdate(at))
    texts = texts_of_read(systems) | texts_of_contracts(one.pk for one in contracts)
    settled: list[FieldValue] = []
    noted: list[RegisterChange] = []
    failed = 0
    for value in found:
        thing = things[value.thing.pk]
        ours, theirs = texts[thing.pk].get(value.field, ""), value.proposed or ""
        if takes_theirs:
            if not _takes(thing, value.field, theirs, book):
                failed += 1
                continue
            value.source, value.value, value.at = value.proposed_by, theirs, at
            value.proposed, value.proposed_by, value.proposed_at = None, "", None
            thing.changed_at = at
        else:
            value.value = ours
        value.validated_at, value.person_id = at, actor.person_id
        settled.append(value)
        noted.append(_in_history(actor, value, was=ours, became=theirs if takes_theirs else None, at=at))
    book.write(systems)
    Contract.objects.bulk_update(contracts, [*CONTRACT_FIELDS, "changed_at"], batch_size=200)
    save_values(settled)
    save_changes(noted)
    index_systems(one.pk for one in systems)
    index_contracts(one.pk for one in contracts)
    for thing in things.values():
        _record_settled(
            actor, thing, [one for one in settled if thing.pk in (one.system_id, one.contract_id)], takes_theirs, at
        )
    return len(settled), failed


def _takes(thing: ItSystem | Contract, name: str, text: str, book: Book) -> bool:
    """Whether it could be written: not a word that we do not know any more, nor a day that turns a contract round."""
    try:
        if isinstance(thing, ItSystem):
            write_field(system=thing, name=name, text=text, book=book)
            return True
        before = getattr(thing, name, None)
        set_field(thing, name, text, book)
    except UnknownValue:
        return False
    if thing.starts_on and thing.ends_on and thing.ends_on < thing.starts_on:
        setattr(thing, name, before)
        return False
    return True


def _record_settled(
    actor: Actor, thing: ItSystem | Contract, settled: Sequence[FieldValue], takes_theirs: bool, at: dt.datetime
) -> None:
    if settled:
        record(
            actor=actor,
            at=at,
            action="it_costs.settle_differences",
            object_kind="it_system" if isinstance(thing, ItSystem) else "it_contract",
            object_id=thing.pk,
            object_name=thing.name,
            data={
                "fields": sorted(one.field for one in settled),
                "takes": "source" if takes_theirs else "ours",
            },
        )


def _in_history(actor: Actor, value: FieldValue, *, was: str, became: str | None, at: dt.datetime) -> RegisterChange:
    """`became`: the source's word, where it was taken; None where ours was kept."""
    name, source = value.field, Source(value.source)
    if became is not None:
        return note_change(
            actor=actor,
            at=at,
            act=Act.TAKEN,
            system_id=value.system_id,
            contract_id=value.contract_id,
            was={name: was},
            became={name: became},
            source=source,
        )
    return note_change(
        actor=actor,
        at=at,
        act=Act.KEPT,
        system_id=value.system_id,
        contract_id=value.contract_id,
        was={name: value.proposed or ""},
        became={name: was},
    )
