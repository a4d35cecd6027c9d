"""The deadlines of meetings, as they are near or passed at a moment."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from ..models import ForumPractice, Item, Meeting
from ..rules.deadlines import (
    COLLECTS_ITEMS,
    NOT_SENT,
    SUBMISSION_TIME,
    Deadline,
    deadline,
    sending_date,
    submission_date,
)
from ..rules.states import ItemState
from .forums import practice_of

SUBMISSION = "Punkter afleveres senest"
SENDING = "Dagsorden udsendes senest"
WRITTEN = frozenset({ItemState.DRAFT, ItemState.RETURNED, ItemState.SUBMITTED})


def deadlines_of(*, meeting: Meeting, at: dt.datetime, practice: ForumPractice | None = None) -> list[Deadline]:
    """What is still to come of the meeting's deadlines, passed ones too while they matter. One query at most."""
    found = []
    if meeting.state not in NOT_SENT:
        return []
    practice = practice or practice_of(meeting.forum)
    now = timezone.localtime(at)
    if meeting.state in COLLECTS_ITEMS:
        found.append(submission_deadline_of(meeting=meeting, practice=practice, now=now))
    found.append(
        deadline(
            name=SENDING,
            date=sending_date(meeting_date=meeting.date, days=practice.sending_days),
            time=None,
            now=now,
        )
    )
    return found


def submission_deadline_of(*, meeting: Meeting, practice: ForumPractice, now: dt.datetime) -> Deadline:
    """When items must be in: as the meeting says, else as the forum has agreed."""
    said = timezone.localtime(meeting.submission_deadline) if meeting.submission_deadline else None
    date = said.date() if said else submission_date(meeting_date=meeting.date, days=practice.submission_days)
    return deadline(name=SUBMISSION, date=date, time=said.time() if said else SUBMISSION_TIME, now=now)


def deadline_of_item(*, item: Item, at: dt.datetime) -> Deadline | None:
    """By when the item must be in for the meeting that it is meant for; None where it is in, or meant for none."""
    meeting = item.wanted_meeting
    if meeting is None or item.state not in WRITTEN or meeting.state not in COLLECTS_ITEMS:
        return None
    return submission_deadline_of(meeting=meeting, practice=practice_of(item.forum), now=timezone.localtime(at))
