"""What comes of an item: on its page, under what was decided."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from chefforum.kernel.access.rules import Actor

from ..access import may_keep, visible_to
from ..models import Item, Meeting
from ..rules.action_states import TAKES_ACTIONS
from ..rules.postponing import TAKES_POSTPONED, stops_postponement
from ..rules.states import ItemState
from .actions import ActionOnPage, actions_of_item
from .treatments import Treatments, treatments_around


@dataclass(frozen=True)
class AfterMeeting:
    """What the actor may see of it, and what they may do now; `is_postponed` where it has a successor that lives."""

    item_id: UUID
    actions: tuple[ActionOnPage, ...]
    treatments: Treatments
    may_make_actions: bool
    may_postpone: bool
    is_postponed: bool

    @property
    def shows_something(self) -> bool:
        return bool(self.actions or self.treatments.before or self.treatments.after) or self.may_act

    @property
    def may_act(self) -> bool:
        return self.may_make_actions or self.may_postpone or self.is_postponed


def after_meeting(*, actor: Actor, item: Item, on: dt.date) -> AfterMeeting:
    """For an item that the actor knows of; nothing of what they may not read. A fixed number of queries."""
    keeps = may_keep(actor, item.forum)
    state = item.meeting.state if item.meeting else None
    is_postponed = keeps and has_open_successor(item)
    return AfterMeeting(
        item_id=item.pk,
        actions=tuple(actions_of_item(actor=actor, item=item, on=on)),
        treatments=treatments_around(actor=actor, item=item),
        may_make_actions=keeps and state in TAKES_ACTIONS and item.state != ItemState.WITHDRAWN,
        may_postpone=keeps and not why_not_postponed(item, is_postponed=is_postponed),
        is_postponed=is_postponed,
    )


def has_open_successor(item: Item) -> bool:
    return Item.objects.filter(predecessor=item).exclude(state=ItemState.WITHDRAWN).exists()


def why_not_postponed(item: Item, *, is_postponed: bool) -> str:
    """Why the item cannot be put off now; "" where it can."""
    return stops_postponement(
        item_state=item.state,
        meeting_state=item.meeting.state if item.meeting else None,
        has_open_successor=is_postponed,
    )


def successor_of(*, item: Item) -> Item | None:
    """What the item was put off to, for those who keep the meeting: callers ask first."""
    found = Item.objects.filter(predecessor=item).exclude(state=ItemState.WITHDRAWN)
    return found.select_related("meeting__forum", "wanted_meeting").first()


def meetings_to_postpone_to(*, actor: Actor, item: Item) -> QuerySet[Meeting]:
    """The forum's later meetings that are not held, the nearest first."""
    found = visible_to(actor).filter(forum_id=item.forum_id, state__in=[state.value for state in TAKES_POSTPONED])
    if item.meeting is not None:
        found = found.filter(date__gt=item.meeting.date)
    return found.select_related("forum").order_by("date")
