"""An item's way to the agenda on the web: its page, its steps, comments and hearings."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from chefforum.kernel.access.access import Request, access

from ..access import READ_MEETINGS, WRITE_ITEMS
from ..forms.items import AnswerForm, CommentForm, HearingForm
from ..queries import process as queries
from ..queries.items import find_meeting_to_place
from ..rules.process import STEPS_ON_THE_WAY
from ..rules.states import ItemState
from ..services.comments import reopen_comment, settle_comment, write_comment
from ..services.hearings import answer_hearing, ask_hearing, remind_hearing, require_asker
from ..services.process import take_step
from ..services.reading import note_reading
from ..services.steps import StepNotPossible
from .finding import item_being_made_or_404

if TYPE_CHECKING:
    from django import forms

    from ..models import Hearing, Item

DONE = {
    "submit": "Punktet er sendt til godkendelse.",
    "take_back": "Punktet er hentet tilbage. Du kan skrive i det igen.",
    "approve": "Punktet er godkendt. Sekretariatet har fået besked.",
    "return": "Punktet er sendt retur. Forfatteren har fået besked.",
    "place": "Punktet er sat på dagsordenen.",
    "take_off": "Punktet er taget af dagsordenen. Det er stadig klar.",
    "withdraw": "Punktet er trukket.",
    "withdraw_late": "Punktet er trukket.",
    "revive": "Punktet er taget op igen som kladde.",
}


@require_GET
@access(READ_MEETINGS)
def process(request: Request, item_id: UUID) -> HttpResponse:
    found = item_being_made_or_404(request, item_id)
    note_reading(actor=request.actor, of=found, at=timezone.now(), how="forløb")
    return _page(request, found)


def _page(
    request: Request,
    found: Item,
    *,
    comment_form: forms.Form | None = None,
    hearing_form: forms.Form | None = None,
    answer_form: forms.Form | None = None,
    answering: int | None = None,
) -> HttpResponse:
    """The page, with a form that was refused in its place."""
    shown = queries.process_of(actor=request.actor, item=found, on=timezone.localdate())
    refused = any((comment_form, hearing_form, answer_form))
    context = {
        "shown": shown,
        "item": found,
        "comment_form": comment_form or CommentForm(sections=shown.sections, auto_id="kommentar-%s"),
        "hearing_form": hearing_form or HearingForm(units=shown.units_to_hear, auto_id="hoering-%s"),
        "may_create": WRITE_ITEMS.allows(request.actor),
        "is_asking": hearing_form is not None,
        "hearings": [
            (row, answer_form if row.hearing.pk == answering else AnswerForm(auto_id=f"svar-{row.hearing.pk}-%s"))
            for row in shown.hearings
        ],
    }
    return render(request, "meetings/process.html", context, status=422 if refused else 200)


def _carry_out(request: Request, item_id: UUID, act: Callable[[], object], done: str, anchor: str = "") -> HttpResponse:
    try:
        act()
    except StepNotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect(reverse("meetings:process", args=[item_id]) + anchor)


@require_POST
@access(READ_MEETINGS)
def step(request: Request, item_id: UUID, name: str) -> HttpResponse:
    """A step of the item's way; `reason` and, for a place on an agenda, `meeting` are posted."""
    found = item_being_made_or_404(request, item_id)
    if name not in STEPS_ON_THE_WAY:
        raise Http404
    arguments: dict[str, Any] = {"reason": request.POST.get("reason", "")}
    if name == "place":
        arguments["meeting"] = _meeting(request, found)

    def act() -> None:
        take_step(actor=request.actor, item=found, name=name, at=timezone.now(), **arguments)

    is_out = found.state == ItemState.SENT
    done = f"{DONE[name]} Dagsordenen er sendt ud: send en ny version, så alle kan se det." if is_out else DONE[name]
    return _carry_out(request, item_id, act, done)


def _meeting(request: Request, found: Item) -> object:
    try:
        meeting_id = UUID(request.POST.get("meeting", ""))
    except ValueError:
        return None
    return find_meeting_to_place(actor=request.actor, item=found, meeting_id=meeting_id)


