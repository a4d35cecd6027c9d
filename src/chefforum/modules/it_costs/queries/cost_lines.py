"""Costs beside the ledger, keys and differences as they are kept."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet

from chefforum.kernel.access.rules import Actor

from ..access import KEEP_IT_COSTS, READ_ALL_COSTS, READ_COSTS, units_of_costs
from ..models import AllocationKey, AllocationWeight, ClassificationRule, Contract, CostLine, ItSystem, NamedDifference


class LineNotFound(LookupError):
    """There is no such line, or the actor may not know of it."""


def list_lines(
    *, actor: Actor, year: int | None = None, source: str = "", words: str = "", is_removed: bool = False
) -> QuerySet[CostLine]:
    """The lines that the actor may see, newest year first. Those without a unit are seen by who reads the whole.
    Raises AccessDenied."""
    READ_COSTS.require(actor)
    found = CostLine.objects.filter(removed_at__isnull=not is_removed)
    units = units_of_costs(actor)
    if units is not None:
        found = found.filter(unit__in=units)
    if year is not None:
        found = found.filter(year=year)
    if source:
        found = found.filter(source=source)
    if words:
        found = found.filter(text__icontains=words)
    return found.select_related("system", "key", "contract").order_by("-year", "text", "pk")


def find_line(*, actor: Actor, line_id: UUID) -> CostLine:
    """One query. Raises LineNotFound, AccessDenied."""
    KEEP_IT_COSTS.require(actor)
    found = CostLine.objects.filter(pk=line_id, removed_at__isnull=True).first()
    if found is None:
        raise LineNotFound(line_id)
    return found


def list_keys(*, actor: Actor) -> list[AllocationKey]:
    """Every key with its weights. Two queries. Raises AccessDenied."""
    READ_ALL_COSTS.require(actor)
    return list(AllocationKey.objects.prefetch_related("weights"))


def find_key(*, actor: Actor, key_id: UUID) -> tuple[AllocationKey, list[AllocationWeight]]:
    """The key with its weights, the heaviest first. Two queries. Raises LineNotFound, AccessDenied."""
    READ_ALL_COSTS.require(actor)
    key = AllocationKey.objects.select_related("person").filter(pk=key_id).first()
    if key is None:
        raise LineNotFound(key_id)
    return key, list(key.weights.select_related("system").order_by("-weight", "pk"))


def uses_of_key(key_id: UUID) -> tuple[list[str], int]:
    """The names of the rules that share by the key, and how many lines do. Two queries."""
    rules = ClassificationRule.objects.filter(key=key_id, removed_at__isnull=True).values_list("name", flat=True)
    lines = CostLine.objects.filter(key=key_id, removed_at__isnull=True).count()
    return sorted(rules), lines


def list_differences(*, year: int) -> list[NamedDifference]:
    """One query."""
    return list(NamedDifference.objects.filter(year=year, removed_at__isnull=True))


def keys_to_choose() -> list[tuple[UUID, str]]:
    """One query."""
    return list(AllocationKey.objects.values_list("pk", "name"))


def systems_to_choose() -> list[tuple[UUID, str]]:
    """Those of the register. One query."""
    return list(ItSystem.objects.filter(removed_at__isnull=True).values_list("pk", "name"))


def contracts_to_choose() -> list[tuple[UUID, str]]:
    """One query."""
    return list(Contract.objects.filter(removed_at__isnull=True).values_list("pk", "name"))


def system_names(ids: Collection[UUID]) -> dict[UUID, str]:
    """One query."""
    return dict(ItSystem.objects.filter(pk__in=list(ids)).values_list("pk", "name"))
