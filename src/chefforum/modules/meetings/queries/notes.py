"""A person's own notes. Everything that reads notes reads them here, and nobody else's come out.

A note stays with the item that it was written to. The item that a postponed one continues as shows it too, by its
chain of predecessors: nothing is copied, so nothing can be forgotten or come to somebody else.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, QuerySet

from chefforum.calc.quotes import Place, find_quote
from chefforum.kernel.access.rules import Actor
from chefforum.web.annotations import text_of_html
from chefforum.web.blocks import blocks_to_html

from ..access import readable_by, reads_confidential, visible_to, worked_on_by
from ..models import Item, PrivateNote, RevisionFile
from ..rules import HIDDEN_ATTACHMENT, HIDDEN_TITLE
from .meetings import published_title
from .reading import AttachmentOnPage, ItemOnPage

REMOVED_ATTACHMENT = "Et bilag, som er taget af punktet"


@dataclass(frozen=True)
class NoteOnPage:
    """A note as its writer sees it; `number` is its place among the notes shown.

    `quote` is empty where there is none, or where the writer may no longer read what it is from (`is_quote_hidden`).
    `place` is where the quote stands in the item's sections or in the bilag that is shown; where it was looked for and
    no longer stands, it `is_gone`. `attachment` is what the bilag is called that the note is to, `attachment_id` that
    bilag where the writer may open it. `origin` says which earlier item the note was written to, where it was another
    one than the one shown.
    """

    number: int
    id: UUID
    item_id: UUID
    text: str
    quote: str
    is_quote_hidden: bool
    place: Place | None
    is_gone: bool
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
    """The actor's own note that is not deleted; None for everybody else's."""
    return notes_of(actor).select_related("item__forum", "item__meeting__forum").filter(pk=note_id).first()


def notes_to(
    *, actor: Actor, items: Sequence[ItemOnPage], shown: Mapping[int, Sequence[str]] | None = None
) -> dict[UUID, tuple[NoteOnPage, ...]]:
    """The actor's notes to each of the items and to those that it continues, oldest first. At most five queries.

    `shown` are the texts of bilag that the actor is shown, page by page: there words marked in them are looked for.
    """
    chains = predecessors_of([item.id for item in items])
    wanted = {one for item in items for one in (item.id, *chains[item.id])}
    by_item: dict[UUID, list[PrivateNote]] = {}
    for note in _with_origin(notes_of(actor).filter(item__in=wanted)):
        by_item.setdefault(note.item_id, []).append(note)
    reach = _reach(actor, by_item)
    found = {}
    for item in items:
        notes = [note for one in (item.id, *chains[item.id]) for note in by_item.get(one, ())]
        texts = section_texts(item) if notes else []
        ordered = enumerate(sorted(notes, key=lambda note: note.at), start=1)
        found[item.id] = tuple(
            _shown(note, number, reach=reach, item=item, texts=texts, shown=shown or {}) for number, note in ordered
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
    """Every item that the actor has notes to, newest note first, whatever has become of it. At most seven queries."""
    by_item: dict[UUID, list[PrivateNote]] = {}
    for note in _with_origin(notes_of(actor)).order_by("-at"):
        by_item.setdefault(note.item_id, []).append(note)
    reach = _reach(actor, by_item)
    worked_on = set(worked_on_by(actor).filter(pk__in=by_item).values_list("pk", flat=True))
    meetings = {note.item.meeting_id for notes in by_item.values() for note in notes if note.item.meeting_id}
    known = set(visible_to(actor).filter(pk__in=meetings).values_list("pk", flat=True))
    found = []
    for item_id, notes in by_item.items():
        item = notes[0].item
        is_readable = item_id in reach.readable
        shown = tuple(_shown(note, number, reach=reach) for number, note in enumerate(notes, start=1))
        title = (item.title if item_id in worked_on else published_title(item)) if is_readable else HIDDEN_TITLE
        where = _where(item) if is_readable or item.meeting_id in known else ""
        found.append(ItemWithNotes(item_id if is_readable else None, title, where, shown))
    return found


def section_texts(item: ItemOnPage) -> list[str]:
    """The text of each section, as the page shows it."""
    return [text_of_html(blocks_to_html(section.blocks)) for section in item.sections]


def _with_origin(notes: QuerySet[PrivateNote]) -> QuerySet[PrivateNote]:
    return notes.select_related("item__meeting__forum", "item__forum", "item__published", "attachment")


@dataclass(frozen=True)
class _Reach:
    """Of the items with notes those that the actor may read, those whose confidential bilag they may read, and those
    none of whose removed bilag was closed."""

    readable: frozenset[UUID]
    trusted: frozenset[UUID]
    removed_openly: frozenset[UUID]

    def may_read_attachment(self, note: PrivateNote) -> bool:
        """Whether they may read the bilag that the note is to, as far as its own item says."""
        if note.attachment is None:
            is_open = note.item_id in self.removed_openly
        else:
            is_open = not note.attachment.is_confidential
        return note.item_id in self.readable and (is_open or note.item_id in self.trusted)


def _reach(actor: Actor, by_item: Mapping[UUID, Sequence[PrivateNote]]) -> _Reach:
    readable = readable_by(actor).filter(pk__in=list(by_item)).values_list("pk", flat=True)
    with_bilag = [item_id for item_id, notes in by_item.items() if any(map(_is_to_attachment, notes))]
    trusted = reads_confidential(actor).filter(pk__in=with_bilag).values_list("pk", flat=True) if with_bilag else ()
    removed = [item_id for item_id in with_bilag if any(note.attachment is None for note in by_item[item_id])]
    files = RevisionFile.objects.filter(revision__item__in=removed, attachment__isnull=True)
    was_closed = set(files.values_list("revision__item", "is_confidential")) if removed else set()
    openly = (item_id for item_id, is_closed in was_closed if not is_closed and (item_id, True) not in was_closed)
    return _Reach(frozenset(readable), frozenset(trusted), frozenset(openly))


def _is_to_attachment(note: PrivateNote) -> bool:
    """Words marked in a bilag keep their page, also when it is removed."""
    return note.attachment_id is not None or note.page is not None


def _shown(
    note: PrivateNote,
    number: int,
    *,
    reach: _Reach,
    item: ItemOnPage | None = None,
    texts: Sequence[str] = (),
    shown: Mapping[int, Sequence[str]] | None = None,
) -> NoteOnPage:
    is_to_attachment = _is_to_attachment(note)
    own = _attachment_of(note, item) if item and is_to_attachment else None
    looked_in = texts if item and not is_to_attachment else (shown or {}).get(own.id) if own else None
    place = _find(note, looked_in or ())
    may_read = _may_read(note, own, reach) if is_to_attachment else note.item_id in reach.readable
    may_read_quote = place is not None or may_read
    is_carried = item is not None and note.item_id != item.id
    return NoteOnPage(
        number=number,
        id=note.pk,
        item_id=note.item_id,
        text=note.text,
        quote=note.quote if may_read_quote else "",
        is_quote_hidden=bool(note.quote) and not may_read_quote,
        place=place,
        is_gone=bool(note.quote) and may_read_quote and looked_in is not None and place is None,
        attachment_id=_openable(note, own, item=item, may_read=may_read),
        attachment=_attachment(note, own, may_read=may_read) if is_to_attachment else "",
        page=place.text + 1 if place and note.page else note.page,
        origin=f"Skrevet til {_where(note.item)}" if is_carried else "",
        at=note.at,
    )


def _find(note: PrivateNote, texts: Sequence[str]) -> Place | None:
    near = note.page - 1 if note.page else 0
    return find_quote(texts=texts, quote=note.quote, before=note.before, after=note.after, near=near)


def _attachment_of(note: PrivateNote, item: ItemOnPage) -> AttachmentOnPage | None:
    """The bilag of the item shown that the note is to; of an item that continues the note's own the same one there."""
    note_to = note.attachment
    if note_to is None:
        return None
    if note.item_id == item.id:
        return next((one for one in item.attachments if one.id == note_to.pk), None)
    same = [one for one in item.attachments if one.document_id and one.document_id == note_to.document_id]
    named = [one for one in item.attachments if one.title == note_to.title and not one.is_hidden]
    return next(iter([*same, *named]), None)


