"""The coordinator writes what a source counted as numbers or costs of the year of the reading."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chefforum.kernel.access.rules import Actor

from ..access import require_coordinator
from ..models import Contract
from ..queries.source_proposals import Offered, offered
from ..rules.cost_facts import LineFacts, WrongLine
from ..rules.kinds import Source
from .costs import add_lines
from .volumes import Saved, Write, write_volumes

READ_SINCE = "Kilden er læst igen, siden du åbnede siden. Intet er skrevet. Se tallene igennem igen."


@transaction.atomic
def write_numbers(*, actor: Actor, snapshot_id: UUID, seen: Mapping[str, str], at: dt.datetime) -> Saved:
    """What Microsoft counts as bought becomes the number of the year. `seen`: what stood there when it was chosen, by
    licence; what another has written since is not written over, and is told. Raises AccessDenied, WrongLine."""
    found = _still(actor, Source.GRAPH, snapshot_id, at)
    writes = []
    for one in found.numbers:
        if one.key in seen:
            said = (one.system_id, one.item, found.year)
            writes.append(Write(*said, "quantity", Decimal(one.quantity), seen=seen[one.key]))
            if not one.stands:
                writes.append(Write(*said, "measured_in", "licens", seen=""))
    return write_volumes(actor=actor, writes=writes, at=at, source=Source.GRAPH)


@transaction.atomic
def write_costs(
    *, actor: Actor, snapshot_id: UUID, keys: Collection[str], category: str, activity: str, at: dt.datetime
) -> int:
    """What KITOS tells that contracts cost a year becomes lines of the year; one that is there already is not written
    twice. Answers how many. Raises AccessDenied, WrongLine."""
    require_coordinator(actor)
    list(Contract.objects.select_for_update().order_by("pk").values_list("pk"))  # two at once write one after the other
    found = _still(actor, Source.KITOS, snapshot_id, at)
    rows = [
        LineFacts(
            year=found.year,
            text=f"{one.name}: betaling om året, siger KITOS"[:300],
            category=category,
            activity=activity,
            amount_oere=one.amount_oere,
            contract_id=one.contract_id,
            source=Source.KITOS.value,
        )
        for one in found.costs
        if one.key in keys and one.is_news
    ]
    return add_lines(actor=actor, rows=rows, at=at)


def _still(actor: Actor, source: Source, snapshot_id: UUID, at: dt.datetime) -> Offered:
    require_coordinator(actor)
    found = offered(actor=actor, source=source.value, on=timezone.localdate(at))
    if found is None or found.snapshot.pk != snapshot_id:
        raise WrongLine("", READ_SINCE)
    return found
