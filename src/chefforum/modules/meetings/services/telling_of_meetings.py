"""What a meeting's people are told. No title of any item: not everybody may know what each is called."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from chefforum.calc.danish_dates import in_words
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.notifications.services import notify
from chefforum.kernel.people.queries import members_of

from ..models import Meeting


def name_of(meeting: Meeting) -> str:
    """Chefforum 28. januar 2026"""
    return f"{meeting.forum.name} {in_words(meeting.date)}"


def seated(meeting: Meeting, *, at: dt.datetime) -> list[UUID]:
    """Persons with a seat in the forum at the moment."""
    seats = members_of(group_id=meeting.forum_id, on=timezone.localdate(at))
    return list(seats.values_list("person_id", flat=True))


def called_in(meeting: Meeting, *, at: dt.datetime) -> list[UUID]:
    """Those with a seat, and participants who are called in besides."""
    invited = meeting.participants.exclude(person=None).values_list("person_id", flat=True)
    return [*seated(meeting, at=at), *invited]


def tell(
    *, actor: Actor, at: dt.datetime, meeting: Meeting, person_ids: Iterable[UUID], kind: str, text: str, key: str = ""
) -> None:
    """A line with the meeting's address, in the caller's transaction."""
    notify(
        actor=actor,
        at=at,
        person_ids=person_ids,
        kind=f"meetings.{kind}",
        text=text,
        url=reverse("meetings:meeting", args=[meeting.pk]),
        key=key,
    )
