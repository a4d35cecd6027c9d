"""Which department a unit belongs to: targets are shared out among departments, placements are counted by them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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


def departments_read(units: frozenset[UUID], part_of: Mapping[UUID, str]) -> Iterable[frozenset[str]]:
    """What somebody who reads the units may know of the counts of parts, such as departments: those that they read any
    of, as if they knew the whole, and those that they read every unit of.

    `part_of` has each unit of the organisation. Somebody may know the whole of a part without reading all of its units
    (nobody is in the others), or nothing of it: so both are to be reckoned with.
    """
    some = frozenset(part_of[one] for one in units if one in part_of)
    return some, some - {part for one, part in part_of.items() if one not in units}
