"""Places that candidates share: lost when full, and better used together than apart."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from heapq import heappop, heappush
from math import factorial, inf
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq
from scipy.stats import poisson

from chefforum.calc.capacity import (
    CapacityError,
    by_pool,
    erlang_b,
    loss,
    mean_weeks,
    offered_by_key,
    places_needed,
    pooled_and_split,
)

KEY = dict(zip("ABCDEFG", (126, 23, 27, 223, 44, 28, 16), strict=True))
PLACES = dict(zip("ABCDEFG", (13, 2, 3, 23, 4, 3, 2), strict=True))
MIX = {4: Decimal("0.70"), 8: Decimal("0.15"), 13: Decimal("0.15")}
loads = st.floats(0.01, 200)


def test_fifty_places_in_one_pool_lose_almost_nobody() -> None:
    found = loss(places=50, offered=37.5)
    assert round(100 * found.blocking, 1) == 0.9
    assert round(100 * found.occupancy) == 74


def test_the_same_places_split_by_the_key_give_434_a_year_and_not_487() -> None:
    found = pooled_and_split(places=PLACES, offered=offered_by_key(key=KEY, offered=37.5))
    assert round(found.split_running, 1) == 33.4
    assert round(sum(part.yearly(weeks=4) for part in found.split.values())) == 434
    assert round(found.gained, 1) == 3.8
    small = [found.split[name].blocking for name in "BCEFG"]
    assert (round(100 * min(small)), round(100 * max(small))) == (22, 36)


def test_the_five_small_ones_in_a_pool_of_their_own_lose_far_fewer() -> None:
    offered = offered_by_key(key=KEY, offered=37.5)
    found = by_pool(places=PLACES, offered=offered, pools={"A": "A", "D": "D", "fælles": "BCEFG"})
    assert found["fælles"].places == 14
    assert round(100 * found["fælles"].blocking, 1) == 7.4


def test_longer_stays_of_some_fill_the_places_and_fewer_begin() -> None:
    weeks = mean_weeks(mix=MIX)
    assert weeks == Fraction(595, 100)
    found = loss(places=50, offered=float(Fraction(487, 52) * weeks))
    assert round(found.offered, 1) == 55.7
    assert round(found.yearly(weeks=weeks)) == 405


def test_erlang_by_hand() -> None:
    """One place and 1 offered: half are lost. Two places: (1/2)/(1 + 1 + 1/2) = 1/5."""
    assert erlang_b(places=1, offered=1) == pytest.approx(1 / 2)
    assert erlang_b(places=2, offered=1) == pytest.approx(1 / 5)
    assert erlang_b(places=0, offered=1) == 1
    assert erlang_b(places=3, offered=0) == 0


def test_fifteen_lines_at_one_in_a_hundred_carry_what_was_published() -> None:
    """Westbay Engineers, "Erlang Calculator", manual, "How much traffic?": 15 lines, 0.01 blocked, 8.108 erlangs."""
    low, high = (erlang_b(places=15, offered=offered) for offered in (8.1075, 8.1085))
    assert low <= 0.01 <= high


@pytest.mark.parametrize(
    ("places", "blocking"), [(1, 0.01), (10, 0.01), (50, 0.01), (100, 0.01), (20, 0.05), (5, 0.02)]
)
def test_the_load_that_loses_so_many_is_the_one_of_the_poisson(places: int, blocking: float) -> None:
    """Erlang's formula is P(X = n) / P(X <= n) of a Poisson with the load as mean; the load is found by SciPy."""
    load = brentq(lambda mean: poisson.pmf(places, mean) / poisson.cdf(places, mean) - blocking, 1e-6, 2 * places + 1)
    assert erlang_b(places=places, offered=load) == pytest.approx(blocking, rel=1e-6)


@given(st.integers(0, 30), st.floats(0.1, 40))
def test_the_recursion_is_the_formula(places: int, offered: float) -> None:
    terms = [offered**number / factorial(number) for number in range(places + 1)]
    assert erlang_b(places=places, offered=offered) == pytest.approx(terms[-1] / sum(terms), rel=1e-9)


