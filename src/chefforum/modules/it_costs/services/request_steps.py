"""A request on its way to the decision: sent, taken back, treated, checked, sent back, withdrawn, taken up again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chefforum.kernel.access.rules import AccessDenied, Actor
from chefforum.kernel.organisation.queries import tree_on
from chefforum.web import danish

from ..models import ItRequest, RequestDecision, RequestReview
from ..queries.request_limits import limits_on
from ..queries.requests import facts_of, open_reviews, parts_in
from ..rules.register import WrongFacts
from ..rules.request_facts import FIELD_NAMES, lacks
from ..rules.request_levels import level_of
from ..rules.request_states import STEPS, Part, RequestState, Step
from ..rules.request_words import LEVEL_NAMES, REVIEW_NAMES, Level, ReviewAnswer, ReviewKind
from ..search import index_requests
from . import request_telling as telling
from .request_numbers import put_numbers_back
from .request_register import take_out
from .requests import locked, note

LOOK = "Du er bedt om at se på en ansøgning om it"
DECIDE = "En ansøgning om it er klar til at blive afgjort"


class StepRefused(WrongFacts):
    """The step cannot be taken from where the request is, or not by the actor; the message says why."""


def held(*, actor: Actor, request_id: UUID, step: str, at: dt.datetime, seen: dt.datetime | None) -> ItRequest:
    """The request, held, where the actor may take the step now. Raises AccessDenied where it is not theirs to take,
    StepRefused where the request is elsewhere, and what `locked` raises."""
    found = locked(actor=actor, request_id=request_id, seen=seen)
    wanted, parts = STEPS[step], parts_in(found, actor=actor, tree=tree_on(timezone.localdate(at)))
    if not wanted.parts & parts:
        if wanted.is_decision and Part.AUTHOR in parts:
            raise AccessDenied("Ingen afgør sin egen ansøgning. En anden skal gøre det.")
        raise AccessDenied(f"Du kan ikke: {wanted.danish.lower()}. Det er andre, der gør det.")
    if found.state not in wanted.sources:
        raise StepRefused("", f"Ansøgningen er {found.get_state_display().lower()}, så det kan ikke lade sig gøre nu.")
    return found


def move(*, found: ItRequest, step: Step, at: dt.datetime) -> None:
    """To the step's state; what was asked of people until now is asked no more."""
    found.state, found.changed_at = str(step.target), at
    found.save()
    index_requests([found.pk])
    telling.done(found=found, at=at)


def reason_of(step: Step, text: str) -> str:
    """Raises WrongFacts where a reason is asked and none is given."""
    if step.asks_reason and not text.strip():
        raise WrongFacts("reason", "Skriv hvorfor. De andre skal kunne forstå det.")
    return text.strip()


@transaction.atomic
def submit(*, actor: Actor, request_id: UUID, at: dt.datetime, seen: dt.datetime | None = None) -> ItRequest:
    """Raises WrongFacts where something must be said first, AccessDenied, RequestNotFound."""
    found = held(actor=actor, request_id=request_id, step="submit", at=at, seen=seen)
    if missing := lacks(facts_of(found)):
        names = danish.listed([f"“{FIELD_NAMES[name]}”" for name in missing])
        raise WrongFacts(missing[0], f"Før du kan indsende, skal der stå noget i {names}.")
    found.submitted_at = at
    move(found=found, step=STEPS["submit"], at=at)
    note(actor=actor, found=found, act="submit", at=at)
    on = timezone.localdate(at)
    telling.ask(actor=actor, found=found, text="En ansøgning om it venter", person_ids=telling.coordinators(on), at=at)
    return found


@transaction.atomic
def take_plain_step(
    *,
    actor: Actor,
    request_id: UUID,
    step: str,
    at: dt.datetime,
    reason: str = "",
    seen: dt.datetime | None = None,
) -> ItRequest:
    """Taken back, sent back, withdrawn or taken up again. Raises WrongFacts, AccessDenied, RequestNotFound."""
    if step not in ("take_back", "send_back", "withdraw", "revive"):
        raise WrongFacts("", "Det kendes ikke.")
    found = held(actor=actor, request_id=request_id, step=step, at=at, seen=seen)
    words = reason_of(STEPS[step], reason)
    if step == "withdraw" and found.state == RequestState.APPROVED:
        words = "\n".join([words, *lapse(actor=actor, found=found, at=at)])
    move(found=found, step=STEPS[step], at=at)
    note(actor=actor, found=found, act=step, at=at, text=words)
    if step == "send_back":
        text = "Din ansøgning om it er sendt tilbage med ønske om mere"
        telling.ask(actor=actor, found=found, text=text, person_ids=[found.author_id], at=at)
    elif step == "withdraw":
        text = "En ansøgning om it er trukket tilbage"
        telling.tell(actor=actor, found=found, text=text, person_ids=[found.author_id], at=at)
    return found


def lapse(*, actor: Actor, found: ItRequest, at: dt.datetime) -> tuple[str, ...]:
    """The standing decision stands no more, and what it wrote in the register goes where nothing hangs on it. Answers
    which numbers stay that it wrote, in words."""
    decision = RequestDecision.objects.select_for_update(of=("self",)).get(request=found, undone_at__isnull=True)
    if decision.system_id is not None:
        take_out(actor=actor, decision=decision, at=at)
    stays = put_numbers_back(actor=actor, decision=decision, at=at)
    decision.undone_at = at
    decision.save(update_fields=["undone_at"])
    return stays


