"""A selection on its way: what it asks, choices and points by hand, and the run."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chefforum.calc.selection_rules import OfCluster
from chefforum.kernel.access.access import Request, access
from chefforum.kernel.organisation.queries import tree_on
from chefforum.web.once import AlreadyMade, to_what_was_made
from chefforum.web.typed import public_id

from ..access import KEEP
from ..forms.selection import ForcedForm, OverlapForm, PointsForm, RulesForm, TitleForm
from ..queries import selection as queries
from ..rules.selection import (
    CRITERION_NAMES,
    TAKE_NAMES,
    Criterion,
    SelectionWrong,
    Settings,
    with_forced,
    with_overlap,
    with_points,
    with_said,
    without,
)
from ..services import selection_drafts as services
from ..services.selection_runs import order_run

# What is said by hand: the form, what it does to the settings, and its heading.
BY_HAND: dict[str, tuple[Any, Any, str]] = {
    "valg": (ForcedForm, with_forced, "Vælg et system til eller fra"),
    "point": (PointsForm, with_points, "Giv point i hånden"),
    "overlap": (OverlapForm, with_overlap, "Systemer, der gør det samme"),
}


def draft_or_404(request: Request, draft_id: UUID) -> queries.SelectionDraft:
    try:
        return queries.find_draft(actor=request.actor, draft_id=draft_id)
    except queries.SelectionNotFound:
        raise Http404 from None


@require_http_methods(["GET", "POST"])
@access(KEEP)
def selection_new(request: Request) -> HttpResponse:
    """An empty draft; with `fra` one that asks what that run asked."""
    source = _source(request)
    initial = {"title": f"{source.title} (ny)" if source else ""}
    form = TitleForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actor, at, title = request.actor, timezone.now(), form.cleaned_data["title"]
        draft_id = form.made_id(actor.person_id)
        try:
            if source is not None:
                services.begin_from_run(actor=actor, run_id=source.pk, draft_id=draft_id, title=title, at=at)
            else:
                settings = queries.usual_settings(on=timezone.localdate(at))
                services.begin_draft(actor=actor, draft_id=draft_id, title=title, settings=settings, at=at)
        except AlreadyMade as there:
            return to_what_was_made(request, "it_portfolio:selection_draft", there.made_id)
        except SelectionWrong as refusal:
            _tell(form, refusal)
        else:
            return redirect("it_portfolio:selection_draft", draft_id)
    context = {
        "form": form,
        "heading": "Ny udvælgelse",
        "lead": f"Den spørger om det samme som “{source.title}”, til du retter den." if source else "",
        "submit": "Begynd",
        "cancel_url": reverse("it_portfolio:selections"),
    }
    return render(request, "web/form_page.html", context, status=422 if form.errors else 200)


def _source(request: Request) -> queries.SelectionRun | None:
    """The run that `fra` names; without it, or where there is no such run, one begins with nothing, and is told."""
    said = request.GET.get("fra", "")
    run_id = public_id(said)
    try:
        if run_id is not None:
            return queries.find_run(actor=request.actor, run_id=run_id)
    except queries.SelectionNotFound:
        pass
    if said:
        messages.info(request, "Den kørsel, du ville begynde fra, findes ikke. Her begynder du forfra.")
    return None


@require_GET
@access(KEEP)
def selection_draft(request: Request, draft_id: UUID) -> HttpResponse:
    draft = draft_or_404(request, draft_id)
    settings = Settings.from_json(draft.settings)
    names = queries.names_of_systems(actor=request.actor)
    departments = dict(queries.departments_with_systems(actor=request.actor, tree=tree_on(timezone.localdate())))
    whole = with_said(settings, queries.said_overlaps(actor=request.actor, settings=settings, names=names))
    context = {
        "draft": draft,
        "settings": settings,
        "weights": [
            (CRITERION_NAMES[Criterion(key)], weight, 100 * settings.shares[key])
            for key, weight in settings.weights.items()
        ],
        "departments": [
            (departments.get(unit, "En afdeling uden systemer"), least)
            for unit, least in settings.departments.items()
            if least
        ],
        "forced": [(one, names.get(one.system_id, GONE)) for one in settings.forced],
        "points": [
            (one, names.get(one.system_id, GONE), CRITERION_NAMES[Criterion(one.criterion)]) for one in settings.by_hand
        ],
        "overlaps": [
            (one, TAKE_NAMES[OfCluster(one.take)], [names.get(key, GONE) for key in one.system_ids])
            for one in whole.overlaps
        ],
        "said_take": TAKE_NAMES[OfCluster(settings.said_overlaps)] if settings.said_overlaps else "",
    }
    return render(request, "it_portfolio/selection_draft.html", context)


GONE = "Et system, der er ude af registret"


@require_http_methods(["GET", "POST"])
@access(KEEP)
def selection_rules(request: Request, draft_id: UUID) -> HttpResponse:
    draft = draft_or_404(request, draft_id)
    settings = Settings.from_json(draft.settings)
    departments = queries.departments_with_systems(actor=request.actor, tree=tree_on(timezone.localdate()))
    years = sorted({*queries.years_offered(), settings.year})
    initial = RulesForm.initial_of(settings) | {"title": draft.title, "seen": draft.changed_at.isoformat()}
    form = RulesForm(request.POST or None, departments=departments, years=years, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_draft(
                actor=request.actor,
                draft_id=draft_id,
                change=form.changed,
                title=form.cleaned_data["title"],
                at=timezone.now(),
                seen=_moment(form.cleaned_data["seen"]),
            )
        except SelectionWrong as refusal:
            _tell(form, refusal)
            if str(refusal) == services.CHANGED_MEANWHILE:
                form.data = _knowing(request, draft.changed_at)
        else:
            messages.success(request, "Gemt.")
            return redirect("it_portfolio:selection_draft", draft_id)
    context = {"form": form, "draft": draft, "types": queries.types_in_use(actor=request.actor)}
    return render(request, "it_portfolio/selection_rules.html", context, status=422 if form.errors else 200)


def _knowing(request: Request, changed_at: dt.datetime) -> QueryDict:
    """What was sent, by who now knows that another has changed it and may save over that."""
    said = request.POST.copy()
    said["seen"] = changed_at.isoformat()
    return said


@require_http_methods(["GET", "POST"])
@access(KEEP)
def selection_by_hand(request: Request, draft_id: UUID, what: str) -> HttpResponse:
    """A choice, points or an overlap more; one of the same system or name takes the old one's place."""
    if what not in BY_HAND:
        raise Http404
    draft = draft_or_404(request, draft_id)
    kind, write, heading = BY_HAND[what]
    form = kind(request.POST or None, names=queries.names_of_systems(actor=request.actor))
    if request.method == "POST" and form.is_valid():
        try:
            services.change_draft(
                actor=request.actor,
                draft_id=draft_id,
                change=lambda settings: write(settings, form.given),
                at=timezone.now(),
                seen=None,
            )
        except SelectionWrong as refusal:
            _tell(form, refusal)
        else:
            messages.success(request, "Gemt.")
            return redirect(reverse("it_portfolio:selection_draft", args=[draft_id]) + f"#{what}")
    context = {
        "form": form,
        "heading": heading,
        "lead": draft.title,
        "submit": "Tilføj",
        "cancel_url": reverse("it_portfolio:selection_draft", args=[draft_id]),
    }
    return render(request, "web/form_page.html", context, status=422 if form.errors else 200)


