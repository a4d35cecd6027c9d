"""A change between two years is divided exactly: the parts sum to it, in either direction of time and in any order."""

from __future__ import annotations

import doctest
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import permutations
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chefforum.calc import price_volume
from chefforum.calc.price_volume import (
    Decomposition,
    Item,
    Part,
    PriceVolumeError,
    Why,
    Year,
    decompose,
    in_units,
    priced,
    rounded,
    shapley,
    site_licence,
)

P = Part


def parts_of(*items: Item, **options: Any) -> dict[Part, Fraction]:
    return dict(decompose(items=items, **options).total.parts)


def item(before: Year | None, after: Year | None, key: str = "a", **groups: str) -> Item:
    return Item(key, before, after, groups)


def test_the_examples_in_the_docstrings_hold() -> None:
    result = doctest.testmod(price_volume)
    assert (result.attempted >= 8, result.failed) == (True, 0)


def test_price_and_volume_by_hand() -> None:
    """10 at 10,000 become 15 at 12,000: price ½·25·2,000, volume ½·22,000·5."""
    assert parts_of(item(Year(100_000, 10), Year(180_000, 15))) == {P.PRICE: 25_000, P.VOLUME: 55_000}


def test_what_is_equal_in_both_years_has_no_effect() -> None:
    year = Year(123_457, 7)
    assert parts_of(item(year, year)) == {P.PRICE: 0, P.VOLUME: 0}


def test_what_came_and_what_went_stand_apart_whether_their_quantity_is_known_or_not() -> None:
    found = parts_of(item(None, Year(500)), item(Year(300, 3), None, "b"), item(Year(0, 0), Year(70, 7), "c"))
    assert found == {P.NEW: 570, P.DISCONTINUED: -300}
    assert parts_of(item(None, None)) == {}


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        (Year(100), Year(150, 3), Why.NO_QUANTITY),
        (Year(100, 3), Year(150), Why.NO_QUANTITY),
        (Year(0), Year(150), Why.NO_QUANTITY),
        (Year(100, 0), Year(150, 3), Why.NO_PRICE),
        (Year(100, 2), Year(-150, 0), Why.NO_PRICE),
        (Year(100, 2, "bruger"), Year(150, 3, "enhed"), Why.OTHER_UNIT),
        (site_licence(amount_oere=100), Year(150, 3, "bruger"), Why.OTHER_UNIT),
    ],
)
def test_what_has_no_known_quantity_is_not_divided_and_says_why(before: Year, after: Year, why: Why) -> None:
    (found,) = decompose(items=[item(before, after)]).items
    assert found.why is why
    assert found.parts == {P.NOT_DIVISIBLE: after.amount_oere - before.amount_oere}


def test_a_site_licence_is_all_price_by_declaration() -> None:
    found = parts_of(item(site_licence(amount_oere=500), site_licence(amount_oere=800)))
    assert found == {P.PRICE: 300, P.VOLUME: 0}


def test_credit_notes_are_divided_as_amounts_below_nought() -> None:
    """A credit for 2 more than is bought: −100 a piece against 150 a piece; and fewer credited a year later."""
    assert parts_of(item(Year(-200, 2), Year(300, 2))) == {P.PRICE: 500, P.VOLUME: 0}
    assert parts_of(item(Year(-500, -5), Year(-200, -2))) == {P.PRICE: 0, P.VOLUME: 300}


def test_what_was_free_and_is_paid_for_rose_in_price() -> None:
    assert parts_of(item(Year(0, 500), Year(1000, 500))) == {P.PRICE: 1000, P.VOLUME: 0}


def test_indexation_stands_apart_from_a_rise_beyond_it() -> None:
    """By hand: I 1 → 1.1, real price 100 → 100, quantity 10 → 10: all of the rise is indexation."""
    found = parts_of(item(Year(1000, 10, index=100), Year(1100, 10, index=110)))
    assert found == {P.INDEXATION: 100, P.PRICE: 0, P.VOLUME: 0}


def test_three_factors_have_the_effect_that_the_formula_says() -> None:
    index, real, quantity = [(Fraction(a), Fraction(b)) for a, b in ((2, 3), (10, 7), (5, 11))]
    for (x0, x1), (y0, y1), (z0, z1) in permutations([index, real, quantity]):
        expected = (x1 - x0) * ((y0 * z0 + y1 * z1) / 3 + (y0 * z1 + y1 * z0) / 6)
        assert shapley(factors=[(x0, x1), (y0, y1), (z0, z1)])[0] == expected


