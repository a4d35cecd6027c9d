"""Reading meetings, always as somebody: what the actor may not read is not in the answer, not even counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Prefetch, QuerySet

from chefforum.calc import blocks
from chefforum.connectors.minutes import minutes as values
from chefforum.kernel.access.rules import Actor, Role
from chefforum.kernel.cases.queries import JournalDescription, describe
from chefforum.kernel.people.models import Group, GroupKind

from .access import may_keep, readable_by, visible_to
from .models import Attachment, Item, ItemReader, Meeting, Section
from .rules import HIDDEN_TITLE, TimePlan, says_nothing_to_note, time_plan


class MeetingNotFound(LookupError):
    """There is no such meeting, or the actor may not know of it; the text says how to find one."""


@dataclass(frozen=True)
class SectionOnPage:
    kind: str
    heading: str
    blocks: tuple[blocks.Block, ...]
    says_nothing: bool


@dataclass(frozen=True)
class ItemOnPage:
    """An item as the actor may see it; where `is_hidden`, everything but its number, place and time is withheld."""

    id: UUID
    number: int
    title: str
    kind: str
    is_confidential: bool
    is_hidden: bool
    journal_number: str | None
    journal: JournalDescription | None
    case_id: UUID | None
    planned_minutes: int | None
    starts_at: dt.time | None
    sections: tuple[SectionOnPage, ...]
    decision: str | None
    attachments: tuple[Attachment, ...]


@dataclass(frozen=True)
class MeetingOnPage:
    meeting: Meeting
    items: tuple[ItemOnPage, ...]
    plan: TimePlan
    may_keep: bool
    unplaced: tuple[blocks.Block, ...]


def list_meetings(*, actor: Actor, forum_id: UUID | None = None, year: int | None = None) -> QuerySet[Any]:
    """Meetings that the actor may know of, newest first, each with its number of items. One query."""
    meetings = visible_to(actor).select_related("forum").annotate(item_count=Count("items", distinct=True))
    if forum_id:
        meetings = meetings.filter(forum_id=forum_id)
    if year:
        meetings = meetings.filter(date__year=year)
    return meetings.order_by("-date", "forum__name")


def list_forums(*, actor: Actor) -> QuerySet[Group]:
    """Forums with a meeting that the actor may know of."""
    return Group.objects.filter(meetings__in=visible_to(actor)).distinct().order_by("name")


def list_years(*, actor: Actor) -> list[int]:
    return [date.year for date in visible_to(actor).dates("date", "year", order="DESC")]


def kept_by(*, actor: Actor) -> QuerySet[Group]:
    """Forums whose meetings the actor may import."""
    forums = Group.objects.filter(kind=GroupKind.FORUM).order_by("name").select_related("unit")
    return forums if actor.everything else forums.filter(unit_id__in=actor.units.get(Role.SECRETARIAT, ()))


def find_meeting(*, actor: Actor, meeting_id: UUID) -> Meeting | None:
    """The meeting, or None where there is none or the actor may not know of it."""
    return visible_to(actor).select_related("forum").filter(pk=meeting_id).first()


def get_meeting(*, actor: Actor, meeting_id: str) -> Meeting:
    """The meeting by its public id as text. Raises MeetingNotFound, also where the actor may not know of it."""
    try:
        found = find_meeting(actor=actor, meeting_id=UUID(str(meeting_id)))
    except ValueError:
        found = None
    if found is None:
        raise MeetingNotFound(f"Der er intet møde med ID {meeting_id}. Se ID'erne med: chefforum minutes list")
    return found


def meeting_of(*, forum: Group, date: dt.date) -> Meeting | None:
    """The forum's meeting on a date, for those who keep it: callers ask `may_keep` first."""
    return Meeting.objects.select_related("forum").filter(forum=forum, date=date).first()


def find_item(*, actor: Actor, item_id: UUID) -> Item | None:
    """The item, hidden or not, of a meeting that the actor may know of; None otherwise."""
    items = Item.objects.filter(meeting__in=visible_to(actor)).select_related("meeting__forum")
    return items.filter(pk=item_id).first()


