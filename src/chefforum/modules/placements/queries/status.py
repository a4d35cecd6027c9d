"""The status of a year as somebody may see it: everything that the front page, the document and the figures say.

Who reads every unit's placements sees all counts as they are, until today. Everybody else sees what is published:
until the end of the month before as it was known when this month began, small counts hidden (rules/publishing.py);
those units that they read themselves as they are.
"""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from chefforum.kernel.access.rules import Actor, Role
from chefforum.kernel.organisation.queries import trees_on
from chefforum.web import danish

from ..access import READ_PUBLISHED, is_coordinator
from ..rules.departments import departments_in
from ..rules.kinds import TARGETED, PlacementKind
from ..rules.publishing import next_published
from ..rules.status import DepartmentStatus, KindStatus, OwnStatus, Status, Way
from .empty_places import REASON_NAMES, why_empty
from .status_material import Material, YearNotTold, first_year, sight_of


class DepartmentNotFound(LookupError):
    """There was no such department in the year, nor is there now."""


def years_told(*, actor: Actor, on: dt.date) -> tuple[int, ...]:
    """The years that there is something to tell the actor of, the newest first. A fixed number of queries."""
    sight = sight_of(actor=actor, on=on, tree=trees_on([on])[on])
    newest, first = sight.day.year, first_year(sight.known_at)
    return tuple(range(newest, min(first or newest, newest) - 1, -1))


def status_of(*, actor: Actor, year: int, on: dt.date, as_published: bool = False) -> Status:
    """The whole status. A fixed number of queries. Raises AccessDenied, YearNotTold."""
    READ_PUBLISHED.require(actor)
    return _status(Material.of(actor=actor, year=year, on=on, as_published=as_published))


def _status(found: Material) -> Status:
    return Status(
        year=found.year,
        day=found.day,
        on=found.on,
        is_published=found.sight.is_published,
        years=found.years,
        whole={kind: found.whole(kind) for kind in PlacementKind},
        by_year={(kind, past): found.started(kind, past).total for kind in PlacementKind for past in found.years},
        ways={kind: found.way(kind) for kind in PlacementKind},
        departments=found.departments(),
        job_types=found.job_types(),
        workplaces=found.workplaces(),
        empty_reasons=_empty_reasons(found),
        has_targets=bool(found.targets),
        round_text=str(found.round) if found.round else "",
        round_holds_from=found.round.holds_from if found.round else None,
        has_placements=found.has_placements,
        known_at=found.sight.known_at,
    )


def department_of(
    *, actor: Actor, department_id: UUID, year: int, on: dt.date
) -> tuple[Status, DepartmentStatus, dict[PlacementKind, Way]]:
    """The status, its row of the department, and the department month by month, empty for who does not read it.

    Raises AccessDenied, YearNotTold, DepartmentNotFound. A fixed number of queries.
    """
    READ_PUBLISHED.require(actor)
    found = Material.of(actor=actor, year=year, on=on)
    status = _status(found)
    row = next((one for one in status.departments if one.id == department_id), None)
    if row is None:
        raise DepartmentNotFound(department_id)
    units = found.units_of(department_id)
    ways = {kind: found.way(kind, units) for kind in PlacementKind} if found.sight.reads(units) else {}
    return status, row, ways


def own_of(*, actor: Actor, on: dt.date) -> OwnStatus | None:
    """What the actor leads, today; None where that is nothing, or all. A fixed number of queries."""
    READ_PUBLISHED.require(actor)
    if not actor.has_role(Role.WORKPLACE_LEADER) or is_coordinator(actor):
        return None
    return Material.of(actor=actor, year=on.year, on=on, how_many_years=1, own_only=True).own(actor)


def paces_of(*, actor: Actor, on: dt.date) -> tuple[KindStatus, ...]:
    """How the year goes by kind that has a target, for whoever sees all as it is; empty for others."""
    READ_PUBLISHED.require(actor)
    found = Material.of(actor=actor, year=on.year, on=on, how_many_years=1)
    return () if found.sight.is_published else tuple(found.whole(kind) for kind in TARGETED)


def kind_of_unit(*, actor: Actor, year: int, kind: PlacementKind, code: str, on: dt.date) -> KindStatus | str:
    """A kind in a unit with all below it as published, whoever asks; else why there is none, in words.

    A unit over all departments is the whole. One that is no department is never published.
    """
    READ_PUBLISHED.require(actor)
    try:
        found = Material.of(actor=actor, year=year, on=on, how_many_years=1, as_published=True)
    except YearNotTold:
        return f"Der er ingen offentliggjorte tal for {year}."
    unit = next((one for one in found.tree.units if one.code == code), None)
    if unit is None:
        return f"Der er ingen enhed med koden {code}."
    if not found.has_placements:
        return f"Tallene offentliggøres første gang {danish.date(next_published(on))}."
    below = found.units_of(unit.id)
    if {one.id for one in departments_in(found.tree)} <= below:
        return found.whole(kind)
    row = next((one for one in found.departments() if one.id == unit.id), None)
    if row is None:
        return f"Tal for {unit.name} offentliggøres ikke: de er kun for afdelinger og hele kommunen."
    return row.kinds[kind]


def _empty_reasons(found: Material) -> tuple[tuple[str, int], ...] | None:
    """Shares of the slot-days that stood empty: the days themselves would say how many persons took the others."""
    first = dt.date(found.year, 1, 1)
    units = None if not found.sight.units else found.sight.units
    stays = (found.counted_now if units else found.counted).stays
    why = why_empty(first, found.day, kinds=[one.value for one in TARGETED], unit_ids=units, stays=stays)
    if not why.open_days:
        return None
    return tuple((REASON_NAMES[reason], round(100 * days / why.empty_days)) for reason, days in why.by_reason.items())
