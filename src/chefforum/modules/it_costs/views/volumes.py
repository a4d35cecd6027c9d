"""Numbers of items: the list as a grid of two years, what is added, undone and said not to be there; and what numbers
are held against."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chefforum.kernel.access.access import Request, access
from chefforum.kernel.documents.downloads import download_of
from chefforum.kernel.documents.services import make
from chefforum.kernel.organisation.queries import tree_on
from chefforum.web import danish
from chefforum.web.pages import page_of
from chefforum.web.typed import whole_number

from ..access import KEEP_IT_COSTS, READ_ALL_COSTS, READ_SYSTEMS, WRITE_SYSTEMS, is_coordinator, reads_all_costs
from ..forms.volumes import (
    GridRow,
    HeadcountForm,
    IndexForm,
    NewItemForm,
    ReplacementForm,
    VolumeFilter,
    not_there_writes,
    read_grid,
)
from ..queries import choices
from ..queries import volumes as queries
from ..queries.why import families_there, systems_there
from ..rules.measures import MEASURE_NAMES
from ..rules.volumes import YEARS, VolumeWrong, plain
from ..services import measures
from ..services import volumes as services

GRID_PAGE = 40


def _filters(request: Request, tree: Any) -> VolumeFilter:
    return VolumeFilter(
        request.GET,
        there=queries.years_there(),
        families=families_there(),
        units=choices.units_to_choose(tree),
    )


@require_GET
@access(READ_SYSTEMS)
def volumes(request: Request) -> HttpResponse:
    return _volumes_page(request)


def _volumes_page(
    request: Request,
    *,
    sent: Mapping[str, str] | None = None,
    wrong: Mapping[str, str] | None = None,
    form: NewItemForm | None = None,
    status: int = 200,
) -> HttpResponse:
    at, actor = timezone.now(), request.actor
    tree = tree_on(timezone.localdate(at))
    filters = _filters(request, tree)
    years, with_amounts = filters.years, reads_all_costs(actor)
    rows = queries.list_volumes(actor=actor, chosen=filters.chosen, years=years, tree=tree)
    page = page_of(rows, request, per_page=GRID_PAGE)
    fields = ("quantity", "measured_in", "amount_oere") if with_amounts else ("quantity", "measured_in")
    systems = queries.systems_to_write(actor)
    writes_amounts = is_coordinator(actor)
    if form is None:
        form = NewItemForm(systems=systems, years=years, with_amount=writes_amounts)
    context = {
        "page": page,
        "nouns": "ting,ting",
        "rows": [GridRow(one, fields, sent or {}, wrong or {}) for one in page],
        "filters": filters,
        "years": years,
        "columns": len(fields),
        "with_amounts": with_amounts,
        "writes_amounts": writes_amounts,
        "may_write": bool(systems),
        "may_load": is_coordinator(actor),
        "lacking": sum(1 for one in rows if one.lacks),
        "undoable": queries.undoable(actor=actor, at=at) if systems else None,
        "form": form,
        "wrong": wrong,
        "query": request.GET.urlencode(),
        "is_filtered": any(name in request.GET for name in ("ord", "familie", "enhed", "mangler")),
    }
    return render(request, "it_costs/volumes.html", context, status=status)


def _back(request: Request) -> str:
    query = request.GET.urlencode()
    return f"{reverse('it_costs:volumes')}{f'?{query}' if query else ''}"


def _years_posted(request: Request) -> list[int]:
    years = [whole_number(request.POST.get(name, "")) for name in ("fra", "til")]
    if any(year not in YEARS for year in years):
        raise Http404
    return years


@require_POST
@access(WRITE_SYSTEMS)
def volumes_save(request: Request) -> HttpResponse:
    """Takes in the cells that were changed; what cannot be kept stands on the page with why."""
    writes, wrong = read_grid(request.POST, years=_years_posted(request))
    saved = services.write_volumes(actor=request.actor, writes=writes.values(), at=timezone.now())
    names = {id(one): name for name, one in writes.items()}
    wrong |= {names[id(one)]: reason for one, reason in saved.refused}
    if saved.count:
        messages.success(request, f"Gemt: {danish.counted(saved.count, 'tal,tal')} er skrevet.")
    if wrong:
        sent = {name: request.POST[name] for name in wrong}
        return _volumes_page(request, sent=sent, wrong=wrong, status=422)
    return redirect(_back(request))


@require_POST
@access(WRITE_SYSTEMS)
def volume_add(request: Request) -> HttpResponse:
    actor = request.actor
    form = NewItemForm(
        request.POST,
        systems=queries.systems_to_write(actor),
        years=_years_posted(request),
        with_amount=is_coordinator(actor),
    )
    if form.is_valid():
        try:
            saved = services.write_volumes(actor=actor, writes=form.writes, at=timezone.now())
        except VolumeWrong as refusal:
            form.add_error(None, str(refusal))
        else:
            for _, reason in saved.refused:
                form.add_error(None, reason)
    if form.errors:
        return _volumes_page(request, form=form, status=422)
    messages.success(request, f"{form.cleaned_data['item']} er skrevet ind.")
    return redirect(_back(request))


@require_POST
@access(WRITE_SYSTEMS)
def volumes_undo(request: Request) -> HttpResponse:
    try:
        batch = UUID(request.POST.get("batch", ""))
    except ValueError:
        raise Http404 from None
    saved = services.undo_volumes(actor=request.actor, batch=batch, at=timezone.now())
    for _, reason in saved.refused:
        messages.warning(request, reason)
    if saved.count:
        messages.success(request, "Det sidste, du skrev, er fortrudt.")
    return redirect(_back(request))


@require_POST
@access(WRITE_SYSTEMS)
def volumes_not_there(request: Request) -> HttpResponse:
    """That the chosen items were not there in a year: their number is 0."""
    year = whole_number(request.POST.get("aar", ""))
    if year not in YEARS:
        raise Http404
    writes = not_there_writes(request.POST.getlist("ting"), year)
    saved = services.write_volumes(actor=request.actor, writes=writes, at=timezone.now())
    if saved.count:
        words = danish.counted(saved.count, "ting,ting")
        messages.success(
            request, f"Noteret: {words} var der ikke i {year}. Det kan fortrydes på siden Antal og priser."
        )
    for _, reason in saved.refused:
        messages.warning(request, reason)
    back = request.POST.get("tilbage", "")
    is_ours = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(back if is_ours else _back(request))


@require_GET
@access(READ_ALL_COSTS)
def volumes_file(request: Request, format: str) -> HttpResponse:
    """All numbers, as a file that comes in again."""
    if format not in ("xlsx", "csv"):
        raise Http404
    made = make(kind="it_costs.volumes", actor=request.actor, parameters={}, format=format, at=timezone.now())
    return download_of(made)


@require_http_methods(["GET", "POST"])
@access(READ_ALL_COSTS)
def replacements(request: Request) -> HttpResponse:
    """What came in the place of what; both ways."""
    form = ReplacementForm(request.POST or None, systems=systems_there())
    if request.method == "POST":
        KEEP_IT_COSTS.require(request.actor)
        if form.is_valid():
            said = form.cleaned_data
            try:
                made = measures.say_replacement(
                    actor=request.actor, old_id=said["old"], new_id=said["new"], year=said["year"], at=timezone.now()
                )
            except measures.MeasureWrong as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, f"Noteret: {made.old} er udskiftet med {made.new}.")
                return redirect("it_costs:replacements")
    context = {
        "replacements": queries.list_replacements(),
        "form": form,
        "may_write": is_coordinator(request.actor),
    }
    return render(request, "it_costs/replacements.html", context, status=422 if form.errors else 200)


@require_POST
@access(KEEP_IT_COSTS)
def replacement_remove(request: Request, replacement_id: int) -> HttpResponse:
    measures.remove_replacement(actor=request.actor, replacement_id=replacement_id, at=timezone.now())
    messages.success(request, "Udskiftningen er fjernet. Den kan noteres igen.")
    return redirect("it_costs:replacements")


@require_http_methods(["GET", "POST"])
@access(READ_ALL_COSTS)
def yardsticks(request: Request) -> HttpResponse:
    """Price indices and headcounts."""
    is_index = request.POST.get("hvad") == "indeks"
    posted = request.POST or None
    index_form = IndexForm(posted if is_index else None, prefix="i")
    head_form = HeadcountForm(None if is_index else posted, prefix="h")
    if request.method == "POST":
        KEEP_IT_COSTS.require(request.actor)
        form: Any = index_form if is_index else head_form
        if form.is_valid():
            try:
                _keep_measure(request, form.cleaned_data, is_index=is_index)
            except measures.MeasureWrong as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, "Tallet er gemt.")
                return redirect("it_costs:yardsticks")
    context = {
        "indices": [(one, plain(one.value)) for one in queries.list_indices()],
        "headcounts": [
            (MEASURE_NAMES.get(one.measure, one.measure), one, plain(one.value)) for one in queries.list_headcounts()
        ],
        "index_form": index_form,
        "head_form": head_form,
        "may_write": is_coordinator(request.actor),
    }
    has_errors = index_form.errors or head_form.errors
    return render(request, "it_costs/yardsticks.html", context, status=422 if has_errors else 200)


def _keep_measure(request: Request, said: Mapping[str, Any], *, is_index: bool) -> None:
    actor, at = request.actor, timezone.now()
    if is_index:
        rows = [(said["name"], said["year"], said["value"], said["source"])]
        measures.write_indices(actor=actor, rows=rows, at=at)
    else:
        measures.write_headcount(actor=actor, at=at, **said)
