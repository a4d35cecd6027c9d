"""Deadlines are working days before the meeting, and say in words how near they are."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from chefforum.modules.meetings.cards import meetings_to_look_at
from chefforum.modules.meetings.models import Meeting
from chefforum.modules.meetings.queries.deadlines import deadline_of_item, deadlines_of
from chefforum.modules.meetings.rules.deadlines import Nearness, deadline
from chefforum.modules.meetings.services.planning import Times, edit_meeting
from chefforum.modules.meetings.services.practice import Practice, save_practice
from tests.modules.meetings.agenda_world import KEEPER, planned, ready

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
EVERYTHING_AGREED = Practice(
    start_time=dt.time(9), meeting_minutes=180, place="Lokale 3", submission_days=6, sending_days=4, is_public=False
)


def at(year: int, month: int, day: int, hour: int = 9) -> dt.datetime:
    return dt.datetime(year, month, day, hour, tzinfo=COPENHAGEN)


@pytest.mark.parametrize(
    ("meeting_day", "submission", "sending"),
    [
        (dt.date(2026, 1, 28), dt.date(2026, 1, 20), dt.date(2026, 1, 22)),
        (dt.date(2026, 4, 8), dt.date(2026, 3, 26), dt.date(2026, 3, 30)),  # Easter lies between
        (dt.date(2027, 1, 6), dt.date(2026, 12, 23), dt.date(2026, 12, 29)),  # Christmas and New Year do
        (dt.date(2026, 5, 27), dt.date(2026, 5, 18), dt.date(2026, 5, 20)),  # Whitsun does
    ],
)
def test_deadlines_lie_before_holidays(forum_world, meeting_day, submission, sending) -> None:
    meeting = planned(forum_world, date=meeting_day)
    found = deadlines_of(meeting=meeting, at=at(2026, 1, 5))
    assert [(one.date, one.time) for one in found] == [(submission, dt.time(12)), (sending, None)]
    assert timezone.localtime(meeting.submission_deadline) == dt.datetime.combine(
        submission, dt.time(12), tzinfo=COPENHAGEN
    )


@pytest.mark.parametrize(
    ("now", "nearness", "words"),
    [
        (at(2026, 1, 5), Nearness.AHEAD, "Om 12 uger"),
        (at(2026, 3, 20), Nearness.AHEAD, "Om 6 arbejdsdage"),
        (at(2026, 3, 27), Nearness.NEAR, "Om 1 arbejdsdag"),  # Friday; Saturday and Sunday lie between
        (at(2026, 3, 29), Nearness.NEAR, "I morgen"),
        (at(2026, 3, 30, 11), Nearness.NEAR, "I dag"),
        (at(2026, 3, 30, 13), Nearness.PASSED, "Fristen er passeret"),
        (at(2026, 3, 31), Nearness.PASSED, "Fristen er passeret"),
    ],
)
def test_how_near_it_is_stands_in_words(now, nearness, words) -> None:
    found = deadline(name="Frist", date=dt.date(2026, 3, 30), time=dt.time(12), now=now)
    assert (found.nearness, found.words) == (nearness, words)


def test_the_forums_own_days_hold_and_a_later_change_moves_what_is_to_come(forum_world) -> None:
    meeting = planned(forum_world)
    own = planned(forum_world, date=dt.date(2026, 3, 11))
    Meeting.objects.filter(pk=own.pk).update(submission_deadline=at(2026, 3, 2))
    practice = Practice(**vars(EVERYTHING_AGREED) | {"submission_days": 10})
    save_practice(actor=forum_world.as_(KEEPER), forum=forum_world.forum, practice=practice, at=forum_world.now)
    meeting.refresh_from_db()
    own.refresh_from_db()
    assert timezone.localdate(meeting.submission_deadline) == dt.date(2026, 2, 18)
    assert own.submission_deadline == at(2026, 3, 2)  # somebody chose it


def test_a_meeting_that_moves_takes_its_deadline_with_it(forum_world) -> None:
    meeting = planned(forum_world)
    times = Times(date=dt.date(2026, 4, 8), start_time=None, end_time=None, place="")
    moved = edit_meeting(
        actor=forum_world.as_(KEEPER), meeting=meeting, times=times, person_ids=[], guests=[], at=forum_world.now
    )
    assert timezone.localdate(moved.submission_deadline) == dt.date(2026, 3, 26)


def test_what_is_sent_out_has_no_deadline_any_more(forum_world) -> None:
    assert deadlines_of(meeting=forum_world.meeting, at=forum_world.now) == []


def test_the_author_is_told_by_when_the_item_must_be_in(forum_world, client) -> None:
    meeting = planned(forum_world)
    author = forum_world.persons["colleague"]
    item = ready(forum_world, "Ny bus", state="draft", author=author, wanted_meeting=meeting)
    found = deadline_of_item(item=item, at=forum_world.now)
    assert found is not None
    assert found.date == dt.date(2026, 2, 24)
    client.force_login(author)
    assert "tirsdag den 24. februar 2026" in client.get(f"/moeder/punkter/{item.pk}/").content.decode()
    item.state = "ready"
    assert deadline_of_item(item=item, at=forum_world.now) is None


def test_who_keeps_the_meeting_is_told_on_the_start_page_by_when_it_must_be_out(forum_world) -> None:
    planned(forum_world)
    planned(forum_world, date=dt.date(2026, 9, 2), is_open=False)  # months away and not begun: no work yet
    card = meetings_to_look_at(actor=forum_world.as_(KEEPER), on=dt.date(2026, 2, 27))
    assert card is not None
    rows = [row.meta for row in card.rows]
    assert rows == ["dagsorden udsendes senest 26. februar 2026 (fristen er passeret)"]
