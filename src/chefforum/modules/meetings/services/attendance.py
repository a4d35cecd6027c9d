"""Who was at the meeting, and who was out for an item."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record
from chefforum.kernel.people.models import Person

from ..models import Item, LeftRoom, Meeting, Participant
from .mirroring import mirror_left_rooms
from .steps import StepNotPossible
from .treatment import item_to_minute, meeting_to_minute
from .writing import note_change


@dataclass(frozen=True)
class Noted:
    """What is noted of a participant: a value of Participant.Attendance, and when they came or went."""

    participant_id: int
    attendance: str
    arrived: dt.time | None = None
    left: dt.time | None = None


@transaction.atomic
def note_attendance(*, actor: Actor, meeting: Meeting, noted: Sequence[Noted], at: dt.datetime) -> None:
    """Who was there, who sent apologies, who stayed away. Times are those of somebody who was there for a part of it.

    Raises AccessDenied for those who take no minutes, StepNotPossible where no minutes are taken now.
    """
    meeting = meeting_to_minute(actor=actor, meeting=meeting)
    rows = {row.pk: row for row in meeting.participants.all()}
    for one in noted:
        row = rows.get(one.participant_id)
        if row is None:
            continue
        row.attendance = Participant.Attendance(one.attendance)
        is_present = row.attendance == Participant.Attendance.PRESENT
        row.arrived, row.left = (one.arrived, one.left) if is_present else (None, None)
    Participant.objects.bulk_update(rows.values(), ["attendance", "arrived", "left"])
    _record(actor, meeting, at, "meetings.attendance")


@transaction.atomic
def add_participant(*, actor: Actor, meeting: Meeting, name: str, title: str, at: dt.datetime) -> Participant:
    """Somebody who is there although they were not called: a substitute or a guest. A known name is that person."""
    meeting = meeting_to_minute(actor=actor, meeting=meeting)
    if not name.strip():
        raise StepNotPossible("Skriv navnet på deltageren. Intet er ændret.")
    found = Person.objects.filter(name__iexact=name.strip(), is_active=True)[:2]
    last = meeting.participants.aggregate(last=Max("position"))["last"]
    row = Participant.objects.create(
        meeting=meeting,
        position=0 if last is None else last + 1,
        name=name.strip(),
        title=title.strip() or None,
        # Two colleagues of the same name: better nobody than the wrong one.
        person=found[0] if len(found) == 1 else None,
        attendance=Participant.Attendance.PRESENT,
    )
    _record(actor, meeting, at, "meetings.participant_add")
    return row


@transaction.atomic
def remove_participant(*, actor: Actor, meeting: Meeting, participant_id: int, at: dt.datetime) -> None:
    """Somebody who is on the list by mistake. Raises StepNotPossible where an item says that they were out."""
    meeting = meeting_to_minute(actor=actor, meeting=meeting)
    row = meeting.participants.filter(pk=participant_id).first()
    if row is None:
        return
    if row.left_rooms.exists():
        raise StepNotPossible(f"{row.name} er noteret ved et punkt. Fjern det dér først. Intet er ændret.")
    row.delete()
    _record(actor, meeting, at, "meetings.participant_remove")


@transaction.atomic
def leave_room(
    *, actor: Actor, item: Item, participant_id: int, is_disqualified: bool, reason: str, at: dt.datetime
) -> None:
    """A participant does not take part in the item: disqualified, with a reason, or out of the room.

    Forvaltningsloven § 3 says when somebody is disqualified, § 6 that they may not take part. The reason is kept with
    the meeting; the minutes say that, not why. Raises StepNotPossible without a reason where one is asked.
    """
    item = item_to_minute(actor=actor, item=item)
    participant = Participant.objects.filter(meeting=item.meeting, pk=participant_id).first()
    if participant is None:
        raise StepNotPossible("Vælg en deltager. Intet er ændret.")
    if is_disqualified and not reason.strip():
        raise StepNotPossible(
            "Skriv, hvorfor deltageren er inhabil. Begrundelsen står ikke i referatet. Intet er ændret."
        )
    LeftRoom.objects.update_or_create(
        item=item,
        participant=participant,
        defaults={"is_disqualified": is_disqualified, "reason": reason.strip()},
    )
    _say(actor, item, at)


@transaction.atomic
def come_back(*, actor: Actor, item: Item, left_room_id: int, at: dt.datetime) -> None:
    """What was noted of somebody who was out for the item is taken away again."""
    item = item_to_minute(actor=actor, item=item)
    item.left_rooms.filter(pk=left_room_id).delete()
    _say(actor, item, at)


def _say(actor: Actor, item: Item, at: dt.datetime) -> None:
    mirror_left_rooms(item)
    note_change(actor=actor, item=item, at=at, what="left_room", data={"out": item.left_rooms.count()})


def _record(actor: Actor, meeting: Meeting, at: dt.datetime, action: str) -> None:
    record(
        actor=actor,
        at=at,
        action=action,
        object_kind="meeting",
        object_id=meeting.pk,
        object_name=meeting.title,
        data={"participants": meeting.participants.count()},
    )
