"""Who may do what with meetings and their items.

What members read is the newest published version; what is being worked on is read by those who work on it.

| who                                      | day, place | sent out               | in preparation         | in making |
|------------------------------------------|------------|------------------------|------------------------|------------|
| secretariat over the forum's unit        | reads      | reads                  | reads, writes          | writes     |
| the forum's chair and secretary          | reads      | reads                  | reads                  | reads      |
| the forum's members and observers        | reads      | reads, closed if named | –                      | –          |
| author, case authors of its department   | –          | –                      | reads, writes own      | –          |
| leader of its department and those above | –          | –                      | reads, approves        | –          |
| leader of a department that is heard     | –          | –                      | reads, answers         | –          |
| reviewers, while the agenda is in review | reads      | –                      | reads                  | reads      |
| everybody else, administrators, auditors | –          | –                      | –                      | –          |

Themes are read and suggested by those with a seat in the forum and its secretariat, changed by who suggested them and
by the secretariat. How a forum works is read by the same, changed by the secretariat. An agenda that is being built is
seen by those who read everything of the forum.

The forum's secretary takes the minutes besides: begins and ends the meeting and its items, writes decisions and
attendance, sends the draft for comments and answers corrections, until the minutes are sent out. Members, the chair
and the secretary propose corrections; each reads their own, and those who keep the meeting read all.

A closed item is read, of these, by those who keep the meeting, its author, its department's leader and the persons
named on it. A substitute has the seat and the roles of the person they stand in for, but is not one of the persons
that a closed item names, nor the author.

An item that somebody writes for no department is the secretariat's own: they write it together, and the leader of the
unit that owns the forum approves it. Whoever has no role to write items with any longer reads what they wrote, and
changes and sends on none of it. A withdrawn item is read by those who wrote it and their leader, who may take it
up again. Whoever writes items may know on which days their forums' coming meetings take items, and no more of them.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet

from chefforum.kernel.access.rules import SIGNED_IN, AccessDenied, Actor, Role, Rule, has_any
from chefforum.kernel.people.models import Group, GroupRole

from .models import Action, Attachment, Item, Meeting, Theme
from .rules.action_states import SHOWS_DECISIONS, ActionPart
from .rules.states import (
    LOCKED,
    MINUTES_ARE_TAKEN,
    PREPARED,
    TAKES_CORRECTIONS,
    WRITTEN_BY_AUTHOR,
    ItemState,
    MeetingState,
    Part,
)

READ_MEETINGS = Rule("meetings.read", "læse møder", SIGNED_IN.allows)
KEEP_MEETINGS = Rule("meetings.keep", "indlæse og ændre møder", has_any(Role.SECRETARIAT))
PREPARE_MEETINGS = Rule("meetings.prepare", "forberede møder", lambda actor: bool(actor.forum_ids))
WRITE_ITEMS = Rule(
    "meetings.write",
    "skrive punkter",
    has_any(Role.SECRETARIAT, Role.CASE_AUTHOR, Role.WORKPLACE_LEADER),
)
TAKE_MINUTES = Rule(
    "meetings.take_minutes",
    "skrive referat",
    lambda actor: actor.has_role(Role.SECRETARIAT) or bool(actor.groups.get(GroupRole.SECRETARY)),
)

KEEPERS_IN_GROUP = (GroupRole.CHAIR, GroupRole.SECRETARY)


def _sits_as_keeper(actor: Actor) -> bool:
    return any(actor.groups.get(role) for role in KEEPERS_IN_GROUP)


WORK_ON_ITEMS = Rule(
    "meetings.work_on_items",
    "se punkter, der er ved at blive skrevet",
    lambda actor: WRITE_ITEMS.allows(actor) or _sits_as_keeper(actor),
)
SEE_THEMES = Rule(
    "meetings.themes",
    "se temaer til forummets møder",
    lambda actor: PREPARE_MEETINGS.allows(actor) or KEEP_MEETINGS.allows(actor),
)
SEE_STATISTICS = Rule(
    "meetings.statistics",
    "se statistik om punkter",
    lambda actor: KEEP_MEETINGS.allows(actor) or _sits_as_keeper(actor),
)
_PREPARED = [state.value for state in PREPARED]
_SHOWS_DECISIONS = [state.value for state in SHOWS_DECISIONS]


def may_keep(actor: Actor, forum: Group) -> bool:
    """Whether the actor keeps this forum's meetings: imports, publishes, decides who reads confidential items."""
    return actor.has_role_over(forum.unit_id, Role.SECRETARIAT)


