"""Open minutes for everybody: no sign-in, no cookies, no tracking, nothing of the inside.

These pages are made without the request's person, so that all who ask get the same bytes.
"""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, http_date
from django.views.decorators.http import require_safe

from chefforum.connectors.minutes.minutes import Minutes
from chefforum.kernel.access.access import access
from chefforum.kernel.access.rules import PUBLIC, Actor
from chefforum.kernel.documents.queries import DocumentNotFound
from chefforum.kernel.documents.rules import PDF, SHOWN_IN_PLACE
from chefforum.kernel.documents.services import make, open_version
from chefforum.kernel.documents.storage import DamagedFile
from chefforum.kernel.documents.views import NOTHING, SANDBOX
from chefforum.web import danish
from chefforum.web.pages import page_of

from ..documents import PUBLIC_FORMATS, PUBLIC_KIND
from ..queries import public as queries
from ..rules.public import robots

# Whoever keeps a copy asks each time whether it still holds, so that what is switched off is gone at once.
ASK_EACH_TIME = "public, no-cache"


@require_safe
@access(PUBLIC)
def forums(request: HttpRequest) -> HttpResponseBase:
    """The forums that show their minutes, and their newest ones."""
    context = {
        "forums": queries.list_public_forums(),
        "description": f"Åbne referater fra møder i {settings.MUNICIPALITY}.",
        "canonical": _absolute(request, reverse("public:forums")),
    }
    return _page(request, "meetings/public/forums.html", context)


@require_safe
@access(PUBLIC)
def forum(request: HttpRequest, forum_id: UUID) -> HttpResponseBase:
    found = queries.find_public_forum(forum_id)
    if found is None:
        raise Http404
    page = page_of(queries.list_public_meetings(forum=found), request)
    own = reverse("public:forum", args=[forum_id])
    context = {
        "forum": found,
        "page": page,
        "description": f"Åbne referater fra {found.name} i {settings.MUNICIPALITY}.",
        "canonical": _absolute(request, own if page.number == 1 else f"{own}?side={page.number}"),
    }
    return _page(request, "meetings/public/forum.html", context)


@require_safe
@access(PUBLIC)
def meeting(request: HttpRequest, meeting_id: UUID) -> HttpResponseBase:
    """The minutes as the public may read them."""
    found = _minutes_or_404(meeting_id)
    held = found.version.meeting
    name = f"{held.forum.name} {danish.date(found.minutes.date)}"
    context = {
        "meeting": held,
        "forum": held.forum,
        "version": found.version,
        "head": found.minutes,
        "items": found.items,
        "formats": PUBLIC_FORMATS,
        "name": name,
        "when": _when_and_where(found.minutes),
        "participants_title": danish.counted(len(found.minutes.participants), "deltager,deltagere"),
        "description": f"Referat fra {name}, {settings.MUNICIPALITY}: "
        + danish.counted(len(found.items), "punkt,punkter")
        + ".",
        "canonical": _absolute(request, reverse("public:meeting", args=[meeting_id])),
    }
    response = _page(request, "meetings/public/meeting.html", context)
    response["Last-Modified"] = http_date(found.version.published_at.timestamp())
    return response


@require_safe
@access(PUBLIC)
def export(request: HttpRequest, meeting_id: UUID, format: str) -> HttpResponseBase:
    """The same minutes as a file."""
    if format not in PUBLIC_FORMATS:
        raise Http404
    try:
        made = make(
            kind=PUBLIC_KIND,
            actor=Actor.nobody(),
            parameters={"meeting": str(meeting_id)},
            format=format,
            at=timezone.now(),
        )
    except queries.NotPublic:
        raise Http404 from None
    response = HttpResponse(made.content, content_type=made.content_type)
    response["Content-Disposition"] = content_disposition_header(True, made.filename)
    return _kept(request, response)


@require_safe
@access(PUBLIC)
def attachment(request: HttpRequest, meeting_id: UUID, document_id: UUID) -> HttpResponseBase:
    """An open bilag of an open item. What is not both, and not in these minutes, is not there."""
    if not queries.is_public_document(meeting_id=meeting_id, document_id=document_id):
        raise Http404
    try:
        opened = open_version(actor=Actor.nobody(), at=timezone.now(), document_id=document_id)
    except (DocumentNotFound, DamagedFile):
        raise Http404 from None
    content_type = f"{opened.content_type}; charset={opened.charset}" if opened.charset else opened.content_type
    response = FileResponse(
        opened.file,
        as_attachment=opened.content_type not in SHOWN_IN_PLACE,
        filename=opened.filename,
        content_type=content_type,
    )
    response["Content-Length"] = str(opened.size)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = NOTHING if opened.content_type == PDF else SANDBOX
    response["Cache-Control"] = ASK_EACH_TIME
    return response


@require_safe
@access(PUBLIC)
def sitemap(request: HttpRequest) -> HttpResponseBase:
    """What search engines may find: the public pages and no others."""
    forums = [(reverse("public:forum", args=[forum.pk]), None) for forum in queries.list_public_forums()]
    minutes = [
        (reverse("public:meeting", args=[version.meeting_id]), version.published_at)
        for version in queries.list_public_meetings()[:40_000]
    ]
    first = [(reverse("public:forums"), None)] if forums else []
    rows = [{"loc": _absolute(request, url), "lastmod": at} for url, at in (*first, *forums, *minutes)]
    content = render_to_string("meetings/public/sitemap.xml", {"rows": rows})
    return _kept(request, HttpResponse(content, content_type="application/xml"))


@require_safe
@access(PUBLIC)
def robots_txt(request: HttpRequest) -> HttpResponseBase:
    text = robots(
        allowed=(reverse("public:forums"), settings.STATIC_URL), sitemap=_absolute(request, reverse("public:sitemap"))
    )
    return _kept(request, HttpResponse(text, content_type="text/plain; charset=utf-8"))


def _minutes_or_404(meeting_id: UUID) -> queries.PublicMinutes:
    try:
        return queries.get_public_minutes(meeting_id)
    except queries.NotPublic:
        raise Http404 from None


def _when_and_where(minutes: Minutes) -> str:
    """Onsdag den 28. januar 2026 kl. 09.00, Lokale 3; as it was sent out, whatever the meeting's draft says now."""
    text = danish.date_with_weekday(minutes.date)
    if minutes.start_time:
        text += f" {danish.time(minutes.start_time)}"
    text += f", {minutes.place}" if minutes.place else ""
    return text[0].upper() + text[1:]


def _absolute(request: HttpRequest, url: str) -> str:
    return request.build_absolute_uri(url)


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponseBase:
    """A page without anybody in it: no context of the request is there for a template to show."""
    shared = {"municipality": settings.MUNICIPALITY, "is_demo": settings.DEMO, "request": None}
    return _kept(request, HttpResponse(render_to_string(template, {**shared, **context})))


def _kept(request: HttpRequest, response: HttpResponse) -> HttpResponseBase:
    """The answer with its fingerprint; nothing but the headers for whoever has these bytes already."""
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response["ETag"] = etag
    response["Cache-Control"] = ASK_EACH_TIME
    return get_conditional_response(request, etag=etag, response=response) or response
