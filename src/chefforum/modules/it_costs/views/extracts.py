"""Frozen extracts: which there are, a new one, how far the parties are with one, and who writes for the analyst."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chefforum.kernel.access.access import Request, access
from chefforum.kernel.jobs.rules import JobState
from chefforum.kernel.organisation.queries import tree_on
from chefforum.kernel.organisation.rules import OrganisationTree
from chefforum.web.once import AlreadyMade, to_what_was_made
from chefforum.web.pages import page_of

from ..access import KEEP_IT_COSTS, READ_COSTS, is_coordinator, reads_all_costs
from ..forms.extracts import AnalystForm, FreezeForm, initial_of_freeze
from ..queries.cells import years_to_choose
from ..queries.extract_jobs import newest_unfinished, said_again
from ..queries.extract_lines import groups_of, left_for, parties_of, with_state
from ..queries.extract_people import hands_to_choose, left_of
from ..queries.extract_signing import signatures_of, standing
from ..queries.extracts import ExtractNotFound, find_extract, lines_seen, list_extracts
from ..queries.volumes import years_there
from ..queries.why import department_of
from ..rules.extract_kinds import LINE_STATE_NAMES, PARTY_NAMES, ExtractStatus, LineState, Party
from ..rules.extract_progress import progress_by, share_chart, whole
from ..rules.kinds import CATEGORY_NAMES, CostCategory
from ..services.extract_reminding import remind
from ..services.extract_signing import may_sign
from ..services.extracts import ExtractWrong, name_hand, order_freeze

TABS = (
    ("Billedet", "extract"),
    ("Linjer", "extract_lines"),
    ("Forskelle", "extract_differences"),
    ("Underskrift", "extract_sign"),
    ("Filer og kontrol", "extract_files"),
)


def extract_or_404(request: Request, extract_id: UUID) -> Any:
    try:
        return find_extract(actor=request.actor, extract_id=extract_id)
    except ExtractNotFound:
        raise Http404 from None


def about(request: Request, extract: Any, here: str) -> dict[str, Any]:
    """What every page of an extract says."""
    return {
        "extract": extract,
        "tabs": [
            {"title": title, "url": reverse(f"it_costs:{name}", args=[extract.pk]), "is_here": name == here}
            for title, name in TABS
        ],
        "state": state_in_words(extract),
        "lead": f"It-omkostninger i {extract.first_year} og {extract.second_year}",
        "years": f"{extract.first_year} og {extract.second_year}",
        "is_draft": extract.status == ExtractStatus.DRAFT,
        "reads_all": reads_all_costs(request.actor),
        "keeps": is_coordinator(request.actor),
    }


def state_in_words(extract: Any) -> tuple[str, str]:
    """The words, and the kind of mark."""
    if extract.validated_at is not None:
        return "Valideret", "success"
    return ("Udkast", "warning") if extract.status == ExtractStatus.DRAFT else ("Til validering", "info")


@require_GET
@access(READ_COSTS)
def extracts(request: Request) -> HttpResponse:
    page, at = page_of(list_extracts(actor=request.actor), request), timezone.now()
    job = newest_unfinished(actor=request.actor, at=at)
    context = {
        "job": job,
        "has_failed": job is not None and job.state_on(at) == JobState.FAILED,
        "page": page,
        "rows": [(one, state_in_words(one)) for one in page.object_list],
        "nouns": "udtræk,udtræk",
        "keeps": is_coordinator(request.actor),
    }
    return render(request, "it_costs/extracts.html", context)


@require_http_methods(["GET", "POST"])
@access(KEEP_IT_COSTS)
def extract_new(request: Request) -> HttpResponse:
    at = timezone.now()
    on = timezone.localdate(at)
    tree = tree_on(on)
    form = FreezeForm(
        request.POST or None,
        initial=initial_of_freeze(_asked_before(request)),
        years=sorted({*years_to_choose(), *years_there()}),
        persons=hands_to_choose(tree=tree, on=on, but=request.actor.person_id),
        extracts=[(one.pk, one.name) for one in list_extracts(actor=request.actor)],
    )
    if request.method == "POST" and form.is_valid():
        made_id = form.made_id(request.actor.person_id)
        try:
            job = order_freeze(actor=request.actor, facts=form.facts, at=at, on=on, made_id=made_id)
        except AlreadyMade as there:
            return to_what_was_made(request, "it_costs:extract", there.made_id)
        except ExtractWrong as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            return redirect("jobs:job_detail", job.pk)
    context = {
        "form": form,
        "heading": "Frys et udtræk",
        "lead": "Udgifter og antal for to år gemmes, som bøgerne står nu. Bagefter ændrer intet i det sig.",
        "submit": "Frys udtrækket",
        "cancel_url": reverse("it_costs:extracts"),
    }
    return render(request, "it_costs/extract_new.html", context, status=422 if form.errors else 200)


def _asked_before(request: Request) -> dict[str, Any]:
    """What a freezing that failed was asked for."""
    try:
        job_id = UUID(request.GET.get("igen", ""))
    except ValueError:
        return {}
    return said_again(actor=request.actor, job_id=job_id)


@require_GET
@access(READ_COSTS)
def extract(request: Request, extract_id: UUID) -> HttpResponse:
    found, actor = extract_or_404(request, extract_id), request.actor
    on = timezone.localdate()
    tree = tree_on(on)
    groups = groups_of(with_state(lines_seen(actor=actor, extract=found)))
    categories = progress_by(groups, lambda one: _category(one.category))
    departments = progress_by(groups, lambda one: _department(tree, one.unit_id)[0])
    ids = {_department(tree, one.unit_id)[0]: _department(tree, one.unit_id)[1] for one in groups}
    total = whole(groups)
    parties = parties_of(actor, found)
    is_open = found.validated_at is None
    context = about(request, found, "extract") | {
        "total": total,
        "states": [
            (LINE_STATE_NAMES[state], state.value, total.states[state], _share(total.states[state], total.lines))
            for state in LineState
        ],
        "charts": [
            share_chart("Linjer efter kategori", categories, "Kategori"),
            share_chart("Linjer efter afdeling", departments, "Afdeling"),
        ]
        if total.lines
        else [],
        "departments": [(name, ids[name], one) for name, one in departments.items()],
        "left": [(PARTY_NAMES[party], party.value, total.left[party]) for party in Party],
        "mine": parties[0].value if is_open else "",
        "my_left": left_for(actor=actor, extract=found) if is_open else 0,
        "signatures": [one for one in signatures_of(found) if one.withdrawn_at is None],
        "signers": _signers(request, found),
        "people_left": _people_left(request, found, tree, on),
    }
    return render(request, "it_costs/extract.html", context)


def _signers(request: Request, found: Any) -> list[str]:
    """The parties that the actor may sign for now, in words."""
    if found.validated_at is not None or found.status == ExtractStatus.DRAFT:
        return []
    signs = [PARTY_NAMES[party] for party in Party if may_sign(request.actor, found, party)]
    return signs if signs and standing(found).is_ready else []


def _people_left(request: Request, found: Any, tree: OrganisationTree, on: dt.date) -> int:
    """How many others have lines left: told to the coordinator, who may remind them."""
    if not is_coordinator(request.actor) or found.validated_at is not None:
        return 0
    left = left_of(extract=found, tree=tree, on=on)
    return len(left.keys() - {request.actor.person_id})


def _category(category: str) -> str:
    return CATEGORY_NAMES[CostCategory(category)] if category else "Antal"


def _department(tree: OrganisationTree, unit_id: UUID | None) -> tuple[str, str]:
    """The word, and what the filter of lines calls it ("" where it cannot be asked for)."""
    if unit_id is None:
        return "Hele kommunens", "ingen"
    department = department_of(tree, unit_id)
    return (department.name, str(department.id)) if department else ("Lukkede enheder", "")


def _share(count: int, of: int) -> int | None:
    """In whole per cent; what is not all is never told as all, nor what is something as nothing."""
    if not of:
        return None
    share = round(100 * count / of)
    return min(max(share, 1 if count else 0), 100 if count == of else 99)


@require_http_methods(["GET", "POST"])
@access(KEEP_IT_COSTS)
def extract_analyst(request: Request, extract_id: UUID) -> HttpResponse:
    found, at = extract_or_404(request, extract_id), timezone.now()
    on = timezone.localdate(at)
    form = AnalystForm(
        request.POST or None,
        initial={"analyst_name": found.analyst_name, "analyst_hand_id": found.analyst_hand_id},
        persons=hands_to_choose(tree=tree_on(on), on=on, but=request.actor.person_id),
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            name_hand(
                actor=request.actor,
                extract_id=found.pk,
                analyst_name=said["analyst_name"],
                hand_id=said["analyst_hand_id"],
                at=at,
                on=on,
            )
        except ExtractWrong as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, "Gemt.")
            return redirect("it_costs:extract", found.pk)
    context = {
        "form": form,
        "extract": found,
        "heading": "Hvem er analytikeren?",
        "submit": "Gem",
        "cancel_url": reverse("it_costs:extract", args=[found.pk]),
    }
    return render(request, "it_costs/extract_form.html", context, status=422 if form.errors else 200)


@require_POST
@access(KEEP_IT_COSTS)
def extract_remind(request: Request, extract_id: UUID) -> HttpResponse:
    at = timezone.now()
    on = timezone.localdate(at)
    found = extract_or_404(request, extract_id)
    try:
        count = remind(actor=request.actor, extract_id=found.pk, tree=tree_on(on), at=at, on=on)
    except ExtractWrong as refusal:
        messages.error(request, str(refusal))
    else:
        words = "Én er mindet om sine linjer." if count == 1 else f"{count} er mindet om deres linjer."
        messages.success(request, words if count else "Ingen andre har linjer tilbage.")
    return redirect("it_costs:extract", found.pk)
