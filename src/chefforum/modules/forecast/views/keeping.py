"""What finance keeps: rounds, the rhythm, categories with their rates, the tables of pay; and the sheet as a file."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any
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
from chefforum.web import danish
from chefforum.web.navigation import ways_below
from chefforum.web.pages import page_of

from ..access import KEEP_FORECAST, READ_FORECAST
from ..forms.fields import oere_of
from ..forms.keeping import CategoryForm, RateForm, RhythmForm, RoundForm
from ..queries import rounds as round_queries
from ..queries.assessments import list_rhythms
from ..queries.entries import list_categories
from ..queries.pay_tables import list_pay_rows
from ..queries.units import keeps_forecast, require_keeper
from ..rules.pay_rows import PAY_KIND_NAMES
from ..rules.rounds import before_freezing
from ..services.assessing import set_rhythm
from ..services.categories import CategoryRefused, add_usual_categories, keep_category, set_rate
from ..services.freezing import freeze_with_forecast
from ..services.rounds import RoundRefused, begin_round
from .finding import YEARS, workplace_or_404

if TYPE_CHECKING:
    from ..models import EntryCategory, Round


@require_GET
@access(READ_FORECAST)
def settings(request: Request) -> HttpResponse:
    """The ways to what is seldom changed."""
    return render(request, "forecast/settings.html", {"ways": ways_below(request.actor, "forecast:settings")})


def _round_or_404(round_id: UUID) -> Round:
    try:
        return round_queries.find_round(round_id)
    except round_queries.RoundNotFound:
        raise Http404 from None


@require_http_methods(["GET", "POST"])
@access(READ_FORECAST)
def rounds(request: Request) -> HttpResponse:
    at = timezone.now()
    on = timezone.localdate(at)
    keeps = keeps_forecast(actor=request.actor, on=on)
    form = RoundForm(request.POST or None, on=on)
    if request.method == "POST":
        require_keeper(actor=request.actor, on=on)
        if form.is_valid():
            try:
                made = begin_round(actor=request.actor, at=at, on=on, **form.cleaned_data)
                return redirect("forecast:round", made.pk)
            except RoundRefused as refusal:
                form.add_error(None, str(refusal))
    context = {"rounds": round_queries.list_rounds(), "form": form if keeps else None}
    return render(request, "forecast/rounds.html", context, status=422 if form.errors else 200)


@require_GET
@access(READ_FORECAST)
def round_page(request: Request, round_id: UUID) -> HttpResponse:
    """A round's figures, beside those of the round that `?mod=` names."""
    found = _round_or_404(round_id)
    others = [one for one in round_queries.list_rounds() if one.pk != found.pk]
    asked = request.GET.get("mod", "")
    beside = next((one for one in others if str(one.pk) == asked), None)
    if asked and beside is None:
        raise Http404
    on = timezone.localdate()
    context = {
        "round": found,
        "others": others,
        "beside": beside,
        "figures": round_queries.figures_of_round(actor=request.actor, shown=found, beside=beside, on=on),
        "may_freeze": found.frozen_at is None and keeps_forecast(actor=request.actor, on=on),
    }
    return render(request, "forecast/round.html", context)


@require_http_methods(["GET", "POST"])
@access(KEEP_FORECAST)
def round_freeze(request: Request, round_id: UUID) -> HttpResponse:
    found = _round_or_404(round_id)
    at = timezone.now()
    on = timezone.localdate(at)
    require_keeper(actor=request.actor, on=on)
    if request.method == "POST":
        try:
            freeze_with_forecast(actor=request.actor, round_id=round_id, at=at, on=on)
            messages.success(request, "Runden er frosset.")
        except RoundRefused as refusal:
            messages.error(request, str(refusal))
        return redirect("forecast:round", round_id)
    if found.frozen_at is not None:
        messages.error(request, "Runden er allerede frosset. Intet er ændret.")
        return redirect("forecast:round", round_id)
    figures = round_queries.figures_of_round(actor=request.actor, shown=found, beside=None, on=on)
    deadline = danish.date(found.deadline)
    context = {
        "round": found,
        "question": f"Frys {found}?",
        "consequence": before_freezing(lacking=figures.lacking, forecast=figures.forecast, deadline=deadline),
        "submit": "Frys runden",
        "cancel_url": reverse("forecast:round", args=[round_id]),
    }
    return render(request, "forecast/round_freeze.html", context)


