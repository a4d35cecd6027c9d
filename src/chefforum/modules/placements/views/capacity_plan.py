"""A planner of places that keeps nothing: the plan is the address."""

from __future__ import annotations

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from chefforum.kernel.access.access import Request, access

from ..access import READ_PUBLISHED
from ..forms.capacity_plan import PlanForm, as_said, key_choices
from ..queries.capacity_plan import asked_of_round, keys_to_choose
from ..rules.capacity_plan import EXAMPLE, Asked, plan_of
from ..rules.capacity_words import ASSUMED, answers, chart_of, mixed_in_words, rows_of


@require_GET
@access(READ_PUBLISHED)
def capacity(request: Request) -> HttpResponse:
    """The places of the round that holds until one writes others; the forum's own case as an example."""
    begun, named = _begins_with(request)
    is_asked = "pladser" in request.GET
    without = (
        named if not is_asked and not begun.places else ""
    )  # a round that sets no places: there is nothing to plan
    form = PlanForm(initial=as_said(begun)) if without else PlanForm(request.GET if is_asked else as_said(begun))
    plan = plan_of(form.asked) if form.is_valid() else None
    context = {
        "form": form,
        "is_asked": is_asked,
        "named": "" if is_asked else named,
        "without": without,
        "plan": plan,
        "answers": answers(plan) if plan else [],
        "mixed": mixed_in_words(plan) if plan else "",
        "departments": rows_of(plan) if plan else [],
        "chart": chart_of(plan) if plan else None,
        "known": answers(plan_of(EXAMPLE)),
        "known_mixed": mixed_in_words(plan_of(EXAMPLE)),
        "example_query": _query(EXAMPLE),
        "keys": key_choices(keys_to_choose(request.actor)),
        "assumed": ASSUMED,
    }
    return render(request, "placements/capacity.html", context, status=422 if form.errors else 200)


def _begins_with(request: Request) -> tuple[Asked, str]:
    return asked_of_round(actor=request.actor, on=timezone.localdate()) or (
        EXAMPLE,
        "tallene fra Chefforums sag i januar 2026",
    )


def _query(asked: Asked) -> str:
    said = QueryDict(mutable=True)
    said.update(as_said(asked))
    return said.urlencode()
