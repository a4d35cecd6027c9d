"""An agenda or minutes becomes a meeting, or replaces what that meeting had; all of it or nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from chefforum.calc import blocks
from chefforum.connectors.minutes.minutes import Item as ItemRead
from chefforum.connectors.minutes.minutes import Minutes, MinutesKind
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record
from chefforum.kernel.cases.rules import BadJournalNumber
from chefforum.kernel.cases.services import case_for
from chefforum.kernel.people.models import Group, Person

from .. import search
from ..access import require_keeper
from ..models import Attachment, Item, Meeting, Participant, RecommendationPart, Section
from ..rules.follow_up import without_follow_up
from ..rules.matching import KnownItem, match_items
from ..rules.states import ItemState, MeetingState
from .closing import forget_made_files, item_is_closed, remove_attachments
from .revisions import publish_version

# Where an imported file puts its meeting and its items: by kind, and whether it is sent out.
STATES = {
    (MinutesKind.AGENDA, False): (MeetingState.OPEN, ItemState.ON_AGENDA),
    (MinutesKind.AGENDA, True): (MeetingState.SENT, ItemState.SENT),
    (MinutesKind.MINUTES, False): (MeetingState.HELD, ItemState.TREATED),
    (MinutesKind.MINUTES, True): (MeetingState.MINUTES_SENT, ItemState.TREATED),
}
NO_LONGER_REPLACED = frozenset({MeetingState.RUNNING, MeetingState.APPROVED, MeetingState.CLOSED})


class MeetingHasNoDate(ValueError):
    def __str__(self) -> str:
        return (
            "Filen siger ikke, hvornår mødet er. Intet er indlæst. "
            "Skriv mødedatoen i filens hoved, fx “Mødedato: 28. januar 2026”, og prøv igen."
        )


class MeetingIsInUse(ValueError):
    """The meeting runs, or its minutes are approved: a file can no longer take its place."""

    def __str__(self) -> str:
        return (
            "Mødet er i gang, eller referatet er godkendt, så filen kan ikke træde i stedet. Intet er ændret. "
            "Afslut mødet, eller genåbn referatet, og prøv igen."
        )


@transaction.atomic
def import_minutes(*, actor: Actor, minutes: Minutes, forum: Group, publish: bool, at: dt.datetime) -> Meeting:
    """The forum's meeting on the minutes' date, made or replaced so that it says what the minutes say.

    Items that were there keep their identity, their confidentiality and the files of their attachments; what the file
    says is closed becomes closed, and nothing that is closed is opened. `publish`
    sends a new meeting or a draft out at once; a published meeting stays published.
    Raises AccessDenied where the actor does not keep the forum's meetings, MeetingHasNoDate without a date,
    MeetingIsInUse where the meeting runs or its minutes are approved.
    """
    require_keeper(actor, forum)
    minutes = without_follow_up(minutes)
    if minutes.date is None:
        raise MeetingHasNoDate
    meeting, is_new = Meeting.objects.select_for_update().get_or_create(
        forum=forum, date=minutes.date, defaults={"title": minutes.title}
    )
    if meeting.state in NO_LONGER_REPLACED:
        raise MeetingIsInUse
    is_sent = publish or meeting.is_published
    _fill(meeting, minutes)
    meeting.state, item_state = STATES[minutes.kind, is_sent]
    meeting.published_at = meeting.published_at or (at if is_sent else None)
    meeting.save()
    _replace_participants(meeting, minutes)
    _replace_items(actor=actor, meeting=meeting, minutes=minutes, state=item_state, at=at)
    if is_sent:
        publish_version(actor=actor, meeting=meeting, at=at, reason="" if is_new else "Indlæst igen fra en fil.")
    else:
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


def _replace_items(*, actor: Actor, meeting: Meeting, minutes: Minutes, state: ItemState, at: dt.datetime) -> None:
    stored = {item.pk: item for item in meeting.items.all()}
    known = [KnownItem(item.pk, item.number, item.title, item.journal_number) for item in stored.values()]
    matches = match_items(known=known, new=minutes.items)
    search.forget_items(stored)
    _remove([item for item_id, item in stored.items() if item_id not in matches])
    for position, (read, item_id) in enumerate(zip(minutes.items, matches, strict=True)):
        item = stored[item_id] if item_id else Item(meeting=meeting, forum=meeting.forum, created_at=at)
        is_decided_alike = item.decision == read.decision
        was_open = bool(item_id) and not item.is_confidential
        _fill_item(item, read, position)
        item.state = state
        item.case = _case_of(actor=actor, read=read, at=at)
        item.save()
        _replace_parts(item, read, keeps_outcomes=is_decided_alike)
        if was_open and item.is_confidential:
            item_is_closed(actor=actor, item=item, at=at)


def _remove(items: list[Item]) -> None:
    """Items that the file no longer has. One that was sent out stays with what people have written to it, withdrawn."""
    sent = [item for item in items if item.published_id]
    Item.objects.filter(pk__in=[item.pk for item in items if not item.published_id]).delete()
    for item in sent:
        item.meeting, item.position, item.published, item.state = None, None, None, ItemState.WITHDRAWN
    Item.objects.bulk_update(sent, ["meeting", "position", "published", "state"])


def _fill_item(item: Item, read: ItemRead, position: int) -> None:
    item.position, item.number = position, read.number
    item.heading, item.title = read.heading, read.title
    item.journal_number = read.journal_number
    item.kind = read.kind.value
    item.planned_minutes = read.planned_minutes
    item.has_recommendation = read.recommendation is not None
    item.recommended_by = read.recommendation.by if read.recommendation else None
    item.decision = read.decision
    # A file closes what it says is closed, and never opens: most formats cannot say that an item is closed.
    item.is_confidential = item.is_confidential or read.is_confidential
    item.is_supplement = item.is_supplement or read.is_supplement


def _case_of(*, actor: Actor, read: ItemRead, at: dt.datetime):
    if read.journal_number is None:
        return None
    try:
        return case_for(journal_number=read.journal_number, title=read.title, actor=actor, at=at)
    except BadJournalNumber:
        return None  # Kept as written on the item; the page says what is wrong with it.


def _replace_parts(item: Item, read: ItemRead, *, keeps_outcomes: bool) -> None:
    """A part that says the same keeps the outcome that somebody chose, where the decision says the same, too."""
    stored = item.recommendation_parts.values_list("text", "outcome") if keeps_outcomes else ()
    chosen = dict(stored)
    item.recommendation_parts.all().delete()
    item.sections.all().delete()
    item.figures.all().delete()  # a file has what they said, and no marks of ours
    parts = read.recommendation.parts if read.recommendation else ()
    RecommendationPart.objects.bulk_create(
        RecommendationPart(item=item, position=position, text=text, outcome=chosen.get(text))
        for position, text in enumerate(parts)
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
    _replace_attachments(item, read.attachments, closed=frozenset(read.confidential_attachments))


def _replace_attachments(item: Item, titles: Sequence[str], *, closed: frozenset[str]) -> None:
    """A bilag that keeps its title keeps its file and its confidentiality; `closed` ones are closed."""
    stored: dict[str, list[Attachment]] = {}
    for attachment in item.attachments.order_by("position"):
        stored.setdefault(attachment.title, []).append(attachment)
    if any(one.title in closed and not one.is_confidential for many in stored.values() for one in many):
        forget_made_files([item.pk])
    kept, new = [], []
    for position, title in enumerate(titles):
        if stored.get(title):
            attachment = stored[title].pop(0)
            attachment.position = position
            attachment.is_confidential = attachment.is_confidential or title in closed
            kept.append(attachment)
        else:
            new.append(Attachment(item=item, position=position, title=title, is_confidential=title in closed))
    remove_attachments([one.pk for rest in stored.values() for one in rest])
    Attachment.objects.bulk_update(kept, ["position", "is_confidential"])
    Attachment.objects.bulk_create(new)
