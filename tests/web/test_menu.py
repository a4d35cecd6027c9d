"""The menu shows what the person may use, where they are, and nothing that leads nowhere."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.urls import path

from chefforum.web import navigation
from chefforum.web.navigation import (
    NavigationItem,
    check_navigation,
    navigation_for,
    register_navigation,
    ways_below,
)

urlpatterns = [
    path("", lambda request: None, name="start"),
    path("moeder/", lambda request: None, name="meetings"),
    path("moeder/opgaver/", lambda request: None, name="actions"),
    path("revision/", lambda request: None, name="audit"),
    path("satser/", lambda request: None, name="rates"),
    path("regler/", lambda request: None, name="rules"),
]


@dataclass(frozen=True)
class Only:
    """Lets in those who are named."""

    names: tuple[str, ...]

    def allows(self, actor: object) -> bool:
        return actor in self.names


ALL = Only(("chief", "auditor"))


@pytest.fixture(autouse=True)
def _menu(monkeypatch: pytest.MonkeyPatch, settings) -> None:
    settings.ROOT_URLCONF = __name__
    monkeypatch.setattr(navigation, "_items", [])
    register_navigation(
        NavigationItem("Drift", "Revision", "audit", Only(("auditor",))),
        NavigationItem("Møder", "Opgaver fra møder", "actions", ALL, order=20),
        NavigationItem("Møder", "Møder", "meetings", ALL, order=10),
        NavigationItem("Overblik", "Overblik", "start", ALL),
    )


def titles(actor: str) -> list[tuple[str, list[str]]]:
    return [(section.title, [link.title for link in section.links]) for section in navigation_for(actor)]


def test_sections_stand_in_the_order_of_the_house_and_links_in_their_own() -> None:
    assert titles("auditor") == [
        ("Overblik", ["Overblik"]),
        ("Møder", ["Møder", "Opgaver fra møder"]),
        ("Drift", ["Revision"]),
    ]


def test_what_a_person_may_not_use_is_not_shown_and_an_empty_section_neither() -> None:
    assert [section for section, _ in titles("chief")] == ["Overblik", "Møder"]
    assert titles("stranger") == []


@pytest.mark.parametrize(
    ("address", "current"),
    [
        ("/", {"Overblik": "page"}),
        ("/moeder/", {"Møder": "page"}),
        ("/moeder/12/", {"Møder": "true"}),
        ("/moeder/opgaver/3/", {"Opgaver fra møder": "true"}),
        ("/findes-ikke/", {}),
    ],
)
def test_the_link_that_the_page_lies_nearest_below_is_the_current_one(address: str, current: dict[str, str]) -> None:
    links = [link for section in navigation_for("auditor", path=address) for link in section.links]
    assert {link.title: link.current for link in links if link.current} == current


def test_a_section_is_current_when_any_of_its_pages_is() -> None:
    sections = navigation_for("chief", path="/moeder/opgaver/")
    assert [(section.title, section.current) for section in sections] == [("Overblik", ""), ("Møder", "true")]


def test_registering_twice_shows_once() -> None:
    register_navigation(NavigationItem("Møder", "Møder", "meetings", ALL, order=10))
    assert titles("chief")[1] == ("Møder", ["Møder", "Opgaver fra møder"])


def test_a_section_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="no such section: Moeder"):
        register_navigation(NavigationItem("Moeder", "Møder", "meetings", ALL))


def test_a_way_in_that_leads_nowhere_is_left_out_and_reported() -> None:
    assert check_navigation() == []
    register_navigation(NavigationItem("It", "Systemer", "systems:list", ALL))
    assert "It" not in dict(titles("chief"))
    assert [message.id for message in check_navigation()] == ["web.W001"]


def below(*items: tuple[str, str, Only]) -> None:
    register_navigation(
        NavigationItem("Møder", "Indstillinger", "audit", ALL, order=30),
        *(NavigationItem("Møder", title, name, rule, under="audit", about="Kort") for title, name, rule in items),
    )


def test_what_stands_under_a_way_in_is_not_in_the_menu_but_on_its_page() -> None:
    below(("Satser", "rates", ALL), ("Regler", "rules", ALL))
    assert dict(titles("chief"))["Møder"] == ["Møder", "Opgaver fra møder", "Indstillinger"]
    assert [(way.title, way.about) for way in ways_below("chief", "audit")] == [("Regler", "Kort"), ("Satser", "Kort")]
    links = [link for section in navigation_for("chief", path="/satser/2/") for link in section.links]
    assert {link.title: link.current for link in links if link.current} == {"Indstillinger": "true"}


def test_a_single_way_in_stands_in_place_of_the_page_above_it() -> None:
    below(("Satser", "rates", ALL), ("Regler", "rules", Only(("auditor",))))
    assert dict(titles("chief"))["Møder"] == ["Møder", "Opgaver fra møder", "Satser"]
    assert dict(titles("auditor"))["Møder"] == ["Møder", "Opgaver fra møder", "Indstillinger"]


def test_a_way_in_with_nothing_under_it_for_the_person_is_not_shown() -> None:
    below(("Regler", "rules", Only(("auditor",))))
    assert dict(titles("chief"))["Møder"] == ["Møder", "Opgaver fra møder"]


def in_a_row(*items: tuple[str, str, Only], above: Only = ALL) -> None:
    register_navigation(
        NavigationItem("It", "Satser", "rates", above),
        *(NavigationItem("It", title, name, rule, under="rates", tab=True) for title, name, rule in items),
    )


def row_of(actor: str, path: str) -> list[tuple[str, bool]]:
    found = navigation.tabs_for(actor, path=path)
    return [(tab.title, tab.is_here) for tab in found.tabs] if found else []


def test_pages_in_a_row_are_shown_on_each_of_them_and_not_in_the_menu() -> None:
    in_a_row(("Regler", "rules", ALL))
    assert dict(titles("chief"))["It"] == ["Satser"]
    assert row_of("chief", "/satser/") == [("Satser", True), ("Regler", False)]
    assert row_of("chief", "/regler/") == [("Satser", False), ("Regler", True)]
    assert row_of("chief", "/regler/2/") == [], "a page below has its own way back"
    assert row_of("chief", "/moeder/") == []
    links = [link for section in navigation_for("chief", path="/regler/2/") for link in section.links]
    assert {link.title: link.current for link in links if link.current} == {"Satser": "true"}
    assert ways_below("chief", "rates") == []


def test_a_row_holds_only_what_the_person_may_use_and_one_page_is_no_row() -> None:
    in_a_row(("Regler", "rules", Only(("auditor",))))
    assert dict(titles("chief"))["It"] == ["Satser"]
    assert row_of("chief", "/satser/") == []
    assert row_of("auditor", "/satser/") == [("Satser", True), ("Regler", False)]


def test_a_page_of_a_row_stands_in_the_menu_where_the_page_above_it_is_not_the_persons() -> None:
    in_a_row(("Regler", "rules", ALL), above=Only(("auditor",)))
    assert dict(titles("chief"))["It"] == ["Regler"]
    assert row_of("chief", "/regler/") == []
    assert dict(titles("auditor"))["It"] == ["Satser"]
