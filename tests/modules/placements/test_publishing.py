"""What all may see of counts: nothing below five, nor anything that gives one away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from chefforum.calc.suppression import ALL, Cell, Sum, Zeros, attack
from chefforum.modules.placements.rules.publishing import (
    HIDDEN,
    PublishedTable,
    Shown,
    merged_periods,
    publish_cells,
    publish_one,
    publish_table,
    published_day,
)

COUNTS = st.dictionaries(st.sampled_from("ABCDEFGH"), st.integers(0, 30), max_size=8)
FEW_PARTS = st.dictionaries(st.sampled_from("ABCDE"), st.sampled_from([0, 1, 2, 3, 4, 5, 6, 9]), max_size=5)
KNOWERS = st.frozensets(st.frozensets(st.sampled_from("ABCDE"), min_size=2, max_size=4), max_size=4)


def what_can_be_told(counts: dict[str, int], found: PublishedTable, knows: str = "") -> dict[str, tuple[int, int]]:
    """What somebody can work out of each hidden part, who knows one part for certain."""
    shown: dict[Cell, int] = {
        ("part", name): counts[name] for name, one in found.parts.items() if name == knows or not one.is_hidden
    }
    if found.total.value is not None:
        shown[("total",)] = found.total.value
    # Where no part is shown, a hidden one may be nought for all that anybody sees.
    hides_noughts = all(one.is_hidden for one in found.parts.values())
    possible = attack(
        shown=shown,
        sums=[Sum(("total",), tuple(("part", name) for name in counts))],
        zeros=Zeros.HIDDEN if hides_noughts else Zeros.SHOWN,
    )
    return {
        cell[1]: (one.low, 10_000 if one.high is None else one.high)
        for cell, one in possible.items()
        if cell[0] == "part"
    }


def every_table(*, parts: int, total: int, lowest: int) -> Iterator[tuple[int, ...]]:
    """All that so many counts with that sum may be."""
    if parts == 0:
        yield from [()] if total == 0 else []
        return
    for first in range(lowest, total + 1):
        for others in every_table(parts=parts - 1, total=total - first, lowest=lowest):
            yield (first, *others)


def given_away_to(knows: frozenset[str], counts: dict[str, int], found: PublishedTable) -> str:
    """What somebody works out of a few by trying every table that fits what they see and know; nothing is ""."""
    if found.total.value is None:
        return ""
    rest = [name for name, one in found.parts.items() if one.is_hidden and name not in knows]
    seen = sum(counts[name] for name in counts if name not in rest)
    left = found.total.value - seen
    if 0 < left < 5:
        return f"{left} in {rest}"
    noughts = all(one.is_hidden for one in found.parts.values())
    for place, name in enumerate(rest):
        if 0 < counts[name] < 5:
            for asked in (1, 4):
                tables = every_table(parts=len(rest), total=left, lowest=0 if noughts else 1)
                if not any(table[place] == asked for table in tables):
                    return f"{name} is not {asked}"
    return ""


@given(counts=FEW_PARTS, knowers=KNOWERS)
@example(counts={"A": 1, "B": 1, "C": 3, "D": 3}, knowers=frozenset())
@settings(max_examples=150, deadline=None)
def test_nobody_who_knows_several_departments_works_out_a_few(
    counts: dict[str, int], knowers: frozenset[frozenset[str]]
) -> None:
    found = publish_table(counts, knowers=knowers)
    assert all(one.value is None or one.value == counts[name] for name, one in found.parts.items())
    assert all(one.value == 0 or (one.value or 5) >= 5 for one in (*found.parts.values(), found.total))
    for knows in {frozenset[str](), *(frozenset({name}) for name in counts), *knowers}:
        if not knows >= counts.keys():
            assert given_away_to(knows, counts, found) == "", sorted(knows)


@given(counts=FEW_PARTS, knowers=KNOWERS, more=KNOWERS)
def test_more_knowers_never_show_more(
    counts: dict[str, int], knowers: frozenset[frozenset[str]], more: frozenset[frozenset[str]]
) -> None:
    """So a right that is given within a month cannot be used to see two publications of it."""
    few, many = publish_table(counts, knowers=knowers), publish_table(counts, knowers=knowers | more)
    assert all(few.parts[name] == one for name, one in many.parts.items() if not one.is_hidden)
    assert many.total.is_hidden or many.total == few.total
    assert publish_table(counts, knowers=reversed([sorted(one) for one in knowers])) == few


OMAR = {"Borger": 5, "Økonomi": 4, "Familie": 1, "Ældre": 12, "Skole": 19, "Klima": 0}
FISKER = {"Borger": 3, "Kultur": 2, "Økonomi": 3, "Familie": 1, "Ældre": 10, "Skole": 18}


@pytest.mark.parametrize(
    ("counts", "knower", "told"),
    [(OMAR, {"Borger", "Økonomi"}, "1 in ['Familie']"), (FISKER, {"Borger", "Kultur"}, "4 in ['Økonomi', 'Familie']")],
)
def test_who_reads_two_departments_subtracts_them_in_vain(counts: dict[str, int], knower: set[str], told: str) -> None:
    knows = frozenset(knower)
    assert given_away_to(knows, counts, publish_table(counts)) == told
    found = publish_table(counts, knowers=[knows])
    assert given_away_to(knows, counts, found) == ""
    assert found.total.value == sum(counts.values())
    assert found.parts["Skole"].value == counts["Skole"]


def test_where_all_but_one_are_known_to_somebody_a_few_in_the_last_cost_the_total() -> None:
    counts = {"A": 30, "B": 20, "C": 3}
    assert publish_table({**counts, "C": 5}, knowers=[{"A", "B"}]).total.value == 55
    assert publish_table(counts).total.value == 53
    assert publish_table(counts, knowers=[{"A", "B"}]).total.is_hidden
    assert publish_table(counts, knowers=[{"A", "B", "C"}]) == publish_table(counts)


@given(counts=COUNTS)
@settings(max_examples=40, deadline=None)
def test_whoever_knows_the_total_and_one_department_works_out_no_small_count(counts: dict[str, int]) -> None:
    found = publish_table(counts)
    assert all(one.value is None or one.value == counts[name] for name, one in found.parts.items())
    assert all(one.value == 0 or (one.value or 5) >= 5 for one in (*found.parts.values(), found.total))
    for knows in ("", *counts):
        told = what_can_be_told(counts, found, knows)
        for name, (low, high) in told.items():
            if 0 < counts[name] < 5:
                assert low <= 1, (knows, name)
                assert high >= 4, (knows, name)


def test_one_small_department_takes_two_others_with_it_so_that_neither_chief_can_subtract() -> None:
    found = publish_table({"A": 126, "B": 2, "C": 27, "D": 7, "E": 44})
    assert {name: one.text for name, one in found.parts.items()} == {
        "A": "126",
        "B": HIDDEN,
        "C": HIDDEN,
        "D": HIDDEN,
        "E": "44",
    }
    assert found.total.value == 206


def test_a_total_of_small_parts_is_shown_alone_and_then_nobody_knows_which_are_nought() -> None:
    found = publish_table({"A": 2, "B": 1, "C": 2, "D": 1, "E": 1, "F": 0, "G": 0})
    assert found.total.value == 7
    assert {one.text for one in found.parts.values()} == {HIDDEN}


def test_where_nothing_else_helps_the_total_is_hidden_too() -> None:
    found = publish_table({"A": 3, "B": 20})
    assert found.total.is_hidden
    assert [one.text for one in found.parts.values()] == [HIDDEN, HIDDEN]
    assert publish_table({"A": 3, "B": 0}) == PublishedTable({"A": Shown(None), "B": Shown(0)}, Shown(None))


def test_nought_is_shown_and_is_not_the_same_as_hidden() -> None:
    assert publish_table({"A": 0, "B": 0}) == PublishedTable({"A": Shown(0), "B": Shown(0)}, Shown(0))
    assert [publish_one(count).text for count in (0, 1, 4, 5)] == ["0", HIDDEN, HIDDEN, "5"]
    assert publish_table({}).total == Shown(0)


def test_the_order_of_the_parts_changes_nothing() -> None:
    counts = {"A": 5, "B": 5, "C": 2, "D": 9, "E": 11}
    assert publish_table(dict(reversed(counts.items()))).parts == publish_table(counts).parts


def test_a_table_of_two_dimensions_hides_in_rows_and_columns() -> None:
    found = publish_cells({("A", "x"): 2, ("A", "y"): 20, ("B", "x"): 11, ("B", "y"): 12})
    assert found[("A", "x")] is None
    assert found[("A", ALL)] == 22
    assert sum(value is None for value in found.values()) == 4
    only_totals = publish_cells({("A", "x"): 2, ("A", "y"): 20, ("B", "x"): 11, ("B", "y"): 12}, tables=[(0,)])
    assert set(only_totals) == {("A", ALL), ("B", ALL), (ALL, ALL)}


@pytest.mark.parametrize(
    ("counts", "stretches"),
    [
        ([3, 3, 0, 0, 7, 1, 1], [(0, 1, 6), (2, 2, 0), (3, 3, 0), (4, 6, 9)]),
        ([2, 1], []),
        ([], []),
        ([0, 0], [(0, 0, 0), (1, 1, 0)]),
        ([6, 0, 2], [(0, 2, 8)]),
    ],
)
def test_months_with_few_are_shown_together(counts: list[int], stretches: list[tuple[int, int, int]]) -> None:
    assert merged_periods(counts) == stretches


@given(counts=st.lists(st.integers(0, 9), max_size=12))
def test_no_stretch_has_from_one_to_four_and_all_are_in_one(counts: list[int]) -> None:
    found = merged_periods(counts)
    assert all(count == 0 or count >= 5 for _, _, count in found)
    if found:
        assert [place for first, last, _ in found for place in range(first, last + 1)] == list(range(len(counts)))
        assert sum(count for _, _, count in found) == sum(counts)


def test_what_is_published_is_of_the_month_that_is_over() -> None:
    assert published_day(dt.date(2026, 4, 2)) == dt.date(2026, 3, 31)
    assert published_day(dt.date(2026, 1, 15)) == dt.date(2025, 12, 31)
    assert published_day(dt.date(2028, 3, 1)) == dt.date(2028, 2, 29)
