"""What is hidden in a published table cannot be worked out, however many of its sums are shown."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from chefforum.calc.suppression import (
    ALL,
    Cell,
    Possible,
    Sum,
    Suppressed,
    SuppressionError,
    Why,
    Zeros,
    attack,
    suppress,
    tables_of,
    with_margins,
)


def hidden_in(counts: Mapping[Cell, int], **options: Any) -> Suppressed:
    cells, sums = with_margins(counts=counts)
    return suppress(cells=cells, sums=sums, **options)


def row(*numbers: int) -> dict[Cell, int]:
    return {(name,): number for name, number in zip("ABCDEFG", numbers, strict=False)}


def grid(*rows: tuple[int, ...]) -> dict[Cell, int]:
    return {
        (r, c): number for r, line in zip("ABCD", rows, strict=False) for c, number in zip("xyzw", line, strict=False)
    }


def test_one_small_count_takes_the_smallest_other_with_it() -> None:
    found = hidden_in(row(126, 2, 27, 7, 44))
    assert found.hidden == {("B",): Why.SMALL, ("D",): Why.COMPLEMENT}
    assert found.possible == {("B",): Possible(1, 8), ("D",): Possible(1, 8)}
    assert found.shown[(ALL,)] == 206


def test_two_small_counts_hide_each_other() -> None:
    assert set(hidden_in(row(126, 2, 27, 3, 44)).hidden) == {("B",), ("D",)}


def test_two_small_counts_whose_sum_tells_too_much_take_a_third() -> None:
    """1 and 1 of a total that is shown: the sum of 2 would say that both are 1."""
    assert hidden_in(row(10, 1, 1, 30)).hidden == {("B",): Why.SMALL, ("C",): Why.SMALL, ("A",): Why.COMPLEMENT}


def test_nothing_small_hides_nothing() -> None:
    assert hidden_in(row(5, 0, 12)).hidden == {}
    assert hidden_in({}).shown == {}


def test_in_two_dimensions_the_rest_of_a_rectangle_is_hidden() -> None:
    found = hidden_in(grid((2, 20, 30), (11, 12, 40), (50, 60, 70)))
    assert set(found.hidden) == {("A", "x"), ("A", "y"), ("B", "x"), ("B", "y")}
    assert found.possible["A", "x"] == Possible(1, 12)


def test_noughts_are_shown_or_hidden_by_the_rule() -> None:
    shown = hidden_in(row(0, 3, 9, 20))
    assert shown.shown[("A",)] == 0
    hidden = hidden_in(row(0, 3, 9, 20), zeros=Zeros.HIDDEN)
    assert hidden.hidden == {("A",): Why.SMALL, ("B",): Why.SMALL, ("C",): Why.COMPLEMENT}
    assert hidden.possible[("A",)].low == 0


def test_a_small_total_is_hidden_with_its_part() -> None:
    assert hidden_in(row(3, 0)).hidden == {("A",): Why.SMALL, (ALL,): Why.SMALL}


def test_what_is_out_already_is_not_hidden_and_others_are_instead() -> None:
    """The total and the smallest other stand in last year's report."""
    found = hidden_in(row(126, 2, 27, 7, 44), published=[(ALL,), ("D",)])
    assert found.hidden == {("B",): Why.SMALL, ("C",): Why.COMPLEMENT}


def test_what_is_out_already_may_give_a_count_away_and_that_is_told() -> None:
    with pytest.raises(SuppressionError, match="gives it away: B") as error:
        hidden_in(row(126, 2), published=[(ALL,), ("A",)])
    assert error.value.cell == ("B",)


def test_two_tables_cannot_be_subtracted_from_each_other() -> None:
    """All departments, and those but the one with 3: the difference is in neither table, and is protected."""
    cells = {("alle",): 60, ("uden C",): 57, ("C",): 3, ("A",): 30, ("B",): 27}
    sums = [
        Sum(("alle",), (("A",), ("B",), ("C",))),
        Sum(("uden C",), (("A",), ("B",))),
        Sum(("alle",), (("uden C",), ("C",))),
    ]
    found = suppress(cells=cells, sums=sums, unpublished=[("C",)])
    assert ("C",) not in found.hidden
    assert found.possible[("C",)].low <= 1
    assert found.possible[("C",)].high is None or found.possible[("C",)].high >= 4
    assert found.hidden


