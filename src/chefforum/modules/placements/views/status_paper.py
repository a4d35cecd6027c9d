"""The document on placements, to be taken home."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET

from chefforum.kernel.access.access import Request, access
from chefforum.kernel.documents.downloads import download_of
from chefforum.kernel.documents.registry import NotMadeNow
from chefforum.kernel.documents.services import make

from ..access import READ_PUBLISHED

FORMATS = ("pdf", "docx")
YEARS = range(2000, 2100)


@require_GET
@access(READ_PUBLISHED)
def status_export(request: Request, year: int, format: str) -> HttpResponse:
    if format not in FORMATS or year not in YEARS:
        raise Http404
    try:
        made = make(
            kind="placements.status",
            actor=request.actor,
            parameters={"year": str(year)},
            format=format,
            at=timezone.now(),
        )
    except NotMadeNow as refusal:
        messages.warning(request, str(refusal))
        return redirect("placements:overview")
    return download_of(made)
