"""Who may do what with meetings.

| who                                             | draft | published | confidential item        | change |
|-------------------------------------------------|-------|-----------|--------------------------|--------|
| secretariat over the forum's unit               | reads | reads     | reads                    | yes    |
| the forum's chair and secretary                 | reads | reads     | reads                    | no     |
| the forum's members and observers               | –     | reads     | title hidden; if named, reads | no |
| everybody else, administrators and auditors too | –     | –         | –                        | –      |

A substitute has the seat of the person they stand in for, but is not one of the persons that a confidential item
names.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet

from chefforum.kernel.access.rules import SIGNED_IN, Actor, Role, Rule, has_any
from chefforum.kernel.people.models import Group, GroupRole

from .models import Item, Meeting, MeetingState

READ_MEETINGS = Rule("meetings.read", "læse møder", SIGNED_IN.allows)
KEEP_MEETINGS = Rule("meetings.keep", "indlæse og ændre møder", has_any(Role.SECRETARIAT))

KEEPERS_IN_GROUP = (GroupRole.CHAIR, GroupRole.SECRETARY)


def may_keep(actor: Actor, forum: Group) -> bool:
    """Whether the actor keeps this forum's meetings: imports, publishes, decides who reads confidential items."""
    return actor.has_role_over(forum.unit_id, Role.SECRETARIAT)


def kept_forums(actor: Actor) -> Q:
    """Forums, on a query of groups, in which the actor reads everything."""
    led = frozenset[UUID]().union(*(actor.groups.get(role, frozenset()) for role in KEEPERS_IN_GROUP))
    return Q(pk__in=led) | Q(unit_id__in=actor.units.get(Role.SECRETARIAT, frozenset()))


def visible_to(actor: Actor) -> QuerySet[Meeting]:
    """Meetings that the actor may know of."""
    if actor.everything:
        return Meeting.objects.all()
    kept = Group.objects.filter(kept_forums(actor))
    published = Q(state=MeetingState.PUBLISHED, forum_id__in=actor.group_ids)
    return Meeting.objects.filter(published | Q(forum__in=kept))


def readable_by(actor: Actor) -> QuerySet[Item]:
    """Items whose title and content the actor may read, confidential ones only where they may."""
    items = Item.objects.filter(meeting__in=visible_to(actor))
    if actor.everything:
        return items
    kept = Group.objects.filter(kept_forums(actor))
    named = Q(readers__person_id=actor.person_id) if actor.person_id else Q(pk__in=[])
    return items.filter(Q(is_confidential=False) | Q(meeting__forum__in=kept) | named).distinct()
