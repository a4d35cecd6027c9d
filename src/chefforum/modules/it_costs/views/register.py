"""The register: the list of systems, one of them, and what is done to it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from chefforum.kernel.access.access import Request, access
from chefforum.kernel.access.rules import AccessDenied
from chefforum.kernel.organisation.queries import tree_on
from chefforum.kernel.organisation.rules import OrganisationTree
from chefforum.web.navigation import ways_below
from chefforum.web.object_parts import parts_of
from chefforum.web.pages import order_of, page_of

from ..access import (
    READ_ALL_COSTS,
    READ_COSTS,
    READ_SYSTEMS,
    WRITE_SYSTEMS,
    is_coordinator,
    may_read_numbers,
    may_say_need,
    may_write_system,
)
from ..forms.register import DependencyForm, NeedForm, Offered, SystemFilter, SystemForm
from ..queries import choices
from ..queries import register as queries
from ..queries.history import history_of
from ..queries.source_ties import ties_of
from ..queries.system_page import facts_on_page
from ..rules.field_texts import users_in_words
from ..rules.register import FIELD_NAMES, SystemFacts, WrongFacts
from ..services import register as services
from .of_register import list_context, list_file, seen_at, tell


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
    page = page_of(found, request)
    for one in page.object_list:
        one.users_words = users_in_words(one.users_low, one.users_high)
    context = list_context(request, page=page, filters=filters, nouns="system,systemer", sorted_by="navn")
    return render(request, "it_costs/systems.html", context)


@require_GET
@access(READ_SYSTEMS)
def systems_file(request: Request, format: str) -> HttpResponse:
    return list_file(request, kind="it_costs.systems", format=format)


@require_GET
@access(READ_SYSTEMS)
def settings(request: Request) -> HttpResponse:
    """The ways to what is seldom changed."""
    return render(request, "it_costs/settings.html", {"ways": ways_below(request.actor, "it_costs:settings")})


@require_GET
@access(WRITE_SYSTEMS)
def register_files(request: Request) -> HttpResponse:
    """The register to and from files."""
    return render(request, "it_costs/register_files.html")


def system_or_404(request: Request, system_id: UUID) -> queries.ItSystem:
    try:
        return queries.find_system(actor=request.actor, system_id=system_id)
    except queries.SystemNotFound:
        raise Http404 from None


@require_GET
@access(READ_SYSTEMS)
def system(request: Request, system_id: UUID) -> HttpResponse:
    return system_page(request, system_or_404(request, system_id))


def system_page(request: Request, found: queries.ItSystem, form: DependencyForm | None = None) -> HttpResponse:
    """The system; with the form of what it needs where that was refused."""
    may_write = may_write_system(request.actor, found.owner_unit_id)
    if may_write and form is None:
        form = DependencyForm(names=choices.systems_to_name(but=found.pk))
    tree = tree_on(timezone.localdate())
    needs, needed_by = queries.dependencies_of(found)
    context = {
        "system": found,
        "seen": found.changed_at.isoformat(),
        "page": facts_on_page(system=found, tree=tree),
        "needs": needs,
        "needed_by": needed_by,
        "form": form,
        "history": history_of(found, tree=tree),
        "ties": ties_of(found) if is_coordinator(request.actor) else (),
        "parts": parts_of(kind=queries.KIND, actor=request.actor, object_id=found.pk),
        "may_write": may_write,
        "may_read_costs": READ_COSTS.allows(request.actor),
        "may_read_why": READ_ALL_COSTS.allows(request.actor),
        "may_read_numbers": may_read_numbers(request.actor, owner_id=found.owner_id, unit_id=found.owner_unit_id),
        "may_say_need": may_say_need(request.actor, owner_id=found.owner_id, unit_id=found.owner_unit_id),
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "it_costs/system.html", context, status=status)


@require_http_methods(["GET", "POST"])
@access(WRITE_SYSTEMS)
def system_new(request: Request) -> HttpResponse:
    tree = tree_on(timezone.localdate())
    form = SystemForm(
        request.POST or None, offered=_offered(request, tree), initial=SystemForm.initial_of(SystemFacts(name=""))
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = services.register_system(
                actor=request.actor,
                facts=form.facts,
                at=timezone.now(),
                new_vendor=form.cleaned_data["new_vendor"],
            )
        except WrongFacts as refusal:
            tell(form, refusal)
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
    found = writable_or_refused(request, system_id)
    facts = queries.facts_of(found)
    initial = SystemForm.initial_of(facts) | {"seen": found.changed_at.isoformat()}
    form = SystemForm(request.POST or None, offered=_offered(request, tree_on(timezone.localdate())), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            changed = services.change_system(
                actor=request.actor,
                system_id=system_id,
                facts=form.facts,
                at=timezone.now(),
                seen=seen_at(form.cleaned_data["seen"]),
                new_vendor=form.cleaned_data["new_vendor"],
            )
        except WrongFacts as refusal:
            tell(form, refusal)
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
    found = system_or_404(request, system_id)
    if not may_say_need(request.actor, owner_id=found.owner_id, unit_id=found.owner_unit_id):
        raise AccessDenied("Det er systemets ejer, der vurderer, om det er nødvendigt.")
    initial = {"need": found.need, "need_reason": found.need_reason, "seen": found.changed_at.isoformat()}
    form = NeedForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            services.say_need(
                actor=request.actor,
                system_id=system_id,
                need=said["need"],
                reason=said["need_reason"],
                at=timezone.now(),
                seen=seen_at(said["seen"]),
            )
        except WrongFacts as refusal:
            tell(form, refusal)
        else:
            messages.success(request, "Vurderingen er gemt.")
            return redirect("it_costs:system", system_id)
    context = {"form": form, "system": found, "cancel_url": reverse("it_costs:system", args=[system_id])}
    return render(request, "it_costs/system_need.html", context, status=422 if form.errors else 200)


def writable_or_refused(request: Request, system_id: UUID) -> queries.ItSystem:
    found = system_or_404(request, system_id)
    if not may_write_system(request.actor, found.owner_unit_id):
        raise AccessDenied("Du har ikke adgang til at ændre det system.")
    return found
