"""Who wrote which number is read by those who may know the numbers, and an amount by those alone who read all costs."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from chefforum.modules.it_costs.models import ItSystem, VolumeChange
from chefforum.modules.it_costs.queries.volume_history import told, volume_changes
from chefforum.modules.it_costs.services.volumes import Write, undo_volumes, write_volumes
from tests.modules.it_costs.conftest import NOW


@pytest.fixture
def elevplan(town: SimpleNamespace) -> ItSystem:
    return ItSystem.objects.create(
        name="Elevplan", owner_unit=town.schools, owner=town.people["colleague"], created_at=NOW, changed_at=NOW
    )


@pytest.fixture
def written(town: SimpleNamespace, elevplan: ItSystem) -> ItSystem:
    for nth, (field, value) in enumerate(
        (("quantity", Decimal(10)), ("quantity", Decimal(12)), ("amount_oere", 5_000))
    ):
        write = Write(elevplan.pk, "Licens", 2025, field, value)
        write_volumes(actor=town.as_("coordinator"), writes=[write], at=NOW + dt.timedelta(minutes=nth))
    return elevplan


def seen_by(town: SimpleNamespace, who: str, words: str = "") -> list[tuple[tuple[str, str, str], ...]]:
    actor = town.as_(who)
    return [told(one, actor=actor).values for one in volume_changes(actor=actor, words=words)]


def test_each_value_stands_before_and_after_the_newest_first(town: SimpleNamespace, written: ItSystem) -> None:
    assert seen_by(town, "coordinator") == [(("Beløb", "", "50"),), (("Antal", "10", "12"),), (("Antal", "", "10"),)]
    (first,) = [told(one, actor=town.as_("coordinator")) for one in volume_changes(actor=town.as_("coordinator"))][-1:]
    assert first.who == town.people["coordinator"].name


def test_who_does_not_read_all_costs_sees_numbers_without_amounts(town: SimpleNamespace, written: ItSystem) -> None:
    assert seen_by(town, "colleague") == [(), (("Antal", "10", "12"),), (("Antal", "", "10"),)]


def test_who_may_not_know_the_systems_numbers_sees_none_of_it(town: SimpleNamespace, written: ItSystem) -> None:
    ItSystem.objects.update(owner=None)
    assert seen_by(town, "colleague") == []
    assert VolumeChange.objects.count() == 3


def test_words_narrow_it_to_a_system_or_an_item(town: SimpleNamespace, written: ItSystem) -> None:
    assert len(seen_by(town, "coordinator", "elev LICENS")) == 3
    assert seen_by(town, "coordinator", "omsorg") == []


def test_what_was_undone_is_there_and_says_so(town: SimpleNamespace, written: ItSystem, client: Client) -> None:
    newest = VolumeChange.objects.order_by("-at").first()
    assert newest is not None
    undo_volumes(actor=town.as_("coordinator"), batch=newest.batch, at=NOW + dt.timedelta(hours=1))
    client.force_login(town.people["coordinator"])
    page = client.get(reverse("it_costs:volume_history")).content.decode()
    assert "Fortrudt" in page
    assert "Elevplan" in page
