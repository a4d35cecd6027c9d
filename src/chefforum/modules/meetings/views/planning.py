"""Meetings planned, moved, cancelled, looked through and sent out, on the web."""

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

from chefforum.kernel.access.access import Request, access
from chefforum.web import danish

from ..access import KEEP_MEETINGS
from ..forms.planning import DatesForm, EditForm, PlanForm, ReasonForm, ReviewForm
from ..queries.agenda import items_to_move, other_open_meetings, taken_dates
from ..queries.forums import practice_of
from ..queries.meetings import kept_by
from ..queries.outgoing import outgoing
from ..queries.reviews import reviewer_ids, reviews_of
from ..rules.series import PossibleDate, dates_of_series
from ..rules.states import MeetingState
from ..services.agenda import submission_deadline
from ..services.planning import Times, cancel_meeting, edit_meeting, move_items, open_meeting, plan_series
from ..services.reading import note_reading
from ..services.reviewing import change_reviewers, end_review, send_to_review
from ..services.steps import StepNotPossible
from .finding import around, kept_meeting

if TYPE_CHECKING:
    from chefforum.kernel.people.models import Group

    from ..models import Meeting


@require_http_methods(["GET", "POST"])
@access(KEEP_MEETINGS)
def plan(request: Request) -> HttpResponse:
    """One meeting, or the dates of a series to choose among before anything is made."""
    forum = _chosen_forum(request)
    form = PlanForm(request.POST or None, actor=request.actor, initial=_as_agreed(forum))
    if request.method != "POST" or not form.is_valid():
        return _plan_page(request, form)
    possible = _possible(form.cleaned_data)
    is_plain = len(possible) == 1 and not possible[0].obstacle
    if "vis" in request.POST or ("dates" not in request.POST and not is_plain):
        return _plan_page(request, form, possible)
    asked = request.POST.getlist("dates") or [possible[0].date.isoformat()]
    chosen = DatesForm({"dates": [date for date in asked if date]}, possible=[one.date for one in possible])
    if not chosen.is_valid():  # the days were typed anew since they were worked out
        return _plan_page(request, form, possible)
    return _make(request, form, possible, chosen.cleaned_data["dates"])


def _make(request: Request, form: PlanForm, possible: list[PossibleDate], dates: list[dt.date]) -> HttpResponse:
    values = form.cleaned_data
    try:
        made = plan_series(
            actor=request.actor,
            forum=values["forum"],
            dates=dates,
            at=timezone.now(),
            start_time=values["start_time"],
            end_time=values["end_time"],
            place=values["place"],
            is_open=values["is_open"],
        )
    except StepNotPossible as refusal:
        form.add_error(None, str(refusal))
        return _plan_page(request, form, possible)
    if len(made) == 1:
        messages.success(request, f"Mødet {danish.date_with_weekday(made[0].date)} er planlagt.")
        return redirect("meetings:meeting", made[0].pk)
    messages.success(request, f"{len(made)} møder er planlagt.")
    return redirect(f"{reverse('meetings:year')}?aar={made[0].date.year}&forum={values['forum'].pk}")


def _chosen_forum(request: Request) -> Group | None:
    kept = list(kept_by(actor=request.actor))
    asked = request.GET.get("forum", "")
    return next((forum for forum in kept if str(forum.pk) == asked), kept[0] if kept else None)


def _as_agreed(forum: Group | None) -> dict[str, Any]:
    """What the forum's practice says of its meetings."""
    if forum is None:
        return {}
    practice = practice_of(forum)
    end = None
    if practice.start_time and practice.meeting_minutes:
        start = dt.datetime.combine(dt.date.min, practice.start_time)
        end = (start + dt.timedelta(minutes=practice.meeting_minutes)).time()
    return {
        "forum": forum.pk,
        "start_time": practice.start_time,
        "end_time": end,
        "place": practice.place,
        "is_open": True,
    }


def _possible(values: dict[str, Any]) -> list[PossibleDate]:
    first, last = values["date"], values["last_date"] or values["date"]
    return dates_of_series(
        first=first,
        last=last,
        every_weeks=values["every_weeks"],
        without_weeks=values["without_weeks"],
        taken=taken_dates(forum_id=values["forum"].pk, first=first, last=last),
    )


def _plan_page(request: Request, form: PlanForm, possible: list[PossibleDate] | None = None) -> HttpResponse:
    free = sum(not one.obstacle for one in possible or ())
    return render(request, "meetings/plan.html", {"form": form, "possible": possible, "free": free})