def test_dividing_price_in_two_moves_volume_by_a_sixth_of_all_three_changes() -> None:
    """What docs/methods/price_volume.md says of the choice between two and three factors."""
    before, after = Year(1000, 10, index=Fraction(1)), Year(2640, 20, index=Fraction(11, 10))
    two = parts_of(item(replace(before, index=None), replace(after, index=None)))
    three = parts_of(item(before, after))
    sixth = Fraction(1, 10) * (120 - 100) * 10 / 6
    assert three[P.VOLUME] == two[P.VOLUME] - sixth
    assert three[P.PRICE] + three[P.INDEXATION] == two[P.PRICE] + sixth


def test_more_employees_stand_apart_from_more_licences_for_each() -> None:
    """100 employees with 1 each become 120 with 1½ each, at 10 øre: ½·(1 + 1½)·20·10 and ½·(100 + 120)·½·10."""
    found = parts_of(item(Year(1000, 100, employees=100), Year(1800, 180, employees=120)))
    assert found == {P.PRICE: 0, P.EMPLOYEES: 250, P.DENSITY: 550}


@pytest.mark.parametrize("employees", [None, 0])
def test_without_employees_in_both_years_volume_is_told_as_one(employees: int | None) -> None:
    assert P.VOLUME in parts_of(item(Year(1000, 100, employees=employees), Year(1800, 180, employees=120)))


def test_within_a_family_a_dearer_kind_is_mix_and_not_price() -> None:
    """100 in all in both years, 40 of them moved from 10 to 30 øre: all of it is mix."""
    cheap = item(Year(800, 80), Year(400, 40), "e3", family="kontor")
    dear = item(Year(600, 20), Year(1800, 60), "e5", family="kontor")
    assert parts_of(cheap, dear, mix_by="family") == {P.PRICE: 0, P.VOLUME: 0, P.MIX: 800}
    assert parts_of(cheap, dear) == {P.PRICE: 0, P.VOLUME: 800}


def test_what_has_another_unit_or_no_family_is_in_no_mix() -> None:
    alone = item(Year(10, 1, "timer"), Year(40, 2, "timer"), "b", family="kontor")
    items = [item(Year(800, 80), Year(400, 40), family="kontor"), alone, item(Year(1, 1), Year(4, 2), "c")]
    assert P.MIX not in parts_of(*items, mix_by="family")


def test_a_family_with_the_same_employees_divides_its_volume_by_them() -> None:
    items = [
        item(Year(800, 80, employees=100), Year(480, 48, employees=120), "e3", family="kontor"),
        item(Year(600, 20, employees=100), Year(2160, 72, employees=120), "e5", family="kontor"),
    ]
    found = parts_of(*items, mix_by="family")
    assert (found[P.PRICE], found[P.DENSITY]) == (0, 0)
    assert found[P.EMPLOYEES] + found[P.MIX] == 1240
    apart = [items[0], replace(items[1], before=Year(600, 20, employees=90))]
    assert P.VOLUME in parts_of(*apart, mix_by="family")


def test_a_declared_successor_makes_one_replacement_of_what_came_and_what_went() -> None:
    old, new = item(Year(900, 9), None, "gammel"), item(None, Year(1500, 10), "ny")
    assert parts_of(old, new) == {P.NEW: 1500, P.DISCONTINUED: -900}
    found = decompose(items=[old, new], successors=[("gammel", "ny")])
    assert found.total.parts == {P.REPLACED: 600}
    assert {change.replacement for change in found.items} == {("gammel", "ny")}


def test_many_may_be_followed_by_one_and_one_by_many() -> None:
    items = [
        item(Year(100), None, "a"),
        item(Year(200), None, "b"),
        item(None, Year(250), "c"),
        item(None, Year(90), "d"),
        item(None, Year(7), "e"),
    ]
    found = decompose(items=items, successors=[("a", "c"), ("b", "c"), ("b", "d")])
    assert found.total.parts == {P.REPLACED: 40, P.NEW: 7}
    assert found.items[3].replacement == ("a", "b", "c", "d")


