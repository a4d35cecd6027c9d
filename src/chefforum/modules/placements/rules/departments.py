"""Which department a unit belongs to: targets are shared out among departments, placements are counted by them."""

from __future__ import annotations

from uuid import UUID

from chefforum.kernel.organisation.rules import OrganisationTree, UnitOnDate

DEPARTMENT = "department"


def departments_in(tree: OrganisationTree) -> tuple[UnitOnDate, ...]:
    """The tree's departments in its order; where it has none, the units just below the top."""
    found = tuple(unit for _, unit in tree.walk() if unit.kind == DEPARTMENT)
    return found or tuple(unit for top in tree.children(None) for unit in tree.children(top.id))


def department_of_units(tree: OrganisationTree, departments: tuple[UnitOnDate, ...]) -> dict[UUID, UUID]:
    """Each unit's department, by id. A unit above or beside them all is not in the answer: it has none."""
    return {unit_id: department.id for department in departments for unit_id in tree.below([department.id])}