def test_a_year_to_date_published_twice_does_not_give_the_month_away() -> None:
    """7 by the end of April are out; with 9 by the end of May, May would be 2."""
    cells = {
        ("april", "A"): 7,
        ("maj", "A"): 9,
        ("i maj", "A"): 2,
        ("april", "B"): 20,
        ("maj", "B"): 29,
        ("i maj", "B"): 9,
    }
    sums = [Sum(("maj", name), (("april", name), ("i maj", name))) for name in "AB"]
    cells |= {("april", ALL): 27, ("maj", ALL): 38, ("i maj", ALL): 11}
    sums += [Sum((when, ALL), ((when, "A"), (when, "B"))) for when in ("april", "maj", "i maj")]
    april = [cell for cell in cells if cell[0] == "april"]
    found = suppress(cells=cells, sums=sums, published=april, unpublished=[("i maj", name) for name in ("A", "B", ALL)])
    assert ("maj", "A") in found.hidden
    assert len(found.hidden) == 2
    assert found.possible["i maj", "A"].low <= 1


def test_tables_by_different_things_of_the_same_persons_are_protected_together() -> None:
    random = Random(4)
    counts = {cell: random.choice([0, 0, 1, 2, 6, 14]) for cell in product("ABCD", "xy", ["lukket", "åben"])}
    cells, sums, unpublished = tables_of(counts=counts, tables=[(0, 2), (1, 2)])
    assert ("A", "x", "lukket") in unpublished
    assert ("A", "x", ALL) in unpublished
    assert ("A", ALL, "lukket") not in unpublished
    found = suppress(cells=cells, sums=sums, unpublished=unpublished)
    for cell, number in cells.items():
        if 1 <= number <= 4:
            assert found.possible[cell].low <= max(1, people_in(cell, counts))
            assert (found.possible[cell].high or 4) >= 4


def test_more_cells_can_be_named_sensitive_with_what_must_stay_possible() -> None:
    found = hidden_in(row(126, 40, 27, 19, 44), sensitive={("B",): Possible(30, 50)})
    assert found.hidden[("B",)] is Why.SMALL
    assert found.possible[("B",)].low <= 30
    assert (found.possible[("B",)].high or 50) >= 50


def test_what_an_attacker_knows_by_hand() -> None:
    """A + B = 6 and B + C = 20, noughts shown: A and B are 1 to 5, C is 15 to 19."""
    sums = [Sum(("t",), (("A",), ("B",))), Sum(("u",), (("B",), ("C",)))]
    found = attack(shown={("t",): 6, ("u",): 20}, sums=sums)
    assert found == {("A",): Possible(1, 5), ("B",): Possible(1, 5), ("C",): Possible(15, 19)}
    assert attack(shown={("u",): 20}, sums=sums)[("t",)] == Possible(2, None)
    with pytest.raises(SuppressionError, match="does not sum"):
        attack(shown={("t",): 1, ("u",): 20}, sums=sums)


small = st.one_of(st.integers(0, 6), st.integers(0, 40))
tables = st.integers(2, 4).flatmap(
    lambda width: st.lists(st.tuples(*[small] * width), min_size=2, max_size=4).map(lambda rows: grid(*rows))
)


def people_in(cell: Cell, counts: Mapping[Cell, int]) -> int:
    """The least that a cell can be since noughts are shown: one for each inner count that is not nought."""
    return sum(all(c in (ALL, p) for c, p in zip(cell, part, strict=True)) for part, number in counts.items() if number)


def brute_force(counts: Mapping[Cell, int], found: Suppressed, most: int = 24) -> dict[Cell, set[int]]:
    """Every table of two by two up to `most` that agrees with all that is shown: what each hidden cell is in any."""
    inner = sorted(counts)
    axes = np.array(list(product(range(most + 1), repeat=len(inner))))
    margins, _ = with_margins(counts=counts)
    of = {
        cell: axes @ np.array([all(c in (ALL, p) for c, p in zip(cell, part, strict=True)) for part in inner])
        for cell in margins
    }
    agrees = np.ones(len(axes), dtype=bool)
    for cell in margins:
        agrees &= of[cell] == found.shown[cell] if cell in found.shown else of[cell] >= 1
    return {cell: set(of[cell][agrees].tolist()) for cell in found.hidden}


@settings(max_examples=25, deadline=None)
@given(st.tuples(*[st.integers(0, 8)] * 4))
def test_trying_every_table_rules_out_no_small_number(numbers: tuple[int, int, int, int]) -> None:
    counts = grid(numbers[:2], numbers[2:])
    found = hidden_in(counts)
    tried = brute_force(counts, found)
    cells, _ = with_margins(counts=counts)
    for cell, why in found.hidden.items():
        assert cells[cell] in tried[cell]
        assert len(tried[cell]) > 1
        if why is Why.SMALL:
            assert set(range(people_in(cell, counts), 5)) <= tried[cell]


