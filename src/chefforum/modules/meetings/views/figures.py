"""Figures in an item's text: chosen by name, seen before they are put in, and fetched anew."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from chefforum.kernel.access.access import Request, access
from chefforum.kernel.figures.forms import ParametersForm
from chefforum.kernel.figures.in_text import mark, words_of_value
from chefforum.kernel.figures.queries import list_figures, value_of, words_of

from ..access import WRITE_ITEMS
from ..services.figures_in_texts import fetch_figures
from .writing import writable_item


@require_GET
@access(WRITE_ITEMS)
def pick(request: Request, item_id: UUID) -> HttpResponse:
    """The figures that the actor may see; with ?tal=forecast.expected what that one is of; chosen, what it says now.

    A part of the editor's page for its script, else a page with the mark to copy. Nothing is saved.
    """
    found, on = writable_item(request, item_id), timezone.localdate()
    figures = list_figures(actor=request.actor)
    context = {"item": found, "figures": figures}
    if name := request.GET.get("tal", ""):
        figure = next((one for one in figures if one.name == name), None)
        if figure is None:
            raise Http404
        is_chosen = "vis" in request.GET or not figure.parameters
        form = ParametersForm(request.GET if is_chosen else None, figure=figure, on=on)
        context |= {"figure": figure, "form": form}
        if is_chosen and form.is_valid():
            shown = value_of(reference=form.reference(), actor=request.actor, on=on)
            context |= {
                "shown": shown,
                "words": words_of(shown, on=on),
                "said": words_of_value(shown.value.value, figure.unit, shown.value.missing_reason),
                "mark": mark(shown.reference),
            }
    is_part = request.GET.get("del") == "1"
    return render(request, "meetings/_figure_picker.html" if is_part else "meetings/figure_picker.html", context)


@require_POST
@access(WRITE_ITEMS)
def fetch(request: Request, item_id: UUID) -> HttpResponse:
    """The figures of the item as they are now."""
    fetch_figures(actor=request.actor, item=writable_item(request, item_id), at=timezone.now())
    messages.success(request, "Tallene er hentet igen.")
    return redirect("meetings:write", item_id)
