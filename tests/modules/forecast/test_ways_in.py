"""The menu of the economy is short for each kind of person; what is seldom done stands on a page of its own."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from chefforum.web.navigation import navigation_for, ways_below


def menu(actor) -> list[str]:
    return next(
        ([link.title for link in section.links] for section in navigation_for(actor) if section.title == "Økonomi"), []
    )


@pytest.mark.parametrize(
    ("who", "ways"),
    [
        ("leader", ["Mit forventede regnskab", "Posteringer"]),
        (
            "chief",
            ["Mit forventede regnskab", "Mit område", "Afvigelser", "Runder", "Posteringer", "Træfsikkerhed"],
        ),
        (
            "part_controller",
            ["Forventet regnskab", "Mit område", "Afvigelser", "Runder", "Posteringer", "Regnskab", "Træfsikkerhed"],
        ),
        (
            "controller",
            [
                "Forventet regnskab",
                "Hele kommunen",
                "Afvigelser",
                "Runder",
                "Udrulning",
                "Posteringer",
                "Regnskab",
                "Indstillinger",
            ],
        ),
        ("colleague", []),
    ],
)
def test_each_sees_what_is_theirs(town, who, ways):
    assert menu(town.as_(who)) == ways


def test_every_way_in_of_finance_answers(town):
    client = Client()
    client.force_login(town.people["controller"], backend="django.contrib.auth.backends.ModelBackend")
    for above in ("forecast:settings", "ledger:books"):
        page = client.get(reverse(above)).content.decode()
        ways = ways_below(town.controller, above)
        assert len(ways) > 4
        for way in ways:
            assert way.about
            assert f'href="{way.url}"' in page
            assert client.get(way.url).status_code == 200, way.title


def test_the_menu_shows_where_one_is_on_a_page_that_stands_below(town):
    client = Client()
    client.force_login(town.people["controller"], backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("forecast:categories")).content.decode()
    assert f'href="{reverse("forecast:settings")}" aria-current="true"' in page
