"""What is done to a request: a step with or without words, the treatment, an answer, the decision, a comment; and the
limits of who decides."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chefforum.kernel.access.access import Request, access
from chefforum.kernel.access.rules import AccessDenied
from chefforum.kernel.documents.downloads import download_of
from chefforum.kernel.documents.services import make
from chefforum.kernel.organisation.queries import tree_on
from chefforum.web import danish

from ..access import KEEP_IT_COSTS, READ_REQUESTS
from ..forms.request_acts import (
    AnswerForm,
    BeginForm,
    CommentForm,
    DecisionForm,
    LimitsForm,
    ReasonForm,
    RejectForm,
)
from ..queries import choices
from ..queries import requests as queries
from ..queries.request_limits import limits_on, list_limits
from ..queries.request_numbers import new_numbers
from ..rules.contracts import months_after
from ..rules.kinds import PersonalData
from ..rules.register import WrongFacts
from ..rules.request_facts import RequestFacts, total_oere
from ..rules.request_levels import level_of
from ..rules.request_states import STEPS, Part
from ..rules.request_words import LEVEL_NAMES, MAKES_A_SYSTEM, REVIEW_NAMES, Level, ReviewKind
from ..services import request_decisions, request_register, request_steps
from ..services import request_limits as services_of_limits
from ..services import requests as services
from .of_register import seen_at, tell
from .requests import posted, request_or_404, request_page

_DONE = {
    "submit": "Ansøgningen er indsendt.",
    "take_back": "Ansøgningen er hentet tilbage. Du kan rette den.",
    "begin": "Behandlingen er begyndt.",
    "approve": "Ansøgningen er godkendt.",
    "reject": "Ansøgningen er afvist.",
    "not_needed": "Det er noteret, at den ikke kræver godkendelse.",
    "send_back": "Ansøgningen er sendt tilbage.",
    "use": "Det er noteret, at det er taget i brug.",
    "undo_use": "Det er ikke i brug alligevel.",
    "undo_decision": "Beslutningen er fortrudt. Ansøgningen er under behandling igen.",
    "withdraw": "Ansøgningen er trukket tilbage.",
    "revive": "Ansøgningen er en kladde igen.",
}
_WHAT_HAPPENS = {
    "send_back": "Den, der søger, får besked, kan skrive mere og indsende igen.",
    "not_needed": "Den, der søger, får besked om, at det bare kan købes.",
    "undo_decision": "Det, beslutningen skrev i registret, tages ud igen, hvis ingen har bygget videre på det.",
    "withdraw": "Ansøgningen bliver stående og kan genoptages af den, der søgte.",
}

_OWN_PAGES = ("begin", "approve", "reject")


def _may_step(request: Request, found: queries.ItRequest, step: str) -> None:
    """Raises AccessDenied where the step is not the actor's to take."""
    parts = queries.parts_in(found, actor=request.actor, tree=tree_on(timezone.localdate()))
    if not STEPS[step].parts & parts:
        own = STEPS[step].is_decision and Part.AUTHOR in parts
        raise AccessDenied("Ingen afgør sin egen ansøgning." if own else "Det er andre, der gør det.")


def _elsewhere(request: Request, found: queries.ItRequest, step: str) -> HttpResponse | None:
    """Back to the request, where it is not in a state for the step any more."""
    if found.state in STEPS[step].sources:
        return None
    messages.warning(request, f"Ansøgningen er {found.get_state_display().lower()}, så det kan ikke lade sig gøre nu.")
    return redirect("it_costs:request", found.pk)


@require_http_methods(["GET", "POST"])
@access(READ_REQUESTS)
def request_step(request: Request, request_id: UUID, step: str) -> HttpResponse:
    """A step that asks for a reason, or for nothing; begun, approved and rejected are pages of their own."""
    if step not in STEPS or step in _OWN_PAGES:
        raise Http404
    found = request_or_404(request, request_id)
    _may_step(request, found, step)
    if (response := _elsewhere(request, found, step)) is not None:
        return response
    form = ReasonForm(posted(request), initial={"seen": found.changed_at.isoformat()})
    if request.method == "POST" and form.is_valid():
        try:
            _take(request, found, step, form)
        except WrongFacts as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _DONE[step])
            return redirect("it_costs:request", request_id)
    if not STEPS[step].asks_reason:
        del form.fields["reason"]
    words = STEPS[step].danish
    context = {"form": form, "found": found, "heading": words, "what_happens": _WHAT_HAPPENS.get(step, "")}
    return render(request, "it_costs/request_step.html", context, status=422 if form.errors else 200)


def _take(request: Request, found: queries.ItRequest, step: str, form: ReasonForm) -> None:
    said: dict[str, Any] = {
        "actor": request.actor,
        "request_id": found.pk,
        "at": timezone.now(),
        "seen": seen_at(form.cleaned_data["seen"]),
    }
    reason = form.cleaned_data["reason"]
    if step == "submit":
        request_steps.submit(**said)
    elif step == "use":
        request_decisions.take_into_use(**said)
    elif step == "undo_use":
        request_decisions.undo_use(**said)
    elif step == "undo_decision":
        request_decisions.undo_decision(**said, reason=reason)
    elif step == "not_needed":
        request_decisions.say_not_needed(**said, reason=reason)
    else:
        request_steps.take_plain_step(**said, step=step, reason=reason)


