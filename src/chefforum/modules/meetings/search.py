"""What of a meeting can be found by searching, and by whom: the same people as access.py lets read it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from uuid import UUID

from django.urls import reverse

from chefforum.calc import blocks
from chefforum.connectors.minutes.minutes import Section, SectionKind
from chefforum.kernel.access.rules import Role
from chefforum.kernel.people.models import GroupRole
from chefforum.kernel.search.registry import SearchEntry
from chefforum.kernel.search.rules import (
    group_key,
    group_role_key,
    person_key,
    role_over_key,
    role_over_person_key,
    seated_person_key,
    secretariat_key,
)
from chefforum.kernel.search.services import index, remove

from .access import approving_unit
from .models import Item, Meeting, Reviewer
from .queries.closed_today import as_closed_today
from .queries.content import content_of
from .queries.meetings import items_to_index
from .rules.content import ItemContent, content_from_json
from .rules.states import PREPARED, ItemState, MeetingState

KIND = "meetings.item"


def index_meeting(meeting: Meeting) -> None:
    """Puts the meeting's items into the index, in the caller's transaction."""
    index(entries=_entries(list(items_to_index().filter(meeting=meeting))))


def index_items(item_ids: Iterable[UUID]) -> None:
    """Puts items into the index, in the caller's transaction."""
    index(entries=_entries(list(items_to_index().filter(pk__in=list(item_ids)))))


def forget_items(item_ids: Iterable[UUID]) -> None:
    remove(kind=KIND, object_ids=list(item_ids))


def entries() -> Iterator[SearchEntry]:
    """Every item there is, whoever may find it."""
    rows = items_to_index().iterator(chunk_size=500)
    while items := list(islice(rows, 500)):
        yield from _entries(items)


def _entries(items: Sequence[Item]) -> list[SearchEntry]:
    sent = [(item, content_from_json(item.published.content)) for item in items if item.published]
    closed = {item.pk: content for (item, _), content in zip(sent, as_closed_today(sent), strict=True)}
    return [_entry(item, closed.get(item.pk) or content_of(item)) for item in items]


def _entry(item: Item, content: ItemContent) -> SearchEntry:
    """What is sent out where there is such, for all who find the item: what is being written is found by nobody else.

    So those who keep a meeting find it by its published words until they send out the next version.
    """
    texts = [text for section in content.item.sections for text in (section.heading, *_texts(section, content))]
    return SearchEntry(
        kind=KIND,
        object_id=item.pk,
        url=reverse("meetings:item", args=[item.pk]),
        title=content.item.title,
        body="\n".join(texts),
        date=item.meeting.date if item.meeting else None,
        journal_number=content.item.journal_number or "",
        audience=_audience(item),
    )


def _texts(section: Section, content: ItemContent) -> Iterable[str]:
    """The section's words; the title of a confidential bilag is not among them, since all who read the item search."""
    if section.kind == SectionKind.ATTACHMENTS and any(one.is_confidential for one in content.attachments):
        return (one.title for one in content.attachments if not one.is_confidential)
    return blocks.texts(section.blocks)


def _audience(item: Item) -> frozenset[str]:
    forum = item.forum
    keys = {secretariat_key(forum.unit_id)}
    keys |= {group_role_key(forum.pk, role) for role in (GroupRole.CHAIR.value, GroupRole.SECRETARY.value)}
    if item.state in PREPARED:
        keys |= _writing(item) | _heard(item)
    elif item.state == ItemState.WITHDRAWN:
        keys |= _writing(item)
    if item.meeting is not None and item.meeting.state == MeetingState.REVIEW:
        keys |= {person_key(person_id) for person_id in _open_to(item, item.meeting.reviewers.all())}
    if item.published_id is not None:
        if item.is_confidential:
            keys |= {seated_person_key(forum.pk, reader.person_id) for reader in item.readers.all()}
        else:
            keys.add(group_key(forum.pk))
    return frozenset(keys)


def _writing(item: Item) -> set[str]:
    """Its author, those who write with them, and the leader who approves it."""
    keys = {person_key(item.author_id)} if item.author_id else set()
    if item.unit_id:
        keys |= _over(item, Role.CASE_AUTHOR, item.unit_id)
    if approving := approving_unit(item):
        keys.add(role_over_key(Role.WORKPLACE_LEADER, approving))
    return keys


def _heard(item: Item) -> set[str]:
    asked = (_over(item, Role.WORKPLACE_LEADER, hearing.unit_id) for hearing in item.hearings.all())
    return set().union(*asked)


def _over(item: Item, role: Role, unit_id: UUID) -> set[str]:
    """Those with the role over the unit; of a confidential item only those of them that are named on it."""
    if not item.is_confidential:
        return {role_over_key(role, unit_id)}
    return {role_over_person_key(role, unit_id, reader.person_id) for reader in item.readers.all()}


def _open_to(item: Item, reviewers: Iterable[Reviewer]) -> set[UUID]:
    persons = {reviewer.person_id for reviewer in reviewers}
    return persons & {reader.person_id for reader in item.readers.all()} if item.is_confidential else persons
