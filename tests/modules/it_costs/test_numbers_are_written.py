"""Numbers and amounts of items are written field by field, undone, and seen by those who may."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace

import pytest

from chefforum.kernel.access.rules import AccessDenied
from chefforum.kernel.audit.models import Event
from chefforum.kernel.organisation.queries import tree_on
from chefforum.modules.it_costs.models import ItSystem, Volume, VolumeChange
from chefforum.modules.it_costs.queries.volumes import ChosenVolumes, VolumeRow, list_volumes
from chefforum.modules.it_costs.queries.why import Asked, why_costs_more
from chefforum.modules.it_costs.rules.volumes import Facts
from chefforum.modules.it_costs.services.volumes import Write, facts_of, undo_volumes, write_volumes
from tests.modules.it_costs.conftest import NOW, TODAY

LATER = NOW + dt.timedelta(hours=1)
YEARS = (2022, 2025)


@pytest.fixture
def elevplan(town: SimpleNamespace) -> ItSystem:
    return ItSystem.objects.create(
        name="Elevplan", owner_unit=town.schools, owner=town.people["colleague"], created_at=NOW, changed_at=NOW
    )


def write(system: ItSystem, field: str, value: object, *, year: int = 2022, seen: str | None = None) -> Write:
    return Write(system.pk, "Licens", year, field, value, seen)


def listed(town: SimpleNamespace, name: str) -> list[VolumeRow]:
    return list_volumes(actor=town.as_(name), chosen=ChosenVolumes(), years=YEARS, tree=tree_on(TODAY))


def test_what_is_written_is_read_back_and_each_field_keeps_what_others_said(
    town: SimpleNamespace, elevplan: ItSystem
) -> None:
    coordinator = town.as_("coordinator")
    write_volumes(actor=coordinator, writes=[write(elevplan, "quantity", Decimal("12.5"))], at=NOW)
    write_volumes(actor=coordinator, writes=[write(elevplan, "amount_oere", 100_000)], at=LATER)
    (row,) = listed(town, "coordinator")
    assert dict(row.years) == {2022: Facts(Decimal("12.5"), "", 100_000), 2025: Facts()}
    assert row.lacks


def test_two_who_write_the_same_field_at_once_are_told_and_the_first_number_stands(
    town: SimpleNamespace, elevplan: ItSystem
) -> None:
    coordinator = town.as_("coordinator")
    write_volumes(actor=coordinator, writes=[write(elevplan, "quantity", Decimal(10), seen="")], at=NOW)
    late = [write(elevplan, "quantity", Decimal(11), seen=""), write(elevplan, "measured_in", "licens", seen="")]
    saved = write_volumes(actor=town.as_("it_manager"), writes=late, at=LATER)
    ((_, reason),) = saved.refused
    assert "En anden har skrevet 10 her imens" in reason
    assert facts_of(Volume.objects.get()) == Facts(Decimal(10), "licens", None)


def test_a_batch_is_undone_and_what_was_changed_since_stays(town: SimpleNamespace, elevplan: ItSystem) -> None:
    coordinator = town.as_("coordinator")
    first = [write(elevplan, "quantity", Decimal(10)), write(elevplan, "quantity", Decimal(20), year=2025)]
    saved = write_volumes(actor=coordinator, writes=first, at=NOW)
    assert saved.batch
    other = write_volumes(
        actor=town.as_("it_manager"), writes=[write(elevplan, "quantity", Decimal(21), year=2025)], at=LATER
    )
    back = undo_volumes(actor=coordinator, batch=saved.batch, at=LATER)
    assert back.count == 1
    assert "2025 er ændret siden" in back.refused[0][1]
    assert [(one.year, one.quantity) for one in Volume.objects.all()] == [(2025, Decimal(21))]
    assert other.batch
    assert undo_volumes(actor=coordinator, batch=other.batch, at=LATER).count == 0  # it is not theirs
    assert VolumeChange.objects.count() == 3


def test_a_number_that_is_taken_away_is_missing_and_no_nought(town: SimpleNamespace, elevplan: ItSystem) -> None:
    coordinator = town.as_("coordinator")
    write_volumes(actor=coordinator, writes=[write(elevplan, "quantity", Decimal(10))], at=NOW)
    write_volumes(actor=coordinator, writes=[write(elevplan, "quantity", None)], at=LATER)
    assert not Volume.objects.exists()
    assert VolumeChange.objects.count() == 2


@pytest.mark.parametrize("name", ["controller", "auditor", "leader", "chief", "colleague"])
def test_who_does_not_write_a_system_writes_no_numbers_of_it(
    town: SimpleNamespace, elevplan: ItSystem, name: str
) -> None:
    with pytest.raises(AccessDenied):
        write_volumes(actor=town.as_(name), writes=[write(elevplan, "quantity", Decimal(1))], at=NOW)
    assert not Volume.objects.exists()


def test_what_it_costs_is_the_coordinators_to_write(town: SimpleNamespace, elevplan: ItSystem) -> None:
    both = [write(elevplan, "quantity", Decimal(1)), write(elevplan, "amount_oere", 100)]
    with pytest.raises(AccessDenied):
        write_volumes(actor=town.as_("it_manager"), writes=both, at=NOW)
    assert not Volume.objects.exists()


def test_prices_are_seen_by_who_reads_all_costs_and_numbers_by_who_has_the_system(
    town: SimpleNamespace, elevplan: ItSystem
) -> None:
    both = [write(elevplan, "quantity", Decimal(3)), write(elevplan, "amount_oere", 999)]
    write_volumes(actor=town.as_("coordinator"), writes=both, at=NOW)
    seen = {name: [row.years[0][1] for row in listed(town, name)] for name in town.people}
    with_price, without = [Facts(Decimal(3), "", 999)], [Facts(Decimal(3), "", None)]
    assert seen == {
        "coordinator": with_price,
        "controller": with_price,
        "it_manager": without,
        "colleague": without,  # owns the system
        "auditor": [],
        "leader": [],
        "chief": [],
    }


@pytest.mark.parametrize("name", ["it_manager", "auditor", "leader", "chief", "colleague"])
def test_why_it_costs_more_is_for_who_reads_all_costs(town: SimpleNamespace, name: str) -> None:
    with pytest.raises(AccessDenied):
        why_costs_more(actor=town.as_(name), asked=Asked(*YEARS), tree=tree_on(TODAY))


def test_numbers_that_cannot_be_are_refused_and_the_others_are_written(
    town: SimpleNamespace, elevplan: ItSystem
) -> None:
    writes = [
        write(elevplan, "quantity", Decimal(-1)),
        write(elevplan, "amount_oere", -50_000),
        write(elevplan, "quantity", Decimal(1), year=1066),
    ]
    saved = write_volumes(actor=town.as_("coordinator"), writes=writes, at=NOW)
    assert [one.year for one, _ in saved.refused] == [2022, 1066]
    assert facts_of(Volume.objects.get()) == Facts(None, "", -50_000)


def test_the_trail_tells_that_numbers_were_written_and_not_which(town: SimpleNamespace, elevplan: ItSystem) -> None:
    write_volumes(actor=town.as_("coordinator"), writes=[write(elevplan, "amount_oere", 100)], at=NOW)
    assert Event.objects.get(action="it_costs.write_volumes").data == {"count": 1, "source": "hand"}