def require_keeper(actor: Actor, forum: Group) -> None:
    """Raises AccessDenied where the actor does not keep the forum's meetings."""
    if not may_keep(actor, forum):
        raise AccessDenied(f"Du har ikke adgang til at ændre møder i {forum.name}.")


def reads_everything_of(actor: Actor, forum: Group) -> bool:
    """Whether the actor reads also what is not sent out: the secretariat, the chair and the forum's secretary."""
    return may_keep(actor, forum) or any(forum.pk in actor.groups.get(role, ()) for role in KEEPERS_IN_GROUP)


def parts_in_meeting(actor: Actor, forum: Group) -> frozenset[Part]:
    """What the actor is to the forum's meetings."""
    held = {
        Part.SECRETARIAT: may_keep(actor, forum),
        Part.CHAIR: actor.everything or forum.pk in actor.groups.get(GroupRole.CHAIR, ()),
        Part.MINUTE_TAKER: actor.everything or forum.pk in actor.groups.get(GroupRole.SECRETARY, ()),
    }
    return frozenset(part for part, is_held in held.items() if is_held)


def parts_in_item(actor: Actor, item: Item) -> frozenset[Part]:
    """What the actor is to the item. Authors of the same department write together."""
    parts = set(parts_in_meeting(actor, item.forum))
    if is_author(actor, item):
        parts.add(Part.AUTHOR)
    approving = approving_unit(item)
    if approving and actor.has_role_over(approving, Role.WORKPLACE_LEADER):
        parts.add(Part.HEAD)
    return frozenset(parts)


def approving_unit(item: Item) -> UUID | None:
    """The unit whose leader approves the item: its department's, or the forum's own where it has none.

    None for what nobody here wrote: the items of an imported file.
    """
    if item.unit_id is not None:
        return item.unit_id
    return item.forum.unit_id if item.author_id is not None else None


def is_author(actor: Actor, item: Item) -> bool:
    """Whether the actor wrote the item and still writes items, or writes with those who did."""
    own = actor.person_id is not None and item.author_id == actor.person_id
    if actor.everything or (own and WRITE_ITEMS.allows(actor)):
        return True
    if item.unit_id is None:
        return item.author_id is not None and may_keep(actor, item.forum)
    colleague = item.unit_id is not None and actor.has_role_over(item.unit_id, Role.CASE_AUTHOR)
    return colleague and not item.is_confidential


def may_make_items(actor: Actor, *, forum: Group, unit_id: UUID | None) -> bool:
    """Whether the actor writes cases to the forum for the department: its authors and leaders, and the secretariat."""
    if may_keep(actor, forum):
        return True
    return unit_id is not None and actor.has_role_over(unit_id, Role.CASE_AUTHOR, Role.WORKPLACE_LEADER)


def may_suggest_themes(actor: Actor, forum: Group) -> bool:
    """Whether the actor suggests what the forum takes up: everybody with a seat in it, and the secretariat."""
    return may_keep(actor, forum) or actor.is_in_group(forum.pk)


def may_change_theme(actor: Actor, theme: Theme) -> bool:
    """Whether the actor changes or drops the theme: who suggested it and sits in the forum, and the secretariat."""
    own = actor.person_id is not None and theme.created_by_id == actor.person_id
    return may_keep(actor, theme.forum) or (own and actor.is_in_group(theme.forum_id))


