"""Every system at once, for who chooses among them: what is said of it, how well that is known, and what it costs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.db.models import Q

from chefforum.kernel.access.rules import Actor

from ..access import READ_ALL_COSTS, READ_SYSTEMS
from ..models import FieldValue, ItSystem, Volume
from ..rules.cells import View, Wanted, is_in_year, wanted_parts
from .cells import all_sources, years_to_choose

# What is asked of every system: how many of these are said and said to be right tells how well it is known.
ASKED = (
    "description",
    "tasks",
    "owner_unit",
    "vendor",
    "users",
    "life_cycle",
    "hosting",
    "is_business_critical",
    "is_socially_critical",
    "serves_vulnerable",
    "personal_data",
    "uses_ai",
)


class CostOrigin(StrEnum):
    BOOKED = "booked"  # postings and lines beside the ledger
    VOLUMES = "volumes"  # amounts of items, where nothing of the system is booked


@dataclass(frozen=True)
class CostOfSystem:
    """Øre in the year, what is bought once spread over its life."""

    amount_oere: int
    origin: CostOrigin


def systems_in_register(*, actor: Actor) -> list[ItSystem]:
    """Those that are not taken out, with vendor, unit and owner, by name. One query. Raises AccessDenied."""
    READ_SYSTEMS.require(actor)
    rows = ItSystem.objects.filter(removed_at__isnull=True).select_related("vendor", "owner_unit", "owner")
    return list(rows.order_by("name", "pk"))


def how_well_known(*, actor: Actor) -> dict[UUID, tuple[int, int]]:
    """Of ASKED: how many are said of the system, and how many of them are said to be right. A system of which nothing
    is said is not there. One query. Raises AccessDenied."""
    READ_SYSTEMS.require(actor)
    rows = FieldValue.objects.filter(field__in=ASKED, system__isnull=False).exclude(Q(value="") | Q(value="unknown"))
    found: dict[UUID, tuple[int, int]] = {}
    for system, validated_at in rows.order_by("pk").values_list("system_id", "validated_at"):
        said, right = found.get(system, (0, 0))
        found[system] = (said + 1, right + (validated_at is not None))
    return found


def costs_of_systems(*, actor: Actor, year: int) -> dict[UUID, CostOfSystem]:
    """What each system costs in the year: what is booked of it, else what its items cost where every one of them has
    an amount. A system of which neither is known is not there. Raises AccessDenied."""
    READ_ALL_COSTS.require(actor)
    found = {system: CostOfSystem(oere, CostOrigin.VOLUMES) for system, oere in _of_volumes(year).items()}
    booked: dict[UUID, int] = defaultdict(int)
    for part in wanted_parts(all_sources(years=[year]), Wanted()):
        if part.place.system_id is not None and is_in_year(part, year, View.ACCRUED):
            booked[part.place.system_id] += part.in_year(year, View.ACCRUED)
    return found | {system: CostOfSystem(oere, CostOrigin.BOOKED) for system, oere in booked.items()}


def _of_volumes(year: int) -> dict[UUID, int]:
    amounts: dict[UUID, list[int | None]] = defaultdict(list)
    rows = Volume.objects.filter(year=year).order_by("pk").values_list("system_id", "amount_oere")
    for system, amount in rows:
        amounts[system].append(amount)
    return {
        system: sum(one for one in there if one is not None) for system, there in amounts.items() if None not in there
    }


def years_with_costs() -> Sequence[int]:
    """The years that something is booked or written of, oldest first. Three queries."""
    of_volumes = Volume.objects.order_by("year").values_list("year", flat=True).distinct()
    return sorted({*years_to_choose(), *of_volumes})
