"""Taking minutes while the meeting runs: the items, attendance, approval of several at once."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chefforum.calc.decisions import Outcome
from chefforum.kernel.access.access import Request, access
from chefforum.kernel.access.rules import AccessDenied
from chefforum.web import danish
from chefforum.web.typed import whole_number

from ..access import TAKE_MINUTES, may_keep, may_take_minutes, parts_in_meeting, takes_minutes
from ..forms.minutes import AttendanceRow, attendance_rows, changed_outcomes, chosen_items
from ..queries import meetings as queries
from ..queries.minute_taking import MinuteTaking, en_bloc, minute_taking, undoable_en_bloc
from ..rules.meeting_clock import in_words
from ..rules.states import MEETING_STEPS, MeetingState, steps_from
from ..services.attendance import Noted, add_participant, come_back, leave_room, note_attendance, remove_participant
from ..services.en_bloc import approve_en_bloc, undo_en_bloc
from ..services.reading import note_reading
from ..services.steps import StepNotPossible
from ..services.treatment import finish_item, settle_decision, start_item, take_minutes
from .finding import around

if TYPE_CHECKING:
    from ..models import Item, Meeting, Participant

OUTCOMES = [(str(number), outcome.value, outcome.danish.capitalize()) for number, outcome in enumerate(Outcome, 1)]


def meeting_to_minute(request: Request, meeting_id: UUID) -> Meeting:
    """The meeting: 404 for those who may not know of it, 403 for those who do not take its minutes."""
    found = queries.find_meeting(actor=request.actor, meeting_id=meeting_id)
    if found is None:
        raise Http404
    if not takes_minutes(request.actor, found):
        raise AccessDenied("Du har ikke adgang til at skrive referat af mødet.")
    return found


def names(meeting: Meeting) -> dict[str, Any]:
    """What every page here says of the meeting."""
    return {**around(meeting), "taking_url": reverse("meetings:minute_taking", args=[meeting.pk])}


@require_GET
@access(TAKE_MINUTES)
def taking(request: Request, meeting_id: UUID) -> HttpResponse:
    """The item in treatment, else the first that is not treated; how far the minutes are where all are."""
    meeting = meeting_to_minute(request, meeting_id)
    if meeting.state != MeetingState.SENT and not may_take_minutes(request.actor, meeting):
        return redirect("meetings:minutes_progress", meeting_id)
    shown = minute_taking(meeting=meeting, item_id=None, person_id=request.actor.person_id, now=timezone.now())
    if shown is None or (shown.hand is None and meeting.state != MeetingState.SENT):
        return redirect("meetings:minutes_progress", meeting_id)
    return _page(request, meeting, shown)


@require_http_methods(["GET", "POST"])
@access(TAKE_MINUTES)
def item(request: Request, meeting_id: UUID, item_id: UUID) -> HttpResponse:
    """One item: its outcomes and decision, saved as they are written; with JavaScript a part of the page comes back."""
    meeting = meeting_to_minute(request, meeting_id)
    if request.method == "POST":
        return _save(request, meeting, _item_of(request, meeting, item_id))
    shown = minute_taking(meeting=meeting, item_id=item_id, person_id=request.actor.person_id, now=timezone.now())
    if shown is None:
        raise Http404
    return _page(request, meeting, shown)


def _item_of(request: Request, meeting: Meeting, item_id: UUID) -> Item:
    found = queries.find_item(actor=request.actor, item_id=item_id)
    if found is None or found.meeting_id != meeting.pk:
        raise Http404
    return found


def _page(request: Request, meeting: Meeting, shown: MinuteTaking) -> HttpResponse:
    if shown.hand:
        note_reading(actor=request.actor, of=shown.hand.item, at=timezone.now(), how="referat")
    context = {
        **names(meeting),
        "taking": shown,
        "hand": shown.hand,
        "outcomes": OUTCOMES,
        "may_write": may_take_minutes(request.actor, meeting),
        "may_keep": may_keep(request.actor, meeting.forum),
        "is_running": meeting.state == MeetingState.RUNNING,
        "steps": _steps(request, meeting),
        **_clock(shown),
    }
    return render(request, "meetings/minute_taking.html", context)


def _steps(request: Request, meeting: Meeting) -> set[str]:
    parts = parts_in_meeting(request.actor, meeting.forum)
    return {step.name for step in steps_from(MEETING_STEPS, state=meeting.state, parts=parts)}


def _clock(shown: MinuteTaking) -> dict[str, Any]:
    if shown.clock is None:
        return {}
    return {
        "clock_words": in_words(shown.clock.minutes_late),
        "clock_late": round(shown.clock.late.total_seconds()),
        "clock_grows_after": round(shown.clock.grows_after.total_seconds()),
        "planned_end": timezone.localtime(shown.clock.planned_end),
        "expected_end": timezone.localtime(shown.clock.expected_end),
    }


def _save(request: Request, meeting: Meeting, found: Item) -> HttpResponse:
    at, action = timezone.now(), request.POST.get("action", "save")
    new_text, trouble, has_conflict = False, "", False
    try:
        if action.startswith("settle-"):
            conflict_id = request.POST.get("conflict", "")
            settle_decision(
                actor=request.actor,
                item=found,
                conflict_id=whole_number(conflict_id),
                choice=action.removeprefix("settle-"),
                at=at,
            )
        else:
            saved = take_minutes(
                actor=request.actor,
                item=found,
                text=request.POST.get("decision", ""),
                mark=request.POST.get("mark", ""),
                outcomes=changed_outcomes(request.POST),
                at=at,
            )
            new_text, has_conflict = saved.has_new_text, saved.conflict is not None
            if not has_conflict:
                _act(request, found, action)
    except StepNotPossible as refusal:
        trouble = str(refusal)
    if request.htmx and action == "save":
        flags = {"new_text": new_text, "trouble": trouble, "has_conflict": has_conflict}
        return _saved(request, meeting, found, at, flags)
    if trouble:
        messages.error(request, trouble)
    if action == "finish" and not trouble and not has_conflict:
        return redirect(_after(request, meeting, found))
    return redirect("meetings:minute_item", meeting.pk, found.pk)


def _act(request: Request, found: Item, action: str) -> None:
    at = timezone.now()
    if action == "start":
        start_item(actor=request.actor, item=found, at=at)
    elif action == "finish":
        finish_item(actor=request.actor, item=found, at=at)


def _after(request: Request, meeting: Meeting, found: Item) -> str:
    """Where one goes from a treated item: the next that is not, which begins while the meeting runs; else on."""
    shown = minute_taking(meeting=meeting, item_id=found.pk, person_id=request.actor.person_id, now=timezone.now())
    rows = shown.rows if shown else ()
    place = next((i for i, row in enumerate(rows) if row.id == found.pk), 0)
    waiting = [row for row in (*rows[place + 1 :], *rows[:place]) if not row.is_over]
    if not waiting:
        return reverse("meetings:minutes_progress", args=[meeting.pk])
    following = waiting[0]
    if meeting.state == MeetingState.RUNNING and following.state == "sent":
        start_item(actor=request.actor, item=_item_of(request, meeting, following.id), at=timezone.now())
    return reverse("meetings:minute_item", args=[meeting.pk, following.id])


def _saved(request: Request, meeting: Meeting, found: Item, at: dt.datetime, came: dict[str, Any]) -> HttpResponse:
    """What of the page is told after a save by itself: when, what the text lacks, and whose text stands."""
    shown = minute_taking(meeting=meeting, item_id=found.pk, person_id=request.actor.person_id, now=at)
    if shown is None:
        raise Http404
    context = {
        "hand": shown.hand,
        "meeting": meeting,
        "saved_at": None if came["trouble"] else at,
        "is_part": True,
        "may_write": True,
        "may_keep": may_keep(request.actor, meeting.forum),
        **came,
    }
    return render(request, "meetings/_minute_saved.html", context)


@require_POST
@access(TAKE_MINUTES)
def left_room(request: Request, meeting_id: UUID, item_id: UUID) -> HttpResponse:
    """Who is not there for the item, and who is after all."""
    meeting = meeting_to_minute(request, meeting_id)
    found = _item_of(request, meeting, item_id)
    at, back = timezone.now(), request.POST.get("back", "")
    try:
        if back:
            come_back(actor=request.actor, item=found, left_room_id=whole_number(back), at=at)
        else:
            participant = request.POST.get("participant", "")
            leave_room(
                actor=request.actor,
                item=found,
                participant_id=whole_number(participant),
                is_disqualified=request.POST.get("why") == "disqualified",
                reason=request.POST.get("reason", ""),
                at=at,
            )
    except StepNotPossible as refusal:
        messages.error(request, str(refusal))
    return redirect("meetings:minute_item", meeting_id, item_id)


@require_http_methods(["GET", "POST"])
@access(TAKE_MINUTES)
def attendance(request: Request, meeting_id: UUID) -> HttpResponse:
    """Who is there, who sent apologies, who came late; and those who come without being called."""
    meeting = meeting_to_minute(request, meeting_id)
    participants = list(meeting.participants.all())
    rows = attendance_rows(participants, request.POST if request.method == "POST" else None)
    if request.method == "POST" and all(row.is_valid() for row in rows):
        return _note(request, meeting, participants, rows)
    context = {
        **names(meeting),
        "rows": list(zip(participants, rows, strict=True)),
        "may_write": may_take_minutes(request.actor, meeting),
        "new": {name: request.POST.get(name, "") for name in ("new_name", "new_title")},
        "is_noted": any(one.attendance != "unknown" for one in participants),
    }
    return render(request, "meetings/attendance.html", context)


def _note(
    request: Request, meeting: Meeting, participants: list[Participant], rows: list[AttendanceRow]
) -> HttpResponse:
    """Saves what is marked, whichever button was pressed; who adds or takes off somebody goes on with the page."""
    at = timezone.now()
    act, _, number = request.POST.get("action", "").partition("-")
    goes_on = act in {"add", "remove"}
    try:
        if not goes_on or any(row.has_changed() for row in rows):
            noted = [Noted(one.pk, **row.cleaned_data) for one, row in zip(participants, rows, strict=True)]
            note_attendance(actor=request.actor, meeting=meeting, noted=noted, at=at)
        if act == "add":
            name, title = request.POST.get("new_name", ""), request.POST.get("new_title", "")
            added = add_participant(actor=request.actor, meeting=meeting, name=name, title=title, at=at)
            messages.success(request, f"{added.name} er skrevet på som deltager.")
        elif act == "remove":
            found = whole_number(number)
            remove_participant(actor=request.actor, meeting=meeting, participant_id=found, at=at)
        else:
            messages.success(request, "Fremmødet er gemt.")
    except StepNotPossible as refusal:
        messages.error(request, str(refusal))
        goes_on = True
    return redirect("meetings:attendance" if goes_on else "meetings:minute_taking", meeting.pk)


@require_http_methods(["GET", "POST"])
@access(TAKE_MINUTES)
def together(request: Request, meeting_id: UUID) -> HttpResponse:
    """Approves several items at once, each with its own decision; the last time can be undone."""
    meeting = meeting_to_minute(request, meeting_id)
    if request.method == "GET":
        note_reading(actor=request.actor, of=meeting, at=timezone.now(), how="referat")
        context = {
            **names(meeting),
            "rows": en_bloc(meeting=meeting),
            "may_write": may_take_minutes(request.actor, meeting),
            "undoable": undoable_en_bloc(meeting=meeting),
        }
        return render(request, "meetings/en_bloc.html", context)
    at = timezone.now()
    try:
        if request.POST.get("action") == "undo":
            items = undo_en_bloc(actor=request.actor, meeting=meeting, at=at)
            messages.success(request, f"{danish.counted(len(items), 'punkt,punkter')} er ikke længere godkendt samlet.")
        else:
            ids = chosen_items(request.POST)
            items = approve_en_bloc(actor=request.actor, meeting=meeting, item_ids=ids, at=at)
            numbers = danish.listed(str(one.number) for one in items)
            messages.success(request, f"Godkendt samlet: punkt {numbers}. Hvert punkt har fået sin egen beslutning.")
    except StepNotPossible as refusal:
        messages.error(request, str(refusal))
    return redirect("meetings:en_bloc", meeting_id)
