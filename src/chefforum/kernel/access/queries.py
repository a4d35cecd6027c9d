"""Who is this person today: every role and seat, own and borrowed, in a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from uuid import UUID

from django.db.models import Q, QuerySet

from chefforum.kernel.organisation.queries import tree_on, valid_on
from chefforum.kernel.people.models import Employment, GroupKind, GroupMembership, Person

from .models import RoleAssignment, Substitution
from .rules import Actor, Role


def actor_for(*, person: Person, on: dt.date) -> Actor:
    """The person with all rights on the date.

    Whoever leads a unit is its workplace leader without being given the role. A substitute borrows roles and seats in
    groups, one step: borrowed rights are not lent on. Four queries, and a fifth for the tree where there is a role.
    """
    borrowed = list(Substitution.objects.filter(valid_on(on), substitute=person).select_related("person"))
    person_ids = [person.pk, *(substitution.person_id for substitution in borrowed)]
    roots: dict[Role, set[UUID]] = defaultdict(set)
    assignments = RoleAssignment.objects.filter(valid_on(on), person__in=person_ids)
    for role, unit_id in assignments.values_list("role", "unit_id"):
        roots[Role(role)].add(unit_id)
    groups: dict[str, set[UUID]] = defaultdict(set)
    led = Employment.objects.filter(valid_on(on), person__in=person_ids, is_leader=True)
    roots[Role.WORKPLACE_LEADER].update(led.values_list("unit_id", flat=True))
    memberships = GroupMembership.objects.filter(valid_on(on), _of_a_group_that_exists(on), person__in=person_ids)
    seats = list(memberships.values_list("role", "group_id", "group__kind"))
    for group_role, group_id, _ in seats:
        groups[group_role].add(group_id)
    tree = tree_on(on) if any(roots.values()) else None
    tops = {unit.id for unit in tree.children(None)} if tree else set()
    return Actor(
        person_id=person.pk,
        name=person.name,
        units={role: tree.below(units) for role, units in roots.items()} if tree else {},
        groups={group_role: frozenset(ids) for group_role, ids in groups.items()},
        forum_ids=frozenset(group_id for _, group_id, kind in seats if kind == GroupKind.FORUM),
        standing_in_for=tuple(substitution.person.name for substitution in borrowed),
        over_all=frozenset(role for role, units in roots.items() if tops and tops <= units),
    )


def _of_a_group_that_exists(on: dt.date) -> Q:
    return Q(group__valid_from__lte=on) & (Q(group__valid_to__isnull=True) | Q(group__valid_to__gt=on))


def roles_of(*, person_id: UUID) -> QuerySet[RoleAssignment]:
    return RoleAssignment.objects.filter(person_id=person_id).select_related("unit").order_by("-valid_from")


def substitutions_of(*, person_id: UUID) -> QuerySet[Substitution]:
    """Those who have stood, stand or will stand in for the person."""
    return Substitution.objects.filter(person_id=person_id).select_related("substitute").order_by("-valid_from")
