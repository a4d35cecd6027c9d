"""A unit's positions: what each costs by month and year, and why; sums of many for who may not see each one's."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.http import require_GET

from chefforum.kernel.access.access import Request, access

from ..access import READ_FORECAST
from ..documents.pictures import months_of_staff
from ..documents.positions import positions_workbook
from ..queries.positions import PositionNotFound, UnitPositions, find_position, positions_of_unit
from ..queries.units import Workplace
from ..services.reading_pay import note_reading_of_pay
from .finding import YEARS, around_workplace, workplace_or_404, year_asked

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
@access(READ_FORECAST)
def positions(request: Request, unit_id: UUID) -> HttpResponse:
    """All of them, or with `?konto=` those that are paid from an account."""
    place, year = workplace_or_404(request, unit_id), year_asked(request)
    found = _found(request, place, year)
    if found.positions:
        note_reading_of_pay(actor=request.actor, unit_id=unit_id, year=year, at=timezone.now(), how="side")
    chosen = {"aar": year} | ({"konto": found.account} if found.account else {})
    context = {
        **around_workplace(place, year=year, current="positions"),
        "found": found,
        "chart": months_of_staff(found) if found.months else None,
        "export_url": f"{reverse('forecast:positions_export', args=[unit_id, year])}?{urlencode(chosen)}",
    }
    return render(request, "forecast/positions.html", context)


@require_GET
@access(READ_FORECAST)
def position(request: Request, unit_id: UUID) -> HttpResponse:
    """One, `?nr=`: what happens in it, what each month costs, and what that is reckoned from."""
    place, year = workplace_or_404(request, unit_id), year_asked(request)
    number = request.GET.get("nr", "")[:60]
    try:
        found = find_position(actor=request.actor, place=place, year=year, on=timezone.localdate(), position_id=number)
    except PositionNotFound:
        raise Http404 from None
    note_reading_of_pay(
        actor=request.actor, unit_id=unit_id, year=year, at=timezone.now(), how="side", position_id=found.position_id
    )
    context = {**around_workplace(place, year=year, current=""), "position": found}
    return render(request, "forecast/position.html", context)


@require_GET
@access(READ_FORECAST)
def positions_export(request: Request, unit_id: UUID, year: int) -> HttpResponse:
    """What stands on the page, as XLSX."""
    if year not in YEARS:
        raise Http404
    place = workplace_or_404(request, unit_id)
    found = _found(request, place, year)
    if found.positions:
        note_reading_of_pay(actor=request.actor, unit_id=unit_id, year=year, at=timezone.now(), how="xlsx")
    response = HttpResponse(positions_workbook(found), content_type=XLSX)
    name = f"stillinger-{slugify(place.name)}-{year}.xlsx"
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Cache-Control"] = "private, no-store"
    return response


def _found(request: Request, place: Workplace, year: int) -> UnitPositions:
    account = request.GET.get("konto", "")[:60]
    return positions_of_unit(actor=request.actor, place=place, year=year, on=timezone.localdate(), account=account)