@require_POST
@access(KEEP)
def selection_by_hand_remove(request: Request, draft_id: UUID, what: str) -> HttpResponse:
    if what not in BY_HAND:
        raise Http404
    draft_or_404(request, draft_id)
    services.change_draft(
        actor=request.actor,
        draft_id=draft_id,
        change=partial(without, what=what, key=request.POST.get("key", "")),
        at=timezone.now(),
        seen=None,
    )
    messages.success(request, "Fjernet fra kladden.")
    return redirect(reverse("it_portfolio:selection_draft", args=[draft_id]) + f"#{what}")


@require_POST
@access(KEEP)
def selection_run_order(request: Request, draft_id: UUID) -> HttpResponse:
    draft_or_404(request, draft_id)
    try:
        job = order_run(actor=request.actor, draft_id=draft_id, at=timezone.now())
    except SelectionWrong as refusal:
        messages.error(request, str(refusal))
        return redirect("it_portfolio:selection_rules", draft_id)
    return redirect("jobs:job_detail", job_id=job.pk)


@require_POST
@access(KEEP)
def selection_draft_remove(request: Request, draft_id: UUID) -> HttpResponse:
    """Thrown away; with `fortryd` taken back."""
    is_removed = request.POST.get("fortryd") != "1"
    try:
        draft = services.remove_draft(actor=request.actor, draft_id=draft_id, is_removed=is_removed, at=timezone.now())
    except queries.SelectionNotFound:
        raise Http404 from None
    if not is_removed:
        messages.success(request, "Kladden er taget tilbage.")
        return redirect("it_portfolio:selection_draft", draft_id)
    context = {"draft": draft}
    return render(request, "it_portfolio/selection_removed.html", context)


def _moment(said: str) -> dt.datetime | None:
    """What the page had; a page without it has seen nothing, which fits nothing."""
    try:
        return dt.datetime.fromisoformat(said)
    except ValueError:
        return dt.datetime.min.replace(tzinfo=dt.UTC)


def _tell(form: Any, refusal: SelectionWrong) -> None:
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
