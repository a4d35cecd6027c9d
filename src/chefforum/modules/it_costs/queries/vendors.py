"""Vendors: the list with how much is theirs, one with its systems and contracts, and those whose names are alike."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from chefforum.kernel.access.rules import Actor

from ..access import READ_SYSTEMS, require_coordinator
from ..models import Contract, ItSystem, Vendor, VendorMerge


class VendorNotFound(LookupError):
    """There is no such vendor."""


class MergeNotFound(LookupError):
    """There is no such merge of vendors."""


VENDORS_SORTED_BY = {"navn": "name", "cvr": "cvr", "systemer": "system_count", "kontrakter": "contract_count"}
# Says nothing of who it is.
_FORMS = re.compile(r"\b(a/s|aps|as|i/s|amba|a\.m\.b\.a\.|ltd|gmbh|ab|inc|danmark|denmark|nordic|group)\b\.?|[^\w]")


@dataclass(frozen=True)
class VendorOnPage:
    vendor: Vendor
    systems: tuple[ItSystem, ...]
    contracts: tuple[Contract, ...]
    removed: int  # systems and contracts that are out of the register


@dataclass(frozen=True)
class Parting:
    """What goes back where a merge is undone; `left`: what has another vendor since, or none."""

    systems: tuple[ItSystem, ...]
    contracts: tuple[Contract, ...]
    left: tuple[ItSystem | Contract, ...]


def list_vendors(*, actor: Actor, words: str, order: str = "name") -> QuerySet[Vendor]:
    """With `system_count` and `contract_count` of what is in the register. One query. Raises AccessDenied."""
    READ_SYSTEMS.require(actor)
    rows = Vendor.objects.annotate(
        system_count=Count("systems", filter=Q(systems__removed_at__isnull=True), distinct=True),
        contract_count=Count("contracts", filter=Q(contracts__removed_at__isnull=True), distinct=True),
    )
    for word in words.split():
        rows = rows.filter(Q(name__icontains=word) | Q(cvr__startswith=word))
    name, is_down = order.lstrip("-"), order.startswith("-")
    by = F(name).desc(nulls_last=True) if is_down else F(name).asc(nulls_last=True)
    return rows.order_by(by, "name", "pk")


def find_vendor(*, actor: Actor, vendor_id: UUID) -> Vendor:
    """One query. Raises AccessDenied, VendorNotFound."""
    READ_SYSTEMS.require(actor)
    found = Vendor.objects.filter(pk=vendor_id).first()
    if found is None:
        raise VendorNotFound(vendor_id)
    return found


def vendor_on_page(vendor: Vendor) -> VendorOnPage:
    """Two queries."""
    systems = list(vendor.systems.order_by("name"))
    contracts = list(vendor.contracts.order_by(F("ends_on").asc(nulls_last=True), "name"))
    there = tuple(one for one in systems if one.removed_at is None)
    running = tuple(one for one in contracts if one.removed_at is None)
    removed = len(systems) - len(there) + len(contracts) - len(running)
    return VendorOnPage(vendor, there, running, removed)


def alike() -> list[tuple[Vendor, ...]]:
    """Vendors whose names are the same but for the form of the company, signs and capitals, and that have not each
    their CVR number. One query."""
    found: dict[str, list[Vendor]] = defaultdict(list)
    for one in Vendor.objects.order_by("name"):
        found[bare(one.name)].append(one)
    return [
        tuple(group) for key, group in found.items() if key and len(group) > 1 and any(not one.cvr for one in group)
    ]


def bare(name: str) -> str:
    """
    >>> bare("Nordlys A/S") == bare("NORDLYS Danmark")
    True
    """
    return _FORMS.sub("", name.casefold())


def others_to_choose(vendor: Vendor) -> list[tuple[UUID, str]]:
    """Who it can be laid together with: names alike first. One query."""
    rows = [one for one in Vendor.objects.all() if one.pk != vendor.pk]
    rows.sort(key=lambda one: (bare(one.name) != bare(vendor.name), one.name.casefold()))
    return [(one.pk, f"{one.name}, CVR {one.cvr}" if one.cvr else one.name) for one in rows]


def merges_into(vendor: Vendor) -> list[VendorMerge]:
    """Those that stand, the newest first. One query."""
    return list(vendor.merged.filter(undone_at=None).select_related("person"))


def find_merge(*, actor: Actor, merge_id: UUID, locks: bool = False) -> VendorMerge:
    """One query. Raises AccessDenied, MergeNotFound."""
    require_coordinator(actor)
    rows = VendorMerge.objects.select_for_update() if locks else VendorMerge.objects.select_related("into", "person")
    found = rows.filter(pk=merge_id).first()
    if found is None:
        raise MergeNotFound(merge_id)
    return found


def parting_of(merge: VendorMerge) -> Parting:
    """Two queries."""
    systems = list(ItSystem.objects.filter(pk__in=merge.moved[f"{ItSystem._meta.label}.vendor"]).order_by("name"))
    contracts = list(Contract.objects.filter(pk__in=merge.moved[f"{Contract._meta.label}.vendor"]).order_by("name"))
    every: list[ItSystem | Contract] = [*systems, *contracts]
    return Parting(
        systems=tuple(one for one in systems if one.vendor_id == merge.into_id),
        contracts=tuple(one for one in contracts if one.vendor_id == merge.into_id),
        left=tuple(one for one in every if one.vendor_id != merge.into_id),
    )
