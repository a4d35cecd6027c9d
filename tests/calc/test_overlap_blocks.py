"""Compared in blocks, a pair that shares a KLE group or a vendor is found, and what may be lost is said."""

from __future__ import annotations

import doctest
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from chefforum.calc import overlap_blocks
from chefforum.calc.overlap import find_overlaps
from chefforum.calc.overlap_blocks import find_overlaps_in_blocks
from chefforum.calc.overlap_parts import System

LISTS = st.lists(
    st.tuples(
        st.lists(st.sampled_from(["skole", "løn", "plan", "web"]), max_size=3).map(" ".join),
        st.frozensets(st.sampled_from(["17.00.00", "17.00.01", "17.01.00", "27.36.12", "27"]), max_size=3),
        st.sampled_from(["", "10000009", "20000009"]),
        st.frozensets(st.sampled_from("XY")),
    ),
    min_size=1,
    max_size=10,
).map(lambda rows: [System(f"s{at}", name, "", kle, "", units, cvr) for at, (name, kle, cvr, units) in enumerate(rows)])


def share_a_block(one: System, other: System) -> bool:
    groups = [{".".join(number.split(".")[:2]) for number in system.kle} for system in (one, other)]
    return bool(groups[0] & groups[1]) or bool(one.vendor and one.vendor == other.vendor)


@given(LISTS, st.sampled_from([0.2, 0.4, 0.6]))
@settings(max_examples=120)
def test_only_pairs_outside_the_blocks_are_lost_and_none_of_them_is_above_what_is_said(
    systems: list[System], threshold: float
) -> None:
    every = {(pair.one, pair.other): pair for pair in find_overlaps(systems=systems, threshold=threshold).pairs}
    blocked = find_overlaps_in_blocks(systems=systems, threshold=threshold)
    of_key = {system.key: system for system in systems}
    inside = {keys for keys in every if share_a_block(of_key[keys[0]], of_key[keys[1]])}
    assert {(pair.one, pair.other): pair for pair in blocked.pairs} == {keys: every[keys] for keys in inside}
    assert all(every[keys].score <= blocked.lost_at_most for keys in set(every) - inside)
    for cluster in blocked.clusters:
        assert set(combinations(cluster, 2)) <= inside


def test_what_was_not_compared_is_listed() -> None:
    systems = [System(f"s{at}", "Skoleweb", vendor="10000009") for at in range(4)]
    systems += [System("k1", "Kort", kle=frozenset({"01.02.03"})), System("k2", "Kort", kle=frozenset({"01.02.04"}))]
    systems += [System("alene", "Skoleweb")]
    found = find_overlaps_in_blocks(systems=systems, threshold=0.2, most_in_block=3)
    assert (found.alone, found.too_large) == (("alene",), ("10000009",))
    assert (found.compared, found.possible, found.clusters) == (1, 21, (("k1", "k2"),))


def test_the_highest_pairs_are_kept_and_all_are_counted() -> None:
    systems = [System(f"s{at}", "Skoleweb " + "a" * at, vendor="10000009") for at in range(6)]
    every = find_overlaps_in_blocks(systems=systems, threshold=0.1)
    some = find_overlaps_in_blocks(systems=systems, threshold=0.1, most_pairs=4)
    assert some.pairs == every.pairs[:4]
    assert some.found == every.found == len(every.pairs) > 4
    assert some.clusters == every.clusters


def test_heaps_too_large_to_cluster_are_listed_and_what_people_said_counts() -> None:
    groups = [{"01.01"}, {"01.01", "01.02"}, {"01.02", "01.03"}, {"01.03"}]
    systems = [System(f"s{at}", "Skoleweb", kle=frozenset(group)) for at, group in enumerate(groups)]
    found = find_overlaps_in_blocks(systems=systems, threshold=0.2, most_in_block=3)
    assert found.unclustered == ("s0", "s1", "s2", "s3")
    parted = find_overlaps_in_blocks(systems=systems, threshold=0.2, most_in_block=3, apart=[("s2", "s1")])
    assert parted.clusters == (("s0", "s1"), ("s2", "s3"))
    assert parted.unclustered == ()


def test_nothing_has_no_pairs() -> None:
    assert find_overlaps_in_blocks(systems=[]).pairs == ()
    assert find_overlaps_in_blocks(systems=[System("a", "x")]).lost_at_most == 0.6


def test_the_examples_of_the_text_hold() -> None:
    assert doctest.testmod(overlap_blocks).failed == 0
