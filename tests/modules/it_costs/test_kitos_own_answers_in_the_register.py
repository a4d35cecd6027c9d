"""KITOS' own developers' answers, fetched by the real client and taken into the register; and as many as a municipality
has."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chefforum.modules.it_costs.models import Contract, ItSystem, SourceLink
from chefforum.modules.it_costs.queries.sources import loose_rows
from chefforum.modules.it_costs.services.source_ties import take_on
from tests.connectors.sources.stub_of_kitos import Kitos, contract, system, usage
from tests.connectors.sources.test_kitos_fixtures_are_read import FIXTURES, rows
from tests.modules.it_costs.sources_town import LATER, NOW, fetch, town

Shared = Callable[[str], Path]


@pytest.fixture
def place(db: None) -> SimpleNamespace:
    return town()


def test_real_answers_become_systems_and_contracts_and_the_same_again_changes_nothing(
    place, settings, shared: Shared
) -> None:
    folder = shared(FIXTURES)
    usages = {row["uuid"]: row for _, row in rows(folder, "usage") if "general" in row}
    systems = {row["uuid"]: row for _, row in rows(folder, "system")}
    contracts = {row["uuid"]: row for _, row in rows(folder, "contract")}
    held = Kitos(usages=usages.values(), systems=systems.values(), contracts=contracts.values())
    job = fetch(place, settings, held)
    assert job.state == "done", job.error
    actor = place.as_("coordinator")
    found = loose_rows(actor=actor, source="kitos", on=NOW.date())
    taken = take_on(
        actor=actor,
        source="kitos",
        systems={row.external_id: None for row in found if not row.is_contract},
        contracts={row.external_id: None for row in found if row.is_contract},
        at=NOW,
    )
    assert (taken.systems_made, taken.contracts_made) == (len(usages), len(contracts))
    before = list(ItSystem.objects.order_by("pk").values())
    agreed = list(Contract.objects.order_by("pk").values())
    job = fetch(place, settings, held, at=LATER)
    assert (job.result["filled"], job.result["proposed"], job.result["new"], job.result["gone"]) == (0, 0, 0, 0)
    assert list(ItSystem.objects.order_by("pk").values()) == before
    assert list(Contract.objects.order_by("pk").values()) == agreed


def test_as_many_systems_as_a_municipality_has_are_taken_in_by_many_at_a_time(place, settings) -> None:
    many = Kitos(
        usages=[usage(one) for one in range(480)],
        systems=[system(one) for one in range(480)],
        contracts=[contract(one, usages=[one, one + 1]) for one in range(300)],
    )
    fetch(place, settings, many)
    actor = place.as_("coordinator")
    found = loose_rows(actor=actor, source="kitos", on=NOW.date())
    with CaptureQueriesContext(connection) as asked:
        take_on(
            actor=actor,
            source="kitos",
            systems={row.external_id: None for row in found if not row.is_contract},
            contracts={row.external_id: None for row in found if row.is_contract},
            at=NOW,
        )
    assert ItSystem.objects.count() == 480
    assert SourceLink.objects.filter(contract__isnull=False).count() == 300
    assert len(asked) < 200  # a page of rows at a time
