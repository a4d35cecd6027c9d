"""What was decided must happen: the pages of actions."""

from __future__ import annotations

import datetime as dt
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
from chefforum.kernel.documents.services import add_document, make
from chefforum.kernel.documents.storage import RefusedFile
from chefforum.web.pages import order_of, page_of

from ..access import KEEP_MEETINGS, READ_MEETINGS, may_keep, parts_in_action
from ..documents import ACTION_FORMATS
from ..forms.actions import ActionFilterForm, ActionForm, StepForm, SuggestionForms, chosen_of, people_for
from ..queries import actions as queries
from ..queries.suggestions import suggested_actions
from ..rules.action_states import ACTION_STATES, ACTION_STEPS, ActionState
from ..rules.states import Step, steps_from
from ..services.actions import NewAction, change_action, create_actions, step_action
from ..services.reading import note_reading
from ..services.steps import StepNotPossible
from .finding import around_item, kept_item_or_404

if TYPE_CHECKING:
    from chefforum.kernel.documents.models import Document

    from ..models import Action, Item

COLUMNS = {"frist": "due_date", "ansvarlig": "owner__name", "oprettet": "created_at"}
HISTORY_WORDS = {"create": "Oprettet", "change": "Rettet"} | {
    "begin": "I gang",
    "finish": "Udført",
    "reject": "Ikke gjort endnu",
    "confirm": "Bekræftet",
    "drop": "Bortfaldet",
    "reopen": "Genåbnet",
}
STATE_KINDS = {ActionState.DONE: "info", ActionState.CONFIRMED: "success", ActionState.DROPPED: ""}


def _action_or_404(request: Request, action_id: UUID) -> Action:
    found = queries.find_action(actor=request.actor, action_id=action_id)
    if found is None:
        raise Http404
    return found


@require_GET
@access(READ_MEETINGS)
def action_list(request: Request) -> HttpResponse:
    on = timezone.localdate()
    filters = ActionFilterForm(request.GET or None, actor=request.actor)
    order = order_of(request, COLUMNS, default="frist")
    found = queries.list_actions(actor=request.actor, chosen=filters.chosen, on=on, order=order)
    page = page_of(found, request)
    context = {
        "page": page,
        "rows": queries.actions_on_page(actor=request.actor, actions=page.object_list, on=on),
        "filters": filters,
        "nouns": "opfølgning,opfølgninger",
        "sorted_by": "frist",
        "formats": ACTION_FORMATS,
        "asked": request.GET.urlencode(),
        "may_keep": KEEP_MEETINGS.allows(request.actor),
    }
    return render(request, "meetings/actions.html", context)


@require_GET
@access(READ_MEETINGS)
def actions_export(request: Request, format: str) -> HttpResponse:
    """The list, with the same choices, as a file."""
    if format not in ACTION_FORMATS:
        raise Http404
    filters = ActionFilterForm(request.GET or None, actor=request.actor)
    parameters = {"chosen": filters.chosen, "on": timezone.localdate()}
    made = make(kind="meetings.actions", actor=request.actor, parameters=parameters, format=format, at=timezone.now())
    return download_of(made)


@require_GET
@access(READ_MEETINGS)
def action(request: Request, action_id: UUID) -> HttpResponse:
    return _action_page(request, _action_or_404(request, action_id))


def _action_page(request: Request, found: Action, *, failed: str = "", said: str = "", status: int = 200):
    note_reading(actor=request.actor, of=found.item, at=timezone.now(), how="opfølgning")
    shown = queries.actions_on_page(actor=request.actor, actions=[found], on=timezone.localdate())[0]
    parts = parts_in_action(request.actor, found)
    context = {
        "action": shown,
        "found": found,
        "name": "Opfølgning",
        "state": shown.state_name + (", over fristen" if shown.is_overdue else ""),
        "state_kind": "error" if shown.is_overdue else STATE_KINDS.get(ActionState(shown.state), "warning"),
        "steps": [
            {"step": step, "is_failed": step.name == failed}
            for step in sorted(steps_from(ACTION_STEPS, state=found.state, parts=parts), key=_is_folded)
        ],
        "history": [_history_line(step) for step in found.steps.all()],
        "may_keep": may_keep(request.actor, found.item.forum),
        "said": said,
    }
    return render(request, "meetings/action.html", context, status=status)


def _is_folded(step: Step) -> bool:
    """What one rather does not do stands folded together, after the buttons."""
    return step.asks_reason and step.name != "finish"


def _history_line(step: Any) -> dict[str, Any]:
    words = HISTORY_WORDS.get(step.name) or ACTION_STATES[ActionState(step.target)]
    return {"words": words, "at": step.at, "person": step.person, "reason": step.reason}


