"""Placements as plain values for the room's own statistics: whoever shows them to others suppresses small numbers."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from ..models import Placement

# What of a placement and its outcome a row is made of, in this order.
_OF_PLACEMENT = (
    "pk",
    "unit_id",
    "workplace_id",
    "place_id",
    "job_type__code",
    "kind",
    "sector",
    "target_group",
    "consultant_id",
    "starts_on",
    "last_day",
    "end_reason",
    "hours",
)
_OF_OUTCOME = ("outcomes__exit_type", "outcomes__closed_on", "outcomes__as_of", "outcomes__definition_id")
_OF_DEFINITION = ("outcomes__definition__valid_from", "outcomes__definition__version")


class PlacementRow(NamedTuple):
    """A placement without anything that names it; `zip(*rows)` gives the columns.

    `last_day`: the one that came, else the planned one; None: open. The four of the outcome are None where it is
    missing, or not yet due: missing is not "no effect". `unit_id` is None outside the municipality.
    """

    id: UUID
    unit_id: UUID | None
    workplace_id: UUID | None
    place_id: UUID | None
    job_type: str | None  # its code
    kind: str
    sector: str
    target_group: str
    consultant_id: UUID | None
    starts_on: dt.date
    last_day: dt.date | None
    end_reason: str
    hours: Decimal | None
    exit_type: str | None
    closed_on: dt.date | None
    as_of: dt.date | None
    definition_id: int | None


def placements_between(*, first: dt.date, last: dt.date, definition_id: int | None = None) -> list[PlacementRow]:
    """Every placement with a day from `first` to `last`, both included, by start; those that were cancelled are not.

    Nobody's right is asked. The outcome is the one under `definition_id`; without, the one under the newest definition
    that had begun on the placement's last day. One query, however many.
    """
    found = (
        Placement.objects.filter(cancelled_at__isnull=True, starts_on__lte=last)
        .annotate(last_day=Coalesce("ended_on", "ends_on"))
        .filter(Q(last_day__isnull=True) | Q(last_day__gte=first))
        .order_by("starts_on", "reference", F("outcomes__definition__valid_from").asc(nulls_first=True), "outcomes__pk")
        .values_list(*_OF_PLACEMENT, *_OF_OUTCOME, *_OF_DEFINITION)
    )
    rows: dict[UUID, PlacementRow] = {}
    best: dict[UUID, tuple[dt.date, int]] = {}
    width = len(_OF_PLACEMENT)
    for one in found:
        placement, (exit_type, closed_on, as_of, definition), (since, version) = (
            one[:width],
            one[width : width + 4],
            one[width + 4 :],
        )
        key, last_day = placement[0], placement[10]
        rows.setdefault(key, PlacementRow._make((*placement, None, None, None, None)))
        if definition is None or (definition_id is not None and definition != definition_id):
            continue
        holds = definition_id is not None or last_day is None or since <= last_day
        if holds and (key not in best or (since, version) > best[key]):
            best[key] = (since, version)
            rows[key] = PlacementRow._make((*placement, exit_type, closed_on, as_of, definition))
    return list(rows.values())
