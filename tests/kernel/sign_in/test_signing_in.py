"""In with e-mail and password, and out again; each an event."""

from __future__ import annotations

import pytest
from django.test import Client

from chefforum.kernel.audit.models import Event
from chefforum.kernel.audit.queries import verify
from chefforum.kernel.people.models import Person

from .conftest import PASSWORD

pytestmark = pytest.mark.django_db


def sign_in(client: Client, *, email: str = "asta.holm@lindeby.example", password: str = PASSWORD, **more: str):
    return client.post("/log-ind/", {"username": email, "password": password} | more)


def test_the_right_password_leads_to_the_start_page_and_is_an_event(client: Client, asta: Person, trail) -> None:
    answer = sign_in(client)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert client.session["_auth_user_id"] == str(asta.pk)
    assert trail() == [("access.login", "Asta Holm")]
    assert Event.objects.get().data == {"how": "password"}


@pytest.mark.parametrize("spelt", ["ASTA.HOLM@lindeby.example", "  asta.holm@Lindeby.Example "])
def test_capital_letters_and_spaces_in_the_address_do_not_matter(client: Client, asta: Person, spelt: str) -> None:
    assert sign_in(client, email=spelt).status_code == 302


def test_the_session_gets_a_new_key_so_that_an_old_one_is_worth_nothing(client: Client, asta: Person) -> None:
    session = client.session
    session["seen"] = True
    session.save()
    before = session.session_key
    sign_in(client)
    assert client.session.session_key != before


def test_a_wrong_password_says_what_to_do_and_names_the_person_in_the_trail(
    client: Client, asta: Person, trail
) -> None:
    answer = sign_in(client, password="forkert")
    assert answer.status_code == 200
    assert "E-mail eller adgangskode er forkert" in answer.content.decode()
    assert trail() == [("access.login_failed", "Asta Holm")]
    assert "_auth_user_id" not in client.session


def test_what_was_typed_is_in_no_event_when_it_is_nobodys_address(client: Client, asta: Person) -> None:
    sign_in(client, email="min-hemmelige-kode@nowhere.example", password="endnu en hemmelighed")
    event = Event.objects.get()
    assert (event.action, event.object_name, event.object_id) == ("access.login_failed", "ukendt e-mail", "")
    kept = repr([getattr(event, field.attname) for field in Event._meta.concrete_fields])
    assert "hemmelig" not in kept
    assert verify() == (1, None)


def test_the_same_answer_to_a_wrong_password_and_an_unknown_address(client: Client, asta: Person) -> None:
    wrong = sign_in(client, password="forkert").context["form"].errors
    assert sign_in(client, email="ingen@lindeby.example").context["form"].errors == wrong


def test_somebody_who_has_left_does_not_come_in(client: Client, asta: Person) -> None:
    Person.objects.update(is_active=False)
    assert sign_in(client).status_code == 200
    assert "_auth_user_id" not in client.session


def test_a_person_without_a_password_cannot_guess_one(client: Client, asta: Person) -> None:
    asta.set_unusable_password()
    asta.save()
    assert sign_in(client, password=asta.password).status_code == 200


def test_an_empty_form_is_no_attempt(client: Client, asta: Person, trail) -> None:
    answer = sign_in(client, email="", password="")
    assert answer.context["form"].errors.keys() == {"username", "password"}
    assert trail() == []


@pytest.mark.parametrize(
    ("to", "leads"), [("/moeder/?aar=2026", "/moeder/?aar=2026"), ("/organisation/", "/organisation/")]
)
def test_one_comes_to_the_page_that_one_asked_for(client: Client, asta: Person, to: str, leads: str) -> None:
    assert sign_in(client, next=to).headers["Location"] == leads


@pytest.mark.parametrize(
    "to", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example", "http:///x"]
)
def test_one_is_never_led_to_another_place(client: Client, asta: Person, to: str) -> None:
    assert sign_in(client, next=to).headers["Location"] == "/"


def test_somebody_who_is_in_already_is_not_asked_again(client: Client, asta: Person) -> None:
    client.force_login(asta)
    assert client.get("/log-ind/").headers["Location"] == "/"


def test_out_is_an_event_and_the_session_is_gone(client: Client, asta: Person, trail) -> None:
    client.force_login(asta)
    key = client.session.session_key
    answer = client.post("/log-ud/", follow=True)
    assert "Du er logget ud." in answer.content.decode()
    assert trail() == [("access.logout", "Asta Holm")]
    assert client.session.session_key != key
    assert client.get("/moeder/").status_code == 302


def test_a_link_cannot_sign_anybody_out(client: Client, asta: Person) -> None:
    client.force_login(asta)
    assert client.get("/log-ud/").status_code == 405
    assert "_auth_user_id" in client.session


def test_the_form_is_refused_without_its_token(asta: Person, trail) -> None:
    assert sign_in(Client(enforce_csrf_checks=True)).status_code == 403
    assert trail() == []
