"""The outcome of one placement; of all that lack one: outcomes_missing.py."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from chefforum.kernel.access.access import Request, access

from ..access import WRITE_PLACEMENTS
from ..forms.naming import say
from ..forms.register import OutcomeForm
from ..queries.outcomes import outcomes_of
from ..rules.outcomes import WrongOutcome
from ..rules.register import WrongFacts
from ..services.outcomes import SaidOutcome, note_outcome, remove_outcome
from ..services.register import require_writing
from .register import placement_or_404, to_placement


@require_http_methods(["GET", "POST"])
@access(WRITE_PLACEMENTS)
def placement_outcome(request: Request, placement_id: UUID, definition_id: int) -> HttpResponse:
    """What came after the placement, by a definition."""
    at = timezone.now()
    on = timezone.localdate(at)
    row = placement_or_404(request, placement_id, on)
    require_writing(request.actor, row.placement.unit_id)
    lines = outcomes_of(placement=row.placement, last_day=row.last_day)
    line = next((one for one in lines if one.definition.id == definition_id), None)
    if line is None:
        raise Http404
    there = line.outcome
    initial = {"exit_type": there.exit_type, "closed_on": there.closed_on, "as_of": there.as_of} if there else {}
    form = OutcomeForm(request.POST or None, initial=initial or {"as_of": on})
    if request.method == "POST" and "fjern" in request.POST:
        try:
            done = remove_outcome(actor=request.actor, placement_id=placement_id, definition_id=definition_id, at=at)
            return to_placement(placement_id, done)
        except WrongFacts as refusal:
            messages.error(request, str(refusal))
            return to_placement(placement_id)
    if request.method == "POST" and form.is_valid():
        said = SaidOutcome(placement_id=placement_id, definition_id=definition_id, **form.cleaned_data)
        try:
            return to_placement(placement_id, note_outcome(actor=request.actor, said=said, at=at, on=on))
        except WrongOutcome as refusal:
            say(form, refusal.problems)
    context = {
        "form": form,
        "row": row,
        "placement": row.placement,
        "line": line,
        "cancel_url": reverse("placements:placement", args=[placement_id]),
    }
    return render(request, "placements/outcome.html", context, status=422 if form.errors else 200)
