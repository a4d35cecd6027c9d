"""The linter on the web: beside an editor, as a page, for a whole agenda, and its rules."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST
from django.views.decorators.vary import vary_on_headers

from chefforum.kernel.access.access import Request, access
from chefforum.kernel.access.rules import SIGNED_IN, AccessDenied
from chefforum.web import danish

from ..access import READ_MEETINGS, reads_everything_of
from ..queries import findings as queries
from ..queries.meetings import find_meeting
from ..queries.process import item_in_the_making
from ..services.findings import dismiss_finding, restore_finding
from ..services.reading import note_reading
from ..services.steps import StepNotPossible

if TYPE_CHECKING:
    from ..models import Item


def _item_or_404(request: Request, item_id: UUID) -> Item:
    found = item_in_the_making(actor=request.actor, item_id=item_id)
    if found is None:
        raise Http404
    return found


@require_GET
@vary_on_headers("HX-Request")
@access(READ_MEETINGS)
def findings(request: Request, item_id: UUID) -> HttpResponse:
    """What is found in an item: the list alone for htmx (an editor asks anew after each save), else a page."""
    found = _item_or_404(request, item_id)
    if not request.htmx:
        note_reading(actor=request.actor, of=found, at=timezone.now(), how="fund")
    return _answer(request, found)


def _answer(request: Request, found: Item, *, problem: str = "") -> HttpResponse:
    shown = queries.findings_on_item(actor=request.actor, item=found)
    template = "meetings/_findings.html" if request.htmx else "meetings/findings.html"
    return render(request, template, {"shown": shown, "item": found, "problem": problem})


@require_POST
@access(READ_MEETINGS)
def dismiss(request: Request, item_id: UUID) -> HttpResponse:
    """Lets the finding `key` stand for a `reason`, or with `restore` counts it again."""
    found = _item_or_404(request, item_id)
    key, problem = request.POST.get("key", ""), ""
    try:
        if "restore" in request.POST:
            restore_finding(actor=request.actor, item=found, key=key, at=timezone.now())
        else:
            reason = request.POST.get("reason", "")
            dismiss_finding(actor=request.actor, item=found, key=key, reason=reason, at=timezone.now())
    except StepNotPossible as refusal:
        problem = str(refusal)
    if request.htmx:
        return _answer(request, found, problem=problem)
    if problem:
        messages.error(request, problem)
    return redirect("meetings:findings", item_id)


@require_GET
@access(READ_MEETINGS)
def meeting_findings(request: Request, meeting_id: UUID) -> HttpResponse:
    """The whole agenda or minutes as they stand, for those who keep them."""
    found = find_meeting(actor=request.actor, meeting_id=meeting_id)
    if found is None:
        raise Http404
    if not reads_everything_of(request.actor, found.forum):
        raise AccessDenied("Kun de, der passer mødet, kan se, hvad der er fundet i det.")
    note_reading(actor=request.actor, of=found, at=timezone.now(), how="fund")
    context = {
        "meeting": found,
        "name": f"{found.forum.name} {danish.date(found.date)}",
        "meeting_url": reverse("meetings:meeting", args=[found.pk]),
        "shown": queries.findings_on_meeting(actor=request.actor, meeting=found),
    }
    return render(request, "meetings/meeting_findings.html", context)


@require_GET
@access(SIGNED_IN)
def rules(request: Request) -> HttpResponse:
    """What the linter looks for, and why."""
    return render(request, "meetings/rules.html", {"rules": queries.all_rules()})
