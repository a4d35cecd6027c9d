"""Which actions somebody may read, and what of the item that each comes from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Prefetch, Q, QuerySet

from chefforum.kernel.access.models import RoleAssignment
from chefforum.kernel.access.rules import Actor, Role
from chefforum.kernel.organisation.queries import tree_on, valid_on
from chefforum.kernel.people.models import Group, Person
from chefforum.web import danish

from ..access import actions_read_by, readable_by, worked_on_by
from ..models import Action, ActionStep, Item, Meeting
from ..rules import HIDDEN_TITLE
from ..rules.action_states import (
    ACTION_STATES,
    ON_NEXT_AGENDA,
    UNFINISHED,
    ActionState,
    due_in_words,
    is_overdue,
)
from ..rules.states import MeetingState
from .meetings import published_title

# Until it is held, a meeting can be the one at which the forum looks at what it has ordered.
_TO_COME = [
    state.value
    for state in (MeetingState.PLANNED, MeetingState.OPEN, MeetingState.REVIEW, MeetingState.SENT, MeetingState.RUNNING)
]


@dataclass(frozen=True)
class ActionFilter:
    """`state` is one of ActionState, "all", or "" for what is not finished or not confirmed."""

    mine: bool = False
    forum_id: UUID | None = None
    meeting_id: UUID | None = None
    state: str = ""
    overdue: bool = False


@dataclass(frozen=True)
class ActionOnPage:
    """An action as the actor may see it: `title` is the item's, "Lukket punkt" where the item is closed to them."""

    id: UUID
    text: str
    owner: str | None
    owner_id: UUID | None
    due_date: dt.date | None
    due: str
    is_overdue: bool
    state: str
    state_name: str
    title: str
    where: str
    item_id: UUID | None
    case_id: UUID | None


def list_actions(*, actor: Actor, chosen: ActionFilter, on: dt.date, order: str = "due_date") -> QuerySet[Action]:
    """Actions that the actor may read, by due date, those without one last. `order` may begin with a minus."""
    found = _with_places(actions_read_by(actor))
    if chosen.mine:
        found = found.filter(owner_id=actor.person_id)
    if chosen.forum_id:
        found = found.filter(item__forum_id=chosen.forum_id)
    if chosen.meeting_id:
        found = found.filter(item__meeting_id=chosen.meeting_id)
    if chosen.overdue:
        found = found.filter(state__in=_values(UNFINISHED), due_date__lt=on)
    if chosen.state in {state.value for state in ActionState}:
        found = found.filter(state=chosen.state)
    elif chosen.state != "all":
        found = found.filter(state__in=_values(ON_NEXT_AGENDA))
    field = F(order.removeprefix("-"))
    first = field.desc(nulls_last=True) if order.startswith("-") else field.asc(nulls_last=True)
    return found.order_by(first, F("due_date").asc(nulls_last=True), "created_at", "pk")


def find_action(*, actor: Actor, action_id: UUID) -> Action | None:
    """The action with its steps; None where there is none or the actor may not know of it."""
    steps = Prefetch("steps", ActionStep.objects.select_related("person").order_by("at", "pk"))
    return (
        _with_places(actions_read_by(actor))
        .select_related("document")
        .prefetch_related(steps)
        .filter(pk=action_id)
        .first()
    )


def actions_on_page(*, actor: Actor, actions: Iterable[Action], on: dt.date) -> list[ActionOnPage]:
    """The actions in their order, with the items' titles only where the actor may read them. Two queries."""
    rows = list(actions)
    item_ids = {row.item_id for row in rows}
    readable = set(readable_by(actor).filter(pk__in=item_ids).values_list("pk", flat=True)) if rows else set()
    worked_on = set(worked_on_by(actor).filter(pk__in=readable).values_list("pk", flat=True)) if readable else set()
    return [_on_page(row, row.item_id in readable, row.item_id in worked_on, on) for row in rows]


def _on_page(action: Action, is_readable: bool, is_worked_on: bool, on: dt.date) -> ActionOnPage:
    item = action.item
    title = item.title if is_worked_on else published_title(item)
    return ActionOnPage(
        id=action.pk,
        text=action.text,
        owner=action.owner.name if action.owner else None,
        owner_id=action.owner_id,
        due_date=action.due_date,
        due=due_in_words(state=action.state, due_date=action.due_date, today=on),
        is_overdue=is_overdue(state=action.state, due_date=action.due_date, today=on),
        state=action.state,
        state_name=ACTION_STATES[ActionState(action.state)],
        title=title if is_readable else HIDDEN_TITLE,
        where=place_of(item),
        item_id=item.pk if is_readable else None,
        case_id=item.case_id if is_readable else None,
    )


def place_of(item: Item) -> str:
    """Chefforum 4. februar 2026, punkt 3: says nothing of what the item is about."""
    if item.meeting is None:
        return item.forum.name
    place = f"{item.forum.name} {danish.date(item.meeting.date)}"
    return f"{place}, punkt {item.number}" if item.number else place


