"""Selections: what was decided, the runs and the drafts; a run as people read it; two runs beside each other."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from chefforum.kernel.access.access import Request, access
from chefforum.kernel.documents.downloads import download_of
from chefforum.kernel.documents.services import make
from chefforum.modules.it_costs.access import READ_SYSTEMS
from chefforum.web import danish

from ..access import KEEP, READ
from ..forms.selection import CompareForm
from ..queries import selection as queries
from ..rules.selection_charts import often_chart, score_bar
from ..rules.selection_compared import compare


def run_or_404(request: Request, run_id: UUID) -> queries.SelectionRun:
    try:
        return queries.find_run(actor=request.actor, run_id=run_id)
    except queries.SelectionNotFound:
        raise Http404 from None


@require_GET
@access(READ)
def selections(request: Request) -> HttpResponse:
    actor = request.actor
    runs = queries.list_runs(actor=actor)
    context = {
        "decided": queries.decided_now(actor=actor),
        "runs": [
            {
                "row": one,
                "count": len(one.result["chosen"]),
                "has_conflict": one.result["conflict"] is not None,
            }
            for one in runs
        ],
        "drafts": queries.list_drafts(actor=actor),
        "may_keep": KEEP.allows(actor),
        "compare": CompareForm(runs=_to_choose(runs)) if len(runs) > 1 else None,
    }
    return render(request, "it_portfolio/selections.html", context)


@require_GET
@access(READ_SYSTEMS)
def chosen(request: Request) -> HttpResponse:
    """The list that counts, for everybody who works here."""
    actor = request.actor
    context = {
        "decided": queries.decided_now(actor=actor),
        "may_read": READ.allows(actor),
        "may_keep": KEEP.allows(actor),
        "history": queries.list_decisions(actor=actor) if READ.allows(actor) else (),
    }
    return render(request, "it_portfolio/chosen.html", context)


@require_GET
@access(READ)
def selection_run(request: Request, run_id: UUID) -> HttpResponse:
    run = run_or_404(request, run_id)
    found = queries.shown(actor=request.actor, run=run)
    context = {
        "run": run,
        "found": found,
        "chosen": [(one, [(points, score_bar(points.points)) for points in one.points]) for one in found.chosen],
        "chart": often_chart(found),
        "may_keep": KEEP.allows(request.actor),
    }
    return render(request, "it_portfolio/selection_run.html", context)


@require_GET
@access(READ)
def selection_file(request: Request, run_id: UUID, format: str) -> HttpResponse:
    if format not in ("pdf", "docx", "xlsx"):
        raise Http404
    run_or_404(request, run_id)
    parameters = {"run": str(run_id), "with_costs": True}
    made = make(
        kind="it_portfolio.selection", actor=request.actor, parameters=parameters, format=format, at=timezone.now()
    )
    return download_of(made)


@require_GET
@access(READ)
def selections_compared(request: Request) -> HttpResponse:
    runs = queries.list_runs(actor=request.actor)
    form = CompareForm(request.GET or None, runs=_to_choose(runs))
    found = None
    if form.is_valid():
        a, b = (run_or_404(request, form.cleaned_data[name]) for name in ("a", "b"))
        one, other = (queries.shown(actor=request.actor, run=run) for run in (a, b))
        found = compare((a.title, one), (b.title, other))
    return render(request, "it_portfolio/selections_compared.html", {"form": form, "found": found, "runs": runs})


def _to_choose(runs: list[queries.SelectionRun]) -> list[tuple[UUID, str]]:
    return [(one.pk, f"{one.title}, {danish.moment(one.made_at)}") for one in runs]
