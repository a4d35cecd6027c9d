"""Which systems may do the same: every pair is looked at, and the answer says why."""

from __future__ import annotations

import doctest
import math
from collections import Counter
from itertools import combinations
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chefforum.calc import overlap, overlap_parts
from chefforum.calc.overlap import (
    OverlapError,
    Overlaps,
    SameProduct,
    Weights,
    find_overlaps,
    same_products,
)
from chefforum.calc.overlap_parts import System, cosine_of_text, fold, jaccard, rarity, rolled_up

WORDS = ["skole", "skoleadmin", "løn", "vagtplan", "børn", "ældre", "journal", "web", "2"]
TEXTS = st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join)
KLE = st.frozensets(st.sampled_from(["17.00.00", "17.00.01", "17.01.00", "27.36.12", "27"]), max_size=3)
LISTS = st.lists(
    st.tuples(TEXTS, KLE, st.sampled_from(["", "fag", "tvær"]), st.frozensets(st.sampled_from("XYZ"))),
    min_size=1,
    max_size=9,
).map(lambda rows: [System(f"s{at}", name, "", kle, kind, units) for at, (name, kle, kind, units) in enumerate(rows)])
THRESHOLDS = st.sampled_from([0.2, 0.4, 0.6, 1.0])


def by_hand(systems: list[System], one: System, other: System) -> tuple[float, float, float, float]:
    """The four parts of one pair in plain loops, with nothing taken from what is tested but the folding."""

    def roll(kle: frozenset[str]) -> set[str]:
        return {".".join(number.split(".")[:level]) for number in kle for level in (1, 2, 3)}

    def runs(system: System) -> Counter[str]:
        text = f" {fold(system.name)} "
        return Counter(text[at : at + 3] for at in range(len(text) - 2))

    def rare(name: str, sets: list[set[str]]) -> float:
        return math.log(1 + len(sets) / sum(name in some for some in sets))

    kles = [roll(system.kle) for system in systems]
    both, either = roll(one.kle) & roll(other.kle), roll(one.kle) | roll(other.kle)
    kle = sum(rare(name, kles) for name in both) / sum(rare(name, kles) for name in either) if both else 0.0
    texts = [set(runs(system)) for system in systems]
    own, its = (
        {run: math.sqrt(count) * rare(run, texts) for run, count in runs(system).items()} for system in (one, other)
    )
    product = sum(value * its.get(run, 0.0) for run, value in own.items())
    lengths = math.hypot(*own.values()) * math.hypot(*its.values()) if own and its else 0.0
    kind = float(bool(one.business_type) and one.business_type == other.business_type)
    users = one.units | other.units
    return kle, product / lengths if lengths else 0.0, kind, len(one.units & other.units) / len(users) if users else 0.0


@given(LISTS, THRESHOLDS)
@settings(max_examples=120)
def test_all_pairs_are_those_of_plain_loops_with_the_same_parts(systems: list[System], threshold: float) -> None:
    found = find_overlaps(systems=systems, threshold=threshold)
    assert found.compared == math.comb(len(systems), 2)
    given = {(pair.one, pair.other): pair for pair in found.pairs}
    for one, other in combinations(systems, 2):
        parts = by_hand(systems, one, other)
        score = sum(weight * part for weight, part in zip(Weights().each(), parts, strict=True))
        pair = given.get((one.key, other.key))
        assert (pair is not None) == (round(score, 6) >= threshold) or abs(score - threshold) < 2e-6
        if pair:
            assert pair.score == pytest.approx(score, abs=2e-6)
            told = (pair.parts.kle, pair.parts.text, pair.parts.business_type, pair.parts.units)
            assert [part or 0.0 for part in told] == pytest.approx(parts, abs=2e-6)
            assert (pair.parts.kle is None) == (not one.kle or not other.kle)
            assert set(pair.kle) == one.kle & other.kle
            assert pair.score <= pair.at_most <= 1


