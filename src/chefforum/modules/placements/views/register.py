"""Placements: the list, one of them with its history, and what is done to it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chefforum.kernel.access.access import Request, access
from chefforum.kernel.documents.downloads import download_of
from chefforum.kernel.documents.services import MadeDocument
from chefforum.kernel.imports.tables import csv_of, workbook_of
from chefforum.kernel.organisation.queries import tree_on
from chefforum.web.once import SAVED_AND_CHANGED, AlreadyMade, sent_again, to_what_was_made
from chefforum.web.pages import order_of, page_of
from chefforum.web.typed import whole_number

from ..access import READ_PLACEMENTS, WRITE_PLACEMENTS, may_write_placement
from ..forms.naming import say
from ..forms.register import EndForm, PlacementFilter, PlacementForm
from ..queries import register as queries
from ..queries.choices import Choices, choices_for
from ..queries.history import history_in_words
from ..queries.job_types import job_type_names
from ..queries.outcomes import outcomes_of
from ..queries.register_table import register_table
from ..queries.remarks import remarks_on
from ..rules.register import WrongFacts
from ..rules.states import State
from ..services import register as services
from ..services.register_checks import DuplicateNumber, Unusual, problems_with, says_the_same

if TYPE_CHECKING:
    from chefforum.kernel.organisation.rules import OrganisationTree

FORMATS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def _filters(request: Request, tree: OrganisationTree, on: dt.date) -> PlacementFilter:
    actor = request.actor
    return PlacementFilter(
        request.GET or QueryDict(),
        years=queries.years_of(actor),
        units=queries.units_to_choose(actor, tree),
        workplaces=queries.workplaces_to_choose(actor),
        job_types=job_type_names(),
        has_outside=queries.reads_outside(actor),
    )


def _found(request: Request, filters: PlacementFilter, tree: OrganisationTree, on: dt.date) -> Any:
    order = order_of(request, queries.SORTED_BY, default="-starter")
    return queries.list_placements(actor=request.actor, chosen=filters.chosen, tree=tree, on=on, order=order)


@require_GET
@access(READ_PLACEMENTS)
def placements(request: Request) -> HttpResponse:
    on = timezone.localdate()
    tree = tree_on(on)
    filters = _filters(request, tree, on)
    page = page_of(_found(request, filters, tree, on), request)
    context = {
        "page": page,
        "rows": [queries.row_of(one, on) for one in page.object_list],
        "filters": filters,
        "nouns": "forløb,forløb",
        "sorted_by": "-starter",
        "asked": request.GET.urlencode(),
        "may_write": WRITE_PLACEMENTS.allows(request.actor),
    }
    return render(request, "placements/register.html", context)


@require_GET
@access(READ_PLACEMENTS)
def placements_file(request: Request, format: str) -> HttpResponse:
    """What the list shows, all of its pages, as a file that comes in again."""
    if format not in FORMATS:
        raise Http404
    at = timezone.now()
    on = timezone.localdate(at)
    tree = tree_on(on)
    table = register_table(_found(request, _filters(request, tree, on), tree, on), on)
    services.note_export(actor=request.actor, count=len(table) - 1, at=at)
    content = csv_of(table) if format == "csv" else workbook_of("Forløb", table)
    name = f"Forløb {on}"
    return download_of(MadeDocument(f"{name}.{format}", FORMATS[format], content, on, name))


def placement_or_404(request: Request, placement_id: UUID, on: dt.date) -> queries.Row:
    try:
        return queries.find_placement(actor=request.actor, placement_id=placement_id, on=on)
    except queries.PlacementNotFound:
        raise Http404 from None


def to_placement(placement_id: UUID, done: Any = None) -> HttpResponse:
    """The placement's page, which tells what was done and offers to undo it."""
    url = reverse("placements:placement", args=[placement_id])
    return redirect(f"{url}?gjort={done.pk}" if done is not None else url)


