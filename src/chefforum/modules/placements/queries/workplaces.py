"""Workplaces with their P-numbers as those see them who offer places there: counts, checks, statements, places. A
workplace of a unit that is not the actor's is not found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.organisation.queries import tree_on, valid_on

from ..access import OFFER_PLACES, readable_units, visible_to
from ..models import EmployeeCount, Placement, RepresentativeStatement, Workplace
from ..rules.checks import NetExpansion, Reasonable
from ..rules.stays import DAY
from .capacity import PlaceNow, places_now, stays_in
from .checks_of_workplaces import net_expansion_of, reasonableness_of, reasonableness_to_come
from .dated_rules import net_expansion_terms

LOOKS_AHEAD = dt.timedelta(weeks=26)


class WorkplaceNotFound(LookupError):
    """There is no such workplace, or it lies in a unit that is not the actor's."""


class DeclarationNotFound(LookupError):
    """There is no such placement, or the actor may not know of it."""


@dataclass(frozen=True)
class WorkplaceRow:
    workplace: Workplace
    unit_name: str
    check: Reasonable
    is_closed: bool


@dataclass(frozen=True)
class Lacking:
    """A placement that is asked for a statement of, and has none from before it began. `late`: one came after."""

    placement: Placement
    has_begun: bool
    late: RepresentativeStatement | None


@dataclass(frozen=True)
class WorkplacePage:
    """`here`: running on the day; `without_workplace`: placements of its unit that say no workplace, and so are not
    counted by any P-number."""

    workplace: Workplace
    unit_name: str
    counts: tuple[EmployeeCount, ...]
    check: Reasonable
    to_come: tuple[Reasonable, ...]
    expansion: NetExpansion
    places: tuple[PlaceNow, ...]
    here: tuple[Placement, ...]
    without_workplace: int
    statements: tuple[RepresentativeStatement, ...]
    lacking: tuple[Lacking, ...]
    lacks_full_time: bool


@dataclass(frozen=True)
class Declaration:
    """The paperwork of a placement with wage subsidy, on the day it begins."""

    placement: Placement
    unit_name: str
    check: Reasonable
    expansion: NetExpansion
    statement: RepresentativeStatement | None


def own_workplaces(actor: Actor) -> QuerySet[Workplace]:
    """Those of the actor's units. Raises AccessDenied for who neither offers nor places."""
    OFFER_PLACES.require(actor)
    units = readable_units(actor)
    return Workplace.objects.all() if units is None else Workplace.objects.filter(unit__in=units)


def workplaces_to_offer_at(*, actor: Actor, on: dt.date) -> list[Workplace]:
    """The actor's that are open on the day. One query. Raises AccessDenied."""
    return list(own_workplaces(actor).filter(valid_on(on)))


def list_workplaces(*, actor: Actor, on: dt.date) -> list[WorkplaceRow]:
    """By name, closed ones last. Five queries. Raises AccessDenied."""
    found = list(own_workplaces(actor))
    names = {unit.id: unit.name for unit in tree_on(on).units}
    checks = reasonableness_of([one.pk for one in found], on=on)
    rows = [
        WorkplaceRow(
            workplace=one,
            unit_name=names.get(one.unit_id, ""),
            check=checks[one.pk],
            is_closed=one.valid_to is not None and one.valid_to <= on,
        )
        for one in found
    ]
    return sorted(rows, key=lambda row: (row.is_closed, row.workplace.name.casefold()))


def find_workplace(*, actor: Actor, workplace_id: UUID) -> Workplace:
    """Raises WorkplaceNotFound, AccessDenied."""
    found = own_workplaces(actor).filter(pk=workplace_id).select_related("unit").first()
    if found is None:
        raise WorkplaceNotFound(workplace_id)
    return found


def workplace_page(*, actor: Actor, workplace_id: UUID, on: dt.date, today: dt.date) -> WorkplacePage:
    """A workplace as it stands on a day, and half a year ahead. A fixed number of queries.

    Raises WorkplaceNotFound, AccessDenied.
    """
    workplace = find_workplace(actor=actor, workplace_id=workplace_id)
    tree = tree_on(on)
    unit = tree.unit(workplace.unit_id)
    counts = tuple(workplace.employee_counts.all())
    to_come = reasonableness_to_come(workplace.pk, first=on, last=on + LOOKS_AHEAD)
    expansion = net_expansion_of(workplace.pk, on=on)
    here = visible_to(stays_in(Placement.objects.filter(workplace=workplace), after=on), actor)
    nowhere = stays_in(Placement.objects.filter(unit=workplace.unit_id, workplace__isnull=True), after=on)
    check = to_come[0]
    return WorkplacePage(
        workplace=workplace,
        unit_name=unit.name if unit else "",
        counts=counts,
        check=check,
        to_come=tuple(to_come[1:]),
        expansion=expansion,
        places=places_now(workplace.places.all(), on=on, tree=tree),
        here=tuple(here.filter(starts_on__lte=on).select_related("place").order_by("starts_on", "reference")),
        without_workplace=visible_to(nowhere.filter(starts_on__lte=on), actor).count(),
        statements=tuple(workplace.statements.select_related("placement", "person")),
        lacking=tuple(statements_lacking(actor=actor, on=today, workplace_id=workplace.pk)),
        lacks_full_time=any(one.fte is None for one in counts[:1]),
    )


