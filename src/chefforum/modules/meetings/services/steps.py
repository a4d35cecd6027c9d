"""Steps of items and meetings: asked of the tables in rules.states, noted in their history and in the trail."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from chefforum.kernel.access.rules import AccessDenied, Actor
from chefforum.kernel.audit.services import record

from .. import search
from ..access import parts_in_item, parts_in_meeting
from ..models import Item, ItemStep, Meeting, MeetingStep
from ..rules.states import ITEM_STATES, ITEM_STEPS, MEETING_STATES, MEETING_STEPS, ItemState, MeetingState, Step


class StepNotPossible(ValueError):
    """The step cannot be taken now; the text says why and what to do. Nothing is changed."""


class ReasonMissing(StepNotPossible):
    def __str__(self) -> str:
        return "Skriv en begrundelse. Intet er ændret."


def locked_item(item: Item) -> Item:
    """The item as it stands now, its row locked until the transaction ends."""
    return Item.objects.select_for_update(of=("self",)).select_related("forum", "meeting").get(pk=item.pk)


def locked_meeting(meeting: Meeting) -> Meeting:
    """The meeting as it stands now, its row locked until the transaction ends."""
    return Meeting.objects.select_for_update(of=("self",)).select_related("forum").get(pk=meeting.pk)


@transaction.atomic
def step_item(*, actor: Actor, item: Item, name: str, at: dt.datetime, reason: str = "", **changes: Any) -> Item:
    """Takes a step of rules.states.ITEM_STEPS with an item; `changes` are fields of the item that change with it.

    Raises AccessDenied where the actor may not take it, StepNotPossible where the item is in another state,
    ReasonMissing where a reason is asked and none is given.
    """
    item = locked_item(item)
    step = ITEM_STEPS[name]
    _require(step, state=item.state, parts=parts_in_item(actor, item), where=ITEM_STATES[ItemState(item.state)])
    _require_reason(step, reason)
    source, item.state = item.state, step.target
    for field, value in changes.items():
        setattr(item, field, value)
    item.token += 1
    item.save(update_fields=["state", "token", *changes])
    ItemStep.objects.create(
        item=item, name=name, source=source, target=item.state, reason=reason, at=at, person_id=actor.person_id
    )
    # No title and no reason in the trail: an item may be closed to those who audit.
    record(actor=actor, at=at, action=f"items.{name}", object_kind="item", object_id=item.pk)
    # Who works on an item, and so who finds it, follows from its state.
    search.index_items([item.pk])
    return item


@transaction.atomic
def step_meeting(
    *, actor: Actor, meeting: Meeting, name: str, at: dt.datetime, reason: str = "", **changes: Any
) -> Meeting:
    """Takes a step of rules.states.MEETING_STEPS with a meeting; raises as `step_item` does."""
    meeting = locked_meeting(meeting)
    step = MEETING_STEPS[name]
    parts = parts_in_meeting(actor, meeting.forum)
    _require(step, state=meeting.state, parts=parts, where=MEETING_STATES[MeetingState(meeting.state)])
    _require_reason(step, reason)
    source, meeting.state = meeting.state, step.target
    for field, value in changes.items():
        setattr(meeting, field, value)
    meeting.save(update_fields=["state", *changes])
    MeetingStep.objects.create(
        meeting=meeting, name=name, source=source, target=meeting.state, reason=reason, at=at, person_id=actor.person_id
    )
    record(
        actor=actor,
        at=at,
        action=f"meetings.{name}",
        object_kind="meeting",
        object_id=meeting.pk,
        object_name=meeting.title,
    )
    if MeetingState.REVIEW in {source, meeting.state}:  # its reviewers find it, or no longer do
        search.index_meeting(meeting)
    return meeting


def _require(step: Step, *, state: str, parts: frozenset[str], where: str) -> None:
    if not step.parts & parts:
        raise AccessDenied(f"Du har ikke adgang til at vælge “{step.danish}”.")
    if state not in step.sources:
        raise StepNotPossible(f"“{step.danish}” er ikke muligt nu: tilstanden er “{where}”. Intet er ændret.")


def _require_reason(step: Step, reason: str) -> None:
    if step.asks_reason and not reason.strip():
        raise ReasonMissing