@require_http_methods(["GET", "POST"])
@access(READ_REQUESTS)
def request_begin(request: Request, request_id: UUID) -> HttpResponse:
    """The coordinator says who is asked, and who decides."""
    found = request_or_404(request, request_id)
    _may_step(request, found, "begin")
    if (response := _elsewhere(request, found, "begin")) is not None:
        return response
    now = limits_on(timezone.localdate())
    facts = queries.facts_of(found)
    needed = level_of(facts, now.limits)
    lowest = max(needed.level, Level.COORDINATOR)
    form = BeginForm(
        posted(request),
        persons=choices.persons_to_choose(),
        reviewers=now.reviewers,
        initial=_usual_checks(facts, lowest) | {"seen": found.changed_at.isoformat()},
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            request_steps.begin(
                actor=request.actor,
                request_id=request_id,
                asked=form.asked,
                level=Level(int(said["level"])),
                text=said["text"],
                at=timezone.now(),
                seen=seen_at(said["seen"]),
            )
        except WrongFacts as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _DONE["begin"])
            return redirect("it_costs:request", request_id)
    context = {
        "form": form,
        "found": found,
        "needed": needed,
        "needed_words": LEVEL_NAMES[needed.level],
        "checks": [(name, form[f"ask_{kind}"], form[f"person_{kind}"]) for kind, name in REVIEW_NAMES.items()],
        "limits": now.row,
        "is_free": needed.level is Level.NONE,
        "cancel_url": reverse("it_costs:request", args=[request_id]),
    }
    return render(request, "it_costs/request_begin.html", context, status=422 if form.errors else 200)


def _usual_checks(facts: RequestFacts, lowest: Level) -> dict[str, Any]:
    """Who is usually asked; the coordinator chooses."""
    makes = facts.kind in MAKES_A_SYSTEM
    return {
        "level": str(lowest.value),
        "ask_security": makes,
        "ask_data": makes and facts.personal_data != PersonalData.NONE,
        "ask_law": lowest >= Level.CHIEF,
    }


