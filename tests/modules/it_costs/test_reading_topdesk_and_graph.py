"""TOPdesk and Microsoft 365 read as jobs: the customer's columns, counts alone of incidents and of people."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from types import SimpleNamespace

import pytest

from chefforum.kernel.jobs.jobs import run_now
from chefforum.kernel.jobs.models import Job
from chefforum.kernel.jobs.registry import JobFailed
from chefforum.kernel.jobs.services import start_job
from chefforum.kernel.lake import storage
from chefforum.modules.it_costs.models import ItSystem, SourceSnapshot
from chefforum.modules.it_costs.queries.source_numbers import LicenceRow, licences, support
from chefforum.modules.it_costs.queries.sources import loose_rows
from chefforum.modules.it_costs.services.source_fetching import FETCH_JOB
from chefforum.modules.it_costs.services.source_ties import take_on
from tests.connectors.sources.stub_server import served
from tests.connectors.sources.test_asking_microsoft_graph import SECRET, Graph
from tests.connectors.sources.test_asking_topdesk import KEY, Topdesk, asset, incident
from tests.modules.it_costs.sources_town import NOW, town


@pytest.fixture
def place(db: None) -> SimpleNamespace:
    return town()


def run(place: SimpleNamespace, source: str, *, at: dt.datetime = NOW) -> Job:
    actor = place.as_("coordinator")
    job = start_job(actor=actor, at=at, run=FETCH_JOB, arguments={"source": source}, is_queued=False)
    with suppress(JobFailed):
        run_now(job=job, actor=actor, at=at)
    return Job.objects.get(pk=job.pk)


def test_assets_of_topdesk_become_installations_by_the_customers_columns(place, settings) -> None:
    held = Topdesk(
        assets=[asset(1, **{"ejer-afdeling": "Skoler"}), asset(2, **{"ejer-afdeling": "En fremmed afdeling"})],
        incidents=[incident(1), incident(2, timeSpent=None)],
    )
    settings.TOPDESK_USER, settings.TOPDESK_PASSWORD = "chefforum", KEY
    settings.TOPDESK_COLUMNS = {"owner_unit": "ejer-afdeling", "vendor": "leverandoer"}
    with served(held) as stub:
        settings.TOPDESK_URL = f"{stub.address}/tas/api"
        job = run(place, "topdesk")
    assert job.state == "done", job.error
    first, second = loose_rows(actor=place.as_("coordinator"), source="topdesk", on=NOW.date())
    assert (first.name, first.note) == ("SRV001", "Server, Rack 2")
    assert "fremmed afdeling" in second.remarks[0]
    take_on(actor=place.as_("coordinator"), source="topdesk", systems={"a-1": None, "a-2": None}, at=NOW)
    one, other = ItSystem.objects.order_by("name")
    assert (one.kind, one.owner_unit, one.vendor.name) == (
        "installation",
        place.schools,
        "Nordlys Data A/S, Sydvind ApS",
    )
    assert other.owner_unit is None
    counts = storage.read_json(SourceSnapshot.objects.get(collection="incidents").file)
    (row,) = support(actor=place.as_("coordinator"))[1]
    assert (row.name, row.system, row.year, row.incidents, row.without_time) == ("Navn a-1", "SRV001", 2025, 2, 1)
    assert counts == [
        {
            "object_id": "a-1",
            "object_name": "Navn a-1",
            "year": 2025,
            "incidents": 2,
            "minutes": 15,
            "without_time": 1,
        }
    ]


def test_licences_are_told_with_their_numbers_and_nobody_who_uses_teams_is_kept(place, settings) -> None:
    settings.GRAPH_TENANT, settings.GRAPH_CLIENT, settings.GRAPH_SECRET = "lindeby", "app", SECRET
    settings.GRAPH_TEAMS = True
    with served(Graph()) as stub:
        settings.GRAPH_URL, settings.GRAPH_LOGIN_URL = f"{stub.address}/v1.0", stub.address
        job = run(place, "graph")
    assert job.state == "done", job.error
    (row,) = loose_rows(actor=place.as_("coordinator"), source="graph", on=NOW.date())
    assert (row.name, row.note) == ("ENTERPRISEPREMIUM", "25 købt, 14 i brug, 11 ledige")
    use = storage.read_json(SourceSnapshot.objects.get(collection="teams").file)
    licence = LicenceRow("c7df2760", "ENTERPRISEPREMIUM", None, "", 25, 14, 11)
    assert licences(actor=place.as_("coordinator"))[1:] == ([licence], use[0])
    assert use == [
        {"active": 2, "days": 90, "licensed": 3, "licensed_not_active": 2, "refreshed_on": "2026-11-20", "users": 4}
    ]


@pytest.mark.parametrize("source", ["kitos", "topdesk", "graph", "wired"])
def test_a_source_that_is_not_set_up_is_asked_by_nobody(place, settings, source: str) -> None:
    job = run(place, source)
    assert job.state == "failed"
    assert "ikke sat op" in job.error
    assert not SourceSnapshot.objects.exists()
