"""What somebody reads of a meeting: the agenda or minutes with what they may not read masked.

Who works on a meeting reads it as it stands; all others read the newest version that was sent out.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from chefforum.calc import blocks
from chefforum.connectors.minutes import from_json, says_nothing, to_json
from chefforum.connectors.minutes import minutes as values
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.cases.queries import JournalDescription, describe

from ..access import (
    may_keep,
    open_to,
    published_to,
    reads_confidential,
    reads_everything_of,
    worked_on_by,
)
from ..models import Item, Meeting, Version
from ..rules import HIDDEN_ATTACHMENT, HIDDEN_TITLE
from ..rules.content import AttachmentContent, ItemContent, content_from_json, content_to_json
from ..rules.states import ItemState, MeetingState
from ..rules.time_plan import TimePlan, time_plan
from ..rules.words import ITEM_KINDS, MINUTES_KINDS, answers_said
from .closed_today import as_closed_today
from .content import content_of, head_of, with_content


@dataclass(frozen=True)
class SectionOnPage:
    kind: str
    heading: str
    blocks: tuple[blocks.Block, ...]
    says_nothing: bool


@dataclass(frozen=True)
class AttachmentOnPage:
    """A bilag; where `is_hidden` its title, file and source are withheld."""

    id: int
    title: str
    document_id: UUID | None
    is_hidden: bool
    is_promised: bool
    promised_date: dt.date | None
    source: str = ""


@dataclass(frozen=True)
class ItemOnPage:
    """An item as the actor may see it; where `is_hidden`, everything but its number, place and time is withheld.

    `answers` is what was chosen as the outcome of each part, in words; empty where nothing was.
    """

    id: UUID
    number: int
    title: str
    kind: str
    is_confidential: bool
    is_hidden: bool
    is_supplement: bool
    journal_number: str | None
    journal: JournalDescription | None
    case_id: UUID | None
    planned_minutes: int | None
    starts_at: dt.time | None
    presenter: str | None
    sections: tuple[SectionOnPage, ...]
    decision: str | None
    answers: str
    attachments: tuple[AttachmentOnPage, ...]


@dataclass(frozen=True)
class MeetingOnPage:
    """A meeting as the actor may see it. `version` is the version that is shown; None: as it stands, or nothing yet.

    `has_unsent_changes` tells those who keep it that it no longer says what was last sent out.
    """

    meeting: Meeting
    head: values.Minutes
    version: Version | None
    items: tuple[ItemOnPage, ...]
    plan: TimePlan
    may_keep: bool
    has_unsent_changes: bool
    version_kind: str
    unplaced: tuple[blocks.Block, ...]


@dataclass(frozen=True)
class _Row:
    """An item in its place; `content` is None where the actor may not read it."""

    item: Item
    content: ItemContent | None
    is_supplement: bool
    planned_minutes: int | None


@dataclass(frozen=True)
class _Reading:
    """What the actor reads of a meeting: as it stands (`version` None) or its newest version."""

    head: values.Minutes
    version: Version | None
    rows: tuple[_Row, ...]
    has_unsent_changes: bool = False

    @property
    def reads_all(self) -> bool:
        return all(row.content is not None for row in self.rows)


def works_on(actor: Actor, meeting: Meeting) -> bool:
    """Whether the actor reads the agenda or minutes as they stand, before they are sent out."""
    if reads_everything_of(actor, meeting.forum):
        return True
    if meeting.state != MeetingState.REVIEW or actor.person_id is None:
        return False
    return meeting.reviewers.filter(person_id=actor.person_id).exists()


def _read(actor: Actor, meeting: Meeting) -> _Reading:
    """A fixed number of queries, however many items."""
    if works_on(actor, meeting):
        return _as_it_stands(actor, meeting)
    return _as_published(actor, meeting)


def _as_it_stands(actor: Actor, meeting: Meeting) -> _Reading:
    placed = Item.objects.filter(meeting=meeting).exclude(state=ItemState.WITHDRAWN)
    items = list(with_content(placed).select_related("published").order_by("position"))
    readable = set(worked_on_by(actor).filter(meeting=meeting).values_list("pk", flat=True))
    contents = {item.pk: content_of(item) for item in items}
    rows = (
        _Row(item, contents[item.pk] if item.pk in readable else None, item.is_supplement, item.planned_minutes)
        for item in items
    )
    head = head_of(meeting)
    sent = {item.pk: item.published.content if item.published else None for item in items}
    differs = any(sent[item.pk] != content_to_json(contents[item.pk]) for item in items)
    if meeting.is_published and not differs:
        last = meeting.versions.order_by("-number").first()
        differs = last is None or last.head != to_json(head) or last.items.count() != len(items)
    return _Reading(head, None, tuple(rows), has_unsent_changes=meeting.is_published and differs)


def _as_published(actor: Actor, meeting: Meeting) -> _Reading:
    version = meeting.versions.order_by("-number").first() if meeting.is_published else None
    if version is None:
        # What is being prepared is nobody else's: the day and the place are all there is to know.
        head = dataclasses.replace(head_of(meeting), title="", head=(), participants=(), notes=(), unplaced=())
        return _Reading(dataclasses.replace(head, contents=(), contents_heading=""), None, ())
    return _of_version(actor, version)


def _of_version(actor: Actor, version: Version) -> _Reading:
    return _pinned(version, open_to(actor).filter(in_versions__version=version))


def _pinned(version: Version, open_items: QuerySet[Item]) -> _Reading:
    """What the version pins; of its items those that are open are read, the others are masked."""
    items = list(version.items.select_related("item", "revision").order_by("position"))
    readable = set(open_items.values_list("pk", flat=True))
    contents = as_closed_today([(row.item, content_from_json(row.revision.content)) for row in items])
    rows = []
    for row, content in zip(items, contents, strict=True):
        shown = content if row.item_id in readable else None
        rows.append(_Row(row.item, shown, row.is_supplement, content.item.planned_minutes))
    return _Reading(from_json(version.head), version, tuple(rows))


def meeting_on_page(*, actor: Actor, meeting: Meeting) -> MeetingOnPage:
    """The meeting with its items in order, hidden ones masked. A fixed number of queries whatever its size."""
    reading = _read(actor, meeting)
    plan = time_plan(start=reading.head.start_time, planned=[row.planned_minutes for row in reading.rows])
    keeps = may_keep(actor, meeting.forum)
    return MeetingOnPage(
        meeting=meeting,
        head=reading.head,
        version=reading.version,
        items=tuple(_items_on_page(actor, reading.rows, plan)),
        plan=plan,
        may_keep=keeps,
        has_unsent_changes=keeps and reading.has_unsent_changes,
        version_kind=MINUTES_KINDS[reading.head.kind] if reading.version else "",
        # What fitted nowhere may belong to a confidential item, so only those who keep the meeting see it.
        unplaced=reading.head.unplaced if keeps else (),
    )


def item_on_page(*, actor: Actor, item: Item) -> ItemOnPage | None:
    """One item as the actor may see it; None where they may not read it in any form."""
    items = with_content(worked_on_by(actor).filter(pk=item.pk))
    if (found := items.first()) is not None:
        content = content_of(found)
    elif item.published and published_to(actor).filter(pk=item.pk).exists():
        content = as_closed_today([(item, content_from_json(item.published.content))])[0]
    else:
        return None
    row = _Row(item, content, item.is_supplement, content.item.planned_minutes)
    return _items_on_page(actor, [row], time_plan(start=None, planned=[row.planned_minutes]))[0]


def _items_on_page(actor: Actor, rows: Sequence[_Row], plan: TimePlan) -> list[ItemOnPage]:
    contents = [row.content.item for row in rows if row.content]
    journal = describe(journal_numbers=[item.journal_number for item in contents if item.journal_number])
    ids = [row.item.pk for row in rows if row.content and any(one.is_confidential for one in row.content.attachments)]
    trusted = set(reads_confidential(actor).filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
    return [
        _shown(row.item, row.content, row, journal, starts_at, row.item.pk in trusted)
        if row.content
        else _hidden(row, starts_at)
        for row, starts_at in zip(rows, plan.starts, strict=True)
    ]


def _shown(
    item: Item,
    content: ItemContent,
    row: _Row,
    journal: dict[str, JournalDescription],
    starts_at: dt.time | None,
    reads_confidential: bool,
) -> ItemOnPage:
    said = content.item
    return ItemOnPage(
        id=item.pk,
        number=said.number,
        title=said.title,
        kind=ITEM_KINDS[said.kind],
        is_confidential=item.is_confidential,
        is_hidden=False,
        is_supplement=row.is_supplement,
        journal_number=said.journal_number,
        journal=journal.get(said.journal_number or ""),
        case_id=item.case_id,
        planned_minutes=said.planned_minutes,
        starts_at=starts_at,
        presenter=content.presenter,
        sections=tuple(section_on_page(section) for section in said.sections),
        decision=said.decision,
        answers=answers_said(content.outcomes),
        attachments=tuple(_attachment(one, reads_confidential) for one in content.attachments),
    )


def section_on_page(section: values.Section) -> SectionOnPage:
    """The section as readers read it, with whether it says that there is nothing to say."""
    return SectionOnPage(
        kind=section.kind.value,
        heading=section.heading,
        blocks=section.blocks,
        says_nothing=says_nothing(section),
    )


def _attachment(attachment: AttachmentContent, reads_confidential: bool) -> AttachmentOnPage:
    is_hidden = attachment.is_confidential and not reads_confidential
    return AttachmentOnPage(
        id=attachment.id,
        title=HIDDEN_ATTACHMENT if is_hidden else attachment.title,
        document_id=None if is_hidden else attachment.document_id,
        is_hidden=is_hidden,
        is_promised=attachment.is_promised,
        promised_date=attachment.promised_date,
        source="" if is_hidden else attachment.source,
    )


def _hidden(row: _Row, starts_at: dt.time | None) -> ItemOnPage:
    return ItemOnPage(
        id=row.item.pk,
        number=row.item.number or 0,
        title=HIDDEN_TITLE,
        kind="",
        is_confidential=True,
        is_hidden=True,
        is_supplement=row.is_supplement,
        journal_number=None,
        journal=None,
        case_id=None,
        planned_minutes=row.planned_minutes,
        starts_at=starts_at,
        presenter=None,
        sections=(),
        decision=None,
        answers="",
        attachments=(),
    )


def minutes_of(*, actor: Actor, meeting: Meeting) -> values.Minutes:
    """The meeting as minutes, for export: to those who keep it exactly what was imported.

    To others the text of hidden items is withheld, and so is what might quote one, also one that has left the meeting:
    the file's own table of contents, what fitted nowhere and the reader's notes. A confidential bilag has no title for
    those who may not read it.
    """
    return minutes_and_items(actor=actor, meeting=meeting)[0]


def minutes_and_items(*, actor: Actor, meeting: Meeting) -> tuple[values.Minutes, tuple[ItemOnPage, ...]]:
    """As `minutes_of`, with the same items as pages show them, in the same order: their ids and files."""
    reading = _read(actor, meeting)
    items = _without_clock(actor, reading)
    return _as_minutes(actor, meeting, reading, items), tuple(items)


@dataclass(frozen=True)
class VersionContent:
    """What a version said, and the file of each bilag, by "Punkt 3, bilag “Status”"."""

    minutes: values.Minutes
    files: dict[str, UUID]


def content_of_version(*, actor: Actor, version: Version) -> VersionContent:
    """The version as the actor may read it, masked as it would be masked today. For those who may see the meeting."""
    reading = _of_version(actor, version)
    items = _without_clock(actor, reading)
    files = {
        f"Punkt {item.number}, bilag “{attachment.title}”": attachment.document_id
        for item in items
        for attachment in item.attachments
        if attachment.document_id
    }
    return VersionContent(_as_minutes(actor, version.meeting, reading, items), files)


def read_as_public(*, version: Version) -> tuple[tuple[ItemOnPage, ...], values.Minutes]:
    """The version as anybody may read it who is nobody here: on a page, and as minutes for a file.

    A closed item is its number and nothing else, not even its time. A bilag that is closed, or was when the version
    was sent out, is not there at all. What the file said of its own contents, and text without a place, may be of a
    closed item and is left out. Callers have asked whether the forum is public.
    """
    reading = _pinned(version, Item.objects.filter(in_versions__version=version, is_confidential=False))
    shown = tuple(_as_public(item) for item in _without_clock(Actor.nobody(), reading))
    said = tuple(
        _without_closed_attachments(row.content.item, one) if row.content else _hidden_value(one)
        for row, one in zip(reading.rows, shown, strict=True)
    )
    minutes = dataclasses.replace(reading.head, items=said, contents_heading="", contents=(), unplaced=(), notes=())
    return shown, minutes


def _as_public(item: ItemOnPage) -> ItemOnPage:
    if item.is_hidden:
        return dataclasses.replace(item, planned_minutes=None, starts_at=None, is_supplement=False)
    attachments = tuple(one for one in item.attachments if not one.is_hidden)
    return dataclasses.replace(
        item,
        attachments=attachments,
        presenter=None,
        case_id=None,
        sections=tuple(one for one in item.sections if one.kind != values.SectionKind.ATTACHMENTS),
    )


def _without_closed_attachments(item: values.Item, shown: ItemOnPage) -> values.Item:
    """The item with the bilag that are shown, listed anew: the section's own words may name a closed one."""
    titles = tuple(one.title for one in shown.attachments)
    sections = [section for section in item.sections if section.kind != values.SectionKind.ATTACHMENTS]
    if titles:
        listed = blocks.List(tuple((blocks.Paragraph(title),) for title in titles))
        sections.append(values.Section(values.SectionKind.ATTACHMENTS, "Bilag", (listed,)))
    return dataclasses.replace(item, attachments=titles, sections=tuple(sections))