@require_http_methods(["GET", "POST"])
@access(READ_REQUESTS)
def request_answer(request: Request, request_id: UUID, kind: str) -> HttpResponse:
    """A check is answered by who was asked; the coordinator may stop asking."""
    if kind not in set(ReviewKind):
        raise Http404
    found = request_or_404(request, request_id)
    review = next((one for one in queries.open_reviews(found) if one.kind == kind), None)
    if review is None:
        raise Http404
    parts = queries.parts_in(found, actor=request.actor, tree=tree_on(timezone.localdate()))
    is_mine = Part.SCREENER in parts if review.person_id is None else review.person_id == request.actor.person_id
    if not is_mine or Part.REVIEWER not in parts:
        raise AccessDenied("Du er ikke bedt om at se på det her.")
    initial = {"said": review.answer, "text": review.text, "seen": found.changed_at.isoformat()}
    form = AnswerForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            request_steps.answer(
                actor=request.actor,
                request_id=request_id,
                kind=ReviewKind(kind),
                said=form.cleaned_data["said"],
                text=form.cleaned_data["text"],
                at=timezone.now(),
            )
        except WrongFacts as refusal:
            tell(form, refusal)
        else:
            messages.success(request, "Dit svar er gemt.")
            return redirect("it_costs:request", request_id)
    context = {
        "form": form,
        "found": found,
        "what": REVIEW_NAMES[ReviewKind(kind)],
        "cancel_url": reverse("it_costs:request", args=[request_id]),
    }
    return render(request, "it_costs/request_answer.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@access(READ_REQUESTS)
def request_drop(request: Request, request_id: UUID, kind: str) -> HttpResponse:
    """The coordinator stops asking for a check, with a reason."""
    if kind not in set(ReviewKind):
        raise Http404
    found = request_or_404(request, request_id)
    if Part.SCREENER not in queries.parts_in(found, actor=request.actor, tree=tree_on(timezone.localdate())):
        raise AccessDenied("Det er it-koordinatoren, der vælger, hvem der spørges.")
    form = ReasonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            request_steps.drop_review(
                actor=request.actor,
                request_id=request_id,
                kind=ReviewKind(kind),
                at=timezone.now(),
                reason=form.cleaned_data["reason"],
            )
        except WrongFacts as refusal:
            tell(form, refusal)
        else:
            messages.success(request, "Der spørges ikke mere.")
            return redirect("it_costs:request", request_id)
    what = f"Hold op med at spørge om {REVIEW_NAMES[ReviewKind(kind)].lower()}"
    context = {"form": form, "found": found, "heading": what, "what_happens": ""}
    return render(request, "it_costs/request_step.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@access(READ_REQUESTS)
def request_decide(request: Request, request_id: UUID, outcome: str) -> HttpResponse:
    """Approved with limits, or rejected; with what the register comes to hold."""
    if outcome not in ("approve", "reject"):
        raise Http404
    found = request_or_404(request, request_id)
    _may_step(request, found, outcome)
    if (response := _elsewhere(request, found, outcome)) is not None:
        return response
    is_forum = found.level == Level.FORUM.value
    numbers = new_numbers(found) if outcome == "approve" else ()
    form: DecisionForm
    if outcome == "approve":
        form = DecisionForm(posted(request), is_forum=is_forum, numbers=numbers, initial=_first_scope(found))
    else:
        form = RejectForm(posted(request), is_forum=is_forum, initial={"seen": found.changed_at.isoformat()})
    if request.method == "POST" and form.is_valid():
        act = request_decisions.approve if outcome == "approve" else request_decisions.reject
        try:
            act(
                actor=request.actor,
                request_id=request_id,
                scope=form.scope,
                at=timezone.now(),
                seen=seen_at(form.cleaned_data["seen"]),
            )
        except WrongFacts as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _DONE[outcome])
            return redirect("it_costs:request", request_id)
    context = {
        "form": form,
        "found": found,
        "outcome": outcome,
        "reviews": queries.open_reviews(found),
        "in_register": request_register.shown(found=found, tree=tree_on(timezone.localdate()), numbers=numbers),
        "not_written": [one for one in numbers if not one.may_be_written],
        "cancel_url": reverse("it_costs:request", args=[request_id]),
    }
    return render(request, "it_costs/request_decide.html", context, status=422 if form.errors else 200)


def _first_scope(found: queries.ItRequest) -> dict[str, Any]:
    """What was asked for, for the usual time."""
    facts, on = queries.facts_of(found), timezone.localdate()
    total = total_oere(facts.lines)
    numbers = [line.quantity for line in facts.lines if line.quantity is not None]
    return {
        "seen": found.changed_at.isoformat(),
        "what": "\n".join([found.title, *(line.item for line in facts.lines if line.item != found.title)]),
        "for_whom": found.for_whom,
        "quantity": danish.number(numbers[0]) if len(numbers) == 1 else None,
        "amount": None if total is None else danish.number(Decimal(total) / 100),
        "expires_on": found.wanted_until or months_after(on, limits_on(on).limits.months),
    }


@require_POST
@access(READ_REQUESTS)
def request_comment(request: Request, request_id: UUID) -> HttpResponse:
    found = request_or_404(request, request_id)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return request_page(request, found, form)
    services.comment(actor=request.actor, request_id=request_id, text=form.cleaned_data["text"], at=timezone.now())
    messages.success(request, "Kommentaren er gemt.")
    return redirect(reverse("it_costs:request", args=[request_id]) + "#historik")


@require_GET
@access(READ_REQUESTS)
def request_paper(request: Request, request_id: UUID, format: str) -> HttpResponse:
    """The paper “Indstilling: …”, as it can be laid with an item."""
    if format not in ("pdf", "docx"):
        raise Http404
    found = request_or_404(request, request_id)
    parameters = {"request": str(found.pk)}
    made = make(kind="it_costs.request", actor=request.actor, parameters=parameters, format=format, at=timezone.now())
    return download_of(made)


@require_http_methods(["GET", "POST"])
@access(READ_REQUESTS)
def approval_limits(request: Request) -> HttpResponse:
    """Who decides what, today and before; set by the coordinator."""
    on = timezone.localdate()
    now, may_set = limits_on(on), KEEP_IT_COSTS.allows(request.actor)
    form = None
    if request.method == "POST" or may_set:
        KEEP_IT_COSTS.require(request.actor)
        persons = choices.persons_to_choose()
        form = LimitsForm(posted(request), persons=persons, initial=LimitsForm.initial_of(now, on))
    if request.method == "POST" and form is not None and form.is_valid():
        said = form.cleaned_data
        try:
            services_of_limits.set_limits(
                actor=request.actor,
                valid_from=said["valid_from"],
                limits=form.limits,
                reviewers=form.reviewers,
                source=said["source"],
                at=timezone.now(),
            )
        except WrongFacts as refusal:
            tell(form, refusal)
        else:
            messages.success(request, "Grænserne er gemt.")
            return redirect("it_costs:approval_limits")
    context = {"now": now, "rows": list_limits(), "form": form, "may_set": may_set, "on": on}
    status = 422 if form is not None and form.errors else 200
    return render(request, "it_costs/approval_limits.html", context, status=status)


@require_POST
@access(KEEP_IT_COSTS)
def approval_limits_remove(request: Request, limits_id: UUID) -> HttpResponse:
    is_removed = "genopret" not in request.POST
    services_of_limits.remove_limits(actor=request.actor, limits_id=limits_id, is_removed=is_removed, at=timezone.now())
    messages.success(request, "Grænserne er fjernet." if is_removed else "Grænserne gælder igen.")
    return redirect("it_costs:approval_limits")
