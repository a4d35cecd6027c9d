"""Putting an item off, and taking that back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from chefforum.kernel.access.access import Request, access

from ..access import KEEP_MEETINGS
from ..forms.postponing import PostponeForm
from ..queries.after_meeting import has_open_successor, successor_of, why_not_postponed
from ..services.postponing import postpone_items, undo_postponement
from ..services.steps import StepNotPossible
from .actions import _kept_item_or_404
from .meetings import _names_around


@require_http_methods(["GET", "POST"])
@access(KEEP_MEETINGS)
def postpone(request: Request, item_id: UUID) -> HttpResponse:
    found = _kept_item_or_404(request, item_id)
    is_postponed = has_open_successor(found)
    stopped = why_not_postponed(found, is_postponed=is_postponed)
    form = PostponeForm(request.POST or None, actor=request.actor, item=found)
    if request.method == "POST" and form.is_valid():
        try:
            made = postpone_items(
                actor=request.actor,
                items=[found],
                to=form.target,
                at=timezone.now(),
                reason=form.cleaned_data["reason"],
            )[0]
        except StepNotPossible as refusal:
            messages.error(request, str(refusal))
            return redirect("meetings:postpone", item_id)
        where = "sendt tilbage til bearbejdning" if form.target is None else "udsat"
        messages.success(request, f"Punktet er {where}. Her er det, der arbejdes videre med.")
        return redirect("meetings:item", made.pk)
    context = {
        **_names_around(found),
        "form": form,
        "item": found,
        "item_name": found.title,
        "item_url": reverse("meetings:item", args=[item_id]),
        "stopped": stopped,
        "successor": successor_of(item=found) if is_postponed else None,
    }
    return render(request, "meetings/postpone.html", context, status=422 if form.errors else 200)


@require_POST
@access(KEEP_MEETINGS)
def postpone_undo(request: Request, item_id: UUID) -> HttpResponse:
    found = _kept_item_or_404(request, item_id)
    try:
        undo_postponement(actor=request.actor, item=found, at=timezone.now())
    except StepNotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Udsættelsen er fortrudt. Punktet står, som det stod før.")
    return redirect("meetings:item", item_id)
