"""What the register says of systems that laws ask about, many at once, for other modules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from chefforum.kernel.reading.queries import once

from ..models import Contract, ItSystem


@dataclass(frozen=True)
class SystemFactsRow:
    """`has_contract` None: no contract is known; False: all that are have ended before the day."""

    id: UUID
    name: str
    kind: str
    vendor_id: UUID | None
    vendor: str
    unit_id: UUID | None
    owner_id: UUID | None
    owner: str
    hosting: str
    life_cycle: str
    personal_data: str
    uses_ai: str
    is_business_critical: str
    is_socially_critical: str
    has_contract: bool | None


_COLUMNS = (
    "pk",
    "name",
    "kind",
    "vendor_id",
    "vendor__name",
    "owner_unit_id",
    "owner_id",
    "owner__name",
    "hosting",
    "life_cycle",
    "personal_data",
    "uses_ai",
    "is_business_critical",
    "is_socially_critical",
)
_SAME = frozenset(one.name for one in fields(SystemFactsRow))


def law_facts(
    *,
    on: dt.date,
    units: Collection[UUID] | None,
    owner_id: UUID | None = None,
    system_id: UUID | None = None,
) -> list[SystemFactsRow]:
    """Systems in the register by name: those whose responsible unit is among `units` (None: all), and those that the
    owner has. `system_id` narrows to one. One query, once in a reading."""
    contracts = Contract.objects.filter(covers__system=OuterRef("pk"), removed_at__isnull=True)
    rows = ItSystem.objects.filter(removed_at__isnull=True)
    if units is not None:
        seen = Q(owner_unit__in=units)
        rows = rows.filter(seen | Q(owner=owner_id) if owner_id is not None else seen)
    if system_id is not None:
        rows = rows.filter(pk=system_id)
    found = rows.annotate(
        knows_contract=Exists(contracts),
        has_contract=Exists(contracts.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))),
    ).order_by("name", "pk")
    rows_told = found.values_list(*_COLUMNS, "knows_contract", "has_contract")
    key = ("law_facts", on, None if units is None else frozenset(units), owner_id, system_id)
    return once(key, lambda: [_row(*row) for row in rows_told])


def _row(*said: Any) -> SystemFactsRow:
    *columns, knows, has = said
    row = dict(zip(_COLUMNS, columns, strict=True))
    return SystemFactsRow(
        id=row["pk"],
        vendor=row["vendor__name"] or "",
        unit_id=row["owner_unit_id"],
        owner=row["owner__name"] or "",
        has_contract=has if knows else None,
        **{name: row[name] for name in _COLUMNS if name in _SAME},
    )


def who_answers_for(system_id: UUID) -> tuple[UUID | None, UUID | None] | None:
    """The owner and the responsible unit of a system in the register; None where it is not there. One query."""
    rows = ItSystem.objects.filter(pk=system_id, removed_at__isnull=True)
    return rows.values_list("owner_id", "owner_unit_id").first()


def owns_systems(person_id: UUID | None) -> bool:
    """Whether somebody owns a system in the register. One query."""
    return person_id is not None and ItSystem.objects.filter(owner=person_id, removed_at__isnull=True).exists()
