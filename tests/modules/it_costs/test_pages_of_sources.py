"""The page of sources: what is set up, what was read, what differs; and the choice of what comes into the register."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from chefforum.modules.it_costs.models import FieldValue, ItSystem
from tests.connectors.sources.stub_of_kitos import PASSWORD, USER, Kitos, contract, system, usage
from tests.modules.it_costs.sources_town import LATER, NOW, fetch, town


@pytest.fixture
def place(db: None) -> SimpleNamespace:
    return town()


@pytest.fixture
def browser(place: SimpleNamespace) -> Browser:
    browser = Browser()
    browser.force_login(place.people["coordinator"])
    return browser


def two() -> Kitos:
    return Kitos(usages=[usage(1), usage(2)], systems=[system(1), system(2)], contracts=[contract(1, usages=[1, 2])])


def shown(browser: Browser, name: str = "it_costs:sources", query: str = "") -> str:
    answer = browser.get(reverse(name) + query)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_before_anything_is_set_up_the_page_says_what_to_do(browser) -> None:
    page = shown(browser)
    assert "CHEFFORUM_KITOS_USER" in page
    assert "CHEFFORUM_GRAPH_SECRET" in page
    assert "Ikke sat op" in page
    assert "Indlæs en fil fra Wired Relations" in page
    assert "Der er ingen forskelle at afgøre" in page


def test_a_source_that_is_set_up_can_be_fetched_and_its_secrets_are_on_no_page(browser, settings) -> None:
    settings.KITOS_USER, settings.KITOS_PASSWORD = USER, PASSWORD
    page = shown(browser)
    assert "Hent fra KITOS" in page
    assert PASSWORD not in page
    assert USER not in page


def test_the_button_starts_a_job_and_comes_back_to_the_sources(
    place, browser, settings, django_capture_on_commit_callbacks: Any
) -> None:
    from tests.connectors.sources.stub_of_kitos import kitos

    settings.KITOS_USER, settings.KITOS_PASSWORD = USER, PASSWORD
    with kitos(two()) as stub, django_capture_on_commit_callbacks(execute=True):
        settings.KITOS_URL = stub.address
        answer = browser.post(reverse("it_costs:source_fetch"), {"kilde": "kitos"})
    assert answer.url.startswith("/opgaver/")
    page = shown(browser)
    assert "Se 3 rækker, der ikke er i registret" in page


def test_what_is_chosen_on_the_preview_and_nothing_else_comes_into_the_register(place, browser, settings) -> None:
    fetch(place, settings, two())
    ours = ItSystem.objects.create(name="Fagsystem 1", created_at=NOW, changed_at=NOW)
    page = shown(browser, "it_costs:source_new", "?kilde=kitos")
    assert "2 systemer og 1 kontrakt" in page
    assert "Er “Fagsystem 1”" in page
    rows = {row.name: row for row in browser.get(reverse("it_costs:source_new") + "?kilde=kitos").context["form"].rows}
    chosen = {f"r{rows['Fagsystem 1'].link_id}": str(ours.pk), f"r{rows['Kontrakt 1'].link_id}": "ny"}
    answer = browser.post(reverse("it_costs:source_new") + "?kilde=kitos", chosen, follow=True)
    assert "1 kontrakt er oprettet. 1 række er knyttet til systemer, I har." in answer.content.decode()
    ours.refresh_from_db()
    assert ours.hosting == "external"
    assert [one.name for one in ItSystem.objects.all()] == ["Fagsystem 1"]
    assert "Fagsystem 2" in shown(browser, "it_costs:source_new", "?kilde=kitos")


def test_a_choice_that_is_not_offered_is_refused(place, browser, settings) -> None:
    fetch(place, settings, two())
    other = ItSystem.objects.create(name="Noget andet", created_at=NOW, changed_at=NOW)
    (row, *_) = browser.get(reverse("it_costs:source_new") + "?kilde=kitos").context["form"].rows
    answer = browser.post(reverse("it_costs:source_new") + "?kilde=kitos", {f"r{row.link_id}": str(other.pk)})
    assert answer.status_code == 200
    assert ItSystem.objects.count() == 1


def test_many_that_look_like_nothing_here_can_be_made_at_once(place, browser, settings) -> None:
    fetch(place, settings, Kitos(usages=[usage(one) for one in range(70)], systems=[system(one) for one in range(70)]))
    ItSystem.objects.create(name="Fagsystem 7", created_at=NOW, changed_at=NOW)
    page = shown(browser, "it_costs:source_new", "?kilde=kitos")
    assert "der ikke ligner noget" in page
    browser.post(reverse("it_costs:source_new") + "?kilde=kitos", {"alle": "ja"})
    assert ItSystem.objects.filter(name="Fagsystem 7").count() == 1


def test_one_difference_is_settled_or_all_of_them(place, browser, settings) -> None:
    fetch(place, settings, two())
    browser.post(reverse("it_costs:source_new") + "?kilde=kitos", {"alle": "ja"})
    FieldValue.objects.filter(field="hosting").update(validated_at=NOW)
    hybrid = [usage(one, general={"hostedAt": "Hybrid"}) for one in (1, 2)]
    fetch(place, settings, Kitos(usages=hybrid, systems=[system(1), system(2)]), at=LATER)
    page = shown(browser)
    assert "2 forskelle at afgøre" in page
    assert "Alle 2 forskelle" in page
    value = FieldValue.objects.get(system__name="Fagsystem 1", field="hosting")
    settle = reverse("it_costs:source_settle")
    answer = browser.post(settle, {"valg": "kilden"}, follow=True)
    assert "Der er ikke valgt noget" in answer.content.decode()
    browser.post(settle, {"valg": "kilden", "forskel": [value.pk]})
    assert ItSystem.objects.get(name="Fagsystem 1").hosting == "hybrid"
    assert ItSystem.objects.get(name="Fagsystem 2").hosting == "external"
    browser.post(settle, {"valg": "vores", "alle": "ja"})
    assert ItSystem.objects.get(name="Fagsystem 2").hosting == "external"
    assert "Der er ingen forskelle at afgøre" in shown(browser)


@pytest.mark.parametrize("who", ["local", "controller", "colleague"])
@pytest.mark.parametrize("name", ["sources", "source_new"])
def test_others_than_the_coordinator_see_no_sources(place, who: str, name: str) -> None:
    other = Browser()
    other.force_login(place.people[who])
    assert other.get(reverse(f"it_costs:{name}") + "?kilde=kitos").status_code == 403


@pytest.mark.parametrize("query", ["", "?kilde=", "?kilde=vejr", "?kilde=wired", "?side=x"])
def test_an_address_without_a_source_lets_one_choose(browser, query: str) -> None:
    page = shown(browser, "it_costs:source_numbers", query)
    assert "Vælg den kilde, du vil se." in page
    for source, name in (("kitos", "KITOS"), ("topdesk", "TOPdesk"), ("graph", "Microsoft 365")):
        assert f'<a href="?kilde={source}">{name}</a>' in page
    assert "?kilde=wired" not in page
    assert "Vælg den kilde" not in shown(browser, "it_costs:source_numbers", "?kilde=kitos")


@pytest.mark.parametrize(
    ("name", "offered"), [("it_costs:source_new", 4), ("it_costs:source_proposals", 2), ("it_costs:source_numbers", 3)]
)
def test_each_page_offers_the_sources_that_it_is_of(browser, name: str, offered: int) -> None:
    assert shown(browser, name).count('<a href="?kilde=') == offered
