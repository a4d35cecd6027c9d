"""When a slot is free, when somebody can begin, and how many days stood empty for which reason: worked by hand, and
against counting day by day."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from chefforum.modules.placements.rules.empty import NOT_TOLD, Spell, ended_by_itself, slot_days
from chefforum.modules.placements.rules.stays import DAY, Offer, Span, most_taken, next_free_day, next_start, taken_on

ZERO = dt.date(2026, 1, 1)
ALWAYS = Span(ZERO - 365 * DAY)


def day(number):
    return ZERO + number * DAY


def days(first, last=None):
    return Span(day(first), None if last is None else day(last))


def test_both_days_of_a_stay_are_taken():
    stays = [days(2, 4)]
    assert [taken_on(stays, day(number)) for number in range(1, 6)] == [0, 1, 1, 1, 0]


def test_the_next_free_day_is_the_day_after_the_last():
    assert next_free_day(Offer(1, ALWAYS), [days(0, 9)], after=day(3)) == day(10)
    assert next_free_day(Offer(2, ALWAYS), [days(0, 9)], after=day(3)) == day(3)
    assert next_free_day(Offer(1, ALWAYS), [days(0, 9), days(10, 14)], after=day(3)) == day(15)


def test_no_day_is_free_while_nobody_knows_when_it_ends():
    assert next_free_day(Offer(1, ALWAYS), [days(0)], after=day(3)) is None


def test_a_place_that_closes_is_not_free_after():
    assert next_free_day(Offer(1, Span(ZERO, day(9))), [days(0, 9)], after=day(3)) is None
    assert next_free_day(Offer(1, Span(day(20))), [], after=day(3)) == day(20)


def test_one_begins_within_a_window_and_where_there_is_room_for_the_whole_time():
    offer = Offer(1, ALWAYS, windows=(days(0, 5), days(40, 50)))
    assert next_start(offer, [], after=day(3)) == day(3)
    assert next_start(offer, [], after=day(6)) == day(40)
    assert next_start(offer, [], after=day(51)) is None
    booked = [days(10, 41)]
    assert next_start(offer, booked, after=day(3), days=7) == day(3)
    assert next_start(offer, booked, after=day(3), days=8) == day(42)


def test_a_spell_ends_by_itself_when_the_place_is_full():
    spell = Spell("no_task", 1, days(0))
    assert ended_by_itself(spell, Offer(1, ALWAYS), [days(10, 20)]).last == day(9)
    assert ended_by_itself(spell, Offer(2, ALWAYS), [days(10, 20)]).last is None
    assert ended_by_itself(spell, Offer(2, ALWAYS), [days(10, 20), days(15, 18)]).last == day(14)


def test_slot_days_by_hand():
    """Two slots in ten days. One is taken from day 4 to 6; nobody says anything but from day 2 to 7."""
    found = slot_days(Offer(2, ALWAYS), [days(4, 6)], [Spell("no_task", 1, days(2, 7))], first=day(0), last=day(9))
    # Days 2-7 explain one slot each: 6. Empty in all: 2 * 10 - 3 = 17.
    assert found == Counter({"no_task": 6, NOT_TOLD: 11})


def test_the_newest_explanation_comes_first_and_none_explains_more_than_stands_empty():
    spells = [Spell("no_task", 2, days(0, 9)), Spell("no_candidate", 1, days(5, 9))]
    found = slot_days(Offer(2, ALWAYS), [days(0, 9)], spells, first=day(0), last=day(9))
    assert found == Counter({"no_task": 5, "no_candidate": 5})


SPANS = st.builds(lambda first, length: days(first, first + length), st.integers(-20, 60), st.integers(0, 40))


@given(
    st.integers(1, 4),
    st.lists(SPANS, max_size=5),
    st.lists(st.builds(Spell, st.sampled_from(["a", "b"]), st.integers(1, 3), SPANS), max_size=4),
    st.integers(-10, 30),
    st.integers(0, 40),
)
def test_explained_and_unexplained_are_what_stood_empty_counted_day_by_day(slots, stays, spells, opens, length):
    offer = Offer(slots, Span(day(opens), day(opens + 25)))
    found = slot_days(offer, stays, spells, first=day(0), last=day(length))
    counted = sum(
        max(slots - taken_on(stays, day(number)), 0) for number in range(length + 1) if offer.open.holds(day(number))
    )
    assert sum(found.values()) == counted
    assert all(found.values())


@given(st.integers(1, 3), st.lists(SPANS, max_size=5), st.lists(SPANS, max_size=3), st.integers(1, 30))
def test_where_one_may_begin_there_is_room_and_a_window(slots, stays, windows, length):
    offer = Offer(slots, ALWAYS, tuple(windows))
    start = next_start(offer, stays, after=ZERO, days=length)
    by_hand = (
        day(number)
        for number in range(200)
        if (not windows or any(window.holds(day(number)) for window in windows))
        and all(taken_on(stays, day(number + more)) < slots for more in range(length))
    )
    assert start == next(by_hand, None)
    if start is not None:
        assert most_taken(stays, first=start, last=start + (length - 1) * DAY) < slots
