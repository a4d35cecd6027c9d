"""Slot-days by department and reason, and what is free, are what stands in the tables on the day; many cost no more."""

from __future__ import annotations

import datetime as dt

import pytest

from chefforum.modules.placements.models import EmptySpell, Place, Placement, StartWindow
from chefforum.modules.placements.queries.capacity import free_slots, places_now
from chefforum.modules.placements.queries.empty_places import why_empty
from chefforum.modules.placements.rules.empty import NOT_TOLD
from tests.modules.placements.conftest import NOW, TODAY

DAY = dt.timedelta(days=1)


def place(town, unit, **other):
    usual = {
        "workplace": town.workplaces[unit],
        "kind": "internship",
        "job_type": town.job_type,
        "slots": 2,
        "open_from": TODAY - 30 * DAY,
        "created_at": NOW,
    }
    return Place.objects.create(**usual | other)


def placed(town, place, number, first, last, **other):
    return Placement.objects.create(
        reference=f"F-{number}",
        kind=place.kind,
        unit=place.workplace.unit,
        workplace=place.workplace,
        place=place,
        starts_on=first,
        ends_on=last,
        created_at=NOW,
        **other,
    )


@pytest.fixture
def two(town):
    """Two slots at the north school, one of them taken these ten days; one in the park, which nobody is in."""
    north = place(town, town.north)
    placed(town, north, 1, TODAY - 4 * DAY, TODAY + 5 * DAY)
    placed(town, north, 2, TODAY - 20 * DAY, TODAY + 20 * DAY, cancelled_at=NOW)
    placed(town, north, 3, TODAY - 20 * DAY, TODAY + 20 * DAY, ended_on=TODAY - 15 * DAY)
    park = place(town, town.park, slots=1, closed_on=TODAY + 3 * DAY)
    EmptySpell.objects.create(place=north, reason="no_task", slots=1, first_day=TODAY, at=NOW)
    return north, park


def test_empty_slot_days_by_department_and_reason(town, two):
    found = why_empty(TODAY, TODAY + 9 * DAY)
    schools, parks = sorted(found.departments, key=lambda one: one.name, reverse=True)
    assert (schools.name, schools.open_days, dict(schools.by_reason)) == ("Skoler", 20, {"no_task": 10, NOT_TOLD: 4})
    assert (parks.name, parks.open_days, dict(parks.by_reason)) == ("Miljø", 3, {NOT_TOLD: 3})
    assert found.by_reason == {"no_task": 10, NOT_TOLD: 7}
    assert (found.empty_days, found.open_days) == (17, 23)


def test_only_some_units_and_kinds_are_asked_for(town, two):
    assert why_empty(TODAY, TODAY, unit_ids=[town.north.pk]).empty_days == 1
    assert why_empty(TODAY, TODAY, unit_ids=[]).empty_days == 0
    assert why_empty(TODAY, TODAY, kinds=["wage_subsidy"]).empty_days == 0


def test_free_slots_on_a_day(town, two):
    StartWindow.objects.create(place=two[1], first_day=TODAY + 40 * DAY, last_day=TODAY + 50 * DAY)
    by_place = {one.place.pk: one for one in free_slots(TODAY)}
    north, park = by_place[two[0].pk], by_place[two[1].pk]
    assert (north.taken, north.free, north.next_free, north.next_start) == (1, 1, TODAY, TODAY)
    assert (north.unit_name, north.department_name) == ("Nordskolen", "Skoler")
    assert (park.free, park.next_free, park.next_start) == (1, TODAY, None)  # it closes before its window begins


def test_a_closed_place_is_not_offered(two):
    assert two[1].pk not in {one.place.pk for one in free_slots(TODAY + 3 * DAY)}


def test_a_place_that_opens_later_is_not_closed(town):
    later = place(town, town.north, open_from=TODAY + 5 * DAY)
    (shown,) = places_now(Place.objects.filter(pk=later.pk), on=TODAY)
    assert (shown.is_open, shown.opens_on, shown.free, shown.next_start) == (False, TODAY + 5 * DAY, 0, TODAY + 5 * DAY)
    (open_then,) = places_now(Place.objects.filter(pk=later.pk), on=TODAY + 5 * DAY)
    assert (open_then.is_open, open_then.opens_on, open_then.free) == (True, None, 2)


def test_many_places_cost_no_more_queries(town, two, django_assert_num_queries):
    for number in range(10):
        more = place(town, town.south)
        placed(town, more, 100 + number, TODAY, TODAY)
        EmptySpell.objects.create(place=more, reason="other", first_day=TODAY, at=NOW)
    with django_assert_num_queries(4):
        free_slots(TODAY)
    with django_assert_num_queries(5):
        why_empty(TODAY, TODAY + 9 * DAY)
