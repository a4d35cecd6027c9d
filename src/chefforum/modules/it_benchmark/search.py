"""Frozen groups can be found by those who read the benchmark: whoever reads all costs."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from chefforum.kernel.search.registry import SearchEntry
from chefforum.kernel.search.rules.audience import role_over_all_key
from chefforum.kernel.search.services import index
from chefforum.modules.it_costs.access import READERS_OF_COSTS

from .models import PeerGroup

GROUPS = "it_benchmark.group"
AUDIENCE = frozenset(role_over_all_key(role) for role in READERS_OF_COSTS)


def groups() -> Iterator[SearchEntry]:
    """Every group there is."""
    return (_group(one) for one in PeerGroup.objects.iterator(chunk_size=1000))


def index_group(one: PeerGroup) -> None:
    """In the transaction that freezes it."""
    index(entries=[_group(one)])


def _group(one: PeerGroup) -> SearchEntry:
    return SearchEntry(
        kind=GROUPS,
        object_id=one.pk,
        url=reverse("it_benchmark:group", args=[one.pk]),
        title=one.name,
        body=one.reason,
        date=timezone.localdate(one.frozen_at),
        audience=AUDIENCE,
    )
