"""In demo mode one chooses whom to be; elsewhere there is no such page, and real persons are never among them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client

from chefforum.kernel.access.models import RoleAssignment
from chefforum.kernel.access.rules import Role
from chefforum.kernel.organisation.models import Unit
from chefforum.kernel.people.models import Employment, Group, GroupKind, GroupMembership, GroupRole, Person
from chefforum.kernel.sign_in.queries import demo_persons

BEFORE, TODAY, LATER = dt.date(2020, 1, 1), dt.date(2026, 2, 3), dt.date(2026, 6, 1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def chair(unit: Unit, person_with: Callable[..., Person]) -> Person:
    person = person_with("Ea Kjær")
    forum = Group.objects.create(name="Chefforum", kind=GroupKind.FORUM, unit=unit, valid_from=BEFORE)
    GroupMembership.objects.create(group=forum, person=person, role=GroupRole.CHAIR, valid_from=BEFORE)
    Employment.objects.create(person=person, unit=unit, title="Kommunaldirektør", valid_from=BEFORE)
    return person


def choose(client: Client, person_id: object, **more: str):
    return client.post("/log-ind/demo/", {"person": str(person_id)} | more)


def test_one_click_lets_in_and_is_an_event_of_its_own_kind(client: Client, owner: Person, trail) -> None:
    assert choose(client, owner.pk).headers["Location"] == "/"
    assert client.session["_auth_user_id"] == str(owner.pk)
    assert trail() == [("access.login", "Asta Holm")]


def test_outside_demo_mode_there_is_no_such_page(client: Client, owner: Person, settings, trail) -> None:
    settings.DEMO = False
    assert choose(client, owner.pk).status_code == 404
    assert "_auth_user_id" not in client.session
    assert "Asta Holm" not in client.get("/log-ind/").content.decode()
    assert trail() == []


def test_a_real_address_is_never_of_the_demo_even_in_demo_mode(client: Client, owner: Person) -> None:
    Person.objects.update(email="asta.holm@rigtig-kommune.dk")
    assert choose(client, owner.pk).status_code == 404
    assert demo_persons(on=TODAY) == []


@pytest.mark.parametrize("person", ["", "x", "1; drop table", uuid4()])
def test_somebody_who_does_not_exist_is_a_page_that_does_not_exist(client: Client, person: object) -> None:
    assert choose(client, person).status_code == 404


def test_somebody_who_has_left_cannot_be_chosen(client: Client, owner: Person) -> None:
    Person.objects.update(is_active=False)
    assert choose(client, owner.pk).status_code == 404
    assert demo_persons(on=TODAY) == []


def test_a_link_lets_nobody_in(client: Client, owner: Person) -> None:
    assert client.get("/log-ind/demo/", {"person": str(owner.pk)}).status_code == 405


def test_one_is_led_to_the_page_asked_for_and_never_elsewhere(client: Client, owner: Person) -> None:
    assert choose(client, owner.pk, next="/moeder/").headers["Location"] == "/moeder/"
    assert choose(client, owner.pk, next="//evil.example/").headers["Location"] == "/"


def test_the_list_says_what_each_does_under_a_heading_that_helps_to_choose(owner: Person, chair: Person) -> None:
    shown = [(heading, [(one.name, one.words) for one in persons]) for heading, persons in demo_persons(on=TODAY)]
    assert shown == [
        ("Forbereder møder og skriver sager", [("Asta Holm", ("Sekretariat",))]),
        ("Sidder i et forum", [("Ea Kjær", ("Kommunaldirektør", "Formand for Chefforum"))]),
    ]


def test_roles_and_seats_of_another_time_are_not_said(owner: Person, chair: Person, unit: Unit) -> None:
    RoleAssignment.objects.create(person=chair, role=Role.AUDITOR, unit=unit, valid_from=LATER)
    RoleAssignment.objects.filter(person=owner).update(valid_to=TODAY)
    assert [heading for heading, _ in demo_persons(on=TODAY)] == ["Sidder i et forum"]


def test_a_title_that_says_the_role_is_said_once(unit: Unit, person_with: Callable[..., Person]) -> None:
    person = person_with("Pia Lund", Role.CONTROLLER)
    Employment.objects.create(person=person, unit=unit, title="Controller", valid_from=BEFORE)
    assert demo_persons(on=TODAY)[0][1][0].words == ("Controller",)


def test_the_list_takes_four_queries_however_long_it_is(
    unit: Unit,
    person_with: Callable[..., Person],
    django_assert_num_queries,
) -> None:
    for place in range(12):
        person_with(f"Person {place}", Role.CASE_AUTHOR)
    with django_assert_num_queries(4):
        assert len(demo_persons(on=TODAY)[0][1]) == 12