@given(LISTS, THRESHOLDS, st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_the_order_of_the_systems_does_not_matter(systems: list[System], threshold: float, random: Random) -> None:
    shuffled = random.sample(systems, len(systems))
    assert find_overlaps(systems=shuffled, threshold=threshold) == find_overlaps(systems=systems, threshold=threshold)


def check_clusters(found: Overlaps) -> None:
    near = {(pair.one, pair.other) for pair in found.pairs}
    keys = [key for cluster in found.clusters for key in cluster]
    assert len(keys) == len(set(keys))
    for cluster in found.clusters:
        assert len(cluster) > 1
        assert set(combinations(cluster, 2)) <= near


@given(LISTS, THRESHOLDS)
@settings(max_examples=100)
def test_every_two_of_a_cluster_are_a_pair_and_nobody_is_in_two(systems: list[System], threshold: float) -> None:
    check_clusters(find_overlaps(systems=systems, threshold=threshold))


def test_a_chain_is_no_cluster() -> None:
    """a is like b and b like c, but a and c have nothing in common."""
    only = Weights(kle=1, text=0, business_type=0, units=0)
    systems = [
        System("a", "", kle=frozenset({"01.01.01", "02.01.01"})),
        System("b", "", kle=frozenset({"02.01.01", "03.01.01"})),
        System("c", "", kle=frozenset({"03.01.01", "04.01.01"})),
    ]
    found = find_overlaps(systems=systems, threshold=0.2, weights=only)
    assert [(pair.one, pair.other) for pair in found.pairs] == [("a", "b"), ("b", "c")]
    assert [len(cluster) for cluster in found.clusters] == [2]


def test_what_people_say_is_no_overlap_is_neither_a_pair_nor_in_one_cluster() -> None:
    systems = [System(key, "Skoleadministration", "Elever og skemaer") for key in "abc"]
    found = find_overlaps(systems=systems, threshold=0.3, apart=[("c", "a"), ("x", "a")])
    assert {(pair.one, pair.other) for pair in found.pairs} == {("a", "b"), ("b", "c")}
    check_clusters(found)


def test_a_rare_number_in_common_counts_more_than_a_common_one() -> None:
    sets = [{"common", "rare"}, {"rare", "x"}, {"common", "y"}, *[{"common", str(at)} for at in range(20)]]
    alike = jaccard(sets, rarity(sets))
    assert alike[0, 1] > alike[0, 2] > 0


def test_a_group_in_common_counts_for_something_and_a_number_for_more() -> None:
    kle = [rolled_up({number}) for number in ("27.36.12", "27.36.14", "27.36.12", "27.99.01", "54.00.00")]
    alike = jaccard(kle, rarity(kle))
    assert alike[0, 2] == 1.0
    assert 1 > alike[0, 1] > alike[0, 3] > alike[0, 4] == 0


@pytest.mark.parametrize(
    ("one", "other"), [("Børn & Ældre", "boern aeldre"), ("ÅRSPLAN", "Aarsplan"), ("café  Web-", "cafe web")]
)
def test_danish_letters_are_the_same_in_either_spelling(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(st.text())
def test_folding_leaves_small_letters_digits_and_single_spaces(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    assert set(folded) <= set("abcdefghijklmnopqrstuvwxyz0123456789 ")
    assert "  " not in folded


@given(st.lists(TEXTS.map(fold), min_size=1, max_size=30))
def test_cosines_lie_between_nought_and_one_and_are_the_same_both_ways(texts: list[str]) -> None:
    alike = cosine_of_text(texts)
    assert (alike >= 0).all()
    assert (alike <= 1).all()
    assert np.allclose(alike, alike.T)


def test_no_texts_have_nothing_in_common() -> None:
    assert cosine_of_text(["", ""]).tolist() == [[0, 0], [0, 0]]
    assert find_overlaps(systems=[]).pairs == ()
    assert find_overlaps(systems=[System("a", "")]).clusters == ()


def test_one_product_under_several_contracts_is_found_by_vendor_and_name() -> None:
    contracts = [
        ("k1", "10 00 00 09", "SkoleWeb"),
        ("k2", "10000009", "skoleweb"),
        ("k3", "20000009", "SkoleWeb"),
        ("k4", "", "SkoleWeb"),
        ("k5", "10000009", " - "),
    ]
    found, left = same_products(contracts=contracts)
    assert found == (SameProduct("10000009", "SkoleWeb", ("k1", "k2")),)
    assert left == ("k4", "k5")


@pytest.mark.parametrize("threshold", [0, 1.1, -1])
def test_a_threshold_that_means_nothing_is_refused(threshold: float) -> None:
    with pytest.raises(OverlapError):
        find_overlaps(systems=[], threshold=threshold)


def test_weights_that_do_not_sum_and_keys_given_twice_are_refused() -> None:
    for weights in (Weights(1, 1, 0, 0), Weights(1.5, -0.5, 0, 0)):
        with pytest.raises(OverlapError):
            find_overlaps(systems=[], weights=weights)
    with pytest.raises(OverlapError):
        find_overlaps(systems=[System("a", "x"), System("a", "y")])


def test_the_examples_of_the_text_hold() -> None:
    assert doctest.testmod(overlap).failed == doctest.testmod(overlap_parts).failed == 0
