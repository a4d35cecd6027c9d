"""Cost centres that were mapped to a unit afterwards: listed, and changed or undone once it is seen what moves."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from chefforum.kernel.access.access import Request, access
from chefforum.web.pages import page_of

from ..access import KEEP_LEDGER, READ_EXTRACTS, keeps_ledger
from ..forms.keeping import MappingChangeForm
from ..queries import mappings as queries
from ..queries.units import tree_with_closed, units_to_choose
from ..rules.unit_codes import Overlaps
from ..services.units import AlreadyMapped, ChangedMeanwhile, change_mapping, undo_mapping

SOON = "Summerne er regnet om. Prognosen beregnes igen inden for ti minutter."


@access(READ_EXTRACTS)
@require_safe
def mapping_list(request: Request) -> HttpResponse:
    page = page_of(queries.list_mappings(actor=request.actor), request, per_page=25)
    context = {
        "page": page,
        "rows": queries.shown(list(page), on=timezone.localdate()),
        "nouns": "kobling,koblinger",
        "may_keep": keeps_ledger(request.actor),
    }
    return render(request, "ledger/mapping_list.html", context)


@access(KEEP_LEDGER)
@require_http_methods(["GET", "HEAD", "POST"])
def mapping_change(request: Request, mapping_id: int) -> HttpResponse:
    """Another unit or day: first what is chosen and what it moves, by the address; then the button."""
    mapping, on = _mapping(request, mapping_id), timezone.localdate()
    said = request.POST if request.method == "POST" else request.GET
    initial = {"enhed": str(mapping.unit_id), "fra": mapping.valid_from}
    form = MappingChangeForm(said if "enhed" in said else None, initial=initial, units=units_to_choose(on=on))
    moves = None
    if form.is_bound and form.is_valid():
        unit_id, begins = form.cleaned_data["enhed"], form.cleaned_data["fra"]
        try:
            if request.method == "POST":
                change_mapping(
                    actor=request.actor,
                    at=timezone.now(),
                    mapping_id=mapping_id,
                    unit_id=unit_id,
                    valid_from=begins,
                    seen=said.get("seen", ""),
                )
                messages.success(request, f"Koblingen af {mapping.code} er ændret. {SOON}")
                return redirect("ledger:mappings")
            moves = queries.moved_by_change(mapping=mapping, unit_id=unit_id, valid_from=begins, on=on)
        except (AlreadyMapped, Overlaps):
            form.add_error("fra", str(AlreadyMapped(mapping.code)))
        except ChangedMeanwhile as refusal:
            messages.error(request, str(refusal))
            return redirect("ledger:mapping_change", mapping_id)
    return render(request, "ledger/mapping_change.html", {**_context(mapping), "form": form, "moves": moves})


@access(KEEP_LEDGER)
@require_http_methods(["GET", "HEAD", "POST"])
def mapping_undo(request: Request, mapping_id: int) -> HttpResponse:
    mapping = _mapping(request, mapping_id)
    if request.method == "POST":
        try:
            undo_mapping(
                actor=request.actor, at=timezone.now(), mapping_id=mapping_id, seen=request.POST.get("seen", "")
            )
        except ChangedMeanwhile as refusal:
            messages.error(request, str(refusal))
            return redirect("ledger:mapping_undo", mapping_id)
        messages.success(request, f"Koblingen af {mapping.code} er fortrudt. {SOON}")
        return redirect("ledger:mappings")
    moves = queries.moved_by_undoing(mapping=mapping, on=timezone.localdate())
    return render(request, "ledger/mapping_undo.html", {**_context(mapping), "moves": moves})


def _mapping(request: Request, mapping_id: int) -> Any:
    try:
        return queries.get_mapping(actor=request.actor, mapping_id=mapping_id)
    except queries.MappingNotFound:
        raise Http404 from None


def _context(mapping: Any) -> dict[str, Any]:
    unit = tree_with_closed(on=timezone.localdate()).unit(mapping.unit_id)
    return {
        "mapping": mapping,
        "unit_name": unit.name if unit else "",
        "seen": queries.standing(mapping),
        "cancel_url": reverse("ledger:mappings"),
    }
