"""The page that builds an agenda."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from chefforum.kernel.access.access import Request, access

from ..access import KEEP_MEETINGS, READ_MEETINGS
from ..forms.agenda import ArrangeForm
from ..queries.agenda import agenda_page, find_agenda_item, require_agenda
from ..queries.deadlines import SUBMISSION, deadlines_of
from ..queries.forums import find_standing_item
from ..rules.deadlines import Nearness
from ..services.agenda import place_item, take_off_item
from ..services.items import return_item
from ..services.ordering import AgendaChanged, arrange
from ..services.reading import note_reading
from ..services.standing import add_standing_item, skip_standing_item
from ..services.steps import StepNotPossible
from .finding import around, kept_meeting, meeting_or_404

if TYPE_CHECKING:
    from ..models import Item, Meeting

CONFLICT = 409


@require_http_methods(["GET", "POST"])
@access(READ_MEETINGS)
def agenda(request: Request, meeting_id: UUID) -> HttpResponse:
    """The agenda as it is made. What is posted is its order and its minutes; with htmx the agenda alone comes back."""
    found = meeting_or_404(request, meeting_id)
    require_agenda(request.actor, found)
    if request.method == "POST":
        return _arrange(request, found)
    note_reading(actor=request.actor, of=found, at=timezone.now(), how="dagsorden")
    return _show(request, found)


def _arrange(request: Request, found: Meeting) -> HttpResponse:
    form = ArrangeForm(request.POST)
    if not form.is_valid():
        return _answer(request, found, " ".join(str(text) for texts in form.errors.values() for text in texts), False)
    values = form.cleaned_data
    try:
        arrange(
            actor=request.actor,
            meeting=found,
            seen=values["seen"],
            order=values["order"],
            minutes=values["minutes"],
            at=timezone.now(),
        )
    except AgendaChanged as changed:
        return _show(request, found, changed=changed)
    except StepNotPossible as refusal:
        return _answer(request, found, str(refusal), False)
    if form.unreadable:
        wrong = ", ".join(f"“{text[:20]}”" for text in form.unreadable)
        return _answer(request, found, f"Skriv minutter som hele tal, ikke {wrong}. Resten er gemt.", False)
    return _answer(request, found, "Dagsordenen er gemt.", True)


def _answer(request: Request, found: Meeting, text: str, is_done: bool) -> HttpResponse:
    if request.htmx:
        return _show(request, found, status=text, is_done=is_done)
    (messages.success if is_done else messages.error)(request, text)
    return redirect("meetings:agenda", found.pk)


def _show(
    request: Request, found: Meeting, *, changed: AgendaChanged | None = None, status: str = "", is_done: bool = True
) -> HttpResponse:
    at = timezone.now()
    page = agenda_page(actor=request.actor, meeting=found, on=timezone.localdate(at))
    context: dict[str, Any] = {**around(found), "page": page, "status": status, "is_done": is_done}
    if changed is not None:
        rows = {row.id: row for row in page.rows}
        context |= {
            "changed": changed,
            "status": str(changed),
            "wanted": [rows[item_id] for item_id in changed.wanted if item_id in rows],
            "wanted_order": ",".join(str(item_id) for item_id in changed.wanted),
            "wanted_minutes": [
                (rows[item_id], minutes) for item_id, minutes in changed.minutes.items() if item_id in rows
            ],
        }
    if request.htmx:
        return render(request, "meetings/_agenda.html", context)
    context["deadlines"] = deadlines = deadlines_of(meeting=found, at=at)
    context["is_late"] = any(one.name == SUBMISSION and one.nearness == Nearness.PASSED for one in deadlines)
    return render(request, "meetings/agenda.html", context, status=CONFLICT if changed else 200)


def _item(request: Request, meeting_id: UUID, item_id: UUID) -> tuple[Meeting, Item]:
    found = kept_meeting(request, meeting_id)
    item = find_agenda_item(actor=request.actor, meeting=found, item_id=item_id)
    if item is None:
        raise Http404
    return found, item


def _done(request: Request, found: Meeting, text: str) -> HttpResponse:
    messages.success(request, text)
    return redirect("meetings:agenda", found.pk)


def _refused(request: Request, found: Meeting, refusal: StepNotPossible) -> HttpResponse:
    messages.error(request, str(refusal))
    return redirect("meetings:agenda", found.pk)


@require_POST
@access(KEEP_MEETINGS)
def place(request: Request, meeting_id: UUID, item_id: UUID) -> HttpResponse:
    found, item = _item(request, meeting_id, item_id)
    try:
        place_item(
            actor=request.actor,
            item=item,
            meeting=found,
            at=timezone.now(),
            reason=request.POST.get("reason", "")[:500],
            chair_agrees=bool(request.POST.get("chair_agrees")),
        )
    except StepNotPossible as refusal:
        return _refused(request, found, refusal)
    return _done(request, found, "Punktet står på dagsordenen.")


@require_POST
@access(KEEP_MEETINGS)
def take_off(request: Request, meeting_id: UUID, item_id: UUID) -> HttpResponse:
    found, item = _item(request, meeting_id, item_id)
    try:
        take_off_item(actor=request.actor, item=item, at=timezone.now())
    except StepNotPossible as refusal:
        return _refused(request, found, refusal)
    return _done(request, found, "Punktet er taget af dagsordenen og ligger klar til et andet møde.")


@require_POST
@access(KEEP_MEETINGS)
def send_back(request: Request, meeting_id: UUID, item_id: UUID) -> HttpResponse:
    """To the author, with a comment."""
    found, item = _item(request, meeting_id, item_id)
    reason = request.POST.get("reason", "")[:2000]
    try:
        return_item(actor=request.actor, item=item, at=timezone.now(), reason=reason)
    except StepNotPossible as refusal:
        return _refused(request, found, refusal)
    return _done(request, found, "Punktet er sendt retur til forfatteren.")


@require_POST
@access(KEEP_MEETINGS)
def skip(request: Request, meeting_id: UUID, item_id: UUID) -> HttpResponse:
    """A standing item, this once."""
    found, item = _item(request, meeting_id, item_id)
    try:
        skip_standing_item(actor=request.actor, item=item, at=timezone.now())
    except StepNotPossible as refusal:
        return _refused(request, found, refusal)
    return _done(request, found, "Det faste punkt springes over på dette møde.")


@require_POST
@access(KEEP_MEETINGS)
def add_standing(request: Request, meeting_id: UUID, standing_id: int) -> HttpResponse:
    found = kept_meeting(request, meeting_id)
    standing = find_standing_item(actor=request.actor, standing_id=standing_id)
    if standing is None or standing.forum_id != found.forum_id:
        raise Http404
    try:
        add_standing_item(actor=request.actor, standing=standing, meeting=found, at=timezone.now())
    except StepNotPossible as refusal:
        return _refused(request, found, refusal)
    return _done(request, found, "Det faste punkt står på dagsordenen.")
