"""A forum in a small municipality, and people each with one relation to it."""

import dataclasses
import datetime as dt
from functools import partial
from types import SimpleNamespace

import pytest

from chefforum.connectors.minutes import read_minutes
from chefforum.kernel.access.models import RoleAssignment, Substitution
from chefforum.kernel.access.queries import actor_for
from chefforum.kernel.access.rules import Role
from chefforum.kernel.organisation.models import Unit, UnitKind, UnitPeriod
from chefforum.kernel.people.models import Group, GroupKind, GroupMembership, GroupRole, Person
from chefforum.modules.meetings.services.importing import import_minutes
from chefforum.modules.meetings.services.running import begin_meeting
from tests.world import AGENDA, short_agenda

TODAY = dt.date(2026, 2, 2)
NOW = dt.datetime(2026, 2, 2, 9, 0, tzinfo=dt.UTC)
LONG_AGO = dt.date(2020, 1, 1)


def unit(code, parent=None):
    made = Unit.objects.create(code=code)
    UnitPeriod.objects.create(unit=made, parent=parent, name=code, kind=UnitKind.DEPARTMENT, valid_from=LONG_AGO)
    return made


def begin(keeper, forum, *, agenda=AGENDA, date=dt.date(2026, 2, 11), at=NOW):
    """A meeting of the forum that has begun, with a short agenda that is sent out."""
    made = import_minutes(actor=keeper, minutes=short_agenda(date, agenda), forum=forum, publish=True, at=NOW)
    return begin_meeting(actor=keeper, meeting=made, at=at)


@pytest.fixture
def forum_world(db, demo_minutes):
    """Persons as actors: `as_("member")`; the demo's minutes imported and published."""
    top = unit("kommunen")
    department = unit("afdelingen", top)
    forum = Group.objects.create(name="Chefforum", kind=GroupKind.FORUM, unit=top, valid_from=LONG_AGO)
    names = (
        "secretary_of_unit other_secretariat member chair secretary observer former substitute colleague auditor admin"
    )
    persons = {name: Person.objects.create(email=f"{name}@lindeby.example", name=name) for name in names.split()}
    roles = {"secretary_of_unit": (Role.SECRETARIAT, top), "other_secretariat": (Role.SECRETARIAT, department)}
    roles |= {"auditor": (Role.AUDITOR, top), "admin": (Role.ADMINISTRATOR, top)}
    for name, (role, over) in roles.items():
        RoleAssignment.objects.create(person=persons[name], role=role, unit=over, valid_from=LONG_AGO)
    seats = {"member": GroupRole.MEMBER, "chair": GroupRole.CHAIR, "observer": GroupRole.OBSERVER}
    seats["secretary"] = GroupRole.SECRETARY
    for name, seat in (seats | {"former": GroupRole.MEMBER}).items():
        GroupMembership.objects.create(
            group=forum,
            person=persons[name],
            role=seat,
            valid_from=LONG_AGO,
            valid_to=TODAY if name == "former" else None,
        )
    Substitution.objects.create(
        person=persons["member"],
        substitute=persons["substitute"],
        valid_from=TODAY,
        valid_to=TODAY + dt.timedelta(days=1),
    )

    def as_(name, on=TODAY):
        return actor_for(person=persons[name], on=on)

    minutes = read_minutes(content=demo_minutes.read_bytes(), filename=demo_minutes.name)

    def take_in(*, publish=True, **changes):
        """The demo's minutes, with changes, as a meeting of the forum."""
        read = dataclasses.replace(minutes, **changes)
        return import_minutes(actor=as_("secretary_of_unit"), minutes=read, forum=forum, publish=publish, at=NOW)

    return SimpleNamespace(
        begin=partial(begin, as_("secretary_of_unit"), forum),
        as_=as_,
        persons=persons,
        forum=forum,
        minutes=minutes,
        meeting=take_in(),
        take_in=take_in,
        now=NOW,
        today=TODAY,
    )
