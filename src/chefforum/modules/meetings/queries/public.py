"""What the public may read: the newest minutes sent out of meetings in forums that show theirs. Nobody is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery

from chefforum.connectors.minutes import minutes as values
from chefforum.kernel.documents.models import Confidentiality
from chefforum.kernel.people.models import Group

from ..models import Attachment, RevisionFile, Version
from ..rules.states import HAS_MINUTES
from .reading import ItemOnPage, read_as_public


class NotPublic(LookupError):
    """There are no such minutes that the public may read."""


@dataclass(frozen=True)
class PublicMinutes:
    """Minutes as the public reads them: `items` for a page, `minutes` for a file."""

    version: Version
    items: tuple[ItemOnPage, ...]
    minutes: values.Minutes


def public_versions() -> QuerySet[Version]:
    """The newest version of each meeting's minutes that was sent out as such, where the forum is public.

    Minutes that are reopened stay public as they were last sent out; their draft never is.
    """
    final = Version.objects.filter(meeting=OuterRef("meeting"), is_final=True).order_by("-number")
    return Version.objects.filter(
        meeting__forum__practice__is_public=True,
        meeting__state__in=[state.value for state in HAS_MINUTES],
        pk=Subquery(final.values("pk")[:1]),
    )


def list_public_forums() -> QuerySet[Group]:
    """Forums with minutes that the public may read, each with their number and the day of the newest meeting."""
    meetings = Q(meetings__versions__in=public_versions())
    forums = Group.objects.filter(practice__is_public=True).annotate(
        public_count=Count("meetings", filter=meetings, distinct=True), newest=Max("meetings__date", filter=meetings)
    )
    return forums.filter(public_count__gt=0).order_by("name")


def find_public_forum(forum_id: UUID) -> Group | None:
    return list_public_forums().filter(pk=forum_id).first()


def list_public_meetings(*, forum: Group | None = None) -> QuerySet[Version]:
    """The versions with their meeting and forum, newest meeting first."""
    versions = public_versions().select_related("meeting__forum")
    if forum is not None:
        versions = versions.filter(meeting__forum=forum)
    return versions.order_by("-meeting__date", "meeting__forum__name")


def get_public_minutes(meeting_id: UUID) -> PublicMinutes:
    """The minutes as the public may read them, in a fixed number of queries. Raises NotPublic."""
    version = list_public_meetings().filter(meeting=meeting_id).first()
    if version is None:
        raise NotPublic(meeting_id)
    items, minutes = read_as_public(version=version)
    return PublicMinutes(version, items, minutes)


def public_document_ids(*, meeting_id: UUID | None = None) -> QuerySet:
    """Documents that hang as open bilag on open items of what the public reads; of one meeting, where it is given."""
    versions = public_versions()
    if meeting_id is not None:
        versions = versions.filter(meeting=meeting_id)
    files = RevisionFile.objects.filter(
        Exists(versions.filter(items__revision=OuterRef("revision"), items__item__is_confidential=False)),
        Q(attachment__isnull=True) | Q(attachment__is_confidential=False),
        revision__item__is_confidential=False,
        is_confidential=False,
    )
    # A file that hangs closed anywhere is closed here too, whatever this item says of it.
    closed = Attachment.objects.filter(is_confidential=True, document__isnull=False).values("document_id")
    files = files.exclude(document__in=closed).exclude(document__confidentiality=Confidentiality.CONFIDENTIAL)
    return files.values("document_id")


def is_public_document(*, meeting_id: UUID, document_id: UUID) -> bool:
    """Whether the public may have the file: it is an open bilag of an open item of the meeting's public minutes."""
    return public_document_ids(meeting_id=meeting_id).filter(document=document_id).exists()
