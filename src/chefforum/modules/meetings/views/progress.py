"""From the end of the meeting to approved minutes: what is missing, comments, corrections, and the steps."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chefforum.kernel.access.access import Request, access
from chefforum.kernel.access.rules import AccessDenied
from chefforum.web import danish

from ..access import (
    READ_MEETINGS,
    TAKE_MINUTES,
    may_correct,
    may_keep,
    may_take_minutes,
    parts_in_meeting,
    takes_minutes,
)
from ..forms.minutes import CommentForm, CorrectionForm
from ..queries import meetings as queries
from ..queries.approving import agendas_to_send_again, minutes_before
from ..queries.progress import (
    comment_until,
    corrections_of,
    find_correction,
    items_to_correct,
    progress_of,
    reads_corrections,
)
from ..queries.suggestions import items_to_follow_up
from ..rules.action_states import TAKES_ACTIONS
from ..rules.states import MEETING_STEPS, MeetingState, steps_from
from ..services.approval import approve_minutes, close_meeting, reopen_minutes
from ..services.corrections import answer_correction, propose_correction
from ..services.running import begin_meeting, end_meeting
from ..services.sending import send_for_comments, send_minutes
from ..services.steps import StepNotPossible
from .minutes import meeting_to_minute, names

if TYPE_CHECKING:
    from ..models import Item, Meeting

STEPS = ("start", "end", "comment", "send_minutes", "approve_minutes", "close", "reopen")
WEEK = dt.timedelta(days=7)


@require_GET
@access(TAKE_MINUTES)
def progress(request: Request, meeting_id: UUID) -> HttpResponse:
    """How far the minutes are, what they lack, and the next step."""
    meeting = meeting_to_minute(request, meeting_id)
    parts = parts_in_meeting(request.actor, meeting.forum)
    taken = {step.name: step for step in steps_from(MEETING_STEPS, state=meeting.state, parts=parts)}
    shown = progress_of(meeting=meeting)
    context = {
        **names(meeting),
        "progress": shown,
        "names_others": shown.approval is not None and shown.approval.names_others_than(meeting),
        "may_keep": may_keep(request.actor, meeting.forum),
        "steps": {name: taken[name] for name in STEPS if name in taken},
        "comment_form": CommentForm(initial={"due_date": timezone.localdate() + WEEK}),
        "may_write": may_take_minutes(request.actor, meeting),
        "to_follow_up": _to_follow_up(request, meeting),
        "is_before": meeting.state in {MeetingState.PLANNED, MeetingState.OPEN, MeetingState.REVIEW},
    }
    return render(request, "meetings/minutes_progress.html", context)


def _to_follow_up(request: Request, meeting: Meeting) -> list[tuple[Item, int]]:
    """Items that order something to be done, and how much of it is no action yet; for those who make actions."""
    if meeting.state not in TAKES_ACTIONS or not may_keep(request.actor, meeting.forum):
        return []
    return [(item, len(found)) for item, found in items_to_follow_up(meeting=meeting)]


@require_POST
@access(TAKE_MINUTES)
def step(request: Request, meeting_id: UUID, name: str) -> HttpResponse:
    """One step on, from the table of steps: who may take it, and when, is decided there."""
    meeting = meeting_to_minute(request, meeting_id)
    if name not in STEPS:
        raise Http404
    try:
        message = _take(request, meeting, name)
    except StepNotPossible as refusal:
        messages.error(request, str(refusal))
        return redirect("meetings:minutes_progress", meeting_id)
    messages.success(request, message)
    if name == "send_minutes":
        _tell_of_the_minutes_before(request, meeting)
        _tell_of_coming_agendas(request, meeting)
    return redirect("meetings:attendance" if name == "start" else "meetings:minutes_progress", meeting_id)


def _take(request: Request, meeting: Meeting, name: str) -> str:
    at, actor = timezone.now(), request.actor
    if name == "start":
        begin_meeting(actor=actor, meeting=meeting, at=at)
        return "Mødet er begyndt. Notér, hvem der er til stede."
    if name == "end":
        end_meeting(actor=actor, meeting=meeting, at=at)
        return "Mødet er slut. Kun I, der skriver referatet, formanden og sekretæren kan læse det endnu."
    if name == "comment":
        form = CommentForm(request.POST)
        if not form.is_valid():
            raise StepNotPossible("Datoen kan ikke læses. Intet er sendt.")
        send_for_comments(actor=actor, meeting=meeting, at=at, due_date=form.cleaned_data["due_date"])
        return "Referatet er sendt til kommentering. Forummet har fået besked."
    if name == "send_minutes":
        version = send_minutes(actor=actor, meeting=meeting, at=at)
        return f"Referatet er udsendt som version {version.number}. Forummet har fået besked."
    if name == "approve_minutes":
        approve_minutes(actor=actor, meeting=meeting, at=at)
        return "Referatet er godkendt og låst."
    if name == "close":
        close_meeting(actor=actor, meeting=meeting, at=at)
        return "Mødet er lukket."
    reopen_minutes(actor=actor, meeting=meeting, at=at, reason=request.POST.get("reason", ""))
    return "Referatet er genåbnet, og forummet har fået besked. De læser den seneste version, til du udsender en ny."


def _tell_of_the_minutes_before(request: Request, meeting: Meeting) -> None:
    """What came of the minutes that these approve."""
    before = minutes_before(meeting)
    if before is None:
        return
    name = f"Referatet fra {danish.date(before.date)}"
    if before.state == MeetingState.APPROVED and before.approved_by and before.approved_by.meeting_id == meeting.pk:
        messages.success(request, f"{name} er dermed godkendt.")
    elif before.state == MeetingState.MINUTES_SENT:
        messages.warning(request, f"{name} er ikke markeret som godkendt endnu. Se hvorfor på det mødes side.")


def _tell_of_coming_agendas(request: Request, meeting: Meeting) -> None:
    """An agenda that was sent out before these minutes names them only from its next version on."""
    for item in agendas_to_send_again(meeting):
        day = danish.date(item.meeting.date) if item.meeting else ""
        text = f"Punkt {item.number} på dagsordenen til {day} nævner nu dette referat. Send dagsordenen ud igen."
        messages.warning(request, text)


@require_http_methods(["GET", "POST"])
@access(READ_MEETINGS)
def corrections(request: Request, meeting_id: UUID) -> HttpResponse:
    """Who sits in the forum proposes corrections and sees what came of them; who takes the minutes answers."""
    meeting = queries.find_meeting(actor=request.actor, meeting_id=meeting_id)
    if meeting is None:
        raise Http404
    if not reads_corrections(actor=request.actor, meeting=meeting):
        raise AccessDenied("Rettelser til referatet foreslås af dem, der sidder i forummet.")
    items = items_to_correct(actor=request.actor, meeting=meeting)
    form = CorrectionForm(request.POST or None, items=items)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["item"]
        item = queries.find_item(actor=request.actor, item_id=chosen) if chosen else None
        text = form.cleaned_data["text"]
        propose_correction(actor=request.actor, meeting=meeting, item=item, text=text, at=timezone.now())
        messages.success(request, "Rettelsen er sendt. Du får besked, når den er besvaret.")
        return redirect("meetings:corrections", meeting_id)
    context = {
        **names(meeting),
        "form": form,
        "may_correct": may_correct(request.actor, meeting),
        "may_answer": takes_minutes(request.actor, meeting),
        "may_write": may_take_minutes(request.actor, meeting),
        "corrections": corrections_of(actor=request.actor, meeting=meeting),
        "comment_until": comment_until(meeting),
    }
    return render(request, "meetings/corrections.html", context)


@require_POST
@access(TAKE_MINUTES)
def answer(request: Request, correction_id: int) -> HttpResponse:
    found = find_correction(actor=request.actor, correction_id=correction_id)
    if found is None:
        raise Http404
    try:
        answer_correction(
            actor=request.actor,
            correction=found,
            is_applied=request.POST.get("came") == "applied",
            answer=request.POST.get("answer", ""),
            at=timezone.now(),
        )
    except StepNotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Svaret er sendt til den, der foreslog rettelsen.")
    return redirect("meetings:corrections", found.meeting_id)
