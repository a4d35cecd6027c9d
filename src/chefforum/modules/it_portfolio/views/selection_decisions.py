"""The list is decided, and ended."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from chefforum.kernel.access.access import Request, access
from chefforum.web.once import AlreadyMade

from ..access import KEEP
from ..forms.selection import DecisionForm
from ..queries import selection as queries
from ..rules.selection import SelectionWrong
from ..services.selection_decisions import DECIDED_MEANWHILE, ChangeByHand, decide, end_decision
from .selections import run_or_404


@require_http_methods(["GET", "POST"])
@access(KEEP)
def selection_decide(request: Request, run_id: UUID) -> HttpResponse:
    actor = request.actor
    run = run_or_404(request, run_id)
    now = queries.decided_now(actor=actor)
    current = str(now.decision.pk) if now else ""
    names = queries.names_of_systems(actor=actor)
    form = DecisionForm(request.POST or None, names=names, initial={"seen": current})
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"]
        try:
            made = decide(
                actor=actor,
                run_id=run_id,
                decision_id=form.made_id(actor.person_id),
                changes=[ChangeByHand(*one) for one in form.changes],
                note=form.cleaned_data["note"],
                seen=UUID(seen) if seen else None,
                at=timezone.now(),
            )
        except AlreadyMade:
            return redirect("it_portfolio:chosen")
        except (SelectionWrong, ValueError) as refusal:
            form.add_error(None, str(refusal) if isinstance(refusal, SelectionWrong) else DECIDED_MEANWHILE)
            said = request.POST.copy()
            said["seen"] = current
            form.data = said
        else:
            count = sum(one.is_in for one in made.systems.all())
            messages.success(request, f"Listen er fastlagt med {count} systemer. Den står nu på systemernes sider.")
            return redirect("it_portfolio:chosen")
    found = queries.shown(actor=actor, run=run)
    context = {"form": form, "run": run, "found": found, "now": now}
    return render(request, "it_portfolio/selection_decide.html", context, status=422 if form.errors else 200)


@require_POST
@access(KEEP)
def selection_end(request: Request, decision_id: UUID) -> HttpResponse:
    if end_decision(actor=request.actor, decision_id=decision_id, at=timezone.now()):
        messages.success(request, "Listen gælder ikke mere. Den står i historikken, og en ny kan fastlægges.")
    else:
        messages.info(request, "Listen gjaldt ikke mere i forvejen.")
    return redirect("it_portfolio:chosen")
