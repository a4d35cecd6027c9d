"""Whatever somebody reckons with: cash by year comes to the whole, low is never above high, sums are sums, and what is
kept as JSON is read back."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from chefforum.calc.consolidation import Case
from chefforum.modules.it_portfolio.rules.scenarios import (
    Chosen,
    Guess,
    RetiredFacts,
    ScenarioFacts,
    added_up,
    check_scenario,
    facts_from_json,
    outcomes_of,
    what_is_missing,
)

DAYS = st.dates(dt.date(2026, 1, 1), dt.date(2035, 12, 31))
SYSTEMS = [UUID(int=number) for number in range(1, 8)]


@st.composite
def guesses(draw: st.DrawFn, most: int) -> Guess:
    low, likely, high = sorted(draw(st.lists(st.integers(0, most), min_size=3, max_size=3)))
    return Guess(
        likely,
        draw(st.sampled_from([None, low])),
        draw(st.sampled_from([None, high])),
        source="Skøn",
    )


@st.composite
def scenarios(draw: st.DrawFn) -> ScenarioFacts:
    ids = draw(st.lists(st.sampled_from(SYSTEMS), min_size=2, max_size=4, unique=True))
    moves_on = draw(DAYS)
    retired = []
    for key in ids[1:]:
        until = draw(st.none() | DAYS)
        run = draw(guesses(10**9))
        retired.append(RetiredFacts(key, run, until, is_free=until is None, paid_source="Aftalen"))
    return ScenarioFacts(
        name="Samling",
        retired=tuple(retired),
        kept_id=draw(st.sampled_from([None, ids[0]])),
        price=draw(guesses(10**6)),
        moved=draw(guesses(5_000)),
        migration=draw(guesses(10**9)),
        moves_on=moves_on,
        migration_on=draw(st.none() | DAYS.filter(lambda day: day <= moves_on)),
        life_years=draw(st.integers(1, 10)),
    )


@given(facts=scenarios())
def test_the_cash_of_the_years_comes_to_the_whole_and_cautious_is_never_above_likely_nor_likely_above_best(
    facts: ScenarioFacts,
) -> None:
    check_scenario(facts)
    found = outcomes_of(facts)
    assert found is not None
    for outcome in found.values():
        assert sum(year.net for year in outcome.years) == outcome.over_life == outcome.years[-1].cumulated
        for year in outcome.years:
            assert year.net == year.run_saved + year.extra_volume + year.migration
    low, likely, high = (found[case] for case in (Case.CAUTIOUS, Case.LIKELY, Case.HOPEFUL))
    assert low.a_year <= likely.a_year <= high.a_year
    assert low.over_life <= likely.over_life <= high.over_life
    assert len({len(one.years) for one in found.values()}) == 1


@given(facts=scenarios())
def test_what_is_kept_is_read_back_as_it_was(facts: ScenarioFacts) -> None:
    assert facts_from_json(facts.as_json()) == facts


@given(facts=scenarios(), lacking=st.sampled_from(["run", "paid", "price", "moved", "migration", "moves_on"]))
def test_a_number_that_is_taken_away_is_named_and_leaves_no_outcome(facts: ScenarioFacts, lacking: str) -> None:
    from dataclasses import replace

    first = facts.retired[0]
    if lacking == "run":
        facts = replace(facts, retired=(replace(first, run=Guess()), *facts.retired[1:]))
    elif lacking == "paid":
        facts = replace(facts, retired=(replace(first, paid_until=None, is_free=False), *facts.retired[1:]))
    elif lacking == "moves_on":
        facts = replace(facts, moves_on=None)
    else:
        facts = replace(facts, **{lacking: Guess()})
    is_needed = lacking not in ("price", "moved") or facts.kept_id is not None
    assert bool(what_is_missing(facts, {})) == is_needed
    assert (outcomes_of(facts) is None) == is_needed


@given(chosen=st.lists(scenarios(), max_size=5))
def test_the_sum_of_scenarios_is_the_sum_of_those_counted_and_gives_no_system_up_twice(
    chosen: list[ScenarioFacts],
) -> None:
    rows = [Chosen(UUID(int=100 + place), f"Nr. {place}", one, outcomes_of(one)) for place, one in enumerate(chosen)]
    found = added_up(rows, {})
    assert len(found.counted) + len(found.left_out) == len(rows)
    given_up = [key for one in found.counted for key in one.facts.retired_ids]
    assert len(given_up) == len(set(given_up))
    assert not {one.facts.kept_id for one in found.counted} & set(given_up)
    for case in Case:
        assert sum(year[case] for year in found.years.values()) == found.over_life[case]
        assert found.over_life[case] == sum(one.outcomes[case].over_life for one in found.counted if one.outcomes)
    assert (found.counted == ()) == (rows == [])
