"""Outcomes: of one placement, and of all that lack one."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from chefforum.kernel.access.access import Request, access
from chefforum.kernel.organisation.queries import tree_on
from chefforum.web import danish
from chefforum.web.pages import page_of

from ..access import WRITE_PLACEMENTS
from ..forms.naming import say
from ..forms.register import OutcomeForm, OutcomeRowsForm
from ..queries.outcomes import list_definitions, outcomes_of
from ..queries.register import Chosen, list_placements, row_of
from ..rules.outcomes import WrongOutcome, months_after
from ..rules.register import WrongFacts
from ..services.outcomes import SaidOutcome, note_outcome, note_outcomes, remove_outcome
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


@require_http_methods(["GET", "POST"])
@access(WRITE_PLACEMENTS)
def outcomes_missing(request: Request) -> HttpResponse:
    """The placements whose outcome is due and missing, one form for all on the page."""
    at = timezone.now()
    on = timezone.localdate(at)
    found = list_placements(
        actor=request.actor, chosen=Chosen(is_lacking_outcome=True), tree=tree_on(on), on=on, order="last_day"
    )
    page = page_of(found, request)
    rows = [row_of(one, on) for one in page.object_list]
    definitions = list_definitions()
    by_row = {
        row.placement.pk: next(one for one in definitions if row.last_day and one.holds_for(row.last_day))
        for row in rows
    }
    references = {row.placement.pk: row.placement.reference for row in rows}
    form = OutcomeRowsForm(request.POST or None, references=references, initial={"as_of": on})
    settled: set[UUID] = set()
    if request.method == "POST" and form.is_valid():
        said = [
            SaidOutcome(one, by_row[one].id, exit_type.value, closed_on, form.cleaned_data["as_of"])
            for one, (exit_type, closed_on) in form.said.items()
        ]
        wrong = note_outcomes(actor=request.actor, said=said, at=at, on=on)
        settled = {one.placement_id for one in said} - set(wrong)
        noted = len(settled)
        for one, problem in wrong.items():
            for field, text in problem.problems:
                form.add_error(f"{'closed' if field == 'closed_on' else 'exit'}-{one}", text)
        words = f"{danish.counted(noted, 'udfald er noteret,udfald er noteret')}."
        if not wrong:
            messages.success(request, words if noted else "Du udfyldte ingen linjer, så intet er ændret.")
            return redirect(request.get_full_path())
        if noted:
            messages.success(request, f"{words} Se linjerne nedenfor, der ikke kunne noteres.")
    lines = [
        {
            "row": row,
            "due": months_after(row.last_day, by_row[row.placement.pk].months) if row.last_day else None,
            "exit": form[f"exit-{row.placement.pk}"],
            "closed": form[f"closed-{row.placement.pk}"],
        }
        for row in rows
        if row.placement.pk not in settled
    ]
    context = {
        "page": page,
        "count": page.paginator.count - len(settled),  # the page was read before they were noted
        "lines": lines,
        "form": form,
        "has_definitions": bool(definitions),
    }
    return render(request, "placements/outcomes_missing.html", context, status=422 if form.errors else 200)
