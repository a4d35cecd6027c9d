"""How well forecasts have done: those that were stored, and the methods on years that are over."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chefforum.calc.forecasting.backtest import DEFAULT
from chefforum.kernel.access.access import Request, access
from chefforum.kernel.lake.storage import MissingFile
from chefforum.kernel.organisation.queries import tree_on
from chefforum.web import danish
from chefforum.web.charts import Series, line_chart

from ..access import KEEP_FORECAST, READ_FORECAST
from ..forms.methods import MethodForm
from ..queries.accuracy import RunAccuracy, accuracy_of
from ..queries.backtests import ORIGINS, OTHER, newest_backtest, tables_of, whole_years
from ..queries.methods import ChoiceNotFound, choice_on, find_choice, list_choices
from ..queries.runs import newest_run
from ..queries.units import keeps_forecast, require_keeper
from ..rules.measures import CHOOSABLE, LEVEL_NAMES, METHOD_MEANS, METHOD_NAMES
from ..rules.running import NothingClosed
from ..services.backtesting import order_backtest
from ..services.methods import ChoiceRefused, choose_method, withdraw_choice
from .finding import refused_because, year_asked

CLOSED = "Enhed, der er lukket"


@require_GET
@access(READ_FORECAST)
def accuracy(request: Request) -> HttpResponse:
    """What stored forecasts said, beside what came."""
    on, year = timezone.localdate(), year_asked(request)
    context: dict[str, Any] = {"year": year, "before": year - 1, "after": year + 1}
    try:
        runs = accuracy_of(actor=request.actor, year=year, on=on)
    except MissingFile as refusal:
        return render(request, "forecast/accuracy.html", {**context, **refused_because(request, refusal)})
    asked = request.GET.get("koersel", "")
    shown = next((one for one in runs if str(one.run.pk) == asked), runs[-1] if runs else None)
    names = {unit.id: unit.name for unit in tree_on(on).units}
    if shown is not None:
        units = sorted(shown.units, key=lambda one: -abs(one.error))
        context["units"] = [(names.get(one.unit_id, CLOSED), one) for one in units]
    context |= {"runs": runs, "shown": shown, "chart": _over_time(runs) if len(runs) > 1 else None}
    if not runs:
        context |= {"is_made": newest_run(year=year) is not None, "keeps": keeps_forecast(actor=request.actor, on=on)}
    context |= _of_unit(request.GET.get("enhed", ""), runs, names)
    return render(request, "forecast/accuracy.html", context)


def _of_unit(asked: str, runs: list[RunAccuracy], names: dict[UUID, str]) -> dict[str, Any]:
    """One workplace in every run that it was in, newest first; nothing for an id that is none of them."""
    try:
        unit_id = UUID(asked)
    except ValueError:
        return {}
    found = [(run, one) for run in runs if (one := run.of_unit(unit_id)) is not None]
    return {"unit_name": names.get(unit_id, CLOSED), "unit_runs": found} if found else {}


def _over_time(runs: list[RunAccuracy]) -> Any:
    oldest_first = runs[::-1]
    return line_chart(
        title="Hvor langt prognosen var fra det, der kom",
        labels=[danish.date(one.run.made_on) for one in oldest_first],
        series=[
            Series("Ramt ved siden af", tuple(one.wape_pct for one in oldest_first)),
            Series("Skævhed", tuple(one.bias_pct for one in oldest_first)),
        ],
        unit="procent",
        decimals=1,
    )


@require_http_methods(["GET", "POST"])
@access(KEEP_FORECAST)
def backtest(request: Request) -> HttpResponse:
    """The newest trial of the methods, and the button that starts another."""
    at = timezone.now()
    on = timezone.localdate(at)
    require_keeper(actor=request.actor, on=on)
    cannot = _why_not_tried()
    if request.method == "POST":
        if not cannot:
            return redirect("jobs:job_detail", job_id=order_backtest(actor=request.actor, at=at, on=on).pk)
        messages.error(request, cannot)
        return redirect("forecast:backtest")
    found = newest_backtest()
    tables = tables_of(found) if found else []
    holds = choice_on(on)
    context = {
        "found": found,
        "cannot": cannot,
        "origins": ORIGINS,
        "other": LEVEL_NAMES[OTHER],
        "choosable": CHOOSABLE,
        "holds": holds,
        "method": holds.method if holds else DEFAULT,
        "method_name": METHOD_NAMES[holds.method if holds else DEFAULT],
        "choices": list_choices(),
        "on": on,
        "tables": [
            (LEVEL_NAMES[one.of], one, [(METHOD_NAMES.get(row.method, row.method), row) for row in one.rows])
            for one in tables
        ],
    }
    return render(request, "forecast/backtest.html", context)


def _why_not_tried() -> str:
    """Empty where the ledger holds enough to try the methods on."""
    try:
        whole_years()
    except NothingClosed as refusal:
        return str(refusal)
    return ""


@require_http_methods(["GET", "POST"])
@access(KEEP_FORECAST)
def method_choose(request: Request, method: str) -> HttpResponse:
    """Another method for ordinary lines, from a day on and with a reason."""
    at = timezone.now()
    on = timezone.localdate(at)
    require_keeper(actor=request.actor, on=on)
    if method not in CHOOSABLE:
        raise Http404
    form = MethodForm(request.POST or None, initial={"valid_from": on})
    if request.method == "POST" and form.is_valid():
        try:
            choose_method(actor=request.actor, method=method, at=at, on=on, **form.cleaned_data)
            day = danish.date(form.cleaned_data["valid_from"])
            messages.success(request, f"{METHOD_NAMES[method]} bruges fra {day}. Prognosen regnes om af sig selv.")
            return redirect("forecast:backtest")
        except ChoiceRefused as refusal:
            form.add_error("valid_from", str(refusal))
    context = {"name": METHOD_NAMES[method], "means": METHOD_MEANS[method], "form": form}
    return render(request, "forecast/method_choose.html", context, status=422 if form.errors else 200)


@require_POST
@access(KEEP_FORECAST)
def method_withdraw(request: Request, choice_id: int) -> HttpResponse:
    """What was chosen before holds again."""
    at = timezone.now()
    on = timezone.localdate(at)
    require_keeper(actor=request.actor, on=on)
    try:
        withdraw_choice(actor=request.actor, choice=find_choice(choice_id), at=at, on=on)
        messages.success(request, "Valget er taget tilbage. Prognosen regnes om af sig selv.")
    except ChoiceNotFound:
        raise Http404 from None
    except ChoiceRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("forecast:backtest")
