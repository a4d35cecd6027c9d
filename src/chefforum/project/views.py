"""The start page, and whether the server lives."""

from __future__ import annotations

from django.db import connection
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from chefforum.kernel.access.access import Request, access
from chefforum.kernel.access.rules import PUBLIC, SIGNED_IN
from chefforum.web.start_cards import cards_for


@require_GET
@access(SIGNED_IN)
def start(request: Request) -> HttpResponse:
    """What waits for me, what has changed, how my figures stand."""
    groups = cards_for(request.actor, timezone.localdate())
    return render(request, "project/start.html", {"groups": groups})


@require_GET
@access(PUBLIC)
def health(request: Request) -> HttpResponse:
    """Says ok when the web server reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return HttpResponse("ok", content_type="text/plain")


@require_GET
@access(PUBLIC)
def accessibility(request: Request) -> HttpResponse:
    """The statement that the act on accessibility asks for."""
    return render(request, "project/accessibility.html")


@require_GET
@access(PUBLIC)
def privacy(request: Request) -> HttpResponse:
    """What is kept about persons, and why."""
    return render(request, "project/privacy.html")
