"""Placements one by one, as who asks may read them: the list, a placement with its history, and what a form offers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.organisation.models import UnitPeriod
from chefforum.kernel.organisation.queries import valid_on
from chefforum.kernel.organisation.rules import OrganisationTree

from ..access import is_coordinator, readable_units, visible_to
from ..models import Placement, PlacementChange, Workplace
from ..rules.register import UNDOABLE, Act, Facts
from ..rules.states import State, state_of
from .outcomes import list_definitions, missing_outcome


class PlacementNotFound(LookupError):
    """There is no such placement, or the actor may not know of it."""


@dataclass(frozen=True)
class Chosen:
    """What a list is narrowed to; empty is everything."""

    year: int = 0  # that it began in
    kind: str = ""
    sector: str = ""
    unit_id: UUID | None = None  # and all below it
    workplace_id: UUID | None = None
    job_type: str = ""
    state: str = ""
    number: str = ""
    is_lacking_outcome: bool = False


@dataclass(frozen=True)
class Row:
    """A placement as it stands on a day."""

    placement: Placement
    state: State
    last_day: dt.date | None
    unit_name: str

    @property
    def where(self) -> str:
        """The workplace, else the unit, else which kind of employer."""
        workplace = self.placement.workplace
        return workplace.name if workplace else self.unit_name or self.placement.get_sector_display()


SORTED_BY = {
    "nummer": "reference",
    "type": "kind",
    "hvor": "where_name",
    "starter": "starts_on",
    "slutter": "last_day",
}


def in_state(state: str, on: dt.date) -> Q:
    """The placements of a state on the day; `last_day` is annotated."""
    is_over = Q(last_day__isnull=False, last_day__lt=on)
    match state:
        case State.CANCELLED:
            return Q(cancelled_at__isnull=False)
        case State.BEGINS:
            return Q(cancelled_at__isnull=True, starts_on__gt=on)
        case State.RUNS:
            return Q(cancelled_at__isnull=True, starts_on__lte=on) & ~is_over
        case State.ENDED:
            return Q(cancelled_at__isnull=True, starts_on__lte=on) & is_over
    return Q()


def lacking_outcomes(*, actor: Actor, on: dt.date) -> int:
    """How many placements that the actor reads lack an outcome that is due. Two queries."""
    ended = visible_to(Placement.objects.annotate(last_day=Coalesce("ended_on", "ends_on")), actor)
    return ended.filter(missing_outcome(list_definitions(), on)).count()


def list_placements(
    *, actor: Actor, chosen: Chosen, tree: OrganisationTree, on: dt.date, order: str = "-starts_on"
) -> QuerySet[Placement]:
    """Those that the actor reads and that fit, with what `row_of` needs; one query and one for the definitions."""
    name = UnitPeriod.objects.filter(valid_on(on), unit=OuterRef("unit")).values("name")[:1]
    found = (
        visible_to(Placement.objects.all(), actor)
        .annotate(last_day=Coalesce("ended_on", "ends_on"), unit_name=Coalesce(Subquery(name), "unit__code"))
        .annotate(where_name=Coalesce("workplace__name", "unit_name", "sector"))
        .select_related("workplace", "job_type", "consultant", "unit")
    )
    wanted = in_state(chosen.state, on)
    plain = {
        "starts_on__year": chosen.year,
        "kind": chosen.kind,
        "sector": chosen.sector,
        "workplace": chosen.workplace_id,
        "job_type__code": chosen.job_type,
    }
    wanted &= Q(**{field: value for field, value in plain.items() if value})
    if chosen.unit_id is not None:
        wanted &= Q(unit__in=tree.below([chosen.unit_id]))
    if chosen.number:
        wanted &= Q(reference__icontains=chosen.number) | Q(external_reference__icontains=chosen.number)
    if chosen.is_lacking_outcome:
        wanted &= missing_outcome(list_definitions(), on)
    return found.filter(wanted).order_by(order, "reference")


def row_of(placement: Any, on: dt.date) -> Row:
    """A row of `list_placements`."""
    state = state_of(
        starts_on=placement.starts_on,
        last_day=placement.last_day,
        is_cancelled=placement.cancelled_at is not None,
        on=on,
    )
    return Row(placement, state, placement.last_day, placement.unit_name or "")


def years_of(actor: Actor) -> list[int]:
    """The years that placements which the actor reads began in, newest first. One query."""
    days = visible_to(Placement.objects.all(), actor).order_by().dates("starts_on", "year", order="DESC")
    return [day.year for day in days]


def find_placement(*, actor: Actor, placement_id: UUID, on: dt.date) -> Row:
    """Raises PlacementNotFound."""
    found = (
        list_placements(actor=actor, chosen=Chosen(), tree=OrganisationTree(()), on=on)
        .select_related("place__job_type", "place__workplace", "person")
        .filter(pk=placement_id)
        .first()
    )
    if found is None:
        raise PlacementNotFound(placement_id)
    return row_of(found, on)


def changes_to(placement: Placement) -> list[PlacementChange]:
    """What was done to it, newest first."""
    return list(PlacementChange.objects.filter(placement=placement).select_related("person"))


def undoable(changes: Iterable[PlacementChange]) -> PlacementChange | None:
    """The last thing done, where it can be undone. `changes` are newest first."""
    last = next(iter(changes), None)
    return last if last is not None and Act(last.act) in UNDOABLE else None


def facts_of(placement: Placement) -> Facts:
    """What was said when it was registered, as it stands."""
    return Facts(
        kind=placement.kind,
        sector=placement.sector,
        starts_on=placement.starts_on,
        unit_id=placement.unit_id,
        workplace_id=placement.workplace_id,
        place_id=placement.place_id,
        job_type_id=placement.job_type_id,
        target_group=placement.target_group,
        ends_on=placement.ends_on,
        hours=placement.hours,
        consultant_id=placement.consultant_id,
        external_reference=placement.external_reference,
    )


def units_to_choose(actor: Actor, tree: OrganisationTree) -> list[tuple[UUID, str]]:
    """The units whose placements the actor reads, each with its depth in dashes. No query."""
    mine = readable_units(actor)
    shown = [(depth, unit) for depth, unit in tree.walk() if mine is None or unit.id in mine]
    least = min((depth for depth, _ in shown), default=0)
    return [(unit.id, f"{'– ' * (depth - least)}{unit.name}") for depth, unit in shown]


def workplaces_to_choose(actor: Actor) -> list[tuple[UUID, str]]:
    """The workplaces that placements which the actor reads are at, or may come to be. One query."""
    mine = readable_units(actor)
    found = Workplace.objects.all() if mine is None else Workplace.objects.filter(unit__in=mine)
    return list(found.values_list("pk", "name"))


def reads_outside(actor: Actor) -> bool:
    """Whether placements outside the municipality are the actor's."""
    return is_coordinator(actor)


def placement_with_number(*, actor: Actor, number: str) -> tuple[UUID | None, bool]:
    """The placement with the employment system's number, where the actor may read it; and whether there is any."""
    found = Placement.objects.filter(external_reference=number)
    mine = visible_to(found, actor).values_list("pk", flat=True).first()
    return mine, mine is not None or found.exists()
