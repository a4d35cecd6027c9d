"""Sources: what each said the last time and what changed, what differs from ours, what is not here, what is gone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from chefforum.connectors.asking import StrangeAnswer
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.lake import storage
from chefforum.kernel.organisation.queries import tree_on

from ..access import require_coordinator
from ..models import Contract, FieldValue, ItSystem, SourceLink, SourceSnapshot
from ..rules.contracts import contract_text
from ..rules.field_texts import vendor_text
from ..rules.kinds import SOURCE_NAMES, Source
from ..rules.source_fields import FIELD_NAMES, in_words
from ..rules.source_rows import (
    COLLECTION_NAMES,
    CONTRACTS_IN,
    SYSTEMS_IN,
    Agreement,
    likely,
    likely_contracts,
    words_of,
)
from .history import field_in_words, title_of
from .proposals import OPEN
from .source_readings import newest_snapshots, raw_of, said_in
from .source_values import codes_of_units
from .texts import texts_of_contracts, texts_of_read

SOURCES = (Source.KITOS.value, Source.TOPDESK.value, Source.GRAPH.value, Source.WIRED.value)


@dataclass(frozen=True)
class Reading:
    """The newest of a collection, and what is otherwise than the one before; None where there was none before."""

    snapshot: SourceSnapshot
    title: str
    new: int | None
    changed: int | None
    gone: int | None


@dataclass(frozen=True)
class SourceState:
    source: str
    name: str
    readings: tuple[Reading, ...]
    loose: int
    gone: int

    @property
    def newest(self) -> SourceSnapshot | None:
        return max((one.snapshot for one in self.readings), key=lambda one: one.fetched_at, default=None)


@dataclass(frozen=True)
class Difference:
    """A field of a system or a contract that a source says something else of. `ours_by`: who says what stands."""

    id: int
    system_id: UUID | None
    contract_id: UUID | None
    name: str
    field: str
    ours: str
    ours_by: str
    is_validated: bool
    theirs: str
    theirs_by: str
    said_at: dt.datetime


@dataclass(frozen=True)
class GoneRow:
    """A row that a source does not have any more, and what it is here."""

    source: str
    what: str
    name: str
    system_id: UUID | None
    contract_id: UUID | None
    since: dt.date


@dataclass(frozen=True)
class LooseRow:
    """A row that nothing here is yet. `alike`: systems, or contracts, that it may be."""

    link_id: int
    external_id: str
    is_contract: bool
    name: str
    note: str
    says: tuple[tuple[str, str], ...]
    remarks: tuple[str, ...]
    alike: tuple[ItSystem | Contract, ...]

    @property
    def may_be(self) -> list[tuple[UUID, str]]:
        """What it may be, by its name, and a contract by its number too."""
        numbers = [one.number if isinstance(one, Contract) else "" for one in self.alike]
        return [
            (one.pk, f"“{one.name}”, {number}" if number else f"“{one.name}”")
            for one, number in zip(self.alike, numbers, strict=True)
        ]


def open_differences() -> QuerySet[FieldValue]:
    """What a source proposes and nobody has chosen about since, of systems and contracts in the register."""
    of_systems = Q(system__isnull=False, system__removed_at__isnull=True)
    return FieldValue.objects.filter(OPEN, of_systems | Q(contract__isnull=False, contract__removed_at__isnull=True))


def differences(*, actor: Actor, on: dt.date) -> list[Difference]:
    """By system and field, then by contract and field. Raises AccessDenied."""
    require_coordinator(actor)
    found = list(
        open_differences()
        .select_related("system", "contract")
        .order_by(F("system__name").asc(nulls_last=True), "contract__name", "field", "pk")
    )
    units = {unit.code: unit.name for unit in tree_on(on).units}
    texts = texts_of_read(list({one.system_id: one.system for one in found if one.system}.values()))
    texts |= texts_of_contracts(one.contract_id for one in found if one.contract_id)
    return [_difference(one, texts[one.thing.pk], units) for one in found]


def differences_of_contract(*, contract: Contract, on: dt.date) -> list[Difference]:
    """What a source says otherwise of it, as its page tells everybody. At most three queries beside the tree."""
    found = list(open_differences().filter(contract=contract).select_related("contract"))
    if not found:
        return []
    units = {unit.code: unit.name for unit in tree_on(on).units}
    return [_difference(one, texts_of_contracts([contract.pk])[contract.pk], units) for one in found]


def _difference(value: FieldValue, texts: Mapping[str, str], units: Mapping[str, str]) -> Difference:
    ours, is_of_contract = texts.get(value.field, value.value), value.contract_id is not None
    words = field_in_words if is_of_contract else in_words
    is_changed = is_of_contract and ours != value.value  # by people, since a source spoke of it
    return Difference(
        id=value.pk,
        system_id=value.system_id,
        contract_id=value.contract_id,
        name=str(value.thing),
        field=title_of(value.field) if is_of_contract else FIELD_NAMES.get(value.field, value.field),
        ours=words(value.field, ours, units),
        ours_by=SOURCE_NAMES[Source.HAND if is_changed else Source(value.source)],
        is_validated=value.validated_at is not None and not is_changed,
        theirs=words(value.field, value.proposed, units),
        theirs_by=SOURCE_NAMES[Source(value.proposed_by)],
        said_at=value.proposed_at or value.at,
    )


def source_states(*, actor: Actor) -> list[SourceState]:
    """Raises AccessDenied."""
    require_coordinator(actor)
    snapshots: dict[tuple[str, str], list[SourceSnapshot]] = {}
    for one in SourceSnapshot.objects.select_related("person").order_by("-fetched_at"):
        snapshots.setdefault((one.source, one.collection), []).append(one)
    links = list(SourceLink.objects.values_list("source", "system_id", "contract_id", "gone_since"))
    found = []
    for source in SOURCES:
        readings = [
            _reading(kept, names_rows=collection in (SYSTEMS_IN[source], CONTRACTS_IN))
            for (of, collection), kept in snapshots.items()
            if of == source
        ]
        own = [one for one in links if one[0] == source]
        loose = sum(system is None and contract is None and gone is None for _, system, contract, gone in own)
        gone = sum(gone is not None for *_, gone in own)
        by_title = sorted(readings, key=lambda one: [*COLLECTION_NAMES].index(one.snapshot.collection))
        found.append(SourceState(source, SOURCE_NAMES[Source(source)], tuple(by_title), loose, gone))
    return found


def _reading(newest_first: Sequence[SourceSnapshot], *, names_rows: bool) -> Reading:
    newest = newest_first[0]
    title = COLLECTION_NAMES.get(newest.collection, newest.collection)
    if len(newest_first) < 2 or not names_rows:
        return Reading(newest, title, None, None, None)
    if newest.sha256 == newest_first[1].sha256:
        return Reading(newest, title, 0, 0, 0)
    try:
        now, before = (_by_id(storage.read_json(one.file)) for one in newest_first[:2])
    except storage.MissingFile:
        return Reading(newest, title, None, None, None)
    changed = sum(now[key] != before[key] for key in set(now) & set(before))
    return Reading(newest, title, len(set(now) - set(before)), changed, len(set(before) - set(now)))


def _by_id(raw: Any) -> dict[str, Any]:
    rows = raw.get("dataSet", ()) if isinstance(raw, dict) else raw
    return {str(row.get("uuid") or row.get("id") or row.get("unid") or row.get("skuId")): row for row in rows}


def gone_rows(*, actor: Actor) -> list[GoneRow]:
    """What is linked here and gone there, newest first. Raises AccessDenied."""
    require_coordinator(actor)
    links = (
        SourceLink.objects.filter(gone_since__isnull=False)
        .exclude(system=None, contract=None)
        .select_related("system", "contract")
        .order_by("-gone_since", "source", "external_id")
    )
    return [
        GoneRow(
            source=SOURCE_NAMES[Source(one.source)],
            what="Kontrakt" if one.contract else "System",
            name=str(one.contract or one.system),
            system_id=one.system_id,
            contract_id=one.contract_id,
            since=one.gone_since,
        )
        for one in links
        if one.gone_since
    ]


def only_in_wired(*, actor: Actor) -> list[str]:
    """Names of the systems that Wired still has while KITOS has them no more: Wired does not delete what KITOS deleted.
    None is told before both have been read. Raises AccessDenied."""
    require_coordinator(actor)
    gone = SourceLink.objects.filter(source=Source.KITOS.value, gone_since__isnull=False, system__isnull=False)
    there = SourceLink.objects.filter(source=Source.WIRED.value, gone_since=None, system__in=gone.values("system"))
    return list(there.order_by("system__name").values_list("system__name", flat=True).distinct())


def loose_rows(*, actor: Actor, source: str, on: dt.date) -> list[LooseRow]:
    """What the newest reading has and nothing here is, systems first, by name.

    Raises AccessDenied, MissingFile.
    """
    require_coordinator(actor)
    snapshots = newest_snapshots(source)
    if SYSTEMS_IN[source] not in snapshots:
        return []
    try:
        said, contracts = said_in(
            source, raw_of({key: one.file for key, one in snapshots.items()}), codes=codes_of_units(on)
        )
    except StrangeAnswer:
        return []  # the settings were changed since: the next reading tells
    links = {
        (one.collection, one.external_id): one
        for one in SourceLink.objects.filter(source=source, system=None, contract=None, gone_since=None)
    }
    units = {unit.code: unit.name for unit in tree_on(on).units}
    ours = [(words_of(one.name), one) for one in ItSystem.objects.filter(removed_at=None).order_by("name", "pk")]
    agreements = _agreements_without(source)
    found = [
        LooseRow(
            link_id=links[SYSTEMS_IN[source], row.external_id].pk,
            external_id=row.external_id,
            is_contract=False,
            name=row.name,
            note=row.note,
            says=tuple(
                (FIELD_NAMES[name], words)
                for name, text in row.fields.items()
                if name != "name" and text != "unknown" and (words := in_words(name, text, units))
            ),
            remarks=row.remarks,
            alike=tuple(likely(row.name, ours)),
        )
        for row in said
        if (SYSTEMS_IN[source], row.external_id) in links
    ]
    found += [
        LooseRow(
            link_id=links[CONTRACTS_IN, row.external_id].pk,
            external_id=row.external_id,
            is_contract=True,
            name=row.name,
            note=row.vendor,
            says=tuple(
                (title_of(name), words)
                for name in ("number", "starts_on", "ends_on")
                if (words := field_in_words(name, contract_text(getattr(row, name)), units))
            ),
            remarks=row.remarks,
            alike=(*likely_contracts(row, agreements),),
        )
        for row in contracts
        if (CONTRACTS_IN, row.external_id) in links
    ]
    return sorted(found, key=lambda one: (one.is_contract, one.name.casefold(), one.external_id))


def _agreements_without(source: str) -> list[Agreement[Contract]]:
    """Contracts in the register that no row of the source is yet. One query."""
    rows = Contract.objects.filter(removed_at=None).exclude(links__source=source).select_related("vendor")
    return [
        Agreement(
            words=words_of(one.name),
            number=one.number,
            vendor=vendor_text(one.vendor.name, one.vendor.cvr) if one.vendor else "",
            contract=one,
        )
        for one in rows.order_by("name", "pk")
    ]