def test_of_a_successor_that_was_there_already_the_price_remains_price() -> None:
    """Its 10 more are the old one's users: at ½·(10 + 12) each. That each costs 2 more is no replacement."""
    found = parts_of(
        item(Year(100, 10), None, "gammel"), item(Year(100, 10), Year(240, 20), "ny"), successors=[("gammel", "ny")]
    )
    assert found == {P.PRICE: 30, P.REPLACED: 110 - 100}


def test_a_successor_that_joins_nothing_is_told() -> None:
    items = [item(Year(100), None, "a"), item(Year(50), None, "b")]
    found = decompose(items=items, successors=[("a", "b")])
    assert found.idle == (("a", "b"),)
    assert found.total.parts == {P.DISCONTINUED: -150}


def test_sums_by_system_family_and_department() -> None:
    items = [
        Item("1", Year(100, 1), Year(150, 1), {"system": "SBSYS", "department": "Skole"}),
        Item("2", Year(100, 1), Year(170, 1), {"system": "SBSYS", "department": "Miljø"}),
        Item("3", None, Year(9), {"department": "Skole"}),
    ]
    found = decompose(items=items)
    assert {name: total.change_oere for name, total in found.by("system").items()} == {"SBSYS": 120, None: 9}
    assert found.by("department")["Skole"].parts == {P.PRICE: 50, P.VOLUME: 0, P.NEW: 9}
    assert (found.total.before_oere, found.total.after_oere) == (200, 329)


def test_an_amount_of_a_unit_price_is_whole_oere() -> None:
    assert priced(unit_price_oere=Decimal("12.5"), quantity=3).amount_oere == 38
    assert priced(unit_price_oere=Decimal("12.5"), quantity=-3).amount_oere == -37


def test_parts_shown_in_kroner_stand_between_the_years_shown() -> None:
    shown = in_units(total=decompose(items=[item(Year(149, 1), Year(951, 3), "a"), item(None, Year(50), "b")]).total)
    assert (shown.before, shown.after) == (1, 10)
    assert shown.before + sum(shown.parts.values()) == shown.after


def test_rounded_parts_must_sum_to_what_is_asked_for() -> None:
    thirds = dict.fromkeys("abc", Fraction(10, 3))
    assert rounded(parts=thirds) == {"a": 4, "b": 3, "c": 3}
    assert rounded(parts={}, to=0) == {}
    with pytest.raises(PriceVolumeError, match="do not sum to 14"):
        rounded(parts=thirds, to=14)


@pytest.mark.parametrize(
    ("items", "successors", "words"),
    [
        ([item(Year(1), Year(2)), item(None, Year(2))], [], "there twice"),
        ([item(Year(1), Year(2))], [("a", "x")], "no successor"),
        ([item(Year(1), Year(2))], [("a", "a")], "no successor"),
        ([item(Year(1, 0.5), Year(2, 1))], [], "a: 0.5 is no exact number"),
        ([item(Year(1, True), Year(2, 1))], [], "no exact number"),
        ([item(Year(1, Decimal("Infinity")), Year(2, 1))], [], "no finite number"),
        ([item(Year(1.5, 1), Year(2, 1))], [], "no amount in whole øre"),
        ([item(Year(1, 1, index=0), Year(2, 1, index=100))], [], "index is 0 and 100"),
        ([item(Year(1, 1, employees=-1), Year(2, 1, employees=3))], [], "employees is -1 and 3"),
    ],
)
def test_what_cannot_be_divided_is_refused_in_words(items: Any, successors: Any, words: str) -> None:
    with pytest.raises(PriceVolumeError, match=words):
        decompose(items=items, successors=successors)


amounts = st.one_of(st.integers(-3, 3), st.integers(-(10**9), 10**9))
quantities = st.none() | st.integers(-3, 500) | st.decimals(Decimal("0.25"), 900, places=2)
years = st.builds(
    Year,
    amounts,
    quantities,
    st.sampled_from(["", "bruger"]),
    st.none() | st.fractions(Fraction(1, 2), 2, max_denominator=20),
    st.none() | st.integers(0, 900),
)
names = st.sampled_from("xyz")
cases = st.lists(
    st.tuples(st.none() | years, st.none() | years, st.dictionaries(st.sampled_from(["family", "unit"]), names)),
    max_size=8,
).map(lambda rows: [Item(str(at), old, new, groups) for at, (old, new, groups) in enumerate(rows)])
links = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=4)


