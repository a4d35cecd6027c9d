"""What each system costs to run in a year: all that is paid for it, but for what is bought once and lasts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from chefforum.kernel.access.rules import Actor

from ..access import READ_ALL_COSTS
from ..models import Volume
from ..rules.cells import Wanted
from .cells import parts_seen, years_to_choose


@dataclass(frozen=True)
class RunCosts:
    """`by_system`: øre of the year; a system that nothing is posted or written of is not there, and is not nought."""

    year: int | None
    by_system: Mapping[UUID, int] = field(default_factory=dict)


def run_costs_of(*, actor: Actor, year: int) -> RunCosts:
    """Costs with a life of more than a year are left out: they are bought once. Raises AccessDenied."""
    READ_ALL_COSTS.require(actor)
    found: dict[UUID, int] = defaultdict(int)
    for part in parts_seen(actor=actor, years=[year], wanted=Wanted()):
        if part.place.system_id is not None and part.source.year == year and part.source.life <= 1:
            found[part.place.system_id] += part.amount
    return RunCosts(year, dict(found))


def newest_run_costs(*, actor: Actor, last_whole_year: int) -> RunCosts:
    """Of the newest year that there are costs of and that is over. Raises AccessDenied."""
    READ_ALL_COSTS.require(actor)
    years = [year for year in years_to_choose() if year <= last_whole_year]
    return run_costs_of(actor=actor, year=years[-1]) if years else RunCosts(None)


@dataclass(frozen=True)
class UnitPrice:
    """What one of an item cost in a year, øre rounded down."""

    item: str
    year: int
    measured_in: str
    price_oere: int


def unit_prices_of(*, actor: Actor, system_id: UUID) -> list[UnitPrice]:
    """Of the newest year that both number and amount of something of the system are written of, by item. One query.
    Raises AccessDenied."""
    READ_ALL_COSTS.require(actor)
    rows = Volume.objects.filter(system=system_id, quantity__gt=0, amount_oere__isnull=False).order_by("-year", "item")
    found = [(one.year, UnitPrice(one.item, one.year, one.measured_in, _price(one))) for one in rows]
    return [price for year, price in found if year == found[0][0]]


def _price(row: Volume) -> int:
    assert row.amount_oere is not None
    assert row.quantity is not None
    return int(row.amount_oere / row.quantity)
