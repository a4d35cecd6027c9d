"""Peers are the nearest, a position is an interval that holds the truth, and one wild value moves little."""

from __future__ import annotations

import doctest
from math import inf, nan, sqrt
from random import Random
from statistics import fmean, median
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chefforum.calc import benchmark
from chefforum.calc.benchmark import (
    BenchmarkError,
    Measured,
    Position,
    difference_to_peers,
    median_of,
    peer_group,
    position,
    quartiles,
    robust_z,
    sampled,
    sensitivity,
    shift,
    unweighted_mean,
    weighted_mean,
    within,
)

MEMBERS: dict[str, dict[str, float | None]] = {
    "Lindeby": {"citizens": 28_000, "tax": 170},
    "Ask": {"citizens": 29_000, "tax": 172},
    "Birk": {"citizens": 27_000, "tax": 176},
    "Elm": {"citizens": 60_000, "tax": 171},
    "Fyr": {"citizens": 90_000, "tax": 250},
    "Gran": {"citizens": None, "tax": 171},
}
EQUAL = {"citizens": 1.0, "tax": 1.0}


def test_the_examples_in_the_docstrings_hold() -> None:
    result = doctest.testmod(benchmark)
    assert (result.attempted >= 6, result.failed) == (True, 0)


def test_a_deviation_by_hand() -> None:
    """1, 2, 4, 7, 100: median 4, off by 3, 2, 0, 3, 96, of which the median is 3: scale 4.4478."""
    found = robust_z(values=dict(zip("abcde", [1, 2, 4, 7, 100], strict=True)))
    assert found["a"] == pytest.approx(-3 / 4.4478)
    assert (found["c"], found["e"]) == (0, 3)


def test_where_most_are_equal_the_mean_deviation_is_the_scale_and_where_all_are_nobody_deviates() -> None:
    """5, 5, 5, 6, 4: the mean deviation is 0.4, the scale 1.2533 · 0.4."""
    found = robust_z(values={"a": 5, "b": 5, "c": 5, "d": 6, "e": 4})
    assert found["d"] == pytest.approx(1 / (1.2533 * 0.4)) == -found["e"]
    assert found["a"] == 0
    assert robust_z(values={"a": 5, "b": 5}) == {"a": 0, "b": 0}


def test_the_nearest_come_first_with_how_far_they_are_in_each_variable() -> None:
    found = peer_group(name="Lindeby", members=MEMBERS, weights=EQUAL, count=3)
    assert [peer.name for peer in found.peers] == ["Ask", "Birk", "Elm"]
    for peer in found.peers:
        apart = peer.by_variable
        assert peer.distance == pytest.approx(sqrt((apart["citizens"] ** 2 + apart["tax"] ** 2) / 2))
    assert found.peers[1].by_variable["citizens"] < 0 < found.peers[1].by_variable["tax"]


def test_who_lacks_a_variable_is_left_out_and_told() -> None:
    found = peer_group(name="Lindeby", members=MEMBERS, weights=EQUAL, count=4)
    assert found.left_out == {"Gran": ("citizens",)}
    assert "Gran" not in found.names
    assert "Gran" in peer_group(name="Lindeby", members=MEMBERS, weights={"tax": 1}, count=5).names


def test_a_weight_moves_who_is_near() -> None:
    by_tax = peer_group(name="Lindeby", members=MEMBERS, weights={"citizens": 0.01, "tax": 1}, count=2)
    assert [peer.name for peer in by_tax.peers] == ["Elm", "Ask"]
    assert by_tax == peer_group(name="Lindeby", members=MEMBERS, weights={"citizens": 0.01, "tax": 1}, count=2)


def test_sensitivity_says_who_stays_when_a_variable_is_left_out() -> None:
    found = sensitivity(name="Lindeby", members=MEMBERS, weights=EQUAL, count=2, step=1)
    assert found.chosen.names == {"Ask", "Birk"}
    assert found.fewer.names == {"Ask"}
    assert found.more.names == {"Ask", "Birk", "Elm"}
    assert found.without["citizens"].names == {"Ask", "Elm"}
    assert found.without["tax"].names == {"Ask", "Birk"}
    assert found.kept == {"citizens": 1, "tax": 2}
    assert found.always == {"Ask"}


