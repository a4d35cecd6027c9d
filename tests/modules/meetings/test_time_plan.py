"""How long the meeting is planned to take, and how much of it nobody has planned."""

import datetime as dt

from chefforum.modules.meetings.rules.time_plan import time_plan


def test_planned_minutes_are_summed_and_unplanned_items_counted():
    plan = time_plan(start=dt.time(9), planned=[None, 20, 30, 15, 15, 20, 60, None])
    assert (plan.minutes, plan.without, plan.ends_at) == (160, 2, dt.time(11, 40))


def test_each_item_begins_when_the_one_before_ends():
    plan = time_plan(start=dt.time(9), planned=[None, 20, 30])
    assert plan.starts == (dt.time(9), dt.time(9), dt.time(9, 20))


def test_a_meeting_without_items_ends_when_it_begins():
    assert time_plan(start=dt.time(9), planned=[]).ends_at == dt.time(9)


def test_a_plan_of_nought_minutes_is_not_a_missing_plan():
    assert time_plan(start=None, planned=[0]).without == 0


def test_without_start_time_nothing_is_said_of_the_clock():
    plan = time_plan(start=None, planned=[20])
    assert (plan.ends_at, plan.starts) == (None, (None,))
