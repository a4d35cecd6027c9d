"""The persons behind what is asked of a role, so that they can be told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from chefforum.kernel.access.models import RoleAssignment
from chefforum.kernel.access.rules import Role
from chefforum.kernel.organisation.queries import valid_on
from chefforum.kernel.people.models import Employment


def holders_over(role: Role, unit_ids: Collection[UUID], *, on: dt.date) -> list[UUID]:
    """Who holds the role over one of the units itself. One query."""
    rows = RoleAssignment.objects.filter(valid_on(on), role=role.value, unit__in=unit_ids)
    return list(rows.values_list("person_id", flat=True).distinct())


def leaders_over(unit_id: UUID, *, on: dt.date) -> list[UUID]:
    """Who leads the unit itself. Two queries."""
    led = Employment.objects.filter(valid_on(on), unit=unit_id, is_leader=True).values_list("person_id", flat=True)
    return sorted({*led, *holders_over(Role.WORKPLACE_LEADER, [unit_id], on=on)}, key=str)
