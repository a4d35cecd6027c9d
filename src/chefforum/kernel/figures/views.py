"""Figures on the web: those one may see, and one of them with all that explains it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from chefforum.kernel.access.access import Request, access

from . import queries
from .access import SEE_FIGURES
from .rules import BadReference


@access(SEE_FIGURES)
@require_safe
def figure_list(request: Request) -> HttpResponse:
    """The figures, or with ?figur=organisation.fte unit=5100 that one."""
    reference = request.GET.get("figur", "").strip()
    if reference:
        return _figure(request, reference)
    return render(request, "figures/list.html", {"figures": queries.list_figures(actor=request.actor)})


def _figure(request: Request, reference: str) -> HttpResponse:
    try:
        shown = queries.value_of(reference=reference, actor=request.actor, on=timezone.localdate())
    except (BadReference, queries.BadParameters, queries.UnknownFigure) as error:
        context = {"reference": reference, "problem": str(error), "figures": queries.list_figures(actor=request.actor)}
        status = 404 if isinstance(error, queries.UnknownFigure) else 400
        return render(request, "figures/list.html", context, status=status)
    return render(request, "figures/figure.html", {"shown": shown})
