"""A reader says what they have read, and takes it back. No event: what somebody reads is nobody else's."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from chefforum.kernel.access.rules import AccessDenied, Actor

from ..access import published_to
from ..models import Item, ReadMark


@transaction.atomic
def mark_read(*, actor: Actor, item: Item, at: dt.datetime) -> ReadMark:
    """The person has read the item as it is sent out now.

    Raises AccessDenied where nothing of it is sent out to them, or they are no person.
    """
    found = published_to(actor).filter(pk=item.pk).first()
    if actor.person_id is None or found is None or found.published_id is None:
        raise AccessDenied("Du kan ikke markere punktet som læst: der er ikke noget af det, som er sendt ud til dig.")
    mark, _ = ReadMark.objects.update_or_create(
        person_id=actor.person_id, item=found, defaults={"revision_id": found.published_id, "at": at}
    )
    return mark


@transaction.atomic
def mark_unread(*, actor: Actor, item: Item) -> None:
    """The person has not read the item after all."""
    if actor.person_id is not None:
        ReadMark.objects.filter(person_id=actor.person_id, item=item).delete()
