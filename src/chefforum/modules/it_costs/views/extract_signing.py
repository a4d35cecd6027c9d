"""Signing an extract: what is lacking, what the parties agree to differ on, and who has signed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from chefforum.kernel.access.access import Request, access
from chefforum.kernel.access.rules import AccessDenied
from chefforum.web.typed import whole_number

from ..access import READ_COSTS
from ..forms.extracts import ReasonForm, SignForm
from ..queries.extract_lines import LineNotFound
from ..queries.extract_signing import agreed_sum, exceptions_seen, signatures_of, standing
from ..rules.extract_kinds import PARTY_NAMES, ExtractStatus, Party
from ..services.extract_signing import except_line, may_sign, sign, unexcept_line, withdraw
from ..services.extracts import ExtractWrong
from .extracts import about, extract_or_404


def _party(request: Request) -> Party:
    try:
        return Party(request.POST.get("part", ""))
    except ValueError:
        raise Http404 from None


@require_http_methods(["GET", "POST"])
@access(READ_COSTS)
def extract_sign(request: Request, extract_id: UUID) -> HttpResponse:
    extract, at = extract_or_404(request, extract_id), timezone.now()
    form = SignForm(request.POST or None)
    if request.method == "POST":
        party = _party(request)
        if not may_sign(request.actor, extract, party):
            raise AccessDenied("Du kan ikke skrive under for den part.")
        if form.is_valid():
            try:
                sign(
                    actor=request.actor,
                    extract_id=extract.pk,
                    party=party,
                    at=at,
                    today=timezone.localdate(at),
                    **form.cleaned_data,
                )
            except ExtractWrong as refusal:
                form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
            else:
                messages.success(request, f"{PARTY_NAMES[party]} har skrevet under.")
                return redirect("it_costs:extract_sign", extract.pk)
    return _page(request, extract, form)


def _page(request: Request, extract: Any, form: SignForm) -> HttpResponse:
    signatures, stands = signatures_of(extract), standing(extract)
    active = {one.party: one for one in signatures if one.withdrawn_at is None}
    theirs = [party for party in Party if may_sign(request.actor, extract, party)]
    to_sign = next((party for party in theirs if party not in active), None)
    agreed = agreed_sum(extract)
    if not form.is_bound:
        form.initial = {
            "on": timezone.localdate(),
            "name": request.actor.name if to_sign == Party.MUNICIPALITY else "",
        }
    form.initial = {**form.initial, "seen_sha256": extract.sha256, "seen_agreed": agreed}
    is_open = extract.validated_at is None
    context = about(request, extract, "extract_sign") | {
        "parties": [(PARTY_NAMES[party], active.get(party)) for party in Party],
        "withdrawn": [(PARTY_NAMES[Party(one.party)], one) for one in signatures if one.withdrawn_at is not None],
        "standing": stands,
        "left": [(PARTY_NAMES[party], count) for party, count in stands.left.items() if count],
        "may_sign": bool(to_sign and is_open and stands.is_ready and extract.status == ExtractStatus.FINAL),
        "to_sign": (to_sign.value, PARTY_NAMES[to_sign]) if to_sign else None,
        "may_withdraw": [(one.value, PARTY_NAMES[one]) for one in theirs if is_open and one in active],
        "exceptions": exceptions_seen(actor=request.actor, extract=extract),
        "may_except": is_open and bool(theirs) and not active,
        "form": form,
        "reason_form": ReasonForm(),
        "agreed": agreed,
    }
    return render(request, "it_costs/extract_sign.html", context, status=422 if form.errors else 200)


@require_POST
@access(READ_COSTS)
def extract_withdraw(request: Request, extract_id: UUID) -> HttpResponse:
    extract, party = extract_or_404(request, extract_id), _party(request)
    try:
        withdraw(
            actor=request.actor,
            extract_id=extract.pk,
            party=party,
            reason=request.POST.get("reason", ""),
            at=timezone.now(),
        )
    except ExtractWrong as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Underskriften er trukket tilbage. Nu kan der svares igen.")
    return redirect("it_costs:extract_sign", extract.pk)


@require_POST
@access(READ_COSTS)
def extract_exception(request: Request, extract_id: UUID) -> HttpResponse:
    """A line is named as what they agree to differ on, or no longer is (`fjern`)."""
    extract = extract_or_404(request, extract_id)
    number, at = whole_number(request.POST.get("linje", "")), timezone.now()
    said: dict[str, Any] = {"actor": request.actor, "extract_id": extract.pk, "number": number, "at": at}
    try:
        if request.POST.get("fjern"):
            unexcept_line(**said)
            messages.success(request, f"Linje {number} er ikke en undtagelse mere.")
        else:
            except_line(**said, reason=request.POST.get("reason", ""))
            messages.success(request, f"Linje {number} er navngivet som undtagelse.")
    except LineNotFound:
        raise Http404 from None
    except ExtractWrong as refusal:
        messages.error(request, str(refusal))
    return redirect("it_costs:extract_line", extract.pk, number)