@settings(max_examples=40, deadline=None)
@given(tables)
def test_an_attacker_with_a_linear_programme_of_their_own_narrows_nothing(counts: dict[Cell, int]) -> None:
    """The attacker writes the table's inner counts as unknowns, and every shown count as an equation in them."""
    cells, _ = with_margins(counts=counts)
    found = hidden_in(counts)
    inner = sorted(counts)

    def inside(cell: Cell) -> list[float]:
        return [float(all(c in (ALL, p) for c, p in zip(cell, part, strict=True))) for part in inner]

    equal = np.array([inside(cell) for cell in found.shown]).reshape(-1, len(inner))
    known = np.array([float(number) for number in found.shown.values()])
    for cell, why in found.hidden.items():
        ends = []
        for sign in (1, -1):
            solved = linprog(
                sign * np.array(inside(cell)), A_eq=equal, b_eq=known, method="highs",
                A_ub=-np.array([inside(other) for other in found.hidden]), b_ub=-np.ones(len(found.hidden)),
            )  # fmt: skip
            ends.append(np.inf if solved.status == 3 else sign * solved.fun)
        assert ends[0] <= cells[cell] <= ends[1] + 1e-7
        assert ends[1] - ends[0] >= 1 - 1e-7
        assert ends[0] == pytest.approx(found.possible[cell].low)
        assert ends[1] == pytest.approx(np.inf if found.possible[cell].high is None else found.possible[cell].high)
        if why is Why.SMALL:
            assert ends[0] <= people_in(cell, counts) + 1e-7
            assert ends[1] >= 4 - 1e-7


@settings(max_examples=20, deadline=None)
@given(tables, st.randoms(use_true_random=False))
def test_the_order_of_the_cells_does_not_matter(counts: dict[Cell, int], random: Random) -> None:
    cells, sums = with_margins(counts=counts)
    names = list(cells)
    random.shuffle(names)
    straight = suppress(cells=cells, sums=sums)
    random.shuffle(sums)
    assert suppress(cells={name: cells[name] for name in names}, sums=sums).hidden == straight.hidden


@settings(max_examples=20, deadline=None)
@given(tables)
def test_every_cell_is_shown_or_hidden_and_small_ones_are_hidden(counts: dict[Cell, int]) -> None:
    cells, _ = with_margins(counts=counts)
    found = hidden_in(counts)
    assert set(found.shown) | set(found.hidden) == set(cells)
    assert not set(found.shown) & set(found.hidden)
    assert all((found.hidden.get(cell) is Why.SMALL) == (1 <= number <= 4) for cell, number in cells.items())


@given(tables)
def test_margins_sum(counts: dict[Cell, int]) -> None:
    cells, sums = with_margins(counts=counts)
    assert all(cells[one.total] == sum(cells[part] for part in one.parts) for one in sums)
    assert cells[ALL, ALL] == sum(counts.values())


def test_the_departments_of_the_minutes_by_type_hide_few_cells() -> None:
    subsidy, internships = (16, 3, 3, 28, 5, 3, 2), (126, 23, 27, 223, 44, 28, 16)
    counts = {
        (name, kind): line[at]
        for kind, line in (("l", subsidy), ("p", internships))
        for at, name in enumerate("ABCDEFG")
    }
    found = hidden_in(counts)
    assert sum(why is Why.SMALL for why in found.hidden.values()) == 4
    assert sum(why is Why.COMPLEMENT for why in found.hidden.values()) == 4  # the same departments' internships


def test_bad_counts_and_sums_are_refused() -> None:
    total = Sum(("t",), (("A",), ("B",)))
    for cells, words in (
        ({("t",): 3, ("A",): 1, ("B",): 1}, "not the sum"),
        ({("t",): 3, ("A",): 3}, "not among the cells: B"),
        ({("t",): 3, ("A",): 4, ("B",): -1}, "no count: B"),
        ({("t",): 3, ("A",): 1.5, ("B",): 1.5}, "no count: A"),
    ):
        with pytest.raises(SuppressionError, match=words):
            suppress(cells=cells, sums=[total])  # type: ignore[arg-type]
    fine = {("t",): 30, ("A",): 10, ("B",): 20}
    for asked in (Possible(12, 20), Possible(5, None), Possible(0, 20)):
        with pytest.raises(SuppressionError):
            suppress(cells=fine, sums=[total], sensitive={("A",): asked})
    assert suppress(cells={("A",): 2}, sums=[]).possible == {("A",): Possible(1, None)}
