"""What of a meeting can be found by searching, and by whom: the same people as access.py lets read it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.urls import reverse

from chefforum.calc import blocks
from chefforum.kernel.people.models import GroupRole
from chefforum.kernel.search.registry import SearchEntry
from chefforum.kernel.search.rules import group_key, group_role_key, seated_person_key, secretariat_key
from chefforum.kernel.search.services import index, remove

from . import queries
from .models import Item, Meeting, MeetingState

KIND = "meetings.item"


def index_meeting(meeting: Meeting) -> None:
    """Puts the meeting's items into the index as they stand, in the caller's transaction."""
    index(entries=[_entry(item) for item in queries.items_to_index().filter(meeting=meeting)])


def forget_items(item_ids: Iterable[UUID]) -> None:
    remove(kind=KIND, object_ids=list(item_ids))


def entries() -> Iterator[SearchEntry]:
    """Every item there is, whoever may find it."""
    return (_entry(item) for item in queries.items_to_index().iterator(chunk_size=500))


def _entry(item: Item) -> SearchEntry:
    texts = [text for section in item.sections.all() for text in _texts(section)]
    return SearchEntry(
        kind=KIND,
        object_id=item.pk,
        url=reverse("meetings:item", args=[item.pk]),
        title=item.title,
        body="\n".join(texts),
        date=item.meeting.date,
        journal_number=item.journal_number or "",
        audience=_audience(item),
    )


def _texts(section: queries.Section) -> Iterator[str]:
    yield section.heading
    yield from blocks.texts(blocks.from_json(section.blocks))


def _audience(item: Item) -> frozenset[str]:
    forum = item.meeting.forum
    keys = {secretariat_key(forum.unit_id)}
    keys |= {group_role_key(forum.pk, role) for role in (GroupRole.CHAIR.value, GroupRole.SECRETARY.value)}
    if item.meeting.state == MeetingState.PUBLISHED:
        if item.is_confidential:
            keys |= {seated_person_key(forum.pk, reader.person_id) for reader in item.readers.all()}
        else:
            keys.add(group_key(forum.pk))
    return frozenset(keys)
