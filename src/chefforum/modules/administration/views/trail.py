"""The trail on the web, for auditors and administrators."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from chefforum.kernel.access.access import Request, access
from chefforum.kernel.audit.access import READ_AUDIT
from chefforum.kernel.audit.queries import list_actions, list_events, verify
from chefforum.modules.administration.forms import TrailFilter
from chefforum.modules.administration.rules.actions import action_name
from chefforum.modules.administration.rules.chain_words import chain_in_words
from chefforum.modules.administration.services.trail import export_trail
from chefforum.web.pages import page_of


def _filters(data: object) -> TrailFilter:
    named = [(action, action_name(action)) for action in list_actions()]
    return TrailFilter(data, actions=sorted(named, key=lambda one: one[1]))


@require_GET
@access(READ_AUDIT)
def trail(request: Request) -> HttpResponse:
    filters = _filters(request.GET)
    page = page_of(list_events(actor=request.actor, **filters.as_filters()), request)
    context = {
        "page": page,
        "rows": [(event, action_name(event.action)) for event in page.object_list],
        "filters": filters,
        "chosen": {name: value for name, value in request.GET.items() if name in filters.fields},
        "chain": chain_in_words(*verify()) if request.GET.get("kontrol") else None,
    }
    return render(request, "administration/trail.html", context)


@require_POST
@access(READ_AUDIT)
def export(request: Request) -> HttpResponse:
    at = timezone.now()
    text = export_trail(actor=request.actor, filters=_filters(request.POST).as_filters(), at=at)
    response = HttpResponse(text.encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    name = f"Revisionsspor {timezone.localdate(at).isoformat()}.csv"
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Cache-Control"] = "private, no-store"
    return response
