"""A stream of source blocks becomes minutes: the one place where landmarks get their meaning, for every format."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field

from chefforum.calc.blocks import Block, Heading, Paragraph
from chefforum.connectors.minutes.errors import unreadable
from chefforum.connectors.minutes.facts import build_item, build_minutes, meeting_date
from chefforum.connectors.minutes.finding_items import find_items
from chefforum.connectors.minutes.landmarks import (
    CONFIDENTIAL_LINE,
    continues_over_gap,
    fault_of_journal_number,
    is_journal_number,
    item_heading,
    labelled_journal_number,
    planned_minutes_mark,
    punkt_heading,
)
from chefforum.connectors.minutes.minutes import Item, Minutes, Note, Section, SectionKind
from chefforum.connectors.minutes.one_meeting import OneMeeting
from chefforum.connectors.minutes.preamble import UNPLACED_HEADING, read_preamble
from chefforum.connectors.minutes.remarks import remarks
from chefforum.connectors.minutes.sections import (
    empty_section,
    is_strong_line,
    is_strong_name,
    is_weak_line,
    section_kind,
)
from chefforum.connectors.minutes.source import Source, SourceBlock, SourceList, SourceTable, SourceText
from chefforum.connectors.minutes.to_blocks import to_table

NO_LEVEL = 3  # the level that counts for a section whose heading is not marked as one
_LONGEST_SUB_HEADING = 120
_EXCERPT = 80


def assemble(source: Source) -> Minutes:
    """The minutes that the file's blocks make; what stands outside its text goes to `unplaced` with a note.

    Raises UnreadableMinutes where the file has no item, speaks of two meetings, or has a table with missing cells.
    """
    blocks = source.blocks
    headings = find_items(blocks)
    if not headings:
        raise unreadable(
            what="Der blev ikke fundet noget punkt i filen.",
            advice="Et punkt skal have en overskrift som “Punkt 1: Godkendelse af dagsorden” eller et nummer som i "
            "“49. Godkendelse af dagsorden”. Ret filen, eller vælg en anden, og prøv igen.",
        )
    first = min(headings)
    preamble = read_preamble(blocks[:first])
    title, head = preamble.title, tuple(preamble.head)
    body = _Body(
        check=OneMeeting(title=title, date=meeting_date(title, head), blocks=blocks),
        marks_headings=any(isinstance(block, SourceText) and block.is_heading for block in blocks),
    )
    for block in preamble.rest:
        body.put_aside(block, "Teksten står før det første punkt og hører ikke til noget i mødets hoved.")
    for position, block in enumerate(blocks[first:], first):
        if position in headings:
            for heading in headings[position]:
                body.start_item(heading, block.line)
        else:
            body.put(position, block)
    for leftover in source.leftovers:
        body.put_aside(SourceText(leftover.text, leftover.text), leftover.why)
    items = tuple(draft.item() for draft in body.drafts)
    minutes = build_minutes(
        title=title,
        head=head,
        items=items,
        contents=tuple(preamble.contents),
        contents_heading=preamble.contents_heading,
        unplaced=tuple(body.unplaced.blocks),
    )
    lines = [draft.line for draft in body.drafts]
    return dataclasses.replace(minutes, notes=(*body.notes, *remarks(minutes=minutes, lines=lines)))


@dataclass
class Passage:
    """Text under one heading (or none), its blocks in the file's order."""

    kind: SectionKind = SectionKind.OTHER
    heading: str = ""
    level: int = NO_LEVEL
    blocks: list[Block] = field(default_factory=list)
    last: str | None = None  # raw text of the paragraph that was added last, if the last block is one

    def add(self, block: SourceBlock) -> None:
        """Puts a block at the end; a sentence that a page break cut in two becomes one again."""
        before, self.last = self.last, None
        match block:
            case SourceList(block=listed):
                self.blocks.append(listed)
            case SourceTable():
                self.blocks.append(to_table(block))
            case SourceText() if _is_sub_heading(block):
                self.blocks.append(Heading(block.text, self._depth(block)))
            case SourceText():
                self._add_paragraph(block, before)

    def _depth(self, block: SourceText) -> int:
        return min(max((block.level or 0) - self.level, 1), 3)

    def _add_paragraph(self, block: SourceText, before: str | None) -> None:
        self.last = block.raw
        previous = self.blocks[-1] if self.blocks else None
        is_cut = before is not None and continues_over_gap(before, block.raw)
        if is_cut and isinstance(previous, Paragraph) and self.kind is not SectionKind.ATTACHMENTS:
            self.blocks[-1] = Paragraph(f"{previous.text} {block.text}")
        else:
            self.blocks.append(Paragraph(block.text))

    def section(self) -> Section:
        return Section(self.kind, self.heading, tuple(self.blocks))


def _is_sub_heading(block: SourceText) -> bool:
    """A heading of lower rank, or a short line that is bold or italic throughout; a mark of time is no heading."""
    if block.is_heading:
        return block.is_italic or planned_minutes_mark(block.raw) is None
    return (
        (block.is_italic or block.is_bold)
        and len(block.text) <= _LONGEST_SUB_HEADING
        and "\n" not in block.text
        and block.text[-1:] not in ".,;"
        and planned_minutes_mark(block.text) is None
    )


