"""Approving several items at once: each gets its own outcomes and its own decision, and all of it can be undone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record

from .. import search
from ..models import Item, ItemStep, Meeting, RecommendationPart
from ..queries.minute_taking import EN_BLOC, UNDO_EN_BLOC, last_en_bloc
from ..rules.decision_sentences import outcomes_en_bloc, suggest_en_bloc
from ..rules.states import ItemState
from .mirroring import mirror_decision
from .revisions import revise
from .steps import StepNotPossible
from .treatment import meeting_to_minute

_WAITING = (ItemState.SENT, ItemState.IN_TREATMENT)


@transaction.atomic
def approve_en_bloc(*, actor: Actor, meeting: Meeting, item_ids: Collection[UUID], at: dt.datetime) -> list[Item]:
    """The items are treated as approved without being discussed; one event tells of all. Gives the items.

    Raises AccessDenied, and StepNotPossible where one of them has a decision, is to be discussed, or is treated.
    """
    meeting = meeting_to_minute(actor=actor, meeting=meeting)
    items = list(_locked(meeting).filter(pk__in=item_ids, state__in=_WAITING))
    if not items or len(items) != len(set(item_ids)):
        raise StepNotPossible("Vælg punkter, som ikke er behandlet endnu. Intet er ændret.")
    for item in items:
        _approve(item)
    _step(items, name=EN_BLOC, target=ItemState.TREATED, actor=actor, at=at)
    Item.objects.filter(pk__in=[item.pk for item in items]).update(ended_at=at)
    _note(actor=actor, meeting=meeting, items=items, at=at, action="meetings.approve_en_bloc")
    return items


@transaction.atomic
def undo_en_bloc(*, actor: Actor, meeting: Meeting, at: dt.datetime) -> list[Item]:
    """Takes back the last approval of several items, but for those that somebody has worked on since. Gives the rest.

    Raises AccessDenied, and StepNotPossible where there is nothing to take back.
    """
    meeting = meeting_to_minute(actor=actor, meeting=meeting)
    steps = {step.item_id: step for step in last_en_bloc(meeting)}
    items = [
        item
        for item in _locked(meeting).filter(pk__in=steps, state=ItemState.TREATED)
        if item.decision == _sentence(item)
    ]
    if not items:
        raise StepNotPossible("Der er ikke noget at fortryde. Intet er ændret.")
    for item in items:
        item.recommendation_parts.update(outcome=None)
        item.decision = None
        item.save(update_fields=["decision"])
        mirror_decision(item)
    for source in _WAITING:
        back = [item for item in items if steps[item.pk].source == source]
        _step(back, name=UNDO_EN_BLOC, target=source, actor=actor, at=at)
    Item.objects.filter(pk__in=[item.pk for item in items]).update(ended_at=None)
    _note(actor=actor, meeting=meeting, items=items, at=at, action="meetings.undo_en_bloc")
    return items


def _locked(meeting: Meeting) -> QuerySet[Item]:
    items = meeting.items.select_for_update(of=("self",)).select_related("forum").order_by("position")
    return items.prefetch_related("recommendation_parts")


def _approve(item: Item) -> None:
    parts = list(item.recommendation_parts.all())
    outcomes = outcomes_en_bloc([part.text for part in parts])
    if outcomes is None or item.decision:
        raise StepNotPossible(
            f"Punkt {item.number} kan ikke godkendes samlet: det skal drøftes eller har en beslutning. Intet er ændret."
        )
    for part, outcome in zip(parts, outcomes, strict=True):
        part.outcome = outcome
    RecommendationPart.objects.bulk_update(parts, ["outcome"])
    item.decision = _sentence(item)
    item.save(update_fields=["decision"])
    mirror_decision(item)


def _sentence(item: Item) -> str:
    texts = [part.text for part in item.recommendation_parts.all()]
    outcomes = outcomes_en_bloc(texts) or ()
    return suggest_en_bloc(forum=item.forum.name, parts=texts, outcomes=outcomes)


def _step(items: Iterable[Item], *, name: str, target: ItemState, actor: Actor, at: dt.datetime) -> None:
    items = list(items)
    ItemStep.objects.bulk_create(
        ItemStep(item=item, name=name, source=item.state, target=target, at=at, person_id=actor.person_id)
        for item in items
    )
    for item in items:
        item.state, item.token = target, item.token + 1
    Item.objects.bulk_update(items, ["state", "token"])


def _note(*, actor: Actor, meeting: Meeting, items: list[Item], at: dt.datetime, action: str) -> None:
    ids = [item.pk for item in items]
    revise(actor=actor, item_ids=ids, at=at)
    search.index_items(ids)
    record(
        actor=actor,
        at=at,
        action=action,
        object_kind="meeting",
        object_id=meeting.pk,
        object_name=meeting.title,
        data={"items": [item.number for item in items]},
    )
