"""Which department a unit lies in."""

from __future__ import annotations

from uuid import UUID

from chefforum.kernel.organisation.rules import OrganisationTree, UnitOnDate

DEPARTMENT = "department"


def department_of(tree: OrganisationTree, unit_id: UUID | None) -> UnitOnDate | None:
    """The department above the unit or the unit itself; where none is called so, what lies just below the top. None for
    a unit that is not there."""
    path = tree.path(unit_id) if unit_id else ()
    named = next((one for one in path if one.kind == DEPARTMENT), None)
    return named or (path[min(1, len(path) - 1)] if path else None)
