"""Expected against budget: an area and the whole, what deviates most, a unit's lines, and the files of them."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from chefforum.kernel.access.access import Request, access
from chefforum.kernel.documents.downloads import download_of
from chefforum.kernel.documents.services import make
from chefforum.kernel.lake.storage import MissingFile
from chefforum.web.pages import page_of

from ..access import FINANCE, KEEP_FORECAST, READ_FORECAST
from ..documents.pictures import furthest, parts_of_area
from ..forms.areas import AreaFilter, DeviationFilter
from ..queries.areas import Area, area_of, deviations_of, lines_of_unit, top_units
from ..queries.runs import is_behind, newest_run
from ..queries.units import keeps_forecast, require_keeper
from ..rules.running import MADE_BY_NAMES, NothingClosed
from ..services.running import order_run
from .finding import YEARS, around_workplace, refused_because, workplace_or_404, year_asked

FORMATS = ("pdf", "xlsx")


@require_GET
@access(READ_FORECAST)
def whole(request: Request) -> HttpResponse:
    """Where the year is expected to end, by unit with all below it."""
    on, year = timezone.localdate(), year_asked(request)
    context: dict[str, Any] = {"year": year, "query": _query(request), "area_name": _area_name(request)}
    try:
        area = area_of(actor=request.actor, year=year, on=on, selected=_selected(request), top=_top(request))
    except (NothingClosed, MissingFile) as refusal:
        return render(request, "forecast/whole.html", {**context, **refused_because(request, refusal)})
    run = newest_run(year=year)
    context |= {
        "area": area,
        "chart": parts_of_area(area),
        "lay_top": _top(request),
        "filters": AreaFilter(_initial(request, year), **_choices(area, on)),
        "run": run,
        "is_behind": is_behind(run, year=year, on=on),
        "keeps": keeps_forecast(actor=request.actor, on=on),
    }
    return render(request, "forecast/whole.html", context)


@require_GET
@access(READ_FORECAST)
def deviations(request: Request) -> HttpResponse:
    """Units or lines, the furthest from their budget first, in kroner or per cent."""
    on, year = timezone.localdate(), year_asked(request)
    by_line, by_pct = _ranked(request)
    context: dict[str, Any] = {"year": year, "by_line": by_line, "by_pct": by_pct, "query": _query(request)}
    context["area_name"] = _area_name(request)
    try:
        found = deviations_of(
            actor=request.actor,
            year=year,
            on=on,
            by_line=by_line,
            by_pct=by_pct,
            selected=_selected(request),
            top=_top(request),
        )
    except (NothingClosed, MissingFile) as refusal:
        return render(request, "forecast/deviations.html", {**context, **refused_because(request, refusal)})
    page = page_of(found.rows, request)
    chosen = {"vis": "konti" if by_line else "", "efter": "pct" if by_pct else ""}
    filters = DeviationFilter({**_initial(request, year), **chosen}, **_choices(found.area, on))
    context["chart"] = furthest(found.rows, by_pct=by_pct) if page.number == 1 else None
    context["nouns_without"] = "konto,konti" if by_line else "arbejdsplads,arbejdspladser"
    return render(request, "forecast/deviations.html", {**context, "found": found, "page": page, "filters": filters})


@require_GET
@access(READ_FORECAST)
def lines(request: Request, unit_id: UUID) -> HttpResponse:
    """A unit's lines, each with its parts and the way to its postings."""
    place = workplace_or_404(request, unit_id)
    on, year = timezone.localdate(), year_asked(request)
    context: dict[str, Any] = around_workplace(place, year=year, current="lines")
    context["area_name"] = _area_name(request)
    try:
        context["found"] = lines_of_unit(actor=request.actor, place=place, year=year, on=on)
    except (NothingClosed, MissingFile) as refusal:
        context |= refused_because(request, refusal)
    return render(request, "forecast/lines.html", {**context, "made_by_names": MADE_BY_NAMES})


@require_POST
@access(KEEP_FORECAST)
def run_now(request: Request) -> HttpResponse:
    """Finance asks for a new run, which is made as a job."""
    at = timezone.now()
    on, year = timezone.localdate(at), year_asked(request)
    require_keeper(actor=request.actor, on=on)
    job = order_run(actor=request.actor, year=year, at=at, on=on)
    return redirect("jobs:job_detail", job_id=job.pk)


@require_GET
@access(READ_FORECAST)
def area_export(request: Request, year: int, format: str) -> HttpResponse:
    """The area as PDF or XLSX, of the same choices as the page."""
    return _file(request, "forecast.area", year, format)


@require_GET
@access(READ_FORECAST)
def deviations_export(request: Request, year: int, format: str) -> HttpResponse:
    """What deviates as PDF or XLSX, of the same choices as the page."""
    by_line, by_pct = _ranked(request)
    return _file(request, "forecast.deviations", year, format, by_line=by_line, by_pct=by_pct)


def _file(request: Request, kind: str, year: int, format: str, **more: bool) -> HttpResponse:
    if format not in FORMATS or year not in YEARS:
        raise Http404
    top = _top(request)
    parameters = {"year": year, "selected": _selected(request), "top": str(top) if top else "", **more}
    try:
        made = make(kind=kind, actor=request.actor, parameters=parameters, format=format, at=timezone.now())
    except (NothingClosed, MissingFile):
        raise Http404 from None
    return download_of(made)


def _ranked(request: Request) -> tuple[bool, bool]:
    """Whether lines are ranked and not units, and whether by per cent and not by kroner."""
    return request.GET.get("vis") == "konti", request.GET.get("efter") == "pct"


def _area_name(request: Request) -> str:
    """What the area is to who looks: finance reads the whole."""
    return "Hele kommunen" if FINANCE.allows(request.actor) else "Mit område"


def _selected(request: Request) -> str:
    return request.GET.get("udsnit", "")[:40]


def _top(request: Request) -> UUID | None:
    """The unit that `?enhed=` names. Raises Http404 for what is no id."""
    asked = request.GET.get("enhed", "")
    try:
        return UUID(asked) if asked else None
    except ValueError:
        raise Http404 from None


def _initial(request: Request, year: int) -> dict[str, Any]:
    return {"aar": year, "enhed": request.GET.get("enhed", ""), "udsnit": _selected(request)}


def _choices(area: Area, on: dt.date) -> dict[str, Any]:
    return {"on": on, "tops": top_units(area.placed), "selections": [row.selection for row in area.selections]}


def _query(request: Request) -> str:
    """What is chosen, as the end of an address."""
    return f"?{request.GET.urlencode()}" if request.GET else ""