def _may_read(note: PrivateNote, own: AttachmentOnPage | None, reach: _Reach) -> bool:
    """Whether the actor may read the bilag: as it stands in the item shown, else as it stood where they wrote."""
    if own is not None and own.is_hidden:
        return False
    file = note.attachment.document_id if note.attachment else None
    is_same = own is not None and file is not None and own.document_id == file
    return is_same or reach.may_read_attachment(note)


def _openable(
    note: PrivateNote, own: AttachmentOnPage | None, *, item: ItemOnPage | None, may_read: bool
) -> int | None:
    if item is None:
        return note.attachment_id if may_read else None
    return own.id if own and not own.is_hidden else None


def _attachment(note: PrivateNote, own: AttachmentOnPage | None, *, may_read: bool) -> str:
    """What the bilag of a note is called, for somebody who may read it."""
    if own is not None:
        return own.title
    if note.attachment is None:
        return REMOVED_ATTACHMENT
    return note.attachment.title if may_read else HIDDEN_ATTACHMENT


def _where(item: Item) -> str:
    """ "punkt 3, Chefforum 4. februar 2026" """
    if item.meeting is None:
        return f"et punkt i {item.forum.name} uden møde"
    number = f"punkt {item.number}, " if item.number else ""
    return f"{number}{item.meeting.name}"
