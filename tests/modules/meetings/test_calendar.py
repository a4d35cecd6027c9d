"""Meetings in a calendar: read back by a calendar library, for those whose address it is, and masked for everybody."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import icalendar
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chefforum.kernel.access.queries import actor_for
from chefforum.kernel.audit.models import Event
from chefforum.modules.meetings.models import Action, Item, Meeting
from chefforum.modules.meetings.queries.calendar import entries_for
from chefforum.modules.meetings.rules.calendar import CalendarEntry, calendar_file, danish_moment
from chefforum.modules.meetings.services.calendar import renew_calendar, stop_calendar
from chefforum.modules.meetings.services.sending import send_agenda, send_changes
from tests.world import World

BASE = "https://chefforum.lindeby.example"


@pytest.fixture
def there(fresh_world: World) -> World:
    return fresh_world


def actor(there: World, name: str):
    return actor_for(person=there.person(name), on=there.lindeby.on)


def fetch(secret: str, **headers: str):
    return Client().get(reverse("meetings:calendar", args=[secret]), **headers)


def events(content: bytes) -> dict[str, icalendar.Event]:
    return {str(event["uid"]): event for event in icalendar.Calendar.from_ical(content).walk("VEVENT")}


def of(there: World, name: str) -> dict[str, icalendar.Event]:
    entries = entries_for(actor=actor(there, name), on=there.lindeby.on, base=BASE)
    return events(calendar_file(entries, name="Chefforum"))


def test_a_library_reads_the_feed_back_as_it_was_meant(there):
    content = fetch(there.calendar_secret).content
    calendar = icalendar.Calendar.from_ical(content)
    assert (calendar["method"], calendar["version"]) == ("PUBLISH", "2.0")
    (zone,) = calendar.walk("VTIMEZONE")
    assert zone["tzid"] == "Europe/Copenhagen"
    found = events(content)[f"meeting-{there.coming.pk}@chefforum"]
    assert found["dtstart"].params["TZID"] == "Europe/Copenhagen"
    assert found.decoded("dtstart") == dt.datetime.combine(there.coming.date, dt.time(9), ZoneInfo("Europe/Copenhagen"))
    assert found.decoded("dtend") == dt.datetime.combine(there.coming.date, dt.time(12), ZoneInfo("Europe/Copenhagen"))
    assert (found["summary"], found["location"], found["status"]) == ("Chefforum", "Lokale 915", "CONFIRMED")
    assert found["url"].endswith(reverse("meetings:meeting", args=[there.coming.pk]))


def test_lines_end_and_fold_as_the_standard_says(there):
    content = fetch(there.calendar_secret).content
    assert content.startswith(b"BEGIN:VCALENDAR\r\n")
    lines = content.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75


@pytest.mark.parametrize(("day", "hours"), [(dt.date(2026, 1, 28), 1), (dt.date(2026, 7, 1), 2)])
def test_the_time_zone_in_the_file_gives_danish_winter_and_summer_time(day, hours):
    entry = CalendarEntry(
        "u", 0, danish_moment(day, dt.time(8)), "M", danish_moment(day, dt.time(9)), None, "", "", "u"
    )
    (zone,) = icalendar.Calendar.from_ical(calendar_file([entry], name="x")).walk("VTIMEZONE")
    offset = zone.to_tz(lookup_tzid=False).utcoffset(dt.datetime.combine(day, dt.time(9)))
    assert offset == dt.timedelta(hours=hours)


def test_titles_of_open_items_are_told_and_closed_ones_masked_also_for_whom_may_read_them(there):
    for name in ("secretariat", "forum_member", "observer"):
        said = str(of(there, name)[f"meeting-{there.sent.pk}@chefforum"]["description"])
        assert f"{there.item.number}. {there.item.title}" in said
        assert f"{there.closed_item.number}. Lukket punkt" in said
        assert there.closed_item.title not in said


def test_an_agenda_that_is_not_sent_out_is_in_nobodys_calendar(there):
    for name in ("secretariat", "forum_chair", "observer"):
        found = of(there, name)[f"meeting-{there.coming.pk}@chefforum"]
        assert found["description"] == "Dagsordenen er ikke sendt ud."


def test_only_the_newest_version_is_told(there):
    Item.objects.filter(pk=there.item.pk).update(title="Et nyt navn")
    at = there.sent.published_at + dt.timedelta(hours=1)
    send_changes(actor=actor(there, "secretariat"), meeting=there.sent, at=at, reason="Nyt navn")
    said = str(of(there, "observer")[f"meeting-{there.sent.pk}@chefforum"]["description"])
    assert said.count("Et nyt navn") == 1
    assert there.item.title not in said


def test_the_number_grows_and_the_id_stays_when_something_is_sent_out(there):
    uid = f"meeting-{there.coming.pk}@chefforum"
    before = of(there, "observer")[uid]
    at = timezone.now().replace(microsecond=0) + dt.timedelta(hours=1)
    Meeting.objects.filter(pk=there.coming.pk).update(state="review")
    send_agenda(actor=actor(there, "secretariat"), meeting=there.coming, at=at)
    after = of(there, "observer")[uid]
    assert after["sequence"] > before["sequence"]
    assert after.decoded("dtstamp") == at
    assert str(there.placed_item.title) in str(after["description"])


def test_reading_something_confidential_changes_no_number(there):
    uid = f"meeting-{there.sent.pk}@chefforum"
    before = of(there, "observer")[uid]["sequence"]
    client = Client()
    client.force_login(there.person("forum_member"), backend="django.contrib.auth.backends.ModelBackend")
    client.get(reverse("meetings:meeting", args=[there.sent.pk]))
    assert Event.objects.filter(action="meetings.read_confidential", object_id=str(there.sent.pk)).exists()
    assert of(there, "observer")[uid]["sequence"] == before


def test_a_cancelled_meeting_says_so(there):
    Meeting.objects.filter(pk=there.coming.pk).update(state="cancelled")
    found = of(there, "observer")[f"meeting-{there.coming.pk}@chefforum"]
    assert (found["status"], found["summary"]) == ("CANCELLED", "Aflyst: Chefforum")


def test_a_meeting_without_times_is_a_whole_day(there):
    Meeting.objects.filter(pk=there.coming.pk).update(start_time=None, end_time=None)
    found = of(there, "observer")[f"meeting-{there.coming.pk}@chefforum"]
    assert found.decoded("dtstart") == there.coming.date
    assert found.decoded("dtend") == there.coming.date + dt.timedelta(days=1)


def test_a_deadline_is_told_to_those_who_write(there):
    deadline = dt.datetime.combine(there.coming.date - dt.timedelta(days=6), dt.time(11), dt.UTC)
    Meeting.objects.filter(pk=there.coming.pk).update(submission_deadline=deadline)
    uid = f"deadline-{there.coming.pk}@chefforum"
    for name in ("secretariat", "case_author"):
        found = of(there, name)[uid]
        assert found.decoded("dtstart") == deadline
        assert "Lokale" not in found.to_ical().decode()
    for name in ("observer", "other_secretariat", "workplace_leader"):
        assert uid not in of(there, name)


def test_what_one_is_to_follow_up_stands_on_its_day_without_the_text_of_closed_items(there):
    due = there.lindeby.on + dt.timedelta(days=3)
    at = there.sent.published_at
    owner = there.person("observer")
    opened = Action.objects.create(item=there.item, text="Skriv til skolerne", owner=owner, due_date=due, created_at=at)
    closed = Action.objects.create(
        item=there.closed_item, text="Aftal robusthed", owner=owner, due_date=due, created_at=at
    )
    found = of(there, "observer")
    assert found[f"action-{opened.pk}@chefforum"]["summary"] == "Opfølgning: Skriv til skolerne"
    assert found[f"action-{opened.pk}@chefforum"].decoded("dtstart") == due
    assert found[f"action-{closed.pk}@chefforum"]["summary"] == "Opfølgning: Lukket punkt"
    assert f"action-{opened.pk}@chefforum" not in of(there, "forum_chair")


def test_what_is_decided_while_the_minutes_are_drafted_is_not_in_the_calendar(there):
    Meeting.objects.filter(pk=there.sent.pk).update(state="held")
    action = Action.objects.create(
        item=there.item,
        text="Skriv til skolerne",
        owner=there.person("observer"),
        due_date=there.lindeby.on,
        created_at=there.sent.published_at,
    )
    assert f"action-{action.pk}@chefforum" not in of(there, "observer")


def test_a_new_address_kills_the_old_one(there):
    new = renew_calendar(actor=actor(there, "forum_member"), at=there.sent.published_at + dt.timedelta(days=1))
    assert new != there.calendar_secret
    assert fetch(there.calendar_secret).status_code == 404
    assert fetch(new).status_code == 200


def test_a_stopped_address_answers_nobody(there):
    stop_calendar(actor=actor(there, "forum_member"), at=there.sent.published_at)
    assert fetch(there.calendar_secret).status_code == 404


def test_an_inactive_persons_address_answers_nobody(there):
    person = there.person("forum_member")
    person.is_active = False
    person.save()
    assert fetch(there.calendar_secret).status_code == 404


def test_whose_seat_has_ended_has_an_empty_calendar(there):
    there.seat("forum_member").delete()
    response = fetch(there.calendar_secret)
    assert response.status_code == 200
    assert not events(response.content)


def test_the_secret_itself_is_in_no_table(there):
    from chefforum.modules.meetings.models import CalendarKey

    key = CalendarKey.objects.get(person=there.person("forum_member"))
    assert there.calendar_secret not in {str(getattr(key, field.name)) for field in key._meta.fields}


def test_who_asks_again_gets_nothing_new_until_something_is(there):
    there.agenda.delete()  # it has an item of the same title
    etag = fetch(there.calendar_secret)["ETag"]
    assert fetch(there.calendar_secret, HTTP_IF_NONE_MATCH=etag).status_code == 304
    Item.objects.filter(pk=there.item.pk).update(is_confidential=True)
    again = fetch(there.calendar_secret, HTTP_IF_NONE_MATCH=etag)
    assert again.status_code == 200
    assert there.item.title not in again.content.decode().replace("\r\n ", "")


def test_the_settings_page_shows_the_address_that_works(there):
    client = Client()
    client.force_login(there.person("observer"), backend="django.contrib.auth.backends.ModelBackend")
    page = reverse("meetings:calendar_settings")
    assert ".ics" not in client.get(page).content.decode()
    shown = client.post(page, {"renew": "1"}, follow=True).content.decode()
    address = shown.split('value="http://testserver', 1)[1].split('"', 1)[0]
    assert Client().get(address).status_code == 200


def test_one_meeting_as_a_file(there):
    client = Client()
    client.force_login(there.person("observer"), backend="django.contrib.auth.backends.ModelBackend")
    response = client.get(reverse("meetings:calendar_meeting", args=[there.sent.pk]))
    assert list(events(response.content)) == [f"meeting-{there.sent.pk}@chefforum"]
    assert f"Chefforum {there.sent.date.isoformat()}.ics" in response["Content-Disposition"]
