"""Groups on the web."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chefforum.kernel.access.access import Request, access
from chefforum.modules.administration.access import KEEP_GROUPS, READ_GROUPS, may_keep_groups_of, require_group_keeper
from chefforum.modules.administration.forms import GroupForm, MemberForm, TermsForm, day_after
from chefforum.modules.administration.queries import groups as queries
from chefforum.modules.administration.queries.organisation import unit_names
from chefforum.modules.administration.rules.terms import text_of
from chefforum.modules.administration.services import groups as services
from chefforum.modules.administration.services.persons import CannotChange

if TYPE_CHECKING:
    from chefforum.kernel.people.models import Group


def _group_or_404(request: Request, group_id: UUID) -> Group:
    try:
        return queries.find_group(actor=request.actor, group_id=group_id)
    except queries.GroupNotFound:
        raise Http404 from None


def _kept_group(request: Request, group_id: UUID) -> Group:
    """The group where the actor may change it. Raises Http404, AccessDenied."""
    found = _group_or_404(request, group_id)
    require_group_keeper(request.actor, found)
    return found


@require_GET
@access(READ_GROUPS)
def group_list(request: Request) -> HttpResponse:
    on = timezone.localdate()
    context = {
        "groups": queries.list_groups(actor=request.actor, on=on),
        "units": unit_names(on=on),
        "may_create": KEEP_GROUPS.allows(request.actor),
    }
    return render(request, "administration/groups.html", context)


@require_GET
@access(READ_GROUPS)
def group(request: Request, group_id: UUID) -> HttpResponse:
    found = _group_or_404(request, group_id)
    on = timezone.localdate()
    context = {
        "shown": queries.group_page(actor=request.actor, group_id=group_id, on=on),
        "unit_name": unit_names(on=on).get(found.unit_id, found.unit.code),
        "may_keep": may_keep_groups_of(request.actor, found.unit_id),
        "on": on,
    }
    return render(request, "administration/group.html", context)


@require_http_methods(["GET", "POST"])
@access(KEEP_GROUPS)
def create(request: Request) -> HttpResponse:
    return _edit(request, None)


@require_http_methods(["GET", "POST"])
@access(KEEP_GROUPS)
def edit(request: Request, group_id: UUID) -> HttpResponse:
    return _edit(request, _kept_group(request, group_id))


def _edit(request: Request, found: Group | None) -> HttpResponse:
    form = GroupForm(request.POST or None, on=timezone.localdate(), initial=_initial(found) if found else None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            saved = services.save_group(
                actor=request.actor,
                group=found,
                name=values["name"],
                kind=values["kind"],
                unit_id=values["unit"],
                valid_from=values["valid_from"],
                valid_to=day_after(values["last_day"]),
                at=timezone.now(),
            )
        except CannotChange as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Gruppen er gemt.")
            return redirect("administration:group", saved.pk)
    heading = f"Ret {found.name}" if found else "Opret gruppe"
    return _form_page(request, form, heading, "Gem gruppe", found)


def _initial(found: Group) -> dict[str, object]:
    last = found.valid_to - dt.timedelta(days=1) if found.valid_to else None
    return {
        "name": found.name,
        "kind": found.kind,
        "unit": found.unit_id,
        "valid_from": found.valid_from,
        "last_day": last,
    }


def _form_page(request: Request, form: object, heading: str, submit: str, found: Group | None) -> HttpResponse:
    back = reverse("administration:group", args=[found.pk]) if found else reverse("administration:groups")
    context = {"form": form, "heading": heading, "submit": submit, "cancel_url": back}
    return render(request, "administration/form.html", context)


@require_http_methods(["GET", "POST"])
@access(KEEP_GROUPS)
def add_member(request: Request, group_id: UUID) -> HttpResponse:
    found = _kept_group(request, group_id)
    form = MemberForm(request.POST or None, on=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        try:
            services.add_member(actor=request.actor, group=found, at=timezone.now(), **form.cleaned_data)
        except CannotChange as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Medlemmet er sat i gruppen.")
            return redirect("administration:group", group_id)
    return _form_page(request, form, f"Sæt medlem i {found.name}", "Sæt i gruppen", found)


@require_POST
@access(KEEP_GROUPS)
def end_member(request: Request, group_id: UUID, membership_id: int) -> HttpResponse:
    _kept_group(request, group_id)
    seat = queries.find_membership(group_id=group_id, membership_id=membership_id)
    if seat is None:
        raise Http404
    services.end_member(actor=request.actor, membership=seat, on=timezone.localdate(), at=timezone.now())
    messages.success(request, f"{seat.person.name} sidder ikke længere i gruppen.")
    return redirect("administration:group", group_id)


@require_http_methods(["GET", "POST"])
@access(KEEP_GROUPS)
def write_terms(request: Request, group_id: UUID) -> HttpResponse:
    found = _kept_group(request, group_id)
    on = timezone.localdate()
    present = queries.group_page(actor=request.actor, group_id=group_id, on=on).terms
    form = TermsForm(request.POST or None, on=on, initial={"text": text_of(present.blocks) if present else ""})
    if request.method == "POST" and form.is_valid():
        services.write_terms(actor=request.actor, group=found, at=timezone.now(), **form.cleaned_data)
        messages.success(request, "Kommissoriet er gemt. Det tidligere kan stadig læses.")
        return redirect("administration:group", group_id)
    return _form_page(request, form, f"Skriv kommissorium for {found.name}", "Gem kommissorium", found)
