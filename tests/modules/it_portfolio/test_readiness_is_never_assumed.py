"""Ready is only what is known to be: lacks come first, then what binds, then what it depends on."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chefforum.modules.it_portfolio.rules.readiness import (
    Known,
    Ready,
    Terms,
    bound_until,
    groups,
    lacks_of,
    order_of,
    states,
)

TODAY = dt.date(2026, 11, 27)
FREE = Terms(UUID(int=900), "Aftalen", ends_on=dt.date(2027, 3, 31), notice_months=3)


def known(number: int, **said: object) -> Known:
    whole = Known(
        id=UUID(int=number),
        name=f"System {number}",
        hosting="own",
        personal_data="none",
        is_business_critical="no",
        is_socially_critical="no",
        contracts=(FREE,),
        needs_are_all=True,
    )
    return replace(whole, **said)


def stated(*systems: Known, on: dt.date = dt.date(2027, 4, 1)) -> list[str]:
    found = states(systems, today=TODAY, on=on)
    return [found[one.id].words for one in systems]


def test_a_system_of_which_all_is_known_is_ready_the_day_after_its_contract_ends() -> None:
    assert stated(known(1)) == ["Klar"]
    assert stated(known(1), on=dt.date(2027, 3, 31)) == ["Bundet af kontrakt til 31. marts 2027"]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"hosting": "unknown"}, "Mangler hvor det kører"),
        ({"personal_data": "unknown"}, "Mangler personoplysninger"),
        ({"is_business_critical": "unknown"}, "Mangler om det er forretningskritisk"),
        ({"is_socially_critical": "unknown"}, "Mangler om det er samfundskritisk"),
        ({"contracts": ()}, "Mangler kontrakt"),
        ({"needs_are_all": False}, "Mangler at afhængigheder er set efter"),
        ({"contracts": (Terms(UUID(int=1), "Uden"),)}, "Mangler kontraktens slutdato eller varsel"),
        (
            {"contracts": (replace(FREE, ends_on=dt.date(2026, 1, 1)),)},
            "Mangler hvad der gælder efter den udløbne kontrakt",
        ),
    ],
)
def test_what_is_not_known_is_told_and_never_ready(said: dict[str, object], words: str) -> None:
    assert stated(known(1, **said)) == [words]


def test_an_expired_contract_is_forgotten_where_another_runs() -> None:
    old = replace(FREE, id=UUID(int=901), ends_on=dt.date(2026, 1, 1))
    assert stated(known(1, contracts=(old, FREE))) == ["Klar"]


@pytest.mark.parametrize(
    ("terms", "day"),
    [
        (Terms(UUID(int=1), "Til slutdato", dt.date(2028, 12, 31), 6), dt.date(2028, 12, 31)),
        (Terms(UUID(int=1), "Løbende", notice_months=6), None),
        (Terms(UUID(int=1), "Uopsigelig", None, 6, dt.date(2027, 12, 31)), dt.date(2027, 12, 31)),
        (
            Terms(UUID(int=1), "Kan forlades før", dt.date(2029, 12, 31), 6, dt.date(2026, 12, 31)),
            dt.date(2026, 12, 31),
        ),
        (Terms(UUID(int=1), "Varsel mangler", dt.date(2029, 12, 31), None, dt.date(2027, 1, 1)), dt.date(2029, 12, 31)),
    ],
)
def test_a_contract_binds_until_the_day_one_can_be_out_of_it(terms: Terms, day: dt.date | None) -> None:
    assert bound_until(terms) == day


def test_what_can_be_ended_any_day_is_ready_with_its_notice() -> None:
    running = Terms(UUID(int=902), "Løbende", notice_months=6)
    assert stated(known(1, contracts=(running,)), on=TODAY) == ["Klar med 6 måneders varsel"]
    irrevocable = Terms(UUID(int=903), "Uopsigelig", irrevocable_until=dt.date(2027, 1, 1))
    assert stated(known(1, contracts=(irrevocable,)), on=TODAY) == ["Mangler kontraktens slutdato eller varsel"]


def test_who_needs_a_system_that_is_not_ready_depends_on_it_through_others_too() -> None:
    below = known(3, hosting="unknown")
    between = known(2, needs=frozenset({below.id}))
    above = known(1, needs=frozenset({between.id}))
    assert stated(above, between, below)[:2] == ["Afhænger af System 3", "Afhænger af System 3"]


def test_two_that_need_each_other_alone_are_ready_together() -> None:
    one, other = known(1, needs=frozenset({UUID(int=2)})), known(2, needs=frozenset({UUID(int=1)}))
    assert stated(one, other) == ["Klar", "Klar"]


ANSWERS = st.sampled_from(["unknown", "yes", "no"])
TERMS = st.builds(
    Terms,
    id=st.just(UUID(int=7)),
    name=st.just("Aftale"),
    ends_on=st.none() | st.dates(dt.date(2020, 1, 1), dt.date(2032, 1, 1)),
    notice_months=st.none() | st.integers(0, 24),
    irrevocable_until=st.none() | st.dates(dt.date(2020, 1, 1), dt.date(2032, 1, 1)),
)


@st.composite
def registers(draw: st.DrawFn) -> list[Known]:
    count = draw(st.integers(1, 7))
    ids = [UUID(int=one) for one in range(count)]
    return [
        Known(
            id=one,
            name=str(one),
            hosting=draw(st.sampled_from(["unknown", "own", "external"])),
            personal_data=draw(st.sampled_from(["unknown", "none"])),
            is_business_critical=draw(ANSWERS),
            is_socially_critical=draw(ANSWERS),
            contracts=tuple(draw(st.lists(TERMS, max_size=2))),
            needs=draw(st.frozensets(st.sampled_from(ids))) - {one},
            needs_are_all=draw(st.booleans()),
        )
        for one in ids
    ]


@given(registers(), st.dates(TODAY, dt.date(2035, 1, 1)))
def test_whatever_is_unknown_nothing_is_ready_by_it(systems: list[Known], on: dt.date) -> None:
    found = states(systems, today=TODAY, on=on)
    by_id = {one.id: one for one in systems}
    for one in systems:
        said = found[one.id]
        assert (said.ready is Ready.LACKS) == bool(lacks_of(one, TODAY))
        if said.ready is Ready.READY:
            assert "unknown" not in (one.hosting, one.personal_data, one.is_business_critical, one.is_socially_critical)
            assert one.contracts
            assert one.needs_are_all
            # What it needs has nothing of its own in the way either, and so is ready.
            assert all(found[by_id[other].id].ready is Ready.READY for other in one.needs)


@given(registers(), st.dates(TODAY, dt.date(2034, 1, 1)), st.integers(0, 700))
def test_a_later_day_makes_nothing_less_ready(systems: list[Known], on: dt.date, more: int) -> None:
    before, after = (states(systems, today=TODAY, on=day) for day in (on, on + dt.timedelta(days=more)))
    assert all(after[pk].ready is Ready.READY for pk, one in before.items() if one.ready is Ready.READY)


NODES = st.integers(1, 12).flatmap(
    lambda count: st.tuples(
        st.just(list(range(count))),
        st.lists(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)), max_size=20),
    )
)


@given(NODES)
def test_groups_part_the_systems_and_no_need_crosses_between_them(
    given: tuple[list[int], list[tuple[int, int]]],
) -> None:
    nodes, needs = given
    found = groups(nodes, needs)
    assert sorted(one for group in found for one in group) == nodes
    of = {one: number for number, group in enumerate(found) for one in group}
    assert all(of[one] == of[other] for one, other in needs)
    for group in found:  # and each is one: from its first, needs in any direction lead to all of it
        seen, ahead = {group[0]}, [group[0]]
        while ahead:
            here = ahead.pop()
            near = {b for a, b in needs if a == here} | {a for a, b in needs if b == here}
            ahead += sorted(near - seen)
            seen |= near
        assert seen == set(group)


@given(NODES)
def test_each_round_needs_only_what_is_in_it_or_before(given: tuple[list[int], list[tuple[int, int]]]) -> None:
    nodes, needs = given
    rounds = order_of(nodes, needs)
    assert sorted(one for each in rounds for one in each) == nodes
    place = {one: number for number, each in enumerate(rounds) for one in each}
    assert all(place[other] <= place[one] for one, other in needs)
