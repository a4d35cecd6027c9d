"""What has changed in an item since a person read it, placed in the text that they read now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from chefforum.calc.redline import WordChange, changed_words
from chefforum.connectors.minutes.minutes import SectionKind
from chefforum.kernel.access.rules import Actor
from chefforum.web.annotations import Removed, Span, text_of_html
from chefforum.web.blocks import blocks_to_html

from ..access import reads_confidential, worked_on_by
from ..models import ReadMark, VersionItem
from ..rules.content import AttachmentContent, ItemContent, content_from_json
from .closed_today import as_closed_today
from .notes import NoteOnPage, section_texts
from .reading import ItemOnPage


@dataclass(frozen=True)
class FactChange:
    """A single value that is another: "Titel", before and after; None where there was or is none."""

    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class ItemChanges:
    """What is new since `read_at`. `words` and `added` are by the place of a section in the item as it is shown.

    `is_told` is False where the person may no longer read what they read then: then only that something is new.
    """

    read_at: dt.datetime
    facts: tuple[FactChange, ...] = ()
    words: dict[int, tuple[WordChange, ...]] = field(default_factory=dict)
    added: frozenset[int] = frozenset()
    removed: tuple[tuple[str, str], ...] = ()
    is_told: bool = True

    @property
    def changed_sections(self) -> tuple[int, ...]:
        return tuple(sorted({*self.words, *self.added}))

    @property
    def shows_something(self) -> bool:
        return bool(self.facts or self.words or self.added or self.removed)


@dataclass(frozen=True)
class Annotations:
    """What is marked in each section of an item, by its place: highlights, new words, words that are gone."""

    spans: dict[int, list[Span]] = field(default_factory=dict)
    removed: dict[int, list[Removed]] = field(default_factory=dict)


def changes_since_read(*, actor: Actor, item: ItemOnPage) -> ItemChanges | None:
    """What is another than when the actor marked the item as read; None where they have not, or nothing was sent since.

    At most nine queries.
    """
    if actor.person_id is None or item.is_hidden:
        return None
    marks = ReadMark.objects.filter(person_id=actor.person_id, item=item.id).select_related("revision", "item")
    mark = marks.first()
    if mark is None or mark.item.published_id is None or mark.revision_id == mark.item.published_id:
        return None
    was_sent = VersionItem.objects.filter(revision=mark.revision_id).exists()
    if not was_sent and not worked_on_by(actor).filter(pk=item.id).exists():
        return ItemChanges(mark.at, is_told=False)
    trusted = reads_confidential(actor).filter(pk=item.id).exists()
    (old,) = as_closed_today([(mark.item, content_from_json(mark.revision.content))])
    return _compared(old, item, read_at=mark.at, trusted=trusted)


def annotated(
    *, notes: Sequence[NoteOnPage] = (), changes: ItemChanges | None = None, is_numbered: bool = True
) -> Annotations:
    """The notes' quotes and the changes as marks in the sections of an item.

    With `is_numbered` each quote has its note's number behind it, a link to the note beside it.
    """
    found = Annotations()
    for note in notes:
        if note.place is not None:
            number = note.number if is_numbered else None
            span = Span(note.place.start, note.place.end, "mark", note=number, anchor=f"ord-{note.id}")
            found.spans.setdefault(note.place.text, []).append(span)
    for section, words in (changes.words if changes else {}).items():
        for word in words:
            found.spans.setdefault(section, []).append(Span(word.start, word.end, "ins"))
            if word.removed:
                found.removed.setdefault(section, []).append(Removed(word.start, word.removed))
    return found


def _compared(old: ItemContent, item: ItemOnPage, *, read_at: dt.datetime, trusted: bool) -> ItemChanges:
    before = [
        (section.heading, text_of_html(blocks_to_html(section.blocks)))
        for section in old.item.sections
        if section.kind != SectionKind.ATTACHMENTS
    ]
    texts = section_texts(item)
    places = [place for place, section in enumerate(item.sections) if section.kind != SectionKind.ATTACHMENTS]
    after = [item.sections[place].heading for place in places]
    words, added, removed = {}, set(), []
    matcher = SequenceMatcher(None, [heading for heading, _ in before], after, autojunk=False)
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag != "equal":
            removed += before[start:end]
            added |= set(places[new_start:new_end])
            continue
        for (_, text), place in zip(before[start:end], places[new_start:new_end], strict=True):
            if found := changed_words(text, texts[place]):
                words[place] = found
    words |= {place: (WordChange(0, len(texts[place]), ""),) for place in added if texts[place].strip()}
    facts = (*_facts(old, item), *_files(old.attachments, item, trusted=trusted))
    return ItemChanges(read_at, facts, words, frozenset(added), tuple(removed))


def _facts(old: ItemContent, item: ItemOnPage) -> Iterator[FactChange]:
    values = (
        ("Nummer", str(old.item.number), str(item.number)),
        ("Titel", old.item.title, item.title),
        ("Journalnummer", old.item.journal_number, item.journal_number),
        ("Tid", _minutes(old.item.planned_minutes), _minutes(item.planned_minutes)),
        ("Fremlægges af", old.presenter, item.presenter),
    )
    for name, before, after in values:
        if before != after:
            yield FactChange(name, before, after)


def _minutes(minutes: int | None) -> str | None:
    return None if minutes is None else f"{minutes} min."


def _files(old: Sequence[AttachmentContent], item: ItemOnPage, *, trusted: bool) -> Iterator[FactChange]:
    """Bilag that came, went or got another file. One that is or was closed is told to those alone who may read it."""
    closed = {one.id for one in item.attachments if one.is_hidden}
    before = {one.id: one for one in old if trusted or not (one.is_confidential or one.id in closed)}
    after = {one.id: one for one in item.attachments if not one.is_hidden}
    for attachment in after.values():
        was = before.get(attachment.id)
        if was is None:
            yield FactChange("Bilag", None, attachment.title)
        elif was.title != attachment.title:
            yield FactChange("Bilag", was.title, attachment.title)
        elif was.document_id != attachment.document_id:
            file = "filen er lagt på" if was.document_id is None else "en anden fil"
            yield FactChange(f"Bilaget “{attachment.title}”", None, file)
    for attachment_id, gone in before.items():
        if attachment_id not in after:
            yield FactChange("Bilag", gone.title, None)
