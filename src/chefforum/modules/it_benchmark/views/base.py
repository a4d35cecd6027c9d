"""Who delivers: the list of municipalities, and one of them with its deliveries and consent."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from chefforum.kernel.access.access import Request, access

from ..access import KEEP, READ
from ..forms.benchmark import ConsentForm
from ..queries.base import MunicipalityNotFound, find_municipality, list_members
from ..rules.fields import missing_fields
from ..rules.measures import facts_of, lacks
from ..services.deliveries import ConsentWrong, note_consent


@require_GET
@access(READ)
def base(request: Request) -> HttpResponse:
    members = list_members(actor=request.actor)
    years = sorted({year for one in members for year in one.years})
    context = {
        "years": years,
        "rows": [
            {
                "one": one.municipality,
                "cells": [one.years.get(year) for year in years],
                "missing": _missing(one.years),
            }
            for one in members
        ],
        "complete": sum(
            bool(one.years) and not any(fields or measures for _, fields, measures in one.years.values())
            for one in members
        ),
        "keeps": KEEP.allows(request.actor),
    }
    return render(request, "it_benchmark/base.html", context)


def _missing(years: object) -> list[tuple[int, str]]:
    found = []
    for year, (_, fields, measures) in sorted(years.items()):  # type: ignore[attr-defined]
        if fields or measures:
            found.append((year, ", ".join(fields or measures)))
    return found


@require_http_methods(["GET", "POST"])
@access(READ)
def municipality(request: Request, municipality_id: UUID) -> HttpResponse:
    try:
        one, deliveries = find_municipality(actor=request.actor, municipality_id=municipality_id)
    except MunicipalityNotFound:
        raise Http404 from None
    form = ConsentForm.of(one, request.POST or None)
    if request.method == "POST":
        KEEP.require(request.actor)
        if form.is_valid():
            try:
                note_consent(
                    actor=request.actor,
                    municipality_id=one.pk,
                    may_be_named=form.cleaned_data["may_be_named"],
                    source=form.cleaned_data["source"],
                    at=timezone.now(),
                )
            except ConsentWrong as refusal:
                form.add_error("source", str(refusal))
            else:
                messages.success(request, "Gemt.")
                return redirect("it_benchmark:municipality", one.pk)
    context = {
        "one": one,
        "deliveries": [
            (two, missing_fields(two.content["background"]), lacks(facts_of(two.content)), len(two.content["systems"]))
            for two in deliveries
        ],
        "form": form,
        "keeps": KEEP.allows(request.actor),
    }
    return render(request, "it_benchmark/municipality.html", context, status=422 if form.errors else 200)
