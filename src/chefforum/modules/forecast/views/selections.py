"""The dated tables of selections (the service frame, committees) and of refunds, kept by finance."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chefforum.kernel.access.access import Request, access
from chefforum.kernel.documents.downloads import download_of
from chefforum.kernel.documents.services import make
from chefforum.kernel.organisation.queries import tree_on

from ..access import KEEP_FORECAST
from ..documents import TABLE_TITLES
from ..forms.areas import RefundRuleForm, SelectionForm, SelectionRuleForm
from ..queries import selections as queries
from ..queries.refund_rules import RefundRuleNotFound, find_refund_rule, list_refund_rules
from ..queries.units import require_keeper
from ..services import selections as services


@require_http_methods(["GET", "POST"])
@access(KEEP_FORECAST)
def selections(request: Request) -> HttpResponse:
    at = timezone.now()
    on = timezone.localdate(at)
    require_keeper(actor=request.actor, on=on)
    form = SelectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.make_selection(actor=request.actor, at=at, on=on, **form.cleaned_data)
            return redirect("forecast:selection", made.code)
        except services.SelectionRefused as refusal:
            form.add_error("code", str(refusal))
    context = {"selections": queries.selections_with_rules(on=on), "form": form}
    return render(request, "forecast/selections.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@access(KEEP_FORECAST)
def selection(request: Request, code: str) -> HttpResponse:
    """A selection's rules, and a new one."""
    at = timezone.now()
    on = timezone.localdate(at)
    require_keeper(actor=request.actor, on=on)
    try:
        found = queries.find_selection(code)
    except queries.SelectionNotFound:
        raise Http404 from None
    tree = tree_on(on)
    units = [(unit.id, f"{'– ' * depth}{unit.name}") for depth, unit in tree.walk()]
    form = SelectionRuleForm(request.POST or None, on=on, units=units)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            services.add_selection_rule(
                actor=request.actor,
                selection=found,
                takes_in=said["takes_in"],
                patterns=form.patterns,
                unit_id=said["unit"],
                order=said["order"],
                valid_from=said["valid_from"],
                source=said["source"],
                at=at,
                on=on,
            )
            messages.success(request, "Reglen er gemt. Tallene regnes om med det samme.")
            return redirect("forecast:selection", code)
        except services.SelectionRefused as refusal:
            form.add_error("function", str(refusal))
    names = {unit.id: unit.name for unit in tree.units}
    rules = [
        (rule, names.get(rule.unit.pk, rule.unit.code) if rule.unit else "") for rule in queries.rules_of(found, on=on)
    ]
    context = {"selection": found, "rules": rules, "form": form}
    return render(request, "forecast/selection.html", context, status=422 if form.errors else 200)


@require_POST
@access(KEEP_FORECAST)
def selection_rule_end(request: Request, rule_id: int) -> HttpResponse:
    at = timezone.now()
    require_keeper(actor=request.actor, on=timezone.localdate(at))
    try:
        rule = queries.find_selection_rule(rule_id)
    except queries.SelectionNotFound:
        raise Http404 from None
    services.end_selection_rule(actor=request.actor, rule=rule, at=at, on=timezone.localdate(at))
    messages.success(request, "Reglen gælder ikke mere.")
    return redirect("forecast:selection", rule.selection.code)


@require_http_methods(["GET", "POST"])
@access(KEEP_FORECAST)
def refund_rules(request: Request) -> HttpResponse:
    at = timezone.now()
    on = timezone.localdate(at)
    require_keeper(actor=request.actor, on=on)
    form = RefundRuleForm(request.POST or None, on=on)
    if request.method == "POST" and form.is_valid():
        services.add_refund_rule(actor=request.actor, at=at, on=on, **form.cleaned_data)
        messages.success(request, "Reglen er gemt. Den bruges, næste gang prognosen beregnes.")
        return redirect("forecast:refund_rules")
    context = {"rules": list_refund_rules(), "form": form}
    return render(request, "forecast/refund_rules.html", context, status=422 if form.errors else 200)


@require_POST
@access(KEEP_FORECAST)
def refund_rule_end(request: Request, rule_id: int) -> HttpResponse:
    at = timezone.now()
    require_keeper(actor=request.actor, on=timezone.localdate(at))
    try:
        rule = find_refund_rule(rule_id)
    except RefundRuleNotFound:
        raise Http404 from None
    services.end_refund_rule(actor=request.actor, rule=rule, at=at, on=timezone.localdate(at))
    messages.success(request, "Reglen gælder ikke mere.")
    return redirect("forecast:refund_rules")


@require_GET
@access(KEEP_FORECAST)
def table_file(request: Request, table: str, format: str) -> HttpResponse:
    """A dated table as a file, to be mended and taken in again, here or elsewhere."""
    if table not in TABLE_TITLES or format not in ("xlsx", "csv"):
        raise Http404
    parameters = {"table": table}
    return download_of(
        make(kind="forecast.table", actor=request.actor, parameters=parameters, format=format, at=timezone.now())
    )
