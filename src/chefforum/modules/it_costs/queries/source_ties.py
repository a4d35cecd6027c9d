"""Which rows of sources a system or a contract is."""

from __future__ import annotations

from ..models import Contract, ItSystem, SourceLink
from ..rules.kinds import SOURCE_NAMES, Source


def ties_of(thing: ItSystem | Contract) -> list[tuple[SourceLink, str]]:
    """Each with the name of its source and, as `last_seen`, the newest reading that it was in. One query."""
    links = thing.links.select_related("last_seen").order_by("source", "external_id")
    return [(one, SOURCE_NAMES[Source(one.source)]) for one in links]