def may_write(actor: Actor, item: Item) -> bool:
    """Whether the actor may change the item's content now: its authors while it is theirs, the secretariat always.

    A closed meeting's items are nobody's to change: its minutes are reopened first.
    """
    if item.state in {ItemState.CLOSED, ItemState.WITHDRAWN}:
        return False
    if item.meeting is not None and item.meeting.state in LOCKED:
        return False
    parts = parts_in_item(actor, item)
    if Part.SECRETARIAT in parts:
        return True
    return Part.AUTHOR in parts and item.state in WRITTEN_BY_AUTHOR


def may_close(actor: Actor, item: Item) -> bool:
    """Whether the actor decides who reads the item: who keeps the meeting, and its own author while it is theirs."""
    if may_keep(actor, item.forum):
        return True
    return actor.person_id is not None and item.author_id == actor.person_id and may_write(actor, item)


def require_closer(actor: Actor, item: Item) -> None:
    """Raises AccessDenied where the actor does not decide who reads the item."""
    if not may_close(actor, item):
        raise AccessDenied("Du kan ikke bestemme, hvem der må læse punktet. Bed sekretariatet om det.")


def reads_history(actor: Actor, item: Item) -> bool:
    """Whether the actor reads every revision: of those who read it as it stands, its keepers and who makes it."""
    parts = {Part.AUTHOR, Part.HEAD} & parts_in_item(actor, item)
    if not parts and not reads_everything_of(actor, item.forum):
        return False
    return worked_on_by(actor).filter(pk=item.pk).exists()


def takes_minutes(actor: Actor, meeting: Meeting) -> bool:
    """Whether the actor writes the meeting's minutes, now or once it has begun: see `may_take_minutes`."""
    return bool(parts_in_meeting(actor, meeting.forum) & {Part.SECRETARIAT, Part.MINUTE_TAKER})


def may_take_minutes(actor: Actor, meeting: Meeting) -> bool:
    """Whether the actor may change decisions and attendance now: who takes the minutes, until they are sent out, and
    the secretariat until they are approved."""
    if meeting.state in MINUTES_ARE_TAKEN:
        return takes_minutes(actor, meeting)
    return meeting.state == MeetingState.MINUTES_SENT and may_keep(actor, meeting.forum)


def may_correct(actor: Actor, meeting: Meeting) -> bool:
    """Whether the actor may propose corrections to the minutes now: who sits in the forum and is no observer."""
    seats = (role for role in GroupRole if role != GroupRole.OBSERVER)
    is_seated = any(meeting.forum_id in actor.groups.get(role, ()) for role in seats)
    return meeting.state in TAKES_CORRECTIONS and is_seated


def kept_forums(actor: Actor) -> Q:
    """Forums, on a query of groups, in which the actor reads everything."""
    led = frozenset[UUID]().union(*(actor.groups.get(role, frozenset()) for role in KEEPERS_IN_GROUP))
    return Q(pk__in=led) | Q(unit_id__in=actor.units.get(Role.SECRETARIAT, frozenset()))


def visible_to(actor: Actor) -> QuerySet[Meeting]:
    """Meetings whose date and place the actor may know of; what is on the agenda is another question."""
    if actor.everything:
        return Meeting.objects.all()
    kept = Group.objects.filter(kept_forums(actor))
    reviewed = Q(state=MeetingState.REVIEW, reviewers__person_id=actor.person_id) if actor.person_id else Q(pk__in=[])
    meetings = Meeting.objects.filter(Q(forum_id__in=actor.group_ids) | Q(forum__in=kept) | reviewed)
    return meetings.distinct()


def worked_on_by(actor: Actor) -> QuerySet[Item]:
    """Items that the actor reads as they stand now, published or not."""
    if actor.everything:
        return Item.objects.all()
    return Item.objects.filter(_kept(actor) | _prepared(actor) | _reviewed(actor)).distinct()


def open_to(actor: Actor) -> QuerySet[Item]:
    """Items of which the actor may read what is or was sent out, closed ones only where they are named or keep them."""
    if actor.everything:
        return Item.objects.all()
    seat = Q(forum_id__in=actor.group_ids)
    return Item.objects.filter(_kept(actor) | (seat & (Q(is_confidential=False) | _named(actor)))).distinct()


