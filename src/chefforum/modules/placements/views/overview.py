"""The front page of placements."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from chefforum.kernel.access.access import Request, access

from ..access import READ_PUBLISHED


@require_GET
@access(READ_PUBLISHED)
def overview(request: Request) -> HttpResponse:
    return render(request, "placements/overview.html")
