"""The municipality beside the country and its neighbours, in public figures."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from chefforum.kernel.access.access import Request, access
from chefforum.web import danish
from chefforum.web.charts import Chart, Series, line_chart

from ..access import KEEP_PLACEMENTS, READ_PUBLISHED
from ..forms.public_figures import ShownForm, TableForm
from ..queries.public_figures import KeptTable, OverTime, choices_of, kept_tables, over_time
from ..rules.public_figures import TABLES, own_area, period_name, short_period
from ..services.public_figures import has_token, order_fetch


@require_GET
@access(READ_PUBLISHED)
def public_figures(request: Request) -> HttpResponse:
    """The table that is asked for, else the first that there is."""
    kept = kept_tables(actor=request.actor)
    asked = request.GET.get("tabel", "")
    shown = next((one for one in kept if one.newest.table == asked), kept[0] if kept else None)
    context: dict[str, Any] = {
        "may_keep": KEEP_PLACEMENTS.allows(request.actor),
        "has_token": has_token(),
        "form": TableForm(initial={"tabel": asked}),
        "shown": shown,
        "tabs": [
            {"title": one.newest.title, "url": f"?tabel={one.newest.table}", "is_here": one is shown} for one in kept
        ],
    }
    if shown is not None:
        context |= _shown(request, shown)
    return render(request, "placements/public_figures.html", context)


def _shown(request: Request, table: KeptTable) -> dict[str, Any]:
    choices = choices_of(actor=request.actor, holder=table.holder)
    own = own_area(settings.MUNICIPALITY)
    form = ShownForm(_asked(request.GET), choices=choices, own=own)
    measure, group, areas = form.asked()
    found = over_time(actor=request.actor, holder=table.holder, measure=measure, group=group, areas=areas)
    about = TABLES.get(table.newest.table)
    return {
        "about": about.about if about else "",
        "filters": form,
        "own": own,
        "is_there": own in choices.areas,
        "found": found,
        "measure": measure,
        "group": group,
        "chart": chart_of(found, title=measure, group=group) if found.periods else None,
        "newest": _newest(found),
    }


def _asked(said: QueryDict) -> QueryDict | None:
    """None where nothing but the table is asked for, so that the form stands with what is usual."""
    return said if set(said) - {"tabel"} else None


def _newest(found: OverTime) -> list[tuple[str, str, str]]:
    """Of each area the newest figure that is told, and its period; no words where none is."""
    rows = []
    decimals = _decimals(found)
    for area, values in found.values:
        told = [(value, period) for value, period in zip(values, found.periods, strict=True) if value is not None]
        rows.append((area, danish.number(told[-1][0], decimals), period_name(told[-1][1])) if told else (area, "", ""))
    return rows


def _decimals(found: OverTime) -> int:
    told = [value for _, values in found.values for value in values if value is not None]
    return 0 if not any(value % 1 for value in told) else 2 if max(map(abs, told)) < 10 else 1


def chart_of(found: OverTime, *, title: str, group: str) -> Chart:
    return line_chart(
        title=f"{title}, {group}" if group else title,
        labels=[short_period(one) for one in found.periods],
        series=[Series(area, values) for area, values in found.values],
        decimals=_decimals(found),
        corner="Periode",
    )


@require_POST
@access(KEEP_PLACEMENTS)
def public_figures_fetch(request: Request) -> HttpResponse:
    form = TableForm(request.POST)
    if not form.is_valid() or not has_token():
        return redirect("placements:public_figures")
    ordered = order_fetch(actor=request.actor, table=form.cleaned_data["tabel"], at=timezone.now())
    return redirect("jobs:job_detail", job_id=ordered.pk)
