"""The tree as a value: paths, what is below, the order of walking, and rings."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chefforum.kernel.organisation.rules import OrganisationLoop, OrganisationTree, UnitOnDate, check_no_loop


def unit(name: str, parent: UnitOnDate | UUID | None = None) -> UnitOnDate:
    parent_id = parent.id if isinstance(parent, UnitOnDate) else parent
    return UnitOnDate(id=uuid4(), code=name, name=name, short_name="", kind="department", parent=parent_id)


TOP = unit("Lindeby")
SCHOOLS = unit("Skoler", TOP)
NORTH = unit("Nordskolen", SCHOOLS)
SOUTH = unit("Sydskolen", SCHOOLS)
ROADS = unit("Veje", TOP)
TREE = OrganisationTree((TOP, SCHOOLS, NORTH, SOUTH, ROADS))


def test_a_path_goes_from_the_top_down_to_the_unit_itself() -> None:
    assert TREE.path(SOUTH.id) == (TOP, SCHOOLS, SOUTH)
    assert TREE.path(TOP.id) == (TOP,)


def test_below_are_the_unit_itself_and_all_under_it_but_no_sibling() -> None:
    assert TREE.below([SCHOOLS.id]) == {SCHOOLS.id, NORTH.id, SOUTH.id}
    assert TREE.below([NORTH.id, ROADS.id]) == {NORTH.id, ROADS.id}
    assert TREE.below([]) == frozenset()


def test_walking_meets_parents_before_children_in_the_order_given() -> None:
    assert [(depth, each.name) for depth, each in TREE.walk()] == [
        (0, "Lindeby"),
        (1, "Skoler"),
        (2, "Nordskolen"),
        (2, "Sydskolen"),
        (1, "Veje"),
    ]


def test_a_unit_that_does_not_exist_gives_nothing_and_no_error() -> None:
    stranger = uuid4()
    assert stranger not in TREE
    assert TREE.unit(stranger) is None
    assert TREE.path(stranger) == ()
    assert TREE.children(stranger) == ()
    assert TREE.below([stranger]) == frozenset()


def test_a_unit_whose_parent_is_not_in_the_tree_stands_at_the_top() -> None:
    orphan = unit("Efterladt", uuid4())
    tree = OrganisationTree((TOP, orphan))
    assert tree.children(None) == (TOP, orphan)
    assert tree.path(orphan.id) == (orphan,)
    assert orphan in {each for _, each in tree.walk()}


def test_two_units_below_each_other_are_met_once_and_hang_nothing_up() -> None:
    one = unit("Et")
    other = unit("To", one)
    one = UnitOnDate(id=one.id, code="Et", name="Et", short_name="", kind="department", parent=other.id)
    tree = OrganisationTree((one, other))
    assert tree.below([one.id]) == {one.id, other.id}
    assert set(tree.path(one.id)) == {one, other}


@given(st.lists(st.integers(0, 20), max_size=20))
def test_everything_is_below_the_top_and_every_path_ends_in_its_unit(parents: list[int]) -> None:
    """Each unit hangs under one made before it, so that every draw is a tree."""
    units = [unit("top")]
    for number, parent in enumerate(parents):
        units.append(unit(str(number), units[parent % len(units)]))
    tree = OrganisationTree(tuple(units))
    assert tree.below([units[0].id]) == {each.id for each in units}
    assert sorted(each.name for _, each in tree.walk()) == sorted(each.name for each in units)
    for depth, each in tree.walk():
        path = tree.path(each.id)
        assert path[-1] == each
        assert len(path) == depth + 1


def test_a_ring_is_refused_and_its_units_are_named() -> None:
    with pytest.raises(OrganisationLoop, match=r"B → C → B|C → B → C"):
        check_no_loop({"A": None, "B": "C", "C": "B", "D": "B"})


def test_a_unit_below_itself_is_a_ring() -> None:
    with pytest.raises(OrganisationLoop, match="A → A"):
        check_no_loop({"A": "A"})


def test_a_tree_and_an_unknown_parent_are_no_ring() -> None:
    check_no_loop({"A": None, "B": "A", "C": "B", "D": "is not here"})


@given(st.dictionaries(st.integers(0, 9).map(str), st.one_of(st.none(), st.integers(0, 9).map(str))))
def test_a_ring_is_refused_exactly_where_somebody_is_their_own_ancestor(parents: dict[str, str | None]) -> None:
    def is_own_ancestor(start: str) -> bool:
        current, steps = parents[start], 0
        while current is not None and current != start and steps <= len(parents):
            current, steps = parents.get(current), steps + 1
        return current == start

    if any(is_own_ancestor(start) for start in parents):
        with pytest.raises(OrganisationLoop):
            check_no_loop(parents)
    else:
        check_no_loop(parents)
