"""The meeting, item or forum of an address, found as the actor or answered as not there; what its pages say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import Http404
from django.urls import reverse

from chefforum.kernel.access.access import Request
from chefforum.web import danish

from ..access import may_keep, require_keeper
from ..queries import meetings as queries
from ..queries.forums import find_forum
from ..queries.process import item_in_the_making

if TYPE_CHECKING:
    from chefforum.connectors.minutes.minutes import Minutes
    from chefforum.kernel.people.models import Group

    from ..models import Item, Meeting


def meeting_or_404(request: Request, meeting_id: UUID) -> Meeting:
    found = queries.find_meeting(actor=request.actor, meeting_id=meeting_id)
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


def item_or_404(request: Request, item_id: UUID) -> Item:
    found = queries.find_item(actor=request.actor, item_id=item_id)
    if found is None:
        raise Http404
    return found


def item_being_made_or_404(request: Request, item_id: UUID) -> Item:
    """For those who work on the item, as it stands."""
    found = item_in_the_making(actor=request.actor, item_id=item_id)
    if found is None:
        raise Http404
    return found


def kept_item_or_404(request: Request, item_id: UUID) -> Item:
    """For those who keep the forum's meetings."""
    found = queries.find_item(actor=request.actor, item_id=item_id)
    if found is None or not may_keep(request.actor, found.forum):
        raise Http404
    return found


def around(meeting: Meeting) -> dict[str, Any]:
    """What every page about a meeting says of it."""
    return {
        "meeting": meeting,
        "name": meeting.name,
        "meeting_url": reverse("meetings:meeting", args=[meeting.pk]),
    }


def around_item(item: Item) -> dict[str, Any]:
    """What every page about an item says of where it belongs: its meeting, or its forum while it has none."""
    if item.meeting is not None:
        return around(item.meeting)
    return {"name": item.forum.name, "meeting_url": reverse("meetings:list")}


def when_and_where(meeting: Meeting | Minutes) -> str:
    """Onsdag den 28. januar 2026 kl. 09.00, Lokale 3; of minutes as they were sent out, whatever the draft says now."""
    text = danish.date_with_weekday(meeting.date)
    if meeting.start_time:
        text += f" {danish.time(meeting.start_time)}"
    text += f", {meeting.place}" if meeting.place else ""
    return text[0].upper() + text[1:]
