"""Sources: asked, read from files, and their word weighed against ours."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chefforum.connectors.asking import SourceError
from chefforum.kernel.access.access import Request, access
from chefforum.web import danish
from chefforum.web.pages import page_of

from ..access import KEEP_IT_COSTS
from ..forms.sources import AskedForm, SettleForm, SourceForm, TakeOnForm, UntieForm
from ..queries.sources import SourceState, differences, gone_rows, loose_rows, only_in_wired, source_states
from ..rules.kinds import SOURCE_NAMES, Source
from ..services.source_fetching import FETCHED, missing_settings, order_fetch
from ..services.source_settling import settle
from ..services.source_ties import NotTied, take_on, untie
from .source_numbers import choose_source

ABOUT = {
    Source.KITOS: "Systemer, kontrakter og KLE. KITOS har ingen år, antal eller priser: betalinger er kr. pr. år på "
    "dagen, de læses.",
    Source.TOPDESK: "Udstyr og installationer, og hvor mange sager og minutter de giver. Ingen navne hentes.",
    Source.GRAPH: "Licenser, der er købt og i brug i dag. Brug af Teams hentes kun som tal.",
    Source.WIRED: "Indlæses som fil. Wired sletter ikke det, der er slettet i KITOS.",
}
NUMBERS = {
    Source.KITOS: "Se betalinger pr. kontrakt",
    Source.TOPDESK: "Se sager pr. aktiv og år",
    Source.GRAPH: "Se licenser",
}
FILES = {Source.KITOS: "it_costs.kitos_file", Source.WIRED: "it_costs.wired_file"}


@require_GET
@access(KEEP_IT_COSTS)
def sources(request: Request) -> HttpResponse:
    actor, on = request.actor, timezone.localdate()
    found = differences(actor=actor, on=on)
    gone = gone_rows(actor=actor)
    context = {
        "sources": [_shown(one) for one in source_states(actor=actor)],
        "differences": page_of(found, request),
        "gone": gone[:50],
        "gone_count": len(gone),
        "more_gone": max(len(gone) - 50, 0),
        "only_in_wired": only_in_wired(actor=actor),
    }
    return render(request, "it_costs/sources.html", context)


def _shown(state: SourceState) -> dict[str, Any]:
    missing, source = missing_settings(state.source), Source(state.source)
    return {
        "state": state,
        "about": ABOUT[source],
        "missing": missing,
        "may_fetch": source in FETCHED and not missing,
        "file_kind": FILES.get(source, ""),
        "numbers": NUMBERS.get(source, ""),
        "has_changes": source == Source.KITOS and state.newest is not None,
    }


@require_POST
@access(KEEP_IT_COSTS)
def source_fetch(request: Request) -> HttpResponse:
    form = SourceForm(request.POST)
    if not form.is_valid() or missing_settings(form.cleaned_data["kilde"]):
        return redirect("it_costs:sources")
    ordered = order_fetch(
        actor=request.actor,
        source=form.cleaned_data["kilde"],
        only_changes=form.cleaned_data["aendringer"],
        accepts_loss=form.cleaned_data["mange_vaek"],
        at=timezone.now(),
    )
    return redirect("jobs:job_detail", job_id=ordered.pk)


@require_POST
@access(KEEP_IT_COSTS)
def source_settle(request: Request) -> HttpResponse:
    at = timezone.now()
    form = SettleForm(request.POST, differences=differences(actor=request.actor, on=timezone.localdate()))
    if not form.is_valid() or form.chosen() == []:
        messages.warning(request, "Der er ikke valgt noget, der kan afgøres. Sæt kryds ved en forskel, og prøv igen.")
        return redirect("it_costs:sources")
    takes_theirs = form.cleaned_data["valg"] == "kilden"
    settled, failed = settle(actor=request.actor, values=form.chosen(), takes_theirs=takes_theirs, at=at)
    what = "Kildens værdi gælder nu" if takes_theirs else "Vores værdi er beholdt"
    messages.success(request, f"{what} for {danish.counted(settled, 'felt,felter')}.")
    if failed:
        messages.warning(request, f"{danish.counted(failed, 'felt,felter')} kunne ikke skrives og står som før.")
    return redirect("it_costs:sources")


@require_http_methods(["GET", "POST"])
@access(KEEP_IT_COSTS)
def source_new(request: Request) -> HttpResponse:
    """What a source has and nothing here is: seen before anything is made."""
    source = AskedForm(request.GET).source_among(ABOUT)
    if source is None:
        return choose_source(request, "Det, kilderne har, og registret ikke har", ABOUT)
    rows = loose_rows(actor=request.actor, source=source, on=timezone.localdate())
    page = page_of(rows, request)
    shown = list(page.object_list)
    form = TakeOnForm(request.POST if request.method == "POST" else None, rows=shown)
    if request.method == "POST" and "alle" in request.POST:
        alone = [row for row in rows if not row.alike]
        systems: dict[str, UUID | None] = {row.external_id: None for row in alone if not row.is_contract}
        return _taken_on(request, source, systems, {row.external_id: None for row in alone if row.is_contract})
    if request.method == "POST" and form.is_valid():
        return _taken_on(request, source, form.systems(), form.contracts())
    context = {
        "source": source,
        "name": SOURCE_NAMES[source],
        "page": page,
        "form": form,
        "rows": [(row, form[f"r{row.link_id}"]) for row in shown],
        "systems": sum(not row.is_contract for row in rows),
        "contracts": sum(row.is_contract for row in rows),
        "alike": sum(bool(row.alike) for row in rows),
        "alone": sum(not row.alike for row in rows),
    }
    return render(request, "it_costs/source_new.html", context)


def _taken_on(
    request: Request, source: str, systems: dict[str, UUID | None], contracts: dict[str, UUID | None]
) -> HttpResponse:
    try:
        taken = take_on(actor=request.actor, source=source, systems=systems, contracts=contracts, at=timezone.now())
    except SourceError as refusal:
        messages.error(request, str(refusal))
        return redirect(f"{reverse('it_costs:source_new')}?kilde={source}")
    told = [
        f"{danish.counted(count, words)} er {done}."
        for count, words, done in (
            (taken.systems_made, "system,systemer", "oprettet"),
            (taken.contracts_made, "kontrakt,kontrakter", "oprettet"),
            (taken.systems_tied, "række,rækker", "knyttet til systemer, I har"),
            (taken.contracts_tied, "række,rækker", "knyttet til kontrakter, I har"),
        )
        if count
    ]
    messages.success(request, " ".join(told) or "Intet er valgt, og intet er oprettet.")
    return redirect("it_costs:sources")


@require_POST
@access(KEEP_IT_COSTS)
def source_untie(request: Request, link_id: int) -> HttpResponse:
    """A row of a source is not the system or the contract that it was said to be; it waits again."""
    form = UntieForm(request.POST)
    try:
        if not form.is_valid():
            raise NotTied(link_id)
        was = untie(actor=request.actor, link_id=link_id, thing_id=form.cleaned_data["fra"], at=timezone.now())
    except NotTied:
        messages.warning(request, "Rækken var løst fra i forvejen. Intet er ændret.")
        return redirect("it_costs:sources")
    fields = danish.counted(was.emptied, "felt,felter")
    empty = f" {fields}, som kilden havde udfyldt, er tomme igen." if was.emptied else ""
    messages.success(request, f"{was.name} er løst fra kilden. Rækken venter under “Ikke i registret”.{empty}")
    return redirect("it_costs:contract" if was.is_contract else "it_costs:system", was.thing_id)
