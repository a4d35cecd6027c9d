"""Scenarios of consolidation: made from an overlap, given numbers, and decided."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chefforum.calc.consolidation import Case
from chefforum.calc.consolidation_bound import Reach
from chefforum.kernel.access.access import Request, access
from chefforum.modules.it_costs.access import READ_ALL_COSTS, READ_SYSTEMS, reads_all_costs
from chefforum.modules.it_costs.queries.choices import systems_to_name
from chefforum.modules.it_costs.queries.comparing import names_of
from chefforum.web.once import AlreadyMade, to_what_was_made

from ..access import KEEP
from ..forms.scenarios import NOBODY, ScenarioForm, StatusForm, SystemsForm
from ..queries import scenarios as queries
from ..queries.consolidation_bound import bound_of
from ..queries.scenario_hints import hints_for
from ..rules.scenario_charts import cash_chart, cumulated_chart, in_kroner, sum_chart
from ..rules.scenario_words import assumptions, headline, payback
from ..rules.scenarios import CASE_NAMES, ScenarioStatus, WrongScenario
from ..services import scenarios as services
from .overlaps import tabs

MOST_CANDIDATES = 40


@require_GET
@access(READ_SYSTEMS)
def scenarios(request: Request) -> HttpResponse:
    """All of them, and what the chosen ones save together; the decided ones unless others are chosen."""
    told = queries.list_scenarios(actor=request.actor)
    chosen = set(request.GET.getlist("med"))
    is_chosen = bool(chosen & {str(one.id) for one in told})
    counted = [one for one in told if (str(one.id) in chosen if is_chosen else one.status == ScenarioStatus.DECIDED)]
    sees_costs = reads_all_costs(request.actor)
    found = queries.sum_of(counted) if sees_costs else None
    title = "De valgte tilsammen, år for år" if is_chosen else "De besluttede tilsammen, år for år"
    context = {
        "tabs": tabs("scenarios"),
        "rows": [(one, one in counted) for one in told],
        "sum": found,
        "sum_rows": _sum_rows(found) if found and found.counted else [],
        "chart": sum_chart(found, title=title) if found and found.years else None,
        "is_chosen": is_chosen,
        "sees_costs": sees_costs,
        "may_keep": KEEP.allows(request.actor),
    }
    return render(request, "it_portfolio/scenarios.html", context)


def _sum_rows(found: queries.Sum) -> list[tuple[str, int, int]]:
    return [(CASE_NAMES[case], found.a_year[case], found.over_life[case]) for case in Case]


def _systems_asked(request: Request) -> list[UUID]:
    found = []
    for text in request.GET.getlist("system")[:MOST_CANDIDATES]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


@require_http_methods(["GET", "POST"])
@access(KEEP)
def scenario_new(request: Request) -> HttpResponse:
    """Which systems; those of an overlap are offered first."""
    candidates = list(names_of(actor=request.actor, system_ids=_systems_asked(request)).items())
    initial = {"kept": str(candidates[0][0]) if candidates else NOBODY, "retired": [key for key, _ in candidates[1:]]}
    form = SystemsForm(request.POST or None, candidates=candidates, names=systems_to_name(), initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = services.make_scenario(
                actor=request.actor,
                name=said["name"],
                why=said["why"],
                kept_id=said["kept_id"],
                retired_ids=said["retired_ids"],
                at=timezone.now(),
                on=timezone.localdate(),
                scenario_id=form.made_id(request.actor.person_id),
            )
        except WrongScenario as refusal:
            _tell(form, refusal)
        except AlreadyMade as there:
            return to_what_was_made(request, "it_portfolio:scenario", there.made_id)
        else:
            messages.success(request, "Gemt som idé. Se, hvilke tal der er hentet, og skriv dem, der mangler.")
            return redirect("it_portfolio:scenario", made.pk)
    context = {"form": form, "cancel_url": reverse("it_portfolio:scenarios")}
    return render(request, "it_portfolio/scenario_systems.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@access(KEEP)
def scenario_systems(request: Request, scenario_id: UUID) -> HttpResponse:
    told = _told_or_404(request, scenario_id)
    candidates = list(told.names.items())
    initial = {
        "seen": told.version,
        "kept": str(told.facts.kept_id or NOBODY),
        "retired": list(told.facts.retired_ids),
    }
    form = SystemsForm(
        request.POST or None, candidates=candidates, names=systems_to_name(), only_systems=True, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            services.choose_systems(
                actor=request.actor,
                scenario_id=scenario_id,
                kept_id=said["kept_id"],
                retired_ids=said["retired_ids"],
                seen=said["seen"] or 0,
                at=timezone.now(),
                on=timezone.localdate(),
            )
        except WrongScenario as refusal:
            _tell(form, refusal)
        else:
            messages.success(request, "Gemt.")
            return redirect("it_portfolio:scenario", scenario_id)
    context = {"form": form, "told": told, "cancel_url": reverse("it_portfolio:scenario", args=[scenario_id])}
    return render(request, "it_portfolio/scenario_systems.html", context, status=422 if form.errors else 200)


@require_GET
@access(READ_SYSTEMS)
def scenario(request: Request, scenario_id: UUID) -> HttpResponse:
    try:
        found = queries.scenario_on_page(actor=request.actor, scenario_id=scenario_id)
    except queries.ScenarioNotFound:
        raise Http404 from None
    told = found.told
    sees_costs, outcomes = reads_all_costs(request.actor), told.outcomes
    context = {
        "found": found,
        "told": told,
        "sees_costs": sees_costs,
        "may_keep": KEEP.allows(request.actor),
        "headline": headline(outcomes) if outcomes else "",
        "cases": [(CASE_NAMES[case], one, payback(one.payback_years)) for case, one in (outcomes or {}).items()],
        "years": _years(told),
        "charts": [cash_chart(outcomes), cumulated_chart(outcomes)] if outcomes else [],
        "assumptions": assumptions(told.facts, told.names) if sees_costs else [],
        "retired": [(key, told.names.get(key, "")) for key in told.facts.retired_ids],
        "moves_before": told.status == ScenarioStatus.DECIDED
        and any(one.version < told.version for one in found.statuses[:1]),
    }
    return render(request, "it_portfolio/scenario.html", context)


def _years(told: queries.ScenarioTold) -> list[tuple[int, list[int]]]:
    """Each calendar year in whole kroner: the likely case, and what the cautious and the best one come to."""
    if not (told.likely and told.cautious and told.hopeful):
        return []
    three = zip(told.likely.years, told.cautious.years, told.hopeful.years, strict=True)
    return [
        (
            one.year,
            [
                in_kroner(oere)
                for oere in (
                    one.run_saved,
                    one.extra_volume,
                    one.migration,
                    one.net,
                    one.cumulated,
                    low.net,
                    high.net,
                )
            ],
        )
        for one, low, high in three
    ]


@require_http_methods(["GET", "POST"])
@access(KEEP)
def scenario_change(request: Request, scenario_id: UUID) -> HttpResponse:
    """The numbers. Where another has changed it meanwhile, what was typed stays on the page."""
    told = _told_or_404(request, scenario_id)
    number = request.POST.get("seen", "")
    facts = told.facts
    if number.isdecimal() and int(number) != told.version:
        facts = _version_or_404(request, scenario_id, int(number))
    names = dict(told.names) | names_of(actor=request.actor, system_ids=facts.system_ids)
    on = timezone.localdate()
    form = ScenarioForm(
        request.POST or None,
        facts=facts,
        names=names,
        hints=hints_for(actor=request.actor, facts=facts, on=on),
        initial=ScenarioForm.initial_of(facts) | {"seen": told.version},
    )
    if request.method == "POST" and form.is_valid():
        try:
            is_changed = services.change_scenario(
                actor=request.actor,
                scenario_id=scenario_id,
                facts=form.facts,
                seen=form.cleaned_data["seen"],
                at=timezone.now(),
            )
        except WrongScenario as refusal:
            _tell(form, refusal)
        else:
            messages.success(request, "Gemt som en ny udgave." if is_changed else "Der var intet at ændre.")
            return redirect("it_portfolio:scenario", scenario_id)
    context = {"form": form, "told": told, "cancel_url": reverse("it_portfolio:scenario", args=[scenario_id])}
    return render(request, "it_portfolio/scenario_form.html", context, status=422 if form.errors else 200)


@require_POST
@access(KEEP)
def scenario_restore(request: Request, scenario_id: UUID, number: int) -> HttpResponse:
    """An earlier version stands again."""
    text = request.POST.get("seen", "")
    try:
        services.restore_version(
            actor=request.actor,
            scenario_id=scenario_id,
            number=number,
            seen=int(text) if text.isdecimal() else 0,
            at=timezone.now(),
        )
    except WrongScenario as refusal:
        messages.warning(request, str(refusal))
    except queries.ScenarioNotFound:
        raise Http404 from None
    else:
        messages.success(request, f"Udgave {number} står igen.")
    return redirect("it_portfolio:scenario", scenario_id)


@require_http_methods(["GET", "POST"])
@access(KEEP)
def scenario_status(request: Request, scenario_id: UUID) -> HttpResponse:
    told = _told_or_404(request, scenario_id)
    initial = {"seen": told.status_number, "seen_version": told.version, "status": told.status}
    form = StatusForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.say_status(actor=request.actor, scenario_id=scenario_id, at=timezone.now(), **form.cleaned_data)
        except WrongScenario as refusal:
            _tell(form, refusal)
        else:
            messages.success(request, "Gemt.")
            return redirect("it_portfolio:scenario", scenario_id)
    context = {"form": form, "told": told, "cancel_url": reverse("it_portfolio:scenario", args=[scenario_id])}
    return render(request, "it_portfolio/scenario_status.html", context, status=422 if form.errors else 200)


@require_GET
@access(READ_ALL_COSTS)
def scenario_bound(request: Request) -> HttpResponse:
    """The most that consolidation could save."""
    reach = Reach.ANY_UNIT if request.GET.get("raekkevidde") == Reach.ANY_UNIT else Reach.AS_TODAY
    found = bound_of(actor=request.actor, reach=reach, last_whole_year=timezone.localdate().year - 1)
    context = {"found": found, "is_any_unit": reach is Reach.ANY_UNIT, "any_unit": Reach.ANY_UNIT.value}
    return render(request, "it_portfolio/scenario_bound.html", context)


def _told_or_404(request: Request, scenario_id: UUID) -> queries.ScenarioTold:
    try:
        return queries.find_scenario(actor=request.actor, scenario_id=scenario_id)
    except queries.ScenarioNotFound:
        raise Http404 from None


def _version_or_404(request: Request, scenario_id: UUID, number: int) -> queries.ScenarioFacts:
    try:
        return queries.facts_of_version(actor=request.actor, scenario_id=scenario_id, number=number)
    except queries.ScenarioNotFound:
        raise Http404 from None


def _tell(form: Any, refusal: WrongScenario) -> None:
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
