"""What anybody can look up of municipalities' technology, beside ours."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.db.models import Max

from chefforum.kernel.access.rules import Actor

from ..access import READ
from ..models import PublicFigure
from ..rules.statbank import CITIZENS, COST, COST_EACH, area_of


@dataclass(frozen=True)
class PublicRow:
    """Kroner for each citizen by year; None is missing."""

    area: str
    is_ours: bool
    each: dict[int, Decimal | None]


@dataclass(frozen=True)
class PublicTable:
    years: tuple[int, ...]
    rows: tuple[PublicRow, ...]
    sources: tuple[tuple[str, dt.date], ...]


def public_table(*, actor: Actor) -> PublicTable:
    """Ours first, then by name. Two queries. Raises AccessDenied."""
    READ.require(actor)
    said: dict[str, dict[tuple[str, int], Decimal]] = {}
    for one in PublicFigure.objects.all():
        said.setdefault(one.area, {})[one.measure, one.year] = one.value
    years = tuple(sorted({year for by in said.values() for measure, year in by if measure in (COST, COST_EACH)}))
    own = area_of(settings.MUNICIPALITY)
    rows = [PublicRow(area, area == own, {year: _each(by, year) for year in years}) for area, by in said.items()]
    sources = PublicFigure.objects.order_by("table").values_list("table").annotate(day=Max("fetched_on"))
    return PublicTable(years, tuple(sorted(rows, key=lambda row: (not row.is_ours, row.area))), tuple(sources))


def _each(by: dict[tuple[str, int], Decimal], year: int) -> Decimal | None:
    if (COST_EACH, year) in by:
        return by[COST_EACH, year]
    cost, citizens = by.get((COST, year)), by.get((CITIZENS, year))
    return cost / citizens if cost is not None and citizens else None


def state_of_public() -> Sequence[tuple[object, ...]]:
    """One query."""
    return list(PublicFigure.objects.order_by("pk").values_list("measure", "area", "year", "value", "fetched_on"))
