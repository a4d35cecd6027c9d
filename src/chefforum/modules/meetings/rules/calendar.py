"""Calendar files (iCalendar, RFC 5545) as Outlook reads them: one time zone, stable ids, numbers that grow."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone

DANISH_TIME = ZoneInfo("Europe/Copenhagen")
KEPT_BACK = dt.timedelta(days=730)  # older meetings are found in Chefforum, not in the calendar
# The rule of the European Union in two lines, which every calendar knows; a library's list of dates some do not.
_TIME_ZONE = "\r\n".join(
    [
        "BEGIN:VTIMEZONE",
        "TZID:Europe/Copenhagen",
        "BEGIN:DAYLIGHT",
        "DTSTART:19700329T020000",
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
        "TZNAME:CEST",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0200",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        "DTSTART:19701025T030000",
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
        "TZNAME:CET",
        "TZOFFSETFROM:+0200",
        "TZOFFSETTO:+0100",
        "END:STANDARD",
        "END:VTIMEZONE",
        "",
    ]
)


@dataclass(frozen=True)
class CalendarEntry:
    """Something with a time. `start` and `end` are dates for a whole day (`end` exclusive), else Danish moments.

    `uid` is the same for ever, `sequence` grows with each change, `changed_at` is the last of them.
    """

    uid: str
    sequence: int
    changed_at: dt.datetime
    summary: str
    start: dt.date
    end: dt.date | None
    place: str
    description: str
    url: str
    is_cancelled: bool = False
    is_tentative: bool = False


def danish_moment(date: dt.date, time: dt.time) -> dt.datetime:
    """The moment when a clock in Denmark says so."""
    return dt.datetime.combine(date, time, DANISH_TIME)


def later(moment: dt.datetime, *, minutes: int) -> dt.datetime:
    """That many minutes later, also in the nights when clocks are changed."""
    return (moment.astimezone(dt.UTC) + dt.timedelta(minutes=minutes)).astimezone(moment.tzinfo)


def calendar_file(entries: Iterable[CalendarEntry], *, name: str) -> bytes:
    """The entries as a calendar that is published; the same entries give the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", "-//Chefforum//DA")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", "Europe/Copenhagen")
    calendar.add("x-published-ttl", "PT1H")  # how often Outlook asks again
    calendar.add_component(Timezone.from_ical(_TIME_ZONE))
    for entry in entries:
        calendar.add_component(_event(entry))
    return calendar.to_ical()


def _event(entry: CalendarEntry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.changed_at.astimezone(dt.UTC).replace(microsecond=0))
    event.add("sequence", entry.sequence)
    event.add("dtstart", entry.start)
    if entry.end is not None:
        event.add("dtend", entry.end)
    event.add("summary", f"Aflyst: {entry.summary}" if entry.is_cancelled else entry.summary)
    if entry.place:
        event.add("location", entry.place)
    if entry.description:
        event.add("description", entry.description)
    event.add("url", entry.url)
    event.add("status", "CANCELLED" if entry.is_cancelled else "TENTATIVE" if entry.is_tentative else "CONFIRMED")
    return event


def hash_of(secret: str) -> str:
    """What is kept of the secret in an address."""
    return hashlib.sha256(secret.encode()).hexdigest()
