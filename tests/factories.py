"""Rows for tests in one line each; what a test does not say is what is usual. Dates are 2020 and onwards, open."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

from chefforum.kernel.access.models import RoleAssignment, Substitution
from chefforum.kernel.access.rules import Role
from chefforum.kernel.organisation.models import Staffing, Unit, UnitKind, UnitPeriod
from chefforum.kernel.people.models import Employment, Group, GroupKind, GroupMembership, GroupRole, Person

LONG_AGO = dt.date(2020, 1, 1)


def unit(
    name: str,
    *,
    under: Unit | None = None,
    code: str | None = None,
    kind: str = UnitKind.DEPARTMENT,
    valid_from: dt.date = LONG_AGO,
    valid_to: dt.date | None = None,
) -> Unit:
    """A unit with one period; `code` is made of the name where it is not said."""
    made = Unit.objects.create(code=code or name.lower())
    UnitPeriod.objects.create(unit=made, parent=under, name=name, kind=kind, valid_from=valid_from, valid_to=valid_to)
    return made


def person(name: str, *, email: str | None = None, is_active: bool = True) -> Person:
    return Person.objects.create(email=email or f"{uuid4().hex[:12]}@lindeby.example", name=name, is_active=is_active)


def employment(
    person: Person,
    unit: Unit,
    *,
    title: str = "Konsulent",
    is_leader: bool = False,
    valid_from: dt.date = LONG_AGO,
    valid_to: dt.date | None = None,
) -> Employment:
    return Employment.objects.create(
        person=person, unit=unit, title=title, is_leader=is_leader, valid_from=valid_from, valid_to=valid_to
    )


def role(
    person: Person, role: Role, unit: Unit, *, valid_from: dt.date = LONG_AGO, valid_to: dt.date | None = None
) -> RoleAssignment:
    return RoleAssignment.objects.create(person=person, role=role, unit=unit, valid_from=valid_from, valid_to=valid_to)


def group(
    name: str,
    unit: Unit,
    *,
    kind: str = GroupKind.FORUM,
    valid_from: dt.date = LONG_AGO,
    valid_to: dt.date | None = None,
) -> Group:
    return Group.objects.create(name=name, unit=unit, kind=kind, valid_from=valid_from, valid_to=valid_to)


def seat(
    person: Person,
    group: Group,
    role: GroupRole = GroupRole.MEMBER,
    *,
    valid_from: dt.date = LONG_AGO,
    valid_to: dt.date | None = None,
) -> GroupMembership:
    return GroupMembership.objects.create(
        person=person, group=group, role=role, valid_from=valid_from, valid_to=valid_to
    )


def substitution(person: Person, substitute: Person, *, valid_from: dt.date, valid_to: dt.date) -> Substitution:
    """`substitute` stands in for `person` from and with `valid_from` to the day before `valid_to`."""
    return Substitution.objects.create(person=person, substitute=substitute, valid_from=valid_from, valid_to=valid_to)


def staffing(unit: Unit, on_date: dt.date, fte: str) -> Staffing:
    return Staffing.objects.create(unit=unit, on_date=on_date, fte=fte)
