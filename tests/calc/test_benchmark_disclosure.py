"""No member of a benchmark can be singled out: not by few, not by size, and not by subtracting all that is shown."""

from __future__ import annotations

import doctest
import math
from fractions import Fraction
from itertools import combinations, product
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chefforum.calc import benchmark_disclosure
from chefforum.calc.benchmark import BenchmarkError
from chefforum.calc.benchmark_disclosure import (
    Reason,
    cell_reason,
    group_refusal,
    hide_cells,
    named,
    singled_out,
    summary,
)
from chefforum.calc.suppression import Sum, Why

Groups = dict[str, frozenset[str]]


def people(text: str) -> frozenset[str]:
    return frozenset(text)


def values_of(*numbers: float) -> dict[str, float]:
    return dict(zip("abcdefghijklmno", map(float, numbers), strict=False))


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(benchmark_disclosure) == (0, 2)


def test_a_figure_of_fewer_than_five_is_not_shown() -> None:
    assert cell_reason(contributions=values_of(1, 1, 1, 1)) is Reason.TOO_FEW
    assert cell_reason(contributions={}) is Reason.TOO_FEW
    assert cell_reason(contributions=values_of(1, 1, 1, 1, 1)) is None


@pytest.mark.parametrize(
    ("numbers", "reason"),
    [
        ((50, 20, 10, 10, 10), None),
        ((51, 19, 10, 10, 10), Reason.DOMINATED),
        ((45, 40, 5, 5, 5), None),
        ((45, 41, 5, 5, 4), Reason.DOMINATED),
        ((-51, 19, 10, 10, 10), Reason.DOMINATED),
        ((0, 0, 0, 0, 0), None),
    ],
)
def test_nobody_makes_up_most_of_a_figure_and_no_two_nearly_all(
    numbers: tuple[float, ...], reason: Reason | None
) -> None:
    assert cell_reason(contributions=values_of(*numbers)) is reason


def test_whoever_has_agreed_to_be_named_protects_nobody() -> None:
    """Six, of whom two are named: the sum less theirs is of four."""
    six = values_of(1, 1, 1, 1, 1, 1)
    assert cell_reason(contributions=six, consenting={"a"}) is None
    assert cell_reason(contributions=six, consenting={"a", "b"}) is Reason.TOO_FEW
    assert cell_reason(contributions=six, consenting=set(six)) is None


def test_a_summary_of_five_to_seven_has_no_quartiles() -> None:
    found = summary(values=values_of(1, 2, 3, 4, 5, 6, 7), seed=1)
    assert (found.members, found.median, found.mean, found.quartiles, found.interval) == (7, 4, 4, None, None)
    assert summary(values=values_of(1, 2, 3, 4, 5, 6, 7), own=9, seed=1).difference is None
    eight = summary(values=values_of(1, 2, 3, 4, 5, 6, 7, 8), seed=1)
    assert eight.quartiles == (2.75, 6.25)
    assert eight.interval is not None
    assert summary(values=values_of(1, 2, 3, 4, 5, 6, 7, 8), consenting={"a"}, seed=1).quartiles is None


def test_a_hidden_summary_shows_nothing_but_why() -> None:
    few = summary(values=values_of(1, 2, 3, 4), seed=1)
    assert (few.members, few.median, few.mean, few.hidden) == (None, None, None, Reason.TOO_FEW)
    amounts = values_of(900, 1, 1, 1, 1)
    dominated = summary(values=values_of(5, 5, 5, 5, 5), contributions=amounts, seed=1)
    assert (dominated.median, dominated.hidden) == (None, Reason.DOMINATED)
    with pytest.raises(BenchmarkError, match="same members"):
        summary(values=values_of(5, 5, 5, 5, 5), contributions=values_of(1, 1, 1, 1), seed=1)


@pytest.mark.parametrize("count", range(8, 16))
def test_neither_quartiles_nor_an_interval_reach_the_lowest_or_the_highest(count: int) -> None:
    """Values so far apart that whatever lies between two of them is seen."""
    values = {str(at): float(4**at) for at in range(count)}
    shown = summary(values=values, contributions=dict.fromkeys(values, 1.0), own=0.0, seed=5)
    assert shown.quartiles
    assert shown.interval
    assert shown.difference
    ends = (shown.interval.low, shown.interval.high, -shown.difference.low, -shown.difference.high)
    for end in (*shown.quartiles, *ends):
        assert min(values.values()) < end < max(values.values())


def test_only_those_who_agreed_are_named() -> None:
    assert named(values=values_of(1, 2, 3), consenting={"b", "ukendt"}) == {"b": 2}


def test_a_group_of_fewer_than_five_is_refused() -> None:
    for group in ("", "abcd"):
        refusal = group_refusal(group=people(group), earlier={})
        assert refusal
        assert refusal.reason is Reason.TOO_FEW