@dataclass
class Draft:
    """An item that is being read."""

    heading: str
    line: int | None
    journal_line: str | None = None
    is_confidential: bool = False
    passages: list[Passage] = field(default_factory=list)

    @property
    def passage(self) -> Passage:
        """Where text goes now; text before any heading is a passage without one."""
        if not self.passages:
            self.passages.append(Passage())
        return self.passages[-1]

    @property
    def is_empty(self) -> bool:
        return self.journal_line is None and not self.is_confidential and not self.passages

    def item(self) -> Item:
        sections = tuple(passage.section() for passage in self.passages)
        item = build_item(heading=self.heading, journal_line=self.journal_line, sections=sections)
        return dataclasses.replace(item, is_confidential=self.is_confidential)


@dataclass
class _Body:
    """The items, one after the other, and what has no place in them."""

    check: OneMeeting
    marks_headings: bool
    drafts: list[Draft] = field(default_factory=list)
    unplaced: Passage = field(default_factory=Passage)
    notes: list[Note] = field(default_factory=list)
    is_unplaced: bool = False  # past the heading under which our own files put what had no place

    def start_item(self, heading: str, line: int | None) -> None:
        self.drafts.append(Draft(heading, line))

    def put_aside(self, block: SourceBlock, why: str) -> None:
        """Keeps a block that has no place, and says so in a note; notes of one reason in a row are one."""
        self.unplaced.add(block)
        if not self.notes or self.notes[-1].text != why:
            self.notes.append(Note(why, block.line, _excerpt(block)))

    def put(self, position: int, block: SourceBlock) -> None:
        if self.is_unplaced:
            self.unplaced.add(block)
        elif not isinstance(block, SourceText):
            self.drafts[-1].passage.add(block)
        elif block.is_heading and block.raw == UNPLACED_HEADING:
            self.is_unplaced = True
        elif self.check.is_repeated_title(position):
            self.put_aside(block, "Mødets titel står igen midt i teksten, som når en side begynder.")
        else:
            self._put_text(block)

    def _put_text(self, block: SourceText) -> None:
        draft = self.drafts[-1]
        if draft.is_empty and is_journal_number(block.raw):
            draft.journal_line = block.text
        elif not draft.passages and block.raw == CONFIDENTIAL_LINE and not block.is_heading:
            draft.is_confidential = True
        elif draft.is_empty and _repeats_title(draft.heading, block):
            draft.heading += f"\n{block.text}"
        elif self._is_section(block):
            self._start_section(block.text, block.level or NO_LEVEL)
        elif run_in := _run_in(block):
            self._start_section(run_in[0], NO_LEVEL)
            draft.passage.add(SourceText(run_in[1], run_in[1], block.line))
        else:
            self._remark_on(draft, block)
            draft.passage.add(block)

    def _start_section(self, heading: str, level: int) -> None:
        self.drafts[-1].passages.append(Passage(section_kind(heading), heading, level))

    def _is_section(self, block: SourceText) -> bool:
        if block.is_italic:
            return False
        if not block.is_heading:
            return is_strong_line(block.raw) or (not self.marks_headings and is_weak_line(block.raw))
        if is_strong_name(block.raw):
            return True
        current = next((passage for passage in reversed(self.drafts[-1].passages)), None)
        is_high = current is None or not current.heading or (block.level or NO_LEVEL) <= current.level
        return is_high and planned_minutes_mark(block.raw) is None

    def _remark_on(self, draft: Draft, block: SourceText) -> None:
        """Notes on a line that looks like a landmark but could not be read as one."""
        is_above_sections = not any(passage.heading for passage in draft.passages)
        fault = fault_of_journal_number(block.raw) if draft.is_empty else None
        named = labelled_journal_number(block.raw) if is_above_sections else None
        if fault:
            self._note(f"Linjen under punktets overskrift ligner et journalnummer, men {fault}", block)
        elif named and not is_journal_number(named):
            self._note("Sagsnummeret har ikke form som et journalnummer efter KLE og er læst som tekst.", block)
        elif not block.is_heading and not block.is_italic and punkt_heading(block.raw) and ":" in block.raw:
            self._note("Linjen ligner et punkt, men er ikke en overskrift som de andre. Den er læst som tekst.", block)

    def _note(self, text: str, block: SourceText) -> None:
        self.notes.append(Note(text, block.line, _excerpt(block)))


def _run_in(block: SourceText) -> tuple[str, str] | None:
    """Heading and text of a section on one line: "**Økonomi** Ingen udgifter.", "Økonomi: Intet at bemærke." """
    if block.is_heading or block.is_italic:
        return None
    if block.label is not None and block.rest and is_strong_line(block.label):
        return block.label, block.rest
    return empty_section(block.raw)


def _repeats_title(heading: str, block: SourceText) -> bool:
    """Some files say a numbered item's title again on the line below; "Punkt 3: ..." is never repeated so."""
    said = item_heading(heading)
    return bool(block.raw) and punkt_heading(heading) is None and said is not None and said.title == block.raw


def _excerpt(block: SourceBlock) -> str:
    match block:
        case SourceText(text=text):
            short = " ".join(text.split())
            return short if len(short) <= _EXCERPT else f"{short[: _EXCERPT - 1]}…"
        case _:
            return ""
