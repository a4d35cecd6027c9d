"""Vendors: made where somebody names a new one, and renamed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import transaction

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record

from ..access import WRITE_SYSTEMS, require_coordinator
from ..models import FieldValue, Vendor
from ..queries.vendors import VendorNotFound
from ..rules.field_texts import vendor_of, vendor_text
from ..rules.register import CVR, SystemFacts, WrongFacts
from ..search import index_contracts, index_systems, index_vendors

KIND = "it_vendor"
CHANGED_MEANWHILE = "En anden har ændret leverandøren, siden du åbnede siden. Intet er gemt. Se, hvad der står nu."


def vendor_said(*, actor: Actor, facts: SystemFacts, name: str, at: dt.datetime) -> SystemFacts:
    """The facts with the vendor that was named, who is made where there is none. Within the caller's transaction."""
    if not name.strip():
        return facts
    vendor = vendor_by_text(actor=actor, text=name, at=at)
    return replace(facts, vendor_id=vendor.pk if vendor else None)


def vendor_by_text(*, actor: Actor, text: str, at: dt.datetime) -> Vendor | None:
    """The vendor of that name, and CVR number where it is told; made where there is none. None where nobody is named.

    Within the caller's transaction. Raises AccessDenied for who writes no systems.
    """
    name, cvr = vendor_of(" ".join(text.split()))
    if not name:
        return None
    if cvr and (found := Vendor.objects.filter(cvr=cvr).first()):
        return found
    found = Vendor.objects.filter(name__iexact=name).first()
    if found is not None and not (cvr and found.cvr):
        if cvr:
            found.cvr = cvr
            found.save(update_fields=["cvr"])
        return found
    return register_vendor(actor=actor, name=name, cvr=cvr, at=at)


@transaction.atomic
def register_vendor(*, actor: Actor, name: str, cvr: str, at: dt.datetime) -> Vendor:
    """Raises WrongFacts, AccessDenied."""
    WRITE_SYSTEMS.require(actor)
    _check(name, cvr, None)
    made = Vendor.objects.create(name=" ".join(name.split())[:200], cvr=cvr or None)
    index_vendors([made])
    record_vendor(actor, at, "it_costs.register_vendor", made, {})
    return made


@transaction.atomic
def change_vendor(
    *, actor: Actor, vendor_id: UUID, name: str, cvr: str, at: dt.datetime, seen: str | None = None
) -> Vendor:
    """`seen`: name and CVR number as the actor saw them. Raises WrongFacts, VendorNotFound, AccessDenied."""
    require_coordinator(actor)
    vendor = locked_vendor(vendor_id)
    if seen is not None and seen != vendor_text(vendor.name, vendor.cvr):
        raise WrongFacts("", CHANGED_MEANWHILE)
    _check(name, cvr, vendor_id)
    was = {"name": vendor.name, "cvr": vendor.cvr or ""}
    vendor.name, vendor.cvr = " ".join(name.split()), cvr or None
    vendor.save()
    write_vendor_texts(vendor, was=vendor_text(was["name"], was["cvr"]))
    index_vendors([vendor])
    reindex_things_of(vendor)
    record_vendor(actor, at, "it_costs.change_vendor", vendor, {"was": was})
    return vendor


def write_vendor_texts(vendor: Vendor, *, was: str) -> None:
    """Beside who said it, the vendor of its systems and contracts is called what it is called now."""
    values, now = FieldValue.objects.filter(field="vendor"), vendor_text(vendor.name, vendor.cvr)
    values.filter(system__vendor=vendor).update(value=now)
    values.filter(contract__vendor=vendor, value=was).update(value=now)


def _check(name: str, cvr: str, vendor_id: UUID | None) -> None:
    if not name.strip():
        raise WrongFacts("name", "Skriv, hvad leverandøren hedder.")
    if len(name) > 200:
        raise WrongFacts("name", "Navnet er for langt. Der er plads til 200 tegn.")
    if cvr and not CVR.fullmatch(cvr):
        raise WrongFacts("cvr", "Et CVR-nummer er otte cifre.")
    others = Vendor.objects.exclude(pk=vendor_id) if vendor_id else Vendor.objects.all()
    if cvr and (other := others.filter(cvr=cvr).first()):
        raise WrongFacts("cvr", f"{other.name} har det CVR-nummer.")
    if not cvr and others.filter(name__iexact=name.strip(), cvr=None).exists():
        raise WrongFacts("name", "Der er en leverandør med det navn.")


def reindex_things_of(vendor: Vendor) -> None:
    """Its systems and contracts are found by its name."""
    index_systems(vendor.systems.values_list("pk", flat=True))
    index_contracts(vendor.contracts.values_list("pk", flat=True))


def locked_vendor(vendor_id: UUID) -> Vendor:
    """Within the caller's transaction. Raises VendorNotFound."""
    found = Vendor.objects.select_for_update().filter(pk=vendor_id).first()
    if found is None:
        raise VendorNotFound(vendor_id)
    return found


def record_vendor(actor: Actor, at: dt.datetime, action: str, vendor: Vendor, data: dict[str, Any]) -> None:
    record(actor=actor, at=at, action=action, object_kind=KIND, object_id=vendor.pk, object_name=vendor.name, data=data)
