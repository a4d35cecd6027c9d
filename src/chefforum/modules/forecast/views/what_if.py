"""Hvad nu hvis: a thought is asked in the address, reckoned and shown beside what stands; stored when made an entry."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from chefforum.kernel.access.access import Request, access

from ..access import READ_FORECAST, WRITE_ENTRIES, require_writer
from ..documents.pictures import bridge_of_year
from ..forms.what_if import PercentageForm, PositionForm, QuantityForm
from ..queries.entries import list_categories, template_rates
from ..queries.what_if import NoAnswer, Situation, Thought, situation_of, steps_to_choose
from ..rules.running import NothingClosed
from ..services.entries import EntryRefused, NewEntry, add_entries
from .finding import around_workplace, refused_because, workplace_or_404, year_asked

KINDS = {
    "flere": "Flere vikarer, mere overarbejde eller flere indkøb",
    "stilling": "En stilling bliver besat",
    "procent": "Mere på en konto",
}


@require_GET
@access(READ_FORECAST)
def what_if(request: Request, unit_id: UUID) -> HttpResponse:
    place = workplace_or_404(request, unit_id)
    on, year = timezone.localdate(), year_asked(request)
    around = around_workplace(place, year=year, current="what_if")
    try:
        situation = situation_of(actor=request.actor, unit_id=unit_id, year=year, on=on)
    except NothingClosed as closed:
        empty = {**around, **refused_because(request, closed), "nothing": "closed", "below": ()}
        return render(request, "forecast/workplace_empty.html", empty)
    kind = request.GET.get("hvad", "")
    asked = kind if kind in KINDS else ""
    forms, thought, refusal = _forms(situation, asked, request.GET), None, ""
    if asked and forms[asked].is_valid():
        try:
            thought = forms[asked].thought
        except NoAnswer as no:
            refusal = str(no)
    found = situation.reckon(thought) if thought else None
    context = {
        **around,
        "situation": situation,
        "forms": [
            {"kind": one, "title": KINDS[one], "form": form, "is_asked": one == asked} for one, form in forms.items()
        ],
        "asked": asked,
        "found": found,
        "bridge": bridge_of_year(found.after) if found else None,
        "refusal": refusal,
        "again": request.GET.items(),
    }
    return render(
        request, "forecast/what_if.html", context, status=422 if refusal or (asked and forms[asked].errors) else 200
    )


@require_POST
@access(WRITE_ENTRIES)
def what_if_keep(request: Request, unit_id: UUID) -> HttpResponse:
    """The thought becomes an entry, reckoned anew from what was asked."""
    workplace_or_404(request, unit_id)
    require_writer(request.actor, unit_id)
    at = timezone.now()
    on, year = timezone.localdate(at), year_asked(request)
    back = f"{reverse('forecast:what_if', args=[unit_id])}?aar={year}"
    thought, refusal = None, "Tanken kan ikke læses. Regn den ud igen."
    try:
        situation = situation_of(actor=request.actor, unit_id=unit_id, year=year, on=on)
        form = _forms(situation, request.POST.get("hvad", ""), request.POST).get(request.POST.get("hvad", ""))
        thought = form.thought if form is not None and form.is_valid() else None
        if thought is not None:
            add_entries(actor=request.actor, unit_id=unit_id, year=year, new=[_entry(thought)], at=at)
    except (NoAnswer, NothingClosed, EntryRefused) as no:
        thought, refusal = None, str(no)
    if thought is None:
        messages.error(request, refusal)
        return redirect(back)
    messages.success(request, "Tanken er blevet til en post. Ret den her, som du retter dine andre poster.")
    return redirect(f"{reverse('forecast:entries', args=[unit_id])}?aar={year}")


def _entry(thought: Thought) -> NewEntry:
    return NewEntry(
        category_id=thought.category.pk,
        text=thought.text,
        account=thought.account,
        rate_oere=thought.rate_oere,
        copied_from="Hvad nu hvis",
        values=thought.values,
    )


def _forms(situation: Situation, asked: str, said: Any) -> dict[str, Any]:
    """Each thought's form, filled in where it is the one that is asked."""
    rates = template_rates(on=situation.on)
    return {
        "flere": QuantityForm(
            said if asked == "flere" else None,
            situation=situation,
            categories=list(list_categories()),
            rates=rates,
            prefix="f",
        ),
        "stilling": PositionForm(
            said if asked == "stilling" else None, situation=situation, steps=steps_to_choose(), prefix="s"
        ),
        "procent": PercentageForm(said if asked == "procent" else None, situation=situation, prefix="p"),
    }
