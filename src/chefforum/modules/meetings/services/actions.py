"""Actions: made of what was decided, done by their owners, confirmed by the secretariat."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from chefforum.kernel.access.rules import AccessDenied, Actor
from chefforum.kernel.audit.services import record
from chefforum.kernel.documents.models import Document
from chefforum.kernel.notifications.services import notify, settle
from chefforum.web import danish

from ..access import parts_in_action, require_keeper
from ..models import Action, ActionStep, Item
from ..queries.actions import place_of
from ..queries.people import keepers_of
from ..rules.action_states import ACTION_STATES, ACTION_STEPS, TAKES_ACTIONS, ActionState
from ..rules.states import ItemState
from .steps import ReasonMissing, StepNotPossible, locked_item, not_now

# What its owner and the secretariat are told of an action: past when it is somewhere else.
TOLD = ("meetings.action", "meetings.action_due")


@dataclass(frozen=True)
class NewAction:
    """What somebody is to do; without an owner the secretariat finds one later."""

    text: str
    owner_id: UUID | None
    due_date: dt.date | None


@transaction.atomic
def create_actions(*, actor: Actor, item: Item, actions: Sequence[NewAction], at: dt.datetime) -> list[Action]:
    """Actions of an item, in one go; each owner is told.

    Raises AccessDenied for others than the forum's secretariat, StepNotPossible before the meeting has begun and where
    one says nothing.
    """
    item = locked_item(item)
    require_keeper(actor, item.forum)
    if item.meeting is None or item.meeting.state not in TAKES_ACTIONS or item.state == ItemState.WITHDRAWN:
        raise StepNotPossible("Punktet er ikke behandlet endnu, så der er intet at følge op på. Intet er oprettet.")
    if not all(action.text.strip() for action in actions):
        raise StepNotPossible("Skriv, hvad der skal gøres. Intet er oprettet.")
    made = Action.objects.bulk_create(
        Action(
            item=item,
            text=" ".join(action.text.split()),
            owner_id=action.owner_id,
            due_date=action.due_date,
            created_at=at,
        )
        for action in actions
    )
    ActionStep.objects.bulk_create(
        ActionStep(action=action, name="create", source="", target=action.state, at=at, person_id=actor.person_id)
        for action in made
    )
    for action in made:
        _tell_owner(actor=actor, action=action, at=at, what="Du har fået en opfølgning")
    record(
        actor=actor,
        at=at,
        action="actions.create",
        object_kind="item",
        object_id=item.pk,
        data={"actions": [str(action.pk) for action in made]},
    )
    return made


@transaction.atomic
def change_action(*, actor: Actor, action: Action, changed: NewAction, at: dt.datetime) -> Action:
    """Another text, owner or due date; what was before stands in the history. A new owner is told, and the old one.

    Raises AccessDenied for others than the forum's secretariat, StepNotPossible where it says nothing.
    """
    action = locked_action(action)
    require_keeper(actor, action.item.forum)
    text = " ".join(changed.text.split())
    if not text:
        raise StepNotPossible("Skriv, hvad der skal gøres. Intet er ændret.")
    before = NewAction(action.text, action.owner_id, action.due_date)
    before_name = action.owner.name if action.owner else "ingen"
    after = NewAction(text, changed.owner_id, changed.due_date)
    if before == after:
        return action
    action.text, action.owner_id, action.due_date = after.text, after.owner_id, after.due_date
    action.save(update_fields=["text", "owner", "due_date"])
    action.refresh_from_db(fields=["owner"])
    name = action.owner.name if action.owner else "ingen"
    said = [
        *([f"Før: {before.text}"] if before.text != after.text else []),
        *([f"Ansvarlig: {before_name} → {name}"] if before.owner_id != after.owner_id else []),
        *([f"Frist: {_due(before.due_date)} → {_due(after.due_date)}"] if before.due_date != after.due_date else []),
    ]
    _note(actor=actor, action=action, name="change", source=action.state, reason="\n".join(said), at=at)
    if before.owner_id != after.owner_id:
        _tell_owner(actor=actor, action=action, at=at, what="Du har fået en opfølgning")
        _tell(
            actor=actor,
            action=action,
            at=at,
            person_ids=[before.owner_id],
            text=f"En anden har overtaget din opfølgning fra {place_of(action.item)}.",
        )
    return action


@transaction.atomic
def step_action(
    *,
    actor: Actor,
    action: Action,
    name: str,
    at: dt.datetime,
    reason: str = "",
    document: Document | None = None,
) -> Action:
    """Takes a step of rules.action_states.ACTION_STEPS; `reason` of "finish" is what was done, `document` shows it.

    Raises AccessDenied where the actor may not take it, StepNotPossible where the action is in another state,
    ReasonMissing where a reason is asked and none is given.
    """
    action = locked_action(action)
    step = ACTION_STEPS[name]
    if not step.parts & parts_in_action(actor, action):
        raise AccessDenied(f"Du har ikke adgang til at vælge “{step.danish}”.")
    if action.state not in step.sources:
        where = ACTION_STATES[ActionState(action.state)]
        raise StepNotPossible(not_now(step.danish, where))
    if step.asks_reason and not reason.strip():
        raise ReasonMissing
    source, action.state = action.state, step.target
    fields = ["state"]
    if name == "finish":
        action.evidence, action.document = reason.strip(), document or action.document
        fields += ["evidence", "document"]
    action.save(update_fields=fields)
    _note(actor=actor, action=action, name=name, source=source, reason=reason.strip(), at=at)
    settle(kinds=TOLD, url=reverse("meetings:action", args=[action.pk]), at=at)
    _tell_of_step(actor=actor, action=action, name=name, at=at)
    return action


def locked_action(action: Action) -> Action:
    """The action as it stands now, its row locked until the transaction ends."""
    found = Action.objects.select_for_update(of=("self",)).select_related("item__forum", "item__meeting")
    return found.get(pk=action.pk)


def _note(*, actor: Actor, action: Action, name: str, source: str, reason: str, at: dt.datetime) -> None:
    """In the history and, without a word of what it says, in the trail: the item may be closed to those who audit."""
    ActionStep.objects.create(
        action=action, name=name, source=source, target=action.state, reason=reason, at=at, person_id=actor.person_id
    )
    record(actor=actor, at=at, action=f"actions.{name}", object_kind="action", object_id=action.pk)


def _tell_of_step(*, actor: Actor, action: Action, name: str, at: dt.datetime) -> None:
    place = place_of(action.item)
    if name == "finish":
        persons = [one.pk for one in keepers_of(forum=action.item.forum, on=timezone.localdate(at))]
        _tell(actor=actor, action=action, at=at, person_ids=persons, text=f"En opfølgning fra {place} er udført.")
    told = {
        "reject": f"Din opfølgning fra {place} er ikke bekræftet. Se hvorfor.",
        "confirm": f"Din opfølgning fra {place} er bekræftet.",
        "drop": f"Din opfølgning fra {place} er bortfaldet.",
        "reopen": f"Din opfølgning fra {place} er genåbnet.",
    }
    if name in told:
        _tell(actor=actor, action=action, at=at, person_ids=[action.owner_id], text=told[name])


def _tell_owner(*, actor: Actor, action: Action, at: dt.datetime, what: str) -> None:
    due = f", senest {danish.date(action.due_date)}" if action.due_date else ""
    text = f"{what} fra {place_of(action.item)}{due}."
    _tell(actor=actor, action=action, at=at, person_ids=[action.owner_id], text=text)


def _tell(*, actor: Actor, action: Action, at: dt.datetime, person_ids: Sequence[UUID | None], text: str) -> None:
    """Never a word of the action itself: it is read in mails, and the item may be, or become, a closed one."""
    url = reverse("meetings:action", args=[action.pk])
    notify(actor=actor, at=at, person_ids=person_ids, kind="meetings.action", text=text, url=url)


def _due(date: dt.date | None) -> str:
    return danish.date(date) if date else "ingen"
