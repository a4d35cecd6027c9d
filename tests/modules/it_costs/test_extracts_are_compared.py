"""Two extracts held against each other: every line once, and sums that add up exactly whatever they hold."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chefforum.modules.it_costs.rules.extract_differences import (
    Bridge,
    Change,
    Difference,
    Row,
    Taken,
    bridges,
    differences,
    taken,
)

NORTH, SOUTH, MAIL = (UUID(int=number) for number in (1, 2, 3))
PLAIN = Row(
    number=1,
    kind="cost",
    year=2025,
    category="software",
    activity="operation",
    unit_id=NORTH,
    system_id=MAIL,
    origin="ledger",
    source_id=UUID(int=9),
    source_name="Licenser",
    item="",
    source_year=2025,
    source_unit_id=NORTH,
    oere=100,
    quantity=None,
    amount_oere=100,
)


def row(number: int = 1, **said: Any) -> Row:
    return replace(PLAIN, number=number, **said)


some = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["cost", "cost", "number"]),
        "year": st.sampled_from([2022, 2025]),
        "category": st.sampled_from(["software", "hardware"]),
        "activity": st.sampled_from(["operation", "support"]),
        "unit_id": st.sampled_from([None, NORTH, SOUTH]),
        "system_id": st.sampled_from([None, MAIL]),
        "source_id": st.sampled_from([UUID(int=9), UUID(int=10)]),
        "source_name": st.sampled_from(["Licenser", "Drift"]),
        "oere": st.none() | st.integers(-500, 500),
    }
)
many = st.lists(some, max_size=12).map(lambda rows: [row(number, **one) for number, one in enumerate(rows, start=1)])


@given(many, many)
def test_every_line_of_both_is_told_once(old, new) -> None:
    found = differences(old, new)
    assert sorted(one.old.number for one in found if one.old) == [one.number for one in old]
    assert sorted(one.new.number for one in found if one.new) == [one.number for one in new]


@given(many, many)
def test_before_and_what_happened_is_after_in_each_category_and_in_all(old, new) -> None:
    found = differences(old, new)
    by_category = bridges(found, lambda one: one.category)
    for category, one in by_category.items():
        assert one.before + one.gone + one.new + one.changed + one.moved_out + one.moved_in == one.after
        for rows, told in ((old, one.before), (new, one.after)):
            assert told == sum(line.oere or 0 for line in rows if line.kind == "cost" and line.category == category)
    total = sum(by_category.values(), Bridge())
    assert total.moved_in == -total.moved_out
    assert total.after - total.before == sum(one.change for one in found if one.either.kind == "cost")


@given(many)
def test_an_extract_held_against_itself_is_the_same(rows) -> None:
    assert {kind for one in differences(rows, rows) for kind in one.kinds} <= {Change.SAME}


@pytest.mark.parametrize(
    ("becomes", "kinds"),
    [
        ({"oere": 120}, (Change.AMOUNT,)),
        ({"category": "hardware"}, (Change.MOVED,)),
        ({"category": "hardware", "oere": 120}, (Change.MOVED, Change.AMOUNT)),
        ({"unit_id": SOUTH, "source_unit_id": SOUTH}, (Change.MOVED,)),
        ({"system_id": None}, (Change.MOVED,)),
        ({"source_id": UUID(int=10)}, (Change.SAME,)),
        ({"source_id": UUID(int=10), "activity": "support"}, (Change.MOVED,)),
    ],
)
def test_a_line_is_known_again_though_one_thing_of_it_is_another(becomes: dict[str, Any], kinds) -> None:
    (found,) = differences([row()], [row(7, **becomes)])
    assert found.kinds == kinds


def test_a_line_of_another_year_is_gone_and_new() -> None:
    found = differences([row()], [row(year=2022)])
    assert [one.kinds for one in found] == [(Change.NEW,), (Change.GONE,)]


def test_of_lines_that_are_alike_those_of_the_same_amount_are_tied_first() -> None:
    found = differences([row(1, oere=5), row(2, oere=9)], [row(1, oere=9), row(2, oere=7)])
    assert {(one.old.number, one.new.number) for one in found if one.old and one.new} == {(2, 1), (1, 2)}


@pytest.mark.parametrize(
    ("proposed", "new", "expected"),
    [
        ({"amount_oere": 120}, row(amount_oere=120), Taken.ALL),
        ({"amount_oere": 120, "category": "hardware"}, row(amount_oere=120), Taken.SOME),
        ({"category": "hardware"}, row(), Taken.NONE),
        ({"category": "hardware"}, None, Taken.GONE),
        ({"amount_oere": 0}, None, Taken.ALL),
    ],
)
def test_what_was_proposed_is_looked_for_in_the_books(proposed: dict[str, Any], new, expected: Taken) -> None:
    assert taken(proposed, new) == expected


def test_a_difference_without_amounts_counts_for_nothing() -> None:
    assert Difference(row(oere=None), row(oere=None)).change == 0
