"""The list is decided: from a run, with what those who decide change by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record
from chefforum.modules.it_costs.queries.by_system import systems_in_register
from chefforum.web.once import AlreadyMade

from ..access import KEEP
from ..models import SelectedSystem, SelectionDecision
from ..queries.selection import find_run
from ..rules.selection import SelectionWrong
from ..search import index_selected

KIND = "it_selected"
DECIDED_MEANWHILE = "En anden har fastlagt en liste, mens du skrev. Din står her endnu. Se den nye, før du gemmer."


@dataclass(frozen=True)
class ChangeByHand:
    """A system that is put in or taken out, and why."""

    system_id: UUID
    is_in: bool
    reason: str


@transaction.atomic
def decide(
    *,
    actor: Actor,
    run_id: UUID,
    decision_id: UUID,
    changes: Sequence[ChangeByHand],
    note: str,
    seen: UUID | None,
    at: dt.datetime,
) -> SelectionDecision:
    """The run's list with the changes becomes the one that counts; the one before it ends.

    `seen`: the decision that counted as the page was opened. Raises AccessDenied, AlreadyMade, SelectionNotFound,
    SelectionWrong.
    """
    KEEP.require(actor)
    if SelectionDecision.objects.filter(pk=decision_id).exists():
        raise AlreadyMade(decision_id)
    current = SelectionDecision.objects.select_for_update().filter(is_current=True).first()
    if (current.pk if current else None) != seen:
        raise SelectionWrong(DECIDED_MEANWHILE)
    run = find_run(actor=actor, run_id=run_id)
    there = {one.pk for one in systems_in_register(actor=actor)}
    rows = _rows({UUID(key) for key in run.result["chosen"]}, there, changes)
    if not any(one.is_in for one in rows):
        raise SelectionWrong("Listen er tom. Vælg mindst ét system.")
    if current is not None:
        _end(current, at)
    made = SelectionDecision.objects.create(
        pk=decision_id, run=run, note=note.strip(), decided_at=at, person_id=actor.person_id
    )
    for one in rows:
        one.decision = made
    SelectedSystem.objects.bulk_create(rows)
    index_selected(made)
    record(
        actor=actor,
        at=at,
        action="it_portfolio.decide_selection",
        object_kind=KIND,
        object_id=made.pk,
        object_name=run.title,
        data={"systems": sum(one.is_in for one in rows), "by_hand": len(changes)},
    )
    return made


@transaction.atomic
def end_decision(*, actor: Actor, decision_id: UUID, at: dt.datetime) -> bool:
    """No list counts any more; it stays in the history. False where it had ended. Raises AccessDenied."""
    KEEP.require(actor)
    found = SelectionDecision.objects.select_for_update().filter(pk=decision_id, is_current=True).first()
    if found is None:
        return False
    _end(found, at)
    record(actor=actor, at=at, action="it_portfolio.end_selection", object_kind=KIND, object_id=found.pk)
    return True


def _end(decision: SelectionDecision, at: dt.datetime) -> None:
    decision.is_current, decision.ended_at = False, at
    decision.save(update_fields=["is_current", "ended_at"])
    index_selected(decision)


def _rows(chosen: set[UUID], there: set[UUID], changes: Sequence[ChangeByHand]) -> list[SelectedSystem]:
    """Raises SelectionWrong for a change that changes nothing, or a system that has left the register since."""
    said: dict[UUID, ChangeByHand] = {}
    for one in changes:
        if one.system_id in said:
            raise SelectionWrong("Et system står to gange. Ret det ene sted.", "rows")
        if not one.reason.strip():
            raise SelectionWrong("Skriv hvorfor ved hver ændring.", "rows")
        if one.is_in == (one.system_id in chosen):
            raise SelectionWrong(
                "Et system, der skal med, er på listen i forvejen, eller et, der skal ud, er der ikke.", "rows"
            )
        said[one.system_id] = one
    gone = [key for key in chosen - there if key not in said]
    if gone:
        raise SelectionWrong(
            f"{len(gone)} af de valgte er taget ud af registret siden kørslen. Kør udvælgelsen igen.", "rows"
        )
    kept = [SelectedSystem(system_id=key) for key in sorted(chosen - said.keys())]
    by_hand = [
        SelectedSystem(system_id=key, is_in=one.is_in, by_hand=True, reason=one.reason.strip())
        for key, one in said.items()
    ]
    return [*kept, *by_hand]
