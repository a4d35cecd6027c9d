"""The steering group: the seats as a picture and a table, how they come about, and who sits there."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chefforum.kernel.access.access import Request, access
from chefforum.kernel.documents.downloads import download_of
from chefforum.kernel.documents.services import make
from chefforum.kernel.organisation.queries import tree_on
from chefforum.modules.it_costs.queries.choices import persons_to_choose

from ..access import KEEP, READ
from ..forms.steering_group import MemberForm, SeatsForm
from ..queries.selection import departments_with_systems
from ..queries.steering_group import asked_of, group_now, set_now
from ..rules.steering_group import WEIGHT_NAMES, SteeringWrong, seats_chart
from ..services import steering_group as services


@require_GET
@access(READ)
def steering_group(request: Request) -> HttpResponse:
    found = group_now(actor=request.actor, on=timezone.localdate())
    context = {
        "found": found,
        "shared": found.shared,
        "chart": seats_chart(found.shared),
        "weights": [(WEIGHT_NAMES[key], weight) for key, weight in found.shared.asked.weights.items()],
        "may_keep": KEEP.allows(request.actor),
    }
    return render(request, "it_portfolio/steering_group.html", context)


@require_http_methods(["GET", "POST"])
@access(KEEP)
def steering_group_seats(request: Request) -> HttpResponse:
    said = set_now()
    initial = SeatsForm.initial_of(asked_of(said)) | {"seen": said.pk if said else None}
    form = SeatsForm(request.POST or None, departments=_departments(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.set_steering_group(
                actor=request.actor, asked=form.asked, seen=form.cleaned_data["seen"], at=timezone.now()
            )
        except SteeringWrong as refusal:
            form.add_error(refusal.field or None, str(refusal))
            if str(refusal) == services.CHANGED_MEANWHILE:
                known = request.POST.copy()
                known["seen"] = str(said.pk) if said else ""
                form.data = known
        else:
            messages.success(request, "Gemt. Pladserne er fordelt igen.")
            return redirect("it_portfolio:steering_group")
    return render(request, "it_portfolio/steering_group_seats.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@access(KEEP)
def steering_group_member(request: Request) -> HttpResponse:
    form = MemberForm(
        request.POST or None,
        departments=_departments(request),
        persons=persons_to_choose(),
        initial={"unit": request.GET.get("afdeling", "")},
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            services.seat_member(actor=request.actor, unit_id=said["unit"], person_id=said["member"], at=timezone.now())
        except SteeringWrong as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            messages.success(request, "Personen sidder nu i styregruppen.")
            return redirect("it_portfolio:steering_group")
    context = {
        "form": form,
        "heading": "Sæt en person i styregruppen",
        "submit": "Sæt i styregruppen",
        "cancel_url": reverse("it_portfolio:steering_group"),
    }
    return render(request, "web/form_page.html", context, status=422 if form.errors else 200)


@require_POST
@access(KEEP)
def steering_group_end(request: Request, seat_id: UUID) -> HttpResponse:
    if services.end_seat(actor=request.actor, seat_id=seat_id, at=timezone.now()):
        messages.success(request, "Personen er ude af styregruppen.")
    else:
        messages.info(request, "Personen var ude i forvejen.")
    return redirect("it_portfolio:steering_group")


@require_GET
@access(READ)
def steering_group_file(request: Request, format: str) -> HttpResponse:
    if format not in ("pdf", "docx", "xlsx"):
        raise Http404
    made = make(
        kind="it_portfolio.steering_group", actor=request.actor, parameters={}, format=format, at=timezone.now()
    )
    return download_of(made)


def _departments(request: Request) -> list[tuple[str, str]]:
    """Those that answer for something, and those that are promised a seat."""
    tree = tree_on(timezone.localdate())
    found = dict(departments_with_systems(actor=request.actor, tree=tree))
    promised = asked_of(set_now()).promised
    found |= {str(one.id): one.name for one in tree.units if str(one.id) in promised}
    return sorted(found.items(), key=lambda one: one[1])
