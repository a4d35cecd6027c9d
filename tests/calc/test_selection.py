"""The best set under the rules is the best, against every set there is and against a second solver."""

from __future__ import annotations

import doctest
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chefforum.calc import selection
from chefforum.calc.selection import forced_costs, select
from chefforum.calc.selection_rules import (
    Candidate,
    Cluster,
    Kind,
    OfCluster,
    Rules,
    SelectionError,
    claims_of,
)

SECOND_SOLVER = Path(__file__).with_name("second_solver.py")


def holds(chosen: frozenset[str], candidates: Sequence[Candidate], rules: Rules) -> bool:
    """The rules in words of their own, without the claims that the programme is made of."""
    taken = [one for one in candidates if one.key in chosen]
    vendors = [one.vendor for one in taken if one.vendor]
    total = sum(one.cost_oere or 0 for one in candidates)
    clusters = {
        OfCluster.AT_MOST_ONE: lambda number, size: number <= 1,
        OfCluster.ALL: lambda number, size: number == size,
        OfCluster.ALL_OR_NONE: lambda number, size: number in {0, size},
    }
    return (
        rules.least <= len(taken) <= rules.most
        and all(sum(name in one.departments for one in taken) >= least for name, least in rules.departments.items())
        and sum(one.is_vulnerable for one in taken) >= rules.vulnerable
        and (not rules.cost_share or sum(one.cost_oere or 0 for one in taken) >= Fraction(rules.cost_share) * total)
        and (rules.per_vendor is None or all(vendors.count(name) <= rules.per_vendor for name in vendors))
        and all(clusters[one.take](len(one.members & chosen), len(one.members)) for one in rules.clusters)
        and all(any(one.type == name for one in taken) for name in rules.types)
        and set(rules.forced_in) <= chosen
        and not set(rules.forced_out) & chosen
        and all(one.score is not None or one.key in rules.forced_in for one in taken)
    )


def every_set(candidates: Sequence[Candidate], rules: Rules) -> list[tuple[Fraction, frozenset[str]]]:
    scores = {one.key: Fraction(one.score or 0) for one in candidates}
    sets = (frozenset(some) for size in range(len(candidates) + 1) for some in combinations(scores, size))
    found = [(sum((scores[key] for key in some), Fraction(0)), some) for some in sets if holds(some, candidates, rules)]
    return sorted(found, key=lambda one: -one[0])


@st.composite
def problems(draw: st.DrawFn) -> tuple[list[Candidate], Rules]:
    keys = [f"s{number}" for number in range(draw(st.integers(3, 8)))]
    candidates = [
        Candidate(
            key,
            draw(st.none() | st.integers(0, 400).map(lambda hundredths: Fraction(hundredths, 4))),
            frozenset(draw(st.sets(st.sampled_from("XY")))),
            draw(st.booleans()),
            draw(st.none() | st.integers(-1_000, 900_000)),
            draw(st.sampled_from(["", "A", "B"])),
            draw(st.sampled_from(["", "ESDH", "løn"])),
        )
        for key in keys
    ]
    least = draw(st.integers(0, 3))
    some = st.sets(st.sampled_from(keys), min_size=1, max_size=3).map(frozenset)
    clusters = draw(st.lists(st.builds(Cluster, st.just("k"), some, st.sampled_from(OfCluster)), max_size=2))
    reasons = st.dictionaries(st.sampled_from(keys), st.just("aftalt"), max_size=1)
    rules = Rules(
        least=least,
        most=least + draw(st.integers(0, 2)),
        departments=draw(st.dictionaries(st.sampled_from("XY"), st.integers(0, 2))),
        vulnerable=draw(st.integers(0, 2)),
        cost_share=Fraction(draw(st.integers(0, 8)), 10),
        per_vendor=draw(st.none() | st.integers(1, 2)),
        clusters=clusters,
        types=draw(st.lists(st.sampled_from(["ESDH", "løn"]), unique=True, max_size=1)),
        forced_in=draw(reasons),
        forced_out=draw(reasons),
    )
    return candidates, rules


@given(problems())
@settings(max_examples=120)
def test_the_best_and_the_next_best_are_those_of_all_sets_there_are(problem: tuple[list[Candidate], Rules]) -> None:
    candidates, rules = problem
    found, every = select(candidates=candidates, rules=rules, alternatives=3), every_set(candidates, rules)
    if not every:
        assert found.conflict
        assert not found.chosen
        return
    assert found.conflict is None
    assert (found.total, frozenset(found.chosen)) in every
    assert [found.total, *(other.total for other in found.alternatives)] == [total for total, _ in every[:4]]
    assert all((other.total, other.chosen) in every for other in found.alternatives)
    assert found.is_unique == (len(every) < 2 or every[1][0] < every[0][0])