def find_attachment(*, actor: Actor, attachment_id: int) -> Attachment | None:
    attachments = Attachment.objects.filter(item__in=readable_by(actor)).select_related("item__meeting__forum")
    return attachments.filter(pk=attachment_id).first()


def meeting_on_page(*, actor: Actor, meeting: Meeting) -> MeetingOnPage:
    """The meeting with its items in order, hidden ones masked. A fixed number of queries whatever its size."""
    rows = list(Item.objects.filter(meeting=meeting).order_by("position"))
    plan = time_plan(start=meeting.start_time, planned=[row.planned_minutes for row in rows])
    keeps = may_keep(actor, meeting.forum)
    return MeetingOnPage(
        meeting=meeting,
        items=tuple(_items_on_page(actor, rows, plan)),
        plan=plan,
        may_keep=keeps,
        # What fitted nowhere may belong to a confidential item, so only those who keep the meeting see it.
        unplaced=blocks.from_json(meeting.unplaced) if keeps else (),
    )


def _items_on_page(actor: Actor, rows: Sequence[Item], plan: TimePlan) -> list[ItemOnPage]:
    readable = readable_by(actor).filter(pk__in=[row.pk for row in rows])
    shown = {item.pk: item for item in _with_parts(Item.objects.filter(pk__in=readable.values("pk")))}
    journal = describe(journal_numbers=[item.journal_number for item in shown.values() if item.journal_number])
    return [
        _shown(shown[row.pk], journal, starts_at) if row.pk in shown else _hidden(row, starts_at)
        for row, starts_at in zip(rows, plan.starts, strict=True)
    ]


def _with_parts(items: QuerySet[Item]) -> QuerySet[Item]:
    return items.prefetch_related(
        Prefetch("sections", Section.objects.order_by("position")),
        Prefetch("attachments", Attachment.objects.order_by("position").select_related("document")),
        "recommendation_parts",
    )


def _shown(item: Item, journal: dict[str, JournalDescription], starts_at: dt.time | None) -> ItemOnPage:
    return ItemOnPage(
        id=item.pk,
        number=item.number,
        title=item.title,
        kind=item.get_kind_display(),
        is_confidential=item.is_confidential,
        is_hidden=False,
        journal_number=item.journal_number,
        journal=journal.get(item.journal_number or ""),
        case_id=item.case_id,
        planned_minutes=item.planned_minutes,
        starts_at=starts_at,
        sections=tuple(_section(section) for section in item.sections.all()),
        decision=item.decision,
        attachments=tuple(item.attachments.all()),
    )


def _section(section: Section) -> SectionOnPage:
    content = blocks.from_json(section.blocks)
    return SectionOnPage(
        kind=section.kind,
        heading=section.heading,
        blocks=content,
        says_nothing=says_nothing_to_note(list(blocks.texts(content))),
    )


def _hidden(item: Item, starts_at: dt.time | None) -> ItemOnPage:
    return ItemOnPage(
        id=item.pk,
        number=item.number,
        title=HIDDEN_TITLE,
        kind="",
        is_confidential=True,
        is_hidden=True,
        journal_number=None,
        journal=None,
        case_id=None,
        planned_minutes=item.planned_minutes,
        starts_at=starts_at,
        sections=(),
        decision=None,
        attachments=(),
    )


