"""Workplaces by P-number: who works there, what the law lets them take, and what the representative said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chefforum.kernel.access.access import Request, access
from chefforum.kernel.documents.downloads import download_of
from chefforum.kernel.documents.registry import NotMadeNow
from chefforum.kernel.documents.services import make
from chefforum.kernel.organisation.queries import tree_on
from chefforum.web import danish
from chefforum.web.charts import column_chart
from chefforum.web.pages import page_of

from ..access import OFFER_PLACES, READ_PLACEMENTS, is_coordinator, may_offer
from ..forms.workplaces import CountForm, DayForm, StatementForm, WorkplaceForm
from ..queries import workplaces as queries
from ..rules import check_words
from ..rules.kinds import KIND_NAMES, PlacementKind
from ..rules.stays import DAY
from ..services import workplaces as services

TABLES = ("arbejdssteder", "ansatte")


@require_GET
@access(OFFER_PLACES)
def workplaces(request: Request) -> HttpResponse:
    """One's own, with how many may come and how many are there."""
    on = timezone.localdate()
    rows = queries.list_workplaces(actor=request.actor, on=on)
    context = {
        "page": page_of([(row, check_words.reasonable_answer(row.check)) for row in rows], request),
        "nouns": "arbejdssted,arbejdssteder",
        "is_coordinator": is_coordinator(request.actor),
    }
    return render(request, "placements/workplaces.html", context)


@require_GET
@access(OFFER_PLACES)
def workplaces_file(request: Request, table: str, format: str) -> HttpResponse:
    """One's workplaces, or their employees, as a file that comes in again."""
    if table not in TABLES or format not in ("xlsx", "csv"):
        raise Http404
    parameters = {"table": table}
    made = make(
        kind="placements.workplaces", actor=request.actor, parameters=parameters, format=format, at=timezone.now()
    )
    return download_of(made)


@require_http_methods(["GET", "POST"])
@access(OFFER_PLACES)
def workplace_new(request: Request) -> HttpResponse:
    return _workplace_form(request, None)


@require_http_methods(["GET", "POST"])
@access(OFFER_PLACES)
def workplace_change(request: Request, workplace_id: UUID) -> HttpResponse:
    return _workplace_form(request, _workplace_or_404(request, workplace_id))


