"""What a form about a placement offers: the units that somebody writes for, with their workplaces and places."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
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
from ..rules.places import hours_in_words
from ..rules.workplaces import number_as_written
from .capacity import PlaceNow, places_now

Options = Sequence[tuple[object, str]]


@dataclass(frozen=True)
class PlaceChoice:
    """A place in a list: words that tell it from the others, and the fields that follow from choosing it."""

    id: UUID
    words: str
    follows: dict[str, Any]


@dataclass(frozen=True)
class Choices:
    """Values and words of each field."""

    sectors: Options
    units: Options
    workplaces: Options
    places: Sequence[PlaceChoice]
    job_types: Options
    consultants: Options


def writable_units(actor: Actor, tree: OrganisationTree) -> list[tuple[UUID, str]]:
    """The units that the actor registers placements for, with their depth in dashes. No query."""
    shown = [(depth, unit) for depth, unit in tree.walk() if may_write_placement(actor, unit.id)]
    least = min((depth for depth, _ in shown), default=0)
    return [(unit.id, f"{'– ' * (depth - least)}{unit.name}") for depth, unit in shown]


def choices_for(*, actor: Actor, tree: OrganisationTree, on: dt.date, current: Placement | None = None) -> Choices:
    """With what the placement has already, also where it is no longer offered. Six queries."""
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
        places=_places(places_now(places, on=on, tree=tree), on),
        job_types=[(one.pk, one.name) for one in job_types],
        consultants=[(one.pk, one.name) for one in _consultants(on, has.consultant_id, actor.person_id)],
    )


def _places(found: Iterable[PlaceNow], on: dt.date) -> list[PlaceChoice]:
    """Each with where it is, what is done there, the hours, and when somebody can begin; those that are alike in all
    of this with a number."""
    named = [(now, _words(now, on)) for now in found]
    alike, seen = Counter(words for _, words in named), Counter[str]()
    choices = []
    for now, words in named:
        seen[words] += 1
        number = f" (nr. {seen[words]} af {alike[words]} ens)" if alike[words] > 1 else ""
        choices.append(PlaceChoice(now.place.pk, f"{words}{number}", _follows(now.place)))
    return choices


def _words(now: PlaceNow, on: dt.date) -> str:
    place = now.place
    begins = "ledig nu" if now.next_start == on else f"ledig fra {now.next_start:%d-%m-%Y}" if now.next_start else ""
    parts = (
        f"{place.workplace.name}: {now.kind_name.lower()}",
        place.job_type.name.lower(),
        hours_in_words(place.hours_from, place.hours_to),
        place.supervisor,
        begins or "ingen ledig dag kendes",
    )
    return ", ".join(filter(None, parts))


def _follows(place: Place) -> dict[str, Any]:
    """The fields of a placement that its place settles; hours where the place has one number of them."""
    says = {
        "kind": place.kind,
        "unit_id": str(place.workplace.unit_id),
        "workplace_id": str(place.workplace_id),
        "job_type_id": str(place.job_type_id),
    }
    if place.hours_from is not None and place.hours_from == place.hours_to:
        says["hours"] = number_as_written(place.hours_from)
    return says


def _consultants(on: dt.date, *also: UUID | None) -> list[Person]:
    """Those with the role today or listed as consultants, the actor, and who has it now."""
    roles = RoleAssignment.objects.filter(valid_on(on), role=Role.JOB_CONSULTANT).values("person")
    wanted = Q(pk__in=roles) | Q(consultant__is_active=True)
    found = Person.objects.filter(Q(wanted, is_active=True) | Q(pk__in=[one for one in also if one is not None]))
    return list(found.distinct().order_by("name"))
