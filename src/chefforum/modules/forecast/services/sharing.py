"""Telling other leaders what one's workplace did, and taking it back."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record

from ..access import require_writer
from ..models import SharedNote


class NoteRefused(ValueError):
    """What was asked cannot be done; the message tells the person why."""


@transaction.atomic
def share_note(*, actor: Actor, unit_id: UUID, year: int, text: str, at: dt.datetime) -> SharedNote:
    """Raises AccessDenied for who does not write for the unit, NoteRefused for a note without words."""
    require_writer(actor, unit_id)
    if not text.strip():
        raise NoteRefused("Skriv, hvad I gjorde.")
    note = SharedNote.objects.create(
        unit_id=unit_id, year=year, text=text.strip(), person_id=actor.person_id, written_at=at
    )
    record(
        actor=actor, at=at, action="forecast.share_note", object_kind="unit", object_id=unit_id, data={"note": note.pk}
    )
    return note


@transaction.atomic
def withdraw_note(*, actor: Actor, note: SharedNote, at: dt.datetime) -> None:
    """It is seen by nobody else from now on. Raises AccessDenied."""
    require_writer(actor, note.unit_id)
    SharedNote.objects.filter(pk=note.pk, withdrawn_at=None).update(withdrawn_at=at)
    data = {"note": note.pk}
    record(actor=actor, at=at, action="forecast.withdraw_note", object_kind="unit", object_id=note.unit_id, data=data)
