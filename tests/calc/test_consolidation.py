"""What a scenario saves, year by year, and when."""

from __future__ import annotations

import doctest
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chefforum.calc import consolidation
from chefforum.calc.consolidation import (
    Case,
    ConsolidationError,
    Estimate,
    Kept,
    Retired,
    Scenario,
    known,
    moment,
    outcomes,
)

DATES = st.dates(date(2026, 1, 1), date(2034, 12, 31))


def estimates(least: int, most: int) -> st.SearchStrategy[Estimate]:
    three = st.lists(st.integers(least, most), min_size=3, max_size=3).map(sorted)
    return three.map(lambda amounts: Estimate(*amounts))


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    moves_on = draw(DATES)
    retired = tuple(
        Retired(str(number), draw(estimates(0, 10**9)), draw(st.none() | DATES))
        for number in range(draw(st.integers(1, 3)))
    )
    kept = Kept("kept", draw(estimates(0, 10**5)), draw(estimates(0, 2_000)))
    paid = draw(st.none() | st.dates(date(2025, 1, 1), moves_on))
    life = draw(st.integers(1, 8))
    return Scenario(retired, draw(st.sampled_from([kept, None])), draw(estimates(0, 10**9)), moves_on, life, paid)


@given(scenarios())
def test_the_years_sum_to_the_formula(scenario: Scenario) -> None:
    """Retired run cost − extra volume − migration − what is paid in vain, over the life."""
    for case, found in outcomes(scenario).items():
        low, high = {"cautious": ("low", "high"), "likely": ("likely", "likely"), "hopeful": ("high", "low")}[case]
        life = scenario.life_years
        run = sum(getattr(one.run_cost_oere, low) for one in scenario.retired) * life
        kept = scenario.kept
        extra = getattr(kept.price_oere, high) * getattr(kept.moved, high) * life if kept else 0
        migration = getattr(scenario.migration_oere, high)
        assert found.over_life == run - extra - migration - found.irrevocable
        assert found.over_life == sum(year.net for year in found.years) == found.years[-1].cumulated
        for year in found.years:
            assert year.net == year.run_saved + year.extra_volume + year.migration
        assert abs(found.a_year - Fraction(run - extra - migration, life)) <= Fraction(1, 2)
        assert found.irrevocable >= 0


@given(scenarios())
def test_cautious_is_never_more_than_likely_nor_likely_than_hopeful(scenario: Scenario) -> None:
    found = outcomes(scenario)
    cautious, likely, hopeful = (found[case] for case in (Case.CAUTIOUS, Case.LIKELY, Case.HOPEFUL))
    assert cautious.a_year <= likely.a_year <= hopeful.a_year
    assert cautious.over_life <= likely.over_life <= hopeful.over_life
    back = [one.payback_years for one in (hopeful, likely, cautious)]
    assert [one for one in back if one is not None] == sorted(one for one in back if one is not None)


@given(scenarios())
def test_what_is_paid_back_is_paid_back_within_the_life_and_only_then(scenario: Scenario) -> None:
    for found in outcomes(scenario).values():
        if found.payback_years is None:
            assert found.over_life <= 0
        else:
            assert 0 <= found.payback_years <= scenario.life_years
            assert found.over_life >= 0


@given(scenarios(), st.integers(1, 900))
def test_a_contract_that_binds_longer_never_saves_more(scenario: Scenario, days: int) -> None:
    bound = [one.irrevocable_until or scenario.moves_on for one in scenario.retired]
    longer = tuple(
        replace(one, irrevocable_until=until + timedelta(days=days))
        for one, until in zip(scenario.retired, bound, strict=True)
    )
    before, after = outcomes(scenario), outcomes(replace(scenario, retired=longer))
    assert all(after[case].over_life <= before[case].over_life for case in Case)


@given(DATES)
def test_the_axis_of_years_rises_by_the_day_and_a_year_is_one(day: date) -> None:
    assert 0 < moment(day + timedelta(days=1)) - moment(day) <= Fraction(1, 12 * 28)
    assert moment(date(day.year + 1, day.month, 1)) - moment(date(day.year, day.month, 1)) == 1


def test_two_systems_into_one_with_a_contract_that_binds() -> None:
    """Moved on 1 July 2027; the old one is paid for to the end of March 2028; three years are looked at."""
    scenario = Scenario(
        (Retired("gammel", known(400_000_00), date(2028, 3, 31)), Retired("lille", known(100_000_00))),
        Kept("ny", known(600_00), known(500)),
        known(150_000_00),
        date(2027, 7, 1),
        life_years=3,
        migration_on=date(2026, 11, 1),
    )
    found = outcomes(scenario)[Case.LIKELY]
    assert [
        (year.year, year.run_saved // 100, year.extra_volume // 100, year.migration // 100) for year in found.years
    ] == [
        (2026, 0, 0, -150_000),
        (2027, 50_000, -150_000, 0),
        (2028, 400_000, -300_000, 0),
        (2029, 500_000, -300_000, 0),
        (2030, 250_000, -150_000, 0),
    ]
    assert [year.cumulated // 100 for year in found.years] == [-150_000, -250_000, -150_000, 50_000, 150_000]
    assert [year.still_paid // 100 for year in found.years] == [0, 200_000, 100_000, 0, 0]
    assert (found.a_year, found.over_life, found.irrevocable) == (150_000_00, 150_000_00, 300_000_00)
    assert (found.first_effect_year, found.full_effect_year) == (2028, 2029)
    assert found.payback_years == Fraction(9, 4)


def test_what_never_pays_back_says_so() -> None:
    scenario = Scenario((Retired("a", known(10)),), Kept("b", known(10), known(2)), known(5), date(2027, 1, 1), 4)
    found = outcomes(scenario)[Case.LIKELY]
    assert (found.payback_years, found.first_effect_year, found.over_life) == (None, None, -45)


def test_a_contract_that_binds_for_the_whole_life_has_no_full_effect() -> None:
    old = Retired("a", known(1200), date(2040, 1, 1))
    found = outcomes(Scenario((old,), None, known(0), date(2027, 1, 1), 4))[Case.LIKELY]
    assert (found.full_effect_year, found.over_life, found.irrevocable) == (None, 0, 4800)


GOOD = Scenario((Retired("a", known(10)),), Kept("b", known(1), known(1)), known(5), date(2027, 1, 1), 4)


@pytest.mark.parametrize(
    "change",
    [
        {"retired": ()},
        {"retired": (Retired("a", known(1)), Retired("a", known(2)))},
        {"kept": Kept("a", known(1), known(1))},
        {"kept": Kept("b", known(-1), known(1))},
        {"life_years": 0},
        {"migration_oere": known(-1)},
        {"migration_on": date(2027, 1, 2)},
    ],
)
def test_a_scenario_that_makes_no_sense_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ConsolidationError):
        outcomes(replace(GOOD, **change))  # type: ignore[arg-type]


def test_an_estimate_rises() -> None:
    with pytest.raises(ConsolidationError):
        Estimate(2, 1, 3)


def test_the_examples_of_the_text_hold() -> None:
    assert doctest.testmod(consolidation).failed == 0
