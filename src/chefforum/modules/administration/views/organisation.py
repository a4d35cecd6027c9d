"""The organisation on the web."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from chefforum.kernel.access.access import Request, access
from chefforum.kernel.documents.downloads import download_of
from chefforum.kernel.documents.services import UnknownFormat, make
from chefforum.modules.administration.access import KEEP_ORGANISATION, READ_ORGANISATION
from chefforum.modules.administration.forms import OrganisationFilter
from chefforum.modules.administration.queries import organisation as queries
from chefforum.web import danish
from chefforum.web.charts import Chart, column_chart


def _date_in(request: Request) -> dt.date:
    """The date in the address; today where there is none, which is told where the address has something else."""
    written = request.GET.get("dato", "")
    try:
        return dt.date.fromisoformat(written)
    except ValueError:
        if written:
            messages.warning(request, f"“{written[:30]}” er ikke en dato. Her vises, hvad der gælder i dag.")
        return timezone.localdate()


@require_GET
@access(READ_ORGANISATION)
def organisation(request: Request) -> HttpResponse:
    on, text = _date_in(request), request.GET.get("q", "")[:100]
    context = {
        "nodes": queries.organisation_on(actor=request.actor, on=on, text=text),
        "on": on,
        "text": text.strip(),
        "filters": OrganisationFilter(initial={"dato": on, "q": text}),
        "may_import": KEEP_ORGANISATION.allows(request.actor),
    }
    return render(request, "administration/organisation.html", context)


@require_GET
@access(READ_ORGANISATION)
def unit(request: Request, unit_id: UUID) -> HttpResponse:
    on = _date_in(request)
    try:
        page = queries.unit_page(actor=request.actor, unit_id=unit_id, on=on)
    except queries.UnitNotFound:
        raise Http404 from None
    return render(request, "administration/unit.html", {"shown": page, "on": on, "chart": _fte_over_time(page)})


def _fte_over_time(page: queries.UnitPage) -> Chart | None:
    """A column for each day that the unit was counted; columns, since nobody knows the course between two counts."""
    counts = sorted(page.counts, key=lambda count: count.on_date)
    if not counts:
        return None
    return column_chart(
        title="Årsværk i enheden selv, pr. opgørelse",
        labels=[danish.date(count.on_date) for count in counts],
        values=[count.fte for count in counts],
        decimals=2,
        corner="Opgjort",
    )


@require_GET
@access(READ_ORGANISATION)
def export(request: Request, format: str) -> HttpResponse:
    parameters = {"on": _date_in(request).isoformat()}
    at = timezone.now()
    try:
        made = make(
            kind="administration.organisation", actor=request.actor, parameters=parameters, format=format, at=at
        )
    except UnknownFormat:
        raise Http404 from None
    return download_of(made)
