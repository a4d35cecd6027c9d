"""Systems, contracts and vendors can be found by everybody who works here. What is out of the register is not found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from chefforum.kernel.search.registry import SearchEntry
from chefforum.kernel.search.services import index, remove

from .models import Contract, ItSystem, Vendor

SYSTEMS, CONTRACTS, VENDORS = "it_costs.system", "it_costs.contract", "it_costs.vendor"


def systems() -> Iterator[SearchEntry]:
    """Every system in the register."""
    return (_system(one) for one in _systems().iterator(chunk_size=1000))


def contracts() -> Iterator[SearchEntry]:
    """Every contract in the register."""
    return (_contract(one) for one in _contracts().iterator(chunk_size=1000))


def vendors() -> Iterator[SearchEntry]:
    """Every vendor."""
    return (_vendor(one) for one in Vendor.objects.iterator(chunk_size=1000))


def index_systems(system_ids: Iterable[UUID]) -> None:
    """As they are now. In the transaction that changes them."""
    wanted = set(system_ids)
    found = list(_systems().filter(pk__in=wanted))
    index(entries=[_system(one) for one in found])
    if gone := wanted - {one.pk for one in found}:
        remove(kind=SYSTEMS, object_ids=[str(one) for one in gone])


def index_contracts(contract_ids: Iterable[UUID]) -> None:
    """As they are now. In the transaction that changes them."""
    wanted = set(contract_ids)
    found = list(_contracts().filter(pk__in=wanted))
    index(entries=[_contract(one) for one in found])
    if gone := wanted - {one.pk for one in found}:
        remove(kind=CONTRACTS, object_ids=[str(one) for one in gone])


def index_vendors(found: Iterable[Vendor]) -> None:
    """In the transaction that changes them."""
    index(entries=[_vendor(one) for one in found])


def unindex_vendor(vendor_id: UUID) -> None:
    """In the transaction that takes it away."""
    remove(kind=VENDORS, object_ids=[str(vendor_id)])


def _systems() -> QuerySet[ItSystem]:
    return ItSystem.objects.filter(removed_at__isnull=True).select_related("vendor")


def _contracts() -> QuerySet[Contract]:
    return Contract.objects.filter(removed_at__isnull=True).select_related("vendor")


def _system(one: ItSystem) -> SearchEntry:
    said = (one.former_name, one.business_type, one.family, one.vendor.name if one.vendor else "", one.description)
    return SearchEntry(
        kind=SYSTEMS,
        object_id=one.pk,
        url=reverse("it_costs:system", args=[one.pk]),
        title=one.name,
        body="\n".join(filter(None, said)),
    )


def _contract(one: Contract) -> SearchEntry:
    return SearchEntry(
        kind=CONTRACTS,
        object_id=one.pk,
        url=reverse("it_costs:contract", args=[one.pk]),
        title=one.name,
        body="\n".join(filter(None, (one.number, one.vendor.name if one.vendor else ""))),
    )


def _vendor(one: Vendor) -> SearchEntry:
    return SearchEntry(
        kind=VENDORS,
        object_id=one.pk,
        url=reverse("it_costs:vendor", args=[one.pk]),
        title=one.name,
        body=one.cvr or "",
    )
