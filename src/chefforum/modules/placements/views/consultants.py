"""The consultants, whom they serve, and how one gets in touch with them."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chefforum.kernel.access.access import Request, access

from ..access import KEEP_PLACEMENTS, OFFER_PLACES, READ_PUBLISHED
from ..forms.consultants import ConsultantForm, ContactForm, ServiceForm
from ..queries.consultants import (
    ConsultantNotFound,
    ConsultantPage,
    ContactNotFound,
    consultant_page,
    consultants_on,
    persons_to_choose,
)
from ..services.consultants import (
    ContactRefused,
    begin_service,
    end_service,
    keep_consultant,
    plan_contact,
    reopen_contact,
    settle_contact,
)


@require_GET
@access(READ_PUBLISHED)
def consultants(request: Request) -> HttpResponse:
    found = consultants_on(actor=request.actor, on=timezone.localdate())
    return render(
        request, "placements/consultants.html", {"found": found, "may_keep": KEEP_PLACEMENTS.allows(request.actor)}
    )


def _page_or_404(request: Request, consultant_id: int) -> ConsultantPage:
    try:
        return consultant_page(actor=request.actor, consultant_id=consultant_id, on=timezone.localdate())
    except ConsultantNotFound:
        raise Http404 from None


@require_http_methods(["GET", "POST"])
@access(READ_PUBLISHED)
def consultant(request: Request, consultant_id: int) -> HttpResponse:
    """One consultant; posting plans a contact, or asks for one."""
    page = _page_or_404(request, consultant_id)
    at = timezone.now()
    on = timezone.localdate(at)
    if request.method == "POST":
        OFFER_PLACES.require(request.actor)
    form = ContactForm(request.POST or None, units=page.ask_for) if page.ask_for else None
    if form is not None and request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            plan_contact(
                actor=request.actor,
                consultant_id=consultant_id,
                unit_id=said["unit"],
                kind=said["kind"],
                planned_for=said["planned_for"],
                note=said["note"],
                on=on,
                at=at,
            )
            name = page.row.consultant.person.name
            messages.success(request, "Aftalen er noteret." if page.may_plan else f"{name} har fået besked.")
            return redirect("placements:consultant", consultant_id)
        except ContactRefused as refusal:
            form.add_error(None, str(refusal))
    context = {"page": page, "form": form}
    return render(request, "placements/consultant.html", context, status=422 if form and form.errors else 200)


@require_http_methods(["GET", "POST"])
@access(KEEP_PLACEMENTS)
def consultant_new(request: Request) -> HttpResponse:
    at = timezone.now()
    form = ConsultantForm(
        request.POST or None,
        on=timezone.localdate(at),
        is_new=True,
        initial={"comes_to_meetings": True, "is_active": True},
    )
    if request.method == "POST" and form.is_valid():
        person = form.cleaned_data["person"]
        kept = keep_consultant(actor=request.actor, person_id=person.pk, words=form.words, at=at)
        messages.success(request, "Gemt. Vælg nu, hvem konsulenten dækker.")
        return redirect("placements:consultant_keep", kept.pk)
    context = {"form": form, "has_persons": persons_to_choose(timezone.localdate(at)).exists()}
    return render(request, "placements/consultant_new.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@access(KEEP_PLACEMENTS)
def consultant_keep(request: Request, consultant_id: int) -> HttpResponse:
    """What is said of the consultant, and whom they serve."""
    page = _page_or_404(request, consultant_id)
    at = timezone.now()
    on = timezone.localdate(at)
    found = page.row.consultant
    posted = request.POST or None
    initial = {
        name: getattr(found, name) for name in ("phone", "about", "weekly_hours", "comes_to_meetings", "is_active")
    }
    form = ConsultantForm(posted if "gem" in request.POST else None, on=on, is_new=False, initial=initial)
    service = ServiceForm(posted if "daek" in request.POST else None, on=on, initial={"valid_from": on})
    if form.is_bound and form.is_valid():
        keep_consultant(actor=request.actor, person_id=found.person_id, words=form.words, at=at)
        messages.success(request, "Gemt.")
        return redirect("placements:consultant_keep", consultant_id)
    if service.is_bound and service.is_valid():
        said = service.cleaned_data
        try:
            begin_service(
                actor=request.actor,
                consultant_id=consultant_id,
                unit_id=said["unit"],
                is_main=said["is_main"],
                valid_from=said["valid_from"],
                at=at,
            )
            return redirect("placements:consultant_keep", consultant_id)
        except ContactRefused as refusal:
            service.add_error(None, str(refusal))
    context = {"page": page, "form": form, "service": service}
    status = 422 if form.errors or service.errors else 200
    return render(request, "placements/consultant_keep.html", context, status=status)


@require_POST
@access(KEEP_PLACEMENTS)
def service_end(request: Request, consultant_id: int, service_id: int) -> HttpResponse:
    page = _page_or_404(request, consultant_id)
    if service_id not in {row.service.pk for row in page.row.services}:
        raise Http404
    at = timezone.now()
    end_service(actor=request.actor, service_id=service_id, on=timezone.localdate(at), at=at)
    messages.success(request, "Dækningen er afsluttet fra i dag.")
    return redirect("placements:consultant_keep", consultant_id)


@require_POST
@access(OFFER_PLACES)
def contact_settle(request: Request, contact_id: int) -> HttpResponse:
    """Held today (or on its day, if that has gone), dropped, or open again."""
    at = timezone.now()
    on = timezone.localdate(at)
    act = request.POST.get("act", "")
    try:
        if act == "reopen":
            contact = reopen_contact(actor=request.actor, contact_id=contact_id, at=at)
            messages.success(request, "Aftalen står igen.")
        elif act in {"held", "dropped"}:
            held_on = on if act == "held" else None
            contact = settle_contact(actor=request.actor, contact_id=contact_id, held_on=held_on, on=on, at=at)
            messages.success(request, "Noteret som holdt." if held_on else "Aftalen er taget af.")
        else:
            raise Http404
    except ContactNotFound:
        raise Http404 from None
    return redirect("placements:consultant", contact.consultant_id)
