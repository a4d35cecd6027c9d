"""Sparring: workplaces like one's own, and what leaders have chosen to tell."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from chefforum.kernel.access.access import Request, access

from ..access import READ_FORECAST, WRITE_ENTRIES, require_writer
from ..forms.sharing import NoteForm
from ..queries.sparring import NoteNotFound, find_note, notes_beside, units_alike
from ..services.sharing import NoteRefused, share_note, withdraw_note
from .finding import around_workplace, workplace_or_404, year_asked


@require_http_methods(["GET", "POST"])
@access(READ_FORECAST)
def sparring(request: Request, unit_id: UUID) -> HttpResponse:
    place = workplace_or_404(request, unit_id)
    at = timezone.now()
    on, year = timezone.localdate(at), year_asked(request)
    form = NoteForm(request.POST or None)
    if request.method == "POST":
        require_writer(request.actor, unit_id)
        if form.is_valid():
            try:
                share_note(actor=request.actor, unit_id=unit_id, year=year, text=form.cleaned_data["text"], at=at)
                messages.success(request, "Noten er delt med alle ledere. Du kan tage den tilbage.")
                return redirect(_url(unit_id, year))
            except NoteRefused as refusal:
                form.add_error(None, str(refusal))
    context = {
        **around_workplace(place, year=year, current="sparring"),
        "alike": units_alike(actor=request.actor, unit_id=unit_id, year=year, on=on),
        "notes": notes_beside(actor=request.actor, place=place, year=year, on=on),
        "form": form if place.may_write else None,
    }
    return render(request, "forecast/sparring.html", context, status=422 if form.errors else 200)


@require_POST
@access(WRITE_ENTRIES)
def note_withdraw(request: Request, note_id: int) -> HttpResponse:
    at = timezone.now()
    try:
        note = find_note(actor=request.actor, note_id=note_id, on=timezone.localdate(at))
    except NoteNotFound:
        raise Http404 from None
    withdraw_note(actor=request.actor, note=note, at=at)
    messages.success(request, "Noten er taget tilbage.")
    return redirect(_url(note.unit_id, note.year))


def _url(unit_id: UUID, year: int) -> str:
    return f"{reverse('forecast:sparring', args=[unit_id])}?aar={year}"
