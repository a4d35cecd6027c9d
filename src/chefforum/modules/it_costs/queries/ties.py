"""What ties systems: the contracts on them and what they need of each other, for the whole register at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Case, When

from chefforum.kernel.access.rules import Actor

from ..access import READ_COSTS, READ_SYSTEMS
from ..models import Contract, ContractSystem, Dependency, ItSystem
from ..rules.cells import View, Wanted, cells_of
from .cells import parts_seen
from .register import LACKS


@dataclass(frozen=True)
class Tied:
    """A system in the register with its contracts in the register and the systems in the register that it needs."""

    system: ItSystem
    contracts: tuple[Contract, ...]
    needs: frozenset[UUID]


def tied_systems(*, actor: Actor) -> list[Tied]:
    """Every system in the register, by name. Three queries. Raises AccessDenied."""
    READ_SYSTEMS.require(actor)
    systems = list(ItSystem.objects.filter(removed_at__isnull=True).select_related("vendor", "owner_unit"))
    there = {one.pk for one in systems}
    contracts: dict[UUID, list[Contract]] = defaultdict(list)
    covers = ContractSystem.objects.filter(contract__removed_at__isnull=True).select_related("contract")
    for cover in covers.order_by("contract__ends_on", "contract__name", "contract_id"):
        contracts[cover.system_id].append(cover.contract)
    needs: dict[UUID, set[UUID]] = defaultdict(set)
    for one, other in Dependency.objects.values_list("system_id", "on_system_id"):
        if other in there:
            needs[one].add(other)
    return [Tied(one, tuple(contracts[one.pk]), frozenset(needs[one.pk])) for one in systems]


def costs_of_systems(*, actor: Actor, years: Sequence[int]) -> dict[UUID, dict[int, int]]:
    """What of each system's costs the actor may see: øre paid in each of the years in which there is any; a year or a
    system that nothing is known of is not there. Raises AccessDenied."""
    READ_COSTS.require(actor)
    found: dict[UUID, dict[int, int]] = defaultdict(dict)
    parts = parts_seen(actor=actor, years=years, wanted=Wanted())
    for year in years:
        of_year = [part for part in parts if part.source.year == year and part.place.system_id is not None]
        for place, amounts in cells_of(of_year, years=[year], view=View.CASH).items():
            if place.system_id is not None:
                found[place.system_id][year] = found[place.system_id].get(year, 0) + amounts[year]
    return dict(found)


def lacks_counted(*, actor: Actor) -> dict[str, int]:
    """How many systems in the register lack each of what `register.LACKS` names, by its word. One query. Raises
    AccessDenied."""
    READ_SYSTEMS.require(actor)
    flags = {f"lacks_{word}": Case(When(lacking, then=1), default=0) for word, (_, lacking) in LACKS.items()}
    rows = ItSystem.objects.filter(removed_at__isnull=True).annotate(**flags).values_list(*flags)
    sums = [sum(column) for column in zip(*rows, strict=True)] or [0] * len(flags)
    return dict(zip(LACKS, sums, strict=True))