@require_GET
@access(READ_PLACEMENTS)
def placement(request: Request, placement_id: UUID) -> HttpResponse:
    at = timezone.now()
    on = timezone.localdate(at)
    row = placement_or_404(request, placement_id, on)
    services.note_reading(actor=request.actor, placement=row.placement, at=at)
    changes = queries.changes_to(row.placement)
    last = queries.undoable(changes)
    may_write = may_write_placement(request.actor, row.placement.unit_id)
    tree = tree_on(on)
    path = tree.path(row.placement.unit_id) if row.placement.unit_id else ()
    outcomes = outcomes_of(placement=row.placement, last_day=row.last_day)
    is_ended = row.placement.ended_on is not None
    context = {
        "row": row,
        "placement": row.placement,
        "waiting": next((one for one in outcomes if is_ended and one.outcome is None and one.is_due(on)), None),
        "above": [unit.name for unit in path[1:-1]],
        "remarks": remarks_on(row.placement),
        "outcomes": outcomes,
        "is_over": row.state == State.ENDED,
        "may_be_cancelled": not is_ended and all(one.outcome is None for one in outcomes),
        "on": on,
        "history": history_in_words(changes, tree),
        "may_write": may_write,
        "undoable": last if may_write else None,
        "just_done": last is not None and may_write and whole_number(request.GET.get("gjort", "")) == last.pk,
    }
    return render(request, "placements/placement.html", context)


@require_http_methods(["GET", "POST"])
@access(WRITE_PLACEMENTS)
def placement_new(request: Request) -> HttpResponse:
    at = timezone.now()
    on = timezone.localdate(at)
    offered = choices_for(actor=request.actor, tree=tree_on(on), on=on)
    form = PlacementForm(request.POST or None, offered=offered, initial=_asked_for(request, offered))
    asked: dict[str, Any] = {}
    if request.method == "POST":
        made_id = form.made_id(request.actor.person_id)
        try:
            services.require_not_made(made_id)
            if _is_in_order(request, form, asked):
                made = services.register_placement(
                    actor=request.actor,
                    facts=form.facts,
                    at=at,
                    made_id=made_id,
                    accepted=request.POST.get("alligevel", ""),
                )
                messages.success(request, f"Forløbet er registreret og har fået nummeret {made.reference}.")
                return to_placement(made.pk)
        except AlreadyMade as there:
            return _made_before(request, there.made_id, on)
        except WrongFacts as refusal:
            _told(form, refusal, asked)
    context = {"form": form, "offered": offered, "cancel_url": reverse("placements:placements"), **asked}
    return render(request, "placements/placement_form.html", context, status=_status(form, asked))


def _made_before(request: Request, placement_id: UUID, on: dt.date) -> HttpResponse:
    """The page of what was made, or, where something else is sent now, the form that changes it with what was sent.

    It is changed as it was made: what anybody did to it since is not written over.
    """
    placement = _writable_or_refused(request, placement_id, on).placement
    offered = choices_for(actor=request.actor, tree=tree_on(on), on=on, current=placement)
    first = queries.changes_to(placement)[-1:]
    form = PlacementForm(sent_again(request, seen=first[0].pk if first else 0), offered=offered)
    asked: dict[str, Any] = {}
    if _is_in_order(request, form, asked, placement) and says_the_same(placement, form.facts):
        return to_what_was_made(request, "placements:placement", placement_id)
    messages.warning(request, SAVED_AND_CHANGED)
    context = {
        "form": form,
        "offered": offered,
        "placement": placement,
        "action": reverse("placements:placement_change", args=[placement_id]),
        "cancel_url": reverse("placements:placement", args=[placement_id]),
        **asked,
    }
    return render(request, "placements/placement_form.html", context, status=422 if form.errors else 200)


def _asked_for(request: Request, offered: Choices) -> dict[str, Any]:
    """What an address fills in beforehand: a place with all that follows from it, or parts of it."""
    names = {
        "unit_id": "enhed",
        "workplace_id": "arbejdssted",
        "place_id": "plads",
        "job_type_id": "stilling",
        "kind": "type",
        "starts_on": "start",
        "ends_on": "slut",
        "hours": "timer",
    }
    said: dict[str, Any] = {field: request.GET[name] for field, name in names.items() if name in request.GET}
    if request.actor.person_id is not None:
        said["consultant_id"] = request.actor.person_id
    follows = next((one.follows for one in offered.places if str(one.id) == said.get("place_id")), {})
    return follows | said


def _is_in_order(request: Request, form: PlacementForm, asked: dict[str, Any], placement: Any = None) -> bool:
    """All that is wrong is said at once: what each field says, and what does not hang together."""
    form.is_valid()
    problems, duplicate = problems_with(actor=request.actor, said=form.cleaned_data, placement=placement)
    say(form, problems)
    asked["duplicate"] = duplicate
    return not form.errors


def _status(form: PlacementForm, asked: dict[str, Any]) -> int:
    return 422 if form.errors or asked.get("unusual") else 200