@transaction.atomic
def begin(
    *,
    actor: Actor,
    request_id: UUID,
    asked: Mapping[ReviewKind, UUID | None],
    at: dt.datetime,
    level: Level | None = None,
    text: str = "",
    seen: dt.datetime | None = None,
) -> ItRequest:
    """The coordinator has looked, says who is asked for which checks (None: the coordinator), and who decides:
    the level that the limits say, or a higher one. Raises WrongFacts, AccessDenied, RequestNotFound."""
    found = held(actor=actor, request_id=request_id, step="begin", at=at, seen=seen)
    if found.author_id in asked.values():
        raise WrongFacts("", "Den, der søger, kan ikke svare på sin egen ansøgning. Vælg en anden.")
    needed = level_of(facts_of(found), limits_on(timezone.localdate(at)).limits)
    lowest = max(needed.level, Level.COORDINATOR)
    if level is not None and level < lowest:
        raise WrongFacts("level", f"Den skal afgøres af mindst {LEVEL_NAMES[lowest]}.")
    found.level = (level or lowest).value
    reasons = list(needed.reasons) if level in (None, lowest) else [f"Løftet af {actor.name}"]
    found.level_reason = ". ".join(reasons)
    RequestReview.objects.filter(request=found, dropped_at__isnull=True).update(dropped_at=at)
    RequestReview.objects.bulk_create(
        RequestReview(request=found, kind=kind.value, person_id=person_id, asked_at=at)
        for kind, person_id in asked.items()
    )
    move(found=found, step=STEPS["begin"], at=at)
    note(actor=actor, found=found, act="begin", at=at, text=text, data={"level": found.level})
    on = timezone.localdate(at)
    if asked:
        people = [*asked.values(), *(telling.coordinators(on) if None in asked.values() else ())]
        telling.ask(actor=actor, found=found, text=LOOK, person_ids=people, at=at)
    else:
        _ask_deciders(actor, found, at)
    return found


@transaction.atomic
def answer(
    *,
    actor: Actor,
    request_id: UUID,
    kind: ReviewKind,
    said: str,
    text: str,
    at: dt.datetime,
    seen: dt.datetime | None = None,
) -> ItRequest:
    """A check is answered by who was asked; it may be answered anew until it is decided. Raises WrongFacts,
    AccessDenied, RequestNotFound."""
    found = locked(actor=actor, request_id=request_id, seen=seen)
    parts = parts_in(found, actor=actor, tree=tree_on(timezone.localdate(at)))
    review = next((one for one in open_reviews(found) if one.kind == kind.value), None)
    coordinates = Part.SCREENER in parts
    is_asked = review is not None and (coordinates if review.person_id is None else review.person_id == actor.person_id)
    if review is None or not is_asked or Part.REVIEWER not in parts:
        raise AccessDenied("Du er ikke bedt om at se på det her.")
    if found.state != RequestState.IN_REVIEW:
        raise StepRefused("", "Ansøgningen er ikke under behandling mere.")
    if said not in {one.value for one in ReviewAnswer if one}:
        raise WrongFacts("said", "Vælg et svar.")
    if said != ReviewAnswer.YES and not text.strip():
        raise WrongFacts("text", "Skriv vilkårene, eller hvad der er i vejen.")
    review.answer, review.text, review.answered_at = said, text.strip(), at
    review.answered_by_id = actor.person_id
    review.save()
    found.changed_at = at
    found.save(update_fields=["changed_at"])
    words = f"{REVIEW_NAMES[kind]}: {review.get_answer_display().lower()}. {text}".strip()
    note(actor=actor, found=found, act="answer", at=at, text=words, data={"kind": kind.value, "answer": said})
    if not RequestReview.objects.filter(request=found, dropped_at__isnull=True, answer="").exists():
        _ask_deciders(actor, found, at)
    return found


@transaction.atomic
def drop_review(*, actor: Actor, request_id: UUID, kind: ReviewKind, at: dt.datetime, reason: str) -> ItRequest:
    """A check is asked for no more, which the coordinator gives a reason for. Raises WrongFacts, AccessDenied."""
    found = locked(actor=actor, request_id=request_id)
    if Part.SCREENER not in parts_in(found, actor=actor, tree=tree_on(timezone.localdate(at))):
        raise AccessDenied("Det er it-koordinatoren, der vælger, hvem der spørges.")
    if found.state != RequestState.IN_REVIEW:
        raise StepRefused("", "Ansøgningen er ikke under behandling.")
    if not reason.strip():
        raise WrongFacts("reason", "Skriv, hvorfor der ikke spørges mere.")
    gone = RequestReview.objects.filter(request=found, kind=kind.value, dropped_at__isnull=True)
    if gone.update(dropped_at=at):
        found.changed_at = at
        found.save(update_fields=["changed_at"])
        words = f"{REVIEW_NAMES[kind]}: {reason}"
        note(actor=actor, found=found, act="drop_review", at=at, text=words, data={"kind": kind.value})
    return found


def _ask_deciders(actor: Actor, found: ItRequest, at: dt.datetime) -> None:
    people = telling.deciders(found, timezone.localdate(at))
    telling.ask(actor=actor, found=found, text=DECIDE, person_ids=people, at=at)
