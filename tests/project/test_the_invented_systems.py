"""Lindeby's systems come in by the imports and services that people use, the same every time, as many as one asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from chefforum.kernel.access.queries import actor_for
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.organisation.queries import tree_on
from chefforum.kernel.people.models import Person
from chefforum.modules.it_costs.cards import register_waits
from chefforum.modules.it_costs.models import Contract, Dependency, FieldValue, ItSystem
from chefforum.modules.it_costs.queries.register import Chosen, list_systems
from chefforum.modules.it_costs.rules.kinds import SystemKind
from chefforum.project import demo
from chefforum.project.demo import it_register

AT = dt.datetime(2026, 11, 26, 10, 0, tzinfo=ZoneInfo("Europe/Copenhagen"))
UNITS = ("110", "11001", "210", "21001", "330", "33001", "33002", "320", "32001", "230", "23001", "220", "310", "31001")


@pytest.fixture(scope="module")
def manager(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Actor]:
    """The municipality with its register, for all these tests; gone again after the last."""
    with django_db_blocker.unblock(), transaction.atomic():
        demo.load_municipality()
        it_register.load(folder=demo.FOLDER, at=AT)
        yield actor_for(person=Person.objects.get(email="kim.stavnsbo@lindeby.example"), on=AT.date())
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_there_are_some_sixty_systems_and_fifteen_installations_with_contracts_and_what_needs_what(
    manager: Actor,
) -> None:
    kinds = list(ItSystem.objects.values_list("kind", flat=True))
    assert kinds.count(SystemKind.INSTALLATION.value) == 15
    assert 60 <= kinds.count(SystemKind.SYSTEM.value) <= 70
    assert Contract.objects.count() >= 30
    assert Dependency.objects.count() == len(it_register.NEEDS)
    assert ItSystem.objects.filter(bought_outside_it=True).count() >= 10


@pytest.mark.django_db
def test_the_manager_is_told_what_ends_and_where_a_list_says_something_else(manager: Actor) -> None:
    disputed = list_systems(
        actor=manager, chosen=Chosen(is_disputed=True), tree=tree_on(AT.date()), on=AT.date()
    ).values_list("name", flat=True)
    assert set(disputed) == {one["Navn"] for one in it_register.SAID_ELSEWHERE}
    card = register_waits(actor=manager, on=AT.date())
    assert card is not None
    assert card.rows[0].text == "3 systemer, hvor kilden siger noget andet"
    assert len(card.rows) > 1


@pytest.mark.django_db
def test_what_was_validated_stands_though_a_list_says_otherwise(manager: Actor) -> None:
    archive = ItSystem.objects.get(name="Arkivkisten")
    assert archive.life_cycle == "phasing_out"
    value = FieldValue.objects.get(system=archive, field="life_cycle")
    assert (value.proposed, value.proposed_by) == ("not_in_use", "file")


@pytest.mark.django_db
def test_a_department_has_its_own_it_manager(manager: Actor) -> None:
    person = Person.objects.get(email="signe.moelholt@lindeby.example")
    card = register_waits(actor=actor_for(person=person, on=AT.date()), on=AT.date())
    assert card is not None
    assert all("noget andet" not in row.text for row in card.rows)


def test_as_many_are_invented_as_one_asks_for_and_the_same_every_time() -> None:
    first, second = (
        it_register.invent(folder=demo.FOLDER, on=AT.date(), owners={}, units=UNITS, count=480) for _ in range(2)
    )
    assert first == second
    assert len({one["Navn"] for one in first.systems}) == len(first.systems) == 480