@pytest.mark.parametrize(
    ("group", "is_refused"),
    [
        ("abcdefghi", True),  # lacks one
        ("abcdef", True),  # lacks four
        ("abcde", False),  # lacks five
        ("abcdefghijk", True),  # has one more
        ("abcdefghijklmno", False),  # has five more
        ("abcdefghik", True),  # one in another's place
        ("abcdefghij", False),  # the same
        ("klmno", False),  # nobody in common
    ],
)
def test_a_later_group_that_differs_by_one_to_four_is_refused(group: str, is_refused: bool) -> None:
    refusal = group_refusal(group=people(group), earlier={"første": people("abcdefghij"), "anden": people("vwxyzæøå")})
    assert (refusal is not None) == is_refused
    if refusal:
        assert (refusal.reason, refusal.earlier) == (Reason.TOO_ALIKE, ("første",))


def test_the_whole_base_is_a_group_that_can_be_subtracted_from() -> None:
    refusal = group_refusal(group=people("abcdefghijkl"), earlier={"alle": people("abcdefghijklmn")})
    assert refusal
    assert refusal.earlier == ("alle",)


def test_named_members_are_no_difference() -> None:
    """Seven more, of whom three are named: four can be worked out."""
    earlier = {"første": people("abcde")}
    assert group_refusal(group=people("abcdefghijkl"), earlier=earlier) is None
    refusal = group_refusal(group=people("abcdefghijkl"), earlier=earlier, consenting=people("jkl"))
    assert refusal
    assert refusal.reason is Reason.TOO_ALIKE


def test_three_groups_that_two_and_two_are_unlike_may_give_one_member_away_together() -> None:
    """A + B + x, A and B with five members each: the first less the two others is x."""
    a, b = people("abcde"), people("fghij")
    earlier = {"alle": a | b | {"x"}, "A": a}
    assert group_refusal(group=people("abcde"), earlier=earlier) is None
    refusal = group_refusal(group=b, earlier=earlier)
    assert refusal
    assert (refusal.reason, refusal.of_few) == (Reason.WORKED_OUT, {"x"})


def test_multiples_are_tried_too() -> None:
    """Two of A + B + C + x less A + B, A + C and B + C, with five in each: twice x."""
    a, b, c = people("abcde"), people("fghij"), people("klmno")
    groups = [a | b | c | {"x"}, a | b, a | c, b | c]
    assert singled_out(groups=groups[:3]) == frozenset()
    assert singled_out(groups=groups) == {"x"}
    assert singled_out(groups=[]) == frozenset()


def test_two_members_whose_difference_comes_out_are_found() -> None:
    """A + x less A, and B + y less B, are not shown; A + B + x and A + B + y are."""
    both = people("abcdefgh")
    assert singled_out(groups=[both | {"x"}, both | {"y"}]) == {"x", "y"}


def published(random: Random, size: int, most: int = 10) -> Groups:
    """What is shown after many have asked for groups of many kinds, near each other so that they overlap."""
    names, shown = "abcdefghijklmnopqrstuvwxyz"[:size], {"alle": frozenset("abcdefghijklmnopqrstuvwxyz"[:size])}
    for number in range(80):
        count, start = random.randint(5, size - 1), random.randrange(size)
        near = [names[(start + at) % size] for at in range(count)]
        group = frozenset(near if random.random() < 0.7 else random.sample(names, count))
        if group not in shown.values() and group_refusal(group=group, earlier=shown) is None:
            shown[str(number)] = group
        if len(shown) == most:
            break
    return shown


@settings(max_examples=20)
@given(st.integers(0, 2**32), st.integers(10, 26))
def test_subtracting_all_that_is_shown_in_every_way_singles_nobody_out(seed: int, size: int) -> None:
    """Brute force: each group added, subtracted or left, in every way. No sum of one to four, and nothing of two."""
    shown = published(Random(seed), size)
    names = sorted(shown["alle"])
    rows = np.array([[name in group for name in names] for group in shown.values()], dtype=np.int64)
    sums = np.array(list(product((-1, 0, 1), repeat=len(rows)))) @ rows
    held = (sums != 0).sum(axis=1)
    is_sum = sums.sum(axis=1) == held * sums.max(axis=1)  # all of them equally many times, not one less another
    assert not (is_sum & (held > 0) & (held < 5)).any()
    assert not ((held > 0) & (held <= 2)).any()


@settings(max_examples=10)
@given(st.integers(0, 2**32), st.integers(10, 20))
def test_no_one_to_four_members_follow_from_all_that_is_shown_by_any_multiples(seed: int, size: int) -> None:
    shown = published(Random(seed), size, most=40)
    names = sorted(shown["alle"])
    rows = np.array([[name in group for name in names] for group in shown.values()], dtype=float)
    onto = np.linalg.pinv(rows) @ rows  # what the groups know: a vector that stays as it is follows from them
    few = [some for count in range(1, 5) for some in combinations(range(size), count)]
    wanted = np.zeros((len(few), size))
    for row, some in zip(wanted, few, strict=True):
        row[list(some)] = 1
    assert not np.isclose(wanted @ onto, wanted).all(axis=1).any()


