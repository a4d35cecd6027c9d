"""The workplace's own page: where its year ends, why each number is what it is, and what if."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from chefforum.calc.danish_dates import MONTHS
from chefforum.kernel.access.access import Request, access

from ..access import READ_FORECAST
from ..documents.pictures import bridge_of_year, months_of_line, picture_of_year
from ..queries.assessments import state_of_month
from ..queries.closed_units import closed_unit
from ..queries.sparring import notes_beside
from ..queries.units import UnitNotFound, children_of, find_workplace
from ..queries.workplace import LineNotFound, WhyLine, why_line, workplace_year
from ..rules.rhythm import month_before
from ..rules.running import NothingClosed
from .finding import around_workplace, refused_because, workplace_or_404, year_asked


@require_GET
@access(READ_FORECAST)
def workplace(request: Request, unit_id: UUID) -> HttpResponse:
    """One picture first; what there is none of yet is said with what to do."""
    on, year = timezone.localdate(), year_asked(request)
    try:
        place = find_workplace(actor=request.actor, unit_id=unit_id, on=on)
    except UnitNotFound:
        return _closed(request, unit_id, on)
    context = {
        **around_workplace(place, year=year, current="workplace"),
        "below": children_of(actor=request.actor, unit_id=unit_id, on=on),
    }
    try:
        shown = workplace_year(actor=request.actor, unit_id=unit_id, year=year, on=on, place=place)
    except NothingClosed as refusal:
        context |= {**refused_because(request, refusal), "nothing": "closed"}
        return render(request, "forecast/workplace_empty.html", context)
    if not len(shown.expected):
        context |= {**refused_because(request, ""), "nothing": "lines"}
        return render(request, "forecast/workplace_empty.html", context)
    period = month_before(on)
    is_this_year = period // 100 == year
    month = state_of_month(unit_id=unit_id, period=period, on=on) if is_this_year else None
    context |= {
        "shown": shown,
        "picture": picture_of_year(shown),
        "bridge": bridge_of_year(shown),
        "months_left": [MONTHS[number - 1][:3] for number in shown.months_left],
        "month": month,
        "month_is_late": month is not None and month.due is not None and on > month.due,
        "period": period,
        "notes": notes_beside(actor=request.actor, place=place, year=year, on=on)[:3],
    }
    return render(request, "forecast/workplace.html", context)


def _closed(request: Request, unit_id: UUID, on: dt.date) -> HttpResponse:
    """What there was of a unit that is no more, for who may know of it."""
    try:
        closed = closed_unit(actor=request.actor, unit_id=unit_id, on=on)
    except UnitNotFound:
        raise Http404 from None
    return render(request, "forecast/workplace_closed.html", {"closed": closed})


@require_GET
@access(READ_FORECAST)
def why(request: Request, unit_id: UUID) -> HttpResponse:
    """One line, `?konto=`: from what its number is made, and on to its postings."""
    place = workplace_or_404(request, unit_id)
    on, year = timezone.localdate(), year_asked(request)
    account = request.GET.get("konto", "")[:60]
    try:
        line = why_line(actor=request.actor, unit_id=unit_id, year=year, account=account, on=on)
    except (LineNotFound, NothingClosed):
        raise Http404 from None
    asked = {"enhed": str(unit_id), "konto": account, "fra": year * 100 + 1, "til": line.closed_through}
    asked |= {"omfang": "egne", "organisation": "nu"}  # so that they sum to what is used
    context = {
        **around_workplace(place, year=year, current=""),
        "line": line,
        "chart": months_of_line(line),
        "postings_url": f"{reverse('ledger:postings')}?{urlencode(asked)}" if account else "",
        "positions_url": _positions_url(unit_id, year, line),
        "override_url": f"{reverse('forecast:overrides', args=[unit_id])}?{urlencode({'aar': year, 'konto': account})}",
    }
    return render(request, "forecast/why.html", context)


def _positions_url(unit_id: UUID, year: int, line: WhyLine) -> str:
    """The positions that the line's number is reckoned from; empty where it is not."""
    if not line.is_of_positions:
        return ""
    asked = {"aar": year} | ({"konto": line.shown.account} if line.is_fixed_pay else {})
    return f"{reverse('forecast:positions', args=[unit_id])}?{urlencode(asked)}"
