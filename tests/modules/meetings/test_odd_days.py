"""Meetings and deadlines on the days on which dates go wrong: Sundays, holidays, leap days, the end of a year, the days
when clocks are changed. Times are Danish, on pages, in what people are told, and in calendars."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import icalendar
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from chefforum.calc.danish_dates import in_words
from chefforum.calc.working_days import is_working_day, working_days_between
from chefforum.kernel.notifications.services import send_waiting
from chefforum.modules.meetings.models import ForumPractice, Meeting, Participant
from chefforum.modules.meetings.queries.calendar import entry_of
from chefforum.modules.meetings.queries.deadlines import deadlines_of
from chefforum.modules.meetings.queries.year import MarkKind, year_of_meetings
from chefforum.modules.meetings.rules.calendar import calendar_file, danish_moment, later
from chefforum.modules.meetings.rules.deadlines import deadline, sending_date
from chefforum.modules.meetings.rules.series import dates_of_series
from chefforum.modules.meetings.services.agenda import submission_deadline
from chefforum.modules.meetings.services.planning import Times, edit_meeting, plan_series
from tests.modules.meetings.agenda_world import KEEPER, planned, told

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
SUMMER_BEGINS, SUMMER_ENDS = dt.date(2027, 3, 28), dt.date(2027, 10, 31)  # Easter Sunday, and a Sunday
LEAP_DAY = dt.date(2028, 2, 29)

# meeting: items in, six working days before; agenda out, four before.
ODD = {
    dt.date(2026, 11, 29): ("2026-11-20", "2026-11-24"),  # a Sunday: counted from the Friday before
    dt.date(2027, 1, 4): ("2026-12-21", "2026-12-23"),  # Christmas, New Year's Eve and Day lie between
    dt.date(2026, 12, 31): ("2026-12-21", "2026-12-23"),
    dt.date(2027, 3, 30): ("2027-03-17", "2027-03-19"),  # the Tuesday after Easter
    SUMMER_BEGINS: ("2027-03-17", "2027-03-19"),
    dt.date(2027, 4, 1): ("2027-03-19", "2027-03-23"),  # an ordinary Thursday
    dt.date(2027, 5, 6): ("2027-04-28", "2027-04-30"),  # Ascension day itself
    dt.date(2027, 5, 7): ("2027-04-28", "2027-04-30"),  # and the day after
    SUMMER_ENDS: ("2027-10-22", "2027-10-26"),
    LEAP_DAY: ("2028-02-21", "2028-02-23"),
    dt.date(2028, 3, 1): ("2028-02-22", "2028-02-24"),
}


@pytest.mark.parametrize(("meeting", "expected"), ODD.items(), ids=lambda value: str(value))
def test_deadlines_around_odd_days(meeting, expected) -> None:
    items_in = timezone.localtime(submission_deadline(date=meeting, days=6))
    assert (items_in.date().isoformat(), items_in.time()) == (expected[0], dt.time(12))
    assert sending_date(meeting_date=meeting, days=4).isoformat() == expected[1]


@given(st.dates(dt.date(2024, 1, 1), dt.date(2040, 12, 31)), st.integers(0, 20))
def test_a_deadline_is_a_working_day_at_danish_noon_so_many_working_days_before(meeting, days) -> None:
    moment = submission_deadline(date=meeting, days=days)
    local = moment.astimezone(COPENHAGEN)
    assert local.time() == dt.time(12)
    assert is_working_day(local.date())
    assert local.date() <= meeting
    assert local.date() < meeting or not days
    day_before = meeting - dt.timedelta(days=1)
    if days:
        assert working_days_between(local.date() - dt.timedelta(days=1), day_before) == days
    assert sending_date(meeting_date=meeting, days=days) == local.date()


def test_a_series_keeps_off_holidays_and_off_no_other_day() -> None:
    def left_out(first: dt.date, last: dt.date, every: int = 1) -> dict[str, str]:
        found = dates_of_series(first=first, last=last, every_weeks=every, without_weeks=(), taken=())
        return {one.date.isoformat(): one.obstacle for one in found if one.obstacle}

    assert left_out(dt.date(2027, 3, 4), dt.date(2027, 5, 20)) == {
        "2027-03-25": "Skærtorsdag",
        "2027-05-06": "Kristi himmelfartsdag",
    }
    assert left_out(dt.date(2026, 12, 10), dt.date(2027, 1, 14)) == {
        "2026-12-24": "Juleaftensdag",
        "2026-12-31": "Nytårsaftensdag",
    }
    assert left_out(SUMMER_ENDS, dt.date(2027, 11, 28)) == {}
    leap = dates_of_series(first=LEAP_DAY, last=dt.date(2028, 3, 14), every_weeks=1, without_weeks=(), taken=())
    assert [one.date.isoformat() for one in leap] == ["2028-02-29", "2028-03-07", "2028-03-14"]


@pytest.mark.django_db
def test_a_planned_series_over_both_changes_of_clocks_has_its_deadlines_at_noon(forum_world) -> None:
    dates = [dt.date(2027, 3, 24) + dt.timedelta(weeks=weeks) for weeks in (0, 1, 31, 32)]
    plan_series(
        actor=forum_world.as_(KEEPER), forum=forum_world.forum, dates=dates, at=forum_world.now, start_time=dt.time(9)
    )
    moments = Meeting.objects.filter(date__in=dates).order_by("date").values_list("submission_deadline", flat=True)
    assert [moment.astimezone(COPENHAGEN).time() for moment in moments] == [dt.time(12)] * 4
    assert [moment.astimezone(dt.UTC).hour for moment in moments] == [11, 11, 10, 10]


@pytest.mark.parametrize(
    ("on", "date", "words"),
    [
        ("2026-11-27", "2026-11-29", "Om 2 dage"),  # Friday; somebody chose the Sunday
        ("2026-12-23", "2026-12-27", "Om 4 dage"),  # Christmas
        ("2028-02-28", "2028-02-29", "I morgen"),
        ("2026-12-31", "2027-01-01", "I morgen"),
        ("2027-03-24", "2027-03-30", "Om 1 arbejdsdag"),  # Easter
        ("2027-05-05", "2027-05-07", "Om 1 arbejdsdag"),
    ],
)
def test_how_near_it_is_over_days_off(on, date, words) -> None:
    now = dt.datetime.combine(dt.date.fromisoformat(on), dt.time(9), COPENHAGEN)
    found = deadline(name="Frist", date=dt.date.fromisoformat(date), time=dt.time(12), now=now)
    assert found.words == words


ODD_MEETINGS = {
    SUMMER_BEGINS: "søndag",
    SUMMER_ENDS: "søndag",
    LEAP_DAY: "tirsdag",
    dt.date(2026, 12, 31): "torsdag",
    dt.date(2027, 4, 1): "torsdag",
}


@pytest.mark.django_db
@pytest.mark.parametrize(("date", "weekday"), ODD_MEETINGS.items(), ids=str)
def test_page_mail_and_calendar_say_the_same_danish_time(forum_world, date, weekday, settings, mailoutbox) -> None:
    """A meeting that is moved there after its agenda went out."""
    meeting = planned(forum_world, date=dt.date(2026, 3, 4))
    Meeting.objects.filter(pk=meeting.pk).update(state="sent", published_at=forum_world.now)
    people = list(Participant.objects.filter(meeting=meeting).values_list("person_id", flat=True))
    times = Times(date=date, start_time=dt.time(9), end_time=dt.time(11, 30), place="Lokale 3")
    meeting = edit_meeting(
        actor=forum_world.as_(KEEPER), meeting=meeting, times=times, person_ids=people, guests=[], at=forum_world.now
    )
    said = in_words(date)
    assert any(f"{weekday} den {said} kl. 09.00" in text for text in told(forum_world, "member"))
    settings.MAIL_IS_ON = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    soon = forum_world.now + dt.timedelta(days=1)
    send_waiting(at=soon, before=soon)
    mails = [mail.body for mail in mailoutbox if mail.to == [forum_world.persons["member"].email]]
    assert [f"{weekday} den {said} kl. 09.00" in body for body in mails] == [True]
    entry = entry_of(actor=forum_world.as_("member"), meeting=meeting, base="https://x.example")
    (event,) = icalendar.Calendar.from_ical(calendar_file([entry], name="x")).walk("VEVENT")
    offset = 2 if dt.date(2027, 3, 28) <= date < dt.date(2027, 10, 31) else 1
    assert event.decoded("dtstart").astimezone(dt.UTC) == dt.datetime.combine(date, dt.time(9 - offset), dt.UTC)
    assert event.decoded("dtend") - event.decoded("dtstart") == dt.timedelta(hours=2, minutes=30)
    client = Client()
    client.force_login(forum_world.persons["chair"], backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("meetings:meeting", args=[meeting.pk])).content.decode()
    assert said in page
    assert "09.00" in page


@pytest.mark.parametrize(
    ("date", "start", "minutes", "ends"),
    [
        (SUMMER_BEGINS, dt.time(1, 30), 60, "2027-03-28T03:30:00+02:00"),
        (SUMMER_ENDS, dt.time(1, 30), 120, "2027-10-31T02:30:00+01:00"),
        (SUMMER_ENDS, dt.time(9), 180, "2027-10-31T12:00:00+01:00"),
    ],
)
def test_a_length_is_a_length_also_in_the_nights_when_clocks_are_changed(date, start, minutes, ends) -> None:
    assert later(danish_moment(date, start), minutes=minutes).isoformat() == ends


@pytest.mark.django_db
def test_deadlines_pass_at_danish_noon_in_summer_and_in_winter(forum_world) -> None:
    ForumPractice.objects.update_or_create(forum=forum_world.forum, defaults={"submission_days": 1, "sending_days": 1})
    for date, noon in ((dt.date(2027, 3, 31), 10), (dt.date(2027, 11, 2), 11)):
        meeting = planned(forum_world, date=date)
        moment = meeting.submission_deadline.astimezone(dt.UTC)
        assert moment.hour == noon
        before, after = (moment + dt.timedelta(minutes=minutes) for minutes in (-1, 1))
        words = [deadlines_of(meeting=meeting, at=at)[0].words for at in (before, after)]
        assert words == ["I dag", "Fristen er passeret"]


@pytest.mark.django_db
def test_the_year_has_the_leap_day_and_ends_where_it_ends(forum_world) -> None:
    for date in (LEAP_DAY, dt.date(2028, 12, 29), dt.date(2029, 1, 3)):
        planned(forum_world, date=date)
    months = year_of_meetings(actor=forum_world.as_(KEEPER), year=2028)
    meetings = [mark.date for month in months for mark in month.marks if mark.kind == MarkKind.MEETING]
    assert meetings == [LEAP_DAY, dt.date(2028, 12, 29)]
    assert all(mark.date.year == 2028 for month in months for mark in month.marks)
    client = Client()
    client.force_login(forum_world.persons[KEEPER], backend="django.contrib.auth.backends.ModelBackend")
    assert "29. februar 2028" in client.get(reverse("meetings:year") + "?aar=2028").content.decode()
