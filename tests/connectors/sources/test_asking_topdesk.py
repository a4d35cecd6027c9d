"""TOPdesk over real HTTP: pages by 206, the customer's own columns, incidents counted by object and year."""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from chefforum.connectors.asking import NotAllowed, NotReached, NotSetUp, SourceError, StrangeAnswer
from chefforum.connectors.topdesk import AssetColumn, Client, assets_of, columns_of, support_of
from tests.connectors.sources.stub_server import Asked, Reply, Stub, json_reply, served

KEY = "abcde-fghij-klmno-pqrst-uvwxy"
COLUMNS = [
    {"fieldName": "name", "displayName": "Navn"},
    {"fieldName": "ejer-afdeling", "displayName": "Ejes af"},
    {"fieldName": "leverandoer", "displayName": "Leverandør"},
]
MAPPING = {"owner_unit": "ejer-afdeling", "vendor": "leverandoer"}


def asset(number: int, **fields: Any) -> dict[str, Any]:
    return {
        "id": f"a-{number}",
        "name": f"SRV{number:03}",
        "@type": {"id": "t", "name": "Server"},
        "@@summary": "Rack 2",
        "ejer-afdeling": {"id": "x", "name": "It og digitalisering"},
        "leverandoer": ["Nordlys Data A/S", "Sydvind ApS"],
    } | fields


def incident(
    number: int, *, of: str | None = "a-1", called: str = "2025-03-04T10:00:00Z", **fields: Any
) -> dict[str, Any]:
    thing = None if of is None else {"id": of, "name": f"Navn {of}"}
    return {"id": f"i-{number}", "object": None, "asset": thing, "timeSpent": 15, "callDate": called} | fields


class Topdesk:
    def __init__(self, *, assets: Any = (), incidents: Any = (), columns: Any = COLUMNS) -> None:
        self.rows = {"/tas/api/assetmgmt/assets": list(assets), "/tas/api/incidents": list(incidents)}
        self.unused: list[str] = []
        self.columns = columns
        self.before: list[Reply | None] = []

    def __call__(self, asked: Asked) -> Reply:
        instead = self.before.pop(0) if self.before else None
        if instead is not None:
            return instead
        key = base64.b64encode(f"chefforum:{KEY}".encode()).decode()
        if asked.headers.get("authorization") != f"Basic {key}":
            return Reply(b"", 401)
        if asked.path.endswith("/fields"):
            names = [one["fieldName"] for one in self.columns if one["fieldName"] != "name"]
            fields = [{"id": name, "inUse": True} for name in names]
            return json_reply({"fields": fields + [{"id": name, "inUse": False} for name in self.unused]})
        rows, start = self.rows[asked.path], int(asked.query["pageStart"])
        end = start + int(asked.query["pageSize"])
        status = 206 if end < len(rows) else 200
        if asked.path.endswith("assets"):
            return json_reply({"columns": self.columns, "dataSet": rows[start:end]}, status)
        return json_reply(rows[start:end], status) if rows else Reply(b"", 204)


def client(stub: Stub, *, password: str = KEY) -> Client:
    return Client(
        user="chefforum",
        password=password,
        address=f"{stub.address}/tas/api",
        page_size=2,
        incident_page_size=3,
        seconds=5,
        wait=lambda seconds: None,
    )


def test_pages_are_read_while_topdesk_says_that_there_is_more() -> None:
    with served(Topdesk(assets=[asset(one) for one in range(5)])) as stub:
        answer = client(stub).assets(templates=("Server", "Applikation"), fields=tuple(MAPPING.values()))
    assert [row["id"] for row in answer["dataSet"]] == [f"a-{one}" for one in range(5)]
    assert [one.query["pageStart"] for one in stub.asked] == ["0", "2", "4"]
    assert stub.asked[0].headers["accept"] == "application/x.topdesk-am-assets-v2+json"
    assert stub.asked[0].query["fields"] == "name,@type,@@summary,ejer-afdeling,leverandoer"
    assert stub.asked[0].query["templateName"] == "Server,Applikation"


def test_a_try_asks_for_each_field_in_use_and_a_few_assets_however_many_fields_there_are() -> None:
    many = [{"fieldName": f"felt-{one}", "displayName": f"Felt {one}"} for one in range(70)]
    held = Topdesk(assets=[asset(one, **{"felt-69": "sidst"}) for one in range(30)], columns=[*COLUMNS, *many])
    held.unused = ["gammelt"]
    with served(held) as stub:
        answer = client(stub).sample(rows=20)
    assert len(answer["dataSet"]) == 20
    assert {one["fieldName"] for one in answer["columns"]} >= {"ejer-afdeling", "felt-69"}
    assert answer["dataSet"][0]["felt-69"] == "sidst"
    first, *parts = stub.asked
    assert first.path.endswith("/assetmgmt/fields")
    assert first.headers["accept"] == "application/x.topdesk-am-fields-v2+json"
    assert len(parts) == 2
    asked = [name for one in parts for name in one.query["fields"].split(",")]
    assert "gammelt" not in asked
    assert {f"felt-{one}" for one in range(70)} <= set(asked)


def test_fields_that_are_not_a_list_are_told() -> None:
    held = Topdesk()
    held.before = [json_reply({"felter": 3})]
    with served(held) as stub, pytest.raises(StrangeAnswer, match="fields"):
        client(stub).sample()


def test_the_customers_columns_become_ours_by_a_mapping() -> None:
    answer = {"columns": COLUMNS, "dataSet": [asset(1), asset(2, **{"ejer-afdeling": None, "leverandoer": ""})]}
    assert columns_of(answer)[1] == AssetColumn("ejer-afdeling", "Ejes af")
    first, second = assets_of(answer, mapping=MAPPING)
    assert (first.name, first.type, first.summary) == ("SRV001", "Server", "Rack 2")
    assert first.fields == {"owner_unit": "It og digitalisering", "vendor": "Nordlys Data A/S, Sydvind ApS"}
    assert second.fields == {"owner_unit": "", "vendor": ""}


