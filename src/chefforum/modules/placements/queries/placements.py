"""Placements as plain values for the room's own statistics: whoever shows them to others suppresses small numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from ..models import Placement
from ..rules.states import last_day_of
from ..rules.stays import Span
from .known import Before, Noted, changes_since, what_was

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
_TO_ROLL_BACK = ("reference", "cancelled_at", "ends_on", "ended_on")
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


def placements_between(
    *, first: dt.date, last: dt.date, definition_id: int | None = None, known_at: dt.datetime | None = None
) -> list[PlacementRow]:
    """Every placement with a day from `first` to `last`, both included, by start; those that were cancelled are not.

    Nobody's right is asked. The outcome is the one under `definition_id`; without, the one under the newest definition
    that had begun on the placement's last day. One query, however many.

    `known_at`: as it was known at that moment, before whatever was registered, changed, noted or undone then or later
    (queries/known.py). One query more.
    """
    with_days = Placement.objects.annotate(last_day=Coalesce("ended_on", "ends_on"))
    wanted = Q(cancelled_at__isnull=True, starts_on__lte=last) & (Q(last_day__isnull=True) | Q(last_day__gte=first))
    if known_at is not None:
        # Of those changed since, the days and all else are asked when they are rolled back.
        with_days = with_days.filter(created_at__lt=known_at)
        wanted |= Q(pk__in=changes_since(known_at).values("placement"))
    found = with_days.filter(wanted).order_by("starts_on", "reference", "outcomes__pk")
    rows, outcomes = _read(found)
    before = {} if known_at is None else what_was(known_at)
    told = []
    for key, row in rows.items():
        if key in before:
            row, noted = _rolled_back(row, outcomes.get(key, {}), before[key])
            if not _is_there(row, first=first, last=last):
                continue
        else:
            noted = outcomes.get(key, {})
        told.append((row, noted))
    if before:
        told.sort(key=lambda one: (one[0]["starts_on"], one[0]["reference"]))
    return [_row(row, noted, definition_id) for row, noted in told]


def _read(found: QuerySet[Placement]) -> tuple[dict[UUID, dict[str, Any]], dict[UUID, dict[int, Noted]]]:
    """Each placement's values, and its outcomes by definition."""
    names = (*_OF_PLACEMENT, *_TO_ROLL_BACK)
    rows: dict[UUID, dict[str, Any]] = {}
    outcomes: dict[UUID, dict[int, Noted]] = {}
    for one in found.values_list(*names, *_OF_OUTCOME, *_OF_DEFINITION):
        key, noted = one[0], Noted._make(one[len(names) :])
        if key not in rows:
            rows[key] = dict(zip(names, one, strict=False))
        if noted.definition_id is not None:
            outcomes.setdefault(key, {})[noted.definition_id] = noted
    return rows, outcomes


def _rolled_back(
    row: dict[str, Any], outcomes: dict[int, Noted], before: Before
) -> tuple[dict[str, Any], dict[int, Noted]]:
    said = row | before.fields
    said["last_day"] = last_day_of(ends_on=said["ends_on"], ended_on=said["ended_on"])
    noted = outcomes | before.outcomes
    return said, {definition: one for definition, one in noted.items() if one is not None}


def _is_there(row: dict[str, Any], *, first: dt.date, last: dt.date) -> bool:
    """As the query asks of those that are as they were."""
    begins, ends = row["starts_on"], row["last_day"]
    return row["cancelled_at"] is None and begins <= last and (ends is None or ends >= first)


def _row(row: dict[str, Any], outcomes: dict[int, Noted], definition_id: int | None) -> PlacementRow:
    last_day = row["last_day"]
    if definition_id is not None:
        best = outcomes.get(definition_id)
    else:
        held = (one for one in outcomes.values() if last_day is None or one.since <= last_day)
        best = max(held, key=lambda one: (one.since, one.version), default=None)
    return PlacementRow._make((*(row[name] for name in _OF_PLACEMENT), *(best[:4] if best else (None,) * 4)))


def stays_in(rows: Iterable[PlacementRow]) -> dict[UUID, tuple[Span, ...]]:
    """When somebody is in each place, by what the rows say."""
    found: dict[UUID, list[Span]] = {}
    for row in rows:
        if row.place_id is not None:
            found.setdefault(row.place_id, []).append(Span(row.starts_on, row.last_day))
    return {place_id: tuple(spans) for place_id, spans in found.items()}
