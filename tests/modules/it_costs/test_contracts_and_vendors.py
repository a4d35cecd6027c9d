"""Contracts with their ends and what they cover; vendors that are the same are laid together."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chefforum.kernel.access.rules import AccessDenied
from chefforum.kernel.audit.models import Event
from chefforum.kernel.organisation.queries import tree_on
from chefforum.modules.it_costs.models import Contract, FieldValue, ItSystem, Vendor
from chefforum.modules.it_costs.queries.contracts import (
    ContractsChosen,
    contract_facts,
    covered_by,
    ending,
    list_contracts,
)
from chefforum.modules.it_costs.queries.history import history_of
from chefforum.modules.it_costs.queries.vendors import alike
from chefforum.modules.it_costs.rules.contracts import ContractFacts, last_day_of_notice, months_after, months_before
from chefforum.modules.it_costs.rules.register import SystemFacts, WrongFacts
from chefforum.modules.it_costs.services.contracts import (
    change_contract,
    cover_system,
    register_contract,
    remove_contract,
    uncover_system,
)
from chefforum.modules.it_costs.services.register import register_system
from chefforum.modules.it_costs.services.vendor_merging import merge_vendors
from chefforum.modules.it_costs.services.vendors import change_vendor, register_vendor
from tests.modules.it_costs.conftest import NOW, TODAY

LATER = NOW + dt.timedelta(hours=1)


def facts(town: SimpleNamespace, **changes: Any) -> ContractFacts:
    said = ContractFacts(
        name="Aftale om Elevplan",
        number="K-7",
        vendor_id=town.vendor.pk,
        unit_id=town.schools.pk,
        starts_on=dt.date(2025, 1, 1),
        ends_on=dt.date(2026, 12, 31),
        notice_months=6,
    )
    return replace(said, **changes)


def a_system(town: SimpleNamespace, name: str) -> ItSystem:
    said = SystemFacts(name=name, owner_unit_id=town.schools.pk, vendor_id=town.vendor.pk)
    return register_system(actor=town.as_("coordinator"), facts=said, at=NOW)


def test_what_is_said_of_a_contract_is_read_back_as_it_was_said(town: SimpleNamespace) -> None:
    made = register_contract(actor=town.as_("it_manager"), facts=facts(town), at=NOW)
    assert contract_facts(Contract.objects.get(pk=made.pk)) == facts(town)


@pytest.mark.parametrize("name", ["controller", "leader", "chief", "colleague", "auditor"])
def test_who_is_no_it_manager_registers_no_contract(town: SimpleNamespace, name: str) -> None:
    with pytest.raises(AccessDenied):
        register_contract(actor=town.as_(name), facts=facts(town), at=NOW)


def test_a_department_writes_its_own_contracts_and_gives_none_away(town: SimpleNamespace) -> None:
    actor = town.as_("it_manager")
    with pytest.raises(AccessDenied):
        register_contract(actor=actor, facts=facts(town, unit_id=town.digital.pk), at=NOW)
    made = register_contract(actor=actor, facts=facts(town), at=NOW)
    with pytest.raises(AccessDenied):
        change_contract(actor=actor, contract_id=made.pk, facts=facts(town, unit_id=None), at=LATER)


def test_two_who_write_one_contract_at_once_lose_nothing(town: SimpleNamespace) -> None:
    actor = town.as_("it_manager")
    made = register_contract(actor=actor, facts=facts(town), at=NOW)
    change_contract(actor=actor, contract_id=made.pk, facts=facts(town, number="K-8"), at=LATER, seen=NOW)
    with pytest.raises(WrongFacts, match="En anden har ændret"):
        change_contract(actor=actor, contract_id=made.pk, facts=facts(town, number="K-9"), at=LATER, seen=NOW)
    assert Contract.objects.get().number == "K-8"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"ends_on": dt.date(2024, 12, 31)}, "ends_on"),
        ({"irrevocable_until": dt.date(2024, 12, 31)}, "irrevocable_until"),
        ({"notice_months": 999}, "notice_months"),
    ],
)
def test_a_contract_that_cannot_be_is_refused_on_its_field(
    town: SimpleNamespace, change: dict[str, Any], field: str
) -> None:
    with pytest.raises(WrongFacts) as refusal:
        register_contract(actor=town.as_("coordinator"), facts=facts(town, **change), at=NOW)
    assert refusal.value.field == field


def test_what_is_not_agreed_is_shared_alike_of_what_is_left(town: SimpleNamespace) -> None:
    actor = town.as_("coordinator")
    made = register_contract(actor=actor, facts=facts(town), at=NOW)
    for name, share in (("A", Decimal("0.4")), ("B", None), ("C", None)):
        cover_system(actor=actor, contract_id=made.pk, system_id=a_system(town, name).pk, share=share, at=LATER)
    assert [one.reckoned for one in covered_by(made)] == [Decimal("0.4"), Decimal("0.3"), Decimal("0.3")]
    with pytest.raises(WrongFacts, match="mere end 100"):
        cover_system(actor=actor, contract_id=made.pk, system_id=a_system(town, "D").pk, share=Decimal("0.7"), at=LATER)
    uncover_system(actor=actor, contract_id=made.pk, system_id=covered_by(made)[0].row.system_id, at=LATER)
    assert [one.reckoned for one in covered_by(made)] == [Decimal("0.5"), Decimal("0.5")]


def test_the_list_says_what_ends_and_leaves_out_what_has(town: SimpleNamespace) -> None:
    actor, tree = town.as_("coordinator"), tree_on(TODAY)
    ends = {
        "forbi": TODAY - dt.timedelta(days=1),
        "i dag": TODAY,
        "om et år": months_after(TODAY, 12),
        "senere": months_after(TODAY, 12) + dt.timedelta(days=1),
        "aldrig": None,
    }
    for name, day in ends.items():
        register_contract(actor=actor, facts=facts(town, name=name, starts_on=None, ends_on=day), at=NOW)

    def listed(chosen: str, **more: bool) -> list[str]:
        said = ContractsChosen(ends=chosen, **more)
        return [one.name for one in list_contracts(actor=actor, chosen=said, tree=tree, on=TODAY)]

    assert listed("") == ["i dag", "om et år", "senere", "aldrig"]
    assert listed("12") == ["i dag", "om et år"]
    assert listed("udloebet") == ["forbi"]
    assert listed("uden") == ["aldrig"]
    assert [one.name for one in ending(units=None, on=TODAY, months=12, most=9)] == ["i dag", "om et år"]
    assert ending(units=frozenset({town.digital.pk}), on=TODAY, months=12, most=9) == []
    remove_contract(actor=actor, contract_id=Contract.objects.get(name="i dag").pk, is_removed=True, at=LATER)
    assert "i dag" not in listed("alle")
    assert listed("alle", is_removed=True) == ["i dag"]


@given(st.dates(dt.date(2000, 1, 1), dt.date(2060, 12, 31)), st.integers(0, 120))
def test_notice_is_never_after_the_end_and_grows_with_its_months(day: dt.date, months: int) -> None:
    found = last_day_of_notice(day, months)
    assert found is not None
    assert found <= day
    assert months_before(day, months + 1) < found
    assert last_day_of_notice(day, None) is last_day_of_notice(None, months) is None


def test_vendors_that_are_the_same_become_one_with_all_that_was_theirs(town: SimpleNamespace) -> None:
    coordinator = town.as_("coordinator")
    other = register_vendor(actor=coordinator, name="Nordlys Software A/S", cvr="", at=NOW)
    said = SystemFacts(name="Elevplan", owner_unit_id=town.schools.pk, vendor_id=other.pk)
    system = register_system(actor=coordinator, facts=said, at=NOW)
    contract = register_contract(actor=coordinator, facts=facts(town, vendor_id=other.pk), at=NOW)
    assert [{one.name for one in group} for group in alike()] == [{"Nordlys Software", "Nordlys Software A/S"}]
    counts = merge_vendors(actor=coordinator, vendor_id=other.pk, into_id=town.vendor.pk, at=LATER)
    assert counts == {"systems": 1, "contracts": 1}
    system.refresh_from_db()
    contract.refresh_from_db()
    assert system.vendor == contract.vendor == Vendor.objects.get() == town.vendor
    assert FieldValue.objects.get(system=system, field="vendor").value == "Nordlys Software, CVR 10203040"
    told = history_of(system, tree=tree_on(TODAY))[0]
    assert told.values == (("Leverandør", "Nordlys Software A/S", "Nordlys Software, CVR 10203040"),)
    assert Event.objects.get(action="it_costs.merge_vendors").data["gone"] == "Nordlys Software A/S"


def test_whatever_points_at_a_vendor_is_moved() -> None:
    """A table of another part that comes to point at vendors must not stand in the way: it is moved as well."""
    assert {one.related_model for one in Vendor._meta.related_objects} >= {ItSystem, Contract}
    assert all(one.one_to_many for one in Vendor._meta.related_objects)


def test_vendors_with_each_their_number_are_not_the_same(town: SimpleNamespace) -> None:
    coordinator = town.as_("coordinator")
    other = register_vendor(actor=coordinator, name="Nordlys", cvr="99000199", at=NOW)
    with pytest.raises(WrongFacts, match="hver sit CVR-nummer"):
        merge_vendors(actor=coordinator, vendor_id=other.pk, into_id=town.vendor.pk, at=LATER)
    assert Vendor.objects.count() == 2


def test_only_the_coordinator_renames_and_merges_vendors(town: SimpleNamespace) -> None:
    other = register_vendor(actor=town.as_("it_manager"), name="Nordlys", cvr="", at=NOW)
    with pytest.raises(AccessDenied):
        merge_vendors(actor=town.as_("it_manager"), vendor_id=other.pk, into_id=town.vendor.pk, at=LATER)
    with pytest.raises(AccessDenied):
        change_vendor(actor=town.as_("it_manager"), vendor_id=other.pk, name="Ny", cvr="", at=LATER)


def test_who_renames_on_an_old_page_is_told(town: SimpleNamespace) -> None:
    coordinator, vendor = town.as_("coordinator"), town.vendor
    change_vendor(actor=coordinator, vendor_id=vendor.pk, name="Nordlys", cvr="10203040", at=LATER)
    with pytest.raises(WrongFacts, match="En anden har ændret"):
        change_vendor(
            actor=coordinator,
            vendor_id=vendor.pk,
            name="Sydlys",
            cvr="",
            at=LATER,
            seen="Nordlys Software, CVR 10203040",
        )
    assert Vendor.objects.get().name == "Nordlys"