def test_a_column_that_the_customer_renamed_is_told_and_nothing_is_read() -> None:
    answer = {"columns": COLUMNS[:2], "dataSet": [asset(1)]}
    with pytest.raises(StrangeAnswer, match="leverandoer"):
        assets_of(answer, mapping=MAPPING)


def test_incidents_are_asked_for_by_day_with_no_field_about_a_person() -> None:
    with served(Topdesk(incidents=[incident(one) for one in range(7)])) as stub:
        found = client(stub).incidents(first_day=dt.date(2025, 1, 1), last_day=dt.date(2025, 12, 31))
    assert len(found) == 7
    assert [one.query["pageStart"] for one in stub.asked] == ["0", "3", "6"]
    query = stub.asked[0].query
    assert query["fields"] == "id,object,asset,category,timeSpent,callDate"
    assert query["query"] == "callDate=ge=2025-01-01T00:00:00Z;callDate=lt=2026-01-01T00:00:00Z"
    assert (query["all"], query["dateFormat"]) == ("true", "iso8601")


def test_incidents_are_counted_by_object_and_year_and_missing_time_is_not_nought() -> None:
    found = support_of(
        [
            incident(1),
            incident(2, timeSpent=Decimal("7.5")),
            incident(3, timeSpent=None),
            incident(4, called="2024-12-31T23:59:00Z"),
            incident(5, of=None),
            incident(6, of=None, object={"id": "o-1", "name": "SRV"}),
        ]
    )
    told = {(one.object_id, one.year): (one.incidents, one.minutes, one.without_time) for one in found}
    assert told == {
        ("", 2025): (1, Decimal(15), 0),
        ("a-1", 2024): (1, Decimal(15), 0),
        ("a-1", 2025): (3, Decimal("22.5"), 1),
        ("o-1", 2025): (1, Decimal(15), 0),
    }


def test_no_incident_at_all_is_an_empty_answer() -> None:
    with served(Topdesk()) as stub:
        assert client(stub).incidents(first_day=dt.date(2025, 1, 1), last_day=dt.date(2025, 1, 31)) == []


@pytest.mark.parametrize(
    ("broken", "error", "words"),
    [
        (Reply(b"", 401), NotAllowed, "ikke udløbet"),
        (Reply(b"", 403), NotAllowed, "adgang til at læse"),
        (Reply(b"", 500), NotReached, "forsøg"),
        (Reply(b"", 429, {"Retry-After": "3"}), NotReached, "travlt"),
        (Reply(b'{"dataSet": [', 200), StrangeAnswer, "ikke hel JSON"),
        (Reply(b'{"dataSet": []}', 200, cut=4), NotReached, "brød af"),
        (Reply(b'{"dataSet": []}', 200), StrangeAnswer, "columns"),
        (Reply(b'{"columns": [], "dataSet": [{"name": "x"}]}', 200), StrangeAnswer, "id"),
        (Reply(b'{"columns": [], "dataSet": []}', 206), StrangeAnswer, "intet nyt"),
        (Reply(b"", 302, {"Location": "https://evil.example/"}), StrangeAnswer, "anden adresse"),
    ],
)
def test_what_stays_broken_in_the_middle_is_told(broken: Reply, error: type[SourceError], words: str) -> None:
    held = Topdesk(assets=[asset(one) for one in range(5)])
    held.before = [None, *[broken] * 9]
    with served(held) as stub, pytest.raises(error, match=words) as told:
        client(stub).assets()
    assert KEY not in str(told.value)


def test_what_breaks_once_is_tried_again_and_no_asset_is_lost() -> None:
    held = Topdesk(assets=[asset(one) for one in range(5)])
    held.before = [None, Reply(b'{"dataSet": [', 200), None, Reply(b"", 503)]
    with served(held) as stub:
        assert len(client(stub).assets()["dataSet"]) == 5


def test_without_an_application_password_nobody_is_asked() -> None:
    with pytest.raises(NotSetUp, match="CHEFFORUM_TOPDESK_PASSWORD"):
        Client(user="chefforum", password="", address="https://lindeby.example/tas/api")


def test_what_we_ask_for_is_in_topdesks_own_description(shared: Callable[[str], Path]) -> None:
    endpoints = json.loads(shared("data/it/topdesk/endpoints_assets-1.91.1.json").read_text())
    (assets,) = [one for one in endpoints if (one["method"], one["path"]) == ("GET", "/assets")]
    names = {one["name"] for one in assets["input_schema"]["parameters"]}
    assert {
        "pageStart",
        "pageSize",
        "fields",
        "archived",
        "templateName",
        "resolveDropdownOptions",
        "$orderby",
    } <= names
    assert {"200", "206"} <= set(assets["output_schema"])
    assert "application/x.topdesk-am-assets-v2+json" in assets["output_schema"]["200"]["content"]
    (incidents,) = [
        one
        for one in json.loads(shared("data/it/topdesk/endpoints_incident-4.2.6.json").read_text())
        if (one["method"], one["path"]) == ("GET", "/incidents")
    ]
    asked = {"pageStart", "pageSize", "fields", "query", "sort", "all", "dateFormat"}
    assert asked <= {one["name"] for one in incidents["input_schema"]["parameters"]}
    assert {"200", "204", "206"} <= set(incidents["output_schema"])
    fields = shared("data/it/topdesk/incident_fields_4.2.6.csv").read_text()
    assert all(f"\n{name}," in fields for name in ("id", "object", "asset", "category", "timeSpent", "callDate"))
