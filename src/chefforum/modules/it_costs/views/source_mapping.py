"""TOPdesk's own fields are mapped to ours: chosen from what it has, seen on the first assets, then kept."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from chefforum.kernel.access.access import Request, access

from ..access import KEEP_IT_COSTS
from ..forms.source_mapping import SourceMappingForm
from ..queries.source_mapping import TOPDESK, earlier_mappings, offered_fields, preview
from ..rules.source_fields import FIELD_NAMES
from ..services.source_fetching import missing_settings, order_try
from ..services.source_mapping import WrongMapping, save_mapping


@require_http_methods(["GET", "POST"])
@access(KEEP_IT_COSTS)
def source_mapping(request: Request) -> HttpResponse:
    """Seen (`vis`) or kept (`gem`): what was chosen stays until it is kept."""
    actor = request.actor
    offered = offered_fields(actor=actor)
    form = SourceMappingForm(request.POST if request.method == "POST" else None, offered=offered)
    if "gem" in request.POST and form.is_valid():
        try:
            save_mapping(actor=actor, columns=form.columns(), seen=form.cleaned_data["seen"], at=timezone.now())
            messages.success(request, "Koblingen er gemt. Næste gang der hentes fra TOPdesk, bruges den.")
            return redirect("it_costs:source_mapping")
        except WrongMapping as refusal:
            form.add_error(None, str(refusal))
    may_show = not form.is_bound or form.is_valid()
    context = {
        "form": form,
        "offered": offered,
        "preview": preview(actor=actor, offered=offered, columns=form.columns(), on=timezone.localdate())
        if may_show
        else [],
        "earlier": [
            (one, ", ".join(FIELD_NAMES.get(name, name) for name in one.columns))
            for one in earlier_mappings(actor=actor)
        ],
        "missing": missing_settings(TOPDESK),
    }
    return render(request, "it_costs/source_mapping.html", context, status=422 if form.errors else 200)


@require_POST
@access(KEEP_IT_COSTS)
def source_try(request: Request) -> HttpResponse:
    """Asks TOPdesk which fields it has, as a job."""
    if missing_settings(TOPDESK):
        return redirect("it_costs:source_mapping")
    ordered = order_try(actor=request.actor, at=timezone.now())
    return redirect("jobs:job_detail", job_id=ordered.pk)
