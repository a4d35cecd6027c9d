"""Who works where, who leads what and who sits in which group on a date. Names and titles are open to colleagues."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from chefforum.kernel.organisation.queries import valid_on

from .models import Employment, Group, GroupMembership, Person


def leaders_of(*, unit_ids: Iterable[UUID], on: dt.date) -> dict[UUID, list[Employment]]:
    """Each unit's leaders on the date; a unit without one is not in the answer. One query."""
    found: dict[UUID, list[Employment]] = {}
    leaders = Employment.objects.filter(valid_on(on), unit__in=list(unit_ids), is_leader=True)
    for employment in leaders.select_related("person").order_by("person__name"):
        found.setdefault(employment.unit_id, []).append(employment)
    return found


def list_employments(*, unit_id: UUID, on: dt.date) -> QuerySet[Employment]:
    employments = Employment.objects.filter(valid_on(on), unit_id=unit_id).select_related("person")
    return employments.order_by("-is_leader", "person__name")


def list_persons() -> QuerySet[Person]:
    return Person.objects.filter(is_active=True).order_by("name")


def list_groups(*, on: dt.date) -> QuerySet[Group]:
    return Group.objects.filter(valid_on(on)).select_related("unit").order_by("kind", "name")


def members_of(*, group_id: UUID, on: dt.date) -> QuerySet[GroupMembership]:
    memberships = GroupMembership.objects.filter(valid_on(on), group_id=group_id).select_related("person")
    return memberships.order_by("role", "person__name")
