"""What sources count, with the day that it holds for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
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


def choose_source(request: Request, title: str, offered: Iterable[Source]) -> HttpResponse:
    """For an address that names no source that the page is of: which there are, each as the same page of it."""
    context = {"title": title, "offered": [(one.value, SOURCE_NAMES[one]) for one in offered]}
    return render(request, "it_costs/source_choose.html", context)


@require_GET
@access(KEEP_IT_COSTS)
def source_numbers(request: Request) -> HttpResponse:
    source = AskedForm(request.GET).source_among(ABOUT)
    if source is None:
        return choose_source(request, "Tal fra kilderne", ABOUT)
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
