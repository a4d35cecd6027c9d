"""KITOS is read whole or not at all; it fills what nobody has said and touches nothing that people have."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import logging
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from chefforum.connectors.kitos import Client
from chefforum.kernel.audit.models import Event
from chefforum.kernel.jobs.models import Job
from chefforum.kernel.lake import storage
from chefforum.kernel.organisation.queries import tree_on
from chefforum.modules.it_costs.models import (
    Contract,
    ContractSystem,
    CostLine,
    Dependency,
    FieldValue,
    ItSystem,
    SourceLink,
    SourceSnapshot,
    Vendor,
)
from chefforum.modules.it_costs.queries.register import facts_of
from chefforum.modules.it_costs.queries.source_numbers import payments
from chefforum.modules.it_costs.queries.sources import differences, gone_rows, loose_rows, source_states
from chefforum.modules.it_costs.queries.system_page import FieldOnPage, facts_on_page
from chefforum.modules.it_costs.queries.texts import texts_of_read
from chefforum.modules.it_costs.services.register import change_system, validate_fields
from chefforum.modules.it_costs.services.source_settling import settle
from chefforum.modules.it_costs.services.source_ties import take_on
from tests.connectors.sources.stub_of_kitos import PASSWORD, Kitos, contract, named, system, usage
from tests.connectors.sources.stub_server import Reply
from tests.modules.it_costs.sources_town import LATER, NOW, fetch, town

LATEST = LATER + dt.timedelta(days=30)


@pytest.fixture
def place(db: None, monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """The real client, which waits for nothing before it tries again."""
    impatient = partial(Client, wait=lambda seconds: None)
    monkeypatch.setattr("chefforum.modules.it_costs.services.source_fetching.kitos.Client", impatient)
    return town()


def two(**fields: Any) -> Kitos:
    """Two systems, the first needs the second, and a contract of both."""
    relation = {"uuid": "r", "toSystemUsage": named("u-2", "Fagsystem 2"), "description": "elever"}
    return Kitos(
        usages=[usage(1, outgoingSystemRelations=[relation]) | fields, usage(2, newest=False)],
        systems=[system(1), system(2)],
        contracts=[contract(1, usages=[1, 2])],
    )


def all_in(place: SimpleNamespace, *, at: dt.datetime = NOW) -> None:
    rows = loose_rows(actor=place.as_("coordinator"), source="kitos", on=at.date())
    take_on(
        actor=place.as_("coordinator"),
        source="kitos",
        systems={row.external_id: None for row in rows if not row.is_contract},
        contracts={row.external_id: None for row in rows if row.is_contract},
        at=at,
    )


@pytest.fixture
def read(place: SimpleNamespace, settings: Any) -> SimpleNamespace:
    """KITOS read once and all of it in the register."""
    job = fetch(place, settings, two())
    assert job.state == "done", job.error
    all_in(place)
    return place


def first() -> ItSystem:
    return ItSystem.objects.get(name="Fagsystem 1")


def everything() -> list[Any]:
    tables = (ItSystem, Contract, ContractSystem, Dependency, FieldValue, SourceLink, SourceSnapshot, Vendor, Event)
    return [list(table.objects.order_by("pk").values()) for table in tables]


def test_nothing_is_in_the_register_before_the_coordinator_has_seen_and_chosen(place, settings) -> None:
    job = fetch(place, settings, two())
    assert (job.state, job.error) == ("done", "")
    assert not ItSystem.objects.exists()
    assert not Contract.objects.exists()
    rows = loose_rows(actor=place.as_("coordinator"), source="kitos", on=NOW.date())
    assert [row.name for row in rows] == ["Fagsystem 1", "Fagsystem 2", "Kontrakt 1"]
    assert ("Hvor det kører", "Hos leverandør") in rows[0].says


def test_each_reading_is_kept_raw_with_its_day_and_hash(place, settings) -> None:
    fetch(place, settings, two())
    kept = {one.collection: one for one in SourceSnapshot.objects.all()}
    assert {name: one.rows for name, one in kept.items()} == {
        "it-system-usages": 2,
        "it-systems": 2,
        "it-contracts": 1,
        "data-processing-registrations": 0,
        "organization-units": 3,
    }
    one = kept["it-system-usages"]
    assert (one.source, one.fetched_at, one.person) == ("kitos", NOW, place.people["coordinator"])
    assert hashlib.sha256(Path(storage.local_path(one.file)).read_bytes()).hexdigest() == one.sha256
    assert storage.read_json(one.file)[0]["general"]["hostedAt"] == "External"


def test_what_is_taken_in_is_as_kitos_says_in_both_generations_of_fields(read) -> None:
    one, two_ = ItSystem.objects.order_by("name")
    texts = texts_of_read([one, two_])
    said = {
        "name": "Fagsystem 1",
        "former_name": "",
        "description": "Sager om 1",
        "business_type": "Fagsystem",
        "family": "",
        "vendor": "Nordlys Data A/S, CVR 12345674",
        "owner_unit": "3000",
        "life_cycle": "operational",
        "hosting": "external",
        "is_business_critical": "yes",
        "is_socially_critical": "unknown",
        "personal_data": "ordinary",
        "uses_ai": "no",
        "users": "100-499",
        "tasks": "00.30.04",
        "units": "3100",
    }
    assert {name: texts[one.pk][name] for name in said} == said
    other = said | {"name": "Fagsystem 2", "description": "Sager om 2", "uses_ai": "unknown"}
    assert {name: texts[two_.pk][name] for name in other} == other
    assert {one.source for one in FieldValue.objects.all()} == {"kitos"}
    assert Vendor.objects.count() == 1
    dependency = Dependency.objects.get()
    assert (dependency.system, dependency.on_system, dependency.text) == (one, two_, "elever")
    agreement = Contract.objects.get()
    assert (str(agreement.ends_on), agreement.notice_months, agreement.accounting) == ("2027-12-31", 6, "3.22.01")
    assert {cover.system for cover in agreement.covers.all()} == {one, two_}
    assert {cover.share for cover in agreement.covers.all()} == {None}


def test_what_kitos_changes_of_its_own_word_is_changed_here(read, settings) -> None:
    fetch(read, settings, two(general=usage(1)["general"] | {"hostedAt": "Hybrid"}), at=LATER)
    assert first().hosting == "hybrid"
    assert not differences(actor=read.as_("coordinator"), on=LATER.date())


def validate(name: str, text: str, *, at: dt.datetime) -> None:
    FieldValue.objects.update_or_create(
        system=first(), field=name, defaults={"source": "hand", "value": text, "at": at, "validated_at": at}
    )


def test_what_people_have_validated_is_never_written_over_but_told(read, settings) -> None:
    validate("hosting", "external", at=NOW)
    held = two(general=usage(1)["general"] | {"hostedAt": "OnPremise"})
    fetch(read, settings, held, at=LATER)
    assert first().hosting == "external"
    (found,) = differences(actor=read.as_("coordinator"), on=LATER.date())
    assert (found.name, found.field, found.ours, found.theirs) == (
        "Fagsystem 1",
        "Hvor det kører",
        "Hos leverandør",
        "Hos os selv",
    )
    assert (found.is_validated, found.ours_by, found.theirs_by) == (True, "Skrevet her", "KITOS")


def test_what_people_have_written_without_validating_is_not_lost_either(place, settings) -> None:
    fetch(place, settings, two())
    ours = ItSystem.objects.create(name="Fagsystem 1", description="Vores egne ord", created_at=NOW, changed_at=NOW)
    take_on(actor=place.as_("coordinator"), source="kitos", systems={"u-1": ours.pk}, at=NOW)
    ours.refresh_from_db()
    assert ours.description == "Vores egne ord"
    assert ours.hosting == "external"
    (found,) = differences(actor=place.as_("coordinator"), on=NOW.date())
    assert (found.field, found.theirs) == ("Hvad det bruges til", "Sager om 1")


def test_that_kitos_does_not_know_takes_nothing_away_from_who_does(read, settings) -> None:
    validate("uses_ai", "no", at=NOW)
    held = two(general=usage(1)["general"] | {"containsAITechnology": "Undecided"})
    fetch(read, settings, held, at=LATER)
    assert first().uses_ai == "no"
    assert not differences(actor=read.as_("coordinator"), on=LATER.date())


def test_a_difference_is_settled_by_taking_theirs(read, settings) -> None:
    validate("hosting", "external", at=NOW)
    fetch(read, settings, two(general=usage(1)["general"] | {"hostedAt": "OnPremise"}), at=LATER)
    (found,) = differences(actor=read.as_("coordinator"), on=LATER.date())
    assert settle(actor=read.as_("coordinator"), values=[found.id], takes_theirs=True, at=LATER) == (1, 0)
    assert first().hosting == "own"
    value = FieldValue.objects.get(system=first(), field="hosting")
    assert (value.source, value.value, value.validated_at, value.proposed) == ("kitos", "own", LATER, None)
    event = Event.objects.get(action="it_costs.settle_differences")
    assert event.data == {"fields": ["hosting"], "takes": "source"}


def test_a_difference_that_is_declined_does_not_come_again_before_kitos_says_something_new(read, settings) -> None:
    validate("hosting", "external", at=NOW)
    own = {"general": usage(1)["general"] | {"hostedAt": "OnPremise"}}
    fetch(read, settings, two(**own), at=LATER)
    settle(actor=read.as_("coordinator"), values=None, takes_theirs=False, at=LATER + dt.timedelta(hours=1))
    assert first().hosting == "external"
    fetch(read, settings, two(**own), at=LATEST)
    assert not differences(actor=read.as_("coordinator"), on=LATEST.date())
    hybrid = usage(1)["general"] | {"hostedAt": "Hybrid"}
    fetch(read, settings, two(general=hybrid), at=LATEST + dt.timedelta(days=1))
    (found,) = differences(actor=read.as_("coordinator"), on=LATEST.date())
    assert found.theirs == "Begge dele"


@pytest.mark.parametrize("end", ["users_low", "users_high"])
def test_a_band_that_people_validated_at_either_end_is_a_difference_and_chosen_whole(read, settings, end: str) -> None:
    actor = read.as_("coordinator")
    validate_fields(actor=actor, system_id=first().pk, names=[end], at=NOW)
    fetch(
        read,
        settings,
        two(general=usage(1)["general"] | {"numberOfExpectedUsers": {"lowerBound": 500, "upperBound": None}}),
        at=LATER,
    )
    assert (first().users_low, first().users_high) == (100, 499)
    (found,) = [one for one in differences(actor=actor, on=LATER.date()) if one.field == "Brugere"]
    assert (found.ours, found.theirs) == ("100 til 499", "mindst 500")
    settle(actor=actor, values=[found.id], takes_theirs=True, at=LATER)
    assert (first().users_low, first().users_high) == (500, None)
    held = FieldValue.objects.get(system=first(), field="users")
    assert (held.source, held.value, held.validated_at) == ("kitos", "500-", LATER)


def test_what_people_change_on_the_systems_page_is_theirs_and_a_difference_is_told_there(read, settings) -> None:
    actor = read.as_("coordinator")
    mine = Vendor.objects.create(name="Sydvind ApS")
    facts = dataclasses.replace(facts_of(first()), vendor_id=mine.pk, owner_unit_id=read.north.pk)
    change_system(actor=actor, system_id=first().pk, facts=facts, at=NOW)
    fetch(read, settings, two(), at=LATER)
    assert (first().vendor, first().owner_unit) == (mine, read.north)
    found = differences(actor=actor, on=LATER.date())
    told = {(one.field, one.ours, one.theirs) for one in found}
    assert told == {
        ("Leverandør", "Sydvind ApS", "Nordlys Data A/S, CVR 12345674"),
        ("Ansvarlig enhed", "Nordskolen", "Skoler"),
    }
    assert on_page("owner_unit").proposed == "Skoler"
    settle(actor=actor, values=None, takes_theirs=False, at=LATER + dt.timedelta(hours=1))
    assert on_page("owner_unit").proposed is None


def on_page(name: str) -> FieldOnPage:
    shown = facts_on_page(system=first(), tree=tree_on(LATER.date()))
    return next(one for _, group in shown.groups for one in group if one.name == name)


def test_a_difference_goes_away_where_kitos_comes_to_say_the_same(read, settings) -> None:
    validate("hosting", "external", at=NOW)
    fetch(read, settings, two(general=usage(1)["general"] | {"hostedAt": "OnPremise"}), at=LATER)
    fetch(read, settings, two(), at=LATEST)
    assert not differences(actor=read.as_("coordinator"), on=LATEST.date())


def test_a_system_that_disappears_is_marked_and_stays_and_is_back_when_it_returns(read, settings) -> None:
    gone = two()
    gone.held["/api/v2/it-system-usages"].pop(0)
    fetch(read, settings, gone, at=LATER)
    fetch(read, settings, gone, at=LATEST)
    (row,) = gone_rows(actor=read.as_("coordinator"))
    assert (row.name, row.source, row.since) == ("Fagsystem 1", "KITOS", LATER.date())
    assert first().removed_at is None
    fetch(read, settings, two(), at=LATEST + dt.timedelta(days=1))
    assert not gone_rows(actor=read.as_("coordinator"))


@pytest.mark.parametrize("uses", [1, 3, 5])
def test_a_token_that_runs_out_in_the_middle_changes_nothing_of_what_comes(place, settings, uses: int) -> None:
    held = two()
    held.uses = uses
    job = fetch(place, settings, held)
    assert job.state == "done", job.error
    assert SourceLink.objects.count() == 3


@pytest.mark.parametrize("asked_before", [0, 1, 2, 3, 4])
@pytest.mark.parametrize(
    "broken",
    [
        Reply(b"", 403),
        Reply(b"[{", 200),
        Reply(b'[{"uuid": "u-9", "name": 7}]', 200),
        Reply(b"", 302, {"Location": "https://evil.example/"}),
    ],
    ids=["refused", "cut", "changed fields", "sent elsewhere"],
)
def test_where_anything_goes_wrong_nothing_is_half_written(read, settings, asked_before: int, broken: Reply) -> None:
    before, files = everything(), list(storage.names_below("it_sources"))
    held = two(general=usage(1)["general"] | {"hostedAt": "OnPremise"})
    held.before = [None] * asked_before + [broken] * 5
    job = fetch(read, settings, held, at=LATER)
    assert job.state == "failed"
    assert "står som før" in job.error
    assert everything() == before
    assert list(storage.names_below("it_sources")) == files


def test_an_answer_without_most_of_what_was_there_is_not_believed_before_somebody_says_so(place, settings) -> None:
    many = [usage(one) for one in range(60)]
    fetch(place, settings, Kitos(usages=many))
    before = everything()
    job = fetch(place, settings, Kitos(usages=many[:5]), at=LATER)
    assert "uden 55 af de 60" in job.error
    assert everything() == before
    job = fetch(place, settings, Kitos(usages=many[:5]), at=LATER, accepts_loss=True)
    assert job.state == "done"
    assert SourceLink.objects.filter(gone_since=LATER.date()).count() == 55


def test_only_what_has_changed_may_be_fetched_and_what_was_deleted_is_gone(read, settings) -> None:
    held = two()
    held.changed["/api/v2/it-system-usages"] = [usage(1, general={"hostedAt": "Hybrid"}), usage(3)]
    held.deleted = [("ItSystemUsage", "u-2")]
    job = fetch(read, settings, held, at=LATER, only_changes=True)
    assert job.state == "done", job.error
    assert first().hosting == "hybrid"
    assert [row.name for row in gone_rows(actor=read.as_("coordinator"))] == ["Fagsystem 2"]
    assert SourceSnapshot.objects.filter(collection="it-system-usages").first().rows == 2
    assert SourceLink.objects.get(external_id="u-3").system is None


def test_what_people_changed_of_a_contract_stays_and_the_rest_follows_kitos(read, settings) -> None:
    Contract.objects.update(notice_months=3)
    held = two()
    held.held["/api/v2/it-contracts"] = [
        contract(1, usages=[1], agreementPeriod={"irrevocableUntil": "2028-01-01T00:00:00Z"})
        | {"termination": {"terms": {"noticePeriodMonths": named("n", "12")}}}
    ]
    fetch(read, settings, held, at=LATER)
    agreement = Contract.objects.get()
    assert (agreement.notice_months, str(agreement.irrevocable_until)) == (3, "2028-01-01")
    assert [cover.system.name for cover in agreement.covers.all()] == ["Fagsystem 1"]
    assert Event.objects.filter(action="it_costs.read_source").latest("at").data["contracts_kept"] == 1
    _, (payment,) = payments(actor=read.as_("coordinator"), on=LATER.date())
    assert payment.differs == ("opsigelsesvarsel i måneder: 3 her, 12 i KITOS",)


def test_what_is_paid_is_told_as_kroner_a_year_of_the_day_it_was_read_and_not_shared_out(read, settings) -> None:
    unpaid = contract(2, usages=[], payments={"external": [], "internal": []})
    fetch(read, settings, Kitos(contracts=[contract(1, usages=[1, 2]), unpaid]), at=LATER)
    snapshot, found = payments(actor=read.as_("coordinator"), on=LATER.date())
    assert snapshot.fetched_at == LATER
    assert [(one.name, one.paid_a_year, one.systems) for one in found] == [
        ("Kontrakt 1", 250000, ("Fagsystem 1", "Fagsystem 2")),
        ("Kontrakt 2", None, ()),
    ]
    assert not CostLine.objects.exists()


def test_the_state_of_a_source_tells_what_changed_since_the_time_before(read, settings) -> None:
    held = Kitos(usages=[usage(1, general={"hostedAt": "Hybrid"}), usage(3)], systems=[system(1), system(2)])
    fetch(read, settings, held, at=LATER)
    kitos_state = source_states(actor=read.as_("coordinator"))[0]
    usages = next(one for one in kitos_state.readings if one.snapshot.collection == "it-system-usages")
    assert (usages.new, usages.changed, usages.gone) == (1, 1, 1)
    assert (kitos_state.loose, kitos_state.gone) == (1, 2)


@pytest.mark.parametrize("who", ["local", "controller", "colleague"])
def test_only_the_coordinator_reads_a_source(place, settings, who: str) -> None:
    job = fetch(place, settings, two(), who=who)
    assert job.state == "failed"
    assert not SourceSnapshot.objects.exists()


def test_name_password_and_token_are_in_no_row_log_or_file(place, settings, caplog) -> None:
    caplog.set_level(logging.DEBUG)
    fetch(place, settings, two())
    held = two()
    held.before = [Reply(b"", 403)]
    fetch(place, settings, held, at=LATER)
    told = f"{everything()} {list(Job.objects.values())} {caplog.text}"
    files = b"".join(Path(storage.local_path(one.file)).read_bytes() for one in SourceSnapshot.objects.all())
    assert PASSWORD not in told
    assert "token-1" not in told
    assert PASSWORD.encode() not in files
