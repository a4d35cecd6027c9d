"""The law's rules by date, read by all and kept by the coordinator; and the page of what is seldom changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chefforum.kernel.access.access import Request, access
from chefforum.web import danish
from chefforum.web.navigation import ways_below

from ..access import KEEP_PLACEMENTS, READ_PUBLISHED, is_coordinator
from ..forms.dated_rules import DefinitionForm, DurationForm, NetExpansionForm, ReasonablenessForm, WithdrawForm
from ..queries.dated_rules import as_in_force, rules_as_told
from ..services import dated_rules as services

FORMS: dict[str, tuple[str, Any, Callable[..., Any]]] = {
    "rimelighedskrav": ("Nyt rimelighedskrav", ReasonablenessForm, services.add_reasonableness),
    "merbeskaeftigelse": ("Ny regel om merbeskæftigelse", NetExpansionForm, services.add_net_expansion),
    "varighed": ("Ny grænse for varighed", DurationForm, services.add_duration),
    "effekt": ("Ny definition af effekt", DefinitionForm, services.add_definition),
}

TITLES = {
    "rimelighedskrav": "Rimelighedskrav",
    "merbeskaeftigelse": "Merbeskæftigelse",
    "varighed": "Hvor længe et forløb højst varer",
    "effekt": "Hvad der tæller som effekt",
}


@require_GET
@access(READ_PUBLISHED)
def settings(request: Request) -> HttpResponse:
    """The ways to what is seldom changed."""
    return render(request, "placements/settings.html", {"ways": ways_below(request.actor, "placements:settings")})


@require_GET
@access(READ_PUBLISHED)
def rules(request: Request) -> HttpResponse:
    on = timezone.localdate()
    found = rules_as_told(on)
    context = {
        "sections": [
            {"table": table, "title": TITLES[table], "new": FORMS[table][0], "rows": found[table]} for table in FORMS
        ],
        "is_empty": not any(found.values()),
        "keeps": is_coordinator(request.actor),
    }
    return render(request, "placements/rules.html", context)


@require_http_methods(["GET", "POST"])
@access(KEEP_PLACEMENTS)
def rule_new(request: Request, table: str) -> HttpResponse:
    """A new row from a date; what held before goes on holding for its own time."""
    if table not in FORMS:
        raise Http404
    heading, form_class, add = FORMS[table]
    form = form_class(request.POST or None, initial=as_in_force(table=table, on=timezone.localdate()))
    if request.method == "POST" and form.is_valid():
        try:
            add(actor=request.actor, at=timezone.now(), **form.cleaned_data)
            messages.success(request, "Reglen er tilføjet. Det, der gjaldt før, gælder stadig for sin egen tid.")
            return redirect("placements:rules")
        except services.RuleRefused as refusal:
            form.add_error("valid_from", str(refusal))
    context = {"heading": heading, "form": form, "cancel_url": reverse("placements:rules")}
    return render(request, "placements/rule_new.html", context, status=422 if form.errors else 200)


@require_POST
@access(KEEP_PLACEMENTS)
def rules_usual(request: Request) -> HttpResponse:
    made = services.add_usual_rules(actor=request.actor, at=timezone.now())
    if made:
        words = danish.counted(made, "regel er tilføjet,regler er tilføjet")
        messages.success(request, f"{words}. Læs dem igennem, og tilføj nye, hvor loven er ændret.")
    else:
        messages.info(request, "Der er regler i alle tabeller i forvejen. Intet er ændret.")
    return redirect("placements:rules")


@require_POST
@access(KEEP_PLACEMENTS)
def rule_take_back(request: Request, table: str, rule_id: int) -> HttpResponse:
    at = timezone.now()
    try:
        services.take_back_rule(actor=request.actor, table=table, rule_id=rule_id, at=at, on=timezone.localdate(at))
        messages.success(request, "Reglen er taget tilbage.")
    except services.RuleRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("placements:rules")


@require_http_methods(["GET", "POST"])
@access(KEEP_PLACEMENTS)
def rule_withdraw(request: Request, table: str, rule_id: int) -> HttpResponse:
    """Asks why, and says what it means, before a rule that was mistyped counts no longer."""
    if table not in FORMS:
        raise Http404
    form = WithdrawForm(request.POST or None)
    try:
        found = services.rule_to_withdraw(actor=request.actor, table=table, rule_id=rule_id)
        if request.method == "POST" and form.is_valid():
            reason, at = form.cleaned_data["reason"], timezone.now()
            services.withdraw_rule(actor=request.actor, table=table, rule_id=rule_id, reason=reason, at=at)
            messages.success(request, "Reglen er taget tilbage. Der kan tilføjes en ny fra samme dag.")
            return redirect("placements:rules")
    except services.RuleRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("placements:rules")
    context = {"title": TITLES[table], "rule": found, "form": form, "cancel_url": reverse("placements:rules")}
    return render(request, "placements/rule_withdraw.html", context, status=422 if form.errors else 200)
