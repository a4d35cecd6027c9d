"""A person's own notes. Everything that reads notes reads them here, and nobody else's come out.

A note stays with the item that it was written to. The item that a postponed one continues as shows it too, by its
chain of predecessors: nothing is copied, so nothing can be forgotten or come to somebody else.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, QuerySet

from chefforum.calc.quotes import Place, find_quote
from chefforum.kernel.access.rules import Actor
from chefforum.web import danish
from chefforum.web.annotations import text_of_html
from chefforum.web.blocks import blocks_to_html

from ..access import readable_by, reads_confidential, visible_to, worked_on_by
from ..models import Item, PrivateNote
from ..rules import HIDDEN_ATTACHMENT, HIDDEN_TITLE
from .meetings import published_title
from .reading import ItemOnPage


@dataclass(frozen=True)
class NoteOnPage:
    """A note as its writer sees it; `number` is its place among the notes shown.

    `quote` is empty where there is none, or where the writer may no longer read what it is from (`is_quote_hidden`).
    `place` is where the quote stands in the item's sections; None where it no longer does. `origin` says which earlier
    item it was written to, where it was another one than the one shown.
    """

    number: int
    id: UUID
    item_id: UUID
    text: str
    quote: str
    is_quote_hidden: bool
    place: Place | None
    attachment_id: int | None
    attachment: str
    page: int | None
    origin: str
    at: dt.datetime


@dataclass(frozen=True)
class ItemWithNotes:
    """An item that a person has notes to. Where they may not read it now it is "Lukket punkt", without address."""

    id: UUID | None
    title: str
    where: str
    notes: tuple[NoteOnPage, ...]


def notes_of(actor: Actor) -> QuerySet[PrivateNote]:
    """The actor's own notes that are not deleted; nobody's for those who are no person."""
    if actor.person_id is None:
        return PrivateNote.objects.none()
    return PrivateNote.objects.filter(person_id=actor.person_id, deleted_at__isnull=True)


def find_note(*, actor: Actor, note_id: UUID) -> PrivateNote | None:
    return notes_of(actor).select_related("item__forum", "item__meeting__forum").filter(pk=note_id).first()


def notes_to(*, actor: Actor, items: Sequence[ItemOnPage]) -> dict[UUID, tuple[NoteOnPage, ...]]:
    """The actor's notes to each of the items and to those that it continues, oldest first. At most four queries."""
    chains = predecessors_of([item.id for item in items])
    wanted = {one for item in items for one in (item.id, *chains[item.id])}
    by_item: dict[UUID, list[PrivateNote]] = {}
    for note in _with_origin(notes_of(actor).filter(item__in=wanted)):
        by_item.setdefault(note.item_id, []).append(note)
    readable = _readable(actor, by_item)
    trusted = _trusted(actor, by_item)
    found = {}
    for item in items:
        notes = [note for one in (item.id, *chains[item.id]) for note in by_item.get(one, ())]
        texts = section_texts(item) if notes else []
        ordered = enumerate(sorted(notes, key=lambda note: note.at), start=1)
        found[item.id] = tuple(
            _shown(note, number, item=item, texts=texts, readable=readable, trusted=trusted) for number, note in ordered
        )
    return found


def count_notes(*, actor: Actor, item_ids: Iterable[UUID]) -> dict[UUID, int]:
    """How many notes the actor has to each item, those carried from its predecessors too. Two queries."""
    chains = predecessors_of(list(item_ids))
    wanted = {one for item_id, earlier in chains.items() for one in (item_id, *earlier)}
    rows = notes_of(actor).filter(item__in=wanted).order_by().values("item").annotate(count=Count("pk"))
    counts = {row["item"]: row["count"] for row in rows}
    return {item_id: sum(counts.get(one, 0) for one in (item_id, *earlier)) for item_id, earlier in chains.items()}


def predecessors_of(item_ids: Sequence[UUID]) -> dict[UUID, tuple[UUID, ...]]:
    """For each item those that it continues, nearest first, however long the chain. One query."""
    forums = Item.objects.filter(pk__in=item_ids).values("forum")
    postponed = Item.objects.filter(forum__in=forums, predecessor__isnull=False)
    earlier: dict[UUID, UUID | None] = dict(postponed.values_list("pk", "predecessor_id"))
    chains = {}
    for item_id in item_ids:
        chain: list[UUID] = []
        before = earlier.get(item_id)
        while before is not None and before not in chain and before != item_id:
            chain.append(before)
            before = earlier.get(before)
        chains[item_id] = tuple(chain)
    return chains


