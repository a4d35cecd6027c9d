"""A municipality with two departments, people with one relation each to its technology, and systems to answer for."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

from chefforum.kernel.access.queries import actor_for
from chefforum.kernel.access.rules import Actor, Role
from chefforum.kernel.organisation.models import UnitKind
from chefforum.modules.it_costs.rules.register import SystemFacts
from chefforum.modules.it_costs.services.register import register_system
from tests import factories

NOW = dt.datetime(2026, 11, 2, 9, 0, tzinfo=dt.UTC)
TODAY = NOW.date()


def law_town() -> SimpleNamespace:
    """Kommunen over Digitalisering and Skoler (Nordskolen). coordinator: IT manager over the whole; it_manager: over
    Skoler; controller: over the whole; local_auditor: over Skoler alone; leader: of Nordskolen; owner: owns the
    school's system, and has no role; colleague: works at Nordskolen. `school`: personal data and AI, not critical;
    `core`: critical and sensitive, of Digitalisering; `blank`: nobody knows anything of it, and nobody has it."""
    top = factories.unit("Kommunen", code="1000", kind=UnitKind.MUNICIPALITY)
    digital = factories.unit("Digitalisering", under=top, code="1100", kind=UnitKind.DEPARTMENT)
    schools = factories.unit("Skoler", under=top, code="3000", kind=UnitKind.DEPARTMENT)
    north = factories.unit("Nordskolen", under=schools, code="3100", kind=UnitKind.WORKPLACE)
    names = "coordinator it_manager controller local_auditor leader owner colleague"
    people = {name: factories.person(name) for name in names.split()}
    for name, role, over in (
        ("coordinator", Role.IT_MANAGER, top),
        ("it_manager", Role.IT_MANAGER, schools),
        ("controller", Role.CONTROLLER, top),
        ("local_auditor", Role.AUDITOR, schools),
    ):
        factories.role(people[name], role, over)
    factories.employment(people["leader"], north, is_leader=True)
    factories.employment(people["colleague"], north)

    def as_(name: str) -> Actor:
        return actor_for(person=people[name], on=TODAY)

    def system(name: str, **facts: Any) -> Any:
        return register_system(actor=as_("coordinator"), facts=SystemFacts(name=name, **facts), at=NOW)

    no = {"is_business_critical": "no", "is_socially_critical": "no"}
    school = system(
        "Regneøen", owner_unit_id=north.pk, owner_id=people["owner"].pk, personal_data="ordinary", uses_ai="yes", **no
    )
    core = system(
        "Sagsbroen", owner_unit_id=digital.pk, personal_data="sensitive", uses_ai="no", is_business_critical="yes"
    )
    blank = system("Kasse 7")
    return SimpleNamespace(
        top=top,
        digital=digital,
        schools=schools,
        north=north,
        people=people,
        as_=as_,
        system=system,
        school=school,
        core=core,
        blank=blank,
    )
