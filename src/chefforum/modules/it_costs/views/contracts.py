"""Contracts: the list with those that end, one of them, and what is done to it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chefforum.kernel.access.access import Request, access
from chefforum.kernel.access.rules import AccessDenied
from chefforum.kernel.organisation.queries import tree_on
from chefforum.web.pages import order_of, page_of

from ..access import READ_SYSTEMS, WRITE_SYSTEMS, is_coordinator, may_write_system
from ..forms.contracts import ContractFilter, ContractForm, CoverForm
from ..queries import choices
from ..queries import contracts as queries
from ..queries.history import history_of
from ..queries.register import SystemNotFound
from ..queries.source_ties import ties_of
from ..queries.sources import differences_of_contract
from ..rules.contracts import CONTRACT_NAMES, ContractFacts
from ..rules.register import WrongFacts
from ..services import contracts as services
from .of_register import list_context, list_file, out_or_back, seen_at, system_said, tell

NOT_YOURS = "Vælg en enhed, som du er it-ansvarlig for."


@require_GET
@access(READ_SYSTEMS)
def contracts(request: Request) -> HttpResponse:
    on = timezone.localdate()
    tree = tree_on(on)
    filters = ContractFilter(
        request.GET or QueryDict(), units=choices.units_to_choose(tree), vendors=choices.vendors_to_choose()
    )
    order = order_of(request, queries.CONTRACTS_SORTED_BY, default="slutter")
    found = queries.list_contracts(actor=request.actor, chosen=filters.chosen, tree=tree, on=on, order=order)
    page = page_of(found, request)
    page.object_list = [(one, queries.notice_day(one)) for one in page.object_list]
    context = list_context(request, page=page, filters=filters, nouns="kontrakt,kontrakter", sorted_by="slutter")
    return render(request, "it_costs/contracts.html", context | {"on": on})


@require_GET
@access(READ_SYSTEMS)
def contracts_file(request: Request, format: str) -> HttpResponse:
    return list_file(request, kind="it_costs.contracts", format=format)


@require_GET
@access(READ_SYSTEMS)
def contract(request: Request, contract_id: UUID) -> HttpResponse:
    return _page(request, _contract_or_404(request, contract_id))


def _page(request: Request, found: queries.Contract, form: CoverForm | None = None) -> HttpResponse:
    on = timezone.localdate()
    tree = tree_on(on)
    may_write = may_write_system(request.actor, found.unit_id)
    if may_write and form is None:
        form = CoverForm(names=choices.systems_to_name())
    covered = queries.covered_by(found)
    unit = tree.unit(found.unit_id) if found.unit_id else None
    context = {
        "contract": found,
        "unit_name": unit.name if unit else (found.unit.code if found.unit else ""),
        "notice_day": queries.notice_day(found),
        "on": on,
        "covered": covered,
        "is_shared_alike": any(one.share is None for one in covered) and len(covered) > 1,
        "differing": differences_of_contract(contract=found, on=on),
        "may_settle": is_coordinator(request.actor),
        "ties": ties_of(found) if is_coordinator(request.actor) else (),
        "history": history_of(found, tree=tree),
        "form": form,
        "may_write": may_write,
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "it_costs/contract.html", context, status=status)


@require_http_methods(["GET", "POST"])
@access(WRITE_SYSTEMS)
def contract_new(request: Request) -> HttpResponse:
    form = _form(request, ContractForm.initial_of(ContractFacts(name="")))
    if request.method == "POST" and form.is_valid():
        try:
            made = services.register_contract(
                actor=request.actor,
                facts=form.facts,
                at=timezone.now(),
                new_vendor=form.cleaned_data["new_vendor"],
            )
        except WrongFacts as refusal:
            tell(form, refusal)
        except AccessDenied:
            form.add_error("unit_id", NOT_YOURS)
        else:
            messages.success(request, f"{made.name} er registreret. Skriv, hvilke systemer den dækker.")
            return redirect("it_costs:contract", made.pk)
    context = {"form": form, "cancel_url": reverse("it_costs:contracts")}
    return render(request, "it_costs/contract_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@access(WRITE_SYSTEMS)
def contract_change(request: Request, contract_id: UUID) -> HttpResponse:
    found = _writable_or_refused(request, contract_id)
    initial = ContractForm.initial_of(queries.contract_facts(found)) | {"seen": found.changed_at.isoformat()}
    form = _form(request, initial)
    if request.method == "POST" and form.is_valid():
        try:
            changed = services.change_contract(
                actor=request.actor,
                contract_id=contract_id,
                facts=form.facts,
                at=timezone.now(),
                seen=seen_at(form.cleaned_data["seen"]),
                new_vendor=form.cleaned_data["new_vendor"],
            )
        except WrongFacts as refusal:
            tell(form, refusal)
        except AccessDenied:
            form.add_error("unit_id", NOT_YOURS)
        else:
            names = ", ".join(CONTRACT_NAMES[name].lower() for name in changed)
            messages.success(request, f"Gemt: {names}." if changed else "Der var intet at ændre.")
            return redirect("it_costs:contract", contract_id)
    context = {"form": form, "contract": found, "cancel_url": reverse("it_costs:contract", args=[contract_id])}
    return render(request, "it_costs/contract_form.html", context, status=422 if form.errors else 200)


@require_POST
@access(WRITE_SYSTEMS)
def cover_new(request: Request, contract_id: UUID) -> HttpResponse:
    found = _writable_or_refused(request, contract_id)
    form = CoverForm(request.POST, names=choices.systems_to_name())
    if form.is_valid() and (system_id := system_said(form, "system")) is not None:
        try:
            services.cover_system(
                actor=request.actor,
                contract_id=contract_id,
                system_id=system_id,
                share=form.as_share,
                at=timezone.now(),
            )
            messages.success(request, f"Noteret: Den dækker {form.cleaned_data['system']}.")
            return redirect("it_costs:contract", contract_id)
        except WrongFacts as refusal:
            tell(form, refusal)
        except SystemNotFound:
            form.add_error("system", "Det system findes ikke mere. Vælg et af forslagene.")
    return _page(request, found, form)


@require_POST
@access(WRITE_SYSTEMS)
def cover_remove(request: Request, contract_id: UUID, system_id: UUID) -> HttpResponse:
    _writable_or_refused(request, contract_id)
    services.uncover_system(actor=request.actor, contract_id=contract_id, system_id=system_id, at=timezone.now())
    messages.success(request, "Systemet er løst fra kontrakten. Det står i historikken.")
    return redirect("it_costs:contract", contract_id)


@require_http_methods(["GET", "POST"])
@access(WRITE_SYSTEMS)
def contract_remove(request: Request, contract_id: UUID) -> HttpResponse:
    found = _writable_or_refused(request, contract_id)
    return out_or_back(
        request,
        name=found.name,
        back=reverse("it_costs:contract", args=[contract_id]),
        template="it_costs/contract_remove.html",
        remove=lambda is_removed: services.remove_contract(
            actor=request.actor, contract_id=contract_id, is_removed=is_removed, at=timezone.now()
        ),
        context={
            "question": f"Skal kontrakten {found.name} ud af registret?",
            "consequence": "Den står ikke mere på listen og under systemerne. Den kan lægges tilbage.",
            "submit": "Tag den ud",
            "contract": found,
        },
    )


def _form(request: Request, initial: dict[str, Any]) -> ContractForm:
    tree = tree_on(timezone.localdate())
    return ContractForm(
        request.POST or None,
        writable=choices.writable_units(request.actor, tree),
        vendors=choices.vendors_to_choose(),
        initial=initial,
    )


def _contract_or_404(request: Request, contract_id: UUID) -> queries.Contract:
    try:
        return queries.find_contract(actor=request.actor, contract_id=contract_id)
    except queries.ContractNotFound:
        raise Http404 from None


def _writable_or_refused(request: Request, contract_id: UUID) -> queries.Contract:
    found = _contract_or_404(request, contract_id)
    if not may_write_system(request.actor, found.unit_id):
        raise AccessDenied("Du har ikke adgang til at ændre den kontrakt.")
    return found
