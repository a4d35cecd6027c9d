"""An agenda or minutes becomes a meeting, or replaces what that meeting had; all of it or nothing."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction

from chefforum.calc import blocks
from chefforum.connectors.minutes.minutes import Item as ItemRead
from chefforum.connectors.minutes.minutes import Minutes
from chefforum.kernel.access.rules import AccessDenied, Actor
from chefforum.kernel.audit.services import record
from chefforum.kernel.cases.rules import BadJournalNumber
from chefforum.kernel.cases.services import case_for
from chefforum.kernel.people.models import Group, Person

from .. import search
from ..access import may_keep
from ..models import (
    Attachment,
    Item,
    Meeting,
    MeetingState,
    Participant,
    RecommendationPart,
    Section,
)
from ..rules import KnownItem, match_items


class MeetingHasNoDate(ValueError):
    def __str__(self) -> str:
        return (
            "Filen siger ikke, hvornår mødet er. Intet er indlæst. "
            "Skriv mødedatoen i filens hoved, fx “Mødedato: 28. januar 2026”, og prøv igen."
        )


@transaction.atomic
def import_minutes(*, actor: Actor, minutes: Minutes, forum: Group, publish: bool, at: dt.datetime) -> Meeting:
    """The forum's meeting on the minutes' date, made or replaced so that it says what the minutes say.

    Items that were there keep their identity, their confidentiality and the files of their attachments. `publish`
    sends a new meeting or a draft out at once; a published meeting stays published.
    Raises AccessDenied where the actor does not keep the forum's meetings, MeetingHasNoDate without a date.
    """
    if not may_keep(actor, forum):
        raise AccessDenied(f"Du har ikke adgang til at indlæse møder i {forum.name}.")
    if minutes.date is None:
        raise MeetingHasNoDate
    meeting, is_new = Meeting.objects.select_for_update().get_or_create(
        forum=forum, date=minutes.date, defaults={"kind": minutes.kind.value, "title": minutes.title}
    )
    _fill(meeting, minutes)
    if publish and meeting.state == MeetingState.DRAFT:
        meeting.state, meeting.published_at = MeetingState.PUBLISHED, at
    meeting.save()
    _replace_participants(meeting, minutes)
    _replace_items(actor=actor, meeting=meeting, minutes=minutes, at=at)
    search.index_meeting(meeting)
    record(
        actor=actor,
        at=at,
        action="meetings.import" if is_new else "meetings.replace",
        object_kind="meeting",
        object_id=meeting.pk,
        object_name=meeting.title,
        data={"items": len(minutes.items)},
    )
    return meeting


def _fill(meeting: Meeting, minutes: Minutes) -> None:
    meeting.kind = minutes.kind.value
    meeting.title = minutes.title
    meeting.forum_name = minutes.forum
    meeting.weekday = minutes.weekday
    meeting.start_time, meeting.end_time = minutes.start_time, minutes.end_time
    meeting.place = minutes.place
    meeting.head = [[line.label, line.text] for line in minutes.head]
    meeting.contents_heading = minutes.contents_heading
    meeting.contents = [[line.title, line.page] for line in minutes.contents]
    meeting.unplaced = blocks.to_json(minutes.unplaced)
    meeting.notes = [[note.text, note.line, note.excerpt] for note in minutes.notes]


def _replace_participants(meeting: Meeting, minutes: Minutes) -> None:
    meeting.participants.all().delete()
    names = [participant.name for participant in minutes.participants]
    persons: dict[str, list[UUID]] = {}
    for name, person_id in Person.objects.filter(name__in=names).values_list("name", "id"):
        persons.setdefault(name, []).append(person_id)
    Participant.objects.bulk_create(
        Participant(
            meeting=meeting,
            position=position,
            name=participant.name,
            title=participant.title,
            # Two colleagues of the same name: better nobody than the wrong one.
            person_id=persons[participant.name][0] if len(persons.get(participant.name, ())) == 1 else None,
        )
        for position, participant in enumerate(minutes.participants)
    )


def _replace_items(*, actor: Actor, meeting: Meeting, minutes: Minutes, at: dt.datetime) -> None:
    stored = {item.pk: item for item in meeting.items.all()}
    known = [KnownItem(item.pk, item.number, item.title, item.journal_number) for item in stored.values()]
    matches = match_items(known=known, new=minutes.items)
    files = _files_of(meeting)
    search.forget_items(stored)
    Item.objects.filter(pk__in=set(stored) - set(matches)).delete()
    for position, (read, item_id) in enumerate(zip(minutes.items, matches, strict=True)):
        item = stored[item_id] if item_id else Item(meeting=meeting)
        _fill_item(item, read, position)
        item.case = _case_of(actor=actor, read=read, at=at)
        item.save()
        _replace_parts(item, read, files.get(item.pk, {}))


def _files_of(meeting: Meeting) -> dict[UUID, dict[str, UUID]]:
    """The files that the meeting's attachments have: item → title → document."""
    files: dict[UUID, dict[str, UUID]] = {}
    having = Attachment.objects.filter(item__meeting=meeting, document__isnull=False)
    for item_id, title, document_id in having.values_list("item_id", "title", "document_id"):
        files.setdefault(item_id, {})[title] = document_id
    return files


def _fill_item(item: Item, read: ItemRead, position: int) -> None:
    item.position, item.number = position, read.number
    item.heading, item.title = read.heading, read.title
    item.journal_number = read.journal_number
    item.kind = read.kind.value
    item.planned_minutes = read.planned_minutes
    item.has_recommendation = read.recommendation is not None
    item.recommended_by = read.recommendation.by if read.recommendation else None
    item.decision = read.decision


def _case_of(*, actor: Actor, read: ItemRead, at: dt.datetime):
    if read.journal_number is None:
        return None
    try:
        return case_for(journal_number=read.journal_number, title=read.title, actor=actor, at=at)
    except BadJournalNumber:
        return None  # Kept as written on the item; the page says what is wrong with it.


def _replace_parts(item: Item, read: ItemRead, files: dict[str, UUID]) -> None:
    item.recommendation_parts.all().delete()
    item.sections.all().delete()
    item.attachments.all().delete()
    parts = read.recommendation.parts if read.recommendation else ()
    RecommendationPart.objects.bulk_create(
        RecommendationPart(item=item, position=position, text=text) for position, text in enumerate(parts)
    )
    Section.objects.bulk_create(
        Section(
            item=item,
            position=position,
            kind=section.kind.value,
            heading=section.heading,
            blocks=blocks.to_json(section.blocks),
        )
        for position, section in enumerate(read.sections)
    )
    Attachment.objects.bulk_create(
        Attachment(item=item, position=position, title=title, document_id=files.get(title))
        for position, title in enumerate(read.attachments)
    )