@pytest.mark.parametrize("seed", range(5))
def test_no_few_members_are_a_combination_of_what_is_shown_of_98(seed: int) -> None:
    """By least squares, over all that is shown: no member alone, and no two, three or four tried at random."""
    random = Random(seed)
    names = [f"{number:02}" for number in range(98)]
    shown: Groups = {"alle": frozenset(names)}
    for number in range(60):
        group = frozenset(random.sample(names, random.choice([8, 10, 12, 20, 49])))
        if group_refusal(group=group, earlier=shown) is None:
            shown[str(number)] = group
    assert len(shown) > 5
    rows = np.array([[name in group for name in names] for group in shown.values()], dtype=float)
    onto = np.linalg.pinv(rows) @ rows
    assert not np.isclose(np.diag(onto), 1).any()
    for few in [random.sample(range(98), random.randint(2, 4)) for _ in range(300)]:
        wanted = np.zeros(98)
        wanted[few] = 1
        assert not np.allclose(onto @ wanted, wanted)


@settings(max_examples=60)
@given(st.lists(st.sets(st.sampled_from("abcdefghij"), min_size=1), min_size=1, max_size=6))
def test_what_is_found_is_what_least_squares_finds(groups: list[set[str]]) -> None:
    """Any groups, safe or not: one to four are found exactly where some are a combination of the groups."""
    names = "abcdefghij"
    rows = np.array([[name in group for name in names] for group in groups], dtype=float)
    onto = np.linalg.pinv(rows) @ rows
    few = [some for count in range(1, 5) for some in combinations(range(len(names)), count)]
    wanted = np.zeros((len(few), len(names)))
    for row, some in zip(wanted, few, strict=True):
        row[list(some)] = 1
    follows = np.isclose(wanted @ onto, wanted).all(axis=1)
    two = [(at, other) for at, other in combinations(range(len(names)), 2)]
    only = [np.delete(rows, pair, axis=1) for pair in two]
    compared = any(np.linalg.matrix_rank(left) < np.linalg.matrix_rank(rows) for left in only)
    assert bool(singled_out(groups=groups)) == bool(follows.any() or compared)


def test_a_table_hides_cells_that_its_sums_would_give_away() -> None:
    """Licences of A have one who makes up most: hidden, and one more, or the total less the rest would tell."""
    even = dict.fromkeys("abcdef", 100)
    contributions = {
        ("A",): {"a": 900, "b": 20, "c": 20, "d": 20, "e": 20},
        ("B",): even,
        ("C",): dict.fromkeys("abcdef", 300),
    }
    total = {name: sum(part.get(name, 0) for part in contributions.values()) for name in "abcdef"}
    contributions[("",)] = total
    found = hide_cells(contributions=contributions, sums=[Sum(("",), (("A",), ("B",), ("C",)))])
    assert found.hidden[("A",)] is Why.SMALL
    assert list(found.hidden.values()).count(Why.COMPLEMENT) == 1
    assert found.possible[("A",)].low <= 980 * 0.8
    assert (found.possible[("A",)].high or 10**9) >= 980 * 1.2


def test_a_table_in_which_nobody_stands_out_is_shown_whole() -> None:
    contributions = {(cell,): dict.fromkeys("abcde", 100) for cell in "AB"}
    contributions[("",)] = dict.fromkeys("abcde", 200)
    found = hide_cells(contributions=contributions, sums=[Sum(("",), (("A",), ("B",)))])
    assert found.hidden == {}
    assert len(found.shown) == 3


@given(
    st.lists(st.one_of(st.integers(0, 60), st.floats(0, 1e6), st.sampled_from([8.5, 17, 1e-300, 1e250])), min_size=5)
)
def test_dominance_is_exact_however_it_is_reckoned(sizes: list[float]) -> None:
    said = cell_reason(contributions={str(place): value for place, value in enumerate(sizes)})
    whole, largest = sum(map(Fraction, sizes)), sorted(map(Fraction, sizes), reverse=True)
    is_dominated = largest[0] > whole / 2 or largest[0] + largest[1] > Fraction(85, 100) * whole
    assert (said is Reason.DOMINATED) is is_dominated


def test_the_very_bound_is_shown_and_a_hair_over_it_is_not() -> None:
    def said(*sizes: float) -> Reason | None:
        return cell_reason(contributions={str(place): value for place, value in enumerate(sizes)})

    assert said(50, 20, 10, 10, 10) is None
    assert said(math.nextafter(50, 51), 20, 10, 10, 10) is Reason.DOMINATED
    assert said(45, 40, 5, 5, 5) is None
    assert said(math.nextafter(45, 46), 40, 5, 5, 5) is Reason.DOMINATED
