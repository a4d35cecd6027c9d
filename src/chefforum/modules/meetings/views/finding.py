"""What views about planning find before anything else: a meeting or a forum, or 404."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import Http404
from django.urls import reverse

from chefforum.kernel.access.access import Request
from chefforum.web import danish

from ..access import require_keeper
from ..queries.forums import find_forum
from ..queries.meetings import find_meeting

if TYPE_CHECKING:
    from chefforum.kernel.people.models import Group

    from ..models import Meeting


def meeting_or_404(request: Request, meeting_id: UUID) -> Meeting:
    found = find_meeting(actor=request.actor, meeting_id=meeting_id)
    if found is None:
        raise Http404
    return found


def kept_meeting(request: Request, meeting_id: UUID) -> Meeting:
    """The meeting where the actor keeps it. Raises Http404, AccessDenied."""
    found = meeting_or_404(request, meeting_id)
    require_keeper(request.actor, found.forum)
    return found


def forum_or_404(request: Request, forum_id: UUID) -> Group:
    found = find_forum(actor=request.actor, forum_id=forum_id)
    if found is None:
        raise Http404
    return found


def around(meeting: Meeting) -> dict[str, Any]:
    """What every page about a meeting says of it."""
    return {
        "meeting": meeting,
        "name": f"{meeting.forum.name} {danish.date(meeting.date)}",
        "meeting_url": reverse("meetings:meeting", args=[meeting.pk]),
    }