def _without_clock(actor: Actor, reading: _Reading) -> list[ItemOnPage]:
    return _items_on_page(actor, reading.rows, time_plan(start=None, planned=[None] * len(reading.rows)))


def _as_minutes(actor: Actor, meeting: Meeting, reading: _Reading, items: Sequence[ItemOnPage]) -> values.Minutes:
    said = tuple(
        _marked(_without_hidden_attachments(_with_answers(row.content), shown), row)
        if row.content
        else _hidden_value(shown)
        for row, shown in zip(reading.rows, items, strict=True)
    )
    if reading.reads_all and reads_everything_of(actor, meeting.forum):
        return dataclasses.replace(reading.head, items=said)
    return dataclasses.replace(reading.head, items=said, contents_heading="", contents=(), unplaced=(), notes=())


def _marked(item: values.Item, row: _Row) -> values.Item:
    """The item with what is said of it beside its text, so that a file of it closes what is closed here."""
    closed = (one.title for one in row.content.attachments if one.is_confidential) if row.content else ()
    return dataclasses.replace(
        item,
        is_confidential=row.item.is_confidential,
        is_supplement=row.is_supplement,
        confidential_attachments=tuple(title for title in closed if title in item.attachments),
    )


def _with_answers(content: ItemContent) -> values.Item:
    return dataclasses.replace(content.item, answers=content.outcomes)


