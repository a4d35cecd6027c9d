"""Allocation keys, and whether costs and ledger come to the same."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chefforum.kernel.access.access import Request, access
from chefforum.kernel.organisation.queries import tree_on
from chefforum.web.typed import whole_number

from ..access import KEEP_IT_COSTS, READ_ALL_COSTS
from ..forms.costs import DifferenceForm, KeyForm
from ..forms.rules import YearForm
from ..queries import choices, cost_lines
from ..queries.cells import years_to_choose
from ..queries.reconciliation import reconcile
from ..rules.cost_facts import WrongLine
from ..services import costs as services

MOST_LEFT = 50


@require_GET
@access(READ_ALL_COSTS)
def keys(request: Request) -> HttpResponse:
    found = cost_lines.list_keys(actor=request.actor)
    context = {"keys": found, "may_make": KEEP_IT_COSTS.allows(request.actor)}
    return render(request, "it_costs/keys.html", context)


@require_GET
@access(READ_ALL_COSTS)
def key(request: Request, key_id: UUID) -> HttpResponse:
    try:
        found, weights = cost_lines.find_key(actor=request.actor, key_id=key_id)
    except cost_lines.LineNotFound:
        raise Http404 from None
    tree = tree_on(timezone.localdate())
    total = sum((one.weight for one in weights), Decimal(0))
    rules, lines = cost_lines.uses_of_key(key_id)
    context = {
        "key": found,
        "rows": [(one, tree.unit(one.unit_id) if one.unit_id else None, 100 * one.weight / total) for one in weights],
        "total": total,
        "rules": rules,
        "line_count": lines,
    }
    return render(request, "it_costs/key.html", context)


@require_http_methods(["GET", "POST"])
@access(KEEP_IT_COSTS)
def key_new(request: Request) -> HttpResponse:
    units = choices.units_to_choose(tree_on(timezone.localdate()))
    form = KeyForm(request.POST or None, systems=cost_lines.systems_to_choose(), units=units)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.make_key(
                actor=request.actor,
                name=form.cleaned_data["name"],
                reason=form.cleaned_data["reason"],
                weights=form.weights,
                at=timezone.now(),
            )
        except WrongLine as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, f"Nøglen “{made.name}” er lavet.")
            return redirect("it_costs:key", made.pk)
    return render(request, "it_costs/key_new.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@access(READ_ALL_COSTS)
def reconciliation(request: Request) -> HttpResponse:
    """The year's sums; a difference is named by the coordinator."""
    years = years_to_choose() or (timezone.localdate().year,)
    chosen = YearForm(request.GET, years=years)
    year = chosen.said("aar", years[-1])
    chosen.data = {"aar": year}
    form = DifferenceForm(request.POST or None)
    if request.method == "POST":
        KEEP_IT_COSTS.require(request.actor)
        if form.is_valid():
            said = form.cleaned_data
            services.name_difference(
                actor=request.actor,
                year=year,
                name=said["name"],
                reason=said["reason"],
                amount_oere=int(said["amount"] * 100),
                at=timezone.now(),
            )
            messages.success(request, "Forskellen er navngivet.")
            return redirect(f"{request.path}?aar={year}")
    found = reconcile(actor=request.actor, year=year)
    context = {
        "found": found,
        "left": found.left_lines[:MOST_LEFT],
        "left_count": len(found.left_lines),
        "filters": chosen,
        "year": year,
        "form": form,
        "may_write": KEEP_IT_COSTS.allows(request.actor),
    }
    return render(request, "it_costs/reconciliation.html", context, status=422 if form.errors else 200)


@require_POST
@access(KEEP_IT_COSTS)
def difference_remove(request: Request, difference_id: UUID) -> HttpResponse:
    try:
        services.remove_difference(actor=request.actor, difference_id=difference_id, at=timezone.now())
    except cost_lines.LineNotFound:
        raise Http404 from None
    messages.success(request, "Forskellen er fjernet.")
    year = whole_number(request.POST.get("aar", ""), timezone.localdate().year)
    response = redirect("it_costs:reconciliation")
    response["Location"] += f"?aar={year}"
    return response
