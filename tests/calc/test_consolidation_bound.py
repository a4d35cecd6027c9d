"""The smallest set that still does all that is done is the smallest of all sets."""

from __future__ import annotations

import doctest
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chefforum.calc import consolidation_bound
from chefforum.calc.consolidation import ConsolidationError
from chefforum.calc.consolidation_bound import Aim, InUse, Reach, smallest_cover

SYSTEMS = st.lists(
    st.tuples(st.frozensets(st.sampled_from("123")), st.frozensets(st.sampled_from("XYZ")), st.integers(0, 5_000_000)),
    max_size=8,
).map(lambda rows: [InUse(f"s{at}", kle, units, cost) for at, (kle, units, cost) in enumerate(rows)])


def tasks(one: InUse, reach: Reach) -> set[tuple[str, str]]:
    return set(product(one.kle, one.units)) if reach is Reach.AS_TODAY else {(kle, "") for kle in one.kle if one.units}


@given(SYSTEMS, st.sampled_from(Reach), st.sampled_from(Aim))
@settings(max_examples=120)
def test_no_set_that_covers_everything_is_smaller_or_cheaper(systems: list[InUse], reach: Reach, aim: Aim) -> None:
    found = smallest_cover(systems=systems, reach=reach, aim=aim)
    useful = [one for one in systems if one.kle and one.units]
    every = set().union(*(tasks(one, reach) for one in useful))
    covers = [
        some
        for size in range(len(useful) + 1)
        for some in combinations(useful, size)
        if set().union(*(tasks(one, reach) for one in some)) == every
    ]
    sizes = [(len(some), sum(one.run_cost_oere for one in some)) for some in covers]
    best = min(sizes) if aim is Aim.FEWEST else min(sizes, key=lambda one: one[::-1])
    kept = [one for one in useful if one.key in found.kept]
    assert (len(kept), sum(one.run_cost_oere for one in kept)) == best
    assert set().union(*(tasks(one, reach) for one in kept)) == every
    assert found.tasks == len(every)
    assert sorted([*found.kept, *found.dropped]) == sorted(one.key for one in systems)
    assert found.dropped_oere == sum(one.run_cost_oere for one in systems if one.key in found.dropped)
    assert set(found.unknown) == {one.key for one in systems} - {one.key for one in useful} <= set(found.kept)


def test_what_could_serve_everybody_leaves_fewer_than_what_serves_those_it_serves() -> None:
    systems = [InUse(unit, frozenset({"17.00"}), frozenset({unit}), 100) for unit in "XYZ"]
    assert smallest_cover(systems=systems).dropped == ()
    assert len(smallest_cover(systems=systems, reach=Reach.ANY_UNIT).kept) == 1


def test_keys_given_twice_and_negative_costs_are_refused() -> None:
    one = InUse("a", frozenset("1"), frozenset("X"))
    for systems in ([one, one], [InUse("a", frozenset("1"), frozenset("X"), -1)]):
        with pytest.raises(ConsolidationError):
            smallest_cover(systems=systems)


def test_the_examples_of_the_text_hold() -> None:
    assert doctest.testmod(consolidation_bound).failed == 0
