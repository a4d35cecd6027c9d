"""The real answers that KITOS' own developers test with, of both generations: each is read, or said why it is not."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from chefforum.connectors.asking import StrangeAnswer
from chefforum.connectors.kitos import (
    Client,
    Kle,
    contract_of,
    effective_kle,
    numbers_of_kle,
    organisation_of,
    system_of,
    unit_of,
    usage_of,
)
from tests.connectors.sources.stub_of_kitos import ORGANISATION, PASSWORD, USER, Kitos, contract, kitos, system, usage

Shared = Callable[[str], Path]
FIXTURES = "data/it/kitos/cypress_fixtures"
DESCRIPTION = "data/it/kitos/kitos_api_v2_openapi_reconstructed.json"
READERS: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "usage": ("systemContext", usage_of),
    "system": ("usingOrganizations", system_of),
    "contract": ("agreementPeriod", contract_of),
    "unit": ("parentOrganizationUnit", unit_of),
    "organisation": ("organizationType", organisation_of),
}
# Rows that are about systems in use or contracts and that are no whole row: why each is not read.
NOT_READ = {
    "it-contracts/it-contract-system-search.json": "an answer of a search: number and name of the system alone",
    "it-system-usage/it-system-usages-internal.json": "an internal answer: number and name of the system alone",
    "it-system-usage/it-system-usages-v2.json": "an internal answer: number and name of the system alone",
    "it-system-usage/it-system-usages-single.json": "the file is empty",
}
# What the other files are, by what is in them: nothing that we read.
OTHERS: dict[str, Callable[[Any], bool]] = {
    "an answer of OData, which KITOS' pages read and others may not": lambda one: "@odata.count" in one,
    "a choice list: words for a field that we read as the words themselves": lambda one: (
        {"uuid", "name"} <= set(one) and set(one) <= CHOICE
    ),
    "about users, roles and permissions": lambda one: bool(set(one) & PEOPLE),
    "about KITOS' own pages and messages": lambda one: bool(set(one) & PAGES),
    "a data processing agreement, which this does not read": lambda one: "isAgreementConcluded" in str(one),
    "an interface, which this does not read": lambda one: "itInterfaceType" in one,
    "a reference to another place": lambda one: "documentId" in one,
    "a hierarchy or relation, internal or seen from the other side": lambda one: bool(set(one) & RELATIONS),
    "an internal answer: a name and a number alone": lambda one: bool({"Name", "deactivated"} & set(one)),
    "about an organisation, internal": lambda one: bool(set(one) & ORGANISATION_PAGES),
}
CHOICE = {
    "uuid", "name", "description", "writeAccess", "isEnabled", "isObligatory", "priority", "isActive",
    "isLocallyAvailable", "id", "general",
}  # fmt: skip
PEOPLE = {
    "user", "role", "email", "roleUuid", "read", "create", "modify", "canBeRead", "commands", "response",
    "organizationUnitRights", "contactPerson",
}  # fmt: skip
PAGES = {
    "module", "showItSystemModule", "longDescription", "key", "lastSent", "sentDate", "alertType", "upToDate",
    "available", "referenceVersion",
}  # fmt: skip
RELATIONS = {"node", "fromSystemUsage", "targetUsage"}
ORGANISATION_PAGES = {"consequences", "connected", "children", "systemsWithUsagesOutsideTheOrganization", "phone"}


def test_every_file_is_read_or_said_why_it_is_not(shared: Shared) -> None:
    folder = shared(FIXTURES)
    read = {name for kind in READERS for name, _ in rows(folder, kind)}
    unexplained = []
    for path in sorted(folder.rglob("*.json")):
        name, text = path.relative_to(folder).as_posix(), path.read_text(encoding="utf-8-sig")
        if name in read or name in NOT_READ:
            continue
        answer = json.loads(text)
        first = answer[0] if isinstance(answer, list) and answer else answer
        is_empty = answer == [] or not isinstance(first, dict)  # a list of nothing, a word
        if not is_empty and not any(is_it(first) for is_it in OTHERS.values()):
            unexplained.append(f"{name}: {sorted(first)[:8]}")
    assert len(read) > 40
    assert not unexplained, "\n".join(unexplained)


def test_kitos_own_list_of_tasks_is_read(shared: Shared) -> None:
    own = json.loads((shared(FIXTURES) / "shared/kles.json").read_text())
    held = Kitos()
    held.kle = {one["uuid"]: one["kleNumber"] for one in own["payload"]}
    with kitos(held) as stub:
        found = Client(user=USER, password=PASSWORD, address=stub.address).kle()
    assert found == held.kle
    assert found["4eba8818-da19-4e37-b3e1-b9b6be2f2f13"] == "00"


def rows(folder: Path, kind: str) -> Iterator[tuple[str, Any]]:
    """Every row of a kind in the fixtures, with its file."""
    mark = READERS[kind][0]
    for path in sorted(folder.rglob("*.json")):
        text = path.read_text(encoding="utf-8-sig")
        if not text.strip():
            continue
        answer = json.loads(text)
        for row in answer if isinstance(answer, list) else [answer]:
            if isinstance(row, dict) and mark in row and "uuid" in row:
                yield path.relative_to(folder).as_posix(), row


@pytest.mark.parametrize(
    ("kind", "least"), [("usage", 20), ("system", 11), ("contract", 6), ("unit", 8), ("organisation", 2)]
)
def test_every_whole_row_is_read_and_the_others_are_listed_with_why(shared: Shared, kind: str, least: int) -> None:
    read, refused = 0, set()
    for name, row in rows(shared(FIXTURES), kind):
        try:
            found = READERS[kind][1](row)
        except StrangeAnswer:
            refused.add(name)
        else:
            read += 1
            assert found.uuid == row["uuid"]
            assert not getattr(found, "remarks", ()), (name, found.remarks)
    assert read >= least
    assert refused <= set(NOT_READ), sorted(refused - set(NOT_READ))


def test_all_that_is_listed_as_not_read_is_really_not_read(shared: Shared) -> None:
    folder = shared(FIXTURES)
    for name in NOT_READ:
        text = (folder / name).read_text(encoding="utf-8-sig")
        for row in json.loads(text) if text.strip() else [None]:
            with pytest.raises(StrangeAnswer):
                usage_of(row)


def test_a_whole_system_in_use_says_the_same_by_both_generations_of_fields(shared: Shared) -> None:
    folder = shared(FIXTURES) / "it-system-usage"
    newer = usage_of(json.loads((folder / "it-system-usage.json").read_text()))
    assert (newer.is_business_critical, newer.hosted_at, newer.life_cycle) == ("Yes", "OnPremise", "Operational")
    assert newer.sensitivity == ("None", "PersonData", "LegalData", "SensitiveData")
    assert (newer.users_low, newer.users_high) == (100, 499)
    older = usage_of(json.loads((folder / "gdpr/it-system-usage-full-gdpr.json").read_text()))
    assert (older.is_business_critical, older.hosted_at) == ("Yes", "OnPremise")
    numbers = usage_of(json.loads((folder / "it-system-usage-no-organization.json").read_text()))
    assert (numbers.hosted_at, numbers.responsible_unit) == ("OnPremise", None)


def test_every_field_that_we_require_is_required_by_the_description(shared: Shared) -> None:
    schemas = json.loads(shared(DESCRIPTION).read_text())["components"]["schemas"]
    required = {
        "ItSystemUsageResponseDTO": {
            "uuid", "systemContext", "general", "organizationUsage", "localKLEDeviations", "gdpr",
        },
        "ItSystemResponseDTO": {"uuid", "name", "kle"},
        "ItContractResponseDTO": {
            "uuid", "name", "general", "supplier", "agreementPeriod", "termination", "payments", "systemUsages",
        },
        "OrganizationUnitResponseDTO": {"uuid", "name"},
    }  # fmt: skip
    for name, fields in required.items():
        assert fields <= set(schemas[name]["required"]), name


def test_the_words_of_our_enums_are_those_of_the_description_in_its_order(shared: Shared) -> None:
    from chefforum.connectors.kitos import reading

    schemas = json.loads(shared(DESCRIPTION).read_text())["components"]["schemas"]
    for name, words in {
        "YesNoDontKnowChoice": reading.YES_NO,
        "YesNoUndecidedChoice": reading.YES_NO_UNDECIDED,
        "LifeCycleStatusChoice": reading.LIFE_CYCLE,
        "HostingChoice": reading.HOSTED_AT,
        "DataSensitivityLevelChoice": reading.SENSITIVITY,
    }.items():
        assert tuple(schemas[name]["enum"]) == words


def test_the_real_client_brings_the_real_rows_home(shared: Shared) -> None:
    found = {row["uuid"]: row for _, row in rows(shared(FIXTURES), "usage") if "general" in row}
    held = Kitos(usages=found.values())
    with kitos(held) as stub:
        ours = Client(user=USER, password=PASSWORD, address=stub.address, page_size=2)
        home = ours.rows("it-system-usages", organisation=ORGANISATION)
    assert [usage_of(row) for row in home] == [usage_of(row) for row in found.values()]


@pytest.mark.parametrize("is_newest", [True, False])
def test_numbers_and_words_of_both_generations_mean_the_same(is_newest: bool) -> None:
    found = usage_of(usage(1, newest=is_newest))
    assert (found.hosted_at, found.is_business_critical, found.life_cycle, found.sensitivity) == (
        "External",
        "Yes",
        "Operational",
        ("PersonData",),
    )


def test_a_word_that_we_do_not_know_is_unknown_and_told() -> None:
    found = usage_of(usage(1, general={"hostedAt": "Månen", "isBusinessCritical": 9}))
    assert (found.hosted_at, found.is_business_critical) == (None, None)
    assert len(found.remarks) == 2
    assert "Månen" in found.remarks[0]


def test_an_empty_field_in_the_newer_place_leaves_the_older_place_its_say() -> None:
    assert usage_of(usage(1, newest=False, general={"hostedAt": None})).hosted_at == "External"


@pytest.mark.parametrize(
    "field", ["uuid", "systemContext", "general", "organizationUsage", "localKLEDeviations", "gdpr"]
)
def test_a_field_that_is_gone_is_told_by_its_name(field: str) -> None:
    row = usage(1)
    del row[field]
    with pytest.raises(StrangeAnswer, match=field):
        usage_of(row)


@pytest.mark.parametrize(
    ("said", "band"),
    [
        ({"lowerBound": 0, "upperBound": 9}, (0, 9)),
        ({"lowerBound": 500, "upperBound": None}, (500, None)),
        ({"lowerBound": 500, "upperBound": 2147483647}, (500, None)),
        ({"lowerBound": 50, "upperBound": 9}, (None, None)),
        (None, (None, None)),
    ],
)
def test_users_are_a_band_and_never_one_number(said: Any, band: tuple[int | None, int | None]) -> None:
    found = usage_of(usage(1, general={"numberOfExpectedUsers": said}))
    assert (found.users_low, found.users_high) == band


def test_tasks_are_the_catalogues_and_those_added_without_those_removed() -> None:
    deviations = {
        "addedKLE": [{"uuid": "k-2", "name": "27.18.00"}],
        "removedKLE": [{"uuid": "k-1", "name": "00.30.04"}, {"uuid": "k-9", "name": "99.00.00"}],
    }
    shelf = system_of(
        system(1, kle=[{"uuid": "k-1"}, {"uuid": "k-3", "name": "85.00.00"}, {"uuid": "k-4", "name": "X"}])
    )
    tasks = effective_kle(shelf.kle, usage_of(usage(1, localKLEDeviations=deviations)))
    assert tasks == (Kle("k-2", "27.18.00"), Kle("k-3", "85.00.00"), Kle("k-4", "X"))
    assert numbers_of_kle(tasks, {}) == (["27.18.00", "85.00.00"], ["X"])
    assert numbers_of_kle([Kle("k-1", "")], {"k-1": "00.30.04"}) == (["00.30.04"], [])
    assert numbers_of_kle([Kle("k-1", "")], {}) == ([], ["uden nummer"])


def test_a_contract_is_of_many_systems_and_what_is_paid_is_whole_kroner() -> None:
    found = contract_of(contract(1, usages=[1, 2]))
    assert [one.uuid for one in found.usages] == ["u-1", "u-2"]
    (payment,) = found.payments
    assert (payment.operation, payment.acquisition, payment.accounting, payment.is_external) == (
        250000,
        0,
        "3.22.01",
        True,
    )
    assert (str(found.ends_on), str(found.irrevocable_until), found.notice_months) == ("2027-12-31", "2026-12-31", 6)


def test_an_amount_that_is_not_told_is_missing_and_not_nought() -> None:
    row = contract(1, usages=[1], payments={"external": [{"id": 1, "operation": 10}], "internal": []})
    (payment,) = contract_of(row).payments
    assert (payment.operation, payment.acquisition, payment.other) == (10, None, None)
