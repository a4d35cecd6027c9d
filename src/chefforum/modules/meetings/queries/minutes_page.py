"""What a meeting's page says of its minutes besides the items: who was there, who approved them, what one may do."""

from __future__ import annotations

from typing import Any

from chefforum.connectors.minutes.landmarks import label_name
from chefforum.connectors.minutes.minutes import Minutes
from chefforum.kernel.access.rules import Actor

from ..access import may_correct, takes_minutes
from ..models import Item, Meeting
from ..rules.attendance import ATTENDANCE_LABELS
from ..rules.states import HAS_MINUTES, LOCKED, MeetingState
from .progress import reads_corrections

_LABELS = frozenset(label_name(label) for label in ATTENDANCE_LABELS)


def minutes_on_page(*, actor: Actor, meeting: Meeting, head: Minutes) -> dict[str, Any]:
    """`head` is the head as the actor reads it. One query at most."""
    takes = takes_minutes(actor, meeting)
    return {
        "attendance_lines": [line for line in head.head if label_name(line.label) in _LABELS],
        "approved_by": _approved_by(meeting),
        "takes_minutes": takes and (meeting.state in {MeetingState.SENT, MeetingState.RUNNING}),
        "follows_minutes": takes and meeting.state in HAS_MINUTES,
        "may_correct": may_correct(actor, meeting),
        "sees_corrections": meeting.state in HAS_MINUTES and reads_corrections(actor=actor, meeting=meeting),
        "is_locked": meeting.state in LOCKED,
    }


def _approved_by(meeting: Meeting) -> Item | None:
    if meeting.approved_by_id is None:
        return None
    return Item.objects.select_related("meeting").get(pk=meeting.approved_by_id)
