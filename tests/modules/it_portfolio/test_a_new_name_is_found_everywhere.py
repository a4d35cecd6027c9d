"""What is called otherwise is found by its new name, wherever its name stands, as if the index were built anew."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chefforum.kernel.search.models import SearchDocument
from chefforum.kernel.search.services import rebuild
from chefforum.modules.it_costs.models import Contract, ItSystem
from chefforum.modules.it_costs.queries.register import facts_of
from chefforum.modules.it_costs.rules.contracts import ContractFacts
from chefforum.modules.it_costs.search import index_systems
from chefforum.modules.it_costs.services.contracts import cover_system, register_contract
from chefforum.modules.it_costs.services.register import change_system, remove_system
from chefforum.modules.it_costs.services.vendor_merging import merge_vendors
from chefforum.modules.it_costs.services.vendors import register_vendor
from chefforum.modules.it_portfolio.services.selection_decisions import decide
from tests.modules.it_costs.conftest import NOW
from tests.modules.it_portfolio.selecting import run, system

pytestmark = pytest.mark.usefixtures("lake")


@pytest.fixture
def listed(town: SimpleNamespace) -> ItSystem:
    """A system on the list that counts, with a contract."""
    for name in ("Læsehulen", "Regneøen", "Sangbogen"):
        system(town, name)
    made, actor = run(town), town.as_("coordinator")
    one = decide(actor=actor, decision_id=uuid4(), seen=None, run_id=made.pk, changes=[], note="", at=NOW)
    found = one.systems.select_related("system").filter(is_in=True)[0].system
    facts = ContractFacts(name=f"Aftale om {found.name}", vendor_id=town.vendor.pk)
    contract = register_contract(actor=actor, facts=facts, at=NOW)
    cover_system(actor=actor, contract_id=contract.pk, system_id=found.pk, share=None, at=NOW)
    rebuild()
    return found


def rename(town: SimpleNamespace, found: ItSystem, name: str) -> None:
    facts = replace(facts_of(found), name=name)
    change_system(actor=town.as_("coordinator"), system_id=found.pk, facts=facts, at=NOW)


def page(town: SimpleNamespace, words: str) -> str:
    browser = Client()
    browser.force_login(town.people["colleague"])
    return browser.get(reverse("search:search"), {"q": words}).content.decode()


def index_now() -> dict[tuple[str, str], tuple[str, str]]:
    return {(one.kind, one.object_id): (one.title, one.body) for one in SearchDocument.objects.all()}


def test_the_list_is_found_by_the_new_name_of_a_system_and_not_by_the_old(town, listed) -> None:
    old = listed.name
    assert "De udvalgte systemer" in page(town, old)
    rename(town, listed, "Vindrosen")
    assert "De udvalgte systemer" in page(town, "vindrosen")
    assert "De udvalgte systemer" not in page(town, old)


def test_after_a_rename_the_index_is_as_if_it_were_built_anew(town, listed) -> None:
    rename(town, listed, "Vindrosen")
    before = index_now()
    rebuild()
    assert before == index_now()


def test_after_a_merge_of_vendors_and_a_removal_it_is_too(town, listed) -> None:
    actor = town.as_("coordinator")
    into = register_vendor(actor=actor, name="Sønderborg Sky", cvr="", at=NOW)
    merge_vendors(actor=actor, vendor_id=town.vendor.pk, into_id=into.pk, at=NOW)
    remove_system(actor=actor, system_id=listed.pk, is_removed=True, at=NOW)
    before = index_now()
    assert "Sønderborg Sky" in before["it_costs.contract", str(Contract.objects.get().pk)][1]
    rebuild()
    assert before == index_now()


def test_many_new_names_cost_no_more_queries_than_one(town, listed) -> None:
    def cost(found: list[ItSystem]) -> int:
        with CaptureQueriesContext(connection) as asked:
            index_systems(one.pk for one in found)
        return len(asked)

    every = list(ItSystem.objects.filter(removed_at=None))
    assert len(every) >= 3
    assert cost(every) == cost([listed])
