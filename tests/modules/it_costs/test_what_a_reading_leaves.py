"""A reading of KITOS is kept without the people it names, and what it changes of a contract's systems is in history."""

from __future__ import annotations

from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest

from chefforum.connectors.kitos import Client
from chefforum.kernel.lake import storage
from chefforum.kernel.organisation.queries import tree_on
from chefforum.modules.it_costs.models import Contract, ItSystem, SourceSnapshot
from chefforum.modules.it_costs.queries.history import history_of
from chefforum.modules.it_costs.queries.sources import loose_rows
from chefforum.modules.it_costs.services.source_ties import take_on
from tests.connectors.sources.stub_of_kitos import Kitos, contract, named, system, usage
from tests.modules.it_costs.sources_town import LATER, NOW, fetch, town

NAME = "Berta Bruger"


@pytest.fixture
def place(db: None, monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    impatient = partial(Client, wait=lambda seconds: None)
    monkeypatch.setattr("chefforum.modules.it_costs.services.source_fetching.kitos.Client", impatient)
    return town()


def held(*, of: list[int]) -> Kitos:
    who = {
        "createdBy": named("p", NAME),
        "lastModifiedBy": named("p", NAME),
        "roles": [{"user": named("p", NAME), "role": named("r", "Systemejer")}],
    }
    agreement = contract(1, usages=of) | who
    agreement["supplier"] |= {"signedBy": NAME, "contactPerson": NAME, "contactEmail": "berta@nordlys.example"}
    agreement["responsible"] |= {"signedBy": NAME}
    return Kitos(usages=[usage(1) | who, usage(2) | who], systems=[system(1) | who, system(2)], contracts=[agreement])


def take_all(place: SimpleNamespace) -> None:
    rows = loose_rows(actor=place.as_("coordinator"), source="kitos", on=NOW.date())
    take_on(
        actor=place.as_("coordinator"),
        source="kitos",
        systems={row.external_id: None for row in rows if not row.is_contract},
        contracts={row.external_id: None for row in rows if row.is_contract},
        at=NOW,
    )


def told(thing: Any) -> list[Any]:
    return [(one.what, one.who, one.values) for one in history_of(thing, tree=tree_on(LATER.date()))]


def test_the_people_that_kitos_names_are_in_no_file_of_the_lake(place, settings) -> None:
    assert fetch(place, settings, held(of=[1])).state == "done"
    take_all(place)
    kept = [storage.read_json(one.file) for one in SourceSnapshot.objects.all()]
    assert kept
    assert "berta" not in repr(kept).casefold()
    # What is asked for is there all the same.
    agreement = Contract.objects.get()
    assert (agreement.vendor.name, agreement.unit.code) == ("Nordlys Data A/S", "3000")


def test_the_systems_that_kitos_ties_to_a_contract_and_looses_are_in_both_histories(place, settings) -> None:
    fetch(place, settings, held(of=[1]))
    take_all(place)
    fetch(place, settings, held(of=[2]), at=LATER)
    agreement, first, second = Contract.objects.get(), *ItSystem.objects.order_by("name")
    by_whom = {one[1] for one in told(agreement)}
    assert all("KITOS" in one for one in by_whom)
    said = [(what, values) for what, _, values in told(agreement) if what != "Registreret"]
    assert ("Knyttet til", (("Dækker", "", "Fagsystem 2"),)) in said
    assert ("Løst fra", (("Dækker", "Fagsystem 1", ""),)) in said
    assert ("Knyttet til", (("Dækker", "", "Fagsystem 1"),)) in said
    assert [one[2] for one in told(first) if one[0] == "Løst fra"] == [(("Kontrakt", "Kontrakt 1", ""),)]
    assert [one[2] for one in told(second) if one[0] == "Knyttet til"] == [(("Kontrakt", "", "Kontrakt 1"),)]
    before = told(agreement)
    fetch(place, settings, held(of=[2]), at=LATER)  # nothing new: nothing noted
    assert told(agreement) == before
