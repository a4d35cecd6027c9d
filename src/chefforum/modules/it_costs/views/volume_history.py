"""Who wrote which numbers, and what stood there before."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from chefforum.kernel.access.access import Request, access
from chefforum.web.pages import page_of

from ..access import READ_SYSTEMS
from ..forms.volumes import WordsFilter
from ..queries.volume_history import told, volume_changes


@require_GET
@access(READ_SYSTEMS)
def volume_history(request: Request) -> HttpResponse:
    filters = WordsFilter(request.GET)
    words = filters.cleaned_data["ord"].strip() if filters.is_valid() else ""
    page = page_of(volume_changes(actor=request.actor, words=words), request)
    context = {
        "page": page,
        "rows": [told(one, actor=request.actor) for one in page.object_list],
        "filters": filters,
        "nouns": "ændring,ændringer",
        "is_filtered": bool(words),
    }
    return render(request, "it_costs/volume_history.html", context)
