"""What the organisation was on a date: periods, closed parents, full-time equivalents, cost centres."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from chefforum.kernel.organisation.models import CostCentre, Unit, UnitPeriod
from chefforum.kernel.organisation.queries import cost_centres_of, fte_by_unit, fte_of, history_of, tree_on
from tests import factories

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
MOVED = dt.date(2025, 4, 1)


@pytest.fixture
def top() -> Unit:
    return factories.unit("Lindeby")


@pytest.fixture
def moved(top: Unit) -> Unit:
    """A school that got a new name and a new parent on the day `MOVED`."""
    old, new = factories.unit("Skoler", under=top), factories.unit("Børn", under=top)
    school = factories.unit("Nordskolen", under=old, valid_to=MOVED)
    UnitPeriod.objects.create(unit=school, parent=new, name="Nordby Skole", kind="workplace", valid_from=MOVED)
    return school


def path_on(unit: Unit, on: dt.date) -> list[str]:
    return [each.name for each in tree_on(on).path(unit.pk)]


def test_a_unit_has_its_old_name_and_place_until_the_day_before_and_the_new_from_the_day(moved: Unit) -> None:
    assert path_on(moved, MOVED - DAY) == ["Lindeby", "Skoler", "Nordskolen"]
    assert path_on(moved, MOVED) == ["Lindeby", "Børn", "Nordby Skole"]


def test_a_unit_is_there_from_its_first_day_and_gone_on_its_last(top: Unit) -> None:
    begins, ends = dt.date(2024, 1, 1), dt.date(2025, 1, 1)
    project = factories.unit("Projekt", under=top, valid_from=begins, valid_to=ends)
    there = {on: project.pk in tree_on(on) for on in (begins - DAY, begins, ends - DAY, ends)}
    assert there == {begins - DAY: False, begins: True, ends - DAY: True, ends: False}


def test_a_unit_whose_parent_is_closed_is_shown_at_the_top_rather_than_not_at_all(top: Unit) -> None:
    closed = factories.unit("Nedlagt", under=top, valid_to=MOVED)
    left = factories.unit("Tilbage", under=closed)
    assert path_on(left, MOVED - DAY) == ["Lindeby", "Nedlagt", "Tilbage"]
    assert path_on(left, MOVED) == ["Tilbage"]
    assert left.pk not in tree_on(MOVED).below([top.pk])


def test_siblings_come_by_name(top: Unit) -> None:
    for name in ("Veje", "Arkiv", "Miljø"):
        factories.unit(name, under=top)
    assert [each.name for each in tree_on(MOVED).children(top.pk)] == ["Arkiv", "Miljø", "Veje"]


def test_the_whole_tree_is_one_query_however_large(top: Unit, django_assert_num_queries: object) -> None:
    parent = top
    for number in range(12):
        parent = factories.unit(f"Niveau {number}", under=parent)
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert len(list(tree_on(MOVED).walk())) == 13


def test_history_tells_names_and_places_oldest_first(moved: Unit) -> None:
    assert [period.name for period in history_of(moved.pk)] == ["Nordskolen", "Nordby Skole"]


def test_full_time_equivalents_are_summed_from_the_newest_count_at_or_before_the_date(top: Unit) -> None:
    school, roads = factories.unit("Skole", under=top), factories.unit("Veje", under=top)
    factories.staffing(school, dt.date(2025, 1, 1), "20.50")
    factories.staffing(school, dt.date(2025, 7, 1), "22.25")
    factories.staffing(school, dt.date(2026, 1, 1), "99")  # a trap: counted after the date asked about
    factories.staffing(roads, dt.date(2024, 1, 1), "5")
    tree = tree_on(dt.date(2025, 7, 1))
    assert fte_of(tree=tree, unit_id=top.pk, on=dt.date(2025, 7, 1)) == Decimal("27.25")
    assert fte_of(tree=tree, unit_id=top.pk, on=dt.date(2025, 6, 30)) == Decimal("25.50")


def test_full_time_equivalents_that_nobody_counted_are_missing_and_not_zero(top: Unit) -> None:
    closed, empty = factories.unit("Uden tal", under=top), factories.unit("Tom", under=top)
    factories.staffing(empty, MOVED, "0")
    tree = tree_on(MOVED)
    assert fte_of(tree=tree, unit_id=closed.pk, on=MOVED) is None
    assert fte_of(tree=tree, unit_id=empty.pk, on=MOVED) == Decimal(0)
    assert fte_of(tree=tree, unit_id=empty.pk, on=MOVED - DAY) is None
    assert closed.pk not in fte_by_unit(MOVED)


def test_a_closed_unit_counts_no_more(top: Unit) -> None:
    closed = factories.unit("Nedlagt", under=top, valid_to=MOVED)
    factories.staffing(closed, dt.date(2025, 1, 1), "7")
    assert fte_of(tree=tree_on(MOVED - DAY), unit_id=top.pk, on=MOVED - DAY) == Decimal(7)
    assert fte_of(tree=tree_on(MOVED), unit_id=top.pk, on=MOVED) is None


def test_a_cost_centre_that_moved_belongs_to_one_unit_at_a_time(top: Unit) -> None:
    school, roads = factories.unit("Skole", under=top), factories.unit("Veje", under=top)
    CostCentre.objects.create(unit=school, code="3010", valid_from=factories.LONG_AGO, valid_to=MOVED)
    CostCentre.objects.create(unit=roads, code="3010", valid_from=MOVED)

    def owners(on: dt.date) -> list[Unit]:
        return [centre.unit for centre in cost_centres_of(unit_ids=[school.pk, roads.pk], on=on)]

    assert owners(MOVED - DAY) == [school]
    assert owners(MOVED) == [roads]


@pytest.mark.parametrize(
    "wrong",
    [
        {"valid_from": MOVED, "valid_to": MOVED},
        {"valid_from": MOVED, "valid_to": MOVED - DAY},
        {"valid_from": factories.LONG_AGO, "valid_to": MOVED},
        {"valid_from": MOVED, "valid_to": None},
    ],
    ids=["empty period", "ends before it begins", "begins when another does", "second open period"],
)
def test_the_database_refuses_periods_that_cannot_be(top: Unit, wrong: dict[str, dt.date | None]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        UnitPeriod.objects.create(unit=top, name="Lindeby", kind="municipality", **wrong)


def test_the_database_refuses_a_unit_below_itself_and_a_negative_count(top: Unit) -> None:
    alone = Unit.objects.create(code="alene")
    with pytest.raises(IntegrityError), transaction.atomic():
        UnitPeriod.objects.create(unit=alone, parent=alone, name="Alene", kind="team", valid_from=MOVED)
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.staffing(top, MOVED, "-0.5")
