"""Where the rules conflict, those that do are named, and none besides."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from chefforum.calc.selection import select
from chefforum.calc.selection_conflicts import find_conflict
from chefforum.calc.selection_rules import Candidate, Claim, Cluster, Kind, OfCluster, Programme, Rules

KEYS = "abcdef"
SETS = [frozenset(some) for size in range(len(KEYS) + 1) for some in combinations(KEYS, size)]


def hold(claims: tuple[Claim, ...] | list[Claim]) -> bool:
    return any(all(not claim.lacks(some) for claim in claims) for some in SETS)


PARTS = st.dictionaries(st.sampled_from(KEYS), st.integers(1, 3), min_size=1)
CLAIMS = st.lists(
    st.builds(Claim, st.just(Kind.DEPARTMENT), st.text("XYZ", max_size=3), PARTS, st.integers(0, 6), st.none())
    | st.builds(Claim, st.just(Kind.VENDOR), st.text("XYZ", max_size=3), PARTS, st.none(), st.integers(0, 6)),
    min_size=1,
    max_size=7,
)


@given(CLAIMS)
@settings(max_examples=150)
def test_what_is_named_conflicts_and_each_of_it_is_needed(claims: list[Claim]) -> None:
    programme = Programme([Candidate(key, 1) for key in KEYS])
    found = find_conflict(programme=programme, claims=claims)
    if found is None:
        assert hold(claims)
        return
    assert not hold(found.claims)
    for number in range(len(found.claims)):
        assert hold(found.claims[:number] + found.claims[number + 1 :])
    least = min(sum(claim.lacks(some) for claim in claims) for some in SETS)
    assert sum(one.by for one in found.gives_way) == least > 0
    assert all(one.claim.lacks(found.nearest) == one.by for one in found.gives_way)


def test_too_many_departments_for_the_places_are_named_with_the_places() -> None:
    candidates = [Candidate(f"{name}{number}", 50, frozenset({name})) for name in "XYZ" for number in range(3)]
    rules = Rules(least=1, most=4, departments={"X": 2, "Y": 2, "Z": 2}, types=[])
    conflict = select(candidates=candidates, rules=rules).conflict
    assert conflict
    assert [(claim.kind, claim.subject) for claim in conflict.claims] == [
        (Kind.MOST_IN_ALL, ""),
        (Kind.DEPARTMENT, "X"),
        (Kind.DEPARTMENT, "Y"),
        (Kind.DEPARTMENT, "Z"),
    ]
    assert sum(one.by for one in conflict.gives_way) == 2


def test_a_choice_by_hand_is_named_with_its_reason() -> None:
    candidates = [Candidate(key, 50) for key in "abc"]
    rules = Rules(
        least=1, most=3, clusters=[Cluster("ESDH", frozenset("ab"))], forced_in={"a": "udbud", "b": "revision"}
    )
    conflict = select(candidates=candidates, rules=rules).conflict
    assert conflict
    assert [(claim.kind, claim.subject, claim.reason) for claim in conflict.claims] == [
        (Kind.ONE_OF_CLUSTER, "ESDH", ""),
        (Kind.FORCED_IN, "a", "udbud"),
        (Kind.FORCED_IN, "b", "revision"),
    ]
    assert [one.by for one in conflict.gives_way] == [1]


def test_a_cluster_to_compare_in_which_one_has_no_score_says_so() -> None:
    candidates = [Candidate("a", 50), Candidate("b", None), Candidate("c", 10)]
    rules = Rules(least=1, most=3, clusters=[Cluster("løn", frozenset("ab"), OfCluster.ALL)])
    conflict = select(candidates=candidates, rules=rules).conflict
    assert conflict
    assert [(claim.kind, claim.subject) for claim in conflict.claims] == [
        (Kind.ALL_OF_CLUSTER, "løn"),
        (Kind.UNSCORED, "b"),
    ]


def test_a_department_without_systems_conflicts_by_itself() -> None:
    conflict = select(candidates=[Candidate("a", 50)], rules=Rules(least=0, most=1, departments={"X": 1})).conflict
    assert conflict
    assert [(claim.kind, claim.subject) for claim in conflict.claims] == [(Kind.DEPARTMENT, "X")]


def test_a_cost_share_that_cannot_be_reached_says_how_many_oere_are_lacking() -> None:
    candidates = [Candidate(str(number), 50, cost_oere=100_000) for number in range(10)]
    conflict = select(candidates=candidates, rules=Rules(least=1, most=2, cost_share=Fraction(1, 4))).conflict
    assert conflict
    assert [claim.kind for claim in conflict.claims] == [Kind.MOST_IN_ALL, Kind.COST_SHARE]
    assert [(one.claim.kind, one.by) for one in conflict.gives_way] == [(Kind.COST_SHARE, 50_000)]
