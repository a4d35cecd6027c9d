"""Whose turn it is: leaders and secretariats of a unit on a day."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db.models import Q

from chefforum.kernel.access.models import RoleAssignment
from chefforum.kernel.access.rules import Role
from chefforum.kernel.organisation.queries import tree_on, valid_on
from chefforum.kernel.people.models import Employment, Group, GroupMembership, GroupRole, Person
from chefforum.kernel.people.queries import leaders_of


def heads_of(*, unit_id: UUID | None, on: dt.date) -> list[Person]:
    """Who leads the unit, or the nearest unit above that somebody leads. Empty where nobody does.

    Those given the role of leader over a unit count as its leaders. Three queries.
    """
    if unit_id is None:
        return []
    path = [unit.id for unit in reversed(tree_on(on).path(unit_id))] or [unit_id]
    employed = leaders_of(unit_ids=path, on=on)
    given: dict[UUID, list[Person]] = {}
    roles = RoleAssignment.objects.filter(valid_on(on), role=Role.WORKPLACE_LEADER, unit__in=path)
    for role in roles.select_related("person"):
        given.setdefault(role.unit_id, []).append(role.person)
    for unit in path:
        found = [employment.person for employment in employed.get(unit, [])] + given.get(unit, [])
        if found:
            return sorted(set(found), key=lambda person: person.name)
    return []


def secretariat_of(*, forum: Group, on: dt.date) -> list[Person]:
    """The secretariat over the unit that owns the forum, and the forum's secretaries. Three queries."""
    above = [unit.id for unit in tree_on(on).path(forum.unit_id)] or [forum.unit_id]
    held = RoleAssignment.objects.filter(valid_on(on), role=Role.SECRETARIAT, unit__in=above).values("person")
    seats = GroupMembership.objects.filter(valid_on(on), group=forum, role=GroupRole.SECRETARY).values("person")
    return list(Person.objects.filter(Q(pk__in=held) | Q(pk__in=seats), is_active=True).order_by("name"))


def unit_names(*, on: dt.date) -> dict[UUID, str]:
    """What each unit is called on the day. One query."""
    return {unit.id: unit.name for unit in tree_on(on).units}


def led_units(*, on: dt.date) -> set[UUID]:
    """Units that somebody leads on the day. One query."""
    return set(Employment.objects.filter(valid_on(on), is_leader=True).values_list("unit_id", flat=True))
