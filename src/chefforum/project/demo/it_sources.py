"""What KITOS knows of Lindeby's systems, invented in KITOS' own format and read as the file that one would save of it:
twice, so that new systems wait, words differ, and something is gone there. What departments bought themselves is not
in KITOS."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils import timezone

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.organisation.queries import tree_on
from chefforum.modules.it_costs.models import Contract, ItSystem
from chefforum.modules.it_costs.queries.contracts import contract_facts
from chefforum.modules.it_costs.rules.contracts import months_after
from chefforum.modules.it_costs.services.contracts import change_contract
from chefforum.modules.it_costs.services.source_ties import take_on

from .importing import bring_in_content
from .it_register import CVR
from .leaders import Town

KIND, SOURCE = "it_costs.kitos_file", "kitos"
TAKEN_ON, GONE = "Lydavisen", "Kontraktskabet"
# In KITOS and nowhere here: what for, vendor, unit, task, data.
NEW = (
    (TAKEN_ON, "Oplæsning af breve og referater", "Kornblomst Apps", "11001", "00.06", "PersonData"),
    ("Vikarbroen", "Finder vikarer på tværs af plejehjem", "Klitgård Data", "32001", "27.36", "PersonData"),
    ("Udbudsmappen", "Udbud, bilag og spørgsmål", "Havblik It", "11002", "88", "None"),
    ("Sagsbroen Arkiv", "Aflevering til arkivet", "Bøgeskov Systemer", "11004", "00.01", "SensitiveData"),
)
WITH_CONTRACT = (TAKEN_ON, "Vikarbroen")
# What KITOS says otherwise the second time, and one thing that nobody here had said.
LATER_SAID: Mapping[str, Mapping[str, Any]] = {
    "Tallageret": {"hostedAt": "External"},
    "Energiuret": {"isBusinessCritical": "Yes"},
    "Budgettavlen": {"validity": {"lifeCycleStatus": "PhasingOut", "valid": True}},
}
ANSWERS = {"Ja": "Yes", "Nej": "No", "": "Undecided"}
HOSTED = {"Hos os selv": "OnPremise", "Hos leverandør": "External", "Begge dele": "Hybrid", "": "Undecided"}
LIFE = {"I drift": "Operational", "Udfases": "PhasingOut", "Prøves af": "Pilot", "": "Undecided"}
DATA = {
    "Ingen": ["None"],
    "Almindelige personoplysninger": ["PersonData"],
    "Følsomme personoplysninger": ["PersonData", "SensitiveData"],
    "": [],
}


def load(*, folder: Path, at: dt.datetime) -> None:
    """Two readings; between them the rows that are Lindeby's systems are tied to them, and one is taken on with its
    contract, whose end somebody then writes otherwise. Raises DemoIsIncomplete."""
    town = Town.now()
    first, later = at - dt.timedelta(days=35), at - dt.timedelta(days=2)
    units = {unit.code: unit.name for unit in tree_on(timezone.localdate(at)).units}
    rows = list(_lines(folder))
    bring_in_content(KIND, "kitos-foerste.json", _file(rows, units, NEW[:1], {}, at), {}, at=first)
    actor = town.actor("kim.stavnsbo", at)
    ours = {one.name: one.pk for one in ItSystem.objects.filter(removed_at=None)}
    tied: dict[str, UUID | None] = {_id("usage", row["navn"]): ours[row["navn"]] for row in rows}
    contracts = {_id("contract", TAKEN_ON): None}
    take_on(actor=actor, source=SOURCE, systems=tied | {_id("usage", TAKEN_ON): None}, contracts=contracts, at=first)
    _prolong(actor, Contract.objects.get(name=f"Aftale om {TAKEN_ON}"), at=at - dt.timedelta(days=20))
    left = [row for row in rows if row["navn"] != GONE]
    bring_in_content(KIND, "kitos.json", _file(left, units, NEW, LATER_SAID, at), {}, at=later)


def _prolong(actor: Actor, contract: Contract, *, at: dt.datetime) -> None:
    facts = contract_facts(contract)
    assert facts.ends_on is not None
    longer = replace(facts, ends_on=months_after(facts.ends_on + dt.timedelta(days=1), 12) - dt.timedelta(days=1))
    change_contract(actor=actor, contract_id=contract.pk, facts=longer, at=at)


def _lines(folder: Path) -> Iterable[dict[str, str]]:
    with (folder / "it" / "systemer.csv").open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file, delimiter=";"):
            if line["type"] == "It-system" and line["eget"] == "Nej":
                yield line


def _id(kind: str, name: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"kitos/lindeby/{kind}/{name}"))


def _named(kind: str, name: str) -> dict[str, str]:
    return {"uuid": _id(kind, name), "name": name}


def _file(
    rows: Iterable[Mapping[str, str]],
    units: Mapping[str, str],
    new: Iterable[tuple[str, ...]],
    said: Mapping[str, Mapping[str, Any]],
    at: dt.datetime,
) -> bytes:
    """As somebody would save KITOS' answers, each list under its name."""
    known = [_known(row) for row in rows] + [_new(*one) for one in new]
    contracts = [_contract(name, vendor, unit, units, at) for name, _, vendor, unit, *_ in new if name in WITH_CONTRACT]
    return json.dumps(
        {
            "it-system-usages": [_usage(one, units, said.get(one["navn"], {})) for one in known],
            "it-systems": [_system(one) for one in known],
            "it-contracts": contracts,
            "organization-units": [
                {
                    **_named("unit", code),
                    "name": name,
                    "unitId": code,
                    "origin": "Kitos",
                    "parentOrganizationUnit": None,
                }
                for code, name in units.items()
            ],
        },
        ensure_ascii=False,
    ).encode()


