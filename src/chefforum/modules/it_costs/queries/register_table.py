"""The register as tables: systems and contracts as files that come in again. Costs are not in them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from ..models import Contract, ContractSystem, ItSystem
from ..rules.contract_rows import CONTRACT_COLUMNS, contract_cells
from ..rules.system_rows import SYSTEM_COLUMNS, system_cells
from .texts import texts_of, texts_of_contracts


def systems_table(systems: Sequence[ItSystem]) -> list[tuple[str, ...]]:
    """In the order given, heads first. Three queries."""
    texts = texts_of([one.pk for one in systems])
    rows = (system_cells(one.pk, texts[one.pk] | {"need": one.need, "need_reason": one.need_reason}) for one in systems)
    return [tuple(SYSTEM_COLUMNS.values()), *rows]


def contracts_table(contracts: Sequence[Contract]) -> list[tuple[str, ...]]:
    """In the order given, heads first. Three queries."""
    ids = [one.pk for one in contracts]
    texts = texts_of_contracts(ids)
    covers: dict[UUID, list[tuple[str, Decimal | None]]] = {one: [] for one in ids}
    for one in ContractSystem.objects.filter(contract__in=ids).select_related("system").order_by("system__name"):
        covers[one.contract_id].append((one.system.name, one.share))
    return [
        tuple(CONTRACT_COLUMNS.values()),
        *(contract_cells(one, texts[one], covers[one]) for one in ids),
    ]