@require_http_methods(["GET", "POST"])
@access(KEEP_FORECAST)
def categories(request: Request) -> HttpResponse:
    """Categories and the rhythm, on one page: what leaders meet on their sheet."""
    at = timezone.now()
    on = timezone.localdate(at)
    require_keeper(actor=request.actor, on=on)
    rhythm = RhythmForm(request.POST if "threshold" in request.POST else None, initial={"valid_from": on})
    if request.method == "POST" and "usual" in request.POST:
        made = add_usual_categories(actor=request.actor, at=at, on=on)
        messages.success(request, f"{danish.counted(made, 'kategori,kategorier')} er oprettet. Skriv konti og satser.")
        return redirect("forecast:categories")
    if request.method == "POST" and rhythm.is_valid():
        valid_from = rhythm.cleaned_data["valid_from"]
        set_rhythm(actor=request.actor, valid_from=valid_from, pace=rhythm.pace, at=at, on=on)
        messages.success(request, "Rytmen er gemt.")
        return redirect("forecast:categories")
    context = {
        "categories": list_categories(only_active=False).prefetch_related("rates"),
        "rhythm": rhythm,
        "rhythms": list_rhythms(),
    }
    return render(request, "forecast/categories.html", context, status=422 if rhythm.errors else 200)


@require_http_methods(["GET", "POST"])
@access(KEEP_FORECAST)
def category_new(request: Request) -> HttpResponse:
    return _category_page(request, None)


@require_http_methods(["GET", "POST"])
@access(KEEP_FORECAST)
def category(request: Request, code: str) -> HttpResponse:
    found = list_categories(only_active=False).filter(code=code).first()
    if found is None:
        raise Http404
    return _category_page(request, found)


def _category_page(request: Request, found: EntryCategory | None) -> HttpResponse:
    at = timezone.now()
    on = timezone.localdate(at)
    require_keeper(actor=request.actor, on=on)
    initial: dict[str, Any] = {}
    if found is not None:
        names = ("name", "code", "unit_name", "is_income", "is_variable_pay", "is_active")
        initial = {name: getattr(found, name) for name in names} | {"accounts": "\n".join(found.accounts)}
    form = CategoryForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            category_id = found.pk if found else None
            keep_category(actor=request.actor, words=form.words, at=at, on=on, category_id=category_id)
            messages.success(request, "Kategorien er gemt.")
            return redirect("forecast:categories")
        except CategoryRefused as refusal:
            form.add_error(None, str(refusal))
    context = {"category": found, "form": form, "rate_form": RateForm(initial={"valid_from": on}) if found else None}
    return render(request, "forecast/category.html", context, status=422 if form.errors else 200)


@require_POST
@access(KEEP_FORECAST)
def category_rate(request: Request, code: str) -> HttpResponse:
    found = list_categories(only_active=False).filter(code=code).first()
    if found is None:
        raise Http404
    at = timezone.now()
    require_keeper(actor=request.actor, on=timezone.localdate(at))
    form = RateForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Satsen er ikke gemt: skriv en dato og et tal, fx 245,50.")
        return redirect("forecast:category", code)
    said: dict[str, Any] = form.cleaned_data
    rate: Decimal = said["rate"]
    set_rate(
        actor=request.actor,
        category=found,
        valid_from=said["valid_from"],
        rate_oere=oere_of(rate) or 0,
        source=said["source"],
        at=at,
        on=timezone.localdate(at),
    )
    messages.success(request, "Satsen er gemt.")
    return redirect("forecast:category", code)


@require_GET
@access(KEEP_FORECAST)
def pay_tables(request: Request) -> HttpResponse:
    """The dated tables that fixed pay is reckoned from."""
    require_keeper(actor=request.actor, on=timezone.localdate())
    kind = request.GET.get("tabel", "")
    kind = kind if kind in {one.value for one in PAY_KIND_NAMES} else ""
    context = {
        "page": page_of(list_pay_rows(kind=kind, search=request.GET.get("gruppe", "")), request),
        "nouns": "række,rækker",
        "kinds": PAY_KIND_NAMES,
        "kind": kind,
        "group": request.GET.get("gruppe", ""),
    }
    return render(request, "forecast/pay_tables.html", context)


@require_GET
@access(READ_FORECAST)
def sheet_export(request: Request, unit_id: UUID, year: int) -> HttpResponse:
    """The leader's sheet, to be filled in in a spreadsheet and taken in again."""
    workplace_or_404(request, unit_id)
    if year not in YEARS:
        raise Http404
    parameters = {"unit": str(unit_id), "year": year}
    made = make(kind="forecast.sheet", actor=request.actor, parameters=parameters, format="xlsx", at=timezone.now())
    return download_of(made)
