"""An extract is withdrawn, or taken into use again: first what that moves, then the button."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from chefforum.kernel.access.access import Request, access

from ..access import KEEP_LEDGER, require_keeper
from ..forms.extracts import WithdrawForm
from ..lake.manifest import Manifest
from ..queries.extracts import ExtractNotFound, get_extract
from ..queries.withdrawing import held_by, why_not_restored, why_not_withdrawn
from ..services.withdrawing import NotPossible, restore_extract, withdraw_extract

SOON = "Prognosen beregnes igen inden for ti minutter."


@access(KEEP_LEDGER)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: Request, extract_id: UUID) -> HttpResponse:
    """What vanishes, by year and month, and why it is to."""
    extract, manifest = _extract(request, extract_id)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    refused = why_not_withdrawn(extract)
    if not refused and form.is_bound and form.is_valid():
        try:
            withdraw_extract(
                actor=request.actor, at=timezone.now(), extract_id=extract_id, reason=form.cleaned_data["reason"]
            )
        except NotPossible as refusal:
            refused = str(refusal)
        else:
            messages.success(request, f"{extract.file_name} er trukket tilbage. {SOON}")
            return redirect("ledger:extract", extract_id)
    if refused:
        return _refused(request, extract_id, refused)
    return render(request, "ledger/withdraw.html", _context(extract, manifest) | {"form": form})


@access(KEEP_LEDGER)
@require_http_methods(["GET", "HEAD", "POST"])
def restore(request: Request, extract_id: UUID) -> HttpResponse:
    """What comes back, by year and month."""
    extract, manifest = _extract(request, extract_id)
    refused = why_not_restored(extract)
    if not refused and request.method == "POST":
        try:
            restore_extract(actor=request.actor, at=timezone.now(), extract_id=extract_id)
        except NotPossible as refusal:
            refused = str(refusal)
        else:
            messages.success(request, f"{extract.file_name} er taget i brug igen. {SOON}")
            return redirect("ledger:extract", extract_id)
    if refused:
        return _refused(request, extract_id, refused)
    return render(request, "ledger/restore.html", _context(extract, manifest))


def _extract(request: Request, extract_id: UUID) -> tuple[Any, Manifest]:
    require_keeper(request.actor)
    try:
        return get_extract(actor=request.actor, extract_id=extract_id)
    except ExtractNotFound:
        raise Http404 from None


def _context(extract: Any, manifest: Manifest) -> dict[str, Any]:
    cancel_url = reverse("ledger:extract", args=[extract.pk])
    return {"extract": extract, "held": held_by(extract=extract, manifest=manifest), "cancel_url": cancel_url}


def _refused(request: Request, extract_id: UUID, why: str) -> HttpResponse:
    messages.error(request, why)
    return redirect("ledger:extract", extract_id)
