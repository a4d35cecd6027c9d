"""Lindeby's selection tells something: a list decided, a draft whose rules conflict, and a steering group."""

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
from chefforum.modules.it_portfolio.queries.selection import decided_now, list_drafts, list_runs, shown
from chefforum.modules.it_portfolio.queries.steering_group import group_now
from chefforum.project import demo
from chefforum.project.demo import it_register, it_selection, it_volumes

AT = dt.datetime(2026, 11, 26, 10, 0, tzinfo=ZoneInfo("Europe/Copenhagen"))


@pytest.fixture(scope="module")
def manager(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Actor]:
    """The municipality with its register and what was chosen from it; gone again after the last test."""
    with django_db_blocker.unblock(), transaction.atomic():
        demo.load_municipality()
        it_register.load(folder=demo.FOLDER, at=AT)
        it_volumes.load(folder=demo.FOLDER, at=AT)
        it_selection.load(at=AT)
        yield actor_for(person=Person.objects.get(email="kim.stavnsbo@lindeby.example"), on=AT.date())
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_a_list_is_decided_with_a_change_by_hand(manager: Actor) -> None:
    found = decided_now(actor=manager)
    assert found is not None
    assert [one.system.name for one in found.chosen if one.by_hand] == ["Intra"]
    run = shown(actor=manager, run=found.decision.run)
    assert 12 <= len(run.chosen) <= 14
    assert "Bostedsbogen" in {one.system.name for one in run.chosen}
    assert any(one.is_chosen for one in run.unscored)
    assert run.counts["Grænse"] > 0
    assert len(run.departments) >= 7


@pytest.mark.django_db
def test_the_second_draft_has_rules_that_conflict(manager: Actor) -> None:
    newest, first = list_runs(actor=manager)
    assert first.result["conflict"] is None
    found = shown(actor=manager, run=newest).conflict
    assert found is not None
    assert any("Familie & Forebyggelse" in one.words for one in found.claims)
    assert len(list_drafts(actor=manager)) == 2


@pytest.mark.django_db
def test_the_steering_group_has_members_and_empty_seats(manager: Actor) -> None:
    found = group_now(actor=manager, on=AT.date())
    assert sum(one.row.seats for one in found.departments) == it_selection.SEATS
    assert any(one.members for one in found.departments)
    assert found.empty > 0
