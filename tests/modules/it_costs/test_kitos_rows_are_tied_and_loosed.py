"""A contract or a system of KITOS is said to be one that is here, and that is undone where it was wrong."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.test import Client as Browser
from django.urls import reverse

from chefforum.kernel.audit.models import Event
from chefforum.kernel.organisation.queries import tree_on
from chefforum.modules.it_costs.models import Contract, ContractSystem, Dependency, ItSystem, SourceLink, Vendor
from chefforum.modules.it_costs.queries.history import history_of
from chefforum.modules.it_costs.queries.sources import differences, loose_rows
from chefforum.modules.it_costs.services.source_ties import NotTied, take_on, untie
from tests.connectors.sources.stub_of_kitos import Kitos, contract, named, system, usage
from tests.modules.it_costs.sources_town import LATER, NOW, fetch, town

NEW = reverse("it_costs:source_new") + "?kilde=kitos"


def held(*, ends: str = "2027-12-31", contracts: int = 1) -> Kitos:
    told = [contract(one, usages=[1]) for one in range(1, contracts + 1)]
    told[0]["general"] = {"contractId": "K-1", "validity": {"validFrom": "2024-01-01", "validTo": ends}}
    needs = [{"uuid": "r", "toSystemUsage": named("u-2", "Fagsystem 2"), "description": "Sager"}]
    usages = [usage(1, outgoingSystemRelations=needs), usage(2)]
    return Kitos(usages=usages, systems=[system(1), system(2)], contracts=told)


def ours(name: str = "Driftsaftale", *, vendor: Vendor | None = None, **fields: Any) -> Contract:
    return Contract.objects.create(name=name, vendor=vendor, created_at=NOW, changed_at=NOW, **fields)


@pytest.fixture
def place(db: None, settings: Any) -> SimpleNamespace:
    found = town()
    fetch(found, settings, held())
    found.vendor = Vendor.objects.create(name="Nordlys", cvr="12345674")
    return found


@pytest.fixture
def browser(place: SimpleNamespace) -> Browser:
    found = Browser()
    found.force_login(place.people["coordinator"])
    return found


def tie(place: SimpleNamespace, thing: Contract | ItSystem, number: str, **others: Any) -> Any:
    what = "contracts" if isinstance(thing, Contract) else "systems"
    said: dict[str, Any] = {"systems": {}, what: {number: thing.pk}} | others
    return take_on(actor=place.as_("coordinator"), source="kitos", at=NOW, **said)


def link(number: str) -> SourceLink:
    return SourceLink.objects.get(external_id=number)


def alike(place: SimpleNamespace, name: str = "Kontrakt 1") -> list[str]:
    rows = loose_rows(actor=place.as_("coordinator"), source="kitos", on=NOW.date())
    return [str(one) for row in rows if row.name == name for one in row.alike]


def loosed(place: SimpleNamespace, number: str, thing_id: UUID) -> int:
    return untie(actor=place.as_("coordinator"), link_id=link(number).pk, thing_id=thing_id, at=LATER).emptied


def test_a_contract_with_the_number_comes_first_then_those_called_like_it_of_the_same_vendor(place) -> None:
    other = Vendor.objects.create(name="Solgård", cvr="87654321")
    ours("Kontrakt 1, drift", vendor=place.vendor)
    ours("Noget helt andet", vendor=place.vendor, number="k-1 ")
    ours("Kontrakt 1", vendor=other, number="K-1")
    ours("Ganske fjern", vendor=place.vendor)
    ours("Kontrakt 1", removed_at=NOW)
    assert alike(place) == ["Noget helt andet", "Kontrakt 1, drift"]


def test_what_another_row_is_already_is_not_offered_again(place, settings) -> None:
    tie(place, ours("Kontrakt 1", vendor=place.vendor), "c-1")
    fetch(place, settings, held(contracts=2), at=LATER)
    assert alike(place, "Kontrakt 2") == []


def test_the_page_ties_it_and_tells_of_it_and_nothing_is_made(place, browser) -> None:
    here = ours(number="K-1", vendor=place.vendor)
    page = browser.get(NEW)
    assert "Er “Driftsaftale”, K-1" in page.content.decode()
    answer = browser.post(NEW, {f"r{link('c-1').pk}": str(here.pk)}, follow=True)
    assert "1 række er knyttet til kontrakter, I har." in answer.content.decode()
    assert Contract.objects.count() == 1
    (act,) = [one for one in history_of(here, tree=tree_on(NOW.date())) if one.what == "Knyttet til"]
    assert act.values == (("Række hos kilden", "", "Kontrakt 1"),)
    assert Event.objects.get(action="it_costs.take_on_rows").data["contracts_linked"] == 1


def test_what_is_empty_is_filled_and_what_stands_is_a_difference(place) -> None:
    here = ours(number="K-1", vendor=place.vendor)
    tie(place, here, "c-1")
    here.refresh_from_db()
    assert (str(here.ends_on), here.notice_months, here.name) == ("2027-12-31", 6, "Driftsaftale")
    (found,) = differences(actor=place.as_("coordinator"), on=NOW.date())
    assert (found.field, found.ours, found.theirs, found.ours_by) == (
        "Navn",
        "Driftsaftale",
        "Kontrakt 1",
        "Skrevet her",
    )


def test_what_stood_here_is_not_written_over_later_though_kitos_said_the_same_once(place, settings) -> None:
    here = ours("Kontrakt 1", vendor=place.vendor, number="K-1", ends_on="2027-12-31")
    tie(place, here, "c-1")
    fetch(place, settings, held(ends="2029-12-31"), at=LATER)
    here.refresh_from_db()
    assert str(here.ends_on) == "2027-12-31"
    (found,) = differences(actor=place.as_("coordinator"), on=LATER.date())
    assert (found.field, found.theirs) == ("Slutter", "31. december 2029")


def test_two_rows_are_not_one_contract(place, browser, settings) -> None:
    fetch(place, settings, held(contracts=2), at=LATER)
    here = ours("Kontrakt", vendor=place.vendor)
    both = {f"r{link(number).pk}": str(here.pk) for number in ("c-1", "c-2")}
    answer = browser.post(NEW, both)
    assert "To rækker kan ikke være samme kontrakt" in answer.content.decode()
    assert not SourceLink.objects.filter(contract__isnull=False).exists()
    tie(place, here, "c-1", contracts={"c-1": here.pk, "c-2": here.pk})
    assert SourceLink.objects.filter(contract=here).count() == 1


def test_a_contract_that_left_the_register_meanwhile_is_not_tied(place) -> None:
    here = ours("Kontrakt 1", vendor=place.vendor, removed_at=NOW)
    assert tie(place, here, "c-1").contracts_tied == 0
    assert link("c-1").contract is None


def test_a_contract_that_was_another_after_all_stands_as_before_and_the_row_waits(place, browser) -> None:
    one, school = (ItSystem.objects.create(name=name, created_at=NOW, changed_at=NOW) for name in ("A", "B"))
    here = ours(number="K-1", vendor=place.vendor)
    ContractSystem.objects.create(contract=here, system=school)
    before = Contract.objects.filter(pk=here.pk).values().get()
    tie(place, here, "c-1", systems={"u-1": one.pk})
    assert here.covers.count() == 2
    address = reverse("it_costs:contract", args=[here.pk])
    assert "Det er ikke den samme" in browser.get(address).content.decode()
    answer = browser.post(reverse("it_costs:source_untie", args=[link("c-1").pk]), {"fra": str(here.pk)}, follow=True)
    assert "Driftsaftale er løst fra kilden." in answer.content.decode()
    assert "felter, som kilden havde udfyldt, er tomme igen" in answer.content.decode()
    after = Contract.objects.filter(pk=here.pk).values().get()
    assert after | {"changed_at": None} == before | {"changed_at": None}
    assert [cover.system for cover in here.covers.all()] == [school]
    assert not any(one.contract_id for one in differences(actor=place.as_("coordinator"), on=LATER.date()))
    assert alike(place) == ["Driftsaftale"]
    assert "Det er ikke den samme" not in browser.get(address).content.decode()


def test_what_somebody_said_was_right_since_stays(place) -> None:
    here = ours(number="K-1", vendor=place.vendor)
    tie(place, here, "c-1")
    here.values.filter(field="ends_on").update(validated_at=NOW)
    Contract.objects.filter(pk=here.pk).update(notice_months=3)
    loosed(place, "c-1", here.pk)
    here.refresh_from_db()
    assert (str(here.ends_on), here.notice_months, here.starts_on) == ("2027-12-31", 3, None)


def test_a_system_that_was_another_is_empty_again_and_loosed_from_what_it_needed(place) -> None:
    one = ItSystem.objects.create(name="Fagsystem 1", description="Vores ord", created_at=NOW, changed_at=NOW)
    two = ItSystem.objects.create(name="Fagsystem 2", created_at=NOW, changed_at=NOW)
    tie(place, one, "u-1", systems={"u-1": one.pk, "u-2": two.pk}, contracts={"c-1": None})
    one.refresh_from_db()
    assert (one.hosting, Dependency.objects.count(), ContractSystem.objects.count()) == ("external", 1, 1)
    assert loosed(place, "u-1", one.pk) > 5
    one.refresh_from_db()
    assert (one.name, one.description, one.hosting, one.vendor, one.users_low) == (
        "Fagsystem 1",
        "Vores ord",
        "unknown",
        None,
        None,
    )
    assert not one.tasks.exists()
    assert (Dependency.objects.count(), ContractSystem.objects.count()) == (0, 0)


def test_one_that_was_made_of_the_row_stands_as_it_is(place) -> None:
    take_on(actor=place.as_("coordinator"), source="kitos", systems={"u-1": None}, contracts={"c-1": None}, at=NOW)
    made, agreement = ItSystem.objects.get(), Contract.objects.get()
    assert loosed(place, "u-1", made.pk) == loosed(place, "c-1", agreement.pk) == 0
    made.refresh_from_db()
    agreement.refresh_from_db()
    assert (made.hosting, agreement.number) == ("external", "K-1")


def test_of_two_pages_the_second_looses_nothing(place, browser) -> None:
    first, second = (ours(name, vendor=place.vendor) for name in ("Kontrakt 1", "Kontrakt 1 ny"))
    tie(place, first, "c-1")
    loosed(place, "c-1", first.pk)
    tie(place, second, "c-1")
    with pytest.raises(NotTied):
        loosed(place, "c-1", first.pk)
    answer = browser.post(reverse("it_costs:source_untie", args=[link("c-1").pk]), {"fra": str(first.pk)}, follow=True)
    assert "var løst fra i forvejen" in answer.content.decode()
    assert link("c-1").contract == second


@pytest.mark.parametrize("who", ["local", "controller", "colleague"])
def test_others_than_the_coordinator_neither_see_nor_loose_it(place, who: str) -> None:
    here = ours(number="K-1", vendor=place.vendor)
    tie(place, here, "c-1")
    other = Browser()
    other.force_login(place.people[who])
    assert "Det er ikke den samme" not in other.get(reverse("it_costs:contract", args=[here.pk])).content.decode()
    address = reverse("it_costs:source_untie", args=[link("c-1").pk])
    assert other.post(address, {"fra": str(here.pk)}).status_code == 403
    assert link("c-1").contract == here
