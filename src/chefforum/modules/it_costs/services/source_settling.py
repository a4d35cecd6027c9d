"""The coordinator's choice: whose word stands where a source says something else than the register."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record

from ..access import require_coordinator
from ..models import Contract, FieldValue, ItSystem, RegisterChange
from ..queries.source_contracts import FIELDS as CONTRACT_FIELDS
from ..queries.sources import open_differences
from ..queries.texts import texts_of_contracts, texts_of_read
from ..rules.acts import Act
from ..rules.kinds import Source
from ..search import index_contracts, index_systems
from .history import note_change, save_changes
from .source_contracts import set_field
from .source_values import Book, UnknownValue, save_values, write_field


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
