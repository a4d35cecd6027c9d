"""From places to persons under way and persons in a year, rounded once."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chefforum.calc.places import (
    Basis,
    PlacesError,
    Whole,
    gap_weeks,
    houses,
    running_from_yearly,
    running_of,
    whole,
    yearly_of,
)

OCCUPANCY = Decimal("0.75")
positive = st.fractions(Fraction(1, 10), 200, max_denominator=40)


def test_the_houses_of_the_minutes_are_rounded_from_what_is_not_rounded() -> None:
    internships = houses(places=50, basis=Basis.SLOTS, occupancy=OCCUPANCY, weeks=4)
    assert (internships.running_exact, internships.running) == (Fraction(75, 2), 37)
    assert (internships.yearly_exact, internships.yearly) == (Fraction(975, 2), 487)
    subsidy = houses(places=15, basis=Basis.FILLED, weeks=13)
    assert (subsidy.running, subsidy.yearly) == (15, 60)


def test_the_targets_of_the_year_before_are_a_little_above_what_the_places_give() -> None:
    assert yearly_of(running=running_of(places=80, occupancy=OCCUPANCY), weeks=4) == 780
    assert yearly_of(running=running_of(places=47, occupancy=OCCUPANCY), weeks=13) == 141


def test_what_was_reached_is_so_many_under_way_by_how_long_they_stayed() -> None:
    assert float(running_from_yearly(yearly=205, weeks=4)) == pytest.approx(15.8, abs=0.05)
    assert float(running_from_yearly(yearly=205, weeks=8)) == pytest.approx(31.5, abs=0.05)
    assert running_from_yearly(yearly=40, weeks=13) == 10


def test_three_quarters_filled_is_a_week_and_a_third_empty_after_four() -> None:
    assert gap_weeks(weeks=4, occupancy=OCCUPANCY) == Fraction(4, 3)
    assert gap_weeks(weeks=13, occupancy=OCCUPANCY) == Fraction(13, 3)
    assert gap_weeks(weeks=4, occupancy=1) == 0


@given(positive, positive)
def test_a_year_and_back_is_the_same(running: Fraction, weeks: Fraction) -> None:
    assert running_from_yearly(yearly=yearly_of(running=running, weeks=weeks), weeks=weeks) == running


@given(positive, st.fractions(Fraction(1, 10), 1, max_denominator=20))
def test_the_gap_and_the_stay_make_the_occupancy(weeks: Fraction, occupancy: Fraction) -> None:
    gap = gap_weeks(weeks=weeks, occupancy=occupancy)
    assert weeks / (weeks + gap) == occupancy


@pytest.mark.parametrize(("rounding", "numbers"), [(Whole.DOWN, [2, 2]), (Whole.NEAREST, [3, 2]), (Whole.UP, [3, 3])])
def test_a_number_is_made_whole_in_the_way_asked_for(rounding: Whole, numbers: list[int]) -> None:
    assert [whole(number=Decimal(number), rounding=rounding) for number in ("2.5", "2.4")] == numbers


@pytest.mark.parametrize(
    "arguments",
    [
        {"places": -1, "basis": Basis.FILLED, "weeks": 4},
        {"places": 1, "basis": Basis.FILLED, "weeks": 0},
        {"places": 1, "basis": Basis.FILLED, "weeks": 4, "occupancy": OCCUPANCY},
        {"places": 1, "basis": Basis.SLOTS, "weeks": 4, "occupancy": 0},
        {"places": 1, "basis": Basis.SLOTS, "weeks": 4, "occupancy": Decimal("1.01")},
    ],
)
def test_impossible_numbers_are_refused(arguments: dict[str, Any]) -> None:
    with pytest.raises(PlacesError):
        houses(**arguments)