def _known(row: Mapping[str, str]) -> dict[str, Any]:
    words = {
        "hostedAt": HOSTED[row["drift"]],
        "isBusinessCritical": ANSWERS[row["forretningskritisk"]],
        "isSociallyCritical": ANSWERS[row["samfundskritisk"]],
        "containsAITechnology": ANSWERS[row["ai"]],
        "validity": {"lifeCycleStatus": LIFE[row["livscyklus"]], "valid": True},
    }
    return {**row, "general": words, "data": DATA[row["personoplysninger"]], "slags": None}


def _new(name: str, about: str, vendor: str, unit: str, task: str, data: str) -> dict[str, Any]:
    words = {
        "hostedAt": "External",
        "isBusinessCritical": "Undecided",
        "containsAITechnology": "Undecided",
        "validity": {"lifeCycleStatus": "Operational", "valid": True},
    }
    told = {"navn": name, "hvad": about, "leverandør": vendor, "enhed": unit, "kle": task}
    return {**told, "general": words, "data": [data], "slags": _named("business-type", "Fagsystem")}


def _usage(one: Mapping[str, Any], units: Mapping[str, str], said: Mapping[str, Any]) -> dict[str, Any]:
    unit = {**_named("unit", one["enhed"]), "name": units[one["enhed"]]} if one["enhed"] else None
    return {
        "uuid": _id("usage", one["navn"]),
        "systemContext": _named("system", one["navn"]),
        "organizationContext": _named("organisation", "Lindeby Kommune"),
        "general": {"localCallName": "", "purpose": one["hvad"], "numberOfExpectedUsers": None}
        | one["general"]
        | dict(said),
        "roles": [],
        "organizationUsage": {"usingOrganizationUnits": [], "responsibleOrganizationUnit": unit},
        "localKLEDeviations": {"addedKLE": [], "removedKLE": []},
        "externalReferences": [],
        "archiving": {},
        "gdpr": {"dataSensitivityLevels": one["data"]},
        "outgoingSystemRelations": [],
    }


def _system(one: Mapping[str, Any]) -> dict[str, Any]:
    vendor = one["leverandør"]
    return {
        **_named("system", one["navn"]),
        "formerName": None,
        "description": one["hvad"],
        "kle": [_named("kle", number) for number in one["kle"].split(",") if number],
        "deactivated": False,
        "businessType": one["slags"],
        "rightsHolder": {**_named("organisation", vendor), "cvr": CVR.get(vendor)} if vendor else None,
        "parentSystem": None,
        "recommendedArchiveDuty": {"id": "Undecided", "comment": ""},
    }


def _contract(name: str, vendor: str, unit: str, units: Mapping[str, str], at: dt.datetime) -> dict[str, Any]:
    starts = timezone.localdate(at).replace(month=1, day=1)
    ends = months_after(starts, 24) - dt.timedelta(days=1)
    return {
        "uuid": _id("contract", name),
        "name": f"Aftale om {name}",
        "general": {
            "contractId": f"K-{starts.year}-{len(name)}",
            "validity": {"validFrom": f"{starts}T00:00:00Z", "validTo": f"{ends}T00:00:00Z"},
        },
        "supplier": {"organization": {**_named("organisation", vendor), "cvr": CVR.get(vendor)}},
        "responsible": {"organizationUnit": {**_named("unit", unit), "name": units[unit]}},
        "paymentModel": {"priceRegulation": _named("regulation", "Nettoprisindeks")},
        "agreementPeriod": {"irrevocableUntil": None},
        "termination": {"terms": {"noticePeriodMonths": _named("notice", "6")}},
        "systemUsages": [_named("usage", name)],
        "payments": {
            "external": [{"id": 1, "acquisition": 0, "operation": 84_000, "other": 0, "accountingEntry": "6.45.52"}],
            "internal": [],
        },
    }
