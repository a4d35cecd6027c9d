"""A request is decided, by somebody else than who asks, with its limits; and taken into use. Each can be undone."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chefforum.kernel.access.rules import Actor

from ..models import ItRequest, RequestDecision
from ..queries.request_limits import limits_on
from ..queries.requests import facts_of, open_reviews, standing_decision
from ..rules.register import WrongFacts
from ..rules.request_levels import check_scope, level_of
from ..rules.request_states import STEPS, RequestState, shown
from ..rules.request_words import Level, ReviewAnswer
from . import request_telling as telling
from .request_numbers import NumberSaid, write_numbers
from .request_register import out_of_use, prolong, put_in_use, unprolong, write_in
from .request_steps import StepRefused, held, lapse, move, reason_of
from .requests import note


@dataclass(frozen=True)
class Scope:
    """What is approved: what, for whom, how many, up to which amount (øre, all years), until which day, on what terms.
    `meeting_*`: the meeting of the forum that decided, and where it stands. `numbers`: how many there come to be of
    what there is more of."""

    what: str = ""
    for_whom: str = ""
    quantity: Decimal | None = None
    amount_oere: int | None = None
    expires_on: dt.date | None = None
    conditions: str = ""
    reason: str = ""
    meeting_on: dt.date | None = None
    meeting_reference: str = ""
    numbers: tuple[NumberSaid, ...] = ()


@transaction.atomic
def approve(
    *, actor: Actor, request_id: UUID, scope: Scope, at: dt.datetime, seen: dt.datetime | None = None
) -> RequestDecision:
    """With limits; it writes the register in its transaction. Raises WrongFacts, AccessDenied, RequestNotFound."""
    found = held(actor=actor, request_id=request_id, step="approve", at=at, seen=seen)
    on = timezone.localdate(at)
    level = Level(found.level or Level.COORDINATOR)
    check_scope(oere=scope.amount_oere, level=level, limits=limits_on(on).limits, expires_on=scope.expires_on, on=on)
    if not scope.what.strip():
        raise WrongFacts("what", "Skriv, hvad der er godkendt.")
    _checks_are_answered(found, scope.reason)
    _meeting_is_said(level, scope, on)
    system = write_in(actor=actor, found=found, at=at)
    decision = _decide(actor, found, "approve", scope, at)
    if system is not None:
        decision.system, decision.contract = system, found.contract
    decision.volume_batch = write_numbers(actor=actor, found=found, said=scope.numbers, at=at)
    decision.save(update_fields=["system", "contract", "volume_batch"])
    return decision


@transaction.atomic
def reject(
    *, actor: Actor, request_id: UUID, scope: Scope, at: dt.datetime, seen: dt.datetime | None = None
) -> RequestDecision:
    """With a reason. Raises WrongFacts, AccessDenied, RequestNotFound."""
    found = held(actor=actor, request_id=request_id, step="reject", at=at, seen=seen)
    reason_of(STEPS["reject"], scope.reason)
    _meeting_is_said(Level(found.level or Level.COORDINATOR), scope, timezone.localdate(at))
    said = Scope(reason=scope.reason, meeting_on=scope.meeting_on, meeting_reference=scope.meeting_reference)
    return _decide(actor, found, "reject", said, at)


@transaction.atomic
def say_not_needed(
    *, actor: Actor, request_id: UUID, reason: str, at: dt.datetime, seen: dt.datetime | None = None
) -> RequestDecision:
    """It is under the limits, so nobody need approve it. Raises WrongFacts where it is not, AccessDenied."""
    found = held(actor=actor, request_id=request_id, step="not_needed", at=at, seen=seen)
    words = reason_of(STEPS["not_needed"], reason)
    needed = level_of(facts_of(found), limits_on(timezone.localdate(at)).limits)
    if needed.level is not Level.NONE:
        raise WrongFacts("", f"Den skal godkendes. {needed.reasons[0]}.")
    return _decide(actor, found, "not_needed", Scope(reason=words), at)


@transaction.atomic
def undo_decision(
    *, actor: Actor, request_id: UUID, reason: str, at: dt.datetime, seen: dt.datetime | None = None
) -> ItRequest:
    """Under treatment again; what it wrote in the register goes, where nothing hangs on it. Raises WrongFacts,
    AccessDenied, RequestNotFound."""
    found = held(actor=actor, request_id=request_id, step="undo_decision", at=at, seen=seen)
    words = reason_of(STEPS["undo_decision"], reason)
    stays = lapse(actor=actor, found=found, at=at)
    if found.level is None:
        found.level = Level.COORDINATOR.value
    move(found=found, step=STEPS["undo_decision"], at=at)
    note(actor=actor, found=found, act="undo_decision", at=at, text="\n".join([words, *stays]))
    text = "Beslutningen om din ansøgning om it er fortrudt"
    telling.tell(actor=actor, found=found, text=text, person_ids=[found.author_id], at=at)
    return found


@transaction.atomic
def take_into_use(*, actor: Actor, request_id: UUID, at: dt.datetime, seen: dt.datetime | None = None) -> ItRequest:
    """Only while the approval holds; what is prolonged has its contract's end moved. Raises WrongFacts, AccessDenied,
    RequestNotFound."""
    found = held(actor=actor, request_id=request_id, step="use", at=at, seen=seen)
    decision, on = standing_decision(found), timezone.localdate(at)
    if decision is None:
        raise StepRefused("", "Ingen har afgjort den.")
    if shown(state=found.state, expires_on=decision.expires_on, on=on) != RequestState.APPROVED:
        raise StepRefused("", "Godkendelsen er udløbet. Søg om en ny, eller få beslutningen lavet om.")
    written = put_in_use(actor=actor, found=found, decision=decision, year=on.year, at=at)
    is_prolonged = prolong(actor=actor, found=found, at=at)
    move(found=found, step=STEPS["use"], at=at)
    note(actor=actor, found=found, act="use", at=at, data={"numbers": written, "prolonged": is_prolonged})
    return found


@transaction.atomic
def undo_use(*, actor: Actor, request_id: UUID, at: dt.datetime, seen: dt.datetime | None = None) -> ItRequest:
    """Approved again, and what was prolonged ends as before. Numbers that were written stay, and are undone where they
    stand. Raises what `held` raises."""
    found = held(actor=actor, request_id=request_id, step="undo_use", at=at, seen=seen)
    decision = standing_decision(found)
    if decision is not None:
        out_of_use(actor=actor, decision=decision, at=at)
    unprolong(actor=actor, found=found, at=at)
    move(found=found, step=STEPS["undo_use"], at=at)
    note(actor=actor, found=found, act="undo_use", at=at)
    return found


def _decide(actor: Actor, found: ItRequest, step: str, scope: Scope, at: dt.datetime) -> RequestDecision:
    level = found.level if found.level is not None else Level.NONE.value
    decision = RequestDecision.objects.create(
        request=found,
        outcome=str(STEPS[step].target),
        level=level,
        what=scope.what.strip(),
        for_whom=scope.for_whom.strip(),
        quantity=scope.quantity,
        amount_oere=scope.amount_oere,
        expires_on=scope.expires_on,
        conditions=scope.conditions.strip(),
        reason=scope.reason.strip(),
        meeting_on=scope.meeting_on,
        meeting_reference=scope.meeting_reference.strip(),
        person_id=actor.person_id,
        at=at,
    )
    move(found=found, step=STEPS[step], at=at)
    note(actor=actor, found=found, act=step, at=at, text=scope.reason, data={"level": level})
    text = f"Din ansøgning om it er afgjort: {found.get_state_display().lower()}"
    telling.tell(actor=actor, found=found, text=text, person_ids=[found.author_id], at=at)
    return decision


def _checks_are_answered(found: ItRequest, reason: str) -> None:
    """Raises WrongFacts while somebody is asked, and where somebody said no and nobody says why it is done anyway."""
    asked = open_reviews(found)
    if waiting := [one.get_kind_display() for one in asked if one.answer == ReviewAnswer.OPEN]:
        raise WrongFacts("", f"Der mangler svar: {', '.join(waiting)}. Vent på det, eller hold op med at spørge.")
    if any(one.answer == ReviewAnswer.NO for one in asked) and not reason.strip():
        raise WrongFacts("reason", "En har svaret, at det ikke er i orden. Skriv, hvorfor det godkendes alligevel.")


def _meeting_is_said(level: Level, scope: Scope, on: dt.date) -> None:
    """What the forum decides is noted with the meeting. Raises WrongFacts."""
    if level is not Level.FORUM:
        return
    if scope.meeting_on is None or scope.meeting_on > on:
        raise WrongFacts("meeting_on", "Skriv den dag, Chefforum afgjorde det.")
    if not scope.meeting_reference.strip():
        raise WrongFacts("meeting_reference", "Skriv punktet eller journalnummeret, så det kan findes i referatet.")
