"""Types of job, and the deleting of old placements: what the coordinator keeps in order."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from chefforum.kernel.access.access import Request, access
from chefforum.web import danish

from ..access import KEEP_PLACEMENTS
from ..forms.register import DeleteForm, JobTypeForm, NewJobTypeForm
from ..queries import job_types as queries
from ..queries.retention import count_before
from ..rules.retention import KEPT_YEARS, latest_limit, usual_limit
from ..services.job_types import JobTypeRefused, add_job_type, add_usual_job_types, change_job_type
from ..services.retention import TooRecent, delete_placements


@require_http_methods(["GET", "POST"])
@access(KEEP_PLACEMENTS)
def job_types(request: Request) -> HttpResponse:
    at = timezone.now()
    if request.method == "POST" and "usual" in request.POST:
        made = add_usual_job_types(actor=request.actor, at=at)
        words = f"{danish.counted(made, 'stillingstype er tilføjet,stillingstyper er tilføjet')}."
        messages.success(request, words if made else "De sædvanlige er der i forvejen. Intet er ændret.")
        return redirect("placements:job_types")
    form = NewJobTypeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made_type = add_job_type(actor=request.actor, name=form.cleaned_data["name"], at=at)
            messages.success(request, f"“{made_type.name}” er tilføjet.")
            return redirect("placements:job_types")
        except JobTypeRefused as refusal:
            form.add_error("name", str(refusal))
    context = {"job_types": queries.job_types_with_counts(), "form": form}
    return render(request, "placements/job_types.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@access(KEEP_PLACEMENTS)
def job_type(request: Request, code: str) -> HttpResponse:
    try:
        found = queries.find_job_type(code)
    except queries.JobTypeNotFound:
        raise Http404 from None
    name = found.name
    form = JobTypeForm(request.POST or None, initial={"name": name, "is_active": found.is_active})
    if request.method == "POST" and form.is_valid():
        try:
            change_job_type(actor=request.actor, job_type=found, at=timezone.now(), **form.cleaned_data)
            messages.success(request, "Stillingstypen er gemt.")
            return redirect("placements:job_types")
        except JobTypeRefused as refusal:
            form.add_error("name", str(refusal))
    context = {"name": name, "form": form, "cancel_url": reverse("placements:job_types")}
    return render(request, "placements/job_type.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@access(KEEP_PLACEMENTS)
def placements_delete(request: Request) -> HttpResponse:
    """Old placements: how many there are before a day, and then, asked once more, they go."""
    at = timezone.now()
    on = timezone.localdate(at)
    form = DeleteForm(request.POST or None, initial={"before": usual_limit(on)})
    count = None
    if request.method == "POST" and form.is_valid():
        before = form.cleaned_data["before"]
        if before > latest_limit(on):
            form.add_error("before", f"Vælg en dag, der ikke er senere end {danish.date(latest_limit(on))}.")
        elif not form.cleaned_data["is_sure"]:
            count = count_before(before)
        else:
            try:
                gone = delete_placements(actor=request.actor, before=before, at=at, on=on)
                messages.success(request, f"{danish.counted(gone, 'forløb er slettet,forløb er slettet')}.")
                return redirect("placements:placements")
            except TooRecent as refusal:
                form.add_error("before", str(refusal))
    context = {
        "form": form,
        "count": count,
        "before": form.cleaned_data.get("before") if form.is_bound and form.is_valid() else None,
        "kept_years": KEPT_YEARS,
        "usual": usual_limit(on),
        "usual_count": count_before(usual_limit(on)),
        "cancel_url": reverse("placements:placements"),
    }
    return render(request, "placements/placements_delete.html", context, status=422 if form.errors else 200)
