"""The front page of placements: how the year goes, by department, type of job, workplace and year; one department."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from chefforum.kernel.access.access import Request, access
from chefforum.web.charts import bar_chart

from ..access import OFFER_PLACES, READ_PLACEMENTS, READ_PUBLISHED, is_coordinator
from ..forms.status import StatusFilter
from ..queries.publishing import published_now
from ..queries.status import DepartmentNotFound, department_of, own_of, status_of, years_told
from ..rules.kinds import KIND_NAMES, TARGETED, PlacementKind
from ..rules.publishing import LEGEND, Shown
from ..rules.status import DepartmentStatus, KindStatus, Status
from ..rules.status_charts import departments_chart, way_chart

DEPARTMENTS, JOB_TYPES, WORKPLACES, YEARS = "afdelinger", "stillinger", "arbejdssteder", "aar-for-aar"


@require_GET
@access(READ_PUBLISHED)
def overview(request: Request) -> HttpResponse:
    """How the year goes, and one of the tables."""
    on = timezone.localdate()
    filters, year, kinds = _chosen(request)
    status = status_of(actor=request.actor, year=year, on=on)
    view = request.GET.get("vis", DEPARTMENTS)
    may_read = READ_PLACEMENTS.allows(request.actor)
    if view not in (DEPARTMENTS, JOB_TYPES, YEARS) and not (view == WORKPLACES and may_read):
        view = DEPARTMENTS
    context: dict[str, Any] = {
        "status": status,
        "filters": filters,
        "view": view,
        "tabs": _tabs(request, view, may_read),
        "kinds": [_kind(status, kind) for kind in kinds],
        "is_empty": not status.has_targets and not status.has_placements,
        "own": own_of(actor=request.actor, on=on),
        "may_offer": OFFER_PLACES.allows(request.actor),
        "is_coordinator": is_coordinator(request.actor),
        "legend": LEGEND if status.hides else "",
        "first_published": status.first_published,
        "published": published_now(on) if is_coordinator(request.actor) else None,
        "empty_chart": _empty_chart(status),
        "years": status.years,
    }
    context |= _table(status, view, kinds)
    return render(request, "placements/overview.html", context)


@require_GET
@access(READ_PUBLISHED)
def department(request: Request, department_id: UUID) -> HttpResponse:
    """One department: the year so far, its workplaces for those who may, its places."""
    on = timezone.localdate()
    filters, year, kinds = _chosen(request)
    try:
        status, found, ways = department_of(actor=request.actor, department_id=department_id, year=year, on=on)
    except DepartmentNotFound:
        raise Http404 from None
    shown = [
        {
            "status": found.kinds[kind],
            "chart": way_chart(
                found.kinds[kind],
                ways[kind],
                title=f"{found.name}, {KIND_NAMES[kind].lower()}",
            )
            if kind in ways
            else None,
            "by_year": [(past, found.by_year[kind, past]) for past in status.years],
        }
        for kind in kinds
    ]
    context = {
        "status": status,
        "department": found,
        "filters": filters,
        "kinds": shown,
        "workplaces": [row for row in status.workplaces if row.department == found.name],
        "may_offer": OFFER_PLACES.allows(request.actor),
        "legend": LEGEND if _hides(found) else "",
        "first_published": status.first_published,
        "years": status.years,
    }
    return render(request, "placements/department.html", context)


def _chosen(request: Request) -> tuple[StatusFilter, int, tuple[PlacementKind, ...]]:
    """The form, the year (the newest where none that can be told is chosen), and the kinds."""
    years = years_told(actor=request.actor, on=timezone.localdate())
    filters = StatusFilter(request.GET, years=years)
    filters.is_valid()
    year = filters.cleaned_data.get("aar") or years[0]
    kind = filters.cleaned_data.get("type")
    initial = {"aar": year, "type": kind or ""}
    return StatusFilter(initial, years=years), year, (PlacementKind(kind),) if kind else TARGETED


def _tabs(request: Request, view: str, may_read: bool) -> list[dict[str, Any]]:
    named = [
        (DEPARTMENTS, "Afdelinger"),
        (JOB_TYPES, "Stillingstyper"),
        *([(WORKPLACES, "Arbejdssteder")] if may_read else []),
        (YEARS, "År for år"),
    ]
    kept = {name: request.GET[name] for name in ("aar", "type") if request.GET.get(name)}
    return [
        {"title": title, "url": f"?{urlencode({**kept, 'vis': name})}#tabel", "is_here": name == view}
        for name, title in named
    ]


def _kind(status: Status, kind: PlacementKind) -> dict[str, Any]:
    of = status.whole[kind]
    way = status.ways[kind]
    return {"status": of, "chart": way_chart(of, way), "is_merged": way.is_merged and bool(way.points)}


def _table(status: Status, view: str, kinds: Sequence[PlacementKind]) -> dict[str, Any]:
    """What the chosen tab shows."""
    if view == JOB_TYPES:
        return {"tables": [_by_year(status, kind, status.job_types) for kind in kinds]}
    if view == YEARS:
        return {"tables": [_by_year(status, kind, status.departments) for kind in kinds], "all_kinds": _totals(status)}
    if view == WORKPLACES:
        rows = [{"row": row, "kinds": [row.kinds[kind] for kind in kinds]} for row in status.workplaces]
        return {"workplaces": rows, "kind_names": [KIND_NAMES[kind] for kind in kinds]}
    return {"tables": [_departments(status, kind) for kind in kinds]}


def _departments(status: Status, kind: PlacementKind) -> dict[str, Any]:
    rows = [{"row": row, "of": row.kinds[kind], "link": _link(row, status)} for row in status.departments]
    title = f"{KIND_NAMES[kind]}: afdelingerne og det, der ventes til og med nu"
    return {
        "name": KIND_NAMES[kind],
        "rows": rows,
        "whole": status.whole[kind],
        "tells_taken": any(row.kinds[kind].taken is not None for row in status.departments),
        "chart": departments_chart(
            list(status.departments), [row.kinds[kind] for row in status.departments], title=title
        ),
    }


def _by_year(status: Status, kind: PlacementKind, rows: Sequence[Any]) -> dict[str, Any]:
    told = [
        {"name": row.name, "counts": _counts(status, kind, row.by_year)}
        for row in rows
        if any(row.by_year[kind, year].value != 0 for year in status.years)
    ]
    return {"name": KIND_NAMES[kind], "rows": told, "totals": _counts(status, kind, status.by_year)}


def _totals(status: Status) -> list[dict[str, Any]]:
    return [
        {"name": KIND_NAMES[kind], "counts": _counts(status, kind, status.by_year)}
        for kind in PlacementKind
        if any(status.by_year[kind, year].value != 0 for year in status.years)
    ]


def _counts(status: Status, kind: PlacementKind, by_year: Mapping[tuple[PlacementKind, int], Shown]) -> list[Shown]:
    return [by_year[kind, year] for year in status.years]


def _link(row: DepartmentStatus, status: Status) -> str:
    return f"{reverse('placements:department', args=[row.id])}?aar={status.year}" if row.id else ""


def _hides(row: DepartmentStatus) -> bool:
    shown: list[Shown | None] = [*row.by_year.values()]
    for one in row.kinds.values():
        shown += _of(one)
    return any(count is not None and count.is_hidden for count in shown)


def _of(one: KindStatus) -> list[Shown | None]:
    return [one.started, one.running, one.taken]


def _empty_chart(status: Status) -> Any:
    if not status.empty_reasons:
        return None
    return bar_chart(
        title=f"Hvorfor pladser har stået tomme i {status.year}",
        labels=[name for name, _ in status.empty_reasons],
        values=[share for _, share in status.empty_reasons],
        unit="%",
        corner="Grund",
    )
