"""The workplaces of an actor on a day: which they may read, and what they may do there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from chefforum.kernel.access.models import RoleAssignment
from chefforum.kernel.access.rules import AccessDenied, Actor, Role
from chefforum.kernel.organisation.queries import tree_on, valid_on
from chefforum.kernel.organisation.rules import OrganisationTree, UnitOnDate
from chefforum.kernel.people.models import Employment, Person

from ..access import is_finance, may_approve, may_read, may_remind, may_write, parent_of


class UnitNotFound(LookupError):
    """There is no such unit on the day, or the actor may not know of its accounts."""


@dataclass(frozen=True)
class Workplace:
    """A unit as an actor meets it."""

    unit: UnitOnDate
    above: tuple[UnitOnDate, ...]
    may_write: bool
    may_approve: bool
    may_remind: bool

    @property
    def id(self) -> UUID:
        return self.unit.id

    @property
    def name(self) -> str:
        return self.unit.name


@dataclass(frozen=True)
class PlacedWorkplace:
    depth: int
    place: Workplace


def find_workplace(*, actor: Actor, unit_id: UUID, on: dt.date, tree: OrganisationTree | None = None) -> Workplace:
    """Raises UnitNotFound."""
    tree = tree or tree_on(on)
    unit = tree.unit(unit_id)
    if unit is None or not may_read(actor, unit_id):
        raise UnitNotFound(unit_id)
    return _workplace(actor, unit, tree)


def list_workplaces(*, actor: Actor, on: dt.date, tree: OrganisationTree | None = None) -> list[PlacedWorkplace]:
    """Those that the actor may read, as they hang in the tree; the topmost of them have depth 0."""
    tree = tree or tree_on(on)
    found: list[PlacedWorkplace] = []
    depths: dict[UUID, int] = {}
    for _, unit in tree.walk():
        if may_read(actor, unit.id):
            above = parent_of(tree, unit.id)
            depths[unit.id] = depths[above] + 1 if above in depths else 0
            found.append(PlacedWorkplace(depths[unit.id], _workplace(actor, unit, tree)))
    return found


def _workplace(actor: Actor, unit: UnitOnDate, tree: OrganisationTree) -> Workplace:
    return Workplace(
        unit=unit,
        above=tree.path(unit.id)[:-1],
        may_write=may_write(actor, unit.id),
        may_approve=may_approve(actor, unit.id, tree),
        may_remind=may_remind(actor, unit.id, tree),
    )


def children_of(*, actor: Actor, unit_id: UUID, on: dt.date) -> list[UnitOnDate]:
    """The units right below that the actor reads. One query."""
    return [unit for unit in tree_on(on).children(unit_id) if may_read(actor, unit.id)]


def keeps_forecast(*, actor: Actor, on: dt.date) -> bool:
    """Whether the actor is finance: controller over the whole."""
    return is_finance(actor, tree_on(on))


def require_keeper(*, actor: Actor, on: dt.date) -> None:
    """Raises AccessDenied where the actor is not finance."""
    if not keeps_forecast(actor=actor, on=on):
        raise AccessDenied("Kun økonomi, der er controller for hele kommunen, kan gøre det.")


def leaders_by_unit(*, unit_ids: Iterable[UUID], on: dt.date) -> dict[UUID, list[Person]]:
    """Who leads each unit itself on the day, by employment or by role, without substitutes. Two queries."""
    unit_ids = list(unit_ids)
    found: dict[UUID, dict[UUID, Person]] = {}
    employed = Employment.objects.filter(valid_on(on), unit__in=unit_ids, is_leader=True)
    given = RoleAssignment.objects.filter(valid_on(on), unit__in=unit_ids, role=Role.WORKPLACE_LEADER.value)
    for rows in (employed, given):
        for row in rows.select_related("person").order_by("person__name"):
            found.setdefault(row.unit_id, {})[row.person_id] = row.person
    return {unit_id: list(people.values()) for unit_id, people in found.items()}


def heads_above(*, tree: OrganisationTree, unit_id: UUID, leaders: dict[UUID, list[Person]]) -> list[Person]:
    """The leaders of the nearest unit above that has any."""
    for unit in reversed(tree.path(unit_id)[:-1]):
        if leaders.get(unit.id):
            return leaders[unit.id]
    return []
