"""Numbers that a leader puts instead of the system's, with reason and last day."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from chefforum.kernel.access.access import Request, access

from ..access import READ_FORECAST, WRITE_ENTRIES, require_writer
from ..forms.fields import oere_of
from ..forms.keeping import OverrideForm
from ..queries.overrides import OverrideNotFound, find_override, overrides_of
from ..queries.workplace import named_accounts
from ..services.overrides import OverrideRefused, end_override, set_override
from .finding import around_workplace, workplace_or_404, year_asked


@require_http_methods(["GET", "POST"])
@access(READ_FORECAST)
def overrides(request: Request, unit_id: UUID) -> HttpResponse:
    place = workplace_or_404(request, unit_id)
    at = timezone.now()
    on, year = timezone.localdate(at), year_asked(request)
    form = OverrideForm(request.POST or None, initial={"account": request.GET.get("konto", "")})
    if request.method == "POST":
        require_writer(request.actor, unit_id)
        if form.is_valid():
            said = form.cleaned_data
            try:
                set_override(
                    actor=request.actor,
                    unit_id=unit_id,
                    account=said["account"],
                    year=year,
                    amount_oere=oere_of(said["amount"]) or 0,
                    reason=said["reason"],
                    expires=said["expires"],
                    at=at,
                    on=on,
                )
                messages.success(request, "Tallet er sat. Det beregnede tal står ved siden af.")
                return redirect(f"{reverse('forecast:overrides', args=[unit_id])}?aar={year}")
            except OverrideRefused as refusal:
                form.add_error(None, str(refusal))
    accounts = named_accounts(actor=request.actor, unit_id=unit_id, year=year, on=on)
    context = {
        **around_workplace(place, year=year, current="overrides"),
        "accounts": accounts,
        "names": dict(accounts),
        "overrides": overrides_of(actor=request.actor, unit_id=unit_id, year=year, on=on),
        "form": form if place.may_write else None,
        "on": on,
    }
    return render(request, "forecast/overrides.html", context, status=422 if form.errors else 200)


@require_POST
@access(WRITE_ENTRIES)
def override_end(request: Request, override_id: int) -> HttpResponse:
    try:
        found = find_override(actor=request.actor, override_id=override_id)
    except OverrideNotFound:
        raise Http404 from None
    try:
        end_override(actor=request.actor, override=found, at=timezone.now())
        messages.success(request, "Det beregnede tal gælder igen.")
    except OverrideRefused as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{reverse('forecast:overrides', args=[found.unit_id])}?aar={found.year}")
