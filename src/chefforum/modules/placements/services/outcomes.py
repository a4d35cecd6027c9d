"""Outcomes: what came after a placement, noted one by one or for many at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record

from ..access import may_write_placement, visible_to
from ..models import Outcome, Placement, PlacementChange
from ..queries.outcomes import list_definitions
from ..rules.outcomes import Definition, WrongOutcome, check_outcome, months_after
from ..rules.register import Act, as_json
from ..rules.states import last_day_of
from .register import KIND, NOT_YOURS, PlacementRefused, locked, note_change

NO_DEFINITION = "Der er ingen definition af effekt, der gælder for den dag, forløbet sluttede."


class NotedMeanwhile(WrongOutcome):
    """Somebody noted an outcome of the placement first; it stands."""

    def __init__(self) -> None:
        super().__init__("exit_type", "Udfaldet er noteret imens.")


@dataclass(frozen=True)
class SaidOutcome:
    """What is said of a placement by a definition."""

    placement_id: UUID
    definition_id: int
    exit_type: str
    closed_on: dt.date | None
    as_of: dt.date


def values_of(outcome: Outcome | SaidOutcome | None) -> dict[str, Any] | None:
    """As a change keeps it."""
    if outcome is None:
        return None
    names = {"definition": "definition_id", "exit_type": "exit_type", "closed_on": "closed_on", "as_of": "as_of"}
    return {name: as_json(getattr(outcome, attribute)) for name, attribute in names.items()}


def check_said(said: SaidOutcome, placement: Placement, definition: Definition | None, on: dt.date) -> None:
    """Raises WrongOutcome."""
    last_day = last_day_of(ends_on=placement.ends_on, ended_on=placement.ended_on)
    if placement.cancelled_at is not None:
        raise WrongOutcome("exit_type", "Forløbet er aflyst, så det har intet udfald.")
    if last_day is None or last_day > on:
        raise WrongOutcome("exit_type", "Forløbet er ikke slut endnu, så det har intet udfald.")
    if definition is None or last_day < definition.first:
        raise WrongOutcome("exit_type", NO_DEFINITION)
    check_outcome(
        exit_type=said.exit_type,
        closed_on=said.closed_on,
        as_of=said.as_of,
        starts_on=placement.starts_on,
        due=months_after(last_day, definition.months),
        on=on,
    )


@transaction.atomic
def note_outcome(*, actor: Actor, said: SaidOutcome, at: dt.datetime, on: dt.date) -> PlacementChange | None:
    """What came after one placement; None where it says the same already.

    Raises WrongOutcome, PlacementNotFound, AccessDenied.
    """
    placement = locked(actor, said.placement_id)
    definition = next((one for one in list_definitions() if one.id == said.definition_id), None)
    check_said(said, placement, definition, on)
    before = placement.outcomes.filter(definition=said.definition_id).first()
    was, became = values_of(before), values_of(said)
    if was == became:
        return None
    placement.outcomes.update_or_create(
        definition_id=said.definition_id,
        defaults={
            "exit_type": said.exit_type,
            "closed_on": said.closed_on,
            "as_of": said.as_of,
            "at": at,
            "person_id": actor.person_id,
        },
    )
    return note_change(
        actor=actor, placement=placement, act=Act.OUTCOME, was={"outcome": was}, became={"outcome": became}, at=at
    )


@transaction.atomic
def remove_outcome(*, actor: Actor, placement_id: UUID, definition_id: int, at: dt.datetime) -> PlacementChange:
    """The outcome is missing again. Raises PlacementRefused where there is none, PlacementNotFound, AccessDenied."""
    placement = locked(actor, placement_id)
    before = placement.outcomes.filter(definition=definition_id).first()
    if before is None:
        raise PlacementRefused("", "Der er ikke noteret noget udfald.")
    was = values_of(before)
    before.delete()
    return note_change(
        actor=actor, placement=placement, act=Act.OUTCOME, was={"outcome": was}, became={"outcome": None}, at=at
    )


@transaction.atomic
def note_outcomes(
    *, actor: Actor, said: Sequence[SaidOutcome], at: dt.datetime, on: dt.date
) -> dict[UUID, WrongOutcome]:
    """What came after many; those that cannot be are answered with why, the others are noted.

    A fixed number of queries. One that is noted already is left as it is, and answered with NotedMeanwhile.
    """
    by_id = {one.pk: one for one in visible_to(_of(said), actor) if may_write_placement(actor, one.unit_id)}
    definitions = {one.id: one for one in list_definitions()}
    noted = set(Outcome.objects.filter(placement__in=by_id).values_list("placement", "definition"))
    wrong: dict[UUID, WrongOutcome] = {}
    good = []
    for one in said:
        try:
            if one.placement_id not in by_id:
                raise WrongOutcome("exit_type", NOT_YOURS)
            if (one.placement_id, one.definition_id) in noted:
                raise NotedMeanwhile
            check_said(one, by_id[one.placement_id], definitions.get(one.definition_id), on)
        except WrongOutcome as problem:
            wrong[one.placement_id] = problem
        else:
            good.append(one)
    write_outcomes(actor=actor, new=good, at=at)
    if good:
        numbers = [by_id[one.placement_id].reference for one in good]
        record(
            actor=actor,
            at=at,
            action="placements.outcomes",
            object_kind=KIND,
            object_id="",
            data={"placements": numbers},
        )
    return wrong


def _of(said: Sequence[SaidOutcome]) -> Any:
    return Placement.objects.select_for_update().filter(pk__in=[one.placement_id for one in said])


def write_outcomes(*, actor: Actor, new: Sequence[SaidOutcome], at: dt.datetime) -> None:
    """Writes outcomes that were checked, each with what it changed; inside the caller's transaction."""
    Outcome.objects.bulk_create(
        Outcome(
            placement_id=one.placement_id,
            definition_id=one.definition_id,
            exit_type=one.exit_type,
            closed_on=one.closed_on,
            as_of=one.as_of,
            at=at,
            person_id=actor.person_id,
        )
        for one in new
    )
    PlacementChange.objects.bulk_create(
        PlacementChange(
            placement_id=one.placement_id,
            act=Act.OUTCOME.value,
            was={"outcome": None},
            became={"outcome": values_of(one)},
            at=at,
            person_id=actor.person_id,
        )
        for one in new
    )
