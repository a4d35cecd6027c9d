"""The change between two years is taken apart: the parts sum to it, whatever the numbers are."""

from __future__ import annotations

import random
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chefforum.calc.price_volume import Part
from chefforum.modules.it_costs.rules.volumes import NOT_THERE, Facts
from chefforum.modules.it_costs.rules.why import PART_NAMES, Lack, Line, why
from chefforum.modules.it_costs.rules.why_words import (
    drivers,
    formula,
    hangs_on_formula,
    headline,
    lacks_said,
    not_divisible,
)

YEARS = (2022, 2025)
A, B, C = (UUID(int=number) for number in (1, 2, 3))


def facts(quantity: int | None, amount: int | None, unit: str = "licens") -> Facts:
    """The amount in kroner."""
    return Facts(None if quantity is None else Decimal(quantity), unit, None if amount is None else amount * 100)


def line(before: Facts, after: Facts, *, system: UUID = A, item: str = "Licens", family: str = "") -> Line:
    return Line(system, f"System {system.int}", item, before, after, family)


quantities = st.none() | st.decimals(min_value=0, max_value=5000, places=3)
oere = st.none() | st.integers(min_value=-(10**9), max_value=10**10) | st.just(0)
some_facts = st.builds(Facts, quantities, st.sampled_from(["", "licens", "pc", "aftale"]), oere) | st.just(NOT_THERE)
systems = st.sampled_from([A, B, C])


@st.composite
def many_lines(draw: st.DrawFn) -> list[Line]:
    keys = draw(st.lists(st.tuples(systems, st.sampled_from("abcd")), unique=True, max_size=8))
    return [line(draw(some_facts), draw(some_facts), system=system, item=item) for system, item in keys]


successors = st.lists(st.sampled_from([(A, B), (C, B), (A, C), (B, C)]), unique=True, max_size=3)
indices = st.none() | st.just((Decimal("100"), Decimal("113.4")))
employees = st.none() | st.just((Decimal(3000), Decimal(3150)))


@given(many_lines(), successors, indices, employees)
def test_the_parts_of_whatever_there_is_sum_to_the_change_to_the_oere(lines, pairs, index, staff) -> None:  # type: ignore[no-untyped-def]
    answer = why(lines=lines, years=YEARS, successors=pairs, index=index, employees=staff)
    assert len(answer.told) + len(answer.lacking) == len(lines)
    known = {one.line.key for one in answer.told}
    for one in answer.told:
        assert sum(one.change.parts_oere.values()) == one.change.change_oere
        assert one.change.before_oere == (one.line.before.amount_oere or 0)
        assert one.kroner.before + sum(one.kroner.parts.values()) == one.kroner.after
    before = sum(one.before.amount_oere or 0 for one in lines if one.key in known)
    assert sum(one.change.before_oere for one in answer.told) == before
    assert answer.total.before + sum(answer.total.parts.values()) == answer.total.after
    for name in (lambda one: one.system, lambda one: one.item):
        rows = [kroner for _, kroner in answer.by(name)]
        assert sum(row.change for row in rows) == answer.total.change
        for part in answer.parts:
            assert sum(row.of(part) for row in rows) == answer.total.of(part)


@given(many_lines(), successors, indices, employees)
def test_swapping_the_years_turns_every_sign_and_coming_is_going(lines, pairs, index, staff) -> None:  # type: ignore[no-untyped-def]
    forth = why(lines=lines, years=YEARS, successors=pairs, index=index, employees=staff)
    back = why(
        lines=[line(one.after, one.before, system=one.system_id, item=one.item) for one in lines],
        years=YEARS[::-1],
        successors=[(new, old) for old, new in pairs],
        index=index and index[::-1],
        employees=staff and staff[::-1],
    )
    mirror = {Part.NEW: Part.DISCONTINUED, Part.DISCONTINUED: Part.NEW}
    for part in PART_NAMES:
        assert back.total.of(mirror.get(part, part)) == -forth.total.of(part)


@given(many_lines(), successors, st.randoms())
def test_the_order_of_the_lines_does_not_matter(
    lines: list[Line], pairs: list[tuple[UUID, UUID]], by: random.Random
) -> None:
    shuffled = list(lines)
    by.shuffle(shuffled)
    one, other = (why(lines=rows, years=YEARS, successors=pairs) for rows in (lines, shuffled))
    assert one.total == other.total
    assert {told.line.key: told.kroner for told in one.told} == {told.line.key: told.kroner for told in other.told}


@given(many_lines(), successors, indices, employees)
def test_every_part_of_whatever_there_is_can_be_said_in_words(lines, pairs, index, staff) -> None:  # type: ignore[no-untyped-def]
    answer = why(lines=lines, years=YEARS, successors=pairs, index=index, employees=staff)
    said = [headline(answer), *hangs_on_formula(answer), *(one.sentence for one in drivers(answer))]
    said += [formula(one, part) for one in answer.told for part in one.change.parts]
    said += [lacks_said(one) for one in answer.lacking]
    assert all(said)
    assert len(not_divisible(answer.told)) == sum(1 for one in answer.told if one.change.why)


