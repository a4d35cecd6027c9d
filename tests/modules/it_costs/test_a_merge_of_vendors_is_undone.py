"""A merge of vendors is undone as one act: what nobody changed since goes back, the rest stays and is told."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.test import Client as Browser
from django.urls import reverse

from chefforum.kernel.access.rules import AccessDenied
from chefforum.kernel.audit.models import Event
from chefforum.kernel.organisation.queries import tree_on
from chefforum.modules.it_costs.models import Contract, FieldValue, ItSystem, Vendor, VendorMerge
from chefforum.modules.it_costs.queries.history import history_of
from chefforum.modules.it_costs.rules.register import SystemFacts, WrongFacts
from chefforum.modules.it_costs.services.contracts import register_contract
from chefforum.modules.it_costs.services.register import change_system, register_system
from chefforum.modules.it_costs.services.vendor_merging import merge_vendors, undo_merge
from chefforum.modules.it_costs.services.vendors import register_vendor
from tests.modules.it_costs.conftest import NOW, TODAY
from tests.modules.it_costs.test_contracts_and_vendors import LATER, facts


@pytest.fixture
def merged(town: SimpleNamespace) -> SimpleNamespace:
    """Nordlys A/S with a CVR number, two systems and a contract is laid under Sydvind, that has none and one system."""
    coordinator = town.as_("coordinator")
    gone = register_vendor(actor=coordinator, name="Nordlys A/S", cvr="99000199", at=NOW)
    into = register_vendor(actor=coordinator, name="Sydvind", cvr="", at=NOW)

    def system(name: str, vendor: Vendor) -> ItSystem:
        said = SystemFacts(name=name, owner_unit_id=town.schools.pk, vendor_id=vendor.pk)
        return register_system(actor=coordinator, facts=said, at=NOW)

    town.elevplan, town.skemaet, town.own = system("Elevplan", gone), system("Skemaet", gone), system("Vagtplan", into)
    town.contract = register_contract(actor=coordinator, facts=facts(town, vendor_id=gone.pk), at=NOW)
    merge_vendors(actor=coordinator, vendor_id=gone.pk, into_id=into.pk, at=LATER)
    town.gone, town.into, town.merge = gone, into, VendorMerge.objects.get()
    return town


def vendor_of(thing: ItSystem | Contract) -> str | None:
    thing.refresh_from_db()
    return thing.vendor and f"{thing.vendor.name} {thing.vendor.cvr or ''}".strip()


def test_all_that_moved_goes_back_with_name_and_number(merged: SimpleNamespace) -> None:
    assert vendor_of(merged.elevplan) == "Sydvind 99000199"
    done = undo_merge(actor=merged.as_("coordinator"), merge_id=merged.merge.pk, at=LATER)
    assert [one.name for one in done.systems] == ["Elevplan", "Skemaet"]
    assert done.left == ()
    for thing in (merged.elevplan, merged.skemaet, merged.contract):
        assert vendor_of(thing) == "Nordlys A/S 99000199"
    assert vendor_of(merged.own) == "Sydvind"
    assert Vendor.objects.get(name="Nordlys A/S").pk == merged.gone.pk
    values = {one.system.name: one.value for one in FieldValue.objects.filter(field="vendor")}
    assert values == {
        "Elevplan": "Nordlys A/S, CVR 99000199",
        "Skemaet": "Nordlys A/S, CVR 99000199",
        "Vagtplan": "Sydvind",
    }
    told = history_of(merged.elevplan, tree=tree_on(TODAY))[0]
    assert told.values == (("Leverandør", "Sydvind, CVR 99000199", "Nordlys A/S, CVR 99000199"),)
    assert Event.objects.get(action="it_costs.undo_merge_vendors").data["systems"] == 2


def test_what_somebody_gave_another_vendor_since_stays_and_is_told(merged: SimpleNamespace) -> None:
    said = SystemFacts(name="Skemaet", owner_unit_id=merged.schools.pk, vendor_id=merged.vendor.pk)
    change_system(actor=merged.as_("coordinator"), system_id=merged.skemaet.pk, facts=said, at=LATER)
    done = undo_merge(actor=merged.as_("coordinator"), merge_id=merged.merge.pk, at=LATER)
    assert [one.name for one in done.left] == ["Skemaet"]
    assert vendor_of(merged.skemaet) == "Nordlys Software 10203040"
    assert vendor_of(merged.elevplan) == "Nordlys A/S 99000199"


def test_two_merges_on_top_of_each_other_are_undone_in_either_order(merged: SimpleNamespace) -> None:
    coordinator = merged.as_("coordinator")
    third = register_vendor(actor=coordinator, name="Vestvind", cvr="", at=NOW)
    merge_vendors(actor=coordinator, vendor_id=merged.into.pk, into_id=third.pk, at=LATER)
    assert vendor_of(merged.elevplan) == "Vestvind 99000199"
    undo_merge(actor=coordinator, merge_id=merged.merge.pk, at=LATER)
    assert vendor_of(merged.elevplan) == "Nordlys A/S 99000199"
    last = VendorMerge.objects.get(undone_at=None)
    undo_merge(actor=coordinator, merge_id=last.pk, at=LATER)
    assert vendor_of(merged.own) == "Sydvind"
    assert vendor_of(merged.elevplan) == "Nordlys A/S 99000199"


def test_the_last_of_two_is_undone_first_and_then_the_other(merged: SimpleNamespace) -> None:
    coordinator = merged.as_("coordinator")
    third = register_vendor(actor=coordinator, name="Vestvind", cvr="", at=NOW)
    merge_vendors(actor=coordinator, vendor_id=merged.into.pk, into_id=third.pk, at=LATER)
    last = VendorMerge.objects.exclude(pk=merged.merge.pk).get()
    undo_merge(actor=coordinator, merge_id=last.pk, at=LATER)
    assert vendor_of(merged.elevplan) == "Sydvind 99000199"
    undo_merge(actor=coordinator, merge_id=merged.merge.pk, at=LATER)
    assert vendor_of(merged.elevplan) == "Nordlys A/S 99000199"
    assert vendor_of(merged.own) == "Sydvind"


def test_a_vendor_that_a_source_made_meanwhile_with_the_same_name_takes_what_goes_back(merged: SimpleNamespace) -> None:
    again = register_vendor(actor=merged.as_("coordinator"), name="Nordlys A/S", cvr="", at=LATER)
    undo_merge(actor=merged.as_("coordinator"), merge_id=merged.merge.pk, at=LATER)
    merged.elevplan.refresh_from_db()
    assert merged.elevplan.vendor == again
    assert Vendor.objects.filter(name="Nordlys A/S").count() == 1


def test_it_is_undone_once_and_by_the_coordinator_alone(merged: SimpleNamespace) -> None:
    with pytest.raises(AccessDenied):
        undo_merge(actor=merged.as_("it_manager"), merge_id=merged.merge.pk, at=LATER)
    undo_merge(actor=merged.as_("coordinator"), merge_id=merged.merge.pk, at=LATER)
    with pytest.raises(WrongFacts, match="allerede fortrudt"):
        undo_merge(actor=merged.as_("coordinator"), merge_id=merged.merge.pk, at=LATER)


def test_the_page_says_what_goes_back_and_what_does_not_before_it_is_done(merged: SimpleNamespace) -> None:
    browser = Browser()
    browser.force_login(merged.people["coordinator"])
    there = reverse("it_costs:vendor_part", args=[merged.merge.pk])
    assert f'href="{there}"' in browser.get(reverse("it_costs:vendor", args=[merged.into.pk])).content.decode()
    ItSystem.objects.filter(pk=merged.skemaet.pk).update(vendor=None)
    page = browser.get(there).content.decode()
    back, stays = page.split("Det her er ændret siden og bliver stående")
    assert "<li>Elevplan</li>" in back
    assert "<li>Skemaet</li>" in stays
    answer = browser.post(there, follow=True).content.decode()
    assert "2 ting er flyttet tilbage. Ikke flyttet: Skemaet." in answer
    assert there not in answer
