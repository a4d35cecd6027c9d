"""The menu of technology is short for each kind of person, and each page is found in at most two steps."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from chefforum.web.navigation import navigation_for, tabs_for, ways_below
from tests.modules.it_costs.sources_town import town


@pytest.fixture
def place(db: None):
    return town()


def menu(actor) -> dict[str, str]:
    return next(
        ({link.title: link.url for link in one.links} for one in navigation_for(actor) if one.title == "It"), {}
    )


def row(actor, name: str) -> list[str]:
    found = tabs_for(actor, path=reverse(name))
    return [tab.title for tab in found.tabs] if found else []


def test_the_coordinator_has_all_in_a_short_menu(place) -> None:
    actor = place.as_("coordinator")
    assert list(menu(actor)) == [
        "Systemer",
        "Omkostninger",
        "Validering",
        "Godkendelser",
        "Portefølje",
        "Benchmark",
        "Indstillinger",
    ]
    assert row(actor, "it_costs:systems") == ["Systemer", "Kontrakter", "Leverandører", "Kilder"]
    assert row(actor, "it_costs:rules") == [
        "Omkostninger",
        "Hvorfor koster det mere?",
        "Antal og priser",
        "Gennemsnitsår",
        "Ved siden af regnskabet",
        "Kontering",
        "Fordelingsnøgler",
        "Afstemning",
    ]


def test_who_works_here_sees_systems_contracts_vendors_and_what_was_chosen(place) -> None:
    actor = place.as_("colleague")
    assert list(menu(actor)) == ["Systemer", "Godkendelser", "Portefølje"]
    assert row(actor, "it_costs:systems") == ["Systemer", "Kontrakter", "Leverandører"]


@pytest.mark.parametrize("name", ["rules", "reconciliation", "keys", "why", "volumes", "cost_lines"])
def test_the_menu_shows_costs_where_one_is_in_a_page_about_them(place, name: str) -> None:
    links = [
        link
        for section in navigation_for(place.as_("coordinator"), path=reverse(f"it_costs:{name}"))
        for link in section.links
    ]
    assert {link.title: link.current for link in links if link.current} == {"Omkostninger": "true"}


def test_every_page_is_two_steps_away_and_answers(place) -> None:
    client = Client()
    client.force_login(place.people["coordinator"], backend="django.contrib.auth.backends.ModelBackend")
    actor = place.as_("coordinator")
    for title, url in menu(actor).items():
        page = client.get(url).content.decode()
        beside = tabs_for(actor, path=url)
        ways = [one.url for one in beside.tabs] if beside else []
        ways += [one.url for one in ways_below(actor, "it_costs:settings")] if title == "Indstillinger" else []
        for there in ways:
            assert f'href="{there}"' in page
            assert client.get(there).status_code == 200, there
