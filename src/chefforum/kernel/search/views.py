"""The search page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from chefforum.kernel.access.access import Request, access
from chefforum.web.pages import page_of

from . import queries
from .access import SEARCH
from .forms import SearchForm

HITS_PER_PAGE = 20


@access(SEARCH)
@require_safe
def search(request: Request) -> HttpResponse:
    """Hits for ?q=, narrowed by ?type= and ?aar=; without q, how to search."""
    form = SearchForm(request.GET, actor=request.actor)
    found = queries.search(actor=request.actor, **form.chosen)
    page = page_of(found.places, request, per_page=HITS_PER_PAGE)
    context = {
        "form": form,
        "text": form.chosen["text"],
        "found": found,
        "page": page,
        "hits": queries.hits(found=found, places=list(page.object_list)),
        "most_hits": queries.MOST_HITS,
    }
    return render(request, "search/search.html", context)
