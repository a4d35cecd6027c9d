"""The rhythm of the month: who has assessed and who has not, the plan against what came, assessing and approving."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chefforum.calc.danish_dates import MONTHS
from chefforum.calc.periods import name_of
from chefforum.kernel.access.access import Request, access
from chefforum.web.typed import whole_number

from ..access import READ_FORECAST, WRITE_ENTRIES, require_writer
from ..forms.keeping import OverviewFilter
from ..forms.returning import ReturnForm
from ..queries.approvals import since_approval
from ..queries.assessments import MonthToAssess, month_to_assess, overview_of
from ..queries.planning import plan_and_came
from ..queries.reminding import month_reminder
from ..queries.rounds import open_round
from ..queries.units import keeps_forecast
from ..queries.year_of_month import year_of_month
from ..rules.rhythm import NO_CHANGES, AssessmentState, ReturnCause
from ..services.assessing import (
    AssessmentRefused,
    approve_month,
    assess_month,
    remind_leaders,
    return_month,
)
from .asking import ask_to_remind, reminded
from .finding import around_workplace, period_asked, period_or_404, workplace_or_404, year_asked


@require_GET
@access(READ_FORECAST)
def overview(request: Request) -> HttpResponse:
    """My workplaces: what each has said of the month."""
    on = timezone.localdate()
    period = period_asked(request, on)
    found = overview_of(actor=request.actor, period=period, on=on)
    if len(found.rows) == 1 and not request.GET:  # one workplace: its own page is what there is to see
        return redirect("forecast:workplace", found.rows[0].place.id)
    shows = request.GET.get("vis", "")
    rows = [
        row
        for row in found.rows
        if (shows != "mangler" or row.is_waiting) and (shows != "godkendes" or row.waits_for_approval)
    ]
    since = since_approval(assessments=[row.assessment for row in rows], on=on)
    context = {
        "overview": found,
        "rows": [(row, since.get(row.place.id)) for row in rows],
        "period": period,
        "filters": OverviewFilter({"maaned": period, "vis": shows}, on=on),
        "may_remind": any(row.place.may_remind and row.is_reminded for row in found.rows),
        "keeps": keeps_forecast(actor=request.actor, on=on),
        "round": open_round(),
    }
    return render(request, "forecast/overview.html", context)


@require_GET
@access(READ_FORECAST)
def plan(request: Request, unit_id: UUID) -> HttpResponse:
    """What was planned against what came."""
    place = workplace_or_404(request, unit_id)
    year = year_asked(request)
    seen = plan_and_came(actor=request.actor, unit_id=unit_id, year=year, on=timezone.localdate())
    context = {**around_workplace(place, year=year, current="plan"), "seen": seen, "months": MONTHS}
    return render(request, "forecast/plan.html", context)


@require_http_methods(["GET", "POST"])
@access(READ_FORECAST)
def assess(request: Request, unit_id: UUID, period: int) -> HttpResponse:
    """The month as it stands, and for its leader the button that says that it is assessed."""
    workplace_or_404(request, unit_id)
    period_or_404(period)
    if request.method != "POST":
        return _month_page(request, unit_id, period)
    require_writer(request.actor, unit_id)
    at = timezone.now()
    typed = {name: str(text) for name, text in request.POST.items()}
    explanations = {
        whole_number(name.removeprefix("category-")): text
        for name, text in typed.items()
        if name.startswith("category-")
    }
    try:
        assess_month(
            actor=request.actor,
            unit_id=unit_id,
            period=period,
            explanations=explanations,
            note=typed.get("note", ""),
            no_changes="no_changes" in typed,
            at=at,
            on=timezone.localdate(at),
        )
    except AssessmentRefused as refusal:
        return _month_page(request, unit_id, period, refused=str(refusal), typed=typed)
    messages.success(request, "Du har vurderet måneden. Din leder kan nu godkende den.")
    return redirect("forecast:assess", unit_id, period)


def _month_page(
    request: Request,
    unit_id: UUID,
    period: int,
    *,
    refused: str = "",
    typed: dict[str, str] | None = None,
    returning: ReturnForm | None = None,
) -> HttpResponse:
    on = timezone.localdate()
    month = month_to_assess(actor=request.actor, unit_id=unit_id, period=period, on=on)
    found = month.assessment
    may_decide = month.place.may_approve and found is not None and found.assessed_by_id != request.actor.person_id
    said = typed or {}
    context = {
        **around_workplace(month.place, year=period // 100, current="assess", period=period),
        "month": month,
        "year_now": year_of_month(actor=request.actor, place=month.place, period=period, on=on),
        "period": period,
        "refused": refused,
        "deviations": [{"one": one, "text": said.get(one.field, one.text)} for one in month.deviations],
        "note": said.get("note", found.note if found else ""),
        "no_changes": bool(found and found.no_changes) if typed is None else "no_changes" in typed,
        "no_changes_words": NO_CHANGES,
        "is_late": month.due is not None and on > month.due,
        "returned": _last_return(month),
        "returning": returning or ReturnForm(),
        "may_decide": may_decide,
        "waits_for_me": may_decide and found is not None and found.state == AssessmentState.ASSESSED.value,
        "before": period - 1 if period % 100 > 1 else period - 89,
        "after": period + 1 if period % 100 < 12 else period + 89,
    }
    is_wrong = bool(refused) or (returning is not None and bool(returning.errors))
    return render(request, "forecast/assess.html", context, status=422 if is_wrong else 200)


def _last_return(month: MonthToAssess) -> Any:
    """The step that sent the month back, while it waits for the leader's answer."""
    if month.assessment is None or month.assessment.state != AssessmentState.RETURNED.value:
        return None
    return next((step for step in reversed(month.steps) if step.name == "return"), None)


