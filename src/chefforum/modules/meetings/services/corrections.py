"""Corrections to minutes: proposed by those who sit in the forum, answered by those who take the minutes."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.urls import reverse

from chefforum.kernel.access.rules import AccessDenied, Actor
from chefforum.kernel.audit.services import record
from chefforum.kernel.notifications.services import notify

from ..access import may_correct, open_to, takes_minutes
from ..models import Correction, Item, Meeting
from ..rules.states import LOCKED
from .steps import StepNotPossible, locked_meeting


@transaction.atomic
def propose_correction(*, actor: Actor, meeting: Meeting, item: Item | None, text: str, at: dt.datetime) -> Correction:
    """A correction to the minutes, of one item or (None) of the whole.

    Raises AccessDenied for those who do not sit in the forum and for an item that they may not read, StepNotPossible
    without words.
    """
    meeting = locked_meeting(meeting)
    may_read = item is None or open_to(actor).filter(pk=item.pk, meeting=meeting).exists()
    if not may_correct(actor, meeting) or not may_read:
        raise AccessDenied("Du kan ikke foreslå rettelser til referatet. Det er kun muligt, før det er godkendt.")
    if not text.strip():
        raise StepNotPossible("Skriv, hvad der skal rettes. Intet er sendt.")
    correction = Correction.objects.create(
        meeting=meeting, item=item, text=text.strip(), person_id=actor.person_id, at=at
    )
    _record(actor, correction, at, "meetings.correction")
    return correction


@transaction.atomic
def answer_correction(
    *, actor: Actor, correction: Correction, is_applied: bool, answer: str, at: dt.datetime
) -> Correction:
    """What came of it, told to whoever proposed it. Changing the minutes is done in the minutes, before this.

    Raises AccessDenied for those who take no minutes, StepNotPossible where a refusal has no words, or the minutes are
    approved.
    """
    meeting = locked_meeting(correction.meeting)
    correction = Correction.objects.select_for_update().get(pk=correction.pk)
    if not takes_minutes(actor, meeting):
        raise AccessDenied("Du har ikke adgang til at besvare rettelser til referatet.")
    if meeting.state in LOCKED:
        raise StepNotPossible("Referatet er godkendt. Genåbn det først. Intet er ændret.")
    if not is_applied and not answer.strip():
        raise StepNotPossible("Skriv, hvorfor rettelsen ikke er med i referatet. Intet er ændret.")
    correction.state = Correction.State.APPLIED if is_applied else Correction.State.REJECTED
    correction.answer, correction.answered_by_id, correction.answered_at = answer.strip(), actor.person_id, at
    correction.save(update_fields=["state", "answer", "answered_by", "answered_at"])
    _record(actor, correction, at, "meetings.correction_answer")
    notify(
        actor=actor,
        at=at,
        person_ids=[correction.person_id],
        kind="meetings.correction",
        text=f"Din rettelse til referatet fra {meeting.name} er besvaret.",
        url=reverse("meetings:corrections", args=[meeting.pk]),
    )
    return correction


def _record(actor: Actor, correction: Correction, at: dt.datetime, action: str) -> None:
    """Not what it says: it may be about a closed item."""
    record(
        actor=actor,
        at=at,
        action=action,
        object_kind="meeting",
        object_id=correction.meeting_id,
        data={"correction": correction.pk, "state": correction.state},
    )
