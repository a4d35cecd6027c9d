"""What a form about a placement offers: the units that somebody writes for, with their workplaces and places."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from chefforum.kernel.access.models import RoleAssignment
from chefforum.kernel.access.rules import Actor, Role
from chefforum.kernel.organisation.queries import valid_on
from chefforum.kernel.organisation.rules import OrganisationTree
from chefforum.kernel.people.models import Person

from ..access import is_coordinator, may_write_placement
from ..models import JobType, Place, Placement, Workplace
from ..rules.kinds import SECTOR_NAMES, Sector

Options = Sequence[tuple[object, str]]


@dataclass(frozen=True)
class Choices:
    """Values and words of each field."""

    sectors: Options
    units: Options
    workplaces: Options
    places: Options
    job_types: Options
    consultants: Options


def writable_units(actor: Actor, tree: OrganisationTree) -> list[tuple[UUID, str]]:
    """The units that the actor registers placements for, with their depth in dashes. No query."""
    shown = [(depth, unit) for depth, unit in tree.walk() if may_write_placement(actor, unit.id)]
    least = min((depth for depth, _ in shown), default=0)
    return [(unit.id, f"{'– ' * (depth - least)}{unit.name}") for depth, unit in shown]


def choices_for(*, actor: Actor, tree: OrganisationTree, on: dt.date, current: Placement | None = None) -> Choices:
    """With what the placement has already, also where it is no longer offered. Four queries."""
    units = writable_units(actor, tree)
    ids = [unit_id for unit_id, _ in units]
    has = current or Placement()
    workplaces = Workplace.objects.filter(Q(valid_on(on), unit__in=ids) | Q(pk=has.workplace_id))
    is_open = Q(open_from__lte=on) & (Q(closed_on__isnull=True) | Q(closed_on__gt=on))
    places = Place.objects.filter(Q(is_open, workplace__unit__in=ids) | Q(pk=has.place_id))
    job_types = JobType.objects.filter(Q(is_active=True) | Q(pk=has.job_type_id))
    sectors = list(SECTOR_NAMES) if is_coordinator(actor) else [Sector.MUNICIPAL]
    return Choices(
        sectors=[(one.value, SECTOR_NAMES[one]) for one in sectors],
        units=units,
        workplaces=[(one.pk, str(one)) for one in workplaces],
        places=[
            (one.pk, f"{one.workplace.name}: {one.get_kind_display().lower()}, {one.job_type.name.lower()}")
            for one in places.select_related("workplace", "job_type")
        ],
        job_types=[(one.pk, one.name) for one in job_types],
        consultants=[(one.pk, one.name) for one in _consultants(on, has.consultant_id, actor.person_id)],
    )


def _consultants(on: dt.date, *also: UUID | None) -> list[Person]:
    """Those with the role today or listed as consultants, the actor, and who has it now."""
    roles = RoleAssignment.objects.filter(valid_on(on), role=Role.JOB_CONSULTANT).values("person")
    wanted = Q(pk__in=roles) | Q(consultant__is_active=True)
    found = Person.objects.filter(Q(wanted, is_active=True) | Q(pk__in=[one for one in also if one is not None]))
    return list(found.distinct().order_by("name"))