def _without_hidden_attachments(item: values.Item, shown: ItemOnPage) -> values.Item:
    hidden = {title for title, one in zip(item.attachments, shown.attachments, strict=True) if one.is_hidden}
    if not hidden:
        return item
    titles = tuple(one.title for one in shown.attachments)
    named = (blocks.List(tuple((blocks.Paragraph(title),) for title in titles)),)
    sections = (
        dataclasses.replace(section, blocks=named) if section.kind == values.SectionKind.ATTACHMENTS else section
        for section in item.sections
    )
    return dataclasses.replace(item, attachments=titles, sections=tuple(sections))


def _hidden_value(shown: ItemOnPage) -> values.Item:
    return values.Item(
        number=shown.number,
        heading=f"Punkt {shown.number}: {HIDDEN_TITLE}",
        title=HIDDEN_TITLE,
        journal_number=None,
        planned_minutes=None,
        kind=values.ItemKind.UNKNOWN,
        recommendation=None,
        sections=(),
        decision=None,
        attachments=(),
        is_confidential=True,
    )


def describe_journal(minutes: values.Minutes) -> dict[str, JournalDescription]:
    """What the cases of the minutes' items are about, by journal number, as KLE says."""
    return describe(journal_numbers=[item.journal_number for item in minutes.items if item.journal_number])
