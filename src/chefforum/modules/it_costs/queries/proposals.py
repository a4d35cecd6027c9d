"""What sources say instead of what stands: open until somebody has chosen for or against it."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q

from ..models import FieldValue

OPEN = Q(proposed__isnull=False) & (
    Q(validated_at__isnull=True) | Q(proposed_at__isnull=True) | Q(proposed_at__gt=F("validated_at"))
)


def is_open(value: FieldValue) -> bool:
    """Something is proposed that nobody has chosen for or against since. No query."""
    if value.proposed is None:
        return False
    return value.validated_at is None or value.proposed_at is None or value.proposed_at > value.validated_at


def has_open_proposal() -> Exists:
    """For a query of systems."""
    return Exists(FieldValue.objects.filter(OPEN, system=OuterRef("pk")))


def has_unvalidated() -> Exists:
    """For a query of systems: something is said that nobody has said is right."""
    return Exists(FieldValue.objects.filter(system=OuterRef("pk"), validated_at__isnull=True).exclude(value=""))


def validated_fields() -> dict[UUID, frozenset[str]]:
    """The fields that somebody has said are right, by system. One query."""
    found: dict[UUID, set[str]] = defaultdict(set)
    rows = FieldValue.objects.filter(validated_at__isnull=False, system__isnull=False)
    for system_id, name in rows.values_list("system_id", "field"):
        if system_id is not None:
            found[system_id].add(name)
    return {system_id: frozenset(names) for system_id, names in found.items()}


def disputed_systems(*, units: frozenset[UUID] | None) -> int:
    """How many systems of the units (None: all) a source says something else of. One query."""
    rows = FieldValue.objects.filter(OPEN, system__isnull=False, system__removed_at__isnull=True)
    if units is not None:
        rows = rows.filter(system__owner_unit__in=units)
    return rows.aggregate(count=Count("system", distinct=True))["count"] or 0


def disputed_contracts() -> int:
    """How many contracts a source says something else of. One query."""
    rows = FieldValue.objects.filter(OPEN, contract__isnull=False, contract__removed_at__isnull=True)
    return rows.aggregate(count=Count("contract", distinct=True))["count"] or 0
