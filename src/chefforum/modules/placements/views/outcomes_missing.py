"""The placements that lack an outcome, in one form; whoever comes second is told line by line what was not saved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from chefforum.kernel.access.access import Request, access
from chefforum.kernel.organisation.queries import tree_on
from chefforum.web import danish
from chefforum.web.pages import page_of

from ..access import WRITE_PLACEMENTS
from ..forms.register import OutcomeRowsForm
from ..queries.outcomes import as_they_stand, list_definitions
from ..queries.register import Chosen, list_placements, row_of
from ..rules.kinds import EXIT_TYPE_NAMES, ExitType
from ..rules.outcomes import months_after
from ..services.outcomes import NotedMeanwhile, SaidOutcome, note_outcomes


@dataclass(frozen=True)
class LeftOut:
    """A line that was sent and is not saved, and why. Without a placement it is one that the actor sees no more."""

    placement: Any
    why: str


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
    sent = _sent(request)
    shown = list(page.object_list)
    if elsewhere := sent - {one.pk for one in shown}:  # the page was another when it was opened
        shown += found.filter(pk__in=elsewhere)
    rows = [row_of(one, on) for one in shown]
    definitions = list_definitions()
    by_row = {
        row.placement.pk: next(one for one in definitions if row.last_day and one.holds_for(row.last_day))
        for row in rows
    }
    references = {row.placement.pk: row.placement.reference for row in rows}
    form = OutcomeRowsForm(request.POST or None, references=references, initial={"as_of": on})
    late = sent - references.keys()
    settled: set[UUID] = set()
    is_valid = request.method == "POST" and form.is_valid()
    if is_valid:
        said = [
            SaidOutcome(one, by_row[one].id, exit_type.value, closed_on, form.cleaned_data["as_of"])
            for one, (exit_type, closed_on) in form.said.items()
        ]
        wrong = note_outcomes(actor=request.actor, said=said, at=at, on=on)
        settled = {one.placement_id for one in said} - set(wrong)
        late |= {one for one, problem in wrong.items() if isinstance(problem, NotedMeanwhile)}
        _say_wrong(form, {one: problem for one, problem in wrong.items() if one not in late})
    left_out, same = _late_lines(request, late)
    if is_valid:
        _tell(request, noted=len(settled), same=same, left_out=left_out, is_wrong=bool(form.errors))
        if not form.errors and not left_out:
            return redirect(request.get_full_path())
    gone = settled | late
    context = {
        "page": page,
        "count": page.paginator.count - len(gone & references.keys()),  # the page was read before they were noted
        "lines": [_line(row, by_row[row.placement.pk], form) for row in rows if row.placement.pk not in gone],
        "form": form,
        "left_out": left_out,
        "has_definitions": bool(definitions),
    }
    return render(request, "placements/outcomes_missing.html", context, status=422 if form.errors or left_out else 200)


def _sent(request: Request) -> set[UUID]:
    """The placements that the form sent an answer for."""
    found = set()
    for name, value in request.POST.items():
        if name.startswith("exit-") and value:
            try:
                found.add(UUID(name.removeprefix("exit-")))
            except ValueError:
                continue
    return found


def _line(row: Any, definition: Any, form: OutcomeRowsForm) -> dict[str, Any]:
    return {
        "row": row,
        "due": months_after(row.last_day, definition.months) if row.last_day else None,
        "exit": form[f"exit-{row.placement.pk}"],
        "closed": form[f"closed-{row.placement.pk}"],
    }


def _say_wrong(form: OutcomeRowsForm, wrong: dict[UUID, Any]) -> None:
    for one, problem in wrong.items():
        for field, text in problem.problems:
            form.add_error(f"{'closed' if field == 'closed_on' else 'exit'}-{one}", text)


def _late_lines(request: Request, late: Collection[UUID]) -> tuple[list[LeftOut], int]:
    """What is told of the lines that lacked no outcome any more, and how many said what stands already."""
    if not late:
        return [], 0
    standing = as_they_stand(actor=request.actor, placement_ids=late)
    form = OutcomeRowsForm(request.POST, references={one.pk: one.reference for one, _ in standing})
    form.is_valid()
    left_out, same = [], 0
    for placement, outcome in standing:
        exit_type, closed_on = form.said.get(placement.pk, (None, None))
        if outcome is not None and (outcome.exit_type, outcome.closed_on) == (exit_type, closed_on):
            same += 1
        else:
            left_out.append(LeftOut(placement, _why(request, placement, outcome, exit_type, closed_on)))
    hidden = len(late) - len(standing)
    left_out += [LeftOut(None, "En linje er ikke gemt: forløbet er her ikke mere, eller du ser det ikke.")] * hidden
    return left_out, same


def _why(
    request: Request,
    placement: Any,
    outcome: Any,
    exit_type: ExitType | None,
    closed_on: dt.date | None,
) -> str:
    mine = f"Dit “{_words(exit_type, closed_on)}” er ikke gemt." if exit_type else "Det, du skrev, er ikke gemt."
    if outcome is not None:
        who = outcome.person.name if outcome.person else "Nogen"
        who = "Du" if outcome.person_id == request.actor.person_id else who
        return f"{who} har noteret “{_words(ExitType(outcome.exit_type), outcome.closed_on)}” imens. {mine}"
    if placement.cancelled_at is not None:
        return f"Forløbet er aflyst imens. {mine}"
    return f"Forløbet er ændret imens og mangler ikke udfald nu. {mine}"


def _words(exit_type: ExitType, closed_on: dt.date | None) -> str:
    return EXIT_TYPE_NAMES[exit_type] + (f", sagen lukket {danish.date(closed_on)}" if closed_on else "")


def _tell(request: Request, *, noted: int, same: int, left_out: list[LeftOut], is_wrong: bool) -> None:
    """Green only where all that was sent is saved."""
    words = f"{danish.counted(noted, 'udfald er noteret,udfald er noteret')}."
    already = f" {danish.counted(same, 'udfald stod der i forvejen,udfald stod der i forvejen')}." if same else ""
    if left_out:
        told = f"{words}{already} Se nedenfor, hvilke linjer der ikke er gemt."
        messages.warning(request, told)
    elif is_wrong:
        if noted:
            messages.success(request, f"{words}{already} Se linjerne nedenfor, der ikke kunne noteres.")
    elif noted:
        messages.success(request, f"{words}{already}")
    else:
        messages.info(request, already.strip() or "Du udfyldte ingen linjer, så intet er ændret.")
