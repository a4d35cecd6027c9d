"""Costs beside the ledger: from contracts and by hand."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chefforum.kernel.access.access import Request, access
from chefforum.kernel.imports.tables import csv_of, workbook_of
from chefforum.kernel.organisation.queries import tree_on
from chefforum.web.pages import page_of

from ..access import KEEP_IT_COSTS, READ_COSTS
from ..forms.costs import LineFilter, LineForm
from ..queries import choices, cost_lines
from ..queries.rule_rows import rows_of_lines
from ..rules.cost_facts import WrongLine
from ..services import costs as services
from .rules import FORMATS


@require_GET
@access(READ_COSTS)
def cost_line_list(request: Request) -> HttpResponse:
    filters = LineFilter(request.GET or QueryDict())
    said = filters.cleaned_data if filters.is_valid() else {}
    found = cost_lines.list_lines(
        actor=request.actor,
        year=said.get("aar"),
        source=said.get("kilde", ""),
        words=said.get("ord", "").strip(),
        is_removed=said.get("fjernet", False),
    )
    page, tree = page_of(found, request), tree_on(timezone.localdate())
    context = {
        "page": page,
        "rows": [(line, tree.unit(line.unit_id) if line.unit_id else None) for line in page.object_list],
        "filters": filters,
        "nouns": "linje,linjer",
        "may_write": KEEP_IT_COSTS.allows(request.actor),
        "is_filtered": bool(request.GET),
    }
    return render(request, "it_costs/cost_lines.html", context)


@require_http_methods(["GET", "POST"])
@access(KEEP_IT_COSTS)
def cost_line_new(request: Request) -> HttpResponse:
    return _line_page(request, None)


@require_http_methods(["GET", "POST"])
@access(KEEP_IT_COSTS)
def cost_line_change(request: Request, line_id: UUID) -> HttpResponse:
    try:
        line = cost_lines.find_line(actor=request.actor, line_id=line_id)
    except cost_lines.LineNotFound:
        raise Http404 from None
    return _line_page(request, line)


def _line_page(request: Request, line: Any) -> HttpResponse:
    on = timezone.localdate()
    form = LineForm(
        request.POST or None,
        initial=LineForm.initial_of(line) if line else {"year": on.year},
        systems=cost_lines.systems_to_choose(),
        units=choices.units_to_choose(tree_on(on)),
        keys=cost_lines.keys_to_choose(),
        contracts=cost_lines.contracts_to_choose(),
    )
    if request.method == "POST" and form.is_valid():
        said: dict[str, Any] = {"actor": request.actor, "facts": form.facts, "at": timezone.now()}
        try:
            if line is None:
                services.add_line(**said)
            else:
                services.change_line(**said, line_id=line.pk)
        except WrongLine as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            messages.success(request, "Linjen er gemt.")
            return redirect("it_costs:cost_lines")
    heading = "Ret linjen" if line else "Ny linje"
    context = {"form": form, "heading": heading, "cancel_url": reverse("it_costs:cost_lines")}
    return render(request, "it_costs/cost_line_form.html", context, status=422 if form.errors else 200)


@require_POST
@access(KEEP_IT_COSTS)
def cost_line_remove(request: Request, line_id: UUID) -> HttpResponse:
    is_back = bool(request.POST.get("genopret"))
    try:
        services.remove_line(actor=request.actor, line_id=line_id, at=timezone.now(), is_back=is_back)
    except cost_lines.LineNotFound:
        raise Http404 from None
    messages.success(request, "Linjen er lagt tilbage." if is_back else "Linjen er fjernet. Den står under Fjernede.")
    return redirect("it_costs:cost_lines")


@require_GET
@access(READ_COSTS)
def cost_lines_export(request: Request, format: str) -> HttpResponse:
    if format not in FORMATS:
        raise Http404
    table = rows_of_lines(actor=request.actor, on=timezone.localdate())
    content = csv_of(table) if format == "csv" else workbook_of("Linjer", table)
    name = f'attachment; filename="it-udgifter.{format}"'
    return HttpResponse(content, content_type=FORMATS[format], headers={"Content-Disposition": name})
