"""Seats are shared out by a key, sum to the house, and say where the key alone did not decide."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chefforum.calc.apportionment import (
    Apportionment,
    ApportionmentError,
    Exact,
    Method,
    Tie,
    TieRule,
    d_hondt,
    largest_remainder,
    plain_rounding,
    quotas,
    sainte_lague,
)
from chefforum.calc.places import Basis, houses

Way = Callable[..., Apportionment]
Key = Mapping[str, Exact]
DEPARTMENTS = [
    "Ældre, Sundhed & Social",
    "Borger, Arbejdsmarked & Erhverv",
    "Børn & Familie",
    "Dagtilbud & Skole",
    "Kultur, Fritid & Ejendomme",
    "Miljø & Teknik",
    "Økonomi & Stab",
]
# The table of the minutes, department by department: wage subsidy a year and running, internships a year and running.
TABLE = [(16, 4, 126, 10), (3, 1, 23, 2), (3, 1, 27, 2), (28, 7, 223, 17), (5, 1, 44, 3), (3, 1, 28, 2), (2, 0, 16, 1)]
SUBSIDY, INTERNSHIPS = (
    houses(places=15, basis=Basis.FILLED, weeks=13),
    houses(places=50, basis=Basis.SLOTS, occupancy=Decimal("0.75"), weeks=4),
)
HOUSES = [SUBSIDY.yearly, SUBSIDY.running, INTERNSHIPS.yearly, INTERNSHIPS.running]
ROW_OF_INTERNSHIPS = [126, 23, 27, 223, 44, 28, 16]
CENTRAL = [Decimal(share) for share in ("25.93", "4.70", "5.52", "45.85", "9.01", "5.73", "3.26")]

weights = st.one_of(st.integers(0, 10_000), st.decimals(0, 1000, places=3), st.fractions(0, 100, max_denominator=60))
keys = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=3), weights, min_size=1, max_size=9).filter(
    lambda key: any(key.values())
)
sizes = st.integers(0, 300)
methods = st.sampled_from([largest_remainder, sainte_lague, d_hondt])
rules = st.sampled_from(TieRule)


@pytest.mark.parametrize("method", [largest_remainder, sainte_lague])
@pytest.mark.parametrize("key", [ROW_OF_INTERNSHIPS, CENTRAL], ids=["internships", "central"])
def test_the_table_of_the_minutes_comes_out_to_the_digit_from_one_key(method: Way, key: list[int | Decimal]) -> None:
    assert HOUSES == [60, 15, 487, 37]
    of_department = dict(zip(DEPARTMENTS, key, strict=True))
    columns = [method(key=of_department, house=house) for house in HOUSES]
    assert [tuple(column.seats[name] for column in columns) for name in DEPARTMENTS] == TABLE
    assert [column.tie for column in columns] == [None] * 4


@pytest.mark.parametrize(("method", "key"), [(largest_remainder, [81, 15, 17, 143, 28, 18, 10]),
                                             (sainte_lague, [71, 13, 15, 126, 25, 16, 9])])  # fmt: skip
def test_the_smallest_whole_keys_give_the_table_too(method: Way, key: list[int]) -> None:
    of_department = dict(zip(DEPARTMENTS, key, strict=True))
    columns = [method(key=of_department, house=house).seats.values() for house in HOUSES]
    assert list(zip(*columns, strict=True)) == TABLE


def test_the_row_of_wage_subsidy_as_a_key_does_not_give_the_internships() -> None:
    key = dict(zip(DEPARTMENTS, (row[0] for row in TABLE), strict=True))
    assert list(largest_remainder(key=key, house=487).seats.values()) != ROW_OF_INTERNSHIPS


def test_nought_running_in_the_smallest_department_is_nearly_half_a_place() -> None:
    key = dict(zip(DEPARTMENTS, ROW_OF_INTERNSHIPS, strict=True))
    found = largest_remainder(key=key, house=15)
    assert found.seats["Økonomi & Stab"] == 0
    assert found.quota["Økonomi & Stab"] == Fraction(240, 487)
    assert round(float(found.quota["Økonomi & Stab"]), 1) == 0.5


def test_the_largest_remainder_by_hand() -> None:
    """Ten seats by 47/16/15.8/12/6.1/3.1: quotas 4.7, 1.6, 1.58, 1.2, 0.61, 0.31; three seats left to .7, .61, .6."""
    key = dict(zip("abcdef", map(Decimal, ("47", "16", "15.8", "12", "6.1", "3.1")), strict=True))
    found = largest_remainder(key=key, house=10)
    assert list(found.seats.values()) == [5, 2, 1, 1, 1, 0]
    assert found.quota["c"] == Fraction(158, 100)
    assert found.remainder["c"] == Fraction(58, 100)
    assert found.method is Method.LARGEST_REMAINDER


def test_highest_averages_by_hand() -> None:
    """Eight seats by 100,000 / 80,000 / 30,000 / 20,000: the textbook example of the two methods."""
    key = {"A": 100_000, "B": 80_000, "C": 30_000, "D": 20_000}
    assert list(d_hondt(key=key, house=8).seats.values()) == [4, 3, 1, 0]
    assert list(sainte_lague(key=key, house=8).seats.values()) == [3, 3, 1, 1]


def test_the_largest_remainder_may_take_a_seat_away_when_the_house_grows() -> None:
    """The Alabama paradox, by hand: 6/6/2 has 4.29, 4.29, 1.43 of 10 and 4.71, 4.71, 1.57 of 11."""
    key = {"a": 6, "b": 6, "c": 2}
    assert [list(largest_remainder(key=key, house=house).seats.values()) for house in (10, 11)] == [
        [4, 4, 2],
        [5, 5, 1],
    ]


def test_a_tie_is_told_and_broken_by_the_rule_that_was_asked_for() -> None:
    key = {"stor": 25, "mellem": 15, "lille": 5, "også lille": 5}
    by_rule = {rule: largest_remainder(key=key, house=5, ties=rule) for rule in TieRule}
    everyone = ("lille", "mellem", "også lille", "stor")
    assert by_rule[TieRule.LARGEST_WEIGHT].tie == Tie(everyone, ("mellem", "stor"))
    assert by_rule[TieRule.SMALLEST_WEIGHT].tie == Tie(everyone, ("lille", "også lille"))
    assert by_rule[TieRule.NAME].tie == Tie(everyone, ("lille", "mellem"))
    assert by_rule[TieRule.NAME].seats == {"stor": 2, "mellem": 2, "lille": 1, "også lille": 0}


@pytest.mark.parametrize("method", [sainte_lague, d_hondt])
def test_equals_on_the_last_seat_are_a_tie_and_equals_on_an_earlier_one_are_none(method: Way) -> None:
    key = {"a": 1, "b": 1}
    assert method(key=key, house=1).tie == Tie(("a", "b"), ("a",))
    assert method(key=key, house=2).tie is None


def test_plain_rounding_does_not_always_sum() -> None:
    three = plain_rounding(key={"a": 1, "b": 1, "c": 1}, house=10)
    assert (list(three.seats.values()), three.missing) == ([3, 3, 3], 1)
    halves = plain_rounding(key={"a": 1, "b": 1}, house=3)
    assert (list(halves.seats.values()), halves.missing) == ([2, 2], -1)
    assert plain_rounding(key={"a": 1}, house=Decimal("37.5")).missing == Fraction(-1, 2)


@given(methods, keys, sizes, rules)
def test_seats_sum_to_the_house(method: Way, key: Key, house: int, rule: TieRule) -> None:
    found = method(key=key, house=house, ties=rule)
    assert sum(found.seats.values()) == house
    assert sum(found.quota.values()) == house
    assert list(found.seats) == list(found.quota) == list(found.remainder) == list(key)


@given(keys, sizes, rules)
def test_the_largest_remainder_gives_the_quota_rounded_down_or_up(key: Key, house: int, rule: TieRule) -> None:
    found = largest_remainder(key=key, house=house, ties=rule)
    assert all(floor(found.quota[name]) <= seats <= ceil(found.quota[name]) for name, seats in found.seats.items())


@given(keys, sizes)
def test_the_largest_remainder_is_as_near_the_quotas_as_whole_seats_can_be(key: Key, house: int) -> None:
    """Moving any seat makes it no better: Birkhoff 1976, for the sum of squares."""
    found = largest_remainder(key=key, house=house)
    off = {name: found.seats[name] - found.quota[name] for name in key}
    assert all(off[up] - off[down] >= -1 for up in key for down in key if up != down and found.seats[down])


@given(methods, keys, sizes, rules, st.randoms(use_true_random=False))
def test_the_order_of_the_key_does_not_matter(method: Way, key: Key, house: int, rule: TieRule, random: Random) -> None:
    names = list(key)
    random.shuffle(names)
    straight, shuffled = (
        method(key=key, house=house, ties=rule),
        method(key={name: key[name] for name in names}, house=house, ties=rule),
    )
    assert straight.seats == shuffled.seats
    assert straight.tie == shuffled.tie


@given(methods, keys, sizes, rules, st.fractions(Fraction(1, 50), 50, max_denominator=50))
def test_only_the_proportions_of_the_key_matter(
    method: Way, key: Key, house: int, rule: TieRule, factor: Fraction
) -> None:
    scaled = {name: Fraction(weight) * factor for name, weight in key.items()}
    straight, other = method(key=key, house=house, ties=rule), method(key=scaled, house=house, ties=rule)
    assert (straight.seats, straight.quota, straight.tie) == (other.seats, other.quota, other.tie)


@given(methods, st.integers(1, 9), sizes)
def test_equal_weights_get_the_same_within_one_and_a_rest_is_a_tie(method: Way, count: int, house: int) -> None:
    found = method(key={f"{number:02}": 7 for number in range(count)}, house=house)
    assert max(found.seats.values()) - min(found.seats.values()) <= 1
    assert (found.tie is not None) == bool(house % count)


@given(methods, keys)
def test_a_house_of_nought_gives_nobody_anything(method: Way, key: Key) -> None:
    found = method(key=key, house=0)
    assert not any(found.seats.values())
    assert found.tie is None


@given(methods, keys, sizes)
def test_who_weighs_nothing_gets_nothing(method: Way, key: Key, house: int) -> None:
    found = method(key=key, house=house)
    assert not any(found.seats[name] for name, weight in key.items() if not weight)


@given(methods, keys, sizes)
def test_who_weighs_more_gets_no_less(method: Way, key: Key, house: int) -> None:
    seats = method(key=key, house=house).seats
    assert all(seats[more] >= seats[less] for more in key for less in key if key[more] > key[less])


@given(st.sampled_from([sainte_lague, d_hondt]), keys, sizes, rules)
def test_highest_averages_never_take_a_seat_away_when_the_house_grows(
    method: Way, key: Key, house: int, rule: TieRule
) -> None:
    small, large = (method(key=key, house=size, ties=rule).seats for size in (house, house + 1))
    assert all(large[name] >= small[name] for name in key)


@given(keys, st.integers(1, 300))
def test_sainte_lague_is_the_rounding_of_one_common_divisor(key: Key, house: int) -> None:
    """The test of the method that does not hand out seats one by one: max w/(a+½) ≤ min w/(a−½)."""
    seats = sainte_lague(key=key, house=house).seats
    next_seat = max(Fraction(key[name]) / (seats[name] + Fraction(1, 2)) for name in key)
    last_seat = min(Fraction(key[name]) / (seats[name] - Fraction(1, 2)) for name in key if seats[name])
    assert next_seat <= last_seat


@given(methods, keys, sizes)
def test_without_a_tie_every_rule_gives_the_same(method: Way, key: Key, house: int) -> None:
    found = [method(key=key, house=house, ties=rule) for rule in TieRule]
    if found[0].tie is None:
        assert found[0].seats == found[1].seats == found[2].seats
    else:
        assert {one.tie.names for one in found if one.tie} == {found[0].tie.names}


@pytest.mark.parametrize(
    ("key", "house", "words"),
    [
        ({}, 5, "no weight above 0"),
        ({"a": 0}, 5, "no weight above 0"),
        ({"a": 2, "b": -1}, 5, "b has the weight -1"),
        ({"a": 1}, -1, "house is -1"),
        ({"a": 1}, Fraction(5, 2), "whole number"),
        ({"a": 1}, True, "whole number"),
        ({"a": 0.1}, 5, "no exact number"),
        ({"a": True}, 5, "no exact number"),
        ({"a": Decimal("NaN")}, 5, "no finite number"),
    ],
)
@pytest.mark.parametrize("method", [largest_remainder, sainte_lague, d_hondt])
def test_what_cannot_be_shared_out_is_refused_in_words(method: Way, key: Any, house: Any, words: str) -> None:
    with pytest.raises(ApportionmentError, match=words):
        method(key=key, house=house)


def test_quotas_are_exact() -> None:
    assert quotas(key={"a": Decimal("0.1"), "b": Decimal("0.2")}, house=1) == {"a": Fraction(1, 3), "b": Fraction(2, 3)}
