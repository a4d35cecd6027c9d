"""How we stand beside a group of municipalities that are like us."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from chefforum.kernel.access.access import Request, access
from chefforum.kernel.documents.downloads import download_of
from chefforum.kernel.documents.registry import NotMadeNow
from chefforum.kernel.documents.services import make

from ..access import KEEP, READ
from ..documents.benchmark import cells, sentences
from ..forms.benchmark import BenchmarkFilter
from ..queries.base import delivered_years
from ..queries.groups import list_groups
from ..queries.positions import Beside, beside
from ..rules.charts import beside_chart, positions_chart, time_chart
from ..rules.positions import Standing, said

FORMATS = ("pdf", "docx", "xlsx")


@require_GET
@access(READ)
def benchmark(request: Request) -> HttpResponse:
    groups = list_groups(actor=request.actor)
    filters = BenchmarkFilter(request.GET, groups=groups, years=delivered_years())
    context: dict[str, Any] = {"filters": filters, "group": filters.group, "keeps": KEEP.allows(request.actor)}
    if filters.group is not None:
        found = beside(
            actor=request.actor,
            group=filters.group,
            year=filters.year,
            view=filters.view,
            measure=filters.measure,
        )
        context |= _context(found)
    return render(request, "it_benchmark/benchmark.html", context)


def _context(found: Beside) -> dict[str, Any]:
    money = [one for one in found.standings if not one.measure.is_share]
    categories = [one for one in found.standings if one.measure.category]
    activities = [one for one in found.standings if one.measure.activity]
    charts = [positions_chart(money), beside_chart(money)]
    return {
        "found": found,
        "sentences": sentences(found),
        "charts": [one for one in charts if one is not None],
        "time": time_chart(found.measure, found.over_time, group=found.group.name),
        "tables": [
            (title, [(one, cells(one)) for one in rows])
            for title, rows in (
                ("Udgifter", money),
                ("Hvad pengene går til", categories),
                ("Hvad arbejdet er", activities),
            )
        ],
        "hidden": [one for one in found.standings if one.why],
        "by_name": _by_name(found, money),
        "named_measures": [one.measure.name for one in money],
        "query": urlencode(
            {"gruppe": found.group.pk, "aar": found.year, "visning": found.view, "maal": found.measure.key}
        ),
        "formats": [(one, one.upper()) for one in FORMATS],
    }


def _by_name(found: Beside, standings: list[Standing]) -> list[tuple[str, list[str]]]:
    """Those who have agreed, with their figures."""
    return [
        (
            found.names[code],
            [said(one.measure, one.by_name[code]) if code in one.by_name else "–" for one in standings],
        )
        for code in sorted(found.consenting & found.delivered, key=lambda code: found.names[code])
    ]


@require_GET
@access(READ)
def benchmark_file(request: Request, format: str) -> HttpResponse:
    """The document of what the address chooses."""
    if format not in FORMATS:
        raise Http404
    filters = BenchmarkFilter(request.GET, groups=list_groups(actor=request.actor), years=delivered_years())
    if filters.group is None:
        messages.warning(request, "Der er ingen gruppe endnu. Læg en fast først.")
        return redirect("it_benchmark:benchmark")
    parameters = {
        "group": str(filters.group.pk),
        "year": str(filters.year or ""),
        "view": filters.view,
        "measure": filters.measure.key,
    }
    try:
        made = make(
            kind="it_benchmark.benchmark",
            actor=request.actor,
            parameters=parameters,
            format=format,
            at=timezone.now(),
        )
    except NotMadeNow as refusal:
        messages.warning(request, str(refusal))
        return redirect("it_benchmark:benchmark")
    return download_of(made)
