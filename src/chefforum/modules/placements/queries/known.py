"""The register as it was known at a moment: what has been done to placements since is rolled back.

Each thing done has kept what was before it (PlacementChange), so no copy of the numbers is needed. What was deleted
since, because it was old, is not brought back.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import BigIntegerField, Min, OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from ..models import JobType, OutcomeDefinition, Placement, PlacementChange


class Noted(NamedTuple):
    """An outcome, with what is asked of its definition."""

    exit_type: str
    closed_on: dt.date | None
    as_of: dt.date
    definition_id: int
    since: dt.date
    version: int


@dataclass
class Before:
    """What a placement said at the moment, of that which was changed since.

    `fields` by the table's names, and the type of job by its code; `outcomes` by definition, None where there was none.
    """

    fields: dict[str, Any] = field(default_factory=dict)
    outcomes: dict[int, Noted | None] = field(default_factory=dict)


def changes_since(known_at: dt.datetime) -> QuerySet[PlacementChange]:
    """Of placements that were there at the moment."""
    return PlacementChange.objects.filter(at__gte=known_at, placement__created_at__lt=known_at)


def what_was(known_at: dt.datetime) -> dict[UUID, Before]:
    """By placement, of those that were changed since. One query.

    Whoever reads placements reads them first: a change that comes in between is then rolled back from what it was.
    """
    of_job_type = JobType.objects.filter(pk=OuterRef("job_type"))
    of_definition = OutcomeDefinition.objects.filter(pk=OuterRef("definition"))
    rows = (
        changes_since(known_at)
        .annotate(
            job_type=Cast(KT("was__job_type_id"), BigIntegerField()),
            definition=Cast(KT("was__outcome__definition"), BigIntegerField()),
        )
        .annotate(
            code=Subquery(of_job_type.values("code")[:1]),
            since=Subquery(of_definition.values("valid_from")[:1]),
            version=Subquery(of_definition.values("version")[:1]),
        )
        .order_by("-pk")  # as they were written
        .values_list("placement_id", "was", "became", "code", "since", "version")
    )
    found: dict[UUID, Before] = {}
    for placement_id, was, became, code, since, version in rows:
        before = found.setdefault(placement_id, Before())
        before.fields |= {name: value_of(name, value) for name, value in was.items() if name != "outcome"}
        if "job_type_id" in was:
            before.fields["job_type__code"] = code
        if "outcome" in was:
            noted = was["outcome"]
            definition_id = (noted or became["outcome"])["definition"]
            before.outcomes[definition_id] = _noted(noted, since, version) if noted else None
    return found


def value_of(name: str, value: Any) -> Any:
    """A field's value again, from what a change kept of it."""
    of: Any = Placement._meta.get_field(name.removesuffix("_id"))
    return None if value is None else of.to_python(value)


def first_day(known_at: dt.datetime | None = None) -> dt.date | None:
    """The first on which anybody began, of those that are not cancelled; None where there is nobody.

    One query; three of what was known at a moment.
    """
    there = Placement.objects.filter(cancelled_at__isnull=True)
    if known_at is None:
        return there.aggregate(first=Min("starts_on"))["first"]
    changed = changes_since(known_at).values("placement")
    there = there.filter(created_at__lt=known_at).exclude(pk__in=changed)
    days = [there.aggregate(first=Min("starts_on"))["first"]]
    now = Placement.objects.filter(pk__in=changed).values("pk", "starts_on", "cancelled_at")
    rows = list(now)
    before = what_was(known_at)
    for row in rows:
        said = row | before[row["pk"]].fields
        if said["cancelled_at"] is None:
            days.append(said["starts_on"])
    return min((day for day in days if day is not None), default=None)


def _noted(was: Mapping[str, Any], since: dt.date, version: int) -> Noted:
    closed_on = dt.date.fromisoformat(was["closed_on"]) if was["closed_on"] else None
    as_of = dt.date.fromisoformat(was["as_of"])
    return Noted(was["exit_type"], closed_on, as_of, was["definition"], since, version)