def test_sensitivity_with_one_variable_or_few_members_tries_what_there_is() -> None:
    found = sensitivity(name="Lindeby", members=MEMBERS, weights={"tax": 1}, count=4)
    assert (len(found.fewer.peers), len(found.more.peers), found.without) == (1, 5, {})
    assert found.always == found.chosen.names


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"name": "Gran"}, "Gran is not among"),
        ({"name": "Nord"}, "Nord is not among"),
        ({"count": 5}, "5 peers of 4"),
        ({"count": 0}, "0 peers"),
        ({"weights": {"tax": 0}}, "not all 0"),
        ({"weights": {"tax": 2, "citizens": -1}}, "at least 0"),
    ],
)
def test_peers_that_cannot_be_found_are_refused_in_words(options: dict[str, Any], words: str) -> None:
    arguments = {"name": "Lindeby", "members": MEMBERS, "weights": EQUAL, "count": 2} | options
    with pytest.raises(BenchmarkError, match=words):
        peer_group(**arguments)


def test_a_rank_is_an_interval_where_values_are_uncertain() -> None:
    values = {str(at): within(value=100 + 4 * at, share=0.1) for at in range(12)}
    found = position(name="6", values=values)
    assert (found.rank, str(found)) == (7, "2-12 of 12")
    assert found.below == (1 / 11, 1)
    certain = {name: within(value=one.value, share=0) for name, one in values.items()}
    assert str(position(name="6", values=certain)) == "7 of 12"


def test_equals_share_the_lowest_rank() -> None:
    values = {name: within(value=value, share=0) for name, value in {"a": 1, "b": 2, "c": 2, "d": 3}.items()}
    assert position(name="b", values=values) == position(name="c", values=values) == Position(2, 2, 2, 4)


measured = st.tuples(*[st.integers(-30, 30)] * 3).map(lambda three: Measured(*(sorted(three)[at] for at in (1, 0, 2))))
many_measured = st.lists(measured, min_size=2, max_size=8).map(lambda rows: dict(zip("abcdefgh", rows, strict=False)))


def rank(name: str, values: dict[str, float]) -> int:
    return 1 + sum(value < values[name] for value in values.values())


@given(many_measured, st.randoms(use_true_random=False))
def test_the_true_rank_is_never_outside_the_interval(values: dict[str, Measured], random: Random) -> None:
    found = position(name="a", values=values)
    assert found.low <= found.rank <= found.high <= found.of
    for _ in range(20):
        true = {name: random.uniform(one.low, one.high) for name, one in values.items()}
        assert found.low <= rank("a", true) <= found.high


@given(many_measured)
def test_either_end_of_the_interval_can_be_the_truth(values: dict[str, Measured]) -> None:
    found = position(name="a", values=values)
    lowest = {name: one.low if name == "a" else one.high for name, one in values.items()}
    highest = {name: one.high if name == "a" else one.low for name, one in values.items()}
    assert (rank("a", lowest), rank("a", highest)) == (found.low, found.high)


def test_ranks_of_sampled_values_hold_all_together_as_often_as_they_say() -> None:
    """12 with true values a little apart, drawn 1,000 times: all twelve intervals hold the true ranks in 95 %."""
    random, true = np.random.default_rng(3), np.arange(12) * 1.5
    held = 0
    for _ in range(1000):
        drawn = random.normal(true, 1.0)
        values = {str(at): sampled(value=value, standard_error=1.0, of=12) for at, value in enumerate(drawn)}
        ranks = [position(name=str(at), values=values) for at in range(12)]
        held += all(one.low <= at + 1 <= one.high for at, one in enumerate(ranks))
    assert held >= 950


def test_one_sampled_value_is_as_wide_as_is_usual() -> None:
    assert sampled(value=10, standard_error=2, of=1).high == pytest.approx(10 + 1.959964 * 2)


def test_peers_count_the_same_and_the_country_by_its_citizens() -> None:
    amounts, sizes = {"a": 100.0, "b": 900.0}, {"a": 1.0, "b": 3.0}
    assert unweighted_mean(values=[100, 300]) == 200
    assert weighted_mean(amounts=amounts, sizes=sizes) == 250


def test_quartiles_by_hand() -> None:
    """Nine values: the third, fifth and seventh. Eight: between them."""
    assert quartiles(values=[9, 8, 7, 6, 5, 4, 3, 2, 1]) == (3, 5, 7)
    assert quartiles(values=[8, 7, 6, 5, 4, 3, 2, 1]) == (2.75, 4.5, 6.25)


def test_the_difference_to_peers_by_hand() -> None:
    """Differences 1, 2, 6: means of pairs 1, 1½, 2, 3½, 4, 6, of which the median is 2¾."""
    assert difference_to_peers(own=10, peers=[9, 8, 4], seed=1).value == 2.75


def test_the_shift_between_groups_by_hand() -> None:
    """4 and 7 against 1, 2 and 3: differences 3, 2, 1, 6, 5, 4, of which the median is 3½."""
    assert shift(ones=[4, 7], others=[1, 2, 3], seed=1).value == 3.5


