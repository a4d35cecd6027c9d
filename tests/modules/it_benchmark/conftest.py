"""A municipality of our own with costs, and twelve invented ones that deliver."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from chefforum.kernel.access.queries import actor_for
from chefforum.kernel.access.rules import Actor, Role
from chefforum.kernel.organisation.models import UnitKind
from chefforum.modules.it_benchmark.models import Municipality, PeerGroup
from chefforum.modules.it_benchmark.rules.fields import USUAL_WEIGHTS
from chefforum.modules.it_benchmark.rules.invented import NAMES, municipality
from chefforum.modules.it_benchmark.services.deliveries import receive_delivery, write_background
from chefforum.modules.it_benchmark.services.groups import freeze_group
from chefforum.modules.it_costs.models import CostLine, ItSystem, Vendor
from chefforum.modules.it_costs.services.measures import write_headcount
from tests import factories

NOW = dt.datetime(2026, 4, 2, 9, 0, tzinfo=dt.UTC)
TODAY = NOW.date()
YEARS = (2024, 2025)
OURS = {
    "systems": "60",
    "density": "150",
    "socio_index": "1",
    "tax_base": "200000",
    "age_0_17": "19",
    "age_65": "22",
    "without_office": "62",
    "own_operation": "60",
}
COUNTED = {"citizens": 34000, "employees": 3200, "fte": 2700, "pcs": 2500}


@pytest.fixture
def town(db: None) -> SimpleNamespace:
    """`as_("coordinator")` is somebody's actor. coordinator: IT manager over the whole; it_manager: over Skoler alone;
    controller: over the whole; colleague: nothing."""
    top = factories.unit("Kommunen", kind=UnitKind.MUNICIPALITY)
    schools = factories.unit("Skoler", under=top, kind=UnitKind.DEPARTMENT)
    people = {name: factories.person(name) for name in ("coordinator", "it_manager", "controller", "colleague")}
    factories.role(people["coordinator"], Role.IT_MANAGER, top)
    factories.role(people["it_manager"], Role.IT_MANAGER, schools)
    factories.role(people["controller"], Role.CONTROLLER, top)
    factories.employment(people["colleague"], schools)

    def as_(name: str) -> Actor:
        return actor_for(person=people[name], on=TODAY)

    made = SimpleNamespace(top=top, schools=schools, people=people, as_=as_)
    _our_own(made)
    return made


def _our_own(town: SimpleNamespace) -> None:
    coordinator = town.as_("coordinator")
    vendor = Vendor.objects.create(name="Nordlys IT", cvr="10203040")
    system = ItSystem.objects.create(
        name="Sagsbroen", vendor=vendor, owner_unit=town.schools, users_high=400, created_at=NOW, changed_at=NOW
    )
    system.tasks.create(kle_number="27.00.00")
    town.system = system
    for year in YEARS:
        for category, activity, kroner in (
            ("software", "operation", 31_000_000),
            ("hardware", "operation", 12_000_000),
            ("staff", "support", 18_000_000),
        ):
            CostLine.objects.create(
                year=year,
                category=category,
                activity=activity,
                text="Aftale",
                amount_oere=kroner * 100,
                system=system if category == "software" else None,
                created_at=NOW,
            )
        for measure, value in COUNTED.items():
            write_headcount(actor=coordinator, measure=measure, year=year, value=Decimal(value), source="Her", at=NOW)
        values = {key: Decimal(value) for key, value in OURS.items()}
        write_background(actor=coordinator, year=year, values=values, source="Her", at=NOW)


def content(number: int, year: int = 2025, **changes: object) -> dict:
    """The content of an invented municipality's file."""
    made = municipality(code=str(900 + number), name=NAMES[number], years=YEARS, systems=12, seed=3)
    found = {one["year"]: one for one in made}[year]
    found["background"] |= {"pcs": found["background"]["pcs"] or 2000, "without_office": 60}
    return found | changes


def deliver(town: SimpleNamespace, *numbers: int, years: tuple[int, ...] = YEARS, **changes: object) -> None:
    for number in numbers:
        for year in years:
            receive_delivery(actor=town.as_("coordinator"), content=content(number, year, **changes), at=NOW)


def freeze(town: SimpleNamespace, name: str = "Ligner os", count: int = 10, **weights: float) -> PeerGroup:
    return freeze_group(
        actor=town.as_("coordinator"),
        group_id=uuid4(),
        name=name,
        reason="De ligner os.",
        year=2025,
        weights={**USUAL_WEIGHTS, **weights},
        count=count,
        at=NOW,
    )


@pytest.fixture
def base(town: SimpleNamespace) -> SimpleNamespace:
    """The town with twelve that delivered."""
    deliver(town, *range(12))
    town.members = list(Municipality.objects.order_by("code"))
    return town


@pytest.fixture
def grouped(base: SimpleNamespace) -> SimpleNamespace:
    base.group = freeze(base)
    return base


def page(town: SimpleNamespace, name: str, url_name: str, *args: object, **query: str):  # type: ignore[no-untyped-def]
    return client_of(town, name).get(reverse(f"it_benchmark:{url_name}", args=args), query)


def client_of(town: SimpleNamespace, name: str) -> Client:
    client = Client()
    client.force_login(town.people[name], backend="django.contrib.auth.backends.ModelBackend")
    return client