def minutes_of(*, actor: Actor, meeting: Meeting) -> values.Minutes:
    """The meeting as minutes, for export: to those who may read all of it exactly what was imported.

    Where an item is hidden, its text is withheld, and so is what might quote it: the file's own table of contents,
    what fitted nowhere and the reader's notes.
    """
    readable = set(readable_by(actor).filter(meeting=meeting).values_list("pk", flat=True))
    items = list(_with_parts(meeting.items.all()))
    reads_all = all(item.pk in readable for item in items)
    return values.Minutes(
        kind=values.MinutesKind(meeting.kind),
        title=meeting.title,
        forum=meeting.forum_name,
        date=meeting.date,
        weekday=meeting.weekday,
        start_time=meeting.start_time,
        end_time=meeting.end_time,
        place=meeting.place,
        head=tuple(values.HeadLine(label, text) for label, text in meeting.head),
        participants=tuple(values.Participant(row.name, row.title) for row in meeting.participants.all()),
        contents_heading=meeting.contents_heading if reads_all else "",
        contents=tuple(values.ContentsLine(title, page) for title, page in meeting.contents) if reads_all else (),
        items=tuple(_item_value(item) if item.pk in readable else _hidden_value(item) for item in items),
        unplaced=blocks.from_json(meeting.unplaced) if reads_all else (),
        notes=tuple(values.Note(*note) for note in meeting.notes) if reads_all else (),
    )


def _item_value(item: Item) -> values.Item:
    parts = tuple(part.text for part in item.recommendation_parts.all())
    return values.Item(
        number=item.number,
        heading=item.heading,
        title=item.title,
        journal_number=item.journal_number,
        planned_minutes=item.planned_minutes,
        kind=values.ItemKind(item.kind),
        recommendation=values.Recommendation(item.recommended_by, parts) if item.has_recommendation else None,
        sections=tuple(
            values.Section(values.SectionKind(section.kind), section.heading, blocks.from_json(section.blocks))
            for section in item.sections.all()
        ),
        decision=item.decision,
        attachments=tuple(attachment.title for attachment in item.attachments.all()),
    )


def _hidden_value(item: Item) -> values.Item:
    return values.Item(
        number=item.number,
        heading=f"Punkt {item.number}: {HIDDEN_TITLE}",
        title=HIDDEN_TITLE,
        journal_number=None,
        planned_minutes=None,
        kind=values.ItemKind.UNKNOWN,
        recommendation=None,
        sections=(),
        decision=None,
        attachments=(),
    )


def describe_journal(minutes: values.Minutes) -> dict[str, JournalDescription]:
    return describe(journal_numbers=[item.journal_number for item in minutes.items if item.journal_number])


def has_confidential_items(*, actor: Actor, meeting: Meeting) -> bool:
    """Whether the actor, in reading this meeting, reads something confidential; such reading is logged."""
    return readable_by(actor).filter(meeting=meeting, is_confidential=True).exists()


def reader_ids(item: Item) -> list[UUID]:
    return list(ItemReader.objects.filter(item=item).values_list("person_id", flat=True))


def attached_document_ids() -> QuerySet:
    return Attachment.objects.filter(document__isnull=False).values("document_id")


def readable_document_ids(actor: Actor) -> QuerySet:
    """Documents that the actor may read because a meeting that they may read has them."""
    return Attachment.objects.filter(item__in=readable_by(actor), document__isnull=False).values("document_id")


def items_of_cases(*, actor: Actor, case_ids: Collection[UUID]) -> QuerySet[Item]:
    """The cases' journeys: every item of them that the actor may read, newest meeting first."""
    items = readable_by(actor).filter(case_id__in=case_ids).select_related("meeting__forum")
    return items.order_by("-meeting__date", "position")


def unfinished_meetings(*, actor: Actor) -> list[Meeting]:
    """Meetings that the actor keeps and has not sent out, or whose file held something that was not understood."""
    meetings = Meeting.objects.filter(forum__in=kept_by(actor=actor)).exclude(published_at__isnull=False, notes=[])
    return list(meetings.select_related("forum").order_by("-date")[:10])


def cases_with_items(actor: Actor, text: str) -> QuerySet:
    """Ids of cases with an item that the actor may read, whose title contains the text."""
    items = readable_by(actor).filter(case__isnull=False)
    return (items.filter(title__icontains=text) if text else items).values("case_id")


def items_to_index() -> QuerySet[Item]:
    """Items with their parts, whoever may read them: for the search index alone."""
    items = Item.objects.select_related("meeting__forum").order_by("meeting__date", "position")
    return items.prefetch_related("sections", "readers")