@require_POST
@access(WRITE_ENTRIES)
def approve(request: Request, unit_id: UUID, period: int) -> HttpResponse:
    workplace_or_404(request, unit_id)
    at = timezone.now()
    try:
        approve_month(
            actor=request.actor, unit_id=unit_id, period=period_or_404(period), at=at, on=timezone.localdate(at)
        )
        messages.success(request, "Måneden er godkendt.")
    except AssessmentRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("forecast:assess", unit_id, period)


@require_POST
@access(WRITE_ENTRIES)
def send_back(request: Request, unit_id: UUID, period: int) -> HttpResponse:
    place = workplace_or_404(request, unit_id)
    period_or_404(period)
    at = timezone.now()
    form = ReturnForm(request.POST)
    if not form.is_valid() and place.may_approve:
        return _month_page(request, unit_id, period, returning=form)
    try:
        return_month(
            actor=request.actor,
            unit_id=unit_id,
            period=period,
            cause=form.cleaned_data.get("cause") or ReturnCause.OTHER,
            reason=form.cleaned_data.get("reason", ""),
            at=at,
            on=timezone.localdate(at),
        )
        messages.success(request, "Måneden er sendt retur, og lederen har fået besked.")
    except AssessmentRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("forecast:assess", unit_id, period)


@require_http_methods(["GET", "POST"])
@access(READ_FORECAST)
def remind(request: Request, period: int) -> HttpResponse:
    """Tells those who have not assessed the month, of the units that one may remind; asks first, with their number."""
    period_or_404(period)
    at = timezone.now()
    on, back = timezone.localdate(at), f"{reverse('forecast:overview')}?maaned={period}"
    about = f"at vurdere {name_of(period)}"
    if request.method == "POST":
        reached = remind_leaders(actor=request.actor, period=period, at=at, on=on)
        return reminded(request, reached, about=about, back=back)
    rows, reached = month_reminder(actor=request.actor, period=period, on=on)
    if not rows:
        messages.info(request, f"Ingen mangler {about}. Der er ikke sendt noget.")
        return redirect(back)
    return ask_to_remind(request, reached, about=about, back=back)
