"""Milestones of the analysis' calendar: begun for a year, written and taken out."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from chefforum.kernel.access.access import Request, access

from ..access import KEEP
from ..forms.plan import CalendarForm, MilestoneForm
from ..queries.plan import Milestone, PlanNotFound, find_milestone
from ..rules.plan import MILESTONE_FIELDS, WrongPlan
from ..services import plan as services


@require_POST
@access(KEEP)
def calendar_begin(request: Request) -> HttpResponse:
    """The four milestones of a year, where it has none."""
    form = CalendarForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Skriv et år fra 2026. Intet er gemt.")
        return redirect("it_portfolio:plan")
    year = form.cleaned_data["year"]
    try:
        services.begin_calendar(actor=request.actor, year=year, at=timezone.now(), on=timezone.localdate())
    except WrongPlan as wrong:
        messages.error(request, wrong.text)
    else:
        messages.success(request, f"Kalenderens milepæle i {year} er sat ind. De kan rettes.")
    return redirect("it_portfolio:plan")


@require_http_methods(["GET", "POST"])
@access(KEEP)
def milestone_new(request: Request) -> HttpResponse:
    return _written(request, None)


@require_http_methods(["GET", "POST"])
@access(KEEP)
def milestone_change(request: Request, milestone_id: UUID) -> HttpResponse:
    return _written(request, _found(request, milestone_id))


def _written(request: Request, there: Milestone | None) -> HttpResponse:
    initial: dict[str, Any] = {}
    if there is not None:
        initial = {name: getattr(there, name) for name in MILESTONE_FIELDS} | {"seen": there.changed_at.isoformat()}
    form = MilestoneForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"]
        try:
            services.write_milestone(
                actor=request.actor,
                facts=form.facts,
                at=timezone.now(),
                on=timezone.localdate(),
                milestone_id=there.pk if there else None,
                seen=_moment(seen),
            )
        except WrongPlan as wrong:
            form.add_error(wrong.field if wrong.field in form.fields else None, wrong.text)
        else:
            messages.success(request, "Milepælen er gemt.")
            return redirect("it_portfolio:plan")
    context = {
        "form": form,
        "heading": "Ret milepæl" if there else "Ny milepæl",
        "submit": "Gem milepæl",
        "cancel_url": reverse("it_portfolio:plan"),
        "milestone": there,
    }
    return render(request, "it_portfolio/milestone_form.html", context, status=422 if form.errors else 200)


@require_POST
@access(KEEP)
def milestone_remove(request: Request, milestone_id: UUID) -> HttpResponse:
    """Out of the plan; with `genopret` back again."""
    found = _found(request, milestone_id)
    is_removed = request.POST.get("genopret") != "1"
    services.remove_milestone(actor=request.actor, milestone_id=milestone_id, is_removed=is_removed, at=timezone.now())
    said = "taget ud. Du kan fortryde det nederst på siden" if is_removed else "lagt tilbage"
    messages.success(request, f"Milepælen “{found.name}” er {said}.")
    return redirect("it_portfolio:plan")


def _found(request: Request, milestone_id: UUID) -> Milestone:
    try:
        return find_milestone(actor=request.actor, milestone_id=milestone_id)
    except PlanNotFound:
        raise Http404 from None


def _moment(text: str) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
