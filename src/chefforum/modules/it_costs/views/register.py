"""The register: the list of systems, one of them, and what is done to it."""

from __future__ import annotations

import datetime as dt
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
from chefforum.kernel.organisation.rules import OrganisationTree
from chefforum.web.pages import order_of, page_of

from ..access import READ_SYSTEMS, WRITE_SYSTEMS, may_say_need, may_write_system
from ..forms.register import NeedForm, Offered, SystemFilter, SystemForm
from ..queries import choices
from ..queries import register as queries
from ..queries.system_page import facts_on_page
from ..rules.register import FIELD_NAMES, SystemFacts, WrongFacts
from ..services import register as services


def _offered(request: Request, tree: OrganisationTree) -> Offered:
    return Offered(
        units=choices.units_to_choose(tree),
        writable=choices.writable_units(request.actor, tree),
        vendors=choices.vendors_to_choose(),
        persons=choices.persons_to_choose(),
        families=choices.words_used("family"),
        business_types=choices.words_used("business_type"),
    )


@require_GET
@access(READ_SYSTEMS)
def systems(request: Request) -> HttpResponse:
    on = timezone.localdate()
    tree = tree_on(on)
    offered = Offered(choices.units_to_choose(tree), (), choices.vendors_to_choose(), ())
    filters = SystemFilter(request.GET or QueryDict(), offered=offered)
    order = order_of(request, queries.SORTED_BY, default="navn")
    found = queries.list_systems(actor=request.actor, chosen=filters.chosen, tree=tree, on=on, order=order)
    context = {
        "page": page_of(found, request),
        "filters": filters,
        "nouns": "system,systemer",
        "sorted_by": "navn",
        "may_write": WRITE_SYSTEMS.allows(request.actor),
        "is_filtered": bool(request.GET),
    }
    return render(request, "it_costs/systems.html", context)


def _system_or_404(request: Request, system_id: UUID) -> queries.ItSystem:
    try:
        return queries.find_system(actor=request.actor, system_id=system_id)
    except queries.SystemNotFound:
        raise Http404 from None


@require_GET
@access(READ_SYSTEMS)
def system(request: Request, system_id: UUID) -> HttpResponse:
    found = _system_or_404(request, system_id)
    needs, needed_by = queries.dependencies_of(found)
    context = {
        "system": found,
        "page": facts_on_page(system=found, tree=tree_on(timezone.localdate())),
        "needs": needs,
        "needed_by": needed_by,
        "may_write": may_write_system(request.actor, found.owner_unit_id),
        "may_say_need": may_say_need(request.actor, owner_id=found.owner_id, unit_id=found.owner_unit_id),
    }
    return render(request, "it_costs/system.html", context)


@require_http_methods(["GET", "POST"])
@access(WRITE_SYSTEMS)
def system_new(request: Request) -> HttpResponse:
    tree = tree_on(timezone.localdate())
    form = SystemForm(
        request.POST or None, offered=_offered(request, tree), initial=SystemForm.initial_of(SystemFacts(name=""))
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = services.register_system(actor=request.actor, facts=form.facts, at=timezone.now())
        except WrongFacts as refusal:
            _tell(form, refusal)
        except AccessDenied:
            form.add_error("owner_unit_id", "Vælg en enhed, som du er it-ansvarlig for.")
        else:
            messages.success(request, f"{made.name} er registreret.")
            return redirect("it_costs:system", made.pk)
    context = {"form": form, "cancel_url": reverse("it_costs:systems")}
    return render(request, "it_costs/system_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@access(WRITE_SYSTEMS)
def system_change(request: Request, system_id: UUID) -> HttpResponse:
    found = _writable_or_refused(request, system_id)
    facts = queries.facts_of(found)
    initial = SystemForm.initial_of(facts) | {"seen": found.changed_at.isoformat()}
    form = SystemForm(request.POST or None, offered=_offered(request, tree_on(timezone.localdate())), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            changed = services.change_system(
                actor=request.actor, system_id=system_id, facts=form.facts, at=timezone.now(), seen=_seen(form)
            )
        except WrongFacts as refusal:
            _tell(form, refusal)
        except AccessDenied:
            form.add_error("owner_unit_id", "Vælg en enhed, som du er it-ansvarlig for.")
        else:
            names = ", ".join(FIELD_NAMES[name].lower() for name in changed)
            messages.success(request, f"Gemt: {names}." if changed else "Der var intet at ændre.")
            return redirect("it_costs:system", system_id)
    context = {"form": form, "system": found, "cancel_url": reverse("it_costs:system", args=[system_id])}
    return render(request, "it_costs/system_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@access(READ_SYSTEMS)
def system_need(request: Request, system_id: UUID) -> HttpResponse:
    found = _system_or_404(request, system_id)
    if not may_say_need(request.actor, owner_id=found.owner_id, unit_id=found.owner_unit_id):
        raise AccessDenied("Det er systemets ejer, der vurderer, om det er nødvendigt.")
    form = NeedForm(request.POST or None, initial={"need": found.need, "need_reason": found.need_reason})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            services.say_need(
                actor=request.actor,
                system_id=system_id,
                need=said["need"],
                reason=said["need_reason"],
                at=timezone.now(),
            )
        except WrongFacts as refusal:
            _tell(form, refusal)
        else:
            messages.success(request, "Vurderingen er gemt.")
            return redirect("it_costs:system", system_id)
    context = {"form": form, "system": found, "cancel_url": reverse("it_costs:system", args=[system_id])}
    return render(request, "it_costs/system_need.html", context, status=422 if form.errors else 200)


@require_POST
@access(WRITE_SYSTEMS)
def system_validate(request: Request, system_id: UUID) -> HttpResponse:
    _writable_or_refused(request, system_id)
    names = request.POST.getlist("felt") or list(FIELD_NAMES)
    try:
        count = services.validate_fields(actor=request.actor, system_id=system_id, names=names, at=timezone.now())
    except WrongFacts as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Noteret: Det er rigtigt." if count else "Det var noteret i forvejen.")
    return redirect("it_costs:system", system_id)


@require_http_methods(["GET", "POST"])
@access(WRITE_SYSTEMS)
def system_remove(request: Request, system_id: UUID) -> HttpResponse:
    """Out of the register; with `genopret` back again."""
    found = _writable_or_refused(request, system_id)
    if request.method == "POST":
        is_removed = request.POST.get("genopret") != "1"
        services.remove_system(actor=request.actor, system_id=system_id, is_removed=is_removed, at=timezone.now())
        said = "er taget ud af registret" if is_removed else "er lagt tilbage i registret"
        messages.success(request, f"{found.name} {said}.")
        return redirect("it_costs:system", system_id)
    context = {
        "question": f"Skal {found.name} ud af registret?",
        "consequence": "Det står ikke mere på listen. Hvad det har kostet, bliver stående, og det kan lægges tilbage.",
        "submit": "Tag det ud",
        "cancel_url": reverse("it_costs:system", args=[system_id]),
        "system": found,
    }
    return render(request, "it_costs/system_remove.html", context)


def _writable_or_refused(request: Request, system_id: UUID) -> queries.ItSystem:
    found = _system_or_404(request, system_id)
    if not may_write_system(request.actor, found.owner_unit_id):
        raise AccessDenied("Du har ikke adgang til at ændre det system.")
    return found


def _seen(form: SystemForm) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(form.cleaned_data["seen"])
    except ValueError:
        return None


def _tell(form: Any, refusal: WrongFacts) -> None:
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
