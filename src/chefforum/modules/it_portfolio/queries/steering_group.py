"""The steering group as who reads the portfolio has it: the seats as the register is today, and who sits there."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.organisation.queries import tree_on
from chefforum.kernel.organisation.rules import OrganisationTree
from chefforum.modules.it_costs.queries.by_system import systems_in_register

from ..access import READ
from ..models import SteeringGroup, SteeringGroupMember
from ..rules.departments import department_of
from ..rules.selection import criticality_of
from ..rules.selection_shown import rounded
from ..rules.steering_group import USUAL_SEATS, USUAL_WEIGHTS, Asked, Row, Shared, Thing, share_out


@dataclass(frozen=True)
class Department:
    """A row of the proposal and who sits there; `empty`: seats that nobody has, `more`: who sit beyond the seats."""

    row: Row
    members: tuple[SteeringGroupMember, ...]

    @property
    def quota(self) -> Decimal:
        return rounded(self.row.quota)

    @property
    def empty(self) -> int:
        return max(self.row.seats - len(self.members), 0)

    @property
    def more(self) -> int:
        return max(len(self.members) - self.row.seats, 0)


@dataclass(frozen=True)
class GroupNow:
    """`said`: who set it and when, None where it is as it begins. `elsewhere`: members of departments without a row."""

    shared: Shared
    departments: tuple[Department, ...]
    elsewhere: tuple[SteeringGroupMember, ...]
    said: SteeringGroup | None

    @property
    def empty(self) -> int:
        return sum(one.empty for one in self.departments)


def set_now() -> SteeringGroup | None:
    """How the seats are shared out; None where nobody has said. One query."""
    return SteeringGroup.objects.select_related("person").order_by("-at", "-pk").first()


def asked_of(said: SteeringGroup | None) -> Asked:
    if said is None:
        return Asked(USUAL_SEATS, USUAL_WEIGHTS, {})
    return Asked(said.seats, said.weights, said.promised)


def group_now(*, actor: Actor, on: dt.date) -> GroupNow:
    """Four queries, whatever there is. Raises AccessDenied."""
    READ.require(actor)
    tree, said = tree_on(on), set_now()
    names = {str(one.id): one.name for one in tree.units}
    shared = share_out(asked=asked_of(said), things=_things(actor, tree), names=names)
    sitting: dict[str, list[SteeringGroupMember]] = defaultdict(list)
    rows = SteeringGroupMember.objects.filter(ended_at__isnull=True).select_related("member", "unit")
    for one in rows.order_by("member__name"):
        sitting[str(one.unit_id)].append(one)
    departments = tuple(Department(row, tuple(sitting.pop(row.unit_id, ()))) for row in shared.rows)
    return GroupNow(shared, departments, tuple(one for rest in sitting.values() for one in rest), said)


def _things(actor: Actor, tree: OrganisationTree) -> list[Thing]:
    found = []
    for one in systems_in_register(actor=actor):
        department = department_of(tree, one.owner_unit_id)
        found.append(
            Thing(
                name=one.name,
                department_id=str(department.id) if department else "",
                criticality=criticality_of(socially=one.is_socially_critical, business=one.is_business_critical),
                is_installation=one.kind != "system",
                serves_vulnerable=one.serves_vulnerable == "yes",
            )
        )
    return found