def statements_lacking(*, actor: Actor, on: dt.date, workplace_id: UUID | None = None) -> list[Lacking]:
    """Of the kinds that the rule of net expansion names: those that run or are to begin, without a statement said
    before they began. Soonest first. Three queries. Raises AccessDenied."""
    OFFER_PLACES.require(actor)
    kinds = {kind for terms in net_expansion_terms() if terms.valid_from <= on + LOOKS_AHEAD for kind in terms.kinds}
    placements = stays_in(visible_to(Placement.objects.filter(kind__in=kinds, unit__isnull=False), actor), after=on)
    if workplace_id is not None:
        placements = placements.filter(workplace=workplace_id)
    found = []
    for one in placements.select_related("workplace", "unit").prefetch_related("statements").order_by("starts_on"):
        said = sorted(one.statements.all(), key=lambda statement: statement.said_on)
        if said and said[0].said_on <= one.starts_on:
            continue
        found.append(Lacking(one, one.starts_on <= on, said[0] if said else None))
    return found


def placements_for_statement(*, actor: Actor, workplace: Workplace, on: dt.date) -> list[Placement]:
    """Placements at the workplace that a statement can be of: of the rule's kinds, not over. Two queries."""
    kinds = {kind for terms in net_expansion_terms() for kind in terms.kinds}
    there = stays_in(Placement.objects.filter(workplace=workplace, kind__in=kinds), after=on - 60 * DAY)
    return list(visible_to(there, actor).order_by("starts_on"))


def declaration_of(*, actor: Actor, placement_id: UUID) -> Declaration:
    """Raises DeclarationNotFound, also where it is at no workplace of the municipality."""
    placements = visible_to(Placement.objects.filter(pk=placement_id, workplace__isnull=False), actor)
    found = placements.select_related("workplace", "job_type", "unit").first()
    if found is None or found.workplace is None or found.unit is None:
        raise DeclarationNotFound(placement_id)
    on = found.starts_on
    unit = tree_on(on).unit(found.unit.pk)
    said = found.statements.filter(Q(said_on__lte=on)).order_by("-said_on").first()
    return Declaration(
        placement=found,
        unit_name=unit.name if unit else "",
        check=reasonableness_of([found.workplace.pk], on=on)[found.workplace.pk],
        expansion=net_expansion_of(found.workplace.pk, on=on, hours=found.hours),
        statement=said or found.statements.order_by("-said_on").first(),
    )


def workplaces_by_number(*, actor: Actor, p_numbers: Collection[str]) -> dict[str, list[Workplace]]:
    """The actor's with these P-numbers, the open one first. One query. Raises AccessDenied."""
    found: dict[str, list[Workplace]] = {}
    for one in own_workplaces(actor).filter(p_number__in=p_numbers).order_by("-valid_from"):
        found.setdefault(one.p_number, []).append(one)
    for rows in found.values():
        rows.sort(key=lambda one: one.valid_to is not None)
    return found


def counts_there(*, workplace_ids: Collection[UUID]) -> dict[tuple[UUID, dt.date], EmployeeCount]:
    rows = EmployeeCount.objects.filter(workplace__in=workplace_ids)
    return {(one.workplace_id, one.on_date): one for one in rows}


def workplaces_with_code(*, actor: Actor) -> list[tuple[Workplace, str]]:
    """The actor's, with the code of their unit. One query. Raises AccessDenied."""
    return [(one, one.unit.code) for one in own_workplaces(actor).select_related("unit")]


def counted_workplaces(*, actor: Actor) -> list[tuple[Workplace, EmployeeCount | None]]:
    """A row for each count, oldest first; None where one has none. Two queries. Raises AccessDenied."""
    found: list[tuple[Workplace, EmployeeCount | None]] = []
    for one in own_workplaces(actor).prefetch_related("employee_counts"):
        counts = sorted(one.employee_counts.all(), key=lambda count: count.on_date)
        found += [(one, count) for count in counts] or [(one, None)]
    return found


def every_workplace() -> dict[str, list[Workplace]]:
    """By P-number, for the coordinator's import. One query."""
    found: dict[str, list[Workplace]] = {}
    for one in Workplace.objects.select_related("unit").order_by("valid_from"):
        found.setdefault(one.p_number, []).append(one)
    return found
