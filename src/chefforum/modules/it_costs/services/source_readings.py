"""A reading of a source is written whole or not at all: the raw rows with their day, then what they mean here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from chefforum.connectors.asking import StrangeAnswer
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record

from ..access import require_coordinator
from ..models import Dependency, ItSystem, SourceLink, SourceSnapshot
from ..queries.source_readings import newest_snapshots, raw_of, said_in
from ..rules.kinds import SOURCE_NAMES, Source
from ..rules.source_fields import Fate, SaidOfSystem
from ..rules.source_rows import CONTRACTS_IN, SYSTEMS_IN
from .source_contracts import take_in_contracts
from .source_files import Kept
from .source_values import Book, take_in

FEW = 20  # fewer than these may all be gone; of more, at most half at once


@dataclass(frozen=True)
class Outcome:
    """What a reading did."""

    rows: int
    new: int
    gone: int
    back: int
    filled: int
    proposed: int
    contracts_kept: int

    def as_json(self) -> dict[str, int]:
        return dict(self.__dict__)


@transaction.atomic
def write_reading(
    *, actor: Actor, source: str, kept: Sequence[Kept], at: dt.datetime, accepts_loss: bool = False
) -> Outcome:
    """Snapshots, links, and the fields of systems that are linked. Rows that no system here is yet are links to
    nothing, for the coordinator to choose about. What the source does not have any more is marked, never removed.

    `accepts_loss`: more than half of many rows may be gone at once. Raises AccessDenied, StrangeAnswer, MissingFile:
    then nothing is changed.
    """
    require_coordinator(actor)
    before = newest_snapshots(source)
    raw = raw_of({one.collection: one.file for one in kept})
    book = Book(on=timezone.localdate(at))
    systems, contracts = said_in(source, raw, codes=book.codes())
    snapshots = {
        one.collection: SourceSnapshot.objects.create(
            source=source,
            collection=one.collection,
            fetched_at=at,
            rows=one.rows,
            sha256=one.sha256,
            file=one.file,
            person_id=actor.person_id,
        )
        for one in kept
    }
    new = gone = back = 0
    for collection, ids in (
        (SYSTEMS_IN[source], [one.external_id for one in systems]),
        (CONTRACTS_IN, [one.external_id for one in contracts]),
    ):
        if collection in snapshots:
            counts = _link(source, snapshots[collection], ids, at=at, accepts_loss=accepts_loss)
            new, gone, back = new + counts[0], gone + counts[1], back + counts[2]
    fates = _take_in_systems(actor, source, systems, at=at, book=book)
    contracts_kept = 0
    if CONTRACTS_IN in snapshots:
        base = _base_of(before, book)
        contracts_kept = take_in_contracts(actor=actor, source=source, said=contracts, base=base, book=book, at=at)
    outcome = Outcome(
        rows=sum(one.rows for one in kept),
        new=new,
        gone=gone,
        back=back,
        filled=fates[Fate.FILL],
        proposed=fates[Fate.PROPOSE],
        contracts_kept=contracts_kept,
    )
    newest = next(iter(snapshots.values()))
    record(
        actor=actor,
        at=at,
        action="it_costs.read_source",
        object_kind="source_snapshot",
        object_id=newest.pk,
        object_name=SOURCE_NAMES[Source(source)],
        data=outcome.as_json(),
    )
    return outcome


def _base_of(before: Mapping[str, SourceSnapshot], book: Book) -> list[Any]:
    """What the source said of contracts the last time: what stands otherwise here was changed by people."""
    files = {name: before[name].file for name in (CONTRACTS_IN, "organization-units") if name in before}
    if CONTRACTS_IN not in files:
        return []
    try:
        return said_in(Source.KITOS.value, raw_of(files), codes=book.codes())[1]
    except StrangeAnswer:
        return []


def _link(
    source: str, snapshot: SourceSnapshot, ids: Collection[str], *, at: dt.datetime, accepts_loss: bool
) -> tuple[int, int, int]:
    """How many are new, gone and back. Raises StrangeAnswer where too many are gone to be true."""
    links = SourceLink.objects.select_for_update().filter(source=source, collection=snapshot.collection)
    known = {one.external_id: one for one in links}
    wanted = set(ids)
    there = {number for number, one in known.items() if one.gone_since is None}
    gone, back = there - wanted, (set(known) - there) & wanted
    if len(gone) > max(FEW, len(there) / 2) and not accepts_loss:
        name = SOURCE_NAMES[Source(source)]
        raise StrangeAnswer(
            f"{name} svarede uden {len(gone)} af de {len(there)}, der var der sidst. Intet er ændret. Er de virkelig "
            "væk, så sæt kryds ved “Mange er væk, og det er rigtigt”, og hent igen."
        )
    for number in gone:
        known[number].gone_since = timezone.localdate(at)
    for number in wanted & set(known):
        known[number].gone_since, known[number].last_seen = None, snapshot
    SourceLink.objects.bulk_update(known.values(), ["gone_since", "last_seen"], batch_size=200)
    new = sorted(wanted - set(known))
    SourceLink.objects.bulk_create(
        SourceLink(source=source, collection=snapshot.collection, external_id=number, last_seen=snapshot)
        for number in new
    )
    return len(new), len(gone), len(back)


def linked_systems(source: str) -> dict[str, ItSystem]:
    """The source's numbers of systems that are ours, those taken out of the register left out. One query."""
    links = SourceLink.objects.filter(
        source=source, collection=SYSTEMS_IN[source], system__isnull=False, system__removed_at=None
    ).select_related("system")
    shared: dict[Any, ItSystem] = {}
    return {one.external_id: shared.setdefault(one.system_id, one.system) for one in links if one.system}


def _take_in_systems(
    actor: Actor, source: str, said: Sequence[SaidOfSystem], *, at: dt.datetime, book: Book
) -> dict[Fate, int]:
    ours = linked_systems(source)
    first: dict[Any, tuple[ItSystem, SaidOfSystem]] = {}  # of two rows of one system the first speaks
    for one in sorted(said, key=lambda one: one.external_id):
        if one.external_id in ours:
            first.setdefault(ours[one.external_id].pk, (ours[one.external_id], one))
    rows = list(first.values())
    fates = take_in(actor=actor, said=rows, source=source, at=at, book=book)
    write_needs(source=source, said=said, ours=ours)
    return fates


def write_needs(*, source: str, said: Sequence[SaidOfSystem], ours: Mapping[str, ItSystem]) -> None:
    """What depends on what by this source: others' word of it stands."""
    told = [one for one in said if one.needs is not None and one.external_id in ours]
    systems = [ours[one.external_id] for one in told]
    wanted = {
        (ours[one.external_id].pk, ours[other].pk): what[:200]
        for one in told
        for other, what in one.needs or ()
        if other in ours and ours[other].pk != ours[one.external_id].pk
    }
    standing = {(one.system_id, one.on_system_id): one for one in Dependency.objects.filter(system__in=systems)}
    own = [one.pk for pair, one in standing.items() if one.source == source and pair not in wanted]
    Dependency.objects.filter(pk__in=own).delete()
    Dependency.objects.bulk_create(
        Dependency(system_id=pair[0], on_system_id=pair[1], text=text, source=source)
        for pair, text in wanted.items()
        if pair not in standing
    )