def published_to(actor: Actor) -> QuerySet[Item]:
    """Items of which something is sent out now that the actor may read."""
    return open_to(actor).filter(published__isnull=False)


def readable_by(actor: Actor) -> QuerySet[Item]:
    """Items that the actor may read in some form: as they stand or as published."""
    if actor.everything:
        return Item.objects.all()
    return Item.objects.filter(Q(pk__in=worked_on_by(actor).values("pk")) | Q(pk__in=published_to(actor).values("pk")))


def attachments_read_by(actor: Actor) -> QuerySet[Attachment]:
    """Bilag of items as they stand that the actor works on; confidential ones where they may read those."""
    attachments = Attachment.objects.filter(item__in=worked_on_by(actor).values("pk"))
    if actor.everything:
        return attachments
    return attachments.filter(Q(is_confidential=False) | Q(item__in=reads_confidential(actor).values("pk")))


def reads_confidential(actor: Actor) -> QuerySet[Item]:
    """Items whose confidential bilag the actor may read, where they may read the item."""
    if actor.everything:
        return Item.objects.all()
    return Item.objects.filter(_kept(actor) | _named(actor) | _written(actor) | headed_by(actor)).distinct()


def _kept(actor: Actor) -> Q:
    return Q(forum__in=Group.objects.filter(kept_forums(actor)))


def _named(actor: Actor) -> Q:
    return Q(readers__person_id=actor.person_id) if actor.person_id else Q(pk__in=[])


def _written(actor: Actor) -> Q:
    return Q(author_id=actor.person_id) if actor.person_id else Q(pk__in=[])


def headed_by(actor: Actor) -> Q:
    """On a query of items: those that the actor approves as leader."""
    led = actor.units.get(Role.WORKPLACE_LEADER, frozenset())
    of_the_secretariat = Q(unit__isnull=True, author__isnull=False, forum__unit_id__in=led)
    return Q(unit_id__in=led) | of_the_secretariat


def _prepared(actor: Actor) -> Q:
    colleagues = Q(unit_id__in=actor.units.get(Role.CASE_AUTHOR, frozenset()))
    open_or_named = Q(is_confidential=False) | _named(actor)
    writing = _written(actor) | headed_by(actor) | (colleagues & open_or_named)
    prepared = Q(state__in=_PREPARED) & (writing | (heard_by(actor) & open_or_named))
    return prepared | (Q(state=ItemState.WITHDRAWN) & writing)


def heard_by(actor: Actor) -> Q:
    """On a query of items: those on which a department that the actor leads is heard."""
    return Q(hearings__unit_id__in=actor.units.get(Role.WORKPLACE_LEADER, frozenset()))


def _reviewed(actor: Actor) -> Q:
    if actor.person_id is None:
        return Q(pk__in=[])
    review = Q(meeting__state=MeetingState.REVIEW, meeting__reviewers__person_id=actor.person_id)
    return review & (Q(is_confidential=False) | _named(actor))


def actions_read_by(actor: Actor) -> QuerySet[Action]:
    """Actions that the actor may read: their own, those of forums that they keep, and with the minutes all others'.

    Whoever has to do something reads what that is, also where the item that it comes from is closed to them.
    """
    if actor.everything:
        return Action.objects.all()
    own = Q(owner_id=actor.person_id) if actor.person_id else Q(pk__in=[])
    kept = Q(item__forum__in=Group.objects.filter(kept_forums(actor)))
    sent = Q(item__in=published_to(actor).values("pk"), item__meeting__state__in=_SHOWS_DECISIONS)
    return Action.objects.filter(own | kept | sent)


def parts_in_action(actor: Actor, action: Action) -> frozenset[ActionPart]:
    """What the actor is to the action. A substitute does not do what the other has been given to do."""
    held = {
        ActionPart.OWNER: actor.everything or (actor.person_id is not None and action.owner_id == actor.person_id),
        ActionPart.SECRETARIAT: may_keep(actor, action.item.forum),
    }
    return frozenset(part for part, is_held in held.items() if is_held)
