"""What KITOS says of the protection of data in our systems, by the newest reading, for other modules."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from chefforum.connectors import kitos
from chefforum.kernel.access.rules import Actor

from ..access import require_coordinator
from ..models import SourceLink
from ..rules.kinds import Source
from ..rules.source_rows import PROCESSING_IN, SYSTEMS_IN
from .source_readings import newest_snapshots, raw_of


@dataclass(frozen=True)
class LawWords:
    """Of one of our systems. `processing` is empty where KITOS has no registration of it."""

    system_id: UUID
    protection: kitos.ProtectionRow
    processing: tuple[kitos.ProcessingRow, ...]


def law_words(*, actor: Actor) -> tuple[dt.datetime | None, list[LawWords]]:
    """When KITOS was read (None: never), and its word of each system that is tied to one of ours; of two rows of a
    system the first speaks. Two queries. Raises AccessDenied, MissingFile, StrangeAnswer."""
    require_coordinator(actor)
    usages_in = SYSTEMS_IN[Source.KITOS.value]
    snapshots = newest_snapshots(Source.KITOS.value)
    if usages_in not in snapshots:
        return None, []
    raw = raw_of({name: one.file for name, one in snapshots.items() if name in (usages_in, PROCESSING_IN)})
    by_usage = defaultdict(list)
    for processing in map(kitos.processing_of, raw.get(PROCESSING_IN, ())):
        for usage in processing.usages:
            by_usage[usage.uuid].append(processing)
    links = SourceLink.objects.filter(
        source=Source.KITOS.value, collection=usages_in, system__isnull=False, system__removed_at__isnull=True
    )
    ours = dict(links.filter(gone_since__isnull=True).values_list("external_id", "system_id"))
    found: dict[UUID, LawWords] = {}
    for row in sorted(map(kitos.protection_of, raw[usages_in]), key=lambda one: one.uuid):
        system_id = ours.get(row.uuid)
        if system_id is not None:
            found.setdefault(system_id, LawWords(system_id, row, tuple(by_usage[row.uuid])))
    return snapshots[usages_in].fetched_at, list(found.values())


def kitos_read_at() -> dt.datetime | None:
    """When KITOS' systems were read the last time. One query."""
    one = newest_snapshots(Source.KITOS.value).get(SYSTEMS_IN[Source.KITOS.value])
    return one.fetched_at if one else None
