"""Two departments with schools and a park, and people with one relation each to them."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest

from chefforum.kernel.access.queries import actor_for
from chefforum.kernel.access.rules import Actor, Role
from chefforum.kernel.organisation.models import UnitKind, UnitPeriod
from chefforum.modules.placements.models import JobType, Workplace
from tests import factories

NOW = dt.datetime(2026, 4, 2, 9, 0, tzinfo=dt.UTC)
TODAY = NOW.date()
YEAR = 2026


@pytest.fixture
def town(db: None) -> SimpleNamespace:
    """Kommunen over the departments Skoler (Nordskolen, Sydskolen) and Miljø (Parken). `as_("leader")` is its actor.

    coordinator: job consultant over the whole; consultant: over Skoler; leader, other_leader: of the two schools;
    chief: of Skoler; other_chief: of Miljø; controller, admin: over the whole; colleague: at Nordskolen; substitute:
    stands in for the leader today.
    """
    top = factories.unit("Kommunen", kind=UnitKind.MUNICIPALITY)
    schools = factories.unit("Skoler", under=top, kind=UnitKind.DEPARTMENT)
    park_department = factories.unit("Miljø", under=top, kind=UnitKind.DEPARTMENT)
    north, south, park = (
        factories.unit(name, under=above, kind=UnitKind.WORKPLACE)
        for name, above in (("Nordskolen", schools), ("Sydskolen", schools), ("Parken", park_department))
    )
    names = "coordinator consultant leader other_leader chief other_chief controller admin colleague substitute"
    people = {name: factories.person(name) for name in names.split()}
    for name, role, over in (
        ("coordinator", Role.JOB_CONSULTANT, top),
        ("consultant", Role.JOB_CONSULTANT, schools),
        ("controller", Role.CONTROLLER, top),
        ("admin", Role.ADMINISTRATOR, top),
    ):
        factories.role(people[name], role, over)
    for name, over in (
        ("leader", north),
        ("other_leader", south),
        ("chief", schools),
        ("other_chief", park_department),
    ):
        factories.employment(people[name], over, is_leader=True)
    factories.employment(people["colleague"], north)
    factories.substitution(
        people["leader"], people["substitute"], valid_from=TODAY, valid_to=TODAY + dt.timedelta(days=1)
    )

    def as_(name: str) -> Actor:
        return actor_for(person=people[name], on=TODAY)

    workplaces = {
        unit: Workplace.objects.create(unit=unit, p_number=number, name=str(unit), valid_from=factories.LONG_AGO)
        for unit, number in ((north, "1003402117"), (south, "1003402125"), (park, "1003402133"))
    }
    return SimpleNamespace(
        top=top,
        schools=schools,
        park_department=park_department,
        north=north,
        south=south,
        park=park,
        people=people,
        as_=as_,
        workplaces=workplaces,
        job_type=JobType.objects.create(code="paedagogisk", name="Pædagogmedhjælp", position=1),
    )


@pytest.fixture
def golden_town(town: SimpleNamespace) -> SimpleNamespace:
    """The town with the seven departments of the source, `departments` by name, in place of its own; and their key."""
    from tests.modules.placements import golden  # it takes its days from here

    UnitPeriod.objects.update(kind=UnitKind.WORKPLACE)
    town.departments = {name: factories.unit(name, under=town.top, kind=UnitKind.DEPARTMENT) for name in golden.CELLS}
    town.key = golden.key_of(town)
    return town