@given(problems(), st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_the_order_of_the_systems_does_not_matter(problem: tuple[list[Candidate], Rules], random: Random) -> None:
    candidates, rules = problem
    shuffled = random.sample(candidates, len(candidates))
    one, other = select(candidates=candidates, rules=rules), select(candidates=shuffled, rules=rules)
    assert (one.chosen, one.alternatives) == (other.chosen, other.alternatives)


@given(problems())
@settings(max_examples=40)
def test_a_forced_choice_costs_what_the_best_set_without_it_has_more(problem: tuple[list[Candidate], Rules]) -> None:
    candidates, rules = problem
    every = every_set(candidates, rules)
    costs = forced_costs(candidates=candidates, rules=rules)
    assert len(costs) == (len(rules.forced_in) + len(rules.forced_out) if every else 0)
    for cost in costs:
        free = replace(rules, **{cost.kind.value: {}})
        without = every_set(candidates, free)
        # Only what is forced in may be without a score: without the choice there may be no set at all.
        assert cost.cost == (without[0][0] - every[0][0] if without else None)
        assert cost.cost is None or cost.cost >= 0


def municipality(seed: int, number: int = 480) -> tuple[list[Candidate], Rules]:
    random = Random(seed)
    candidates = [
        Candidate(
            f"s{at:03}",
            Fraction(random.randint(0, 10_000), 100),
            frozenset({f"d{random.randrange(8)}"}),
            random.random() < 0.15,
            round(random.lognormvariate(12, 1.2) * 100),
            f"v{min(int(random.paretovariate(0.8)), 90)}",
            f"t{random.randrange(40)}",
        )
        for at in range(number)
    ]
    clusters = [Cluster(f"c{at}", frozenset({f"s{3 * at:03}", f"s{3 * at + 1:03}"})) for at in range(number // 12)]
    rules = Rules(
        departments={f"d{at}": 2 for at in range(8)},
        vulnerable=5,
        cost_share=Fraction(1, 5),
        per_vendor=3,
        clusters=clusters,
        types=["t1", "t2", "t3"],
        forced_in={"s007": "revision", "s011": "udbud"},
        forced_out={"s020": "udfases"},
    )
    return candidates, rules


def by_the_second_solver(problems: list[tuple[list[Candidate], Rules]]) -> list[Any]:
    asked = []
    for candidates, rules in problems:
        claims = claims_of(candidates=candidates, rules=rules)
        asked.append(
            {
                "scores": {one.key: int(Fraction(one.score or 0) * 100) for one in candidates},
                "claims": [{"parts": one.parts, "least": one.least, "most": one.most} for one in claims],
            }
        )
    done = subprocess.run(
        [sys.executable, str(SECOND_SOLVER)], input=json.dumps(asked), capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def test_a_second_solver_in_another_process_finds_the_same_optimum() -> None:
    problems = [municipality(1), *(municipality(seed, 60) for seed in range(2, 8))]
    found = [select(candidates=candidates, rules=rules, alternatives=1) for candidates, rules in problems]
    ours = [int(one.total * 100) if one.chosen else None for one in found]
    assert ours == by_the_second_solver(problems)
    assert any(ours)


def test_equal_sums_are_told() -> None:
    """Two that are the same: one is chosen, and the other is an alternative that is nothing behind."""
    candidates = [Candidate("a", 50), Candidate("b", 40), Candidate("c", 40)]
    found = select(candidates=candidates, rules=Rules(least=2, most=2))
    assert not found.is_unique
    assert found.alternatives[0].behind == 0
    assert {found.alternatives[0].added, found.alternatives[0].removed} == {("b",), ("c",)}
    assert found.in_all == ()
    assert select(candidates=candidates, rules=Rules(least=2, most=2), alternatives=0).is_unique is False


def test_a_system_without_a_score_or_a_cost_is_listed() -> None:
    candidates = [Candidate("a", None), Candidate("b", 40, cost_oere=100), Candidate("c", 30)]
    found = select(candidates=candidates, rules=Rules(least=1, most=3))
    assert (found.chosen, found.unscored, found.without_cost) == (("b", "c"), ("a",), ("a", "c"))
    forced = select(candidates=candidates, rules=Rules(least=1, most=3, forced_in={"a": "stort projekt"}))
    assert (set(forced.chosen), forced.unscored) == ({"a", "b", "c"}, ("a",))


def test_a_share_of_the_cost_is_kept_to_the_oere() -> None:
    candidates = [Candidate("a", 90, cost_oere=49_999_999_999), Candidate("b", 10, cost_oere=50_000_000_001)]
    found = select(candidates=candidates, rules=Rules(least=1, most=1, cost_share=Fraction(1, 2)))
    assert found.chosen == ("b",)


def test_a_forced_choice_without_which_there_is_no_set_has_no_cost() -> None:
    candidates = [Candidate("a", None, types := frozenset({"X"})), Candidate("b", 40)]
    rules = Rules(least=1, most=1, departments=dict.fromkeys(types, 1), forced_in={"a": "aftalt"})
    assert [(one.kind, one.cost, one.reason) for one in forced_costs(candidates=candidates, rules=rules)] == [
        (Kind.FORCED_IN, None, "aftalt")
    ]


@pytest.mark.parametrize(
    "rules",
    [
        Rules(least=3, most=2),
        Rules(cost_share=2),
        Rules(forced_in={"z": "aftalt"}),
        Rules(forced_out={"a": " "}),
        Rules(clusters=[Cluster("k", frozenset())]),
        Rules(clusters=[Cluster("k", frozenset({"z"}))]),
    ],
)
def test_rules_that_mean_nothing_are_refused(rules: Rules) -> None:
    with pytest.raises(SelectionError):
        select(candidates=[Candidate("a", 1)], rules=rules)


def test_systems_that_cannot_be_told_apart_or_valued_are_refused() -> None:
    for candidates in ([], [Candidate("a", 1), Candidate("a", 2)], [Candidate("a", -1)]):
        with pytest.raises(SelectionError):
            select(candidates=candidates, rules=Rules())


def test_the_examples_of_the_text_hold() -> None:
    assert doctest.testmod(selection).failed == 0
