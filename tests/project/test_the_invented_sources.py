"""Lindeby's KITOS is read by file as people would: new rows wait, words differ, something is gone, the rest agrees."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from chefforum.kernel.access.queries import actor_for
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.people.models import Person
from chefforum.modules.it_costs.models import SourceLink
from chefforum.modules.it_costs.queries.source_numbers import payments
from chefforum.modules.it_costs.queries.sources import differences, gone_rows, loose_rows, source_states
from chefforum.project import demo
from chefforum.project.demo import it_register, it_sources

AT = dt.datetime(2026, 11, 26, 10, 0, tzinfo=ZoneInfo("Europe/Copenhagen"))


@pytest.fixture(scope="module")
def manager(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Actor]:
    """The municipality with its register and what KITOS says of it, for all these tests; gone after the last."""
    with django_db_blocker.unblock(), transaction.atomic():
        demo.load_municipality()
        it_register.load(folder=demo.FOLDER, at=AT)
        it_sources.load(folder=demo.FOLDER, at=AT)
        yield actor_for(person=Person.objects.get(email="kim.stavnsbo@lindeby.example"), on=AT.date())
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_most_rows_are_systems_that_lindeby_has(manager: Actor) -> None:
    kitos = source_states(actor=manager)[0]
    assert {one.title for one in kitos.readings} >= {"Systemer i anvendelse", "Kontrakter"}
    tied = SourceLink.objects.filter(source="kitos", system__isnull=False, gone_since=None).count()
    assert tied > 40
    assert kitos.loose == 4


@pytest.mark.django_db
def test_new_systems_and_a_contract_wait_and_one_looks_like_what_is_here(manager: Actor) -> None:
    rows = {one.name: one for one in loose_rows(actor=manager, source="kitos", on=AT.date())}
    assert set(rows) == {"Vikarbroen", "Udbudsmappen", "Sagsbroen Arkiv", "Aftale om Vikarbroen"}
    assert [one.name for one in rows["Sagsbroen Arkiv"].alike] == ["Sagsbroen"]
    assert not any(one.remarks for one in rows.values())


@pytest.mark.django_db
def test_kitos_says_otherwise_of_three_systems_and_a_contract(manager: Actor) -> None:
    found = differences(actor=manager, on=AT.date())
    of_kitos = {(one.name, one.field, one.theirs) for one in found if one.theirs_by == "KITOS"}
    assert of_kitos == {
        ("Budgettavlen", "Livscyklus", "Udfases"),
        ("Energiuret", "Forretningskritisk", "Ja"),
        ("Tallageret", "Hvor det kører", "Hos leverandør"),
        ("Aftale om Lydavisen", "Slutter", "31. december 2027"),
    }


@pytest.mark.django_db
def test_something_is_gone_upstream_and_a_payment_is_told(manager: Actor) -> None:
    assert [(one.name, one.source) for one in gone_rows(actor=manager)] == [("Kontraktskabet", "KITOS")]
    _, paid = payments(actor=manager, on=AT.date())
    assert {one.name: one.paid_a_year for one in paid} == {
        "Aftale om Lydavisen": 84_000,
        "Aftale om Vikarbroen": 84_000,
    }
