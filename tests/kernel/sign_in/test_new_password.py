"""Changing one's password."""

from __future__ import annotations

import pytest
from django.test import Client

from chefforum.kernel.people.models import Person

from .conftest import PASSWORD

NEW = "otte blå fjorde 8"

pytestmark = pytest.mark.django_db


def change(client: Client, *, old: str = PASSWORD, new: str = NEW, again: str = NEW):
    return client.post("/adgangskode/", {"old_password": old, "new_password1": new, "new_password2": again})


def test_the_new_one_holds_one_stays_signed_in_here_and_it_is_an_event(client: Client, asta: Person, trail) -> None:
    client.force_login(asta)
    assert change(client).headers["Location"] == "/"
    asta.refresh_from_db()
    assert asta.check_password(NEW)
    assert client.get("/adgangskode/").status_code == 200
    assert trail() == [("access.password_changed", "Asta Holm")]


def test_other_places_are_signed_out(client: Client, asta: Person) -> None:
    elsewhere = Client()
    for one in (client, elsewhere):
        one.force_login(asta)
    change(client)
    assert elsewhere.get("/adgangskode/").status_code == 302


@pytest.mark.parametrize(
    ("sent", "word"),
    [
        ({"old": "forkert"}, "Den nuværende adgangskode er forkert"),
        ({"again": "noget andet 9"}, "De to nye adgangskoder er ikke ens"),
        ({"new": "kort 1", "again": "kort 1"}, "12"),
        ({"new": "password1234", "again": "password1234"}, "almindelig"),
        ({"new": "asta.holm@lindeby", "again": "asta.holm@lindeby"}, "e-mail"),
    ],
)
def test_a_refused_one_says_why_in_danish_and_changes_nothing(
    client: Client, asta: Person, trail, sent: dict[str, str], word: str
) -> None:
    client.force_login(asta)
    text = change(client, **sent).content.decode()
    asta.refresh_from_db()
    assert asta.check_password(PASSWORD)
    assert "Adgangskoden er ikke ændret" in text
    assert word in text
    assert trail() == []


def test_nobody_changes_a_password_without_being_signed_in(client: Client, asta: Person) -> None:
    assert change(client).headers["Location"].startswith("/log-ind/")
    asta.refresh_from_db()
    assert asta.check_password(PASSWORD)
