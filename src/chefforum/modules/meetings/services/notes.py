"""Writing private notes. No event and no name in the trail: that somebody has a note is nobody else's either."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction

from chefforum.calc.quotes import SOFT_HYPHEN
from chefforum.kernel.access.rules import AccessDenied, Actor

from ..access import readable_by
from ..models import Item, PrivateNote
from ..queries.notes import notes_of
from ..queries.reading import item_on_page

# A deleted note can be brought back as long as its writer may still be looking at the page; then it is gone for good.
UNDO = dt.timedelta(hours=1)
LONGEST_TEXT, LONGEST_QUOTE, SURROUNDINGS = 20_000, 4_000, 80


class NoteSaysNothing(ValueError):
    def __str__(self) -> str:
        return "Noten er tom. Skriv noget, eller slet den. Intet er ændret."


class NoteNotFound(LookupError):
    """There is no such note of the actor's."""


@transaction.atomic
def write_note(
    *,
    actor: Actor,
    item: Item,
    at: dt.datetime,
    text: str = "",
    quote: str = "",
    before: str = "",
    after: str = "",
    attachment_id: int | None = None,
    page: int | None = None,
    note_id: UUID | None = None,
    sent: str = "",
) -> PrivateNote:
    """A new note to an item or one of its bilag; with a quote and no text a highlight.

    Sent again with the same `note_id` it is the same note, with what it says now; `sent` is what the form sent last.
    Words marked in a bilag have its page; 0 where it has no pages.

    Raises AccessDenied where the actor may not read the item or the bilag, NoteSaysNothing, NoteNotFound where the
    id is of somebody else's note.
    """
    if actor.person_id is None or not readable_by(actor).filter(pk=item.pk).exists():
        raise AccessDenied("Du kan ikke skrive noter til et punkt, som du ikke kan læse.")
    if attachment_id is not None:
        _require_attachment(actor, item, attachment_id)
    text, quote = _cut(text), quote.replace(SOFT_HYPHEN, "").strip()[:LONGEST_QUOTE]
    if not text and not quote:
        raise NoteSaysNothing
    throw_away_deleted(at=at)
    if attachment_id is None:
        page = None
    elif page is None and quote:
        page = 0
    values = {
        "person_id": actor.person_id,
        "item_id": item.pk,
        "attachment_id": attachment_id,
        "page": page,
        "quote": quote,
        "before": before[-SURROUNDINGS:],
        "after": after[:SURROUNDINGS],
        "text": text,
        "at": at,
    }
    if note_id is None:
        return PrivateNote.objects.create(**values)
    note, is_new = PrivateNote.objects.select_for_update().get_or_create(pk=note_id, defaults=values)
    if is_new:
        return note
    if note.person_id != actor.person_id:
        raise NoteNotFound(note_id)
    is_marked_elsewhere = bool(quote) and note.attachment_id != attachment_id
    if note.deleted_at or note.item_id != item.pk or note.quote != quote or is_marked_elsewhere:
        # A form that is used again for something else.
        return PrivateNote.objects.create(**values)
    _move(note, attachment_id, page)
    return _rewritten(note, text=text, at=at, has_seen=_is_sent(note, sent))


@transaction.atomic
def change_note(
    *,
    actor: Actor,
    note_id: UUID,
    text: str,
    at: dt.datetime,
    seen_at: dt.datetime | None = None,
    sent: str = "",
    place: tuple[int | None, int | None] | None = None,
) -> PrivateNote:
    """The note with another text. Where it was changed elsewhere since `seen_at`, a note of its own: both are kept.

    `sent` is what the form sent last without an answer: where the note says that, nobody else has changed it. `place`
    is the bilag and its page that a note without marked words is to from now on.

    Raises NoteNotFound, NoteSaysNothing, AccessDenied where the actor may not read the bilag.
    """
    note = notes_of(actor).select_for_update().filter(pk=note_id).first()
    if note is None:
        raise NoteNotFound(note_id)
    text = _cut(text)
    if not text and not note.quote:
        raise NoteSaysNothing
    throw_away_deleted(at=at)
    if place is not None and not note.quote:
        if place[0] is not None and place[0] != note.attachment_id:
            _require_attachment(actor, note.item, place[0])
        _move(note, *place)
    has_seen = seen_at in {None, note.at} or _is_sent(note, sent)
    return _rewritten(note, text=text, at=at, has_seen=has_seen)


def _move(note: PrivateNote, attachment_id: int | None, page: int | None) -> None:
    page = None if attachment_id is None else page
    if (note.attachment_id, note.page) != (attachment_id, page):
        note.attachment_id, note.page = attachment_id, page
        note.save(update_fields=["attachment", "page"])


def _is_sent(note: PrivateNote, sent: str) -> bool:
    return bool(sent) and note.text == _cut(sent)


def _rewritten(note: PrivateNote, *, text: str, at: dt.datetime, has_seen: bool) -> PrivateNote:
    """The note with the text, where the writer has seen what it says now; else both texts are kept, each in a note.

    Where one text begins with all of the other, the longer one is both.
    """
    if text == note.text or (not has_seen and note.text.startswith(text)):
        return note
    if has_seen or text.startswith(note.text):
        note.text, note.at = text, at
        note.save(update_fields=["text", "at"])
        return note
    # What is written on the telephone does not overwrite what was written on the tablet.
    return PrivateNote.objects.create(
        person_id=note.person_id,
        item_id=note.item_id,
        attachment_id=note.attachment_id,
        page=note.page,
        text=text,
        at=at,
    )


def _cut(text: str) -> str:
    return text.strip()[:LONGEST_TEXT]


@transaction.atomic
def delete_note(*, actor: Actor, note_id: UUID, at: dt.datetime) -> PrivateNote:
    """Raises NoteNotFound. `restore_note` brings it back within the hour."""
    note = notes_of(actor).filter(pk=note_id).first()
    if note is None:
        raise NoteNotFound(note_id)
    throw_away_deleted(at=at)
    note.deleted_at = at
    note.save(update_fields=["deleted_at"])
    return note


@transaction.atomic
def restore_note(*, actor: Actor, note_id: UUID, at: dt.datetime) -> PrivateNote:
    """Raises NoteNotFound where it is gone for good."""
    throw_away_deleted(at=at)
    note = PrivateNote.objects.filter(person_id=actor.person_id, pk=note_id).first() if actor.person_id else None
    if note is None:
        raise NoteNotFound(note_id)
    note.deleted_at = None
    note.save(update_fields=["deleted_at"])
    return note


def _require_attachment(actor: Actor, item: Item, attachment_id: int) -> None:
    shown = item_on_page(actor=actor, item=item)
    attachments = shown.attachments if shown else ()
    if not any(one.id == attachment_id and not one.is_hidden for one in attachments):
        raise AccessDenied("Du kan ikke skrive noter til et bilag, som du ikke kan læse.")
    if not item.attachments.filter(pk=attachment_id).exists():
        raise AccessDenied("Bilaget er taget af punktet. Skriv noten til punktet i stedet.")


def throw_away_deleted(*, at: dt.datetime) -> None:
    """Everybody's deleted notes whose time for undo has passed; a round does it each hour, so that none stays."""
    PrivateNote.objects.filter(deleted_at__lt=at - UNDO).delete()
