"""The content of an item, and the head of a meeting, as they stand in the tables now."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import Prefetch, QuerySet

from chefforum.calc import blocks
from chefforum.calc.decisions import Outcome
from chefforum.connectors.minutes import minutes as values
from chefforum.kernel.figures.in_text import MISSING, for_readers, marks_in, with_figures

from ..models import Attachment, Item, Meeting, RecommendationPart, Section
from ..rules.attendance import Attended, made_head, with_attendance
from ..rules.content import AttachmentContent, ItemContent
from ..rules.section_places import Name
from ..rules.words import MINUTES_KINDS


def with_content(items: QuerySet[Item]) -> QuerySet[Item]:
    """The items with everything that `content_of` reads, in a fixed number of queries."""
    return items.select_related("presenter").prefetch_related(
        Prefetch("sections", Section.objects.order_by("position")),
        Prefetch("attachments", Attachment.objects.order_by("position")),
        Prefetch("recommendation_parts", RecommendationPart.objects.order_by("position")),
    )


def content_of(item: Item, *, for_its_writers: bool = False) -> ItemContent:
    """The item as it stands now; an item without a number of its own has 0 there, which no page shows.

    `for_its_writers`: a mark that stands for no number is left as it is written, so that it can be found and mended.
    """
    parts = list(item.recommendation_parts.all())
    attachments = list(item.attachments.all())
    # Emptied by somebody here it says nothing any more; one that a file left empty is what the file says.
    sections = [section for section in item.sections.all() if section.blocks or not section.token]
    return ItemContent(
        item=values.Item(
            number=item.number or 0,
            heading=item.heading or _heading(item),
            title=item.title,
            journal_number=item.journal_number,
            planned_minutes=item.planned_minutes,
            kind=values.ItemKind(item.kind),
            recommendation=values.Recommendation(item.recommended_by, tuple(part.text for part in parts))
            if item.has_recommendation
            else None,
            sections=tuple(_section(section, for_its_writers=for_its_writers) for section in sections),
            decision=item.decision,
            attachments=tuple(attachment.title for attachment in attachments),
        ),
        attachments=tuple(
            AttachmentContent(
                id=attachment.pk,
                title=attachment.title,
                document_id=attachment.document_id,
                is_confidential=attachment.is_confidential,
                is_promised=attachment.is_promised,
                promised_date=attachment.promised_date,
                source=attachment.source,
            )
            for attachment in attachments
        ),
        written=tuple(_as_written(section) for section in sections if section.figures or marks_without_number(section)),
        outcomes=tuple(Outcome(part.outcome) if part.outcome else None for part in parts),
        presenter=item.presenter.name if item.presenter else None,
    )


def marks_without_number(section: Section) -> tuple[str, ...]:
    """What stands inside the marks of a section that tell no number, each once: the figure is missing, or they name
    none. In a text that was imported, and that nobody has written in here, a mark is text."""
    if not _may_have_figures(section):
        return ()
    marks = (mark for text in blocks.texts(blocks.from_json(section.blocks)) for mark in marks_in(text))
    return tuple(dict.fromkeys(one.inside for one in marks if section.figures.get(one.reference, MISSING) == MISSING))


def _may_have_figures(section: Section) -> bool:
    return bool(section.figures) or (section.token > 0 and Name(section.kind, section.heading).is_free_text)


def _section(section: Section, *, for_its_writers: bool) -> values.Section:
    """The section with its figures as they are said."""
    written, figures = _as_written(section), section.figures
    if not _may_have_figures(section):
        return written
    if for_its_writers:
        known = {reference: said for reference, said in figures.items() if said != MISSING}
        return replace(written, blocks=blocks.with_texts(written.blocks, lambda text: with_figures(text, known)))
    return replace(written, blocks=blocks.with_texts(written.blocks, lambda text: for_readers(text, figures)))


def _as_written(section: Section) -> values.Section:
    return values.Section(values.SectionKind(section.kind), section.heading, blocks.from_json(section.blocks))


def _heading(item: Item) -> str:
    return f"Punkt {item.number}: {item.title}" if item.number else item.title


def _title(meeting: Meeting) -> str:
    """What a meeting that no file gave a title is called."""
    return f"{MINUTES_KINDS[meeting.kind]} {meeting.forum_name or meeting.title} d. {meeting.date:%d-%m-%Y}"


def head_of(meeting: Meeting, *, is_attendance_told: bool = True) -> values.Minutes:
    """Everything of the meeting's agenda or minutes but the items, as it stands now.

    A meeting that no file gave a head gets one; where attendance is noted, head and participants say it, unless it
    is not to be told yet.
    """
    people = [
        Attended(row.name, row.title, row.attendance, row.arrived, row.left) for row in meeting.participants.all()
    ]
    said = tuple(values.HeadLine(label, text) for label, text in meeting.head) or made_head(
        date=meeting.date, start_time=meeting.start_time, place=meeting.place, participants=people
    )
    told = people if is_attendance_told else [replace(one, attendance="unknown") for one in people]
    head, participants = with_attendance(head=said, participants=told)
    return values.Minutes(
        kind=meeting.kind,
        title=meeting.title if meeting.head else _title(meeting),
        forum=meeting.forum_name,
        date=meeting.date,
        weekday=meeting.weekday,
        start_time=meeting.start_time,
        end_time=meeting.end_time,
        place=meeting.place,
        head=head,
        participants=participants,
        contents_heading=meeting.contents_heading,
        contents=tuple(values.ContentsLine(title, page) for title, page in meeting.contents),
        items=(),
        unplaced=blocks.from_json(meeting.unplaced),
        notes=tuple(values.Note(*note) for note in meeting.notes),
    )