def divided(items: list[Item], pairs: list[tuple[int, int]], turned: bool = False) -> Decomposition:
    used = [(str(old), str(new)) for old, new in pairs if old != new and max(old, new) < len(items)]
    if turned:
        items = [replace(one, before=one.after, after=one.before) for one in items]
        used = [(new, old) for old, new in used]
    return decompose(items=items, successors=used, mix_by="family")


@given(cases, links)
def test_the_parts_sum_to_the_change_exactly(items: list[Item], pairs: list[tuple[int, int]]) -> None:
    found = divided(items, pairs)
    for one in found.items:
        assert sum(one.parts.values()) == one.change_oere == sum(one.parts_oere.values())
        assert all(abs(one.parts_oere[part] - value) < 1 for part, value in one.parts.items())
    total = found.total
    assert sum(total.parts.values()) == total.change_oere == sum(total.parts_oere.values())
    for dimension in ("family", "unit"):
        groups = found.by(dimension).values()
        for part, oere in total.parts_oere.items():
            assert sum(group.parts_oere.get(part, 0) for group in groups) == oere
            assert sum(group.parts.get(part, 0) for group in groups) == total.parts[part]


@given(cases, links, st.sampled_from([1, 100, 100_000]))
def test_what_is_shown_in_any_unit_adds_up(items: list[Item], pairs: list[tuple[int, int]], oere: int) -> None:
    shown = in_units(total=divided(items, pairs).total, oere=oere)
    assert shown.before + sum(shown.parts.values()) == shown.after


def mirrored(parts: Mapping[Part, Any]) -> dict[Part, Any]:
    other = {P.NEW: P.DISCONTINUED, P.DISCONTINUED: P.NEW}
    return {other.get(part, part): -value for part, value in parts.items()}


@given(cases, links)
def test_time_turned_round_gives_the_opposite(items: list[Item], pairs: list[tuple[int, int]]) -> None:
    there, back = divided(items, pairs), divided(items, pairs, turned=True)
    for one, other in zip(there.items, back.items, strict=True):
        assert mirrored(one.parts) == other.parts
        assert mirrored(one.parts_oere) == other.parts_oere
        assert (one.why, one.replacement) == (other.why, other.replacement)


@given(cases, links, st.randoms(use_true_random=False))
def test_the_order_of_items_and_successors_does_not_matter(
    items: list[Item], pairs: list[tuple[int, int]], random: Random
) -> None:
    straight = divided(items, pairs)
    successors = [(str(old), str(new)) for old, new in pairs if old != new and max(old, new) < len(items)]
    mixed = random.sample(items, len(items))
    other = decompose(items=mixed, successors=random.sample(successors, len(successors)), mix_by="family")
    assert {one.key: one for one in straight.items} == {one.key: one for one in other.items}
    assert straight.total == other.total


factors = st.lists(st.tuples(*[st.fractions(-20, 20, max_denominator=9)] * 2), min_size=1, max_size=5)


@given(factors)
def test_shapley_is_the_mean_over_every_order_of_change(factors: list[tuple[Fraction, Fraction]]) -> None:
    count = len(factors)
    effects, orders = [Fraction(0)] * count, list(permutations(range(count)))
    for order in orders:
        now = [old for old, _ in factors]
        for at in order:
            was = product(now)
            now[at] = factors[at][1]
            effects[at] += (product(now) - was) / len(orders)
    assert shapley(factors=factors) == tuple(effects)


def product(numbers: list[Fraction]) -> Fraction:
    result = Fraction(1)
    for number in numbers:
        result *= number
    return result


@given(st.integers(0, 10**6), st.integers(1, 500), st.integers(0, 10**6), st.integers(1, 500), st.integers(2, 9))
def test_splitting_an_item_in_equal_pieces_changes_nothing(v0: int, q0: int, v1: int, q1: int, pieces: int) -> None:
    whole = parts_of(item(Year(v0 * pieces, q0 * pieces), Year(v1 * pieces, q1 * pieces)))
    apart = parts_of(*(item(Year(v0, q0), Year(v1, q1), str(number)) for number in range(pieces)))
    if v0 or v1:
        assert whole == apart
