"""The rules that sort postings: the list with what each catches, one written with a preview, and the postings."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chefforum.kernel.access.access import Request, access
from chefforum.kernel.imports.tables import csv_of, workbook_of
from chefforum.kernel.organisation.queries import tree_on
from chefforum.web.typed import public_id, whole_number

from ..access import KEEP_IT_COSTS, READ_COSTS
from ..forms.rules import RuleForm, YearForm
from ..queries import classified, cost_lines
from ..queries import rules as queries
from ..queries.rule_rows import rows_of_rules
from ..rules.classification import WrongRule, in_words
from ..services import rules as services

FORMATS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@require_GET
@access(KEEP_IT_COSTS)
def rules(request: Request) -> HttpResponse:
    years = classified.years_held()
    form = YearForm(request.GET, years=years, by=list(classified.BY.items()))
    year, by = form.said("aar", years[-1] if years else 0), form.said("efter", "supplier")
    form.data = {"aar": year, "efter": by}
    found = classified.overview(actor=request.actor, year=year)
    left = classified.uncaught(actor=request.actor, year=year, by=by) if years else ()
    context = {
        "found": found,
        "rows": [(one, in_words(queries.facts_of(one.rule))) for one in found.rules],
        "years": years,
        "year": year,
        "filters": form,
        "left": _named(left[: classified.MOST_SHOWN]),
        "left_count": len(left),
        "by": by,
        "by_name": classified.BY[by],
        "seen": queries.stamp(),
    }
    return render(request, "it_costs/rules.html", context)


def _named(left: tuple[classified.Uncaught, ...]) -> list[tuple[classified.Uncaught, str]]:
    """With the units' names; a unit that is none is said so."""
    tree = tree_on(timezone.localdate())
    found = []
    for one in left:
        unit = tree.unit(one.unit_id) if one.unit_id else None
        found.append((one, unit.name if unit else one.word))
    return found


@require_http_methods(["GET", "POST"])
@access(KEEP_IT_COSTS)
def rule_new(request: Request) -> HttpResponse:
    """`?leverandoer=` or `?konto=`: a rule begun from what nothing catches."""
    word = request.GET.get("leverandoer", "")[:200]
    initial = {"supplier": word, "account": request.GET.get("konto", "")[:200], "name": word, "seen": queries.stamp()}
    return _rule_page(request, initial, None)


@require_http_methods(["GET", "POST"])
@access(KEEP_IT_COSTS)
def rule_change(request: Request, rule_id: UUID) -> HttpResponse:
    rule = _rule_or_404(request, rule_id)
    initial = vars(queries.facts_of(rule)) | {"order": rule.order, "seen": queries.stamp()}
    return _rule_page(request, initial, rule)


def _rule_or_404(request: Request, rule_id: UUID) -> Any:
    try:
        return queries.find_rule(actor=request.actor, rule_id=rule_id)
    except queries.RuleNotFound:
        raise Http404 from None


def _rule_page(request: Request, initial: dict[str, Any], rule: Any) -> HttpResponse:
    """Shown, previewed (`act` "vis") or saved: a preview keeps what was written."""
    form = RuleForm(
        request.POST or None,
        initial=initial,
        systems=cost_lines.systems_to_choose(),
        keys=cost_lines.keys_to_choose(),
    )
    years, preview = classified.years_held(), None
    if request.method == "POST" and form.is_valid():
        if request.POST.get("act") == "vis" and years:
            year = whole_number(request.POST.get("aar", ""), years[-1])
            preview = classified.preview(
                actor=request.actor,
                year=year if year in years else years[-1],
                facts=form.facts,
                order=form.cleaned_data["order"],
                changes=rule.pk if rule else None,
            )
        elif request.POST.get("act") != "vis":
            try:
                _save(request, form, rule)
            except WrongRule as refusal:
                form.add_error(refusal.field or None, str(refusal))
            else:
                messages.success(request, "Reglen er gemt.")
                return redirect("it_costs:rules")
    context = {"form": form, "rule": rule, "preview": preview, "years": tuple(reversed(years))}
    return render(request, "it_costs/rule_form.html", context, status=422 if form.errors else 200)


def _save(request: Request, form: RuleForm, rule: Any) -> None:
    said: dict[str, Any] = {
        "actor": request.actor,
        "facts": form.facts,
        "order": form.cleaned_data["order"],
        "at": timezone.now(),
        "seen": form.cleaned_data["seen"],
    }
    if rule is None:
        services.add_rule(**said)
    else:
        services.change_rule(**said, rule_id=rule.pk)


@require_POST
@access(KEEP_IT_COSTS)
def rule_act(request: Request, rule_id: UUID) -> HttpResponse:
    """Moved up or down, or taken away."""
    rule = _rule_or_404(request, rule_id)
    said: dict[str, Any] = {"actor": request.actor, "rule_id": rule_id, "at": timezone.now()}
    said["seen"] = request.POST.get("seen")
    act = request.POST.get("act", "")
    try:
        if act == "fjern":
            services.remove_rule(**said)
            messages.success(request, f"Reglen “{rule.name}” er fjernet. Du kan fortryde det.")
        elif act in ("op", "ned"):
            services.move_rule(**said, is_up=act == "op")
    except WrongRule as refusal:
        messages.error(request, str(refusal))
    return redirect("it_costs:rules")


@require_POST
@access(KEEP_IT_COSTS)
def rules_undo(request: Request) -> HttpResponse:
    try:
        services.undo_last(actor=request.actor, at=timezone.now(), seen=request.POST.get("seen"))
    except WrongRule as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Reglerne er, som de var før den sidste ændring.")
    return redirect("it_costs:rules")


@require_GET
@access(READ_COSTS)
def rule_postings(request: Request, rule_id: UUID) -> HttpResponse:
    """`?aar=`, and `?enhed=` (a unit, or "ingen"; what is neither narrows nothing)."""
    years = classified.years_held()
    year = whole_number(request.GET.get("aar", ""), years[-1] if years else 0)
    unit = request.GET.get("enhed", "")
    try:
        rule, page = classified.postings_of_rule(
            actor=request.actor,
            rule_id=rule_id,
            year=year if year in years else 0,
            unit_id=public_id(unit),
            is_of_no_unit=unit == "ingen",
            page=whole_number(request.GET.get("side", ""), 1),
        )
    except classified.RuleNotFound:
        raise Http404 from None
    tree = tree_on(timezone.localdate())
    rows = [(one, tree.unit(one.row.unit_id) if one.row.unit_id else None) for one in page.rows]
    context = {"rule": rule, "page": page, "rows": rows, "year": year, "words": in_words(queries.facts_of(rule))}
    return render(request, "it_costs/rule_postings.html", context)


@require_GET
@access(KEEP_IT_COSTS)
def rules_export(request: Request, format: str) -> HttpResponse:
    if format not in FORMATS:
        raise Http404
    table = rows_of_rules(actor=request.actor)
    content = csv_of(table) if format == "csv" else workbook_of("Regler", table)
    name = f'attachment; filename="konteringsregler.{format}"'
    return HttpResponse(content, content_type=FORMATS[format], headers={"Content-Disposition": name})
