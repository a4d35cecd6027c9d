"""Requests for new systems, licences and equipment: the list, writing one, and one of them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chefforum.kernel.access.access import Request, access
from chefforum.kernel.access.rules import AccessDenied
from chefforum.kernel.documents.downloads import download_of
from chefforum.kernel.documents.services import make
from chefforum.kernel.organisation.queries import tree_on
from chefforum.web.charts import column_chart
from chefforum.web.once import ALREADY_SAVED, AlreadyMade, sent_again
from chefforum.web.pages import order_of, page_of
from chefforum.web.saving import is_autosave, not_saved, saved

from ..access import ASK, KEEP_IT_COSTS, READ_REQUESTS, is_coordinator
from ..forms.request_acts import CommentForm
from ..forms.requests import RequestFilter, RequestForm, RequestOffered, StartForm, lines_form, lines_written
from ..queries import choices
from ..queries import requests as queries
from ..queries.request_checks import look
from ..queries.request_figures import by_state, chart_of
from ..queries.request_limits import limits_on
from ..queries.request_numbers import still_open, written_by
from ..queries.request_page import case_of, contracts_to_choose, history_of_request, lines_of, units_to_ask_for
from ..rules.register import WrongFacts
from ..rules.request_checks import checks_of
from ..rules.request_facts import RequestFacts, by_year, lacks, total_oere
from ..rules.request_levels import level_of
from ..rules.request_states import SHOWN_NAMES, WAITING, WRITTEN, Part, RequestState, shown, steps_from
from ..rules.request_words import LEVEL_NAMES, MAKES_A_SYSTEM, Level, RequestKind
from ..services import request_register, request_steps
from ..services import requests as services
from .of_register import seen_at, tell

KINDS = {"approved": "success", "in_use": "success", "rejected": "error", "expired": "warning", "returned": "warning"}
IS_SENT = "Ansøgningen er sendt. Hent den tilbage, hvis den skal rettes."
PLAIN_STEPS = ("submit", "take_back", "use", "undo_use", "revive")  # without a word asked
APPROVED = (RequestState.APPROVED, RequestState.IN_USE)
MAIN_STEPS = ("submit", "begin", "approve", "use")


@require_GET
@access(READ_REQUESTS)
def requests(request: Request) -> HttpResponse:
    on = timezone.localdate()
    tree = tree_on(on)
    filters = RequestFilter(request.GET or QueryDict(), units=choices.units_to_choose(tree))
    order = order_of(request, queries.REQUESTS_SORTED_BY, default="-aendret")
    found = queries.list_requests(actor=request.actor, chosen=filters.chosen, tree=tree, on=on, order=order)
    page = page_of(found, request)
    for one in page.object_list:
        one.shown = shown(state=one.state, expires_on=one.expires_on, on=on)
        one.shown_words, one.badge = SHOWN_NAMES[one.shown], KINDS.get(one.shown, "")
    figures = by_state(found, on=on)
    context = {
        "page": page,
        "filters": filters,
        "nouns": "ansøgning,ansøgninger",
        "sorted_by": "-aendret",
        "may_ask": ASK.allows(request.actor),
        "may_set": KEEP_IT_COSTS.allows(request.actor),
        "is_filtered": bool(request.GET),
        "file_query": urlencode(request.GET, doseq=True),
        "figures": figures,
        "chart": chart_of(figures) if page.object_list else None,
    }
    return render(request, "it_costs/requests.html", context)


@require_GET
@access(READ_REQUESTS)
def requests_file(request: Request, format: str) -> HttpResponse:
    """The list as it was chosen."""
    if format not in ("xlsx", "csv"):
        raise Http404
    parameters = request.GET.dict()
    made = make(kind="it_costs.requests", actor=request.actor, parameters=parameters, format=format, at=timezone.now())
    return download_of(made)


@require_http_methods(["GET", "POST"])
@access(ASK)
def request_new(request: Request) -> HttpResponse:
    """A draft is made of it; the browser keeps what is written until then."""
    offered = RequestOffered(units_to_ask_for(request.actor, tree_on(timezone.localdate())))
    initial = {"kind": RequestKind.NEW_SYSTEM.value, "title": request.GET.get("navn", "")}
    form = StartForm(posted(request), offered=offered, initial=initial)
    if request.method == "POST" and form.is_valid() and (address := _begun(request, form)):
        return saved(timezone.now(), url=address) if is_autosave(request) else redirect(address)
    if is_autosave(request):
        return not_saved(form)
    context = {"form": form, "cancel_url": reverse("it_costs:requests")}
    return render(request, "it_costs/request_new.html", context, status=422 if form.errors else 200)


def _begun(request: Request, form: StartForm) -> str:
    """Where one writes on, or what the form made before; "" where it was refused, which the form tells."""
    made_id = form.made_id(request.actor.person_id)
    try:
        services.write_request(actor=request.actor, facts=form.facts, at=timezone.now(), made_id=made_id)
    except AlreadyMade as there:
        messages.info(request, ALREADY_SAVED)
        return reverse("it_costs:request", args=[there.made_id])
    except WrongFacts as refusal:
        tell(form, refusal)
        return ""
    messages.success(request, "Kladden er gemt. Skriv videre her, eller kom tilbage senere.")
    return reverse("it_costs:request_change", args=[made_id])


def posted(request: Request) -> Any:
    """What was sent, also where it is empty; None where the page is read."""
    return request.POST if request.method == "POST" else None


def request_or_404(request: Request, request_id: UUID) -> queries.ItRequest:
    try:
        return queries.find_request(actor=request.actor, request_id=request_id)
    except queries.RequestNotFound:
        raise Http404 from None


def _own_or_refused(request: Request, request_id: UUID) -> queries.ItRequest:
    found = request_or_404(request, request_id)
    if found.author_id != request.actor.person_id:
        raise AccessDenied("Det er den, der søger, der skriver i ansøgningen.")
    return found


@require_http_methods(["GET", "POST"])
@access(ASK)
def request_change(request: Request, request_id: UUID) -> HttpResponse:
    """The case is written, and kept while it is; "Indsend" says what lacks."""
    found = _own_or_refused(request, request_id)
    if found.state not in WRITTEN:
        if is_autosave(request):
            raise AccessDenied(IS_SENT)
        messages.info(request, IS_SENT)
        return redirect("it_costs:request", request_id)
    facts = queries.facts_of(found)
    form, lines = _case_forms(request, found, facts)
    kept = _kept(request, found, form, lines) if request.method == "POST" else None
    if is_autosave(request):
        return not_saved(form, *lines) if kept is None else saved(timezone.now(), seen=kept.changed_at.isoformat())
    if kept is not None and (response := _went_on(request, kept, form)) is not None:
        return response
    if request.method == "POST":
        facts = form.facts_so_far(lines_written(lines), unit_id=found.unit_id)
    is_wrong = bool(form.errors) or any(lines.errors)
    context = {
        "form": form,
        "lines": lines,
        "found": found,
        "lacks": lacks(facts),
        "is_refused": is_wrong and kept is None,
        **_looked(request, facts, found),
    }
    return render(request, "it_costs/request_change.html", context, status=422 if is_wrong else 200)


def _kept(request: Request, found: queries.ItRequest, form: RequestForm, lines: Any) -> queries.ItRequest | None:
    """As it stands now; None where it was refused, which the form tells."""
    if not (form.is_valid() and lines.is_valid()):
        return None
    try:
        return services.change_request(
            actor=request.actor,
            request_id=found.pk,
            facts=form.facts(lines_written(lines)),
            at=timezone.now(),
            seen=seen_at(form.cleaned_data["seen"]),
            is_typing=is_autosave(request),
        )
    except WrongFacts as refusal:
        tell(form, refusal)
    except AccessDenied as refusal:
        form.add_error("unit_id", str(refusal))
    return None


def _went_on(request: Request, kept: queries.ItRequest, form: RequestForm) -> HttpResponse | None:
    """Sent, where that was asked, or written on; None where it could not be sent yet, which the form tells."""
    if request.POST.get("act") != "indsend":
        messages.success(request, "Kladden er gemt.")
        return redirect("it_costs:request_change", kept.pk)
    try:
        request_steps.submit(actor=request.actor, request_id=kept.pk, at=timezone.now())
    except WrongFacts as refusal:
        # What was written is kept, so the form is fresh again.
        form.data = sent_again(request, seen=kept.changed_at.isoformat())
        tell(form, refusal)
        return None
    messages.success(request, "Ansøgningen er indsendt. It-koordinatoren ser på den først.")
    return redirect("it_costs:request", kept.pk)


def _case_forms(request: Request, found: queries.ItRequest, facts: RequestFacts) -> tuple[RequestForm, Any]:
    on = timezone.localdate()
    tree = tree_on(on)
    askable = units_to_ask_for(request.actor, tree)
    if found.unit_id not in {pk for pk, _ in askable}:
        unit = tree.unit(found.unit_id)
        askable = [(found.unit_id, unit.name if unit else "en nedlagt enhed"), *askable]
    offered = RequestOffered(
        askable=askable,
        units=choices.units_to_choose(tree),
        systems=choices.systems_to_name(),
        contracts=contracts_to_choose(on, but=found.contract_id),
        vendors=[name for _, name in choices.vendors_to_choose()],
    )
    name = found.system.name if found.system else ""
    initial = RequestForm.initial_of(facts, system_name=name) | {"seen": found.changed_at.isoformat()}
    data = posted(request)
    return RequestForm(data, offered=offered, initial=initial), lines_form(data, lines=facts.lines, year=on.year)


@require_POST
@access(ASK)
def request_look(request: Request, request_id: UUID) -> HttpResponse:
    """The checks of what is being written, while it is written; nothing is kept."""
    found = _own_or_refused(request, request_id)
    form, lines = _case_forms(request, found, queries.facts_of(found))
    facts = form.facts_so_far(lines_written(lines), unit_id=found.unit_id)
    return render(request, "it_costs/_request_checks.html", _looked(request, facts, found))


def _looked(request: Request, facts: RequestFacts, found: queries.ItRequest) -> dict[str, Any]:
    """What the checks say, for the page and for the part of it."""
    on = timezone.localdate()
    made = next((one.system_id for one in found.decisions.all() if one.undone_at is None), None)
    looked = look(actor=request.actor, facts=facts, on=on, but=made)
    needed = level_of(facts, limits_on(on).limits)
    return {
        "looked": looked,
        "checks": checks_of(facts) if facts.kind in MAKES_A_SYSTEM else checks_of(facts)[-1:],
        "needed": needed,
        "needed_words": LEVEL_NAMES[needed.level],
        "total": total_oere(facts.lines),
    }


@require_GET
@access(READ_REQUESTS)
def request(request: Request, request_id: UUID) -> HttpResponse:
    return request_page(request, request_or_404(request, request_id))


def request_page(request: Request, found: queries.ItRequest, form: CommentForm | None = None) -> HttpResponse:
    """The request; with the comment where that was refused."""
    on = timezone.localdate()
    tree = tree_on(on)
    facts, decision = queries.facts_of(found), queries.standing_decision(found)
    parts = queries.parts_in(found, actor=request.actor, tree=tree)
    steps = steps_from(state=found.state, parts=parts)
    state = shown(state=found.state, expires_on=decision.expires_on if decision else None, on=on)
    looked = _looked(request, facts, found)
    never = {"use"} if state == "expired" else set()
    if looked["needed"].level is not Level.NONE:
        never.add("not_needed")
    steps = [one for one in steps if one.name not in never]
    years = by_year(facts.lines)
    reviews = queries.open_reviews(found)
    unit, area = tree.unit(found.unit_id), tree.unit(queries.area_of(tree, found.unit_id))
    context = {
        "found": found,
        "seen": found.changed_at.isoformat(),
        "state": SHOWN_NAMES[state],
        "state_kind": KINDS.get(state, ""),
        "unit_name": unit.name if unit else "en nedlagt enhed",
        "decision": decision,
        "numbers_written": (written := written_by(decision) if decision else ()),
        "numbers_open": still_open(found, written) if found.state in APPROVED else (),
        "decided_number": queries.plain(decision.quantity) if decision else None,
        "case": case_of(found, facts, tree=tree),
        "lacks": lacks(facts),
        "lines": lines_of(facts),
        "chart": _years_chart(years) if len(years) > 1 else None,
        "reviews": [(one, _is_mine(request, one, parts)) for one in reviews],
        "waits_for_checks": any(not one.answer for one in reviews),
        "steps": [(one, one.name in MAIN_STEPS, one.name in PLAIN_STEPS) for one in steps],
        "is_screener": Part.SCREENER in parts,
        "may_write": found.author_id == request.actor.person_id and found.state in WRITTEN,
        "who_decides": _who_decides(found, area.name if area else ""),
        "in_register": request_register.shown(found=found, tree=tree) if found.state in WAITING else None,
        "history": history_of_request(found),
        "form": form or CommentForm(),
        "may_lay": found.state in WAITING,
        **looked,
    }
    return render(request, "it_costs/request.html", context, status=422 if form is not None else 200)


def _years_chart(years: dict[int, int]) -> Any:
    return column_chart(
        title="Hvad det koster, år for år",
        labels=[str(year) for year in years],
        values=[round(oere / 100) for oere in years.values()],
        unit="kr.",
        corner="År",
    )


def _is_mine(request: Request, review: Any, parts: frozenset[str]) -> bool:
    if Part.REVIEWER not in parts or review.request.state != RequestState.IN_REVIEW:
        return False
    return is_coordinator(request.actor) if review.person_id is None else review.person_id == request.actor.person_id


def _who_decides(found: queries.ItRequest, area: str) -> str:
    if found.level is None:
        return ""
    name = found.get_level_display()
    return f"{name} ({area})" if found.level == Level.CHIEF and area else str(name)
