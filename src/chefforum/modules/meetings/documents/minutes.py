"""Agenda or minutes of a whole meeting as a document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from chefforum.calc.blocks import Paragraph
from chefforum.connectors.minutes import says_nothing
from chefforum.connectors.minutes.landmarks import CONFIDENTIAL_LINE
from chefforum.connectors.minutes.minutes import Item, Minutes, Section, SectionKind
from chefforum.kernel.cases.queries import JournalDescription
from chefforum.kernel.documents.rendering.document import Document, Fact, Part, Tone
from chefforum.kernel.documents.rendering.document import Section as DocumentSection

from ..queries.actions import ActionOnPage
from ..rules.follow_up import FOLLOW_UP_HEADING
from ..rules.words import answers_said
from .actions import actions_table

FORMATS = {"pdf": "PDF", "docx": "Word", "html": "HTML", "json": "JSON", "md": "Markdown"}

# What the public may have of open minutes.
PUBLIC_KIND = "meetings.public_minutes"
PUBLIC_FORMATS = {"pdf": "PDF", "html": "HTML"}


def minutes_document(
    *,
    minutes: Minutes,
    journal: Mapping[str, JournalDescription],
    organisation: str,
    issued_at: dt.datetime,
    actions: Sequence[ActionOnPage] = (),
) -> Document:
    """The minutes as a document: head, table of contents, an entry per item; `journal` gives the KLE subjects' titles.

    `actions` of earlier meetings that the forum follows up come after the items, masked by who made them.

    What an import could not place comes last under a heading of its own, so that paper holds all that the file held.
    """
    parts = [_part(item, journal) for item in minutes.items]
    if minutes.unplaced:
        parts.append(Part(title="Tekst uden plads i et punkt", elements=minutes.unplaced, on_new_page=True))
    if actions:
        parts.append(Part(title=FOLLOW_UP_HEADING, elements=(actions_table(actions),)))
    return Document(
        title=minutes.title or "Møde",
        organisation=organisation,
        issued_at=issued_at,
        facts=_facts(minutes),
        parts=tuple(parts),
        with_contents=True,
    )


def _facts(minutes: Minutes) -> tuple[Fact, ...]:
    """The head as it was written; the participants one to a line where they could be told apart."""
    named = tuple(
        f"{participant.name}, {participant.title}" if participant.title else participant.name
        for participant in minutes.participants
    )
    facts = [
        Fact(line.label, named if named and _names_all(line.text, minutes) else (line.text,)) for line in minutes.head
    ]
    return tuple(facts)


def _names_all(text: str, minutes: Minutes) -> bool:
    return all(participant.name in text for participant in minutes.participants)


def _part(item: Item, journal: Mapping[str, JournalDescription]) -> Part:
    description = journal.get(item.journal_number) if item.journal_number else None
    # A line each, so that the file can be read in again.
    details = (
        item.journal_number,
        CONFIDENTIAL_LINE if item.is_confidential else None,
        description.subject_title if description else None,
    )
    return Part(
        label=f"Punkt {item.number}",
        title=item.title,
        details=tuple(line for line in details if line),
        elements=tuple(_elements(item)),
        on_new_page=False,
    )


def _elements(item: Item) -> Iterator[DocumentSection]:
    """The sections, and what was chosen as outcome right after the decision, else last."""
    said = answers_said(item.answers)
    answers = DocumentSection(heading="Udfald", elements=(Paragraph(said),), tone=Tone.QUIET) if said else None
    for section in item.sections:
        yield _section(section)
        if answers and section.kind == SectionKind.DECISION:
            yield answers
            answers = None
    if answers:
        yield answers


def _section(section: Section) -> DocumentSection:
    tone = Tone.PLAIN
    if section.kind == SectionKind.DECISION:
        tone = Tone.CALLOUT
    elif says_nothing(section):
        tone = Tone.QUIET
    return DocumentSection(heading=section.heading, elements=section.blocks, tone=tone)
