"""What stands in the fields of systems and contracts as text: as it is kept in the history and beside who said it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import prefetch_related_objects

from ..models import Contract, ItSystem
from ..rules.contracts import CONTRACT_FIELDS, contract_text
from ..rules.field_texts import NO, YES, band_text, list_text, vendor_text

_PLAIN = (
    "name",
    "kind",
    "former_name",
    "description",
    "family",
    "business_type",
    "life_cycle",
    "hosting",
    "is_business_critical",
    "is_socially_critical",
    "personal_data",
    "uses_ai",
    "serves_vulnerable",
)


def texts_of(system_ids: Iterable[UUID]) -> dict[UUID, dict[str, str]]:
    """Each system's fields by name. Three queries."""
    rows = ItSystem.objects.filter(pk__in=list(system_ids)).select_related("vendor", "owner", "owner_unit")
    return texts_of_read(list(rows))


def texts_of_read(systems: Sequence[ItSystem]) -> dict[UUID, dict[str, str]]:
    """The same, of systems that are read already. Five queries at most, however many systems."""
    prefetch_related_objects(list(systems), "vendor", "owner", "owner_unit", "tasks", "used_by__unit")
    return {one.pk: _texts(one) for one in systems}


def _texts(system: ItSystem) -> dict[str, str]:
    return {name: getattr(system, name) for name in _PLAIN} | {
        "vendor": vendor_text(system.vendor.name, system.vendor.cvr) if system.vendor else "",
        "owner_unit": system.owner_unit.code if system.owner_unit else "",
        "owner": system.owner.email if system.owner else "",
        "users": band_text(system.users_low, system.users_high),
        "bought_outside_it": YES if system.bought_outside_it else NO,
        "units": list_text(one.unit.code for one in system.used_by.all()),
        "tasks": list_text(one.kle_number for one in system.tasks.all()),
    }


def texts_of_contracts(contract_ids: Iterable[UUID]) -> dict[UUID, dict[str, str]]:
    """Each contract's fields by name; what it covers with its share in percent. Two queries."""
    rows = Contract.objects.filter(pk__in=list(contract_ids)).select_related("vendor", "unit")
    return {one.pk: _contract_texts(one) for one in rows.prefetch_related("covers__system")}


def _contract_texts(contract: Contract) -> dict[str, str]:
    return {name: contract_text(getattr(contract, name)) for name in CONTRACT_FIELDS if not name.endswith("_id")} | {
        "vendor": vendor_text(contract.vendor.name, contract.vendor.cvr) if contract.vendor else "",
        "unit": contract.unit.code if contract.unit else "",
    }
