"""A municipality's 480 systems: they come in by the imports, and pages cost as many queries as with one."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chefforum.kernel.figures.registry import figures
from chefforum.kernel.organisation.models import Unit
from chefforum.kernel.search.queries import hits, search
from chefforum.modules.it_costs.models import Contract, ItSystem
from chefforum.modules.it_costs.rules.contracts import ContractFacts
from chefforum.modules.it_costs.rules.kinds import Source
from chefforum.modules.it_costs.rules.register import SystemFacts
from chefforum.modules.it_costs.services.contracts import register_contract
from chefforum.modules.it_costs.services.register import register_system, remove_system
from chefforum.modules.it_costs.services.vendors import register_vendor
from chefforum.project import demo
from chefforum.project.demo import it_register
from tests import factories
from tests.modules.it_costs.conftest import NOW, TODAY

# Departments as the invented systems name them, and a workplace or two in each.
CODES = {
    "110": ("11001", "11002", "11003", "11004"),
    "210": ("21001", "21002", "21003", "21004"),
    "220": ("22001", "22002", "22003", "22004"),
    "230": ("23001", "23002", "23003", "23004"),
    "310": ("31001", "31002", "31003", "31004"),
    "320": ("32001", "32002", "32003", "32005", "32006", "32007"),
    "330": ("33001", "33002", "33003", "33004"),
}


def fill(town: SimpleNamespace, count: int) -> None:
    for department, below in CODES.items():
        above = factories.unit(f"Afdeling {department}", under=town.top, code=department)
        for code in below:
            factories.unit(f"Enhed {code}", under=above, code=code)
    units = sorted(Unit.objects.values_list("code", flat=True))
    it_register.bring_in_many(
        it_register.invent(folder=demo.FOLDER, on=TODAY, owners={}, units=units, count=count), at=NOW
    )


def cost(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.fixture
def client_of_colleague(town: SimpleNamespace) -> Client:
    client = Client()
    client.force_login(town.people["coordinator"], backend="django.contrib.auth.backends.ModelBackend")
    client.get(reverse("privacy"))
    return client


def test_480_systems_cost_no_more_queries_than_one(town: SimpleNamespace, client_of_colleague: Client) -> None:
    urls = [
        reverse("it_costs:systems"),
        reverse("it_costs:systems") + "?mangler=bekraeftet&sortering=-brugere&ord=en",
        reverse("it_costs:systems_file", args=["csv"]),
        reverse("it_costs:contracts") + "?slutter=alle",
        reverse("it_costs:contracts_file", args=["csv"]) + "?slutter=alle",
        reverse("it_costs:vendors"),
        reverse("it_costs:system_new"),
        reverse("start"),
    ]
    actor = town.as_("coordinator")
    facts = SystemFacts(
        name="Det ene", vendor_id=town.vendor.pk, owner_unit_id=town.schools.pk, units=(town.north.pk,), tasks=("17",)
    )
    system = register_system(actor=actor, facts=facts, at=NOW, source=Source.FILE)
    contract = ContractFacts(name="Aftale", unit_id=town.schools.pk, ends_on=TODAY, notice_months=0)
    register_contract(actor=actor, facts=contract, covers={system.pk: None}, at=NOW)
    urls.append(reverse("it_costs:system", args=[system.pk]))
    before = [cost(client_of_colleague, url) for url in urls]
    fill(town, 480)
    assert ItSystem.objects.count() == 481
    assert Contract.objects.count() > 100
    after = [cost(client_of_colleague, url) for url in urls]
    more = {url: now - was for url, was, now in zip(urls, before, after, strict=True) if now > was}
    assert more == {}
    assert client_of_colleague.get(urls[0]).context["page"].paginator.count == 481


def test_what_is_in_the_register_is_found_and_counted_and_what_is_out_is_not(town: SimpleNamespace) -> None:
    actor = town.as_("coordinator")
    vendor = register_vendor(actor=actor, name="Havblik It", cvr="", at=NOW)
    one = register_system(
        actor=actor,
        facts=SystemFacts(name="Vejrloggen", vendor_id=vendor.pk, owner_unit_id=town.schools.pk),
        at=NOW,
    )
    register_system(actor=actor, facts=SystemFacts(name="Vindmåleren", kind="installation"), at=NOW)

    def found(words: str) -> list[str]:
        there = search(actor=town.as_("colleague"), text=words)
        return ["".join(piece.text for piece in hit.title) for hit in hits(found=there, places=there.places)]

    def counted(kind: str, unit: str) -> int | None:
        asked = figures()["it_costs.systems"].compute(
            actor=town.as_("colleague"), parameters={"kind": kind, "unit": unit}, on=TODAY
        )
        return None if asked.value is None else int(asked.value)

    assert set(found("havblik")) == {"Havblik It", "Vejrloggen"}
    assert counted("alle", town.top.code) == 2
    assert counted("installation", town.top.code) == 1
    assert counted("alle", town.schools.code) == 1
    assert counted("alle", "9999") is counted("tog", town.top.code) is None
    remove_system(actor=actor, system_id=one.pk, is_removed=True, at=NOW)
    assert found("havblik") == ["Havblik It"]
    assert counted("alle", town.top.code) == 1
