"""Which meetings, items and bilag there are for somebody: what they may not know of is not even counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.fields.json import KT

from chefforum.connectors.minutes.minutes import MinutesKind
from chefforum.kernel.access.rules import Actor, Role
from chefforum.kernel.people.models import Group, GroupKind

from ..access import (
    attachments_read_by,
    kept_forums,
    published_to,
    readable_by,
    reads_confidential,
    visible_to,
    worked_on_by,
)
from ..models import Attachment, Item, ItemReader, Meeting, RevisionFile, Version
from ..rules.states import IS_PUBLISHED, MeetingState
from ..rules.words import MINUTES_KINDS
from .content import with_content
from .reading import works_on


class MeetingNotFound(LookupError):
    """There is no such meeting, or the actor may not know of it; the text says how to find one."""


def list_meetings(*, actor: Actor, forum_id: UUID | None = None, year: int | None = None) -> QuerySet[Any]:
    """Meetings that the actor may know of, newest first, each with its number of items to read. One query."""
    readable = Q(pk__isnull=False) if actor.everything else Q(forum__in=Group.objects.filter(kept_forums(actor)))
    shown = Q(items__published__isnull=False, state__in=[state.value for state in IS_PUBLISHED]) | readable
    meetings = visible_to(actor).select_related("forum")
    meetings = meetings.annotate(item_count=Count("items", filter=shown, distinct=True))
    if forum_id:
        meetings = meetings.filter(forum_id=forum_id)
    if year:
        meetings = meetings.filter(date__year=year)
    return meetings.order_by("-date", "forum__name")


def coming_first(meetings: QuerySet[Any], *, on: dt.date) -> QuerySet[Any]:
    """The coming ones, the nearest first; then those that were held, the latest first. Each says `is_coming`."""
    meetings = meetings.annotate(is_coming=Case(When(date__gte=on, then=Value(True)), default=Value(False)))
    nearest = Case(When(date__gte=on, then=F("date")))
    return meetings.order_by("-is_coming", nearest.asc(nulls_last=True), "-date", "forum__name")


def newest_sent(*, actor: Actor, most: int) -> list[Any]:
    """The meetings last sent out that the actor may read, as `list_meetings` gives them.

    `sent_kind` is what was sent out, in words: while minutes are taken that is still the agenda.
    """
    newest = Version.objects.filter(meeting=OuterRef("pk")).order_by("-number")
    sent = list_meetings(actor=actor).filter(
        published_at__isnull=False, state__in=[state.value for state in IS_PUBLISHED]
    )
    sent = sent.annotate(said=Subquery(newest.annotate(said=KT("head__kind")).values("said")[:1]))
    meetings = list(sent.order_by("-published_at")[:most])
    for meeting in meetings:
        meeting.sent_kind = MINUTES_KINDS[MinutesKind(meeting.said)] if meeting.said else meeting.kind_name
    return meetings


def list_forums(*, actor: Actor) -> QuerySet[Group]:
    """Forums with a meeting that the actor may know of."""
    return Group.objects.filter(meetings__in=visible_to(actor)).distinct().order_by("name")


def list_years(*, actor: Actor) -> list[int]:
    """Years with a meeting that the actor may know of, newest first."""
    return [date.year for date in visible_to(actor).dates("date", "year", order="DESC")]


def kept_by(*, actor: Actor) -> QuerySet[Group]:
    """Forums whose meetings the actor may import."""
    forums = Group.objects.filter(kind=GroupKind.FORUM).order_by("name").select_related("unit")
    return forums if actor.everything else forums.filter(unit_id__in=actor.units.get(Role.SECRETARIAT, ()))


def find_meeting(*, actor: Actor, meeting_id: UUID) -> Meeting | None:
    """The meeting, or None where there is none or the actor may not know of it."""
    return visible_to(actor).select_related("forum").filter(pk=meeting_id).first()


def get_meeting(*, actor: Actor, meeting_id: str) -> Meeting:
    """The meeting by its public id as text. Raises MeetingNotFound, also where the actor may not know of it."""
    try:
        found = find_meeting(actor=actor, meeting_id=UUID(str(meeting_id)))
    except ValueError:
        found = None
    if found is None:
        raise MeetingNotFound(f"Der er intet møde med ID {meeting_id}. Se ID'erne med: chefforum minutes list")
    return found


def meeting_of(*, forum: Group, date: dt.date) -> Meeting | None:
    """The forum's meeting on a date, for those who keep it: callers ask `may_keep` first."""
    return Meeting.objects.select_related("forum").filter(forum=forum, date=date).first()


def find_item(*, actor: Actor, item_id: UUID) -> Item | None:
    """The item, also a hidden one of an agenda that the actor may read; None where they may not know of it."""
    found = (
        Item.objects.select_related("meeting__forum", "forum", "published", "unit", "wanted_meeting")
        .filter(pk=item_id)
        .first()
    )
    if found is None or readable_by(actor).filter(pk=item_id).exists():
        return found
    if found.meeting is None or find_meeting(actor=actor, meeting_id=found.meeting.pk) is None:
        return None
    return found if found.published_id or works_on(actor, found.meeting) else None


