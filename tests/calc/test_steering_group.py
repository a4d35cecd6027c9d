"""Seats of a steering group follow systems, how critical they are, and installations."""

from __future__ import annotations

import doctest
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chefforum.calc import steering_group
from chefforum.calc.steering_group import Criticality, Owned, SteeringGroupError, propose

OWNED = st.lists(
    st.builds(
        Owned,
        st.text("ab", min_size=1),
        st.frozensets(st.sampled_from("XYZ")),
        st.none() | st.sampled_from(Criticality),
        st.booleans(),
        st.booleans(),
    ),
    max_size=12,
)


@given(OWNED, st.integers(0, 9), st.dictionaries(st.sampled_from("XYZW"), st.integers(0, 2)))
def test_the_seats_sum_and_promises_are_kept(owned: list[Owned], seats: int, promised: dict[str, int]) -> None:
    owned = [*owned, Owned("z", frozenset({"X"}))]
    if sum(promised.values()) > seats:
        with pytest.raises(SteeringGroupError):
            propose(owned=owned, seats=seats, at_least=promised)
        return
    found = propose(owned=owned, seats=seats, at_least=promised)
    given = {one.name: one.seats for one in found.departments}
    assert sum(given.values()) == seats
    assert all(given[name] >= least for name, least in promised.items())
    whole = sum(one.systems + one.installations for one in found.departments)
    assert whole == sum(bool(one.departments) for one in owned)


def test_a_shared_system_counts_in_parts_and_one_without_owner_is_listed() -> None:
    owned = [
        Owned("løn", frozenset({"X", "Y"}), Criticality.CRITICAL, serves_vulnerable=True),
        Owned("alarm", frozenset({"Y"}), is_installation=True),
        Owned("kort", frozenset({"X"})),
        Owned("ukendt", frozenset(), Criticality.CRITICAL),
    ]
    found = propose(owned=owned, seats=3)
    assert {one.name: (one.systems, one.installations, one.key) for one in found.departments} == {
        "X": (Fraction(3, 2), 0, 3),
        "Y": (Fraction(1, 2), 1, 4),
    }
    assert (found.without_owner, found.without_criticality) == (("ukendt",), ("kort",))


def test_equal_claims_on_the_last_seat_are_told() -> None:
    owned = [Owned(name, frozenset({name}), Criticality.ORDINARY) for name in "XY"]
    tie = propose(owned=owned, seats=1).tie
    assert tie
    assert (tie.names, tie.winners) == (("X", "Y"), ("X",))


def test_a_group_of_departments_that_own_nothing_is_refused() -> None:
    with pytest.raises(SteeringGroupError):
        propose(owned=[Owned("a", frozenset())], seats=2)


def test_the_examples_of_the_text_hold() -> None:
    assert doctest.testmod(steering_group).failed == 0
