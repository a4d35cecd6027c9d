"""Who works where, who leads and who sits in a group on a date."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction

from chefforum.kernel.organisation.models import Unit
from chefforum.kernel.people.models import GroupRole, Person
from chefforum.kernel.people.queries import leaders_of, list_employments, list_groups, list_persons, members_of
from tests import factories

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
CHANGE = dt.date(2026, 3, 1)


@pytest.fixture
def school() -> Unit:
    return factories.unit("Nordskolen")


def test_the_leader_changes_on_the_day(school: Unit) -> None:
    before, after = factories.person("Anna Skov"), factories.person("Bent Å")
    factories.employment(before, school, is_leader=True, valid_to=CHANGE)
    factories.employment(after, school, is_leader=True, valid_from=CHANGE)
    factories.employment(factories.person("Carl Eg"), school)

    def leaders(on: dt.date) -> list[Person]:
        return [employment.person for employment in leaders_of(unit_ids=[school.pk], on=on)[school.pk]]

    assert leaders(CHANGE - DAY) == [before]
    assert leaders(CHANGE) == [after]


def test_a_unit_without_a_leader_is_not_in_the_answer(school: Unit) -> None:
    factories.employment(factories.person("Carl Eg"), school)
    assert leaders_of(unit_ids=[school.pk], on=CHANGE) == {}


def test_leaders_of_many_units_are_one_query(school: Unit, django_assert_num_queries: object) -> None:
    units = [school, *(factories.unit(f"Enhed {number}") for number in range(5))]
    for unit in units:
        factories.employment(factories.person("Leder"), unit, is_leader=True)
    with django_assert_num_queries(1):  # type: ignore[operator]
        found = leaders_of(unit_ids=[unit.pk for unit in units], on=CHANGE)
        assert {employment.person.name for each in found.values() for employment in each} == {"Leder"}


def test_employees_come_with_the_leader_first_and_without_those_who_have_left(school: Unit) -> None:
    factories.employment(factories.person("Anna"), school)
    factories.employment(factories.person("Zenia"), school, is_leader=True)
    factories.employment(factories.person("Gået"), school, valid_to=CHANGE)
    names = [employment.person.name for employment in list_employments(unit_id=school.pk, on=CHANGE)]
    assert names == ["Zenia", "Anna"]


def test_members_are_those_of_the_date(school: Unit) -> None:
    forum = factories.group("Chefforum", school)
    factories.seat(factories.person("Formand"), forum, GroupRole.CHAIR)
    factories.seat(factories.person("Ny"), forum, valid_from=CHANGE)
    factories.seat(factories.person("Tidligere"), forum, valid_to=CHANGE)

    def names(on: dt.date) -> set[str]:
        return {membership.person.name for membership in members_of(group_id=forum.pk, on=on)}

    assert names(CHANGE - DAY) == {"Formand", "Tidligere"}
    assert names(CHANGE) == {"Formand", "Ny"}


def test_a_closed_group_is_no_more_in_the_list(school: Unit) -> None:
    factories.group("Chefforum", school)
    factories.group("Styregruppe", school, valid_to=CHANGE)
    assert [group.name for group in list_groups(on=CHANGE)] == ["Chefforum"]
    assert len(list_groups(on=CHANGE - DAY)) == 2


def test_a_person_without_access_is_not_in_the_list() -> None:
    factories.person("Aktiv")
    factories.person("Fratrådt", is_active=False)
    assert [person.name for person in list_persons()] == ["Aktiv"]


@pytest.mark.parametrize("typed", ["asta@lindeby.example", "Asta@Lindeby.Example", "  asta@lindeby.example "])
def test_an_address_is_known_however_it_is_typed(typed: str) -> None:
    person = factories.person("Asta Holm", email="asta@lindeby.example")
    person.set_password("et langt kodeord")
    person.save()
    assert authenticate(username=typed, password="et langt kodeord") == person


def test_nobody_signs_in_without_a_password_or_when_not_active() -> None:
    factories.person("Uden", email="uden@lindeby.example")
    gone = factories.person("Gået", email="gaaet@lindeby.example", is_active=False)
    gone.set_password("et langt kodeord")
    gone.save()
    assert authenticate(username="uden@lindeby.example", password="") is None
    assert authenticate(username="gaaet@lindeby.example", password="et langt kodeord") is None


def test_two_persons_cannot_have_one_address() -> None:
    factories.person("Asta", email="asta@lindeby.example")
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.person("En anden", email="asta@lindeby.example")
