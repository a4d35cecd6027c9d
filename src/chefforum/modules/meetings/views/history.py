"""The revisions of an item on the web, and the way back to one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from chefforum.kernel.access.access import Request, access
from chefforum.kernel.access.rules import AccessDenied
from chefforum.web import danish

from ..access import READ_MEETINGS, WRITE_ITEMS, may_write, reads_history
from ..queries import meetings as queries
from ..queries.history import difference_of, list_revisions
from ..services.reading import note_reading
from ..services.restoring import restore_revision
from ..services.steps import StepNotPossible
from .writing import writable_item

if TYPE_CHECKING:
    from ..models import Item


def _item_with_history(request: Request, item_id: UUID) -> Item:
    found = queries.find_item(actor=request.actor, item_id=item_id)
    if found is None:
        raise Http404
    if not reads_history(request.actor, found):
        raise AccessDenied("Punktets udgaver kan kun læses af dem, der skriver det, deres leder og sekretariatet.")
    return found


@require_GET
@access(READ_MEETINGS)
def history(request: Request, item_id: UUID) -> HttpResponse:
    """Every revision, and what differs between the two that are chosen; `?til=nu` is what stands now."""
    found = _item_with_history(request, item_id)
    note_reading(actor=request.actor, of=found, at=timezone.now(), how="historik")
    revisions = list_revisions(item=found)
    newest = revisions[0].number if revisions else 0
    old = _number(request.GET.get("fra", ""), max(1, newest - 1))
    new = None if request.GET.get("til", "nu") == "nu" else _number(request.GET["til"], newest)
    difference = difference_of(actor=request.actor, item=found, old=old, new=new) if revisions else None
    if revisions and difference is None:
        raise Http404
    meeting = found.meeting
    context = {
        "item": found,
        "name": f"{found.forum.name} {danish.date(meeting.date)}" if meeting else found.forum.name,
        "meeting_url": reverse("meetings:meeting", args=[meeting.pk]) if meeting else reverse("meetings:list"),
        "item_url": reverse("meetings:item", args=[found.pk]),
        "revisions": revisions,
        "old": old,
        "new": new,
        "difference": difference,
        "may_write": may_write(request.actor, found),
    }
    return render(request, "meetings/history.html", context)


def _number(text: str, default: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else default


@require_POST
@access(WRITE_ITEMS)
def restore(request: Request, item_id: UUID, number: int) -> HttpResponse:
    found = writable_item(request, item_id)
    try:
        restore_revision(actor=request.actor, item=found, number=number, at=timezone.now())
    except StepNotPossible as refusal:
        messages.error(request, str(refusal))
        return redirect("meetings:history", item_id)
    messages.success(request, f"Udgave {number} står nu igen. Det, der stod før, er også en udgave.")
    return redirect("meetings:write", item_id)
