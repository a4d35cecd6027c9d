"""The meeting itself: it begins, and it ends."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from chefforum.kernel.access.rules import Actor

from ..models import Meeting
from ..rules.states import ItemState
from .steps import step_item, step_meeting


@transaction.atomic
def begin_meeting(*, actor: Actor, meeting: Meeting, at: dt.datetime) -> Meeting:
    """From now on minutes are taken; nobody but those who keep the meeting reads them before they are sent out."""
    return step_meeting(actor=actor, meeting=meeting, name="start", at=at, started_at=meeting.started_at or at)


@transaction.atomic
def end_meeting(*, actor: Actor, meeting: Meeting, at: dt.datetime) -> Meeting:
    """The meeting is over, and so is the item that is still in treatment."""
    meeting = step_meeting(actor=actor, meeting=meeting, name="end", at=at, ended_at=at)
    for item in meeting.items.filter(state=ItemState.IN_TREATMENT):
        step_item(actor=actor, item=item, name="treat", at=at, ended_at=at)
    return meeting
