"""Outcomes: by which definition, for which placements they are due and missing, and what was noted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q

from chefforum.kernel.access.rules import Actor

from ..access import visible_to
from ..models import Outcome, OutcomeDefinition, Placement
from ..rules.outcomes import Definition, last_day_due, months_after, spans_of


def list_definitions() -> tuple[Definition, ...]:
    """Every definition in its time, oldest first. One query."""
    fields = ("pk", "name", "months_after", "valid_from", "version")
    return spans_of(OutcomeDefinition.objects.order_by().values_list(*fields))


def missing_outcome(definitions: Sequence[Definition], on: dt.date) -> Q:
    """Placements that ended so long ago that the outcome is due, and have none; `last_day` is annotated."""
    wanted = Q(pk__in=[])
    for one in definitions:
        span = Q(last_day__gte=one.first, last_day__lte=last_day_due(on, one.months))
        if one.until is not None:
            span &= Q(last_day__lt=one.until)
        noted = Outcome.objects.filter(placement=OuterRef("pk"), definition=one.id)
        wanted |= span & ~Q(Exists(noted))
    return Q(cancelled_at__isnull=True) & wanted


@dataclass(frozen=True)
class OutcomeLine:
    """A definition on a placement's page: what was noted by it, or when it is due."""

    definition: Definition
    due: dt.date | None
    outcome: Outcome | None
    is_the_one: bool  # the definition that holds for the placement's end

    def is_due(self, on: dt.date) -> bool:
        return self.due is not None and self.due <= on


def outcomes_of(*, placement: Placement, last_day: dt.date | None) -> list[OutcomeLine]:
    """The definition that holds for its end, and every other by which something was noted. Two queries."""
    noted = {one.definition_id: one for one in placement.outcomes.select_related("person")}
    lines = []
    for definition in list_definitions():
        holds = last_day is not None and definition.holds_for(last_day)
        if not holds and definition.id not in noted:
            continue
        due = months_after(last_day, definition.months) if last_day is not None else None
        lines.append(OutcomeLine(definition, due, noted.get(definition.id), holds))
    return lines


def outcome_numbers(placement_ids: Sequence[UUID]) -> dict[tuple[UUID, int], Outcome]:
    """What was noted of the placements, by placement and definition. One query."""
    found = Outcome.objects.filter(placement__in=placement_ids)
    return {(one.placement_id, one.definition_id): one for one in found}


def as_they_stand(*, actor: Actor, placement_ids: Collection[UUID]) -> list[tuple[Placement, Outcome | None]]:
    """The placements that the actor reads, each with what was noted of it last. Two queries."""
    noted = Outcome.objects.select_related("person").order_by("at", "pk")
    found = visible_to(Placement.objects.filter(pk__in=placement_ids), actor).order_by("reference")
    return [
        (one, next(reversed(one.outcomes.all()), None)) for one in found.prefetch_related(Prefetch("outcomes", noted))
    ]
