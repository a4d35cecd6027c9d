"""Persons and their access on the web."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chefforum.kernel.access.access import Request, access
from chefforum.kernel.access.rules import ROLE_NAMES
from chefforum.modules.administration.access import (
    KEEP_PERSONS,
    KEEP_SUBSTITUTES,
    READ_OWN_ACCESS,
    READ_PERSONS,
    may_keep_substitutes_of,
)
from chefforum.modules.administration.forms import PersonForm, RoleForm, SubstituteForm, TextFilter, day_after
from chefforum.modules.administration.queries import persons as queries
from chefforum.modules.administration.queries.organisation import unit_names
from chefforum.modules.administration.services import persons as services
from chefforum.web.pages import page_of

if TYPE_CHECKING:
    from chefforum.kernel.people.models import Person


def _person_or_404(request: Request, person_id: UUID) -> Person:
    try:
        return queries.find_person(actor=request.actor, person_id=person_id)
    except queries.PersonNotFound:
        raise Http404 from None


def _form_page(request: Request, form: django_forms.Form, title: str, submit: str, cancel: str) -> HttpResponse:
    context = {"form": form, "heading": title, "submit": submit, "cancel_url": cancel}
    return render(request, "administration/form.html", context)


@require_GET
@access(READ_PERSONS)
def person_list(request: Request) -> HttpResponse:
    on, text = timezone.localdate(), request.GET.get("q", "")[:100]
    found = queries.list_persons(actor=request.actor, on=on, text=text)
    context = {
        "page": page_of(found, request),
        "filters": TextFilter(initial={"q": text}),
        "units": unit_names(on=on),
        "may_keep": KEEP_PERSONS.allows(request.actor),
    }
    return render(request, "administration/persons.html", context)


@require_GET
@access(READ_PERSONS)
def person(request: Request, person_id: UUID) -> HttpResponse:
    _person_or_404(request, person_id)
    return _show(request, person_id, own=request.actor.person_id == person_id)


@require_GET
@access(READ_OWN_ACCESS)
def own_access(request: Request) -> HttpResponse:
    return _show(request, request.user.pk, own=True)


def _show(request: Request, person_id: UUID, *, own: bool, password: str = "") -> HttpResponse:
    on = timezone.localdate()
    actor = request.actor
    names = unit_names(on=on)
    context = {
        "shown": queries.person_page(actor=actor, person_id=person_id, on=on),
        "on": on,
        "own": own,
        "units": names,
        "rights": [(ROLE_NAMES[role], len(covered)) for role, covered in actor.units.items() if covered] if own else [],
        "standing_in_for": actor.standing_in_for,
        "may_keep": KEEP_PERSONS.allows(actor),
        "may_substitute": may_keep_substitutes_of(actor, person_id),
        "password": password,
    }
    return render(request, "administration/person.html", context)


@require_http_methods(["GET", "POST"])
@access(KEEP_PERSONS)
def create(request: Request) -> HttpResponse:
    on = timezone.localdate()
    form = PersonForm(request.POST or None, on=on)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        values["unit_id"] = values.pop("unit")
        try:
            made = services.create_person(actor=request.actor, on=on, at=timezone.now(), **values)
        except services.CannotChange as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{made.name} er oprettet.")
            return redirect("administration:person", made.pk)
    return _form_page(request, form, "Opret person", "Opret person", reverse("administration:persons"))


@require_http_methods(["GET", "POST"])
@access(KEEP_PERSONS)
def grant_role(request: Request, person_id: UUID) -> HttpResponse:
    found = _person_or_404(request, person_id)
    form = RoleForm(request.POST or None, on=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            services.grant_role(
                actor=request.actor,
                person=found,
                role=values["role"],
                unit_id=values["unit"],
                valid_from=values["valid_from"],
                valid_to=day_after(values["last_day"]),
                at=timezone.now(),
            )
        except services.CannotChange as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Rollen er givet.")
            return redirect("administration:person", person_id)
    back = reverse("administration:person", args=[person_id])
    return _form_page(request, form, f"Giv {found.name} en rolle", "Giv rolle", back)


@require_POST
@access(KEEP_PERSONS)
def end_role(request: Request, assignment_id: int) -> HttpResponse:
    found = queries.find_role(assignment_id=assignment_id)
    if found is None:
        raise Http404
    person_id = found.person_id
    try:
        services.end_role(actor=request.actor, assignment=found, on=timezone.localdate(), at=timezone.now())
    except services.CannotChange as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Rollen er afsluttet.")
    return redirect("administration:person", person_id)


@require_POST
@access(KEEP_PERSONS)
def set_active(request: Request, person_id: UUID) -> HttpResponse:
    found = _person_or_404(request, person_id)
    try:
        services.set_active(actor=request.actor, person=found, is_active="open" in request.POST, at=timezone.now())
    except services.CannotChange as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Adgangen for {found.name} er {'åbnet' if found.is_active else 'lukket'}.")
    return redirect("administration:person", person_id)


@require_POST
@never_cache
@access(KEEP_PERSONS)
def give_password(request: Request, person_id: UUID) -> HttpResponse:
    """The password is in this answer only: not in the session, not in the address."""
    found = _person_or_404(request, person_id)
    password = services.give_temporary_password(actor=request.actor, person=found, at=timezone.now())
    return _show(request, person_id, own=False, password=password)


@require_http_methods(["GET", "POST"])
@access(KEEP_SUBSTITUTES)
def set_substitute(request: Request, person_id: UUID) -> HttpResponse:
    found = _person_or_404(request, person_id)
    services.require_substitutes_of(request.actor, person_id)
    form = SubstituteForm(request.POST or None, on=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            services.set_substitute(
                actor=request.actor,
                person=found,
                substitute=values["substitute"],
                valid_from=values["valid_from"],
                valid_to=values["last_day"] + dt.timedelta(days=1),
                at=timezone.now(),
            )
        except services.CannotChange as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Stedfortræderen er valgt.")
            return redirect("administration:person", person_id)
    back = reverse("administration:person", args=[person_id])
    return _form_page(request, form, f"Vælg stedfortræder for {found.name}", "Vælg stedfortræder", back)


@require_POST
@access(KEEP_SUBSTITUTES)
def end_substitute(request: Request, substitution_id: int) -> HttpResponse:
    found = queries.find_substitution(substitution_id=substitution_id)
    if found is None or not may_keep_substitutes_of(request.actor, found.person_id):
        raise Http404
    person_id = found.person_id
    services.end_substitute(actor=request.actor, substitution=found, on=timezone.localdate(), at=timezone.now())
    messages.success(request, "Stedfortræderen er afsluttet.")
    return redirect("administration:person", person_id)
