"""The whole country, for who operates the exchange."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from chefforum.kernel.access.access import Request, access
from chefforum.kernel.imports.tables import csv_of
from chefforum.web import danish
from chefforum.web.charts import Chart, bar_chart

from ..access import SEE_COUNTRY
from ..forms.benchmark import CountryFilter
from ..queries.national import Country, country, newest_table, who_is_behind
from ..rules.national import Shown
from ..services.national import NothingToShow, build_national_table

CHARTED = 12


@require_GET
@access(SEE_COUNTRY)
def national(request: Request) -> HttpResponse:
    table = newest_table(actor=request.actor)
    newest, behind = who_is_behind(actor=request.actor)
    context: dict[str, Any] = {"table": table, "newest": newest, "behind": behind}
    if table is not None:
        filters = CountryFilter(request.GET, years=[one["year"] for one in table.years], kle=table.kle)
        found = country(actor=request.actor, table=table, asked=filters.asked)
        context |= {
            "filters": filters,
            "found": found,
            "products": [(one, _cells(one)) for one in found.products],
            "vendors": [
                (one, danish.MISSING if one.share is None else danish.number(one.share, 1)) for one in found.vendors
            ],
            "chart": _chart(found),
            "asked": request.GET.urlencode(),
        }
    return render(request, "it_benchmark/national.html", context)


def _cells(one: Shown) -> tuple[str, str]:
    """Users and cost for each, in words."""
    if one.why:
        return "skjult", "skjult"
    users = "–" if one.users is None else danish.number(one.users)
    if one.spread is None:
        return users, "skjult"
    spread = one.spread
    return users, f"{danish.number(spread.low)} / {danish.number(spread.median)} / {danish.number(spread.high)}"


def _chart(found: Country) -> Chart | None:
    rows = [one for one in found.products if one.municipalities is not None][:CHARTED]
    if not rows:
        return None
    return bar_chart(
        title=f"De mest brugte produkter {found.asked.year}",
        labels=[one.name for one in rows],
        values=[one.municipalities for one in rows],
        unit="kommune,kommuner",
        corner="Produkt",
    )


@require_GET
@access(SEE_COUNTRY)
def national_file(request: Request) -> HttpResponse:
    """What the page shows, as CSV."""
    table = newest_table(actor=request.actor)
    if table is None:
        messages.warning(request, "Landets tal er ikke dannet endnu.")
        return redirect("it_benchmark:national")
    filters = CountryFilter(request.GET, years=[one["year"] for one in table.years], kle=table.kle)
    found = country(actor=request.actor, table=table, asked=filters.asked)
    rows = [("Produkt", "Leverandør", "Kommuner", "Brugere", "Kr. pr. bruger: kvartil / median / kvartil")]
    rows += [(one.name, one.vendor, one.count, *_cells(one)) for one in found.products]
    headers = {"Content-Disposition": f'attachment; filename="it-hele-landet-{found.asked.year}.csv"'}
    return HttpResponse(csv_of(rows), content_type="text/csv; charset=utf-8", headers=headers)


@require_POST
@access(SEE_COUNTRY)
def national_build(request: Request) -> HttpResponse:
    try:
        made = build_national_table(actor=request.actor, at=timezone.now())
    except NothingToShow as reason:
        messages.warning(request, str(reason))
    else:
        messages.success(request, f"Dannet af {danish.counted(made.municipalities, 'kommune,kommuner')}.")
    return redirect("it_benchmark:national")