@require_http_methods(["GET", "POST"])
@access(KEEP_MEETINGS)
def edit(request: Request, meeting_id: UUID) -> HttpResponse:
    found = kept_meeting(request, meeting_id)
    participants = list(found.participants.all())
    called = [row.person_id for row in participants if row.person_id]
    form = EditForm(
        request.POST or None,
        initial=_present(found, called),
        forum_id=found.forum_id,
        called=called,
        on=timezone.localdate(),
    )
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        times = Times(
            date=values["date"],
            start_time=values["start_time"],
            end_time=values["end_time"],
            place=values["place"],
            submission_deadline=values["submission_deadline"],
        )
        try:
            edit_meeting(
                actor=request.actor,
                meeting=found,
                times=times,
                person_ids=[person.pk for person in values["persons"]],
                guests=values["guests"],
                at=timezone.now(),
            )
        except StepNotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Mødet er rettet. Punkterne er, som de var.")
            return redirect("meetings:meeting", meeting_id)
    context = {**around(found), "form": form, "is_sent": found.state == MeetingState.SENT}
    return render(request, "meetings/edit.html", context)


def _present(found: Meeting, called: list[UUID]) -> dict[str, Any]:
    guests = [row for row in found.participants.all() if row.person_id is None]
    agreed = submission_deadline(date=found.date, days=practice_of(found.forum).submission_days)
    said = found.submission_deadline
    return {
        "date": found.date,
        "start_time": found.start_time,
        "end_time": found.end_time,
        "place": found.place or "",
        "submission_deadline": said if said != agreed else None,
        "persons": called,
        "guests": "\n".join(f"{row.name}, {row.title}" if row.title else row.name for row in guests),
    }


@require_http_methods(["GET", "POST"])
@access(KEEP_MEETINGS)
def cancel(request: Request, meeting_id: UUID) -> HttpResponse:
    """Cancelled with a reason; while items stand on the agenda, they are moved to another meeting first."""
    found = kept_meeting(request, meeting_id)
    others = list(other_open_meetings(actor=request.actor, meeting=found))
    if request.method == "POST" and "to" in request.POST:
        return _move(request, found, others)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            cancel_meeting(actor=request.actor, meeting=found, reason=form.cleaned_data["reason"], at=timezone.now())
        except StepNotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Mødet er aflyst, og de, der er kaldt ind, har fået besked.")
            return redirect("meetings:meeting", meeting_id)
    context = {**around(found), "form": form, "to_move": items_to_move(found), "others": others}
    return render(request, "meetings/cancel.html", context)


def _move(request: Request, found: Meeting, others: list[Meeting]) -> HttpResponse:
    to = next((other for other in others if str(other.pk) == request.POST["to"]), None)
    if to is None:
        raise Http404
    try:
        count = move_items(actor=request.actor, meeting=found, to=to, at=timezone.now())
    except StepNotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        words = danish.counted(count, "punkt,punkter")
        messages.success(request, f"{words} er flyttet til mødet {danish.date(to.date)}.")
    return redirect("meetings:cancel", found.pk)


STEPS = {
    "open": (open_meeting, "Mødet er åbent for punkter."),
    "end_review": (end_review, "Gennemsynet er afsluttet."),
}


@require_POST
@access(KEEP_MEETINGS)
def take_step(request: Request, meeting_id: UUID, name: str) -> HttpResponse:
    """The steps that ask nothing more."""
    found = kept_meeting(request, meeting_id)
    if name not in STEPS:
        raise Http404
    step, done = STEPS[name]
    try:
        step(actor=request.actor, meeting=found, at=timezone.now())
    except StepNotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("meetings:meeting", meeting_id)


@require_http_methods(["GET", "POST"])
@access(KEEP_MEETINGS)
def review(request: Request, meeting_id: UUID) -> HttpResponse:
    """Who looks the agenda through now, and who has done so earlier."""
    found = kept_meeting(request, meeting_id)
    is_under_way = found.state == MeetingState.REVIEW
    initial = {"persons": reviewer_ids(found)}
    form = ReviewForm(request.POST or None, meeting=found, on=timezone.localdate(), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            if is_under_way:
                change_reviewers(actor=request.actor, meeting=found, person_ids=form.person_ids, at=timezone.now())
            else:
                send_to_review(
                    actor=request.actor,
                    meeting=found,
                    person_ids=form.person_ids,
                    message=form.cleaned_data["message"],
                    at=timezone.now(),
                )
        except StepNotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "De, du har valgt, kan nu læse dagsordenen og skrive bemærkninger.")
            return redirect("meetings:review", meeting_id)
    context = {
        **around(found),
        "form": form,
        "is_under_way": is_under_way,
        "may_begin": found.state == MeetingState.OPEN,
        "reviews": reviews_of(found),
    }
    return render(request, "meetings/review.html", context)


@require_GET
@access(KEEP_MEETINGS)
def send_preview(request: Request, meeting_id: UUID) -> HttpResponse:
    """What goes out, to whom, and what one would like to know before."""
    found = kept_meeting(request, meeting_id)
    note_reading(actor=request.actor, of=found, at=timezone.now(), how="udsendelse")
    shown = outgoing(actor=request.actor, meeting=found, on=timezone.localdate())
    return render(request, "meetings/send_preview.html", {**around(found), "shown": shown})
