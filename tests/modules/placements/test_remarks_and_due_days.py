"""How full a place is, how long a placement lasts, and when its outcome is due, against counting day by day."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from chefforum.modules.placements.rules.outcomes import last_day_due, months_after, spans_of
from chefforum.modules.placements.rules.remarks import Limit, Offer, Span, at_place, most_at_once, too_long

FIRST = dt.date(2026, 1, 1)
days = st.integers(0, 40).map(lambda number: FIRST + dt.timedelta(days=number))
spans = st.tuples(days, st.none() | st.integers(0, 20)).map(
    lambda said: (said[0], None if said[1] is None else said[0] + dt.timedelta(days=said[1]))
)
LIMIT = Limit(Decimal(4), "virksomhedspraktik", "LAB kap. 11")


def is_there(span: Span, day: dt.date) -> bool:
    return span[0] <= day and (span[1] is None or day <= span[1])


@given(spans, st.lists(spans, max_size=8))
def test_the_fullest_day_is_found(span: Span, others: list[Span]) -> None:
    every = [FIRST + dt.timedelta(days=number) for number in range(80)]
    counted = [sum(is_there(one, day) for one in others) for day in every if is_there(span, day)]
    assert most_at_once(span, others) == max(counted)


def test_one_who_leaves_makes_room_the_day_after() -> None:
    monday, friday = dt.date(2026, 1, 5), dt.date(2026, 1, 9)
    offer = Offer(1, FIRST, None, (), [(monday, friday)])
    assert at_place((friday + dt.timedelta(days=1), None), None, offer) == []
    assert at_place((friday, None), None, offer) != []


def test_four_weeks_are_four_weeks_to_the_day() -> None:
    last = dt.date(2026, 2, 1)
    assert too_long((dt.date(2026, 1, 5), last), LIMIT) == []
    [remark] = too_long((dt.date(2026, 1, 5), last + dt.timedelta(days=7)), LIMIT)
    assert (remark.text, remark.source) == (
        "Forløbet varer 5 uger. For virksomhedspraktik er det længste 4 uger.",
        "LAB kap. 11",
    )
    assert too_long((dt.date(2026, 1, 5), None), LIMIT) != []
    assert too_long((dt.date(2026, 1, 5), None), None) == []


def test_a_place_tells_what_it_does_not_offer() -> None:
    window = (dt.date(2026, 2, 1), dt.date(2026, 2, 10))
    offer = Offer(2, FIRST, dt.date(2026, 3, 1), [window], (), Decimal(20), Decimal(37))
    assert at_place((window[0], None), Decimal(20), offer) == []
    assert len(at_place((window[1], None), Decimal(38), offer)) == 1
    assert len(at_place((window[1] + dt.timedelta(days=1), None), None, offer)) == 1
    assert len(at_place((dt.date(2026, 3, 1), None), None, offer)) == 1


@given(st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)), st.integers(0, 24))
def test_what_is_due_is_due_and_the_day_after_is_not(on: dt.date, months: int) -> None:
    last = last_day_due(on, months)
    assert months_after(last, months) <= on
    assert months_after(last + dt.timedelta(days=1), months) > on


def test_of_definitions_from_one_day_the_newest_holds_and_each_ends_where_the_next_begins() -> None:
    old, new = dt.date(2020, 1, 1), dt.date(2026, 7, 1)
    found = spans_of([(3, "c", 6, new, 3), (1, "a", 3, old, 1), (2, "b", 3, new, 2)])
    assert [(one.id, one.first, one.until) for one in found] == [(1, old, new), (3, new, None)]
    assert found[0].holds_for(dt.date(2026, 6, 30))
    assert not found[0].holds_for(new)
