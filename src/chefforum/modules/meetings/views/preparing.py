"""Preparing on the web: a chief's own page, one item at a time, and the whole meeting on paper with own notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from chefforum.kernel.access.access import Request, access

from ..access import PREPARE_MEETINGS, READ_MEETINGS
from ..queries.changes import annotated, changes_since_read
from ..queries.notes import all_notes, notes_to, section_texts
from ..queries.preparing import (
    ItemToRead,
    Preparation,
    meetings_to_prepare,
    preparation_of,
    waiting_for,
)
from ..rules.reading_marks import Standing, seconds_to_skim
from ..services.read_marks import mark_read, mark_unread
from ..services.reading import note_reading
from .meetings import _item_or_404, _meeting_or_404, _names, _when_and_where
from .notes import _UNDO, _uuid, back_to, notes_beside

if TYPE_CHECKING:
    from ..models import Meeting

# Where somebody has just taken back that an item is read, the clock does not say it is.
_UNREAD = "ulaest"


@require_GET
@never_cache  # one's own notes stay in no browser that others use, and the bar is right after "back"
@access(PREPARE_MEETINGS)
def prepare(request: Request) -> HttpResponse:
    coming, held = meetings_to_prepare(actor=request.actor, on=timezone.localdate())
    context = {"coming": coming, "held": held, "waiting": waiting_for(actor=request.actor)}
    return render(request, "meetings/prepare.html", context)


@require_GET
@never_cache
@access(READ_MEETINGS)
def my_notes(request: Request) -> HttpResponse:
    """Every note that the person has, whatever has become of what it is to."""
    context = {
        "items": all_notes(actor=request.actor),
        **_home(request),
        "back": request.path,
        "deleted_note": _uuid(request.GET.get(_UNDO, "")),
    }
    return render(request, "meetings/my_notes.html", context)


@require_GET
@never_cache
@access(READ_MEETINGS)
def prepare_meeting(request: Request, meeting_id: UUID) -> HttpResponse:
    """The first item that is not read yet; when all are, that one is done."""
    found = _meeting_or_404(request, meeting_id)
    preparation = preparation_of(actor=request.actor, meeting=found)
    unread = preparation.next_unread
    if unread is not None and "oversigt" not in request.GET:
        return _one_item(request, found, preparation, unread)
    context = {
        **_names(found),
        **_home(request),
        "lead": _when_and_where(found),
        "preparation": preparation,
    }
    return render(request, "meetings/prepare_meeting.html", context)


@require_GET
@never_cache
@access(READ_MEETINGS)
def prepare_item(request: Request, meeting_id: UUID, item_id: UUID) -> HttpResponse:
    found = _meeting_or_404(request, meeting_id)
    preparation = preparation_of(actor=request.actor, meeting=found)
    return _one_item(request, found, preparation, _one_of(preparation, item_id))


def _home(request: Request) -> dict[str, str]:
    """The page that leads here: the chief's own, or, for those without a seat, the list of meetings."""
    if PREPARE_MEETINGS.allows(request.actor):
        return {"home": "Forbered", "home_url": "meetings:prepare"}
    return {"home": "Møder", "home_url": "meetings:list"}


def _one_of(preparation: Preparation, item_id: UUID) -> ItemToRead:
    for one in preparation.items:
        if one.item.id == item_id:
            return one
    raise Http404


def _one_item(request: Request, meeting: Meeting, preparation: Preparation, one: ItemToRead) -> HttpResponse:
    item = one.item
    at = timezone.now()
    if item.is_confidential and not item.is_hidden:
        note_reading(actor=request.actor, of=_item_or_404(request, item.id), at=at, how="forberedelse")
    changes = changes_since_read(actor=request.actor, item=item)
    words = sum(len(text.split()) for text in section_texts(item))
    context = {
        **_names(meeting),
        **_home(request),
        **_beside(preparation, one),
        **notes_beside(request, item, changes),
        "item": item,
        "item_name": f"Punkt {item.number}: {item.title}",
        "changes": changes,
        "changed_headings": [item.sections[place].heading for place in changes.changed_sections] if changes else [],
        "back": reverse("meetings:prepare_item", args=[meeting.pk, item.id]),
        "read_after": None if _UNREAD in request.GET else seconds_to_skim(words),
    }
    return render(request, "meetings/prepare_item.html", context)


def _beside(preparation: Preparation, one: ItemToRead) -> dict[str, Any]:
    """Where one is: the bar, and the neighbours among the items that one may read."""
    readable = list(preparation.readable)
    place = readable.index(one) if one in readable else None
    before = readable[place - 1] if place else None
    after = readable[place + 1] if place is not None and place + 1 < len(readable) else None
    return {
        "one": one,
        "preparation": preparation,
        "place": None if place is None else place + 1,
        "previous": before.item if before else None,
        "next": after.item if after else None,
        "may_mark": one.standing in {Standing.READ, Standing.NEW, Standing.CHANGED},
        "is_read": one.standing == Standing.READ,
    }


@require_GET
@never_cache
@access(READ_MEETINGS)
def print_with_notes(request: Request, meeting_id: UUID) -> HttpResponse:
    """The whole meeting with the person's own notes and highlights, to print."""
    found = _meeting_or_404(request, meeting_id)
    at = timezone.now()
    note_reading(actor=request.actor, of=found, at=at, how="udskrift med egne noter")
    preparation = preparation_of(actor=request.actor, meeting=found)
    notes = notes_to(actor=request.actor, items=[one.item for one in preparation.items])
    items = [(one.item, notes[one.item.id]) for one in preparation.items]
    rows = [(item, own, annotated(notes=own, is_numbered=False)) for item, own in items]
    context = {
        **_names(found),
        **_home(request),
        "lead": _when_and_where(found),
        "rows": rows,
        "person": request.actor.name,
        "at": at,
    }
    return render(request, "meetings/print_with_notes.html", context)


@require_POST
@access(READ_MEETINGS)
def read(request: Request, item_id: UUID) -> HttpResponse:
    """Marks the item as read, or takes it back; answers the bar alone where only that is asked for."""
    item = _item_or_404(request, item_id)
    is_taken_back = request.POST.get("read") == "no"
    if is_taken_back:
        mark_unread(actor=request.actor, item=item)
    else:
        mark_read(actor=request.actor, item=item, at=timezone.now())
    if request.htmx and item.meeting is not None:
        preparation = preparation_of(actor=request.actor, meeting=item.meeting)
        context = {**_beside(preparation, _one_of(preparation, item_id)), "meeting": item.meeting}
        context["item"] = context["one"].item
        context["back"] = back_to(request, reverse("meetings:item", args=[item_id]))
        return render(request, "meetings/_reading_bar.html", context)
    back = back_to(request, reverse("meetings:item", args=[item_id]))
    return redirect(f"{back}?{_UNREAD}" if is_taken_back else back)
