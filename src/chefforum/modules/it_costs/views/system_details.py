"""What is done to a system from its page: fields said to be right, sources answered, what it needs, out and back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from chefforum.kernel.access.access import Request, access

from ..access import WRITE_SYSTEMS
from ..forms.register import DependencyForm
from ..queries import choices
from ..queries.register import SystemNotFound
from ..rules.field_texts import FIELD_NAMES
from ..rules.register import WrongFacts
from ..services import dependencies, register
from .of_register import out_or_back, seen_at, system_said
from .register import system_page, writable_or_refused


@require_POST
@access(WRITE_SYSTEMS)
def system_validate(request: Request, system_id: UUID) -> HttpResponse:
    """The fields named in `felt`, or all of them."""
    writable_or_refused(request, system_id)
    names = request.POST.getlist("felt") or list(FIELD_NAMES)
    try:
        count = register.validate_fields(
            actor=request.actor,
            system_id=system_id,
            names=names,
            at=timezone.now(),
            seen=seen_at(request.POST.get("seen", "")),
        )
    except WrongFacts as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Noteret: Det er rigtigt." if count else "Det var noteret i forvejen.")
    return redirect("it_costs:system", system_id)


@require_POST
@access(WRITE_SYSTEMS)
def system_settle(request: Request, system_id: UUID) -> HttpResponse:
    """`brug` names the field whose proposal is taken, `behold` the one whose own value stays."""
    writable_or_refused(request, system_id)
    takes_theirs = "brug" in request.POST
    name = request.POST.get("brug" if takes_theirs else "behold", "")
    try:
        dependencies.settle_proposal(
            actor=request.actor,
            system_id=system_id,
            name=name,
            takes_theirs=takes_theirs,
            at=timezone.now(),
            seen=seen_at(request.POST.get("seen", "")),
        )
    except WrongFacts as refusal:
        messages.error(request, str(refusal))
    else:
        said = "Kildens oplysning er brugt" if takes_theirs else "Vores oplysning er beholdt"
        messages.success(request, f"{said}: {FIELD_NAMES[name]}.")
    return redirect("it_costs:system", system_id)


@require_POST
@access(WRITE_SYSTEMS)
def dependency_new(request: Request, system_id: UUID) -> HttpResponse:
    found = writable_or_refused(request, system_id)
    form = DependencyForm(request.POST, names=choices.systems_to_name(but=system_id))
    if form.is_valid() and (other := system_said(form, "on_system")) is not None:
        said = form.cleaned_data
        try:
            dependencies.say_dependency(
                actor=request.actor,
                system_id=system_id,
                on_system_id=other,
                text=said["text"],
                at=timezone.now(),
            )
            messages.success(request, f"Noteret: {found.name} har brug for {said['on_system']}.")
            return redirect("it_costs:system", system_id)
        except WrongFacts as refusal:
            form.add_error("on_system", str(refusal))
        except SystemNotFound:
            form.add_error("on_system", "Det system findes ikke mere. Vælg et af forslagene.")
    return system_page(request, found, form)


@require_POST
@access(WRITE_SYSTEMS)
def dependency_remove(request: Request, system_id: UUID, on_system_id: UUID) -> HttpResponse:
    writable_or_refused(request, system_id)
    dependencies.remove_dependency(
        actor=request.actor, system_id=system_id, on_system_id=on_system_id, at=timezone.now()
    )
    messages.success(request, "Afhængigheden er fjernet. Den står i historikken.")
    return redirect("it_costs:system", system_id)


@require_http_methods(["GET", "POST"])
@access(WRITE_SYSTEMS)
def system_remove(request: Request, system_id: UUID) -> HttpResponse:
    found = writable_or_refused(request, system_id)
    return out_or_back(
        request,
        name=found.name,
        back=reverse("it_costs:system", args=[system_id]),
        template="it_costs/system_remove.html",
        remove=lambda is_removed: register.remove_system(
            actor=request.actor, system_id=system_id, is_removed=is_removed, at=timezone.now()
        ),
        context={
            "question": f"Skal {found.name} ud af registret?",
            "consequence": "Det står ikke mere på listen. Hvad det har kostet, bliver stående, og det kan lægges "
            "tilbage.",
            "submit": "Tag det ud",
            "system": found,
        },
    )
