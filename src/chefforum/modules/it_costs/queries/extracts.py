"""Frozen extracts: which there are, one of them, and the figures of the newest that both parties signed."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from chefforum.kernel.access.rules import Actor

from ..access import READ_COSTS, units_of_costs
from ..models import Extract, ExtractLine
from ..rules.extract_kinds import LineKind


class ExtractNotFound(LookupError):
    """There is no such extract."""


@dataclass(frozen=True)
class ValidatedSum:
    """What a place cost in a year by the extract. Øre, as paid in the year and as spread over what was bought. Unit
    None: the whole's, not shared out; system None: not said which."""

    year: int
    category: str
    activity: str
    unit_id: UUID | None
    system_id: UUID | None
    cash_oere: int
    accrued_oere: int


@dataclass(frozen=True)
class Validated:
    """An extract that both parties signed, and its sums as the actor may see them. `is_all`: nothing was left out
    for the actor's sake. `agreed_to_differ`: how many of all its lines the parties named as exceptions."""

    extract_id: UUID
    name: str
    sha256: str
    frozen_at: dt.datetime
    validated_at: dt.datetime
    years: tuple[int, int]
    sums: tuple[ValidatedSum, ...]
    is_all: bool
    agreed_to_differ: int


def newest_validated(*, actor: Actor, years: Collection[int] = ()) -> Validated | None:
    """The newest extract that both signed, of which `years` (where any are asked for) are all among its two; None where
    there is none. Only sums of units whose costs the actor reads. Figures are those that were frozen: what the parties
    agreed to correct is not in them before the next version. Three queries. Raises AccessDenied."""
    READ_COSTS.require(actor)
    found = Extract.objects.filter(validated_at__isnull=False)
    for year in years:
        found = found.filter(Q(first_year=year) | Q(second_year=year))
    extract = found.order_by("-validated_at", "-pk").first()
    return _validated(actor, [extract])[extract.pk] if extract is not None else None


def validated_by_year(*, actor: Actor, years: Collection[int]) -> dict[int, Validated]:
    """For each of the years that an extract which both signed is of: the newest of those, as newest_validated tells it.
    Three queries. Raises AccessDenied."""
    READ_COSTS.require(actor)
    newest = {
        year: one
        for one in Extract.objects.filter(validated_at__isnull=False).order_by("validated_at", "pk")
        for year in (one.first_year, one.second_year)
        if year in years
    }
    told = _validated(actor, newest.values())
    return {year: told[one.pk] for year, one in newest.items()}


def validated_days(*, actor: Actor) -> dict[int, dt.datetime]:
    """When the newest extract of each year that both signed was validated. One query. Raises AccessDenied."""
    READ_COSTS.require(actor)
    rows = Extract.objects.filter(validated_at__isnull=False).order_by("validated_at")
    days = rows.values_list("first_year", "second_year", "validated_at")
    return {year: at for first, second, at in days for year in (first, second) if at is not None}


def _validated(actor: Actor, extracts: Collection[Extract]) -> dict[UUID, Validated]:
    """Of extracts that both signed. Two queries."""
    sums: dict[UUID, list[ValidatedSum]] = {one.pk: [] for one in extracts}
    place = ("extract_id", "year", "category", "activity", "unit_id", "system_id")
    lines = _seen(actor).filter(extract__in=sums, kind=LineKind.COST.value).order_by(*place).values_list(*place)
    for extract_id, *rest in lines.annotate(cash=Sum("cash_oere"), accrued=Sum("accrued_oere")):
        sums[extract_id].append(ValidatedSum(*rest))
    excepted = ExtractLine.objects.filter(
        extract__in=sums, exceptions__isnull=False, exceptions__removed_at__isnull=True
    )
    differ = Counter(excepted.values_list("extract_id", flat=True))
    return {
        one.pk: Validated(
            extract_id=one.pk,
            name=one.name,
            sha256=one.sha256,
            frozen_at=one.created_at,
            validated_at=one.validated_at,
            years=(one.first_year, one.second_year),
            sums=tuple(sums[one.pk]),
            is_all=units_of_costs(actor) is None,
            agreed_to_differ=differ[one.pk],
        )
        for one in extracts
        if one.validated_at is not None
    }


def lines_seen(*, actor: Actor, extract: Extract) -> QuerySet[ExtractLine]:
    """The lines of units whose costs the actor reads; those of no unit are seen by who reads the whole. Raises
    AccessDenied."""
    READ_COSTS.require(actor)
    return _seen(actor).filter(extract=extract)


def _seen(actor: Actor) -> QuerySet[ExtractLine]:
    units = units_of_costs(actor)
    return ExtractLine.objects.all() if units is None else ExtractLine.objects.filter(unit__in=units)


def list_extracts(*, actor: Actor) -> QuerySet[Extract]:
    """Every extract, the newest first: that there is one, its years and its sum are everybody's who reads costs. Raises
    AccessDenied."""
    READ_COSTS.require(actor)
    return Extract.objects.select_related("previous", "analyst_hand", "person")


def find_extract(*, actor: Actor, extract_id: UUID) -> Extract:
    """One query. Raises ExtractNotFound, AccessDenied."""
    found = list_extracts(actor=actor).filter(pk=extract_id).first()
    if found is None:
        raise ExtractNotFound(extract_id)
    return found
