"""How forums work: whose they are for, what they have agreed on, their standing items and their themes."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.people.models import Group, GroupKind

from ..access import kept_forums
from ..models import ForumPractice, StandingItem


class ForumNotFound(LookupError):
    """There is no such forum, or the actor has nothing to do with it."""


def forums_of(*, actor: Actor) -> QuerySet[Group]:
    """Forums in which the actor has a seat or whose meetings they keep."""
    forums = Group.objects.filter(kind=GroupKind.FORUM).select_related("unit").order_by("name")
    return forums if actor.everything else forums.filter(Q(pk__in=actor.group_ids) | kept_forums(actor))


def find_forum(*, actor: Actor, forum_id: UUID) -> Group | None:
    """The forum, or None where there is none or the actor has nothing to do with it."""
    return forums_of(actor=actor).filter(pk=forum_id).first()


def is_there_a_forum() -> bool:
    """Whether anybody has made a forum here yet."""
    return Group.objects.filter(kind=GroupKind.FORUM).exists()


def practice_of(forum: Group) -> ForumPractice:
    """What the forum has agreed on; the defaults, unsaved, where it has said nothing."""
    return ForumPractice.objects.filter(forum=forum).first() or ForumPractice(forum=forum)


def practices_of(*, forum_ids: QuerySet | list[UUID]) -> dict[UUID, ForumPractice]:
    """The practices that are written down, by forum; a forum that is missing has the defaults. One query."""
    return {row.forum_id: row for row in ForumPractice.objects.filter(forum__in=forum_ids)}


def standing_items_of(forum: Group) -> QuerySet[StandingItem]:
    """First ones first, then those that stand last."""
    return StandingItem.objects.filter(forum=forum).order_by("is_last", "position")


def find_standing_item(*, actor: Actor, standing_id: int) -> StandingItem | None:
    """A standing item of a forum that the actor knows; None else."""
    found = StandingItem.objects.select_related("forum__unit").filter(pk=standing_id).first()
    return found if found and find_forum(actor=actor, forum_id=found.forum_id) else None
