"""A year of meetings, with their deadlines, the themes wanted and the holidays between them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from chefforum.calc.danish_dates import MONTHS, in_words
from chefforum.calc.working_days import ALL_CUSTOMARY, public_holidays
from chefforum.kernel.access.rules import Actor

from ..access import visible_to
from ..models import ForumPractice, Meeting, Theme
from ..rules.deadlines import sending_date, submission_date
from ..rules.states import MeetingState
from .forums import forums_of, practices_of
from .themes import themes_on_page


class MarkKind(StrEnum):
    MEETING = "Møde"
    CANCELLED = "Aflyst møde"
    SUBMISSION = "Frist for punkter"
    SENDING = "Frist for udsendelse"
    THEME = "Tema"
    HOLIDAY = "Helligdag"
    CLOSED = "Lukkedag"


@dataclass(frozen=True)
class Mark:
    """Something on a day of the year; `url` is empty where it leads nowhere."""

    date: dt.date
    kind: MarkKind
    text: str
    url: str = ""


@dataclass(frozen=True)
class Month:
    number: int
    name: str
    marks: tuple[Mark, ...]


def year_of_meetings(*, actor: Actor, year: int, forum_id: UUID | None = None) -> list[Month]:
    """The twelve months with what is on their days, for the forums that the actor sits in or keeps, or for one of them.

    Titles of items do not stand here; a theme that has become an item closed to the actor is masked. Four queries.
    """
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    # A meeting of early January has its deadlines in December.
    meetings = visible_to(actor).filter(date__range=(first, last + dt.timedelta(days=60))).select_related("forum")
    themes = Theme.objects.filter(forum__in=forums_of(actor=actor), wanted_date__range=(first, last), dropped_at=None)
    if forum_id:
        meetings, themes = meetings.filter(forum_id=forum_id), themes.filter(forum_id=forum_id)
    found = list(meetings.order_by("date"))
    practices = practices_of(forum_ids=[meeting.forum_id for meeting in found])
    several = len({meeting.forum_id for meeting in found}) > 1
    marks = [mark for meeting in found for mark in _of_meeting(meeting, practices, several=several)]
    shown = themes_on_page(actor=actor, themes=list(themes.select_related("forum", "item")))
    url = reverse("meetings:themes")
    marks += [
        Mark(row.theme.wanted_date, MarkKind.THEME, row.title, url)
        for row in shown
        if row.theme.wanted_date is not None
    ]
    by_law = public_holidays(year)
    marks += [
        Mark(date, MarkKind.HOLIDAY if date in by_law else MarkKind.CLOSED, name)
        for date, name in public_holidays(year, customary=ALL_CUSTOMARY).items()
    ]
    order = list(MarkKind)
    marks.sort(key=lambda mark: (mark.date, order.index(mark.kind), mark.text))
    return [
        Month(number, name, tuple(mark for mark in marks if (mark.date.year, mark.date.month) == (year, number)))
        for number, name in enumerate(MONTHS, start=1)
    ]


def _of_meeting(meeting: Meeting, practices: dict[UUID, ForumPractice], *, several: bool) -> list[Mark]:
    url = reverse("meetings:meeting", args=[meeting.pk])
    text = meeting.forum.name + (f" kl. {meeting.start_time:%H.%M}" if meeting.start_time else "")
    if meeting.state == MeetingState.CANCELLED:
        return [Mark(meeting.date, MarkKind.CANCELLED, text, url)]
    practice = practices.get(meeting.forum_id) or ForumPractice(forum=meeting.forum)
    named = f"{meeting.forum.name}, mødet {in_words(meeting.date)}" if several else f"Mødet {in_words(meeting.date)}"
    said = meeting.submission_deadline
    submission = (
        timezone.localdate(said) if said else submission_date(meeting_date=meeting.date, days=practice.submission_days)
    )
    sending = sending_date(meeting_date=meeting.date, days=practice.sending_days)
    return [
        Mark(meeting.date, MarkKind.MEETING, text, url),
        Mark(submission, MarkKind.SUBMISSION, named, url),
        Mark(sending, MarkKind.SENDING, named, url),
    ]
