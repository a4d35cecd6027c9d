"""Competences: the picture of what lacks, one of them with needs and numbers, and the plan of what is done about it."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django import forms
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
from chefforum.kernel.organisation.rules import OrganisationTree
from chefforum.modules.it_costs.queries.choices import persons_to_choose, units_to_choose, writable_units
from chefforum.web.once import AlreadyMade, to_what_was_made

from ..access import ASK_COMPETENCES, KEEP, LOAD_ANSWERS, READ_COMPETENCES, is_coordinator, units_of_competences
from ..forms.competences import CompetenceForm, HeldForm, KeyPersonForm, NeedForm, StepForm, UnitFilter
from ..queries import competences as queries
from ..queries.competences import CompetenceNotFound
from ..rules.competence_charts import gap_chart
from ..rules.competences import LEVEL_NAMES, STANDING_NAMES, STEP_STATE_NAMES, kroner
from ..services import competences as services
from ..services.competences import WrongCompetence


def _now() -> tuple[dt.datetime, dt.date, OrganisationTree]:
    at = timezone.now()
    on = timezone.localdate(at)
    return at, on, tree_on(on)


def _tabs(here: str) -> list[dict[str, Any]]:
    found = (("Hvad mangler", "competences"), ("Plan", "competence_plan"))
    return [{"title": title, "url": reverse(f"it_portfolio:{name}"), "is_here": name == here} for title, name in found]


@require_GET
@access(ASK_COMPETENCES)
def competences(request: Request) -> HttpResponse:
    """What is needed held against how many can, by competence, system and unit."""
    _, on, tree = _now()
    filters = UnitFilter(request.GET, units=units_to_choose(tree))
    found = queries.overview(actor=request.actor, on=on, tree=tree, unit_id=filters.unit_id)
    context = {
        "tabs": _tabs("competences") if READ_COMPETENCES.allows(request.actor) else (),
        "filters": filters,
        "found": found,
        "chart": gap_chart([(one.competence.name, one.gap) for one in found.rows if one.gap is not None]),
        "standings": [(name, found.standings[one]) for one, name in STANDING_NAMES.items() if found.standings[one]],
        "units": [(one.unit, [(name, one.counts[key]) for key, name in STANDING_NAMES.items()]) for one in found.units],
        "standing_names": list(STANDING_NAMES.values()),
        "keeps": is_coordinator(request.actor),
        "reads": READ_COMPETENCES.allows(request.actor),
        "sees_all": units_of_competences(request.actor) is None,
        "levels": LEVEL_NAMES,
    }
    return render(request, "it_portfolio/competences.html", context)


@require_GET
@access(READ_COMPETENCES)
def competences_file(request: Request) -> HttpResponse:
    """What the actor sees, as a spreadsheet."""
    made = make(kind="it_portfolio.competences", actor=request.actor, parameters={}, format="xlsx", at=timezone.now())
    return download_of(made)


@require_http_methods(["GET", "POST"])
@access(KEEP)
def competence_new(request: Request) -> HttpResponse:
    form = CompetenceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = services.save_competence(
                actor=request.actor,
                code=said["code"],
                name=said["name"],
                about=said["about"],
                at=timezone.now(),
                competence_id=form.made_id(request.actor.person_id),
                is_new=True,
            )
            messages.success(request, f"{made.name} er oprettet. Sig nu, hvilke systemer der har brug for det.")
            return redirect("it_portfolio:competence", made.pk)
        except AlreadyMade as there:
            return to_what_was_made(request, "it_portfolio:competence", there.made_id)
        except WrongCompetence as wrong:
            form.add_error(wrong.field or None, str(wrong))
    return _form_page(request, form, "Opret kompetence", "Opret kompetence", reverse("it_portfolio:competences"))


def _form_page(
    request: Request, form: forms.Form, heading: str, submit: str, cancel_url: str, **more: Any
) -> HttpResponse:
    context = {"form": form, "heading": heading, "submit": submit, "cancel_url": cancel_url, **more}
    status = 422 if request.method == "POST" else 200
    return render(request, "it_portfolio/competence_form.html", context, status=status)


@require_http_methods(["GET", "POST"])
@access(KEEP)
def competence_change(request: Request, competence_id: UUID) -> HttpResponse:
    """Its words; with `fjern` it goes out of the catalogue, where nothing hangs on it."""
    try:
        one = queries.find_competence(competence_id=competence_id)
    except CompetenceNotFound:
        raise Http404 from None
    here = reverse("it_portfolio:competence", args=[competence_id])
    if request.method == "POST" and request.POST.get("fjern") == "1":
        try:
            services.remove_competence(actor=request.actor, competence_id=competence_id, at=timezone.now())
        except WrongCompetence as wrong:
            messages.error(request, str(wrong))
            return redirect(here)
        messages.success(request, f"{one.name} er fjernet.")
        return redirect("it_portfolio:competences")
    initial = {"code": one.code, "name": one.name, "about": one.about, "seen": one.changed_at.isoformat()}
    form = CompetenceForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            services.save_competence(
                actor=request.actor,
                code=said["code"],
                name=said["name"],
                about=said["about"],
                at=timezone.now(),
                competence_id=competence_id,
                is_new=False,
                seen=said["seen"],
            )
            messages.success(request, "Gemt.")
            return redirect(here)
        except WrongCompetence as wrong:
            form.add_error(wrong.field or None, str(wrong))
    return _form_page(request, form, f"Ret {one.name}", "Gem", here, removable=one)


@require_GET
@access(ASK_COMPETENCES)
def competence(request: Request, competence_id: UUID) -> HttpResponse:
    return _page(request, competence_id)


def _page(request: Request, competence_id: UUID, bound: forms.Form | None = None) -> HttpResponse:
    """`bound`: the form that was sent and cannot be kept as it is."""
    _, on, tree = _now()
    try:
        page = queries.competence_page(actor=request.actor, competence_id=competence_id, on=on, tree=tree)
    except CompetenceNotFound:
        raise Http404 from None
    systems = queries.systems_to_need(actor=request.actor, on=on)
    units = queries.units_to_count(request.actor, tree)
    needs = [(one.need.pk, one.system.name) for one in page.writable_needs]
    shown: dict[str, forms.Form] = {}
    if systems:
        shown["need_form"] = NeedForm(systems=systems)
    if units:
        shown["held_form"] = HeldForm(units=units)
    if needs:
        shown["key_form"] = KeyPersonForm(needs=needs, persons=persons_to_choose())
    for name, kind in (("need_form", NeedForm), ("held_form", HeldForm), ("key_form", KeyPersonForm)):
        if isinstance(bound, kind):
            shown[name] = bound
    context = {
        "page": page,
        "one": page.row.competence,
        "keeps": is_coordinator(request.actor),
        "reads": READ_COMPETENCES.allows(request.actor),
        "sees_all": units_of_competences(request.actor) is None,
        "writable": {row.need.pk for row in page.writable_needs},
        "bound": bound,
        **shown,
    }
    return render(request, "it_portfolio/competence.html", context, status=200 if bound is None else 422)


@require_POST
@access(ASK_COMPETENCES)
def need_say(request: Request, competence_id: UUID) -> HttpResponse:
    """What a system needs."""
    at, on, _ = _now()
    form = NeedForm(request.POST, systems=queries.systems_to_need(actor=request.actor, on=on))
    if not form.is_valid():
        return _page(request, competence_id, form)
    said = form.cleaned_data
    try:
        was = services.say_need(
            actor=request.actor,
            competence_id=competence_id,
            system_id=said["system"],
            level=said["level"],
            persons=said["persons"],
            at=at,
        )
    except CompetenceNotFound:
        raise Http404 from None
    except WrongCompetence as wrong:
        form.add_error(wrong.field, str(wrong))
        return _page(request, competence_id, form)
    before = f" Før stod der {was[1]}, {LEVEL_NAMES[was[0]].lower()}." if was else ""
    messages.success(request, f"Noteret.{before}")
    return redirect("it_portfolio:competence", competence_id)


@require_POST
@access(READ_COMPETENCES)
def held_say(request: Request, competence_id: UUID) -> HttpResponse:
    """How many in a unit can."""
    at, _, tree = _now()
    form = HeldForm(request.POST, units=queries.units_to_count(request.actor, tree))
    if not form.is_valid():
        return _page(request, competence_id, form)
    said = form.cleaned_data
    try:
        was = services.say_held(
            actor=request.actor,
            competence_id=competence_id,
            unit_id=said["unit"],
            level=said["level"],
            persons=said["persons"],
            at=at,
        )
    except CompetenceNotFound:
        raise Http404 from None
    messages.success(request, f"Noteret. Før stod der {was}." if was is not None else "Noteret.")
    return redirect("it_portfolio:competence", competence_id)


@require_POST
@access(ASK_COMPETENCES)
def key_person(request: Request, competence_id: UUID) -> HttpResponse:
    """Somebody is named, or with `fjern` no more."""
    at, on, tree = _now()
    try:
        if request.POST.get("fjern"):
            services.remove_key_person(actor=request.actor, key_person_id=UUID(request.POST["fjern"]), at=at)
            messages.success(request, "Navnet er slettet.")
            return redirect("it_portfolio:competence", competence_id)
        page = queries.competence_page(actor=request.actor, competence_id=competence_id, on=on, tree=tree)
        needs = [(one.need.pk, one.system.name) for one in page.writable_needs]
        form = KeyPersonForm(request.POST, needs=needs, persons=persons_to_choose())
        if not form.is_valid():
            return _page(request, competence_id, form)
        said = form.cleaned_data
        services.name_key_person(
            actor=request.actor, need_id=said["need"], named_id=said["named"], purpose=said["purpose"], at=at
        )
    except (CompetenceNotFound, ValueError):
        raise Http404 from None
    messages.success(request, "Noteret. Den, der er nævnt, kan selv se det.")
    return redirect("it_portfolio:competence", competence_id)


@require_GET
@access(READ_COMPETENCES)
def plan(request: Request) -> HttpResponse:
    """What is done so that more can."""
    _, on, tree = _now()
    state = request.GET.get("status", "")
    rows = queries.list_steps(
        actor=request.actor, on=on, tree=tree, state=state if state in set(STEP_STATE_NAMES) else ""
    )
    known = [one.step.cost_oere for one in rows if one.step.cost_oere is not None]
    context = {
        "tabs": _tabs("competence_plan"),
        "rows": [(one, kroner(one.step.cost_oere)) for one in rows],
        "states": [(key.value, name) for key, name in STEP_STATE_NAMES.items()],
        "state": state,
        "sum": kroner(sum(known)) if known else None,
        "without": len(rows) - len(known),
        "may_write": LOAD_ANSWERS.allows(request.actor),
    }
    return render(request, "it_portfolio/competence_plan.html", context)


def _step_form(request: Request, tree: OrganisationTree, **options: Any) -> StepForm:
    whole = [("", "Hele kommunen")] if is_coordinator(request.actor) else []
    return StepForm(
        request.POST or None,
        competences=queries.competences_to_choose(),
        units=[*whole, *writable_units(request.actor, tree)],
        **options,
    )


@require_http_methods(["GET", "POST"])
@access(LOAD_ANSWERS)
def step_new(request: Request) -> HttpResponse:
    at, _, tree = _now()
    form = _step_form(request, tree, initial={"competence": request.GET.get("kompetence", "")})
    back = reverse("it_portfolio:competence_plan")
    if request.method == "POST" and form.is_valid():
        try:
            services.save_step(
                actor=request.actor,
                facts=form.facts,
                at=at,
                step_id=form.made_id(request.actor.person_id),
                is_new=True,
            )
            messages.success(request, "Skridtet er i planen.")
            return redirect(back)
        except AlreadyMade as there:
            return to_what_was_made(request, "it_portfolio:competence_step", there.made_id)
        except (WrongCompetence, CompetenceNotFound) as wrong:
            form.add_error(None, str(wrong) if isinstance(wrong, WrongCompetence) else "Kompetencen findes ikke mere.")
    return _form_page(request, form, "Nyt skridt i planen", "Læg i planen", back)


@require_http_methods(["GET", "POST"])
@access(LOAD_ANSWERS)
def step_change(request: Request, step_id: UUID) -> HttpResponse:
    """A step; with `fjern` it goes out of the plan, with `fortryd` it comes back."""
    at, _, tree = _now()
    back = reverse("it_portfolio:competence_plan")
    act = {"fjern": True, "fortryd": False}.get(request.POST.get("goer", "")) if request.method == "POST" else None
    try:
        if act is not None:
            services.remove_step(actor=request.actor, step_id=step_id, at=at, is_removed=act)
            messages.success(request, "Skridtet er ude af planen." if act else "Skridtet er tilbage i planen.")
            return redirect(f"{back}?fjernet={step_id}" if act else back)
        step = queries.find_step(actor=request.actor, step_id=step_id)
    except CompetenceNotFound:
        raise Http404 from None
    form = _step_form(request, tree, initial=StepForm.initial_of(step))
    if request.method == "POST" and form.is_valid():
        try:
            services.save_step(
                actor=request.actor,
                facts=form.facts,
                at=at,
                step_id=step_id,
                is_new=False,
                seen=form.cleaned_data["seen"],
            )
            messages.success(request, "Gemt.")
            return redirect(back)
        except WrongCompetence as wrong:
            form.add_error(wrong.field or None, str(wrong))
    return _form_page(request, form, "Ret skridtet", "Gem", back, step=step)
