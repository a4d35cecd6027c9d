"""Persons as pages show them; roles and substitutes only for those who may see them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from chefforum.kernel.access.models import RoleAssignment, Substitution
from chefforum.kernel.access.queries import roles_of, substitutions_of
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.organisation.queries import valid_on
from chefforum.kernel.people.models import Employment, GroupMembership, Person
from chefforum.modules.administration.access import KEEP_PERSONS, READ_PERSONS, may_see_access_of


class PersonNotFound(LookupError):
    """There is no such person for this actor."""


@dataclass(frozen=True)
class PersonPage:
    """`roles` and the substitutes are None where the actor may not see them."""

    person: Person
    employments: tuple[Employment, ...]
    memberships: tuple[GroupMembership, ...]
    roles: tuple[RoleAssignment, ...] | None
    substitutes: tuple[Substitution, ...] | None
    stands_in_for: tuple[Substitution, ...] | None


def visible_persons(*, actor: Actor) -> QuerySet[Person]:
    """Active persons; administrators see those who are deactivated too. Raises AccessDenied."""
    READ_PERSONS.require(actor)
    persons = Person.objects.order_by("name", "email")
    return persons if KEEP_PERSONS.allows(actor) else persons.filter(is_active=True)


def list_persons(*, actor: Actor, on: dt.date, text: str = "") -> QuerySet[Person]:
    """Persons with their `present` employments; `text` is looked for in name, e-mail and title."""
    persons = visible_persons(actor=actor)
    if text := text.strip():
        titled = Employment.objects.filter(valid_on(on), title__icontains=text).values("person_id")
        persons = persons.filter(Q(name__icontains=text) | Q(email__icontains=text) | Q(pk__in=titled))
    present = Employment.objects.filter(valid_on(on))
    return persons.prefetch_related(Prefetch("employments", queryset=present, to_attr="present"))


def find_person(*, actor: Actor, person_id: UUID) -> Person:
    """Raises PersonNotFound, AccessDenied."""
    person = visible_persons(actor=actor).filter(pk=person_id).first()
    if person is None:
        raise PersonNotFound(person_id)
    return person


def person_page(*, actor: Actor, person_id: UUID, on: dt.date) -> PersonPage:
    """Raises PersonNotFound, AccessDenied."""
    person = find_person(actor=actor, person_id=person_id)
    sees = may_see_access_of(actor, person_id)
    seats = GroupMembership.objects.filter(valid_on(on), person=person).select_related("group")
    borrowed = Substitution.objects.filter(substitute=person, valid_to__gt=on).select_related("person")
    return PersonPage(
        person=person,
        employments=tuple(Employment.objects.filter(valid_on(on), person=person).order_by("-is_leader", "title")),
        memberships=tuple(seats.order_by("group__name")),
        roles=tuple(roles_of(person_id=person_id)) if sees else None,
        substitutes=tuple(substitutions_of(person_id=person_id)) if sees else None,
        stands_in_for=tuple(borrowed) if sees else None,
    )


def find_role(*, assignment_id: int) -> RoleAssignment | None:
    return RoleAssignment.objects.filter(pk=assignment_id).select_related("person", "unit").first()


def find_substitution(*, substitution_id: int) -> Substitution | None:
    return Substitution.objects.filter(pk=substitution_id).select_related("person", "substitute").first()


def units_to_choose(*, on: dt.date) -> list[tuple[Any, str]]:
    """Every unit on the date with its place in the tree, for a form."""
    from chefforum.kernel.organisation.queries import tree_on

    return [(unit.id, f"{'– ' * depth}{unit.name} ({unit.code})") for depth, unit in tree_on(on).walk()]
