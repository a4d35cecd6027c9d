"""How late a meeting is: what is left takes the time planned for it, and an item that overruns makes it later."""

from __future__ import annotations

import datetime as dt

import pytest

from chefforum.modules.meetings.rules.meeting_clock import ItemTime, in_words, meeting_clock, time_used

NINE = dt.datetime(2026, 2, 11, 9, 0, tzinfo=dt.UTC)


def after(minutes: float) -> dt.datetime:
    return NINE + dt.timedelta(minutes=minutes)


def item(planned: int | None, used: float = 0, *, running: bool = False, over: bool = False) -> ItemTime:
    return ItemTime(planned, dt.timedelta(minutes=used), running, over)


@pytest.mark.parametrize(
    ("now", "items", "late", "grows_after"),
    [
        (0, [item(20, running=True), item(30)], 0, 20),
        (5, [item(20, 5, running=True), item(30)], 0, 15),  # in the midst of its time
        (32, [item(20, 32, running=True), item(30)], 12, 0),  # over its time
        (15, [item(20, 15, over=True), item(30)], -5, 0),  # done early
        (25, [item(20, 20, over=True), item(30, 2, running=True)], 3, 28),  # a break of three minutes
        (20, [item(20), item(30, 20, running=True)], 0, 10),  # in another order
        (60, [item(20, 20, over=True), item(30, 40, over=True)], 10, 0),  # all over
        (4, [item(None, 4, running=True), item(30)], 4, 0),  # no plan is no time
        (0, [], 0, 0),
    ],
)
def test_the_clock(now: float, items: list[ItemTime], late: int, grows_after: float) -> None:
    clock = meeting_clock(planned_start=NINE, now=after(now), items=items)
    assert clock.minutes_late == late
    assert clock.grows_after == dt.timedelta(minutes=grows_after)
    assert clock.expected_end - clock.planned_end == clock.late


def test_half_a_minute_is_nothing() -> None:
    assert meeting_clock(planned_start=NINE, now=after(0.5), items=[item(5)]).minutes_late == 0
    assert meeting_clock(planned_start=NINE, now=after(-0.5), items=[item(5)]).minutes_late == 0


@pytest.mark.parametrize(("minutes", "words"), [(12, "12 min. bagud"), (0, "I tide"), (-5, "5 min. foran")])
def test_in_words(minutes: int, words: str) -> None:
    assert in_words(minutes) == words


@pytest.mark.parametrize(
    ("steps", "used"),
    [
        ([("send", -900)], 0),
        ([("start", 0)], 30),
        ([("start", 0), ("treat", 10)], 10),
        ([("start", 0), ("treat", 10), ("resume", 20)], 20),  # not the time between
        ([("start", 0), ("treat", 10), ("resume", 20), ("en_bloc", 25)], 15),
        ([("treat", 10)], 0),
    ],
)
def test_time_used_is_the_time_in_treatment(steps: list[tuple[str, float]], used: float) -> None:
    found = time_used(steps=[(name, after(minutes)) for name, minutes in steps], now=after(30))
    assert found == dt.timedelta(minutes=used)
