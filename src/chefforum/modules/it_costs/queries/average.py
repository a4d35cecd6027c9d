"""An average year of what numbers are written of, for who reads all costs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Q

from chefforum.calc.average_year import AverageYearError, OneOff, average_year, spread
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.organisation.rules import OrganisationTree
from chefforum.web import danish

from ..access import READ_ALL_COSTS
from ..models import Contract, CostLine, PriceIndex, Volume
from ..rules.average import AverageFound, Spread, Step, YearSum, lasts_in

LOOK_AHEAD_YEARS = 3


@dataclass(frozen=True)
class AskedAverage:
    """`years`: those to take the mean of; `price_level`: the year whose prices; `index` "": as they were paid."""

    years: tuple[int, ...]
    price_level: int
    index: str = ""
    unit_id: UUID | None = None
    family: str = ""


def average_of(*, actor: Actor, asked: AskedAverage, tree: OrganisationTree, on: dt.date) -> AverageFound:
    """Running costs are the amounts of volumes; one-offs are the costs beside the ledger that have a life, of what
    lasts in the year of the price level. Five queries. Raises AccessDenied."""
    READ_ALL_COSTS.require(actor)
    mine = Q()
    if asked.unit_id is not None:
        mine &= Q(system__owner_unit__in=tree.below([asked.unit_id]))
    if asked.family:
        mine &= Q(system__family=asked.family)
    sums = _sums(asked.years, mine)
    one_offs = _one_offs(asked.price_level, mine)
    index = _index(asked)
    average, why_not = None, ""
    recurring = {one.year: one.oere for one in sums if one.items > one.lacking}
    missing = [year for year in (*recurring, asked.price_level) if year not in index]
    if not recurring:
        why_not = "Der er ikke skrevet beløb for nogen af årene. Skriv dem på siden Antal og priser."
    elif missing:
        years = danish.listed(str(year) for year in sorted(set(missing)))
        why_not = (
            f"{asked.index} mangler for {years}. Skriv indekset på siden Indeks og hovedtal, eller vælg løbende priser."
        )
    else:
        try:
            average = average_year(
                recurring=recurring,
                index=index,
                price_level=asked.price_level,
                one_offs=[one.one_off for one in one_offs],
            )
        except AverageYearError:
            why_not = "Der kan ikke regnes med de år. Vælg andre."
    scope = ", ".join(part for part in (_unit_name(asked, tree), asked.family) if part) or "Hele kommunen"
    shown = {year: danish.number(value.normalize() + 0) for year, value in index.items()} if asked.index else {}
    return AverageFound(
        sums, asked.price_level, asked.index, shown, average, why_not, one_offs, _steps(asked, tree, on), scope
    )


def _unit_name(asked: AskedAverage, tree: OrganisationTree) -> str:
    unit = tree.unit(asked.unit_id) if asked.unit_id else None
    return unit.name if unit else ""


def _sums(years: Sequence[int], mine: Q) -> tuple[YearSum, ...]:
    found = {year: [0, 0, 0] for year in years}
    rows = Volume.objects.filter(mine, year__in=years).values_list("year", "amount_oere", "quantity")
    for year, amount, quantity in rows:
        if quantity == 0 and not amount:
            continue
        found[year][0] += amount or 0
        found[year][1] += 1
        found[year][2] += amount is None
    return tuple(YearSum(year, *found[year]) for year in sorted(found))


def _one_offs(year: int, mine: Q) -> tuple[Spread, ...]:
    rows = CostLine.objects.filter(mine, removed_at__isnull=True, life_years__isnull=False, year__lte=year)
    found = []
    for one in rows.select_related("system").order_by("year", "text", "pk"):
        if not one.life_years:
            continue
        one_off = OneOff(one.amount_oere, one.year, 12 * one.life_years)
        if lasts_in(one_off, year):
            name = f"{one.text} ({one.system.name})" if one.system else one.text
            found.append(Spread(name, one_off, spread(one_off=one_off)[year]))
    return tuple(found)


def _index(asked: AskedAverage) -> dict[int, Decimal]:
    """Without an index every year counts as it was paid."""
    years = {*asked.years, asked.price_level}
    if not asked.index:
        return dict.fromkeys(years, Decimal(1))
    rows = PriceIndex.objects.filter(name=asked.index, year__in=years)
    return {year: Decimal(value) for year, value in rows.values_list("year", "value")}


def _steps(asked: AskedAverage, tree: OrganisationTree, on: dt.date) -> tuple[Step, ...]:
    until = dt.date(on.year + LOOK_AHEAD_YEARS, 12, 31)
    ahead = Q(ends_on__range=(on, until)) | Q(irrevocable_until__range=(on, until))
    rows = Contract.objects.filter(ahead, removed_at__isnull=True)
    if asked.unit_id is not None:
        rows = rows.filter(covers__system__owner_unit__in=tree.below([asked.unit_id]))
    if asked.family:
        rows = rows.filter(covers__system__family=asked.family)
    found = []
    for one in rows.distinct().prefetch_related("covers__system").order_by("name", "id"):
        systems = danish.listed(row.system.name for row in one.covers.all())
        regulated = f" Priserne reguleres: {one.price_regulation}." if one.price_regulation else ""
        if one.irrevocable_until and on <= one.irrevocable_until <= until:
            found.append(Step(one.irrevocable_until, one.name, systems, f"Kan ikke opsiges før.{regulated}"))
        if one.ends_on and on <= one.ends_on <= until:
            found.append(Step(one.ends_on, one.name, systems, f"Slutter; derefter er prisen ikke kendt.{regulated}"))
    return tuple(sorted(found, key=lambda step: (step.on, step.contract)))


def index_names() -> list[str]:
    """Those that there are. One query."""
    return list(PriceIndex.objects.order_by("name").values_list("name", flat=True).distinct())
