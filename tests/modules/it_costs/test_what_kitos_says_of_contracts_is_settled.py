"""Where KITOS says something else of a contract than what people wrote, it is told and settled like that of systems."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from chefforum.kernel.audit.models import Event
from chefforum.kernel.organisation.queries import tree_on
from chefforum.modules.it_costs.models import Contract, FieldValue
from chefforum.modules.it_costs.queries.contracts import contract_facts
from chefforum.modules.it_costs.queries.history import history_of
from chefforum.modules.it_costs.queries.proposals import disputed_contracts
from chefforum.modules.it_costs.queries.sources import differences
from chefforum.modules.it_costs.services.contracts import change_contract
from chefforum.modules.it_costs.services.source_settling import settle
from chefforum.modules.it_costs.services.source_ties import take_on
from chefforum.modules.it_costs.services.vendors import change_vendor
from tests.connectors.sources.stub_of_kitos import Kitos, contract, system, usage
from tests.modules.it_costs.sources_town import LATER, NOW, fetch, town

LATEST = LATER + dt.timedelta(days=30)
SOON = dt.date(2027, 6, 30)


def held(ends: str = "2027-12-31", **general: Any) -> Kitos:
    told = contract(1, usages=[1])
    told["general"] = {"contractId": "K-1", "validity": {"validFrom": "2024-01-01", "validTo": ends}} | general
    return Kitos(usages=[usage(1)], systems=[system(1)], contracts=[told])


@pytest.fixture
def place(db: None, settings: Any) -> SimpleNamespace:
    """A contract of KITOS is here; then people say that it ends sooner."""
    found = town()
    fetch(found, settings, held())
    take_on(actor=found.as_("coordinator"), source="kitos", systems={"u-1": None}, contracts={"c-1": None}, at=NOW)
    said(found, ends_on=SOON)
    return found


def said(place: SimpleNamespace, **what: Any) -> None:
    facts = replace(contract_facts(the_contract()), **what)
    change_contract(actor=place.as_("coordinator"), contract_id=the_contract().pk, facts=facts, at=LATER)


def the_contract() -> Contract:
    return Contract.objects.select_related("vendor", "unit").get()


def told(place: SimpleNamespace) -> list[tuple[str, str, str, str]]:
    found = differences(actor=place.as_("coordinator"), on=LATER.date())
    return [(one.name, one.field, one.ours, one.theirs) for one in found]


def chosen(place: SimpleNamespace, *, takes_theirs: bool, at: dt.datetime = LATER) -> tuple[int, int]:
    return settle(actor=place.as_("coordinator"), values=None, takes_theirs=takes_theirs, at=at)


def test_what_people_changed_is_not_written_over_and_the_difference_is_told(place, settings) -> None:
    fetch(place, settings, held(), at=LATER)
    assert the_contract().ends_on == SOON
    assert told(place) == [("Kontrakt 1", "Slutter", "30. juni 2027", "31. december 2027")]
    assert disputed_contracts() == 1
    assert Event.objects.filter(action="it_costs.read_source").latest("at").data["contracts_kept"] == 1


def test_the_sources_word_is_taken_with_history_and_is_validated_by_who_chose(place, settings) -> None:
    fetch(place, settings, held(), at=LATER)
    assert chosen(place, takes_theirs=True) == (1, 0)
    assert the_contract().ends_on == dt.date(2027, 12, 31)
    value = FieldValue.objects.get(contract=the_contract(), field="ends_on")
    assert (value.source, value.value, value.person) == ("kitos", "2027-12-31", place.people["coordinator"])
    newest = history_of(the_contract(), tree=tree_on(LATER.date()))[0]
    assert newest.what == "Kildens værdi er brugt"
    assert newest.values == (("Slutter", "30. juni 2027", "31. december 2027"),)
    assert Event.objects.get(action="it_costs.settle_differences").object_kind == "it_contract"
    assert told(place) == []
    fetch(place, settings, held("2028-12-31"), at=LATEST)
    assert the_contract().ends_on == dt.date(2027, 12, 31), "validated: a new word is a difference"
    assert told(place) == [("Kontrakt 1", "Slutter", "31. december 2027", "31. december 2028")]


def test_ours_is_kept_until_the_source_says_something_new(place, settings) -> None:
    fetch(place, settings, held(), at=LATER)
    assert chosen(place, takes_theirs=False) == (1, 0)
    assert the_contract().ends_on == SOON
    fetch(place, settings, held(), at=LATEST)
    assert told(place) == [], "it was declined"
    fetch(place, settings, held("2029-12-31"), at=LATEST + dt.timedelta(days=1))
    assert told(place) == [("Kontrakt 1", "Slutter", "30. juni 2027", "31. december 2029")]


def test_a_difference_is_over_where_the_source_says_what_we_say(place, settings) -> None:
    fetch(place, settings, held(), at=LATER)
    fetch(place, settings, held("2027-06-30"), at=LATEST)
    assert told(place) == []
    assert chosen(place, takes_theirs=True) == (0, 0)


def test_what_nobody_here_changed_follows_the_source(place, settings) -> None:
    fetch(place, settings, held(contractId="K-99"), at=LATER)
    assert the_contract().number == "K-99"
    fetch(place, settings, held(contractId="K-100"), at=LATEST)
    assert the_contract().number == "K-100"
    assert [field for _, field, *_ in told(place)] == ["Slutter"]


def test_a_source_that_knows_no_end_takes_none_away(place, settings) -> None:
    fetch(place, settings, held(""), at=LATER)
    assert the_contract().ends_on == SOON
    assert told(place) == []


def test_a_day_of_the_source_that_would_turn_the_contract_round_waits_and_is_not_taken(place, settings) -> None:
    late = held("2028-12-31")
    late.held["/api/v2/it-contracts"][0]["general"]["validity"]["validFrom"] = "2028-01-01"
    fetch(place, settings, late, at=LATER)
    assert (the_contract().starts_on, the_contract().ends_on) == (dt.date(2024, 1, 1), SOON)
    fields = {field: value for _, field, _, value in told(place)}
    assert fields == {"Slutter": "31. december 2028", "Starter": "1. januar 2028"}
    start = FieldValue.objects.get(field="starts_on").pk
    assert settle(actor=place.as_("coordinator"), values=[start], takes_theirs=True, at=LATER) == (0, 1)
    assert the_contract().starts_on == dt.date(2024, 1, 1)
    assert chosen(place, takes_theirs=True)[0] >= 1
    assert the_contract().ends_on == dt.date(2028, 12, 31)


def test_the_page_of_sources_and_of_the_contract_tell_it_and_it_is_settled_there(place, settings) -> None:
    fetch(place, settings, held(), at=LATER)
    browser = Browser()
    browser.force_login(place.people["coordinator"])
    page = browser.get(reverse("it_costs:sources")).content.decode()
    assert "1 forskel at afgøre" in page
    assert "Se kontrakten" in page
    there = reverse("it_costs:contract", args=[the_contract().pk])
    assert "Slutter: 31. december 2027" in " ".join(browser.get(there).content.decode().split())
    browser.post(reverse("it_costs:source_settle"), {"valg": "kilden", "alle": "ja"})
    assert the_contract().ends_on == dt.date(2027, 12, 31)
    assert "Kilden siger noget andet" not in browser.get(there).content.decode()


def test_everybody_reads_what_the_source_says_and_the_coordinator_alone_settles(place, settings) -> None:
    fetch(place, settings, held(), at=LATER)
    browser = Browser()
    browser.force_login(place.people["colleague"])
    page = browser.get(reverse("it_costs:contract", args=[the_contract().pk])).content.decode()
    assert "Kilden siger noget andet" in page
    assert "Vælg, hvad der gælder" not in page
    assert browser.post(reverse("it_costs:source_settle"), {"valg": "kilden", "alle": "ja"}).status_code == 403


def test_a_contract_out_of_the_register_has_no_differences(place, settings) -> None:
    fetch(place, settings, held(), at=LATER)
    Contract.objects.update(removed_at=LATER)
    assert told(place) == []
    assert disputed_contracts() == 0


def test_a_new_name_of_the_vendor_here_is_no_difference(place, settings) -> None:
    fetch(place, settings, held(), at=LATER)
    chosen(place, takes_theirs=True)
    vendor = the_contract().vendor
    change_vendor(actor=place.as_("coordinator"), vendor_id=vendor.pk, name="Nordlys", cvr=vendor.cvr, at=LATER)
    fetch(place, settings, held(), at=LATEST)
    assert told(place) == []
