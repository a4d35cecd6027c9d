"""Giving out files."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from chefforum.kernel.access.access import Request, access
from chefforum.web.pages import page_of

from . import queries, services
from .access import USE_DOCUMENTS
from .pages import NoSuchPage, picture_of_page
from .rules import PDF, PNG, SHOWN_IN_PLACE
from .storage import DamagedFile, open_personal

# A file may do nothing in the browser, whatever is hidden in it. Chromium shows no PDF at all in a sandbox, so there
# everything else is closed instead.
NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
SANDBOX = f"{NOTHING}; sandbox"


@access(USE_DOCUMENTS)
@require_safe
def newest_version(request: Request, document_id: UUID) -> HttpResponse:
    try:
        version = queries.get_version(actor=request.actor, document_id=document_id)
    except queries.DocumentNotFound:
        raise Http404 from None
    return redirect("documents:version", document_id=document_id, number=version.number)


@access(USE_DOCUMENTS)
@require_safe
def version(request: Request, document_id: UUID, number: int) -> HttpResponseBase:
    """The file itself: shown where a browser can show it without danger, else downloaded."""
    try:
        opened = services.open_version(actor=request.actor, at=timezone.now(), document_id=document_id, number=number)
    except queries.DocumentNotFound:
        raise Http404 from None
    except DamagedFile as damage:
        return render(request, "documents/damaged.html", {"reason": str(damage)}, status=500)
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
    response["Cache-Control"] = "private, no-store" if opened.is_confidential else "private, no-cache"
    return response


@access(USE_DOCUMENTS)
@require_safe
def page(request: Request, document_id: UUID, number: int, page: int) -> HttpResponseBase:
    """A page of a PDF as a picture, under the same rules as the file."""
    try:
        opened = services.open_version(actor=request.actor, at=timezone.now(), document_id=document_id, number=number)
    except (queries.DocumentNotFound, DamagedFile):
        raise Http404 from None
    with opened.file as file:
        if opened.content_type != PDF:
            raise Http404
        try:
            picture = picture_of_page(file.read(), page)
        except NoSuchPage:
            raise Http404 from None
    response = HttpResponse(picture, content_type=PNG)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    response["Cache-Control"] = "private, no-store" if opened.is_confidential else "private, no-cache"
    return response


@access(USE_DOCUMENTS)
@require_safe
def personal_files(request: Request) -> HttpResponse:
    """What was made for the person because they asked for it."""
    files = queries.list_personal_files(actor=request.actor, at=timezone.now())
    return render(request, "documents/personal_files.html", {"page": page_of(files, request), "nouns": "fil,filer"})


@access(USE_DOCUMENTS)
@require_safe
def personal_file(request: Request, file_id: UUID) -> HttpResponseBase:
    try:
        found = queries.get_personal_file(actor=request.actor, file_id=file_id, at=timezone.now())
        content = open_personal(found.pk)
    except (queries.DocumentNotFound, DamagedFile):
        raise Http404 from None
    response = FileResponse(content, as_attachment=True, filename=found.filename, content_type=found.content_type)
    response["Cache-Control"] = "private, no-store"
    return response
