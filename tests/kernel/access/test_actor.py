"""Who somebody is on a date: own roles and seats, those they lead by, and those they borrow as a substitute."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from chefforum.kernel.access.queries import actor_for
from chefforum.kernel.access.rules import Actor, Role
from chefforum.kernel.organisation.models import Unit, UnitPeriod
from chefforum.kernel.people.models import Group, GroupRole, Person
from tests import factories

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
BEGINS = dt.date(2026, 7, 1)
ENDS = dt.date(2026, 7, 15)


@pytest.fixture
def top() -> Unit:
    return factories.unit("Lindeby")


@pytest.fixture
def schools(top: Unit) -> Unit:
    return factories.unit("Skoler", under=top)


@pytest.fixture
def school(schools: Unit) -> Unit:
    return factories.unit("Nordskolen", under=schools)


@pytest.fixture
def forum(top: Unit) -> Group:
    return factories.group("Chefforum", top)


@pytest.fixture
def asta(schools: Unit, forum: Group) -> Person:
    """Secretariat over the schools, and chair of the forum."""
    person = factories.person("Asta Holm")
    factories.role(person, Role.SECRETARIAT, schools)
    factories.seat(person, forum, GroupRole.CHAIR)
    return person


def rights(actor: Actor) -> tuple[object, object]:
    return actor.units, actor.groups


NOTHING = ({}, {})


def test_a_person_without_roles_and_seats_is_signed_in_and_nothing_more() -> None:
    actor = actor_for(person=factories.person("Bo"), on=BEGINS)
    assert actor.is_signed_in
    assert rights(actor) == NOTHING
    assert not actor.has_role(*Role)


def test_a_role_covers_the_unit_and_all_below_it_and_neither_above_nor_beside(
    asta: Person, top: Unit, schools: Unit, school: Unit
) -> None:
    roads = factories.unit("Veje", under=top)
    actor = actor_for(person=asta, on=BEGINS)
    assert actor.has_role(Role.SECRETARIAT)
    covered = {unit.code for unit in (top, schools, school, roads) if actor.has_role_over(unit.pk, Role.SECRETARIAT)}
    assert covered == {"skoler", "nordskolen"}
    assert not actor.has_role_over(school.pk, Role.CONTROLLER)


def test_a_role_follows_the_tree_of_the_date(asta: Person, top: Unit, schools: Unit) -> None:
    moving = factories.unit("Børnehave", under=schools, valid_to=BEGINS)
    UnitPeriod.objects.create(unit=moving, parent=top, name="Børnehave", kind="workplace", valid_from=BEGINS)
    assert actor_for(person=asta, on=BEGINS - DAY).has_role_over(moving.pk, Role.SECRETARIAT)
    assert not actor_for(person=asta, on=BEGINS).has_role_over(moving.pk, Role.SECRETARIAT)


def test_a_role_over_a_unit_that_is_closed_is_no_role(top: Unit) -> None:
    closed = factories.unit("Nedlagt", under=top, valid_to=BEGINS)
    person = factories.person("Carl")
    factories.role(person, Role.CONTROLLER, closed)
    assert actor_for(person=person, on=BEGINS - DAY).has_role(Role.CONTROLLER)
    assert not actor_for(person=person, on=BEGINS).has_role(Role.CONTROLLER)


def test_a_role_and_a_seat_hold_from_their_first_day_to_the_day_before_their_last(top: Unit, forum: Group) -> None:
    person = factories.person("Dorte")
    factories.role(person, Role.AUDITOR, top, valid_from=BEGINS, valid_to=ENDS)
    factories.seat(person, forum, valid_from=BEGINS, valid_to=ENDS)
    days = (BEGINS - DAY, BEGINS, ENDS - DAY, ENDS)
    actors = [actor_for(person=person, on=on) for on in days]
    assert [actor.has_role(Role.AUDITOR) for actor in actors] == [False, True, True, False]
    assert [actor.is_in_group(forum.pk) for actor in actors] == [False, True, True, False]


def test_a_seat_in_a_group_that_is_closed_is_no_seat(top: Unit) -> None:
    group = factories.group("Styregruppe", top, valid_from=BEGINS, valid_to=ENDS)
    person = factories.person("Eva")
    factories.seat(person, group)  # a trap: the seat itself never ends
    seated = [actor_for(person=person, on=on).is_in_group(group.pk) for on in (BEGINS - DAY, BEGINS, ENDS - DAY, ENDS)]
    assert seated == [False, True, True, False]


def test_whoever_leads_a_unit_is_its_workplace_leader_for_as_long(school: Unit, schools: Unit) -> None:
    leader = factories.person("Frode")
    factories.employment(leader, school, is_leader=True, valid_to=ENDS)
    factories.employment(leader, schools, is_leader=False)
    actor = actor_for(person=leader, on=ENDS - DAY)
    assert actor.units[Role.WORKPLACE_LEADER] == {school.pk}
    assert not actor_for(person=leader, on=ENDS).has_role(Role.WORKPLACE_LEADER)


def test_a_substitute_has_the_roles_and_seats_on_exactly_the_days_of_the_substitution(
    asta: Person, forum: Group, school: Unit
) -> None:
    substitute = factories.person("Gry")
    factories.substitution(asta, substitute, valid_from=BEGINS, valid_to=ENDS)
    for on in (BEGINS - DAY, ENDS):
        assert rights(actor_for(person=substitute, on=on)) == NOTHING
    for on in (BEGINS, ENDS - DAY):
        actor = actor_for(person=substitute, on=on)
        assert rights(actor) == rights(actor_for(person=asta, on=on))
        assert actor.has_role_over(school.pk, Role.SECRETARIAT)
        assert actor.groups == {GroupRole.CHAIR: {forum.pk}}
        assert (actor.person_id, actor.name, actor.standing_in_for) == (substitute.pk, "Gry", ("Asta Holm",))


def test_the_one_stood_in_for_keeps_the_rights_and_borrows_nothing_back(asta: Person, top: Unit) -> None:
    substitute = factories.person("Gry")
    factories.role(substitute, Role.AUDITOR, top)
    factories.substitution(asta, substitute, valid_from=BEGINS, valid_to=ENDS)
    actor = actor_for(person=asta, on=BEGINS)
    assert actor.has_role(Role.SECRETARIAT)
    assert not actor.has_role(Role.AUDITOR)
    assert actor.standing_in_for == ()


def test_own_and_borrowed_rights_are_added(asta: Person, top: Unit, schools: Unit) -> None:
    roads = factories.unit("Veje", under=top)
    substitute = factories.person("Gry")
    factories.role(substitute, Role.SECRETARIAT, roads)
    factories.substitution(asta, substitute, valid_from=BEGINS, valid_to=ENDS)
    actor = actor_for(person=substitute, on=BEGINS)
    assert actor.units[Role.SECRETARIAT] == {roads.pk, schools.pk}


def test_what_is_borrowed_is_not_lent_on(asta: Person) -> None:
    substitute, substitute_of_the_substitute = factories.person("Gry"), factories.person("Hans")
    factories.substitution(asta, substitute, valid_from=BEGINS, valid_to=ENDS)
    factories.substitution(substitute, substitute_of_the_substitute, valid_from=BEGINS, valid_to=ENDS)
    assert rights(actor_for(person=substitute_of_the_substitute, on=BEGINS)) == NOTHING


def test_a_role_that_has_ended_is_not_borrowed(top: Unit) -> None:
    former, substitute = factories.person("Inge"), factories.person("Jens")
    factories.role(former, Role.ADMINISTRATOR, top, valid_to=BEGINS)
    factories.substitution(former, substitute, valid_from=BEGINS - DAY, valid_to=ENDS)
    assert actor_for(person=substitute, on=BEGINS - DAY).has_role(Role.ADMINISTRATOR)
    assert not actor_for(person=substitute, on=BEGINS).has_role(Role.ADMINISTRATOR)


def test_nobody_stands_in_for_themselves_or_for_no_days(asta: Person) -> None:
    for substitute, ends in ((asta, ENDS), (factories.person("Gry"), BEGINS)):
        with pytest.raises(IntegrityError), transaction.atomic():
            factories.substitution(asta, substitute, valid_from=BEGINS, valid_to=ends)


def test_finding_the_rights_costs_the_same_however_many_there_are(
    asta: Person, top: Unit, forum: Group, django_assert_num_queries: object
) -> None:
    few, many = factories.person("Få"), factories.person("Mange")
    factories.role(few, Role.CASE_AUTHOR, top)
    for number in range(5):
        other = factories.person(f"Nummer {number}")
        factories.role(other, list(Role)[number], factories.unit(f"Enhed {number}", under=top))
        factories.seat(other, forum)
        factories.substitution(other, many, valid_from=BEGINS, valid_to=ENDS)
        factories.role(many, list(Role)[number], top)
    for person in (few, many):
        with django_assert_num_queries(5):  # type: ignore[operator]
            actor_for(person=person, on=BEGINS)


def test_nobody_has_no_rights_and_the_command_line_has_all(school: Unit) -> None:
    nobody, command_line = Actor.nobody(), Actor.command_line()
    assert not nobody.is_signed_in
    assert not nobody.has_role(*Role)
    assert not nobody.has_role_over(school.pk, *Role)
    assert command_line.is_signed_in
    assert command_line.has_role(Role.AUDITOR)
    assert command_line.has_role_over(school.pk, Role.AUDITOR)