@given(st.integers(0, 200), loads)
def test_one_more_place_always_helps_and_nobody_runs_where_there_is_none(places: int, offered: float) -> None:
    fewer, more = loss(places=places, offered=offered), loss(places=places + 1, offered=offered)
    assert 0 <= more.blocking <= fewer.blocking <= 1
    assert more.running >= fewer.running
    assert 0 <= fewer.occupancy <= 1


@given(loads, st.floats(0.001, 1))
def test_the_places_needed_are_the_fewest(offered: float, blocking: float) -> None:
    places = places_needed(offered=offered, blocking=blocking)
    assert erlang_b(places=places, offered=offered) <= blocking
    assert places == 0 or erlang_b(places=places - 1, offered=offered) > blocking


@given(st.dictionaries(st.sampled_from("ABCDEFG"), st.tuples(st.integers(0, 30), loads), min_size=1))
def test_a_pool_never_does_worse_than_its_parts(parts: dict[str, tuple[int, float]]) -> None:
    places, offered = ({name: part[index] for name, part in parts.items()} for index in (0, 1))
    assert pooled_and_split(places=places, offered=offered).gained >= -1e-9  # type: ignore[arg-type]


def simulated(*, places: int, per_week: float, lengths: list[float], shares: list[float], count: int) -> float:
    """The share of so many candidates, coming by chance one by one, who found all places taken."""
    random, now, lost = Random(11), 0.0, 0
    ends: list[float] = []
    for _ in range(count):
        now += random.expovariate(per_week)
        while ends and ends[0] <= now:
            heappop(ends)
        if len(ends) >= places:
            lost += 1
        else:
            heappush(ends, now + random.choices(lengths, shares)[0])
    return lost / count


@pytest.mark.parametrize(("places", "per_week"), [(3, 0.5), (50, 487 / 52), (20, 2.5)])
def test_a_simulation_with_a_mix_of_lengths_loses_as_many(places: int, per_week: float) -> None:
    found = simulated(places=places, per_week=per_week, lengths=[4, 8, 13], shares=[0.70, 0.15, 0.15], count=60_000)
    assert found == pytest.approx(erlang_b(places=places, offered=per_week * 5.95), abs=0.01)


def test_only_the_mean_of_the_lengths_matters() -> None:
    same = simulated(places=10, per_week=1.5, lengths=[5.95], shares=[1], count=60_000)
    mixed = simulated(places=10, per_week=1.5, lengths=[1, 10.9], shares=[0.5, 0.5], count=60_000)
    assert same == pytest.approx(mixed, abs=0.012)


@pytest.mark.parametrize("arguments", [{"places": -1, "offered": 1.0}, {"places": 1, "offered": -1.0},
                                       {"places": 1, "offered": inf}])  # fmt: skip
def test_impossible_places_and_candidates_are_refused(arguments: dict[str, Any]) -> None:
    with pytest.raises(CapacityError):
        erlang_b(**arguments)


@pytest.mark.parametrize("pools", [{"x": "A"}, {"x": "AB", "y": "B"}, {"x": "ABC"}])
def test_who_is_in_no_pool_or_in_two_is_refused(pools: dict[str, str]) -> None:
    with pytest.raises(CapacityError):
        by_pool(places={"A": 1, "B": 1}, offered={"A": 1.0, "B": 1.0}, pools=pools)


def test_bad_mixes_keys_and_shares_lost_are_refused() -> None:
    for mix in ({4: Decimal("0.5")}, {0: 1}, {4: 2, 8: -1}):
        with pytest.raises(CapacityError):
            mean_weeks(mix=mix)  # type: ignore[arg-type]
    with pytest.raises(CapacityError):
        offered_by_key(key={"A": 0}, offered=1)
    for blocking in (0, 1.1):
        with pytest.raises(CapacityError):
            places_needed(offered=1, blocking=blocking)
