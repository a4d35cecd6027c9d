"""What a meeting's page says of its minutes besides the items: who was there, and who approved them."""

from __future__ import annotations

from typing import Any

from chefforum.connectors.minutes.landmarks import label_name
from chefforum.connectors.minutes.minutes import Minutes

from ..models import Item, Meeting
from ..rules.attendance import ATTENDANCE_LABELS
from ..rules.states import LOCKED

_LABELS = frozenset(label_name(label) for label in ATTENDANCE_LABELS)


def minutes_on_page(*, meeting: Meeting, head: Minutes) -> dict[str, Any]:
    """`head` is the head as the actor reads it. One query at most."""
    return {
        "attendance_lines": [line for line in head.head if label_name(line.label) in _LABELS],
        "approved_by": _approved_by(meeting),
        "is_locked": meeting.state in LOCKED,
    }


def _approved_by(meeting: Meeting) -> Item | None:
    if meeting.approved_by_id is None:
        return None
    return Item.objects.select_related("meeting").get(pk=meeting.approved_by_id)
