"""The statistics on a forum's year, on the web and as a file."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from chefforum.kernel.access.access import Request, access
from chefforum.kernel.documents.services import make
from chefforum.web.charts import Chart, Series, bar_chart, stacked_bar_chart

from ..access import SEE_STATISTICS
from ..documents import numbers_of
from ..forms.statistics import StatisticsFilter
from ..queries import statistics as queries
from ..rules.statistics import LIX_STEPS

FORMATS = {"xlsx": "Excel", "pdf": "PDF"}
SHOWN = 10  # rules in the chart; all are in the table


@require_GET
@access(SEE_STATISTICS)
def statistics(request: Request) -> HttpResponse:
    filters = _filters(request)
    if not filters.has_choices:
        return render(request, "meetings/statistics.html", {"filters": None})
    try:
        forum = queries.find_forum(actor=request.actor, forum_id=filters.forum_id)
    except queries.ForumNotFound:
        raise Http404 from None
    found = queries.statistics_of(actor=request.actor, forum=forum, year=filters.year)
    context = {
        "filters": filters,
        "shown": found,
        "formats": FORMATS,
        "query": f"?forum={forum.pk}&aar={filters.year}",
        "charts": _charts(found),
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
    response = HttpResponse(made.content, content_type=made.content_type)
    response["Content-Disposition"] = content_disposition_header(True, made.filename)
    response["Cache-Control"] = "private, no-store"
    return response


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


def _charts(found: queries.Statistics) -> list[Chart]:
    """What is found most often, how heavy each department writes, and which sections say nothing."""
    if not found.items:
        return []
    top = found.rules[:SHOWN]
    charts = [
        stacked_bar_chart(
            title="Punkter efter sværhed (LIX)",
            labels=[row.name for row in found.departments],
            series=[
                Series(name, tuple(row.by_step[place] for row in found.departments))
                for place, (name, _) in enumerate(LIX_STEPS)
            ],
            corner="Afdeling",
        )
    ]
    if top:
        charts.insert(
            0,
            bar_chart(
                title="Det finder reglerne oftest",
                labels=[found.titles[row.rule] for row in top],
                values=[row.count for row in top],
                unit="fund",
                corner="Regel",
            ),
        )
    if found.sections:
        charts.append(
            bar_chart(
                title="Afsnit med “Intet at bemærke”",
                labels=[row.name for row in found.sections],
                values=[round(row.nothing_pct) for row in found.sections],
                unit="%",
                corner="Afsnit",
            )
        )
    return charts
