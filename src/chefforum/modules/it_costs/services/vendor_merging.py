"""Two vendors that are the same are laid together, and put apart again as one act."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from uuid import UUID

from django.apps import apps
from django.db import transaction
from django.db.models import Q

from chefforum.kernel.access.rules import Actor

from ..access import require_coordinator
from ..models import Contract, ItSystem, Vendor, VendorMerge
from ..queries.vendors import Parting, find_merge, parting_of
from ..rules.acts import Act
from ..rules.field_texts import vendor_text
from ..rules.register import WrongFacts
from ..search import index_vendors, unindex_vendor
from .history import note_change, save_changes
from .vendors import locked_vendor, record_vendor, reindex_things_of, write_vendor_texts

OTHER_CVR = "De har hver sit CVR-nummer, så de er ikke den samme. Ret det forkerte nummer først."
IS_UNDONE = "Det er allerede fortrudt."


@transaction.atomic
def merge_vendors(*, actor: Actor, vendor_id: UUID, into_id: UUID, at: dt.datetime) -> dict[str, int]:
    """The first goes; what it has becomes the other's, who also gets its CVR number where it has none. What moved is
    kept, so that it can be undone as one act. Answers how much was moved.

    Raises WrongFacts, VendorNotFound, AccessDenied.
    """
    require_coordinator(actor)
    if vendor_id == into_id:
        raise WrongFacts("", "Det er den samme leverandør. Vælg en anden.")
    gone, into = locked_vendor(vendor_id), locked_vendor(into_id)
    if gone.cvr and into.cvr and gone.cvr != into.cvr:
        raise WrongFacts("", OTHER_CVR)
    old, cvr = vendor_text(gone.name, gone.cvr), into.cvr or gone.cvr
    new = vendor_text(into.name, cvr)
    moved = _move_all(gone, into)
    systems = list(ItSystem.objects.filter(pk__in=moved[ItSystem._meta.label + ".vendor"]).values_list("pk", flat=True))
    contracts = list(
        Contract.objects.filter(pk__in=moved[Contract._meta.label + ".vendor"]).values_list("pk", flat=True)
    )
    VendorMerge.objects.create(
        gone_id=gone.pk,
        name=gone.name,
        cvr=gone.cvr or "",
        gave_cvr=cvr != into.cvr,
        into=into,
        moved=moved,
        at=at,
        person_id=actor.person_id,
    )
    unindex_vendor(gone.pk)
    gone.delete()
    if cvr != into.cvr:
        into.cvr = cvr
        into.save(update_fields=["cvr"])
    write_vendor_texts(into, was=old)
    _note_moved(actor, at, Act.MERGED, systems=systems, contracts=contracts, was=old, became=new)
    index_vendors([into])
    reindex_things_of(into)
    counts = {"systems": len(systems), "contracts": len(contracts)}
    record_vendor(actor, at, "it_costs.merge_vendors", into, counts | {"gone": old})
    return counts


def _move_all(gone: Vendor, into: Vendor) -> dict[str, list[str]]:
    """Whatever points at the one points at the other: by table and field the rows that did."""
    moved = {}
    for relation in Vendor._meta.related_objects:
        model, name = relation.related_model, relation.field.name
        rows = model._base_manager.select_for_update(of=("self",)).filter(**{name: gone})
        moved[f"{model._meta.label}.{name}"] = [str(pk) for pk in rows.values_list("pk", flat=True)]
        model._base_manager.filter(**{name: gone}).update(**{name: into})
    return moved


@transaction.atomic
def undo_merge(*, actor: Actor, merge_id: UUID, at: dt.datetime) -> Parting:
    """The vendor that was gone is there again with all that moved and has had no other vendor since; the rest stays
    where somebody put it, and is told. Where a vendor of its name has come since, that one takes it.

    Raises WrongFacts where it was undone already, MergeNotFound, AccessDenied.
    """
    require_coordinator(actor)
    merge = find_merge(actor=actor, merge_id=merge_id, locks=True)
    if merge.undone_at is not None:
        raise WrongFacts("", IS_UNDONE)
    parting = parting_of(merge)
    into = locked_vendor(merge.into_id)
    new = vendor_text(into.name, into.cvr)
    if merge.gave_cvr and into.cvr == merge.cvr:
        into.cvr = None
        into.save(update_fields=["cvr"])
    back = _vendor_again(merge, into)
    old = vendor_text(back.name, back.cvr)
    _move_back(merge, back)
    systems, contracts = [one.pk for one in parting.systems], [one.pk for one in parting.contracts]
    for vendor in (back, into):
        write_vendor_texts(vendor, was=new)
    _note_moved(actor, at, Act.PARTED, systems=systems, contracts=contracts, was=new, became=old)
    merge.undone_at = at
    merge.save(update_fields=["undone_at"])
    index_vendors([into, back])
    for vendor in (into, back):
        reindex_things_of(vendor)
    data = {"systems": len(systems), "contracts": len(contracts), "left": len(parting.left), "from": into.name}
    record_vendor(actor, at, "it_costs.undo_merge_vendors", back, data)
    return parting


def _vendor_again(merge: VendorMerge, into: Vendor) -> Vendor:
    same = Q(name__iexact=merge.name) & (Q(cvr=None) | Q(cvr=merge.cvr))
    if (found := Vendor.objects.filter(same).exclude(pk=into.pk).first()) is not None:
        return found
    is_free = bool(merge.cvr) and not Vendor.objects.filter(cvr=merge.cvr).exists()
    return Vendor.objects.create(pk=merge.gone_id, name=merge.name, cvr=merge.cvr if is_free else None)


def _move_back(merge: VendorMerge, back: Vendor) -> None:
    for place, rows in merge.moved.items():
        label, name = place.rsplit(".", 1)
        model = apps.get_model(label)
        model._base_manager.filter(pk__in=rows, **{name: merge.into_id}).update(**{name: back})


def _note_moved(
    actor: Actor,
    at: dt.datetime,
    act: Act,
    *,
    systems: Collection[UUID],
    contracts: Collection[UUID],
    was: str,
    became: str,
) -> None:
    """In the history of each; who has an old page of one of them is told."""
    ItSystem.objects.filter(pk__in=systems).update(changed_at=at)
    Contract.objects.filter(pk__in=contracts).update(changed_at=at)
    pairs: Sequence[tuple[UUID | None, UUID | None]] = [
        *((one, None) for one in systems),
        *((None, one) for one in contracts),
    ]
    save_changes(
        note_change(
            actor=actor,
            at=at,
            act=act,
            system_id=system,
            contract_id=contract,
            was={"vendor": was},
            became={"vendor": became},
        )
        for system, contract in pairs
    )