@require_POST
@access(READ_MEETINGS)
def comment(request: Request, item_id: UUID) -> HttpResponse:
    found = item_being_made_or_404(request, item_id)
    form = CommentForm(request.POST, sections=found.sections.all(), auto_id="kommentar-%s")
    if not form.is_valid():
        return _page(request, found, comment_form=form)
    chosen = form.cleaned_data["section"]
    section = queries.find_section(item=found, section_id=chosen) if chosen else None

    def act() -> None:
        text = form.cleaned_data["text"]
        write_comment(actor=request.actor, item=found, section=section, text=text, at=timezone.now())

    return _carry_out(request, item_id, act, "Kommentaren er gemt.", "#kommentarer")


@require_POST
@access(READ_MEETINGS)
def comment_state(request: Request, item_id: UUID, comment_id: int) -> HttpResponse:
    """`settled` yes: the comment is dealt with; else it is not, after all."""
    found = item_being_made_or_404(request, item_id)
    one = queries.find_comment(actor=request.actor, item=found, comment_id=comment_id)
    if one is None:
        raise Http404
    settles = request.POST.get("settled") == "yes"
    change = settle_comment if settles else reopen_comment

    def act() -> None:
        change(actor=request.actor, comment=one, at=timezone.now())

    done = "Kommentaren er klaret." if settles else "Kommentaren er åben igen."
    return _carry_out(request, item_id, act, done, "#kommentarer")


@require_POST
@access(READ_MEETINGS)
def hearing_ask(request: Request, item_id: UUID) -> HttpResponse:
    found = item_being_made_or_404(request, item_id)
    units = queries.units_to_hear(item=found, on=timezone.localdate())
    form = HearingForm(request.POST, units=units, auto_id="hoering-%s")
    if not form.is_valid():
        return _refused_hearing(request, found, form)

    def act() -> None:
        chosen = form.cleaned_data
        ask_hearing(
            actor=request.actor,
            item=found,
            unit_ids=chosen["units"],
            due_date=chosen["due_date"],
            at=timezone.now(),
        )

    return _carry_out(request, item_id, act, "Afdelingerne er spurgt, og deres ledere har fået besked.", "#hoeringer")


def _refused_hearing(request: Request, found: Item, form: HearingForm) -> HttpResponse:
    """The form again, for those who may ask at all."""
    try:
        require_asker(request.actor, found)
    except StepNotPossible as refusal:
        messages.error(request, str(refusal))
        return redirect("meetings:process", found.pk)
    return _page(request, found, hearing_form=form)


@require_POST
@access(READ_MEETINGS)
def hearing_remind(request: Request, item_id: UUID, hearing_id: int) -> HttpResponse:
    one = _hearing_or_404(request, item_id, hearing_id)

    def act() -> None:
        remind_hearing(actor=request.actor, hearing=one, at=timezone.now())

    return _carry_out(request, item_id, act, "Lederne er mindet om høringen.", "#hoeringer")


@require_POST
@access(READ_MEETINGS)
def hearing_answer(request: Request, item_id: UUID, hearing_id: int) -> HttpResponse:
    one = _hearing_or_404(request, item_id, hearing_id)
    form = AnswerForm(request.POST, auto_id=f"svar-{hearing_id}-%s")
    if not form.is_valid():
        return _page(request, item_being_made_or_404(request, item_id), answer_form=form, answering=hearing_id)

    def act() -> None:
        chosen = form.cleaned_data
        answer_hearing(
            actor=request.actor,
            hearing=one,
            has_remarks=chosen["has_remarks"],
            text=chosen["text"],
            at=timezone.now(),
        )

    return _carry_out(request, item_id, act, "Svaret er sendt til forfatteren.", "#hoeringer")


def _hearing_or_404(request: Request, item_id: UUID, hearing_id: int) -> Hearing:
    found = queries.find_hearing(
        actor=request.actor, item=item_being_made_or_404(request, item_id), hearing_id=hearing_id
    )
    if found is None:
        raise Http404
    return found
