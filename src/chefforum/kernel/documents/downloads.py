"""A made document as the answer to who asked for it."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from .services import MadeDocument


def download_of(made: MadeDocument) -> HttpResponse:
    """Saved under its name, and kept by nobody on the way: it holds what this person may read."""
    response = HttpResponse(made.content, content_type=made.content_type)
    response["Content-Disposition"] = content_disposition_header(True, made.filename)
    response["Cache-Control"] = "private, no-store"
    return response
