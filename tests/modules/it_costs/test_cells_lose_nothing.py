"""Sharing and spreading: the parts are what they are parts of, to the øre, whatever keys, lives and signs."""

from __future__ import annotations

from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from chefforum.calc.apportionment import largest_remainder
from chefforum.modules.it_costs.rules.cells import (
    Origin,
    Place,
    Share,
    Source,
    View,
    Wanted,
    cells_of,
    parts_of,
    shared,
    spread,
    wanted_parts,
)

UNITS, SYSTEMS = [uuid4() for _ in range(4)], [uuid4() for _ in range(3)]
OERE = st.integers(-(10**13), 10**13)
SHARES = st.builds(Share, st.integers(0, 10**6), st.sampled_from([None, *SYSTEMS]), st.sampled_from([None, *UNITS]))
SOURCES = st.builds(
    Source,
    origin=st.sampled_from(Origin),
    id=st.just(uuid4()),
    name=st.just("x"),
    place=st.builds(
        Place,
        st.sampled_from(["software", "hardware"]),
        st.sampled_from(["operation", "support"]),
        st.sampled_from([None, *UNITS]),
        st.sampled_from([None, *SYSTEMS]),
    ),
    year=st.integers(2020, 2026),
    amount=OERE,
    life=st.integers(1, 8),
    shares=st.lists(SHARES, max_size=6).map(tuple),
)
YEARS = range(2020, 2035)


@given(sources=st.lists(SOURCES, max_size=12))
def test_cells_of_all_years_sum_to_what_they_are_made_of(sources: list[Source]) -> None:
    total = sum(one.amount for one in sources)
    for view in View:
        cells = cells_of(wanted_parts(sources, Wanted()), years=YEARS, view=view)
        assert sum(sum(by_year.values()) for by_year in cells.values()) == total


@given(sources=st.lists(SOURCES, max_size=12))
def test_what_is_paid_in_a_year_is_that_years_sources(sources: list[Source]) -> None:
    cells = cells_of(wanted_parts(sources, Wanted()), years=[2024], view=View.CASH)
    assert sum(one[2024] for one in cells.values()) == sum(one.amount for one in sources if one.year == 2024)


@given(source=SOURCES, seen=st.frozensets(st.sampled_from(UNITS)))
def test_those_who_see_some_units_see_only_parts_on_them(source: Source, seen: frozenset[UUID]) -> None:
    parts = wanted_parts([source], Wanted(units=seen))
    assert all(part.place.unit_id in seen for part in parts)


@given(amount=st.integers(0, 10**13), weights=st.lists(st.integers(0, 10**9), min_size=1, max_size=9))
def test_an_amount_is_shared_by_the_largest_remainder(amount: int, weights: list[int]) -> None:
    weights = [*weights, 1]
    found = shared(amount, weights)
    named = largest_remainder(key={f"{nth:03}": weight for nth, weight in enumerate(weights)}, house=amount)
    assert sum(found) == amount
    if named.tie is None:
        assert found == list(named.seats.values())
    assert shared(-amount, weights) == [-one for one in found]


@given(amount=OERE, life=st.integers(1, 30))
def test_a_one_off_is_spread_alike_over_its_life(amount: int, life: int) -> None:
    years = spread(amount, life)
    assert sum(years) == amount
    assert max(years) - min(years) <= 1


def test_a_weight_of_nought_gets_nothing_and_a_key_of_noughts_shares_nothing_out() -> None:
    place = Place("software", "operation", None, None)
    one, other = Share(0, SYSTEMS[0]), Share(2, SYSTEMS[1])
    source = Source(Origin.LINE, uuid4(), "x", place, 2025, 101, shares=(one, other))
    assert [(part.place.system_id, part.amount) for part in parts_of(source)] == [(SYSTEMS[1], 101)]
    nobody = Source(Origin.LINE, uuid4(), "x", place, 2025, 101, shares=(one,))
    assert [(part.place, part.amount) for part in parts_of(nobody)] == [(place, 101)]


def test_a_credit_note_of_a_one_off_is_spread_as_the_one_off_was() -> None:
    place = Place("hardware", "operation", UNITS[0], None)
    bought = Source(Origin.LEDGER, uuid4(), "x", place, 2024, 100_01, life=4)
    credited = Source(Origin.LEDGER, uuid4(), "x", place, 2024, -100_01, life=4)
    cells = cells_of(wanted_parts([bought, credited], Wanted()), years=[2024, 2025], view=View.ACCRUED)
    assert cells == {place: {2024: 0, 2025: 0}}
