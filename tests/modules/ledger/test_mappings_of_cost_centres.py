"""What was mapped to a unit afterwards can be seen, changed and undone, with what it moves told first."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from chefforum.kernel.access.rules import AccessDenied
from chefforum.kernel.audit.models import Event
from chefforum.modules.ledger import queries
from chefforum.modules.ledger.models import CostCentreMapping
from chefforum.modules.ledger.queries.mappings import (
    list_mappings,
    moved_by_change,
    moved_by_undoing,
    shown,
    standing,
)
from chefforum.modules.ledger.services.units import (
    AlreadyMapped,
    ChangedMeanwhile,
    change_mapping,
    map_cost_centre,
    undo_mapping,
)
from tests.modules.ledger.conftest import NOW, TODAY
from tests.modules.ledger.test_pages_of_the_ledger import visit

__all__ = ["visit"]
pytestmark = pytest.mark.django_db
JANUARY, FEBRUARY, MARCH = (dt.date(2026, month, 1) for month in (1, 2, 3))
ROWS = [(f"B{month}", 1, f"15-0{month}-2026", "4010", "9999", f"{month}00,00", "a") for month in (1, 2, 3)]


@pytest.fixture
def books(file, load):
    load(file("a.csv", ROWS))


def map_to(town, unit, on=JANUARY):
    return map_cost_centre(actor=town.controller, at=NOW, code="9999", unit_id=unit.pk, valid_from=on)


def change(town, mapping, *, unit=None, begins=None, who="controller"):
    mapping.refresh_from_db()
    return change_mapping(
        actor=town.as_(who),
        at=NOW,
        mapping_id=mapping.pk,
        unit_id=(unit.pk if unit else mapping.unit_id),
        valid_from=begins or mapping.valid_from,
        seen=standing(mapping),
    )


def undo(town, mapping, who="controller"):
    mapping.refresh_from_db()
    undo_mapping(actor=town.as_(who), at=NOW, mapping_id=mapping.pk, seen=standing(mapping))


def sums(town) -> dict[str, int]:
    """Øre of north, south and no unit."""
    cube = queries.cube(actor=None, first=202601, last=202603, with_unmapped=True)
    names = {town.north.pk: "north", town.south.pk: "south"}
    found: dict[str, int] = {}
    for line in range(len(cube)):
        unit = cube.unit_of[line]
        name = "none" if unit < 0 else names[cube.units[unit]]
        found[name] = found.get(name, 0) + int(cube.amounts[line].sum())
    return found


def test_each_mapping_is_listed_with_who_when_from_and_what_stands_on_it(town, books) -> None:
    first, second = map_to(town, town.north), map_to(town, town.south, MARCH)
    rows = {row.mapping.pk: row for row in shown(list_mappings(actor=town.controller), on=TODAY)}
    assert (rows[first.pk].lines, rows[first.pk].amount, rows[first.pk].last_period) == (2, 300_00, 202602)
    assert (rows[second.pk].lines, rows[second.pk].amount, rows[second.pk].unit) == (1, 300_00, "Sydskolen")
    assert rows[first.pk].mapping.created_by == town.people["controller"]


def test_undone_it_goes_back_to_where_it_was(town, books) -> None:
    first, second = map_to(town, town.north), map_to(town, town.south, MARCH)
    (move,) = moved_by_undoing(mapping=second, on=TODAY)
    assert (move.from_unit, move.to_unit, move.lines, move.amount) == ("Sydskolen", "Nordskolen", 1, 300_00)
    undo(town, second)
    assert sums(town) == {"north": 600_00}
    (move,) = moved_by_undoing(mapping=first, on=TODAY)
    assert (move.from_unit, move.to_unit, move.lines) == ("Nordskolen", "", 3)
    undo(town, first)
    assert sums(town) == {"none": 600_00}
    assert not CostCentreMapping.objects.exists()
    map_to(town, town.south)
    assert sums(town) == {"south": 600_00}


def test_the_first_of_two_undone_leaves_the_second(town, books) -> None:
    first, _ = map_to(town, town.north), map_to(town, town.south, MARCH)
    undo(town, first)
    assert sums(town) == {"none": 300_00, "south": 300_00}


def test_unit_and_day_can_be_changed_and_what_came_before_ends_there(town, books) -> None:
    first, second = map_to(town, town.north), map_to(town, town.south, MARCH)
    (move,) = moved_by_change(mapping=second, unit_id=town.south.pk, valid_from=FEBRUARY, on=TODAY)
    assert (move.from_unit, move.to_unit, move.amount) == ("Nordskolen", "Sydskolen", 200_00)
    change(town, second, begins=FEBRUARY)
    assert sums(town) == {"north": 100_00, "south": 500_00}
    change(town, first, unit=town.south)
    assert sums(town) == {"south": 600_00}


def test_it_cannot_begin_before_the_one_before_it_or_after_the_next(town, books) -> None:
    first, second = map_to(town, town.north), map_to(town, town.south, MARCH)
    with pytest.raises(AlreadyMapped):
        change(town, second, begins=JANUARY)
    with pytest.raises(AlreadyMapped):
        change(town, first, begins=MARCH)
    assert sums(town) == {"north": 300_00, "south": 300_00}


def test_what_another_changed_meanwhile_is_not_written_over(town, books) -> None:
    mapping = map_to(town, town.north)
    seen = standing(mapping)
    change(town, mapping, unit=town.south)
    with pytest.raises(ChangedMeanwhile):
        undo_mapping(actor=town.controller, at=NOW, mapping_id=mapping.pk, seen=seen)
    assert sums(town) == {"south": 600_00}


def test_only_finance_changes_and_the_trail_keeps_what_it_was(town, books) -> None:
    mapping = map_to(town, town.north)
    for who in ("park_controller", "auditor", "leader", "chief", "admin"):
        with pytest.raises(AccessDenied):
            change(town, mapping, unit=town.south, who=who)
        with pytest.raises(AccessDenied):
            undo(town, mapping, who=who)
    change(town, mapping, unit=town.south)
    undo(town, mapping)
    changed = Event.objects.get(action="ledger.change_mapping")
    assert changed.data["before"]["unit"] == str(town.north.pk)
    assert Event.objects.get(action="ledger.undo_mapping").data["before"]["unit"] == str(town.south.pk)


def test_a_code_that_the_organisation_has_itself_has_nothing_by_its_mapping(town, file, load) -> None:
    load(file("a.csv", [(*ROWS[0][:4], "4711", "5,00", "a")]))
    mapped = map_cost_centre(actor=town.controller, at=NOW, code="4711", unit_id=town.south.pk, valid_from=JANUARY)
    (row,) = shown([mapped], on=TODAY)
    assert (row.lines, row.amount) == (0, 0)


def test_the_pages_lead_from_the_front_to_the_list_and_each_change_is_shown_first(town, books, visit) -> None:
    mapping, client = map_to(town, town.north), visit("controller")
    assert reverse("ledger:mappings") in client.get(reverse("ledger:books")).content.decode()
    listed = client.get(reverse("ledger:mappings")).content.decode()
    assert "600,00" in listed
    url = reverse("ledger:mapping_change", args=[mapping.pk])
    assert url in listed
    said = {"enhed": str(town.south.pk), "fra": "2026-02-01"}
    shown_first = client.get(url, said).content.decode()
    assert "Nordskolen" in shown_first
    assert "Ret koblingen" in shown_first
    assert sums(town) == {"north": 600_00}
    assert client.post(url, said | {"seen": standing(mapping)}).url == reverse("ledger:mappings")
    assert sums(town) == {"none": 100_00, "south": 500_00}
    mapping.refresh_from_db()
    undone = reverse("ledger:mapping_undo", args=[mapping.pk])
    assert "500,00" in client.get(undone).content.decode()
    client.post(undone, {"seen": standing(mapping)})
    assert sums(town) == {"none": 600_00}
