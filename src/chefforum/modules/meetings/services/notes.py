"""Writing private notes. No event and no name in the trail: that somebody has a note is nobody else's either."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction

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
) -> PrivateNote:
    """A new note to an item or one of its bilag; with a quote and no text a highlight.

    Raises AccessDenied where the actor may not read the item or the bilag, NoteSaysNothing.
    """
    if actor.person_id is None or not readable_by(actor).filter(pk=item.pk).exists():
        raise AccessDenied("Du kan ikke skrive noter til et punkt, som du ikke kan læse.")
    if attachment_id is not None:
        _require_attachment(actor, item, attachment_id)
    text, quote = text.strip()[:LONGEST_TEXT], quote.strip()[:LONGEST_QUOTE]
    if not text and not quote:
        raise NoteSaysNothing
    _throw_away(at)
    return PrivateNote.objects.create(
        person_id=actor.person_id,
        item=item,
        attachment_id=attachment_id,
        page=page if attachment_id else None,
        quote=quote,
        before=before[-SURROUNDINGS:],
        after=after[:SURROUNDINGS],
        text=text,
        at=at,
    )


@transaction.atomic
def change_note(
    *, actor: Actor, note_id: UUID, text: str, at: dt.datetime, seen_at: dt.datetime | None = None
) -> PrivateNote:
    """The note with another text. Where it was changed elsewhere since `seen_at`, a note of its own: both are kept.

    Raises NoteNotFound, NoteSaysNothing.
    """
    note = notes_of(actor).select_for_update().filter(pk=note_id).first()
    if note is None:
        raise NoteNotFound(note_id)
    text = text.strip()[:LONGEST_TEXT]
    if not text and not note.quote:
        raise NoteSaysNothing
    if text == note.text:
        return note
    _throw_away(at)
    if seen_at is not None and note.at != seen_at and text:
        # What is written on the telephone does not overwrite what was written on the tablet.
        return PrivateNote.objects.create(
            person_id=note.person_id,
            item_id=note.item_id,
            attachment_id=note.attachment_id,
            page=note.page,
            text=text,
            at=at,
        )
    note.text, note.at = text, at
    note.save(update_fields=["text", "at"])
    return note


@transaction.atomic
def delete_note(*, actor: Actor, note_id: UUID, at: dt.datetime) -> PrivateNote:
    """Raises NoteNotFound. `restore_note` brings it back within the hour."""
    note = notes_of(actor).filter(pk=note_id).first()
    if note is None:
        raise NoteNotFound(note_id)
    _throw_away(at)
    note.deleted_at = at
    note.save(update_fields=["deleted_at"])
    return note


@transaction.atomic
def restore_note(*, actor: Actor, note_id: UUID, at: dt.datetime) -> PrivateNote:
    """Raises NoteNotFound where it is gone for good."""
    _throw_away(at)
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


def _throw_away(at: dt.datetime) -> None:
    """Everybody's deleted notes whose time for undo has passed."""
    PrivateNote.objects.filter(deleted_at__lt=at - UNDO).delete()
