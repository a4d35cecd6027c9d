"""The workplace, entry or month of an address, found as the actor or answered as not there."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone

from chefforum.kernel.access.access import Request
from chefforum.web.typed import whole_number

from ..queries.entries import EntryNotFound, find_entry
from ..queries.units import UnitNotFound, Workplace, find_workplace, keeps_forecast
from ..rules.rhythm import is_period, month_before

if TYPE_CHECKING:
    from ..models import Entry

YEARS = range(2000, 2101)


def workplace_or_404(request: Request, unit_id: UUID) -> Workplace:
    try:
        return find_workplace(actor=request.actor, unit_id=unit_id, on=timezone.localdate())
    except UnitNotFound:
        raise Http404 from None


def entry_or_404(request: Request, entry_id: UUID) -> Entry:
    try:
        return find_entry(actor=request.actor, entry_id=entry_id)
    except EntryNotFound:
        raise Http404 from None


def year_asked(request: HttpRequest) -> int:
    """The year that `?aar=` names, or this year. Raises Http404 for what is no year."""
    asked = request.POST.get("aar") or request.GET.get("aar")
    if not asked:
        return timezone.localdate().year
    year = whole_number(asked)
    if year not in YEARS:
        raise Http404
    return year


def period_or_404(period: int) -> int:
    if not is_period(period):
        raise Http404
    return period


def period_asked(request: HttpRequest, on: dt.date) -> int:
    """The month that `?maaned=` names (yyyymm), or the one that is assessed now. Raises Http404 for no month."""
    asked = request.GET.get("maaned")
    if not asked:
        return month_before(on)
    return period_or_404(whole_number(asked))


def refused_because(request: Request, reason: object) -> dict[str, Any]:
    """For a page whose year cannot be shown: why, and for finance the way to mend it."""
    return {"refused": str(reason), "keeps": keeps_forecast(actor=request.actor, on=timezone.localdate())}


def around_workplace(place: Workplace, *, year: int, current: str, period: int | None = None) -> dict[str, Any]:
    """What every page of a workplace shows around itself: its name, and the ways to the others."""
    period = period or month_before(timezone.localdate())
    ways = [
        ("workplace", "Hvor ender året?", f"{reverse('forecast:workplace', args=[place.id])}?aar={year}"),
        ("entries", "Mine poster", f"{reverse('forecast:entries', args=[place.id])}?aar={year}"),
        ("plan", "Plan og forbrug", f"{reverse('forecast:plan', args=[place.id])}?aar={year}"),
        ("lines", "Konti", f"{reverse('forecast:lines', args=[place.id])}?aar={year}"),
        ("positions", "Stillinger", f"{reverse('forecast:positions', args=[place.id])}?aar={year}"),
        ("assess", "Vurdér måneden", reverse("forecast:assess", args=[place.id, period])),
        ("overrides", "Satte tal", f"{reverse('forecast:overrides', args=[place.id])}?aar={year}"),
        ("what_if", "Hvad nu hvis", f"{reverse('forecast:what_if', args=[place.id])}?aar={year}"),
        ("sparring", "Sparring", f"{reverse('forecast:sparring', args=[place.id])}?aar={year}"),
        ("history", "Hvem har ændret hvad", f"{reverse('forecast:history', args=[place.id])}?aar={year}"),
    ]
    return {
        "place": place,
        "year": year,
        "ways": [{"title": title, "url": url, "is_here": name == current} for name, title, url in ways],
        "is_this_year": year == timezone.localdate().year,
    }
