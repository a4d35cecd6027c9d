"""Persons come, go, and get a password, their roles and their substitutes."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction

from chefforum.kernel.access.models import RoleAssignment, Substitution
from chefforum.kernel.access.rules import ROLE_NAMES, Actor, Role
from chefforum.kernel.audit.services import record
from chefforum.kernel.organisation.models import UnitPeriod
from chefforum.kernel.people.models import Employment, Person
from chefforum.modules.administration.access import (
    KEEP_PERSONS,
    is_self,
    require_administrator_over,
    require_substitutes_of,
)

# Letters and digits that are not mistaken for each other when read aloud or copied by hand.
PASSWORD_CHARACTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # noqa: S105
PASSWORD_GROUPS = 4


class CannotChange(ValueError):
    """The change makes no sense; the text tells the person why. Nothing is changed."""


@transaction.atomic
def create_person(
    *, actor: Actor, name: str, email: str, title: str, unit_id: UUID, is_leader: bool, on: dt.date, at: dt.datetime
) -> Person:
    """A person employed in the unit from the date, without a password. Raises AccessDenied, CannotChange."""
    KEEP_PERSONS.require(actor)
    email = email.strip().lower()
    if Person.objects.filter(email=email).exists():
        raise CannotChange(f"Der er allerede en person med e-mailen {email}. Intet er ændret.")
    person = Person(name=name, email=email)
    person.set_unusable_password()
    person.save(force_insert=True)
    Employment.objects.create(person=person, unit_id=unit_id, title=title, is_leader=is_leader, valid_from=on)
    _note(actor, at, "people.create", person, {"unit": str(unit_id)})
    return person


@transaction.atomic
def set_active(*, actor: Actor, person: Person, is_active: bool, at: dt.datetime) -> None:
    """A person who is not active cannot sign in and is not shown to colleagues. Raises AccessDenied, CannotChange."""
    KEEP_PERSONS.require(actor)
    _require_over_rights_of(actor, person)
    if is_self(actor, person.pk):
        raise CannotChange("Du kan ikke lukke din egen adgang. Bed en anden administrator om det.")
    person.is_active = is_active
    person.save(update_fields=["is_active"])
    _note(actor, at, "people.activate" if is_active else "people.deactivate", person)


@transaction.atomic
def give_temporary_password(*, actor: Actor, person: Person, at: dt.datetime) -> str:
    """A new password, which is nowhere to be read afterwards. Raises AccessDenied."""
    KEEP_PERSONS.require(actor)
    _require_over_rights_of(actor, person)
    groups = ("".join(secrets.choice(PASSWORD_CHARACTERS) for _ in range(5)) for _ in range(PASSWORD_GROUPS))
    password = "-".join(groups)
    person.set_password(password)
    person.save(update_fields=["password"])
    _note(actor, at, "people.password", person)
    return password


@transaction.atomic
def grant_role(
    *,
    actor: Actor,
    person: Person,
    role: Role,
    unit_id: UUID,
    valid_from: dt.date,
    valid_to: dt.date | None,
    at: dt.datetime,
) -> RoleAssignment:
    """The role over the unit and all below it; `valid_to` exclusive. Raises AccessDenied, CannotChange."""
    KEEP_PERSONS.require(actor)
    require_administrator_over(actor, [unit_id])
    same = RoleAssignment.objects.filter(person=person, role=role, unit_id=unit_id)
    if same.filter(valid_from=valid_from).exists() or same.filter(valid_to__isnull=True).exists():
        raise CannotChange(f"{person.name} har allerede rollen {ROLE_NAMES[role]} der. Intet er ændret.")
    made = RoleAssignment.objects.create(
        person=person, role=role, unit_id=unit_id, valid_from=valid_from, valid_to=valid_to
    )
    _note(actor, at, "access.grant", person, {"role": role.value, "unit": str(unit_id)} | _dates(made))
    return made


@transaction.atomic
def end_role(*, actor: Actor, assignment: RoleAssignment, on: dt.date, at: dt.datetime) -> None:
    """The role is gone from the date on. Raises AccessDenied, CannotChange for one's own role as administrator."""
    KEEP_PERSONS.require(actor)
    require_administrator_over(actor, _existing([assignment.unit_id]))
    if assignment.role == Role.ADMINISTRATOR and is_self(actor, assignment.person_id):
        raise CannotChange("Du kan ikke afslutte din egen rolle som administrator. Bed en anden administrator om det.")
    data = {"role": assignment.role, "unit": str(assignment.unit_id), "last_day": _before(on)}
    _end(assignment, on)
    _note(actor, at, "access.end", assignment.person, data)


@transaction.atomic
def set_substitute(
    *, actor: Actor, person: Person, substitute: Person, valid_from: dt.date, valid_to: dt.date, at: dt.datetime
) -> Substitution:
    """The substitute has the person's roles and seats in the period (`valid_to` exclusive).

    Raises AccessDenied for all but the person and administrators, CannotChange.
    """
    require_substitutes_of(actor, person.pk)
    if not is_self(actor, person.pk):
        _require_over_rights_of(actor, person)
    if substitute.pk == person.pk:
        raise CannotChange("Man kan ikke være stedfortræder for sig selv. Vælg en anden.")
    made = Substitution.objects.create(person=person, substitute=substitute, valid_from=valid_from, valid_to=valid_to)
    _note(actor, at, "access.substitute", person, {"substitute": str(substitute.pk)} | _dates(made))
    return made


@transaction.atomic
def end_substitute(*, actor: Actor, substitution: Substitution, on: dt.date, at: dt.datetime) -> None:
    """The substitute's rights end on the date. Raises AccessDenied."""
    require_substitutes_of(actor, substitution.person_id)
    data = {"substitute": str(substitution.substitute_id), "last_day": _before(on)}
    if substitution.valid_to > on:
        _end(substitution, on)
    _note(actor, at, "access.end_substitute", substitution.person, data)


def _require_over_rights_of(actor: Actor, person: Person) -> None:
    """Whoever can sign in as somebody has that person's rights, so they must be within the administrator's own."""
    held = RoleAssignment.objects.filter(person=person, valid_to__isnull=True).values_list("unit_id", flat=True)
    require_administrator_over(actor, _existing(held))


def _existing(unit_ids: Iterable[UUID]) -> list[UUID]:
    """Those of the units that are not closed: over a closed unit nobody has rights, so anybody may clear up."""
    return list(UnitPeriod.objects.filter(unit__in=unit_ids, valid_to__isnull=True).values_list("unit_id", flat=True))


def _end(dated: RoleAssignment | Substitution, on: dt.date) -> None:
    if dated.valid_from >= on:
        dated.delete()
    else:
        dated.valid_to = on
        dated.save(update_fields=["valid_to"])


def _before(on: dt.date) -> str:
    return (on - dt.timedelta(days=1)).isoformat()


def _dates(dated: RoleAssignment | Substitution) -> dict[str, Any]:
    return {"from": dated.valid_from.isoformat(), "to": dated.valid_to.isoformat() if dated.valid_to else None}


def _note(actor: Actor, at: dt.datetime, action: str, person: Person, data: dict[str, Any] | None = None) -> None:
    record(
        actor=actor,
        at=at,
        action=action,
        object_kind="person",
        object_id=person.pk,
        object_name=person.name,
        data=data,
    )
