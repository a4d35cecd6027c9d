"""TOPdesk's own fields are mapped on a page: chosen from what it sends, kept with who and when, and used when read."""

from __future__ import annotations

from contextlib import suppress
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from chefforum.kernel.jobs.jobs import run_now
from chefforum.kernel.jobs.models import Job
from chefforum.kernel.jobs.registry import JobFailed
from chefforum.kernel.jobs.services import start_job
from chefforum.kernel.lake import storage
from chefforum.modules.it_costs.models import ItSystem, SourceLink, SourceMapping, SourceSnapshot
from chefforum.modules.it_costs.queries.source_mapping import mapping_of_topdesk
from chefforum.modules.it_costs.services.source_fetching import FETCH_JOB, TRY_JOB
from chefforum.modules.it_costs.services.source_files import SWEEP_AFTER, sweep_readings
from chefforum.modules.it_costs.services.source_ties import take_on
from tests.connectors.sources.stub_server import served
from tests.connectors.sources.test_asking_topdesk import COLUMNS, KEY, Topdesk, asset
from tests.modules.it_costs.sources_town import LATER, NOW, town


@pytest.fixture
def place(db: None, settings: Any) -> SimpleNamespace:
    settings.TOPDESK_USER, settings.TOPDESK_PASSWORD = "chefforum", KEY
    settings.TOPDESK_URL = "http://127.0.0.1:9/tas/api"
    return town()


@pytest.fixture
def browser(place: SimpleNamespace) -> Browser:
    browser = Browser()
    browser.force_login(place.people["coordinator"])
    return browser


def run(place: SimpleNamespace, settings: Any, held: Topdesk, name: str, *, at=NOW) -> Job:
    actor = place.as_("coordinator")
    arguments = {"source": "topdesk"} if name == FETCH_JOB else {}
    with served(held) as stub:
        settings.TOPDESK_URL = f"{stub.address}/tas/api"
        job = start_job(actor=actor, at=at, run=name, arguments=arguments, is_queued=False)
        with suppress(JobFailed):
            run_now(job=job, actor=actor, at=at)
    return Job.objects.get(pk=job.pk)


def two() -> Topdesk:
    return Topdesk(assets=[asset(1, **{"ejer-afdeling": "Skoler"}), asset(2, **{"ejer-afdeling": "Fremmed"})])


def page(browser: Browser) -> str:
    answer = browser.get(reverse("it_costs:source_mapping"))
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def post(browser: Browser, *, seen: int = 0, act: str = "gem", **columns: str) -> Any:
    fields = {f"felt_{ours}": theirs for ours, theirs in columns.items()}
    return browser.post(reverse("it_costs:source_mapping"), {"seen": seen, act: "1", **fields}, follow=True)


def test_the_fields_come_from_topdesk_with_examples_and_nothing_comes_into_the_register(
    place, browser, settings
) -> None:
    assert "Vi kender ikke felterne i TOPdesk endnu" in page(browser)
    job = run(place, settings, two(), TRY_JOB)
    assert job.state == "done", job.error
    assert job.result_url == reverse("it_costs:source_mapping")
    text = page(browser)
    assert "Ejes af (fx Skoler)" in text
    assert "Nordlys Data A/S, Sydvind ApS" in text
    assert not SourceLink.objects.exists()
    assert not ItSystem.objects.exists()


def test_what_is_chosen_is_shown_as_it_would_be_understood_before_it_is_kept(place, browser, settings) -> None:
    run(place, settings, two(), TRY_JOB)
    answer = post(browser, act="vis", owner_unit="ejer-afdeling")
    text = " ".join(answer.content.decode().split())
    assert "<strong>SRV001</strong><br>Ansvarlig enhed: Skoler" in text
    assert "Ansvarlig enhed: “Fremmed” kender vi ikke" in text
    assert not SourceMapping.objects.exists()


def test_a_mapping_is_kept_with_who_and_when_and_the_next_reading_uses_it(place, browser, settings) -> None:
    settings.TOPDESK_COLUMNS = {"vendor": "leverandoer"}
    assert mapping_of_topdesk() == {"vendor": "leverandoer"}
    run(place, settings, two(), TRY_JOB)
    tried = SourceSnapshot.objects.get(collection="fields")
    answer = post(browser, owner_unit="ejer-afdeling")
    assert "Koblingen er gemt" in answer.content.decode()
    kept = SourceMapping.objects.get()
    assert (kept.columns, kept.person) == ({"owner_unit": "ejer-afdeling"}, place.people["coordinator"])
    assert mapping_of_topdesk() == {"owner_unit": "ejer-afdeling"}
    assert not SourceSnapshot.objects.filter(pk=tried.pk).exists(), "the examples are forgotten"
    assert "Ejes af" in page(browser), "the names of the fields are kept"
    job = run(place, settings, two(), FETCH_JOB)
    assert job.state == "done", job.error
    take_on(actor=place.as_("coordinator"), source="topdesk", systems={"a-1": None}, at=NOW)
    system = ItSystem.objects.get()
    assert (system.owner_unit, system.vendor) == (place.schools, None)


