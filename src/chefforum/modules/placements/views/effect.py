"""What came of placements: shares by type and place, year against year; and how long it took from the start."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from chefforum.kernel.access.access import Request, access

from ..access import READ_PUBLISHED, is_coordinator
from ..forms.effect import EffectFilter, TimeFilter
from ..queries.effect import definitions, effect_of, spells_of, usual_definition, usual_year
from ..rules.effect import WHERE_NAMES, Defined, Where
from ..rules.effect_charts import time_chart, ways_chart, where_chart, years_chart
from ..rules.effect_words import NOT_BY_LOT, between, compared_in, in_short, missing_in, percent
from ..rules.kinds import KIND_NAMES, PlacementKind
from ..rules.time_to_close import told


@require_GET
@access(READ_PUBLISHED)
def effect(request: Request) -> HttpResponse:
    """A year and the year before it, by one definition."""
    on, known = timezone.localdate(), definitions()
    form = EffectFilter(request.GET, definitions=known, on=on, year=usual_year(on))
    year, definition = _chosen(form, known, on)
    context: dict[str, Any] = {
        "form": form,
        "year": year,
        "definition": definition,
        "definitions": known,
        "nothing": f"Ingen forløb med udfald i {year}",
        "is_coordinator": is_coordinator(request.actor),
    }
    if definition is not None:
        found = effect_of(actor=request.actor, years=(year, year - 1), definition=definition, on=on)
        context |= {
            "found": found,
            "in_short": in_short(found, year),
            "inside": years_chart(found, Where.MUNICIPAL),
            "outside": where_chart(found, year),
            "ways": ways_chart(
                [
                    (f"{KIND_NAMES[kind]} {WHERE_NAMES[where].lower()}", found.of(year, where, kind))
                    for where in Where
                    for kind in found.kinds
                ]
            ),
            "comparisons": compared_in(found),
            "missing": missing_in(found, year),
            "not_by_lot": NOT_BY_LOT,
        }
    return render(request, "placements/effect.html", context)


@require_GET
@access(READ_PUBLISHED)
def time_to_close(request: Request) -> HttpResponse:
    """How long from the start until a case is closed. On a page of its own: it takes the time of a longer reckoning."""
    on, known = timezone.localdate(), definitions()
    form = TimeFilter(request.GET, definitions=known, on=on, year=usual_year(on))
    year, definition = _chosen(form, known, on)
    said = form.cleaned_data
    kind, where = said.get("type") or PlacementKind.INTERNSHIP, said.get("sted") or Where.MUNICIPAL
    found = None
    if definition is not None:
        followed = spells_of(actor=request.actor, year=year, definition=definition, kind=kind.value, where=where, on=on)
        found = told(followed.spells, followed.closed_in_time)
    context = {
        "form": form,
        "year": year,
        "definition": definition,
        "kind": KIND_NAMES[kind],
        "where": WHERE_NAMES[where],
        "found": found,
        "chart": time_chart(found) if found and found.weeks else None,
        "thirteen": percent(found.thirteen.estimate) if found and found.thirteen else "",
        "thirteen_between": between(found.thirteen) if found and found.thirteen else "",
        "ways": [(name, percent(share)) for name, share in found.named_ways] if found else [],
    }
    return render(request, "placements/time_to_close.html", context)


def _chosen(form: EffectFilter, known: tuple[Defined, ...], on: dt.date) -> tuple[int, Defined | None]:
    form.is_valid()
    year = form.cleaned_data.get("aar") or usual_year(on)
    wanted = form.cleaned_data.get("definition")
    chosen = next((one for one in known if one.span.id == wanted), None)
    return year, chosen or usual_definition(known, year=year, on=on)