@require_POST
@access(READ_MEETINGS)
def action_step(request: Request, action_id: UUID, name: str) -> HttpResponse:
    """One of the buttons of the page; what was written is shown again where the step is refused."""
    found = _action_or_404(request, action_id)
    form = StepForm(request.POST, request.FILES)
    if name not in ACTION_STEPS or not form.is_valid():
        raise Http404
    reason, at = form.cleaned_data["reason"], timezone.now()
    try:
        document = _evidence(request, found, at) if name == "finish" and reason.strip() else None
        step_action(actor=request.actor, action=found, name=name, at=at, reason=reason, document=document)
    except (StepNotPossible, RefusedFile) as refusal:
        messages.error(request, str(refusal))
        return _action_page(request, found, failed=name, said=reason, status=422)
    messages.success(request, f"Gemt: {HISTORY_WORDS[name].lower()}.")
    return redirect("meetings:action", action_id)


def _evidence(request: Request, found: Action, at: dt.datetime) -> Document | None:
    """The file that shows what was done; taken in only from those who may say that it is done."""
    upload = request.FILES.get("file")
    step = ACTION_STEPS["finish"]
    if upload is None or not step.may_be_taken(state=found.state, parts=parts_in_action(request.actor, found)):
        return None
    version = add_document(actor=request.actor, at=at, content=upload, filename=upload.name or "")
    return version.document


@require_http_methods(["GET", "POST"])
@access(KEEP_MEETINGS)
def action_edit(request: Request, action_id: UUID) -> HttpResponse:
    found = _action_or_404(request, action_id)
    if not may_keep(request.actor, found.item.forum):
        raise Http404
    initial = {"text": found.text, "owner": found.owner_id, "due_date": found.due_date}
    people = people_for(found.item.forum, timezone.localdate(), found.owner)
    form = ActionForm(request.POST or None, initial=initial, people=people)
    if request.method == "POST" and form.is_valid():
        change_action(actor=request.actor, action=found, changed=form.action, at=timezone.now())
        messages.success(request, "Opfølgningen er rettet.")
        return redirect("meetings:action", action_id)
    url = reverse("meetings:action", args=[action_id])
    context = {"form": form, "heading": "Ret opfølgning", "submit": "Gem", "cancel_url": url, "action_url": url}
    return render(request, "meetings/action_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@access(KEEP_MEETINGS)
def action_create(request: Request, item_id: UUID) -> HttpResponse:
    found = kept_item_or_404(request, item_id)
    form = ActionForm(request.POST or None, people=people_for(found.forum, timezone.localdate()))
    if request.method == "POST" and form.is_valid() and _created(request, found, [form.action]):
        return redirect("meetings:item", item_id)
    url = reverse("meetings:item", args=[item_id])
    context = {
        **around_item(found),
        "form": form,
        "heading": "Ny opfølgning",
        "lead": found.title,
        "submit": "Opret",
        "cancel_url": url,
        "item_url": url,
        "item_name": found.title,
        "decision": found.decision,
    }
    return render(request, "meetings/action_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@access(KEEP_MEETINGS)
def action_suggestions(request: Request, item_id: UUID) -> HttpResponse:
    """What the decision orders, suggested as actions to accept, mend or leave, all in one go."""
    found = kept_item_or_404(request, item_id)
    on = timezone.localdate()
    note_reading(actor=request.actor, of=found, at=timezone.now(), how="opfølgning")
    people = {"people": people_for(found.forum, on)}
    if request.method == "POST":
        forms = SuggestionForms(request.POST, form_kwargs=people)
        if forms.is_valid() and _created(request, found, chosen_of(forms)):
            return redirect("meetings:item", item_id)
    else:
        suggested = suggested_actions(item=found)
        initial = [
            {"take": one.owner is not None, "text": one.text, "owner": one.owner, "due_date": one.due_date}
            | {"note": one.note, "candidates": one.candidates}
            for one in suggested
        ]
        forms = SuggestionForms(initial=initial, form_kwargs=people)
    context = {
        **around_item(found),
        "forms": forms,
        "item": found,
        "item_name": found.title,
        "item_url": reverse("meetings:item", args=[item_id]),
        "existing": queries.actions_of_item(actor=request.actor, item=found, on=on),
    }
    status = 422 if forms.is_bound and not forms.is_valid() else 200
    return render(request, "meetings/action_suggestions.html", context, status=status)


def _created(request: Request, item: Item, actions: list[NewAction]) -> bool:
    try:
        made = create_actions(actor=request.actor, item=item, actions=actions, at=timezone.now())
    except StepNotPossible as refusal:
        messages.error(request, str(refusal))
        return False
    many = f"{len(made)} opfølgninger er oprettet" if len(made) != 1 else "Opfølgningen er oprettet"
    messages.success(request, f"{many}. De ansvarlige har fået besked.")
    return True