def _workplace_form(request: Request, found: Any) -> HttpResponse:
    at = timezone.now()
    on = timezone.localdate(at)
    mine = [(depth, unit) for depth, unit in tree_on(on).walk() if may_offer(request.actor, unit.id)]
    units = [(str(unit.id), f"{'– ' * (depth - mine[0][0])}{unit.name}") for depth, unit in mine]
    initial: dict[str, Any] = {"valid_from": on}
    if found is not None:
        initial = {"unit": str(found.unit_id), "p_number": found.p_number, "name": found.name}
        initial |= {"valid_from": found.valid_from, "last_day": found.valid_to - DAY if found.valid_to else None}
    form = WorkplaceForm(request.POST or None, units=units, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        try:
            made = services.keep_workplace(
                actor=request.actor, unit_id=said.pop("unit"), at=at, workplace=found, **said
            )
            messages.success(request, "Arbejdsstedet er gemt.")
            return redirect("placements:workplace", made.pk)
        except services.WorkplaceRefused as refusal:
            form.add_error(None, str(refusal))
    context = {
        "form": form,
        "workplace": found,
        "cancel_url": reverse("placements:workplace", args=[found.pk]) if found else reverse("placements:workplaces"),
    }
    return render(request, "placements/workplace_form.html", context, status=422 if form.errors else 200)


@require_GET
@access(OFFER_PLACES)
def workplace(request: Request, workplace_id: UUID) -> HttpResponse:
    return _workplace_page(request, workplace_id)


def _workplace_page(request: Request, workplace_id: UUID, form: CountForm | None = None) -> HttpResponse:
    today = timezone.localdate()
    day = DayForm({"dag": request.GET.get("dag") or today})
    on: dt.date = day.cleaned_data["dag"] if day.is_valid() and day.cleaned_data["dag"] else today
    try:
        found = queries.workplace_page(actor=request.actor, workplace_id=workplace_id, on=on, today=today)
    except queries.WorkplaceNotFound:
        raise Http404 from None
    check, expansion = found.check, found.expansion
    context = {
        "found": found,
        "workplace": found.workplace,
        "on": on,
        "today": today,
        "day": day,
        "form": form or CountForm(initial={"on_date": today}),
        "answer": check_words.reasonable_answer(check),
        "to_come": [(one, check_words.reasonable_answer(one)) for one in found.to_come],
        "expansion_answer": check_words.net_expansion_answer(expansion),
        "chart": _chart_of(found.counts),
        "rule": _rule_words(check.rule, check_words.reasonableness_rule),
        "expansion_rule": _rule_words(expansion.rule, check_words.net_expansion_rule),
        "rests_on": check_words.rests_on(check.rule.counted_in, check.count) if check.rule else "",
        "expansion_rests_on": check_words.rests_on(expansion.rule.counted_in, expansion.count)
        if expansion.rule
        else "",
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "placements/workplace.html", context, status=status)


def _rule_words(rule: Any, say: Any) -> tuple[str, str] | None:
    return None if rule is None else (say(rule), check_words.where_it_stands(rule))


@require_POST
@access(OFFER_PLACES)
def workplace_count(request: Request, workplace_id: UUID) -> HttpResponse:
    found = _workplace_or_404(request, workplace_id)
    form = CountForm(request.POST)
    if form.is_valid():
        try:
            services.count_employees(actor=request.actor, workplace=found, at=timezone.now(), **form.cleaned_data)
            messages.success(request, "Antallet er gemt.")
            return redirect("placements:workplace", workplace_id)
        except services.WorkplaceRefused as refusal:
            form.add_error("on_date", str(refusal))
    return _workplace_page(request, workplace_id, form)


@require_POST
@access(OFFER_PLACES)
def workplace_count_remove(request: Request, workplace_id: UUID, count_id: int) -> HttpResponse:
    found = _workplace_or_404(request, workplace_id)
    try:
        services.remove_count(actor=request.actor, workplace=found, count_id=count_id, at=timezone.now())
        messages.success(request, "Optællingen er fjernet. Skriv den igen, hvis det var en fejl.")
    except services.WorkplaceRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("placements:workplace", workplace_id)


@require_http_methods(["GET", "POST"])
@access(OFFER_PLACES)
def statement_new(request: Request, workplace_id: UUID) -> HttpResponse:
    """The representative's statement, of one placement or of the workplace."""
    found = _workplace_or_404(request, workplace_id)
    at = timezone.now()
    on = timezone.localdate(at)
    there = queries.placements_for_statement(actor=request.actor, workplace=found, on=on)
    names = [(str(one.pk), _named(one)) for one in there]
    form = StatementForm(
        request.POST or None,
        placements=names,
        initial={"said_on": on, "placement": request.GET.get("forloeb", "")},
    )
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        try:
            services.register_statement(
                actor=request.actor, workplace=found, placement_id=said.pop("placement"), at=at, **said
            )
            messages.success(request, "Udtalelsen er gemt.")
            return redirect("placements:workplace", workplace_id)
        except services.WorkplaceRefused as refusal:
            form.add_error(None, str(refusal))
    context = {
        "form": form,
        "workplace": found,
        "cancel_url": reverse("placements:workplace", args=[workplace_id]),
    }
    return render(request, "placements/statement_new.html", context, status=422 if form.errors else 200)


@require_POST
@access(OFFER_PLACES)
def statement_remove(request: Request, workplace_id: UUID, statement_id: int) -> HttpResponse:
    found = _workplace_or_404(request, workplace_id)
    try:
        services.remove_statement(actor=request.actor, workplace=found, statement_id=statement_id, at=timezone.now())
        messages.success(request, "Udtalelsen er fjernet.")
    except services.WorkplaceRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("placements:workplace", workplace_id)


@require_GET
@access(OFFER_PLACES)
def statements(request: Request) -> HttpResponse:
    """The work list: whom a statement is still to be got for."""
    on = timezone.localdate()
    lacking = queries.statements_lacking(actor=request.actor, on=on)
    context = {"page": page_of(lacking, request), "nouns": "udtalelse mangler,udtalelser mangler"}
    return render(request, "placements/statements.html", context)


@require_GET
@access(READ_PLACEMENTS)
def declaration(request: Request, placement_id: UUID, format: str) -> HttpResponse:
    """The paperwork of a placement with wage subsidy. Reading it is recorded, as reading the placement is."""
    if format not in ("pdf", "docx"):
        raise Http404
    at = timezone.now()
    parameters = {"placement": str(placement_id)}
    try:
        made = make(kind="placements.declaration", actor=request.actor, parameters=parameters, format=format, at=at)
    except queries.DeclarationNotFound:
        raise Http404 from None
    except NotMadeNow as refusal:
        messages.error(request, str(refusal))
        return redirect("placements:statements")
    services.note_declaration_made(actor=request.actor, placement_id=placement_id, at=at)
    return download_of(made)


def _named(placement: Any) -> str:
    kind = KIND_NAMES[PlacementKind(placement.kind)].lower()
    return f"{placement.reference}, {kind} fra {danish.date(placement.starts_on)}"


def _chart_of(counts: Sequence[Any]) -> Any:
    """The counts as a line, where there are two or more; days are not equally far apart, so each has its date."""
    if len(counts) < 2:
        return None
    oldest_first = list(reversed(counts))[-12:]
    return column_chart(
        title="Ordinært ansatte, personer",
        labels=[f"{one.on_date:%d-%m-%y}" for one in oldest_first],
        values=[one.heads for one in oldest_first],
        unit="person,personer",
    )


def _workplace_or_404(request: Request, workplace_id: UUID) -> Any:
    try:
        return queries.find_workplace(actor=request.actor, workplace_id=workplace_id)
    except queries.WorkplaceNotFound:
        raise Http404 from None
