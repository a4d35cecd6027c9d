"""The whole meeting as one file, with its bilag."""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from chefforum.kernel.access.access import Request, access
from chefforum.web import danish

from ..access import READ_MEETINGS
from ..queries import meetings as queries
from ..queries.bundle import Bundle, bundle_of
from ..rules.bundling import CONTENT_TYPES, FORMATS, Choice
from ..services.bundling import make_bundle, start_bundle

if TYPE_CHECKING:
    from ..models import Meeting


def _readable_or_404(request: Request, meeting_id: UUID) -> Meeting:
    found = queries.find_meeting(actor=request.actor, meeting_id=meeting_id)
    if found is None or not queries.has_something_to_read(actor=request.actor, meeting=found):
        raise Http404
    return found


def _names(meeting: Meeting) -> dict[str, Any]:
    return {
        "meeting": meeting,
        "name": f"{meeting.forum.name} {danish.date(meeting.date)}",
        "meeting_url": reverse("meetings:meeting", args=[meeting.pk]),
    }


@require_GET
@access(READ_MEETINGS)
def choose(request: Request, meeting_id: UUID) -> HttpResponse:
    """Which items, with their bilag or without."""
    found = _readable_or_404(request, meeting_id)
    context = {**_names(found), "bundle": bundle_of(actor=request.actor, meeting=found)}
    return render(request, "meetings/bundle_choose.html", context)


@require_http_methods(["GET", "POST"])
@access(READ_MEETINGS)
def bundle(request: Request, meeting_id: UUID, format: str) -> HttpResponseBase:
    """The file at once; where it is big, a question first, and then the file in the background."""
    found = _readable_or_404(request, meeting_id)
    if format not in FORMATS:
        raise Http404
    if "valgt" in request.GET and not request.GET.getlist("punkt"):
        messages.error(request, "Vælg mindst ét punkt, og prøv igen.")
        return redirect("meetings:bundle_choose", meeting_id)
    choice = Choice(_item_ids(request), with_attachments=request.GET.get("bilag") != "nej")
    if request.method == "POST":
        job = start_bundle(actor=request.actor, meeting=found, format=format, at=timezone.now(), choice=choice)
        return redirect("jobs:job_detail", job.pk)
    content = bundle_of(actor=request.actor, meeting=found, choice=choice)
    if content.is_big:
        return render(request, "meetings/bundle_confirm.html", _question(found, format, content))
    file = tempfile.TemporaryFile()  # noqa: SIM115  (the response closes it)
    name = make_bundle(actor=request.actor, meeting=found, format=format, at=timezone.now(), target=file, choice=choice)
    file.seek(0)
    response = FileResponse(file, as_attachment=True, filename=name, content_type=CONTENT_TYPES[format])
    response["Cache-Control"] = "private, no-store"
    return response


def _question(meeting: Meeting, format: str, content: Bundle) -> dict[str, Any]:
    files = len(content.versions)
    return {
        **_names(meeting),
        "question": f"Lav en {FORMATS[format]} i baggrunden?",
        "consequence": (
            f"Den har {files} bilag, i alt {danish.size(content.size)}, så det tager lidt tid. "
            "Du kan lave noget andet imens. Filen ligger bagefter under Dine filer i et døgn."
        ),
        "submit": "Lav filen",
        "cancel_url": reverse("meetings:meeting", args=[meeting.pk]),
    }


def _item_ids(request: Request) -> frozenset[UUID] | None:
    """The items that are chosen; None: all. What is no id is none of the meeting's."""
    try:
        return frozenset(UUID(text) for text in request.GET.getlist("punkt")) or None
    except ValueError:
        raise Http404 from None
