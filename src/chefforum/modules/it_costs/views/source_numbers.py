"""What sources count, with the day that it holds for."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from chefforum.kernel.access.access import Request, access
from chefforum.web.pages import page_of

from ..access import KEEP_IT_COSTS
from ..forms.sources import AskedForm
from ..queries.source_numbers import licences, payments, support
from ..rules.kinds import SOURCE_NAMES, Source

ABOUT = {
    Source.KITOS: (
        "Betalinger i KITOS",
        "KITOS har ingen år: beløbet er kr. pr. år den dag, det blev læst, og aldrig et regnskab. En kontrakt kan være "
        "om flere systemer, og beløbet er ikke fordelt på dem.",
    ),
    Source.TOPDESK: ("Sager i TOPdesk", "Sager talt pr. aktiv og år med den tid, der er skrevet på dem."),
    Source.GRAPH: (
        "Licenser i Microsoft 365",
        "Antal den dag, de blev læst. Microsoft har ingen priser og ingen historik.",
    ),
}

OFFERS = {Source.KITOS: "Skriv betalingerne som udgifter", Source.GRAPH: "Skriv antallet i registret"}


@require_GET
@access(KEEP_IT_COSTS)
def source_numbers(request: Request) -> HttpResponse:
    asked = AskedForm(request.GET)
    if not asked.is_valid() or asked.cleaned_data["kilde"] == Source.WIRED:
        raise Http404
    source = Source(asked.cleaned_data["kilde"])
    teams: Any = None
    rows: list[Any]
    if source == Source.KITOS:
        snapshot, rows = payments(actor=request.actor, on=timezone.localdate())
    elif source == Source.TOPDESK:
        snapshot, rows = support(actor=request.actor)
    else:
        snapshot, rows, teams = licences(actor=request.actor)
    title, about = ABOUT[source]
    context = {
        "source": source.value,
        "name": SOURCE_NAMES[source],
        "title": title,
        "about": about,
        "offers": OFFERS.get(source, ""),
        "snapshot": snapshot,
        "page": page_of(rows, request),
        "teams": teams,
    }
    return render(request, "it_costs/source_numbers.html", context)
