"""The people of every test about access: each has exactly one relation to the municipality or to its forum, so that
where one is refused and another is not, the relation is the reason. All are invented.

| name | what they are |
|---|---|
| anonymous | nobody: not signed in |
| secretariat | secretariat over the unit that owns the forum |
| other_secretariat | the same role over another department |
| forum_member, forum_chair, observer | seats in the forum; the member is named as reader of the closed item |
| substitute | stands in for forum_member today, and has nothing of their own |
| former_member | a seat in the forum that ended today |
| workplace_leader | leads a school, by their employment |
| controller, it_manager, job_consultant, case_author, auditor, administrator | that role over the municipality |
| colleague | works here |
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pytest

from chefforum.kernel.access.models import RoleAssignment, Substitution
from chefforum.kernel.access.rules import Role
from chefforum.kernel.organisation.models import Unit, UnitKind, UnitPeriod
from chefforum.kernel.people.models import Employment, Group, GroupKind, GroupMembership, GroupRole, Person

LONG_AGO = dt.date(2020, 1, 1)
NAMES = {
    "secretariat": "Sanne Kær",
    "other_secretariat": "Otto Vang",
    "forum_member": "Mette Eng",
    "forum_chair": "Christian Dam",
    "observer": "Oda Bæk",
    "substitute": "Søren Lund",
    "former_member": "Frida Hede",
    "workplace_leader": "Lars Mose",
    "controller": "Conny Å",
    "it_manager": "Ida Toft",
    "job_consultant": "Jonas Krog",
    "case_author": "Clara Bakke",
    "auditor": "Aksel Rønne",
    "administrator": "Asger Holt",
    "colleague": "Kaj Sund",
}
PEOPLE = ("anonymous", *NAMES)
ROLES = {
    "secretariat": (Role.SECRETARIAT, "2000"),
    "other_secretariat": (Role.SECRETARIAT, "3000"),
    "controller": (Role.CONTROLLER, "1000"),
    "it_manager": (Role.IT_MANAGER, "1000"),
    "job_consultant": (Role.JOB_CONSULTANT, "1000"),
    "case_author": (Role.CASE_AUTHOR, "1000"),
    "auditor": (Role.AUDITOR, "1000"),
    "administrator": (Role.ADMINISTRATOR, "1000"),
}
SEATS = {
    "forum_member": GroupRole.MEMBER,
    "forum_chair": GroupRole.CHAIR,
    "observer": GroupRole.OBSERVER,
    "former_member": GroupRole.MEMBER,
}
UNITS = {  # code: name, kind, code of the parent
    "1000": ("Lindeby Kommune", UnitKind.MUNICIPALITY, None),
    "2000": ("Ledelse og Udvikling", UnitKind.DIRECTORATE, "1000"),
    "3000": ("Børn og Skole", UnitKind.DIRECTORATE, "1000"),
    "3100": ("Nordskolen", UnitKind.WORKPLACE, "3000"),
}


@dataclass(frozen=True)
class Lindeby:
    """A small municipality on a day: its units by code, its people by what they are, and its forum."""

    on: dt.date
    units: dict[str, Unit]
    persons: dict[str, Person]
    forum: Group


def first_on_both(names: Iterable[str]) -> list[Any]:
    """Persons to parametrise with, where each reads every page and all of them the same: the first does so on both
    databases, the others on SQLite alone. What each is let in to is held against access_matrix.csv on both."""
    first, *others = names
    return [first, *(pytest.param(name, marks=pytest.mark.one_database) for name in others)]


def build(*, on: dt.date) -> Lindeby:
    """Writes everything in a handful of statements; the substitution is of the day `on`, and the seat that ended."""
    units = _units()
    persons = {key: Person(name=name, email=f"{key}@lindeby.example") for key, name in NAMES.items()}
    Person.objects.bulk_create(persons.values())
    Employment.objects.bulk_create(
        Employment(
            person=person,
            unit=units["3100" if key == "workplace_leader" else "2000"],
            title="Skoleleder" if key == "workplace_leader" else "Konsulent",
            is_leader=key == "workplace_leader",
            valid_from=LONG_AGO,
        )
        for key, person in persons.items()
    )
    RoleAssignment.objects.bulk_create(
        RoleAssignment(person=persons[key], role=role, unit=units[code], valid_from=LONG_AGO)
        for key, (role, code) in ROLES.items()
    )
    forum = Group.objects.create(name="Chefforum", kind=GroupKind.FORUM, unit=units["2000"], valid_from=LONG_AGO)
    GroupMembership.objects.bulk_create(
        GroupMembership(
            group=forum,
            person=persons[key],
            role=role,
            valid_from=LONG_AGO,
            valid_to=on if key == "former_member" else None,
        )
        for key, role in SEATS.items()
    )
    Substitution.objects.create(
        person=persons["forum_member"],
        substitute=persons["substitute"],
        valid_from=on,
        valid_to=on + dt.timedelta(days=1),
    )
    return Lindeby(on=on, units=units, persons=persons, forum=forum)


def _units() -> dict[str, Unit]:
    units = {code: Unit(code=code) for code in UNITS}
    Unit.objects.bulk_create(units.values())
    UnitPeriod.objects.bulk_create(
        UnitPeriod(
            unit=units[code], parent=units[parent] if parent else None, name=name, kind=kind, valid_from=LONG_AGO
        )
        for code, (name, kind, parent) in UNITS.items()
    )
    return units