def find_attachment(*, actor: Actor, attachment_id: int) -> Attachment | None:
    """A bilag of an item that the actor works on; None where there is none."""
    attachments = attachments_read_by(actor).select_related("item__meeting__forum", "item__forum")
    return attachments.filter(pk=attachment_id).first()


def has_something_to_read(*, actor: Actor, meeting: Meeting) -> bool:
    """Whether there is an agenda or minutes that the actor may read, hidden items or not."""
    return meeting.is_published or works_on(actor, meeting)


def reader_ids(item: Item) -> list[UUID]:
    """Persons who are named on the item as its readers."""
    return list(ItemReader.objects.filter(item=item).values_list("person_id", flat=True))


def attached_document_ids() -> QuerySet:
    """Files of items as they stand, whoever may read them."""
    return Attachment.objects.filter(document__isnull=False).values("document_id")


def readable_document_ids(actor: Actor) -> QuerySet:
    """Documents that the actor may read because an item that they work on has them."""
    return attachments_read_by(actor).filter(document__isnull=False).values("document_id")


def confidential_attached(document_ids: Collection[UUID]) -> QuerySet:
    """Those of the documents that hang on a closed item, or closed on an open one."""
    found = Attachment.objects.filter(Q(is_confidential=True) | Q(item__is_confidential=True))
    return found.filter(document__in=document_ids).values_list("document_id", flat=True)


def confidential_published(document_ids: Collection[UUID]) -> QuerySet:
    """As `confidential_attached`, of what an item had in any of its revisions."""
    closed = Q(is_confidential=True) | Q(attachment__is_confidential=True) | Q(revision__item__is_confidential=True)
    return RevisionFile.objects.filter(closed, document__in=document_ids).values_list("document_id", flat=True)


def published_document_ids() -> QuerySet:
    """Files of items in any of their revisions, whoever may read them."""
    return RevisionFile.objects.values("document_id")


def readable_published_document_ids(actor: Actor) -> QuerySet:
    """Documents that the actor may read because an item that is sent out to them has them."""
    published = published_to(actor)
    files = RevisionFile.objects.filter(revision__in=published.values("published"))
    if not actor.everything:
        is_open = Q(is_confidential=False) & (Q(attachment__isnull=True) | Q(attachment__is_confidential=False))
        files = files.filter(is_open | Q(revision__item__in=reads_confidential(actor).values("pk")))
    return files.values("document_id")


@dataclass(frozen=True)
class Treatment:
    """An item of a case, as the actor may see it: a step in the case's journey. `meeting` is None before it has one."""

    item: Item
    title: str
    meeting: Meeting | None


def treatments_of_cases(*, actor: Actor, case_ids: Collection[UUID]) -> list[Treatment]:
    """The cases' journeys: every item that the actor may read; those without a meeting first, then newest first."""
    items = readable_by(actor).filter(case_id__in=case_ids).select_related("meeting__forum", "forum", "published")
    items = items.annotate(is_worked_on=Exists(worked_on_by(actor).filter(pk=OuterRef("pk"))))
    return [
        Treatment(item, item.title if item.is_worked_on else published_title(item), item.meeting)
        for item in items.order_by(F("meeting__date").desc(nulls_first=True), "position")
    ]


def published_title(item: Item) -> str:
    """The title that members read, whatever the item is called since."""
    return str(item.published.content["item"]["title"]) if item.published else item.title


def unfinished_meetings(*, actor: Actor, on: dt.date) -> list[Meeting]:
    """Meetings that the actor keeps and has not sent out, or whose file held something that was not understood.

    Cancelled ones do not wait, nor do those that are only planned and more than a month away.
    """
    meetings = Meeting.objects.filter(forum__in=kept_by(actor=actor)).exclude(published_at__isnull=False, notes=[])
    meetings = meetings.exclude(state=MeetingState.CANCELLED)
    meetings = meetings.exclude(state=MeetingState.PLANNED, date__gt=on + dt.timedelta(days=31))
    return list(meetings.select_related("forum__practice").order_by("-date")[:10])


def cases_with_items(actor: Actor, text: str) -> QuerySet:
    """Ids of cases with an item that the actor may read, whose title, as they read it, contains the text."""
    items = readable_by(actor).filter(case__isnull=False)
    if text:
        worked_on = Q(title__icontains=text, pk__in=worked_on_by(actor).values("pk"))
        published = Q(published__content__item__title__icontains=text, pk__in=published_to(actor).values("pk"))
        items = items.filter(worked_on | published)
    return items.values("case_id")


def items_to_index() -> QuerySet[Item]:
    """Items with their parts, whoever may read them: for the search index alone."""
    items = Item.objects.select_related("meeting", "forum", "published")
    who = ("readers", "hearings", "meeting__reviewers")
    return with_content(items).prefetch_related(*who).order_by("meeting__date", "position")
