"""A series of meetings leaves out holidays, school holidays and days that are taken, and says why."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from chefforum.calc.working_days import holiday_name
from chefforum.kernel.access.rules import AccessDenied
from chefforum.kernel.people.models import Group
from chefforum.modules.meetings.models import Meeting
from chefforum.modules.meetings.rules.series import MOST_MEETINGS, BadWeeks, dates_of_series, weeks_of
from chefforum.modules.meetings.services.planning import plan_series
from chefforum.modules.meetings.services.steps import StepNotPossible
from tests.modules.meetings.agenda_world import KEEPER, planned
from tests.modules.meetings.making import client_of

FIRST, LAST = dt.date(2026, 3, 18), dt.date(2026, 6, 30)


def test_every_second_wednesday_without_holidays_and_school_weeks() -> None:
    found = dates_of_series(
        first=dt.date(2026, 12, 23),
        last=dt.date(2027, 3, 3),
        every_weeks=1,
        without_weeks={7},
        taken={dt.date(2027, 1, 6)},
    )
    assert {one.date: one.obstacle for one in found if one.obstacle} == {
        dt.date(2027, 1, 6): "Forummet har allerede et møde den dag",
        dt.date(2027, 2, 17): "Uge 7 er skoleferie",
    }
    thursdays = dates_of_series(first=dt.date(2026, 4, 2), last=LAST, every_weeks=6, without_weeks=(), taken=())
    assert [(one.date.isoformat(), one.obstacle) for one in thursdays] == [
        ("2026-04-02", "Skærtorsdag"),
        ("2026-05-14", "Kristi himmelfartsdag"),
        ("2026-06-25", ""),
    ]


def test_one_meeting_is_a_series_of_one() -> None:
    found = dates_of_series(first=FIRST, last=FIRST, every_weeks=0, without_weeks=(), taken=())
    assert [one.date for one in found] == [FIRST]


@given(
    st.dates(dt.date(2020, 1, 1), dt.date(2035, 1, 1)),
    st.integers(0, 2000),
    st.integers(1, 8),
    st.sets(st.integers(1, 53), max_size=5),
)
def test_a_series_keeps_its_weekday_its_bounds_and_its_reasons(first, days, every, weeks) -> None:
    last = first + dt.timedelta(days=days)
    found = dates_of_series(first=first, last=last, every_weeks=every, without_weeks=weeks, taken=())
    assert 1 <= len(found) <= MOST_MEETINGS
    assert {one.date.weekday() for one in found} == {first.weekday()}
    assert all(first <= one.date <= last for one in found)
    for one in found:
        is_free = holiday_name(one.date) is None and one.date.isocalendar().week not in weeks
        assert is_free == (one.obstacle == "")


def test_weeks_are_read_as_people_write_them() -> None:
    assert weeks_of(" 7, 29-32 ,42") == {7, 29, 30, 31, 32, 42}
    assert weeks_of("") == frozenset()


@pytest.mark.parametrize("text", ["uge 7", "54", "0", "32-29", "7.8"])
def test_what_is_no_week_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(BadWeeks, match="fx 7, 29-32, 42"):
        weeks_of(text)


def test_a_series_is_made_whole_or_not_at_all(forum_world) -> None:
    planned(forum_world, date=dt.date(2026, 4, 15))
    dates = [dt.date(2026, 4, 1), dt.date(2026, 4, 15)]
    with pytest.raises(StepNotPossible, match="allerede et møde"):
        plan_series(actor=forum_world.as_(KEEPER), forum=forum_world.forum, dates=dates, at=forum_world.now)
    assert not Meeting.objects.filter(date=dates[0]).exists()


def test_only_who_keeps_the_forum_plans(forum_world) -> None:
    for name in ("chair", "member", "other_secretariat", "admin"):
        with pytest.raises(AccessDenied):
            plan_series(actor=forum_world.as_(name), forum=forum_world.forum, dates=[FIRST], at=forum_world.now)


def test_the_page_shows_the_dates_before_it_makes_meetings(forum_world, client) -> None:
    client.force_login(forum_world.persons[KEEPER])
    typed = {
        "forum": str(forum_world.forum.pk),
        "date": "2027-03-11",
        "start_time": "09:00",
        "end_time": "12:00",
        "place": "Lokale 3",
        "every_weeks": "2",
        "last_date": "2027-05-10",
        "without_weeks": "14",
    }
    before = Meeting.objects.count()
    page = client.post("/moeder/nyt/", typed).content.decode()
    assert Meeting.objects.count() == before
    assert "torsdag den 25. marts 2027" in page
    assert "Skærtorsdag" in page
    assert "Uge 14 er skoleferie" in page
    answer = client.post("/moeder/nyt/", typed | {"dates": ["", "2027-03-11", "2027-04-22"]})
    assert answer.status_code == 302
    made = Meeting.objects.filter(date__year=2027)
    assert sorted(meeting.date.isoformat() for meeting in made) == ["2027-03-11", "2027-04-22"]
    assert {(meeting.state, meeting.place) for meeting in made} == {("planned", "Lokale 3")}


def test_no_date_chosen_makes_no_meeting_and_says_so(forum_world, client) -> None:
    client.force_login(forum_world.persons[KEEPER])
    typed = {"forum": str(forum_world.forum.pk), "date": "2027-03-25", "every_weeks": "0", "dates": [""]}
    before = Meeting.objects.count()
    assert "Vælg mindst én dato" in client.post("/moeder/nyt/", typed).content.decode()
    assert Meeting.objects.count() == before


def test_where_there_is_no_forum_yet_who_may_make_one_is_told_how(forum_world) -> None:
    words = 'href="/grupper/opret/"'
    readers = {name: client_of(forum_world, name) for name in ("admin", "secretary_of_unit", "colleague")}
    assert not any(words in client.get(reverse("meetings:list")).content.decode() for client in readers.values())
    Meeting.objects.all().delete()
    Group.objects.all().delete()
    told = {name: words in client.get(reverse("meetings:list")).content.decode() for name, client in readers.items()}
    assert told == {"admin": True, "secretary_of_unit": True, "colleague": False}
