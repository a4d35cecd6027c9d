"""A municipality with two departments, and people with one relation each to their technology."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest

from chefforum.kernel.access.queries import actor_for
from chefforum.kernel.access.rules import Actor, Role
from chefforum.kernel.organisation.models import UnitKind
from chefforum.modules.it_costs.models import Vendor
from tests import factories

NOW = dt.datetime(2026, 4, 2, 9, 0, tzinfo=dt.UTC)
TODAY = NOW.date()


@pytest.fixture
def town(db: None) -> SimpleNamespace:
    """Kommunen over Digitalisering and Skoler (Nordskolen). `as_("coordinator")` is somebody's actor.

    coordinator: IT manager over the whole; it_manager: over Skoler; controller: over the whole; auditor: over Skoler;
    leader: of Nordskolen; chief: of Skoler; colleague: at Nordskolen, without a role.
    """
    top = factories.unit("Kommunen", kind=UnitKind.MUNICIPALITY)
    digital = factories.unit("Digitalisering", under=top, kind=UnitKind.DEPARTMENT)
    schools = factories.unit("Skoler", under=top, kind=UnitKind.DEPARTMENT)
    north = factories.unit("Nordskolen", under=schools, kind=UnitKind.WORKPLACE)
    names = "coordinator it_manager controller auditor leader chief colleague"
    people = {name: factories.person(name) for name in names.split()}
    for name, role, over in (
        ("coordinator", Role.IT_MANAGER, top),
        ("it_manager", Role.IT_MANAGER, schools),
        ("controller", Role.CONTROLLER, top),
        ("auditor", Role.AUDITOR, schools),
    ):
        factories.role(people[name], role, over)
    factories.employment(people["leader"], north, is_leader=True)
    factories.employment(people["chief"], schools, is_leader=True)
    factories.employment(people["colleague"], north)

    def as_(name: str) -> Actor:
        return actor_for(person=people[name], on=TODAY)

    return SimpleNamespace(
        top=top,
        digital=digital,
        schools=schools,
        north=north,
        people=people,
        as_=as_,
        vendor=Vendor.objects.create(name="Nordlys Software", cvr="10203040"),
    )
