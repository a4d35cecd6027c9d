"""Persons for the kernel's tests: somebody, somebody else with the same roles, and an administrator."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from chefforum.kernel.access.models import RoleAssignment
from chefforum.kernel.access.queries import actor_for
from chefforum.kernel.access.rules import Actor, Role
from chefforum.kernel.organisation.models import Unit, UnitKind, UnitPeriod
from chefforum.kernel.people.models import Person

NOW = dt.datetime(2026, 2, 3, 9, 30, tzinfo=dt.UTC)


@pytest.fixture
def now() -> dt.datetime:
    return NOW


@pytest.fixture
def unit(db: None) -> Unit:
    unit = Unit.objects.create(code="1000")
    UnitPeriod.objects.create(
        unit=unit, name="Lindeby Kommune", kind=UnitKind.MUNICIPALITY, valid_from=dt.date(2020, 1, 1)
    )
    return unit


@pytest.fixture
def person_with(unit: Unit) -> Callable[..., Person]:
    """person_with("Asta Holm", Role.SECRETARIAT): a person who has held the roles since 2020."""

    def make(name: str, *roles: Role) -> Person:
        email = f"{name.lower().replace(' ', '.')}@lindeby.example"
        person = Person.objects.create(email=email, name=name)
        for role in roles:
            RoleAssignment.objects.create(person=person, role=role, unit=unit, valid_from=dt.date(2020, 1, 1))
        return person

    return make


@pytest.fixture
def owner(person_with: Callable[..., Person]) -> Person:
    return person_with("Asta Holm", Role.SECRETARIAT)


@pytest.fixture
def colleague(person_with: Callable[..., Person]) -> Person:
    """Everything that the owner has, but not the owner."""
    return person_with("Bo Lind", Role.SECRETARIAT)


@pytest.fixture
def administrator(person_with: Callable[..., Person]) -> Person:
    return person_with("Dorte Eg", Role.ADMINISTRATOR)


@pytest.fixture
def actor_of() -> Callable[[Person], Actor]:
    return lambda person: actor_for(person=person, on=NOW.date())


@pytest.fixture
def browser_of() -> Callable[[Person], Client]:
    """A signed-in browser."""

    def make(person: Person) -> Client:
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return make