def all_notes(*, actor: Actor) -> list[ItemWithNotes]:
    """Every item that the actor has notes to, newest note first, whatever has become of the item. Five queries."""
    by_item: dict[UUID, list[PrivateNote]] = {}
    for note in _with_origin(notes_of(actor)).order_by("-at"):
        by_item.setdefault(note.item_id, []).append(note)
    readable = _readable(actor, by_item)
    trusted = _trusted(actor, by_item)
    worked_on = set(worked_on_by(actor).filter(pk__in=by_item).values_list("pk", flat=True))
    meetings = {note.item.meeting_id for notes in by_item.values() for note in notes if note.item.meeting_id}
    known = set(visible_to(actor).filter(pk__in=meetings).values_list("pk", flat=True))
    found = []
    for item_id, notes in by_item.items():
        item = notes[0].item
        is_readable = item_id in readable
        shown = tuple(
            _shown(note, number, item=None, texts=[], readable=readable, trusted=trusted)
            for number, note in enumerate(notes, start=1)
        )
        title = (item.title if item_id in worked_on else published_title(item)) if is_readable else HIDDEN_TITLE
        where = _where(item) if is_readable or item.meeting_id in known else ""
        found.append(ItemWithNotes(item_id if is_readable else None, title, where, shown))
    return found


def section_texts(item: ItemOnPage) -> list[str]:
    """The text of each section, as the page shows it."""
    return [text_of_html(blocks_to_html(section.blocks)) for section in item.sections]


def _with_origin(notes: QuerySet[PrivateNote]) -> QuerySet[PrivateNote]:
    return notes.select_related("item__meeting__forum", "item__forum", "item__published", "attachment")


def _readable(actor: Actor, item_ids: Iterable[UUID]) -> set[UUID]:
    return set(readable_by(actor).filter(pk__in=list(item_ids)).values_list("pk", flat=True))


def _trusted(actor: Actor, by_item: dict[UUID, list[PrivateNote]]) -> set[UUID]:
    """Of the items whose bilag have notes, those whose confidential bilag the actor may read."""
    ids = [item_id for item_id, notes in by_item.items() if any(note.attachment_id for note in notes)]
    return set(reads_confidential(actor).filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()


def _shown(
    note: PrivateNote,
    number: int,
    *,
    item: ItemOnPage | None,
    texts: Sequence[str],
    readable: set[UUID],
    trusted: set[UUID],
) -> NoteOnPage:
    place = find_quote(texts=texts, quote=note.quote, before=note.before, after=note.after) if texts else None
    may_read_quote = place is not None or note.item_id in readable
    is_carried = item is not None and note.item_id != item.id
    return NoteOnPage(
        number=number,
        id=note.pk,
        item_id=note.item_id,
        text=note.text,
        quote=note.quote if may_read_quote else "",
        is_quote_hidden=bool(note.quote) and not may_read_quote,
        place=place,
        attachment_id=note.attachment_id,
        attachment=_attachment(note, item=item, readable=readable, trusted=trusted),
        page=note.page,
        origin=f"Skrevet til {_where(note.item)}" if is_carried else "",
        at=note.at,
    )


def _attachment(note: PrivateNote, *, item: ItemOnPage | None, readable: set[UUID], trusted: set[UUID]) -> str:
    """What the bilag of a note is called, for somebody who may read it; empty where the note is to no bilag."""
    if note.attachment is None:
        return ""
    for one in item.attachments if item else ():
        if one.id == note.attachment_id:
            return one.title
    is_open = not note.attachment.is_confidential or note.item_id in trusted
    return note.attachment.title if note.item_id in readable and is_open else HIDDEN_ATTACHMENT


def _where(item: Item) -> str:
    """ "punkt 3, Chefforum 4. februar 2026" """
    if item.meeting is None:
        return f"et punkt i {item.forum.name} uden møde"
    number = f"punkt {item.number}, " if item.number else ""
    return f"{number}{item.meeting.forum.name} {danish.date(item.meeting.date)}"
