"""Readings of sources: the newest of each collection, what it says in our words, and what became of its rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chefforum.kernel.lake import storage

from ..models import SourceSnapshot
from ..rules.source_fields import SaidOfSystem
from ..rules.source_rows import SaidOfContract, contracts_said, systems_said, units_known


def newest_snapshots(source: str) -> dict[str, SourceSnapshot]:
    """By collection. One query."""
    found: dict[str, SourceSnapshot] = {}
    for one in SourceSnapshot.objects.filter(source=source).order_by("-fetched_at").select_related("person"):
        found.setdefault(one.collection, one)
    return found


def raw_of(files: Mapping[str, str]) -> dict[str, Any]:
    """By collection what the source wrote. Raises MissingFile."""
    return {collection: storage.read_json(name) for collection, name in files.items()}


def said_in(
    source: str, raw: Mapping[str, Any], *, codes: Mapping[str, str]
) -> tuple[list[SaidOfSystem], list[SaidOfContract]]:
    """What a reading says, by the mapping that it was made with. `codes`: our units' codes, and their names in lower
    case, → code. Raises StrangeAnswer."""
    units = {**codes, **units_known(raw.get("organization-units", ()), codes=codes)}
    mapping = raw.get("assets", {}).get("mapping", {})
    systems = systems_said(source, raw, units=units, mapping=mapping)
    return systems, contracts_said(raw, units=units)
