"""Meetings in people's calendars: the feed, one meeting as a file, and the page where one gets the feed's address."""

from __future__ import annotations

import hashlib
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, quote_etag
from django.views.decorators.http import require_http_methods, require_safe

from chefforum.kernel.access.access import Request, access
from chefforum.kernel.access.rules import PUBLIC

from ..access import READ_MEETINGS
from ..queries import calendar as queries
from ..queries.meetings import find_meeting
from ..rules.calendar import calendar_file
from ..services.calendar import renew_calendar, stop_calendar

CALENDAR_TYPE = "text/calendar; charset=utf-8"


def _base(request: HttpRequest) -> str:
    """What addresses begin with; the site's own where it is set, since a proxy may hide it."""
    return settings.CHEFFORUM_ADDRESS or request.build_absolute_uri("/").rstrip("/")


@require_safe
@access(PUBLIC)
def feed(request: Request, secret: str) -> HttpResponse:
    """The calendar of whoever has the address. Whoever has it not cannot guess it: it is 256 bits long."""
    on = timezone.localdate()
    actor = queries.actor_of_secret(secret=secret, on=on)
    if actor is None:
        raise Http404
    content = calendar_file(queries.entries_for(actor=actor, on=on, base=_base(request)), name="Chefforum")
    # No Last-Modified: what is taken away or closed has no date, and must not stay in a calendar because of that.
    etag = quote_etag(hashlib.sha256(content).hexdigest())
    response = HttpResponse(content, content_type=CALENDAR_TYPE)
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    answer = get_conditional_response(request, etag=etag, response=response)
    assert isinstance(answer, HttpResponse)
    return answer


@require_safe
@access(READ_MEETINGS)
def one_meeting(request: Request, meeting_id: UUID) -> HttpResponse:
    found = find_meeting(actor=request.actor, meeting_id=meeting_id)
    if found is None:
        raise Http404
    entry = queries.entry_of(actor=request.actor, meeting=found, base=_base(request))
    response = HttpResponse(calendar_file([entry], name="Chefforum"), content_type=CALENDAR_TYPE)
    name = f"{found.forum.name} {found.date.isoformat()}.ics"
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "POST"])
@access(READ_MEETINGS)
def calendar_settings(request: Request) -> HttpResponse:
    """Get, renew or stop the address of one's own calendar."""
    if request.method == "POST":
        if "stop" in request.POST:
            stop_calendar(actor=request.actor, at=timezone.now())
            messages.success(request, "Adressen er lukket. Fjern også kalenderen der, hvor du har sat den ind.")
        else:
            renew_calendar(actor=request.actor, at=timezone.now())
            messages.success(request, "Adressen er klar. Sæt den ind i din kalender.")
        return redirect("meetings:calendar_settings")
    secret = queries.own_secret(actor=request.actor)
    address = _base(request) + reverse("meetings:calendar", args=[secret]) if secret else ""
    context = {"address": address, "has_calendar": queries.has_calendar(actor=request.actor)}
    return render(request, "meetings/calendar.html", context)
