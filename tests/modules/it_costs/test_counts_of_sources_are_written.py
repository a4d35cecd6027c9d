"""What a source counts is written as the year's that it was read in, where the coordinator says so, and not twice."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chefforum.kernel.access.rules import AccessDenied
from chefforum.modules.it_costs.models import Contract, CostLine, ItSystem, SourceLink, SourceSnapshot, Volume
from chefforum.modules.it_costs.queries.source_proposals import offered
from chefforum.modules.it_costs.rules.cost_facts import WrongLine
from chefforum.modules.it_costs.services.source_files import keep_raw
from chefforum.modules.it_costs.services.source_proposals import write_costs, write_numbers
from chefforum.modules.it_costs.services.source_readings import write_reading
from chefforum.modules.it_costs.services.source_ties import take_on
from tests.connectors.sources.stub_of_kitos import ORGANISATION, Kitos, contract, system, usage
from tests.modules.it_costs.sources_town import town

AT = dt.datetime(2026, 4, 2, 9, 0, tzinfo=dt.UTC)
LATER = AT + dt.timedelta(days=3)
WHAT = {"category": "software", "activity": "operation"}


def sku(number: int, *, bought: int) -> dict[str, Any]:
    return {
        "skuId": f"s-{number}",
        "skuPartNumber": f"PAKKE{number}",
        "capabilityStatus": "Enabled",
        "prepaidUnits": {"enabled": bought, "warning": 0, "suspended": 0},
        "consumedUnits": bought - 5,
    }


@pytest.fixture
def place(db: None) -> SimpleNamespace:
    """Two licences, of which the first is a system here; and a contract that KITOS tells the price of."""
    place = town()
    read_licences(place, [sku(1, bought=120), sku(2, bought=7)], at=AT)
    take_on(actor=place.as_("coordinator"), source="graph", systems={"s-1": None}, at=AT)
    payment = {"operation": 84_000, "accountingEntry": "5100"}
    raw = {
        "it-system-usages": [usage(1)],
        "it-systems": [system(1)],
        "it-contracts": [contract(1, usages=[1]) | {"payments": {"external": [payment], "internal": []}}],
        "organization-units": Kitos().held[f"/api/v2/organizations/{ORGANISATION}/organization-units"],
    }
    kept = keep_raw(source="kitos", raw=raw)
    write_reading(actor=place.as_("coordinator"), source="kitos", kept=kept, at=AT)
    take_on(actor=place.as_("coordinator"), source="kitos", systems={"u-1": None}, contracts={"c-1": None}, at=AT)
    return place


def read_licences(place: SimpleNamespace, skus: list[dict[str, Any]], *, at: dt.datetime) -> None:
    kept = keep_raw(source="graph", raw={"subscribedSkus": skus})
    write_reading(actor=place.as_("coordinator"), source="graph", kept=kept, at=at)


def look(place: SimpleNamespace, source: str) -> Any:
    return offered(actor=place.as_("coordinator"), source=source, on=AT.date())


def test_the_number_bought_becomes_that_of_the_year_it_was_read_in_and_of_no_other(place) -> None:
    found = look(place, "graph")
    assert [(one.item, one.quantity, one.stands, one.is_news) for one in found.numbers] == [("PAKKE1", 120, "", True)]
    assert (found.year, found.left) == (2026, 1)
    saved = write_numbers(actor=place.as_("coordinator"), snapshot_id=found.snapshot.pk, seen={"s-1": ""}, at=LATER)
    assert (saved.count, saved.refused) == (1, ())
    (volume,) = Volume.objects.all()
    assert (volume.year, volume.quantity, volume.measured_in, volume.source) == (2026, 120, "licens", "graph")
    assert volume.amount_oere is None  # Microsoft tells no price
    assert not look(place, "graph").numbers[0].is_news


def test_a_number_that_somebody_wrote_meanwhile_is_not_written_over(place) -> None:
    found, ours = look(place, "graph"), SourceLink.objects.get(external_id="s-1").system
    Volume.objects.create(system=ours, item="PAKKE1", year=2026, quantity=99, source="hand", at=AT)
    coordinator = place.as_("coordinator")
    saved = write_numbers(actor=coordinator, snapshot_id=found.snapshot.pk, seen={"s-1": ""}, at=LATER)
    assert [why for _, why in saved.refused] == ["En anden har skrevet 99 her imens. Dit tal er ikke gemt."]
    assert Volume.objects.get().quantity == 99


def test_what_was_shown_of_an_older_reading_is_not_written(place) -> None:
    old = look(place, "graph").snapshot.pk
    read_licences(place, [sku(1, bought=300), sku(2, bought=7)], at=LATER)
    with pytest.raises(WrongLine, match="læst igen"):
        write_numbers(actor=place.as_("coordinator"), snapshot_id=old, seen={"s-1": ""}, at=LATER)
    assert not Volume.objects.exists()


def test_what_a_contract_is_told_to_cost_becomes_a_line_of_the_year_once(place) -> None:
    found, coordinator = look(place, "kitos"), place.as_("coordinator")
    assert [(one.name, one.amount_oere, one.stands) for one in found.costs] == [("Kontrakt 1", 84_000_00, None)]
    said: dict[str, Any] = {"snapshot_id": found.snapshot.pk, "keys": {"c-1"}, **WHAT}
    assert write_costs(actor=coordinator, **said, at=LATER) == 1
    (line,) = CostLine.objects.all()
    assert (line.year, line.amount_oere, line.contract, line.source) == (
        2026,
        84_000_00,
        Contract.objects.get(),
        "kitos",
    )
    assert line.life_years is None
    assert write_costs(actor=coordinator, **said, at=LATER) == 0
    assert CostLine.objects.count() == 1
    assert look(place, "kitos").costs[0].stands == 84_000_00


def test_what_others_wrote_of_the_contract_is_shown_beside_it(place) -> None:
    said: dict[str, Any] = {"year": 2026, "contract": Contract.objects.get(), "text": "x", "created_at": AT, **WHAT}
    CostLine.objects.create(**said, amount_oere=500, source="hand")
    CostLine.objects.create(**said | {"year": 2025}, amount_oere=9, source="hand")
    assert [(one.others, one.is_news) for one in look(place, "kitos").costs] == [(500, True)]


@pytest.mark.parametrize("who", ["local", "controller", "colleague"])
def test_only_the_coordinator_sees_and_writes_them(place, who: str) -> None:
    snapshot = SourceSnapshot.objects.filter(source="graph").get()
    for source in ("graph", "kitos"):
        with pytest.raises(AccessDenied):
            offered(actor=place.as_(who), source=source, on=AT.date())
    with pytest.raises(AccessDenied):
        write_numbers(actor=place.as_(who), snapshot_id=snapshot.pk, seen={"s-1": ""}, at=LATER)
    with pytest.raises(AccessDenied):
        write_costs(actor=place.as_(who), snapshot_id=snapshot.pk, keys={"c-1"}, **WHAT, at=LATER)


def test_the_page_shows_what_is_there_and_writes_what_is_ticked(place, client: Client) -> None:
    client.force_login(place.people["coordinator"])
    address = f"{reverse('it_costs:source_proposals')}?kilde=graph"
    page = client.get(address)
    assert "PAKKE1" in page.content.decode()
    nothing = client.post(address, {"laest": page.context["found"].snapshot.pk})
    assert (nothing.status_code, "Sæt kryds" in nothing.content.decode()) == (422, True)
    answer = client.post(address, {"laest": page.context["found"].snapshot.pk, "valg": ["s-1"], "stod-s-1": ""})
    assert answer.status_code == 302
    assert Volume.objects.get().year == timezone.localdate(AT).year
    assert ItSystem.objects.filter(name="PAKKE1").exists()
