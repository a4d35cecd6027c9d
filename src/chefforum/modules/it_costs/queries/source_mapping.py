"""Which of TOPdesk's fields is which of ours, which fields it has, and what stands in them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from chefforum.connectors import topdesk
from chefforum.connectors.asking import StrangeAnswer
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.lake import storage
from chefforum.kernel.organisation.queries import tree_on

from ..access import require_coordinator
from ..models import SourceMapping, SourceSnapshot
from ..rules.kinds import Source
from ..rules.source_fields import FIELD_NAMES, in_words
from ..rules.source_rows import FIELDS_TRIED, SYSTEMS_IN, systems_said
from .source_readings import newest_snapshots
from .source_values import codes_of_units

TOPDESK = Source.TOPDESK.value
ASSETS = SYSTEMS_IN[TOPDESK]
FEW = 5
BY_ITSELF = ("name", "@type", "@@summary")  # read of every asset, mapped or not


@dataclass(frozen=True)
class TheirField:
    """A field of the source's: `name` in its answers, `title` for people; `examples` of what stands in it."""

    name: str
    title: str
    examples: tuple[str, ...]


@dataclass(frozen=True)
class Offered:
    """What may be mapped. `seen`: the mapping that stood, 0 where it was the settings'. `snapshot`: where the fields
    were read; None where they are as they were when the mapping was made, without examples."""

    fields: tuple[TheirField, ...]
    columns: Mapping[str, str]
    seen: int
    snapshot: SourceSnapshot | None
    answer: Mapping[str, Any]

    @property
    def gone(self) -> tuple[str, ...]:
        """Mapped, and not among those that the source has."""
        there = {one.name for one in self.fields}
        return tuple(sorted({theirs for theirs in self.columns.values() if theirs not in there}))


@dataclass(frozen=True)
class PreviewRow:
    """What an asset would say: by our field what it is understood as, and what is not understood."""

    name: str
    says: tuple[tuple[str, str], ...]
    remarks: tuple[str, ...]


def newest_mapping() -> SourceMapping | None:
    return SourceMapping.objects.filter(source=TOPDESK).select_related("person").order_by("-pk").first()


def mapping_of_topdesk() -> dict[str, str]:
    """Our field → theirs: as it was said last, else as the settings say."""
    newest = newest_mapping()
    columns = newest.columns if newest else settings.TOPDESK_COLUMNS
    return {str(ours): str(theirs) for ours, theirs in columns.items() if theirs}


def earlier_mappings(*, actor: Actor) -> list[SourceMapping]:
    """The newest first. Raises AccessDenied."""
    require_coordinator(actor)
    return list(SourceMapping.objects.filter(source=TOPDESK).select_related("person").order_by("-pk")[:10])


def offered_fields(*, actor: Actor) -> Offered:
    """Of a try, where one was made since the mapping; else of the newest reading. Raises AccessDenied."""
    require_coordinator(actor)
    newest, snapshots = newest_mapping(), newest_snapshots(TOPDESK)
    snapshot, answer = _read(snapshots.get(FIELDS_TRIED) or snapshots.get(ASSETS))
    titles = {**(newest.known if newest else {}), **{one.field: one.title for one in topdesk.columns_of(answer)}}
    if snapshot is not None and snapshot.collection == FIELDS_TRIED:
        titles = {one.field: one.title for one in topdesk.columns_of(answer)}
    fields = [
        TheirField(name, title, _examples(answer["dataSet"], name))
        for name, title in titles.items()
        if name not in BY_ITSELF
    ]
    return Offered(
        fields=tuple(sorted(fields, key=lambda one: one.title.casefold())),
        columns=mapping_of_topdesk(),
        seen=newest.pk if newest else 0,
        snapshot=snapshot,
        answer=answer,
    )


def _read(snapshot: SourceSnapshot | None) -> tuple[SourceSnapshot | None, dict[str, Any]]:
    nothing: dict[str, Any] = {"columns": [], "dataSet": []}
    if snapshot is None:
        return None, nothing
    try:
        return snapshot, storage.read_json(snapshot.file)
    except storage.MissingFile:
        return None, nothing


def _examples(rows: Sequence[Mapping[str, Any]], name: str) -> tuple[str, ...]:
    found = dict.fromkeys(text[:60] for row in rows[:50] if (text := topdesk.said(row.get(name))))
    return tuple(found)[:3]


def preview(*, actor: Actor, offered: Offered, columns: Mapping[str, str], on: dt.date) -> list[PreviewRow]:
    """The first few assets, as they would be understood. A field that has no value here is not shown.

    Raises AccessDenied."""
    require_coordinator(actor)
    there = {one.field for one in topdesk.columns_of(offered.answer)}
    answer = {**offered.answer, "dataSet": offered.answer["dataSet"][:FEW]}
    mapping = {ours: theirs for ours, theirs in columns.items() if theirs in there}
    try:
        said = systems_said(TOPDESK, {ASSETS: answer}, units=codes_of_units(on), mapping=mapping)
    except StrangeAnswer:
        return []
    units = {unit.code: unit.name for unit in tree_on(on).units}
    return [
        PreviewRow(
            name=one.name,
            says=tuple((FIELD_NAMES[name], in_words(name, text, units) or "") for name, text in one.fields.items()),
            remarks=one.remarks,
        )
        for one in said
    ]