def test_more_licences_at_a_higher_price_are_price_and_volume_by_bennet() -> None:
    answer = why(lines=[line(facts(800, 960_000), facts(1000, 1_500_000))], years=YEARS)
    assert answer.total.parts == {Part.PRICE: 270_000, Part.VOLUME: 270_000}
    (told,) = answer.told
    assert formula(told, Part.PRICE) == "½ · (800 + 1.000) · (1.500 − 1.200) = +270.000 kr."
    assert formula(told, Part.VOLUME) == "½ · (1.200 + 1.500) · (1.000 − 800) = +270.000 kr."
    assert headline(answer) == "Det koster 540.000 kr. mere i 2025 end i 2022 (+56,3 %)."
    assert [one.sentence for one in drivers(answer)] == [
        "System 1: Licens: antallet steg fra 800 til 1.000.",
        "System 1: Licens: prisen pr. licens steg fra 1.200 til 1.500 kr.",
    ]


def test_a_year_that_nobody_has_said_anything_of_is_no_nought_and_is_told() -> None:
    answer = why(
        lines=[line(Facts(), facts(10, 5_000)), line(facts(5, None), facts(5, 100), item="Anden")], years=YEARS
    )
    assert not answer.told
    assert [one.years for one in answer.lacking] == [((2022, Lack.NOBODY),), ((2022, Lack.NO_AMOUNT),)]
    assert headline(answer) == "Ingen tal kan sammenlignes for 2022 og 2025."


def test_what_is_said_not_to_have_been_there_is_new() -> None:
    answer = why(lines=[line(NOT_THERE, facts(10, 5_000)), line(facts(2, 700), NOT_THERE, item="Anden")], years=YEARS)
    assert answer.total.parts == {Part.NEW: 5_000, Part.DISCONTINUED: -700}


def test_an_amount_without_a_number_cannot_be_divided_and_is_never_one() -> None:
    answer = why(lines=[line(facts(None, 1_000), facts(10, 3_000))], years=YEARS)
    assert answer.total.parts == {Part.NOT_DIVISIBLE: 2_000}
    assert not_divisible(answer.told)[0][1].startswith("Skriv antallet i begge år")


def test_a_site_licence_is_one_by_declaration_and_its_change_is_price() -> None:
    answer = why(lines=[line(facts(None, 1_000, "aftale"), facts(None, 3_000, "aftale"))], years=YEARS)
    assert answer.total.parts == {Part.PRICE: 2_000, Part.VOLUME: 0}


def test_two_old_systems_that_became_one_are_told_as_one_replacement() -> None:
    lines = [
        line(facts(100, 200_000), NOT_THERE, system=A),
        line(facts(50, 100_000), NOT_THERE, system=B),
        line(NOT_THERE, facts(150, 450_000), system=C),
    ]
    answer = why(lines=lines, years=YEARS, successors=[(A, C), (B, C)])
    assert answer.total.parts == {Part.REPLACED: 150_000}
    (replaced,) = answer.replaced
    assert (replaced.old, replaced.new, replaced.kroner) == (("System 1", "System 2"), ("System 3",), 150_000)
    assert [one.sentence for one in drivers(answer)] == ["System 1 og System 2 er udskiftet med System 3."]


def test_a_replacement_whose_new_system_has_no_numbers_is_told_as_not_used() -> None:
    lines = [line(facts(100, 200_000), NOT_THERE, system=A), line(NOT_THERE, Facts(), system=B)]
    answer = why(lines=lines, years=YEARS, successors=[(A, B)])
    assert answer.total.parts == {Part.DISCONTINUED: -200_000}
    assert answer.idle == (("System 1", "System 2"),)


def test_the_quantity_is_divided_in_employees_and_licences_for_each() -> None:
    lines = [
        line(facts(1000, 1_000_000), facts(1200, 1_200_000)),
        line(facts(None, 500, "aftale"), facts(None, 500, "aftale"), item="Fast"),
    ]
    answer = why(lines=lines, years=YEARS, employees=(Decimal(1000), Decimal(1100)))
    assert answer.total.of(Part.EMPLOYEES) + answer.total.of(Part.DENSITY) == 200_000
    assert answer.total.of(Part.EMPLOYEES) == pytest.approx(104_545, abs=1)
    assert Part.VOLUME in answer.told[1].change.parts


def test_a_price_that_only_follows_the_index_is_indexation() -> None:
    answer = why(lines=[line(facts(10, 1_000), facts(10, 1_100))], years=YEARS, index=(Decimal(100), Decimal(110)))
    assert answer.total.parts == {Part.INDEXATION: 100, Part.PRICE: 0, Part.VOLUME: 0}


def test_a_chief_is_told_how_far_the_answer_hangs_on_the_formula() -> None:
    said = hangs_on_formula(why(lines=[line(facts(800, 960_000), facts(1000, 1_500_000))], years=YEARS))
    assert said[0] == ("Prisen forklarer +270.000 kr. Det afhænger af regnemåden: mellem +240.000 kr. og +300.000 kr.")
    even = hangs_on_formula(why(lines=[line(facts(10, 100), facts(10, 150))], years=YEARS))
    assert even[0] == "Prisen forklarer +50 kr. Alle regnemåder siger det samme."
