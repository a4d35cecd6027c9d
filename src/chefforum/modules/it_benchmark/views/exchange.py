"""The exchange: what we send, shown before it is; the template; and the public schema."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from chefforum.kernel.access.access import Request, access
from chefforum.kernel.access.rules import PUBLIC
from chefforum.kernel.documents.downloads import download_of
from chefforum.kernel.documents.services import make
from chefforum.kernel.imports.tables import csv_of
from chefforum.kernel.organisation.queries import tree_on
from chefforum.modules.it_costs.rules.kinds import ACTIVITY_NAMES, CATEGORY_NAMES
from chefforum.web import danish

from ..access import KEEP
from ..forms.benchmark import ExchangeForm
from ..queries.exchange import last_fetched
from ..queries.own import own_choices, own_content
from ..rules import exchange as rules
from ..rules.exchange_csv import table_of
from ..rules.fields import FIELDS
from ..rules.measures import CELLS, MARKS
from ..services.deliveries import note_fetched

FORMATS = ("json", "csv")


@require_GET
@access(KEEP)
def exchange(request: Request) -> HttpResponse:
    form = ExchangeForm(request.GET, years=own_choices(), on=timezone.localdate())
    context: dict[str, Any] = {"filters": form, "year": form.year}
    if form.year is not None:
        content = _content(request, form)
        context |= {
            "content": content,
            "mark": rules.mark_of(content),
            "background": [
                (one.name, None if content["background"][one.key] is None else _said(content, one.key, one))
                for one in FIELDS
            ],
            "costs": _costs(content),
            "systems": content["systems"][:20],
            "more": max(0, len(content["systems"]) - 20),
            "fetched": last_fetched(actor=request.actor, year=form.year),
            "query": urlencode({**_kept(form), "aar": form.year}),
        }
    return render(request, "it_benchmark/exchange.html", context)


def _said(content: dict[str, Any], key: str, field: Any) -> str:
    number = danish.number(content["background"][key], field.decimals)
    return f"{number} {field.unit}".strip()


def _kept(form: ExchangeForm) -> dict[str, str]:
    return {name: "on" for name in ("navn", "systemer") if form.cleaned_data.get(name)}


def _content(request: Request, form: ExchangeForm) -> dict[str, Any]:
    on = timezone.localdate()
    return own_content(
        actor=request.actor,
        year=form.year or 0,
        may_be_named=bool(form.cleaned_data.get("navn")),
        systems_agreed=bool(form.cleaned_data.get("systemer")),
        tree=tree_on(on),
        on=on,
    )


def _costs(content: dict[str, Any]) -> list[tuple[str, str, Any, Any]]:
    """Cells that are not nought, in words."""
    by = {(one["category"], one["activity"]): one for one in content["costs"]}
    return [
        (CATEGORY_NAMES[cell[0]], ACTIVITY_NAMES[cell[1]], *(by[cell][mark] for mark in MARKS.values()))  # type: ignore[index]
        for cell in CELLS
        if any(by[cell][mark] != 0 for mark in MARKS.values())
    ]


@require_GET
@access(KEEP)
def exchange_file(request: Request, format: str) -> HttpResponse:
    """Our own year as a file."""
    form = ExchangeForm(request.GET, years=own_choices(), on=timezone.localdate())
    if format not in FORMATS or form.year is None:
        raise Http404
    parameters = {
        "year": str(form.year),
        "named": "1" if form.cleaned_data.get("navn") else "",
        "systems": "1" if form.cleaned_data.get("systemer") else "",
    }
    at = timezone.now()
    made = make(kind="it_benchmark.exchange", actor=request.actor, parameters=parameters, format=format, at=at)
    note_fetched(actor=request.actor, content=_content(request, form), at=at)
    return download_of(made)


@require_GET
@access(KEEP)
def template(request: Request) -> HttpResponse:
    """The template, empty, as CSV."""
    headers = {"Content-Disposition": 'attachment; filename="it-benchmark-skabelon.csv"'}
    return HttpResponse(csv_of(table_of()), content_type="text/csv; charset=utf-8", headers=headers)


@require_GET
@access(PUBLIC)
def schema(request: Request) -> HttpResponse:
    """The published JSON Schema: anybody may read it, and tools fetch it."""
    answer = JsonResponse(
        {**rules.schema(), "$id": request.build_absolute_uri(request.path)},
        json_dumps_params={"ensure_ascii": False, "indent": 1},
        content_type="application/schema+json",
    )
    answer["Cache-Control"] = "public, max-age=86400"
    return answer