def actions_of_item(*, actor: Actor, item: Item, on: dt.date) -> list[ActionOnPage]:
    """What was ordered at the item, the confirmed too, as far as the actor may read it."""
    found = _with_places(actions_read_by(actor)).filter(item=item).exclude(state=ActionState.DROPPED)
    return actions_on_page(actor=actor, actions=found.order_by("created_at", "pk"), on=on)


def actions_for_meeting(*, actor: Actor, meeting: Meeting, on: dt.date) -> list[ActionOnPage]:
    """What the forum has ordered before and is not confirmed yet: nothing but for the forum's next meeting.

    The next meeting is the first that is not held, from today on; one that runs is next however late it is.
    """
    if meeting.state not in _TO_COME or next_meeting_id(forum_id=meeting.forum_id, on=on) != meeting.pk:
        return []
    found = _with_places(actions_read_by(actor)).filter(
        item__forum_id=meeting.forum_id, item__meeting__date__lt=meeting.date, state__in=_values(ON_NEXT_AGENDA)
    )
    rows = found.order_by(F("due_date").asc(nulls_last=True), "created_at", "pk")
    return actions_on_page(actor=actor, actions=rows, on=on)


def next_meeting_id(*, forum_id: UUID, on: dt.date) -> UUID | None:
    coming = Meeting.objects.filter(Q(date__gte=on) | Q(state=MeetingState.RUNNING), forum_id=forum_id)
    return coming.filter(state__in=_TO_COME).order_by("date").values_list("pk", flat=True).first()


def date_of_next_meeting(*, meeting: Meeting) -> dt.date | None:
    """The date of the forum's first planned meeting after this one."""
    later = Meeting.objects.filter(forum_id=meeting.forum_id, date__gt=meeting.date)
    later = later.exclude(state=MeetingState.CANCELLED)
    return later.order_by("date").values_list("date", flat=True).first()


def own_actions(*, actor: Actor) -> QuerySet[Action]:
    """The actor's own unfinished actions, the first due first."""
    found = _with_places(Action.objects.filter(owner_id=actor.person_id, state__in=_values(UNFINISHED)))
    return found.order_by(F("due_date").asc(nulls_last=True), "created_at")


def actions_to_confirm(*, actor: Actor) -> QuerySet[Action]:
    """What is said to be done in forums whose secretariat the actor is."""
    units = actor.units.get(Role.SECRETARIAT, frozenset())
    found = _with_places(Action.objects.filter(item__forum__unit_id__in=units, state=ActionState.DONE))
    return found.order_by(F("due_date").asc(nulls_last=True), "created_at")


def forums_with_actions(*, actor: Actor) -> QuerySet[Group]:
    return Group.objects.filter(items__actions__in=actions_read_by(actor)).distinct().order_by("name")


def meetings_with_actions(*, actor: Actor) -> QuerySet[Meeting]:
    """Newest first."""
    found = Meeting.objects.filter(items__actions__in=actions_read_by(actor)).distinct()
    return found.select_related("forum").order_by("-date")


def read_document_ids(actor: Actor) -> QuerySet:
    """Files that show what was done, of actions that the actor may read."""
    return actions_read_by(actor).filter(document__isnull=False).values("document_id")


def action_document_ids() -> QuerySet:
    return Action.objects.filter(document__isnull=False).values("document_id")


def cases_with_actions(actor: Actor, text: str) -> QuerySet:
    """Ids of cases of which the actor may read both the item and what came of it."""
    found = _in_cases(actor)
    return (found.filter(text__icontains=text) if text else found).values("item__case_id")


def actions_of_cases(*, actor: Actor, case_ids: Iterable[UUID]) -> QuerySet[Action]:
    return _with_places(_in_cases(actor)).filter(item__case_id__in=case_ids).order_by("-created_at")


def _in_cases(actor: Actor) -> QuerySet[Action]:
    """Never of an item that the actor may not read: the case would tell what the closed item is about."""
    readable = readable_by(actor).values("pk")
    return actions_read_by(actor).filter(item__case__isnull=False, item__in=readable)


def secretariat_of(*, forum: Group, on: dt.date) -> list[UUID]:
    """Those who hold the role of secretariat over the forum's unit, by a role given for it or a unit above it."""
    above = [unit.id for unit in tree_on(on).path(forum.unit_id)]
    held = RoleAssignment.objects.filter(valid_on(on), role=Role.SECRETARIAT, unit_id__in=above)
    return list(held.filter(person__is_active=True).values_list("person_id", flat=True).distinct())


def persons_to_choose(*, forum: Group, on: dt.date) -> list[tuple[str, list[tuple[str, str]]]]:
    """Who can be given an action: first those who sit in the forum, then everybody else, by name."""
    seated = set(forum.memberships.filter(valid_on(on)).values_list("person_id", flat=True))
    persons = list(Person.objects.filter(is_active=True).order_by("name").values_list("pk", "name"))
    inside = [(str(pk), name) for pk, name in persons if pk in seated]
    outside = [(str(pk), name) for pk, name in persons if pk not in seated]
    return [(forum.name, inside), ("Andre", outside)]


def _with_places(actions: QuerySet[Action]) -> QuerySet[Action]:
    return actions.select_related("owner", "item__forum", "item__meeting", "item__published")


def _values(states: Iterable[ActionState]) -> list[str]:
    return [state.value for state in states]