@require_http_methods(["GET", "POST"])
@access(WRITE_PLACEMENTS)
def placement_change(request: Request, placement_id: UUID) -> HttpResponse:
    at = timezone.now()
    on = timezone.localdate(at)
    row = _writable_or_refused(request, placement_id, on)
    if request.method == "GET":  # the form shows all that the page does
        services.note_reading(actor=request.actor, placement=row.placement, at=at)
    offered = choices_for(actor=request.actor, tree=tree_on(on), on=on, current=row.placement)
    last = next(iter(queries.changes_to(row.placement)), None)
    initial = vars(queries.facts_of(row.placement)) | {"seen": last.pk if last else 0}
    form = PlacementForm(request.POST or None, offered=offered, initial=initial)
    asked: dict[str, Any] = {}
    if request.method == "POST" and _is_in_order(request, form, asked, row.placement):
        try:
            done = services.change_placement(
                actor=request.actor,
                placement_id=placement_id,
                facts=form.facts,
                at=at,
                seen=form.cleaned_data["seen"],
                accepted=request.POST.get("alligevel", ""),
            )
            if done is None:
                messages.info(request, "Der stod det samme i forvejen. Intet er ændret.")
            return to_placement(placement_id, done)
        except WrongFacts as refusal:
            _told(form, refusal, asked)
    context = {
        "form": form,
        "offered": offered,
        "placement": row.placement,
        "cancel_url": reverse("placements:placement", args=[placement_id]),
        **asked,
    }
    return render(request, "placements/placement_form.html", context, status=_status(form, asked))


@require_http_methods(["GET", "POST"])
@access(WRITE_PLACEMENTS)
def placement_end(request: Request, placement_id: UUID) -> HttpResponse:
    """The last day as it came, and how it ended."""
    at = timezone.now()
    on = timezone.localdate(at)
    row = _writable_or_refused(request, placement_id, on)
    found = row.placement
    planned = found.ends_on if found.ends_on is not None and found.ends_on <= on else on
    initial = {"ended_on": found.ended_on or planned, "end_reason": found.end_reason}
    form = EndForm(request.POST or None, has_ended=found.ended_on is not None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            done = services.end_placement(
                actor=request.actor, placement_id=placement_id, at=at, on=on, **form.cleaned_data
            )
            return to_placement(placement_id, done)
        except WrongFacts as refusal:
            say(form, refusal.problems)
    context = {"form": form, "placement": found, "cancel_url": reverse("placements:placement", args=[placement_id])}
    return render(request, "placements/placement_end.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@access(WRITE_PLACEMENTS)
def placement_cancel(request: Request, placement_id: UUID) -> HttpResponse:
    """It never began."""
    at = timezone.now()
    row = _writable_or_refused(request, placement_id, timezone.localdate(at))
    try:
        services.require_cancellable(row.placement)
        if request.method == "POST":
            return to_placement(
                placement_id, services.cancel_placement(actor=request.actor, placement_id=placement_id, at=at)
            )
    except WrongFacts as refusal:
        messages.error(request, str(refusal))
        return to_placement(placement_id)
    context = {
        "question": f"Blev {row.placement.reference} ikke til noget?",
        "consequence": "Forløbet bliver stående som aflyst og tæller ikke med nogen steder. Du kan fortryde bagefter.",
        "submit": "Aflys forløbet",
        "cancel_url": reverse("placements:placement", args=[placement_id]),
    }
    return render(request, "web/confirm.html", context)


@require_POST
@access(WRITE_PLACEMENTS)
def placement_undo(request: Request, placement_id: UUID) -> HttpResponse:
    """The last thing done to the placement is undone."""
    at = timezone.now()
    _writable_or_refused(request, placement_id, timezone.localdate(at))
    change_id = whole_number(request.POST.get("change", ""))
    try:
        services.undo_last(actor=request.actor, placement_id=placement_id, change_id=change_id, at=at)
        messages.success(request, "Det er fortrudt. Forløbet står, som det stod før.")
    except WrongFacts as refusal:
        messages.error(request, str(refusal))
    return to_placement(placement_id)


def _writable_or_refused(request: Request, placement_id: UUID, on: dt.date) -> queries.Row:
    """404 for one that the actor does not know of; AccessDenied for one that they read and do not write."""
    row = placement_or_404(request, placement_id, on)
    services.require_writing(request.actor, row.placement.unit_id)
    return row


def _told(form: PlacementForm, refusal: WrongFacts, asked: dict[str, Any]) -> None:
    """What is unusual is asked about; a refusal stands at its fields, with the placement that has the number."""
    if isinstance(refusal, Unusual):
        asked["unusual"] = refusal
        return
    say(form, refusal.problems)
    if isinstance(refusal, DuplicateNumber):
        asked["duplicate"] = refusal.placement_id
