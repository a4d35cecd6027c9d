"""Bilag that were promised and are not here yet."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from chefforum.kernel.access.access import Request, access

from ..access import KEEP_MEETINGS
from ..queries import promised as queries
from ..services.promised import remind_of_bilag
from ..services.steps import StepNotPossible


@require_GET
@access(KEEP_MEETINGS)
def promised(request: Request) -> HttpResponse:
    rows = queries.promised_attachments(actor=request.actor, on=timezone.localdate())
    return render(request, "meetings/promised.html", {"rows": rows})


@require_POST
@access(KEEP_MEETINGS)
def promised_remind(request: Request, attachment_id: int) -> HttpResponse:
    found = queries.find_promised(actor=request.actor, attachment_id=attachment_id)
    if found is None:
        raise Http404
    try:
        names = remind_of_bilag(actor=request.actor, attachment=found, at=timezone.now())
    except StepNotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{' og '.join(names)} er mindet om bilaget.")
    return redirect("meetings:promised")