numbers = st.lists(st.integers(-1000, 1000).map(float), min_size=1, max_size=9)


@given(numbers, st.integers(-1000, 1000), st.randoms(use_true_random=False))
def test_the_same_seed_gives_the_same_interval_in_any_order(peers: list[float], own: int, random: Random) -> None:
    one = difference_to_peers(own=own, peers=peers, seed=7, draws=50)
    assert one == difference_to_peers(own=own, peers=random.sample(peers, len(peers)), seed=7, draws=50)
    assert own - max(peers) - 1e-9 <= one.low <= one.high <= own - min(peers) + 1e-9


@given(numbers, numbers)
def test_the_point_is_what_its_definition_says(ones: list[float], others: list[float]) -> None:
    found = shift(ones=ones, others=others, seed=1, draws=10)
    assert found.value == median(one - other for one in ones for other in others)
    pairs = [(ones[i] + ones[j]) / 2 for i in range(len(ones)) for j in range(i, len(ones))]
    assert difference_to_peers(own=0, peers=[-one for one in ones], seed=1, draws=10).value == median(pairs)


@given(numbers, st.integers(-50, 50))
def test_moving_all_values_moves_the_answer_as_far(values: list[float], step: int) -> None:
    one, other = (median_of(values=[value + by for value in values], seed=2, draws=40) for by in (0, step))
    assert (other.value, other.low, other.high) == pytest.approx((one.value + step, one.low + step, one.high + step))


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30))
def test_deviations_are_within_the_cap_and_keep_the_order(values: list[float]) -> None:
    found = robust_z(values={str(at): value for at, value in enumerate(values)})
    assert all(-3 <= z <= 3 for z in found.values())
    for at, one in enumerate(values):
        for other_at, other in enumerate(values):
            assert one > other or found[str(at)] <= found[str(other_at)]


tables = st.lists(st.tuples(*[st.integers(0, 100)] * 3), min_size=4, max_size=12)


@given(tables, st.integers(1, 3), st.randoms(use_true_random=False))
def test_the_order_of_members_and_the_unit_of_a_variable_do_not_matter(
    rows: list[tuple[int, int, int]], count: int, random: Random
) -> None:
    members = {f"{at:02}": dict(zip("xyz", map(float, row), strict=True)) for at, row in enumerate(rows)}
    weights = {"x": 1.0, "y": 2.0, "z": 0.5}
    straight = peer_group(name="00", members=members, weights=weights, count=count)
    names = random.sample(list(members), len(members))
    doubled = {name: members[name] | {"x": members[name]["x"] * 1024} for name in names}
    other = peer_group(name="00", members=doubled, weights=weights, count=count)
    assert [peer.distance for peer in straight.peers] == pytest.approx([peer.distance for peer in other.peers])
    assert max(peer.distance for peer in straight.peers) <= 6


def test_one_wild_peer_moves_the_difference_little() -> None:
    calm = difference_to_peers(own=100, peers=[90, 92, 94, 96, 98], seed=1).value
    wild = difference_to_peers(own=100, peers=[90, 92, 94, 96, 9800], seed=1).value
    assert abs(calm - wild) < 3 < abs(fmean([90, 92, 94, 96, 98]) - fmean([90, 92, 94, 96, 9800]))


@pytest.mark.parametrize(
    "call",
    [
        lambda: robust_z(values={}),
        lambda: quartiles(values=[1, nan]),
        lambda: unweighted_mean(values=[inf]),
        lambda: weighted_mean(amounts={"a": 1}, sizes={"a": 0}),
        lambda: weighted_mean(amounts={"a": 1}, sizes={"b": 1}),
        lambda: within(value=1, share=-0.1),
        lambda: sampled(value=1, standard_error=-1, of=3),
        lambda: position(name="a", values={"a": Measured(1, 1, 1)}),
        lambda: position(name="c", values={"a": Measured(1, 1, 1), "b": Measured(2, 2, 2)}),
        lambda: position(name="a", values={"a": Measured(1, 2, 3), "b": Measured(2, 2, 2)}),
        lambda: position(name="a", values={"a": Measured(1, 1, nan), "b": Measured(2, 2, 2)}),
        lambda: shift(ones=[], others=[1], seed=1),
        lambda: median_of(values=[1], seed=1, draws=0),
        lambda: median_of(values=[1], seed=1, coverage=1),
    ],
)
def test_what_nothing_can_be_reckoned_from_is_refused(call: Any) -> None:
    with pytest.raises(BenchmarkError):
        call()
