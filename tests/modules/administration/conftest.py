"""A small organisation, three levels, and persons with one relation to it each."""

import datetime as dt
from types import ModuleType, SimpleNamespace

import pytest
from django.http import HttpResponse
from django.urls import include, path

from chefforum.kernel.access.models import RoleAssignment
from chefforum.kernel.access.queries import actor_for
from chefforum.kernel.access.rules import Role
from chefforum.kernel.organisation.models import CostCentre, Staffing, Unit, UnitPeriod
from chefforum.kernel.people.models import Employment, Person

START, TODAY = dt.date(2020, 1, 1), dt.date(2026, 1, 28)
NOW = dt.datetime(2026, 1, 28, 9, 0, tzinfo=dt.UTC)


@pytest.fixture
def town(db):
    """Lindeby Kommune → Børn og Skole → Lindeby Skole, and a directorate beside that is nobody's in the tests."""
    units = {}
    for code, name, kind, parent in (
        ("K", "Lindeby Kommune", "municipality", None),
        ("BS", "Børn og Skole", "directorate", "K"),
        ("S", "Lindeby Skole", "workplace", "BS"),
        ("TM", "Teknik og Miljø", "directorate", "K"),
    ):
        units[code] = Unit.objects.create(code=code)
        UnitPeriod.objects.create(unit=units[code], name=name, kind=kind, parent=units.get(parent), valid_from=START)
    Staffing.objects.create(unit=units["S"], on_date=dt.date(2025, 12, 31), fte="40.50")
    CostCentre.objects.create(unit=units["S"], code="4711", valid_from=START)
    return SimpleNamespace(**units)


@pytest.fixture
def person(db):
    def make(name: str, *, role: Role | None = None, over: Unit | None = None, unit=None, leads=False) -> Person:
        email = f"{name.lower().replace(' ', '.')}@lindeby.example"
        made = Person(email=email, name=name)
        made.set_password("lang nok adgangskode")
        made.save()
        if role:
            RoleAssignment.objects.create(person=made, role=role, unit=over, valid_from=START)
        if unit:
            Employment.objects.create(person=made, unit=unit, title="Leder", is_leader=leads, valid_from=START)
        return made

    return make


@pytest.fixture
def acting():
    """The person as the one who acts today."""
    return lambda person: actor_for(person=person, on=TODAY)


@pytest.fixture
def site(settings):
    """The pages of administration and what they link to."""
    search = ([path("", lambda request: HttpResponse(), name="search")], "search")
    signing_in = ([path("log-ind/", lambda request: HttpResponse(), name="login")], "access")
    addresses = ModuleType("administration_addresses")
    addresses.urlpatterns = [
        path("", lambda request: HttpResponse(), name="start"),
        path("tilgaengelighed/", lambda request: HttpResponse(), name="accessibility"),
        path("privatliv/", lambda request: HttpResponse(), name="privacy"),
        path("", include(signing_in)),
        path("soeg/", include(search)),
        path("importer/", include("chefforum.kernel.imports.urls")),
        path("opgaver/", include("chefforum.kernel.jobs.urls")),
        path("beskeder/", include("chefforum.kernel.notifications.urls")),
        path("dokumenter/", include("chefforum.kernel.documents.urls")),
        path("", include("chefforum.modules.administration.urls")),
    ]
    settings.ROOT_URLCONF = addresses


@pytest.fixture
def signed_in(site, client):
    """A browser in which the person is signed in."""

    def sign_in(person: Person):
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in
