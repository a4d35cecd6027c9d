"""A KITOS on this machine: tokens that run out, pages, changes and deletions, rows in both generations of fields."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.connectors.sources.stub_server import Asked, Reply, Stub, json_reply, served

USER, PASSWORD = "api@lindeby.example", "hemmelig-kode-81c2"
ORGANISATION = "11111111-0000-0000-0000-000000000001"


def named(uuid: str, name: str) -> dict[str, str]:
    return {"uuid": uuid, "name": name}


def system(number: int, **fields: Any) -> dict[str, Any]:
    return {
        "uuid": f"s-{number}",
        "name": f"Fagsystem {number}",
        "formerName": None,
        "description": f"Sager om {number}",
        "kle": [named("k-1", "00.30.04")],
        "deactivated": False,
        "businessType": named("b", "Fagsystem"),
        "rightsHolder": {"uuid": "v", "name": "Nordlys Data A/S", "cvr": "12345674"},
        "parentSystem": None,
    } | fields


def usage(number: int, *, newest: bool = True, general: Any = (), gdpr: Any = (), **fields: Any) -> dict[str, Any]:
    """`newest`: the fields of 2026; else those of June 2025, with numbers for words."""
    told = {"isBusinessCritical": "Yes", "hostedAt": "External", "containsAITechnology": "No"} if newest else {}
    older = {} if newest else {"businessCritical": 1, "hostedAt": 2}
    return {
        "uuid": f"u-{number}",
        "systemContext": named(f"s-{number}", f"Fagsystem {number}"),
        "organizationContext": named(ORGANISATION, "Lindeby Kommune"),
        "general": {
            "localCallName": "",
            "numberOfExpectedUsers": {"lowerBound": 100, "upperBound": 499},
            "validity": {"lifeCycleStatus": "Operational" if newest else 3},
        }
        | told
        | dict(general),
        "roles": [],
        "organizationUsage": {
            "usingOrganizationUnits": [named("o-3100", "Nordskolen")],
            "responsibleOrganizationUnit": named("o-3000", "Skoler"),
        },
        "localKLEDeviations": {"addedKLE": [], "removedKLE": []},
        "externalReferences": [],
        "archiving": {},
        "gdpr": {"dataSensitivityLevels": ["PersonData"] if newest else [1]} | older | dict(gdpr),
        "outgoingSystemRelations": [],
    } | fields


def contract(number: int, *, usages: list[int], **fields: Any) -> dict[str, Any]:
    return {
        "uuid": f"c-{number}",
        "name": f"Kontrakt {number}",
        "general": {
            "contractId": f"K-{number}",
            "validity": {"validFrom": "2024-01-01T00:00:00Z", "validTo": "2027-12-31T00:00:00Z"},
        },
        "supplier": {"organization": {"uuid": "v", "name": "Nordlys Data A/S", "cvr": "12345674"}},
        "responsible": {"organizationUnit": named("o-3000", "Skoler")},
        "paymentModel": {"priceRegulation": named("p", "Nettoprisindeks")},
        "agreementPeriod": {"irrevocableUntil": "2026-12-31T00:00:00Z"},
        "termination": {"terms": {"noticePeriodMonths": named("n", "6")}},
        "systemUsages": [named(f"u-{one}", f"Fagsystem {one}") for one in usages],
        "payments": {
            "external": [{"id": 1, "acquisition": 0, "operation": 250000, "other": 0, "accountingEntry": "3.22.01"}],
            "internal": [],
        },
    } | fields


def processing(number: int, *, usages: list[int], general: Any = (), oversight: Any = ()) -> dict[str, Any]:
    """A registration of who processes data, with an agreement and a yearly oversight."""
    return {
        "uuid": f"d-{number}",
        "name": f"Databehandling {number}",
        "general": {
            "isAgreementConcluded": "Yes",
            "agreementConcludedAt": "2024-03-01T00:00:00Z",
            "transferToInsecureThirdCountries": "No",
        }
        | dict(general),
        "systemUsages": [named(f"u-{one}", f"Fagsystem {one}") for one in usages],
        "oversight": {
            "oversightInterval": "Yearly",
            "isOversightCompleted": "Yes",
            "oversightDates": [{"uuid": "x", "completedAt": "2025-11-01T00:00:00Z", "remark": ""}],
        }
        | dict(oversight),
    }


class Kitos:
    """What it holds; `uses`: how many questions a token is good for. `before` may answer instead of it."""

    def __init__(
        self,
        *,
        usages: Any = (),
        systems: Any = (),
        contracts: Any = (),
        processings: Any = (),
        uses: int = 10_000,
    ) -> None:
        self.held: dict[str, list[Any]] = {
            "/api/v2/it-system-usages": list(usages),
            "/api/v2/it-systems": list(systems),
            "/api/v2/it-contracts": list(contracts),
            "/api/v2/data-processing-registrations": list(processings),
            "/api/v2/organizations": [named(ORGANISATION, "Lindeby Kommune") | {"cvr": "12345674"}],
            f"/api/v2/organizations/{ORGANISATION}/organization-units": [
                named("o-1000", "Lindeby") | {"parentOrganizationUnit": None, "unitId": "1000", "ean": 5790000000001},
                named("o-3000", "Skoler") | {"parentOrganizationUnit": None, "unitId": "3000", "ean": None},
                named("o-3100", "Nordskolen") | {"parentOrganizationUnit": None, "unitId": "3100", "ean": None},
            ],
        }
        self.changed: dict[str, list[Any]] = {}
        self.deleted: list[tuple[str, str]] = []
        self.kle = {"k-1": "00.30.04", "k-2": "27.18.00"}
        self.uses, self.left, self.tokens = uses, 0, 0
        self.before: list[Reply | None] = []

    def __call__(self, asked: Asked) -> Reply:
        if asked.path == "/api/authorize/GetToken":
            return self._token(json.loads(asked.body))
        instead = self.before.pop(0) if self.before else None
        if instead is not None:
            return instead
        if asked.headers.get("authorization") != f"bearer token-{self.tokens}" or self.left <= 0:
            return Reply(b"", 401)
        self.left -= 1
        if asked.path == "/api/v2/kle-options":
            payload = [{"uuid": uuid, "kleNumber": number} for uuid, number in self.kle.items()]
            return json_reply({"referenceVersion": "2026-02-01", "payload": payload})
        return json_reply(self._page(asked))

    def _token(self, body: dict[str, str]) -> Reply:
        if body != {"email": USER, "password": PASSWORD}:
            return json_reply({"msg": "", "response": {"token": None, "loginSuccessful": False}}, 401)
        self.tokens, self.left = self.tokens + 1, self.uses
        said = {"token": f"token-{self.tokens}", "email": USER, "loginSuccessful": True, "expires": "2026-11-27"}
        return json_reply({"msg": "", "response": said})

    def _page(self, asked: Asked) -> list[Any]:
        page, size = int(asked.query["Page"]), int(asked.query["PageSize"])
        if asked.path == "/api/v2/delta-feed/deleted-entities":
            rows: list[Any] = [
                {"entityType": kind, "entityUuid": uuid, "occurredAtUtc": "2026-11-01T00:00:00Z"}
                for kind, uuid in self.deleted
                if kind == asked.query["entityType"]
            ]
        elif "changedSinceGtEq" in asked.query:
            rows = self.changed.get(asked.path, [])
        else:
            rows = self.held[asked.path]
        return rows[page * size : (page + 1) * size]


@contextmanager
def kitos(held: Kitos) -> Iterator[Stub]:
    with served(held) as stub:
        yield stub
