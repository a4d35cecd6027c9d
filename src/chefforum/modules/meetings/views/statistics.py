"""The statistics on a forum's year, on the web and as a file."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from chefforum.kernel.access.access import Request, access
from chefforum.kernel.documents.downloads import download_of
from chefforum.kernel.documents.services import make

from ..access import SEE_STATISTICS
from ..documents import numbers_of
from ..forms.statistics import StatisticsFilter
from ..queries import statistics as queries
from ..queries.forums import ForumNotFound

FORMATS = {"xlsx": "Excel", "pdf": "PDF"}


@require_GET
@access(SEE_STATISTICS)
def statistics(request: Request) -> HttpResponse:
    filters = _filters(request)
    if not filters.has_choices:
        return render(request, "meetings/statistics.html", {"filters": None})
    try:
        forum = queries.find_forum(actor=request.actor, forum_id=filters.forum_id)
    except ForumNotFound:
        raise Http404 from None
    found = queries.statistics_of(actor=request.actor, forum=forum, year=filters.year)
    context = {
        "filters": filters,
        "shown": found,
        "formats": FORMATS,
        "query": f"?forum={forum.pk}&aar={filters.year}",
        "tables": [one for one in numbers_of(found) if len(one.rows) > 1],
    }
    return render(request, "meetings/statistics.html", context)


@require_GET
@access(SEE_STATISTICS)
def export(request: Request, format: str) -> HttpResponse:
    filters = _filters(request)
    if format not in FORMATS or not filters.has_choices:
        raise Http404
    parameters = {"forum": str(filters.forum_id), "year": filters.year}
    made = make(
        kind="meetings.statistics", actor=request.actor, parameters=parameters, format=format, at=timezone.now()
    )
    return download_of(made)


def _filters(request: Request) -> StatisticsFilter:
    """What is chosen. Raises Http404 for a forum or year that the actor has no statistics of."""
    filters = StatisticsFilter(request.GET, actor=request.actor)
    if not filters.is_valid():
        raise Http404
    if filters.has_choices:
        chosen = {"forum": str(filters.forum_id), "aar": filters.year}
        filters = StatisticsFilter(chosen, actor=request.actor)
        filters.is_valid()
    return filters
