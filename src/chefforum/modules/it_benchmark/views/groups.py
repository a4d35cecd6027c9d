"""Groups of peers: those frozen, a new one tried and frozen, and one with how it was chosen."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chefforum.kernel.access.access import Request, access
from chefforum.web import danish
from chefforum.web.once import AlreadyMade, to_what_was_made
from chefforum.web.typed import whole_number

from ..access import KEEP, READ
from ..forms.benchmark import GroupForm
from ..models import PeerGroup
from ..queries.base import delivered_years, list_members
from ..queries.groups import (
    GroupNotFound,
    NoGroup,
    Proposal,
    choice_of,
    find_group,
    list_groups,
    propose_group,
)
from ..rules.fields import BY_KEY, NAMES
from ..services.groups import GroupRefused, NotTakenIn, freeze_group, take_in


@require_GET
@access(READ)
def groups(request: Request) -> HttpResponse:
    context = {"groups": list_groups(actor=request.actor), "keeps": KEEP.allows(request.actor)}
    return render(request, "it_benchmark/groups.html", context)


@require_http_methods(["GET", "POST"])
@access(KEEP)
def group_new(request: Request) -> HttpResponse:
    """Tried (`act` "vis") or frozen: what was written is kept."""
    years = delivered_years()
    posted = request.POST or None
    form = GroupForm(posted, years=years, initial={"year": years[-1] if years else None})
    proposal, why_not = None, ""
    if request.method == "POST" and form.is_valid():
        try:
            if request.POST.get("act") == "frys":
                made = _freeze(request, form)
                messages.success(request, f"Gruppen “{made.name}” er lagt fast og bruges i alle år.")
                return redirect("it_benchmark:group", made.pk)
        except GroupRefused as refusal:
            form.add_error(None, str(refusal))
        except NoGroup:
            pass  # told below, where the group is tried
        except AlreadyMade as there:
            return to_what_was_made(request, "it_benchmark:group", there.made_id)
        try:
            proposal = _try(request, form)
        except NoGroup as reason:
            why_not = str(reason)
    context: dict[str, Any] = {"form": form, "years": years, "why_not": why_not, "proposal": proposal}
    if proposal is not None:
        names = {one.municipality.code: one.municipality.name for one in list_members(actor=request.actor)}
        context |= {"choice": _choice(choice_of(proposal), names)}
    return render(request, "it_benchmark/group_new.html", context, status=422 if form.errors or why_not else 200)


def _try(request: Request, form: GroupForm) -> Proposal:
    said = form.cleaned_data
    return propose_group(actor=request.actor, year=said["year"], weights=form.weights, count=said["count"])


def _freeze(request: Request, form: GroupForm) -> PeerGroup:
    said = form.cleaned_data
    return freeze_group(
        actor=request.actor,
        group_id=form.made_id(request.actor.person_id),
        name=said["name"],
        reason=said["reason"],
        year=said["year"],
        weights=form.weights,
        count=said["count"],
        at=timezone.now(),
    )


def _choice(kept: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    """How a group was chosen, in words; deviations to one decimal."""
    used = [key for key, weight in kept["weights"].items() if weight]
    chosen = {one["code"] for one in kept["peers"]}
    return {
        "variables": [(NAMES[key], danish.number(kept["weights"][key], 0)) for key in used],
        "peers": [
            (
                names.get(one["code"], one["code"]),
                danish.number(one["distance"], 2),
                [_signed(one["by"][key]) for key in used],
                one["code"] in kept["always"],
            )
            for one in kept["peers"]
        ],
        "left_out": [
            (names.get(code, code), ", ".join(BY_KEY[key].name for key in missing))
            for code, missing in kept["left_out"].items()
        ],
        "without": [(NAMES[key], count) for key, count in kept["kept"].items()],
        "count": len(kept["peers"]),
        "always": len(kept["always"]),
        "fewer": len(kept["fewer"]),
        "gone": sorted(names.get(code, code) for code in chosen - set(kept["fewer"])),
        "more": len(kept["more"]),
        "come": sorted(names.get(code, code) for code in set(kept["more"]) - chosen),
    }


def _signed(number: float) -> str:
    near = round(number, 1) + 0.0
    return f"+{danish.number(near, 1)}" if near > 0 else danish.number(near, 1)


def _group_or_404(request: Request, group_id: UUID) -> PeerGroup:
    try:
        return find_group(actor=request.actor, group_id=group_id)
    except GroupNotFound:
        raise Http404 from None


@require_GET
@access(READ)
def group(request: Request, group_id: UUID) -> HttpResponse:
    found = _group_or_404(request, group_id)
    names = {one.municipality.code: one.municipality.name for one in list_members(actor=request.actor)}
    context = {
        "group": found,
        "choice": _choice(found.choice, names),
        "publications": found.publications.select_related("person")
        .prefetch_related("deliveries")
        .order_by("-year", "-at"),
        "years": delivered_years(),
        "keeps": KEEP.allows(request.actor),
    }
    return render(request, "it_benchmark/group.html", context)


@require_POST
@access(KEEP)
def group_take_in(request: Request, group_id: UUID) -> HttpResponse:
    """New deliveries of a year are taken into the group's figures."""
    found = _group_or_404(request, group_id)
    year = whole_number(request.POST.get("aar", ""))
    try:
        take_in(actor=request.actor, group=found, year=year, at=timezone.now())
    except NotTakenIn as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, f"De nye leveringer for {year} er taget med.")
    return redirect("it_benchmark:group", found.pk)
