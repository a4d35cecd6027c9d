"""Systems, contracts and vendors can be found by everybody who works here. What is out of the register is not found.

Extracts are found by the roles that read costs. A request that was sent is found by who leads or keeps IT over its
unit, who wrote it and who is asked for a check.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from chefforum.kernel.access.rules import Role
from chefforum.kernel.search.registry import SearchEntry
from chefforum.kernel.search.rules.audience import person_key, role_key, role_over_key
from chefforum.kernel.search.services import index, remove

from .access import READERS_OF_COSTS
from .models import Contract, Extract, ItRequest, ItSystem, Vendor
from .rules.request_states import RequestState

SYSTEMS, CONTRACTS, VENDORS = "it_costs.system", "it_costs.contract", "it_costs.vendor"
REQUESTS, EXTRACTS = "it_costs.request", "it_costs.extract"


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


def extracts() -> Iterator[SearchEntry]:
    """Every frozen extract."""
    return (_extract(one) for one in Extract.objects.iterator(chunk_size=1000))


def index_extract(one: Extract) -> None:
    """In the transaction that freezes it."""
    index(entries=[_extract(one)])


def _extract(one: Extract) -> SearchEntry:
    """Its name, years and analyst; no line of it."""
    return SearchEntry(
        kind=EXTRACTS,
        object_id=one.pk,
        url=reverse("it_costs:extract", args=[one.pk]),
        title=one.name,
        body=f"Udtræk af it-omkostninger {one.first_year} {one.second_year}\n{one.analyst_name}",
        date=timezone.localdate(one.created_at),
        audience=frozenset(role_key(role) for role in READERS_OF_COSTS),
    )


def requests() -> Iterator[SearchEntry]:
    """Every request that was sent once and is no draft now."""
    return (_request(one) for one in _requests().iterator(chunk_size=1000))


def index_requests(request_ids: Iterable[UUID]) -> None:
    """As they are now. In the transaction that changes them."""
    wanted = set(request_ids)
    found = list(_requests().filter(pk__in=wanted))
    index(entries=[_request(one) for one in found])
    if gone := wanted - {one.pk for one in found}:
        remove(kind=REQUESTS, object_ids=[str(one) for one in gone])


def _requests() -> QuerySet[ItRequest]:
    return ItRequest.objects.exclude(state=RequestState.DRAFT.value).prefetch_related("reviews")


def _request(one: ItRequest) -> SearchEntry:
    asked = {review.person_id for review in one.reviews.all() if review.person_id}
    return SearchEntry(
        kind=REQUESTS,
        object_id=one.pk,
        url=reverse("it_costs:request", args=[one.pk]),
        title=one.title,
        body="\n".join(filter(None, (one.get_kind_display(), one.need, one.vendor_name))),
        audience=frozenset(
            {
                *(role_over_key(role, one.unit_id) for role in (Role.WORKPLACE_LEADER, Role.IT_MANAGER)),
                person_key(one.author_id),
                *(person_key(person_id) for person_id in asked),
            }
        ),
    )