def test_the_examples_are_deleted_from_the_lake_too(
    place, browser, settings, django_capture_on_commit_callbacks: Any
) -> None:
    run(place, settings, two(), TRY_JOB)
    name = SourceSnapshot.objects.get(collection="fields").file
    with django_capture_on_commit_callbacks(execute=True):
        post(browser, owner_unit="ejer-afdeling")
    with pytest.raises(storage.MissingFile):
        storage.read_json(name)


def test_a_try_that_nobody_maps_is_forgotten_after_two_days(place, settings) -> None:
    run(place, settings, two(), TRY_JOB)
    sweep_readings(at=NOW + SWEEP_AFTER / 2)
    assert SourceSnapshot.objects.filter(collection="fields").count() == 1
    sweep_readings(at=NOW + SWEEP_AFTER * 2)
    assert not SourceSnapshot.objects.filter(collection="fields").exists()


def test_a_mapped_field_that_is_gone_stops_the_reading_with_its_name_and_nothing_is_written(
    place, browser, settings
) -> None:
    run(place, settings, two(), TRY_JOB)
    post(browser, owner_unit="ejer-afdeling", vendor="leverandoer")
    run(place, settings, two(), FETCH_JOB)
    take_on(actor=place.as_("coordinator"), source="topdesk", systems={"a-1": None}, at=NOW)
    before = list(SourceSnapshot.objects.values_list("pk", flat=True))
    held = Topdesk(assets=[asset(1), asset(3)], columns=COLUMNS[:2])
    job = run(place, settings, held, FETCH_JOB, at=LATER)
    assert job.state == "failed"
    assert "“leverandoer”" in job.error
    assert list(SourceSnapshot.objects.values_list("pk", flat=True)) == before
    assert sorted(SourceLink.objects.values_list("external_id", flat=True)) == ["a-1", "a-2"]
    run(place, settings, held, TRY_JOB, at=LATER)
    assert "TOPdesk har ikke alle de koblede felter mere" in page(browser)
    newest = SourceMapping.objects.get()
    refused = post(browser, seen=newest.pk, owner_unit="ejer-afdeling", vendor="leverandoer")
    assert refused.status_code == 422
    assert "TOPdesk har ikke kolonnen “leverandoer”" in refused.content.decode()
    post(browser, seen=newest.pk, owner_unit="ejer-afdeling")
    assert run(place, settings, held, FETCH_JOB, at=LATER).state == "done"


def test_a_reading_is_understood_by_the_mapping_that_it_was_made_with(place, browser, settings) -> None:
    run(place, settings, two(), TRY_JOB)
    post(browser, owner_unit="ejer-afdeling")
    run(place, settings, two(), FETCH_JOB)
    run(place, settings, two(), TRY_JOB)
    post(browser, seen=SourceMapping.objects.get().pk, vendor="leverandoer")
    take_on(actor=place.as_("coordinator"), source="topdesk", systems={"a-1": None}, at=NOW)
    assert ItSystem.objects.get().owner_unit == place.schools


def test_who_saves_after_another_is_told_and_what_was_chosen_stays(place, browser, settings) -> None:
    run(place, settings, two(), TRY_JOB)
    post(browser, owner_unit="ejer-afdeling")
    answer = post(browser, seen=0, vendor="leverandoer")
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "En anden har gemt koblingen imens" in text
    assert '<option value="leverandoer" selected>' in text
    assert SourceMapping.objects.count() == 1


def test_a_try_that_topdesk_refuses_leaves_the_mapping_and_is_told(place, browser, settings) -> None:
    run(place, settings, two(), TRY_JOB)
    settings.TOPDESK_PASSWORD = "forkert"
    job = run(place, settings, two(), TRY_JOB, at=LATER)
    assert job.state == "failed"
    assert "Koblingen står som før" in job.error
    assert "Ejes af" in page(browser)


def test_others_than_the_coordinator_map_nothing(place, settings) -> None:
    other = Browser()
    other.force_login(place.people["local"])
    assert other.get(reverse("it_costs:source_mapping")).status_code == 403
    assert other.post(reverse("it_costs:source_try")).status_code == 403
