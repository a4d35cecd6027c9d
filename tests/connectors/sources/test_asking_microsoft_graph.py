"""Graph over real HTTP: a token, licences, and the report on Teams that is one redirect away and about people."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from chefforum.connectors.asking import NotAllowed, NotReached, NotSetUp, SourceError, StrangeAnswer
from chefforum.connectors.microsoft_graph import Client, TeamsUse, product_names, skus_of, teams_use_of
from tests.connectors.sources.stub_server import Asked, Reply, Stub, json_reply, served

SECRET = "hemmelig~app-91f"
SKUS = [
    {
        "skuId": "c7df2760",
        "skuPartNumber": "ENTERPRISEPREMIUM",
        "capabilityStatus": "Enabled",
        "consumedUnits": 14,
        "prepaidUnits": {"enabled": 25, "lockedOut": 0, "suspended": 0, "warning": 2},
    }
]
HEADS = "Report Refresh Date,User Id,User Principal Name,Last Activity Date,Is Deleted,Is Licensed,Report Period"
LINES = [
    "2026-11-20,1,anna@lindeby.example,2026-11-19,False,True,90",
    "2026-11-20,2,bo@lindeby.example,,False,True,90",
    "2026-11-20,3,carl@lindeby.example,2026-05-01,False,True,90",
    "2026-11-20,4,dorte@lindeby.example,2026-11-01,False,False,90",
    "2026-11-20,5,erik@lindeby.example,2026-11-01,True,True,90",
]
REPORT = "﻿" + "\r\n".join([HEADS, *LINES, ""])


class Graph:
    def __init__(self, *, skus: Any = SKUS, report: bytes = REPORT.encode(), uses: int = 100) -> None:
        self.skus, self.report, self.uses, self.left, self.tokens = skus, report, uses, 0, 0
        self.location = "/rapport.csv?sig=abc"
        self.before: list[Reply | None] = []
        self.next_link = ""

    def __call__(self, asked: Asked) -> Reply:
        if asked.path == "/lindeby/oauth2/v2.0/token":
            said = {name: values[0] for name, values in parse_qs(asked.body.decode()).items()}
            if said["client_secret"] != SECRET:
                return json_reply({"error": "invalid_client"}, 401)
            self.tokens, self.left = self.tokens + 1, self.uses
            return json_reply({"access_token": f"key-{self.tokens}", "expires_in": 3599, "token_type": "Bearer"})
        instead = self.before.pop(0) if self.before else None
        if instead is not None:
            return instead
        if asked.path == "/rapport.csv":
            return Reply(self.report, 400 if "authorization" in asked.headers else 200)
        if asked.headers.get("authorization") != f"Bearer key-{self.tokens}" or self.left <= 0:
            return Reply(b"", 401)
        self.left -= 1
        if asked.path == "/v1.0/subscribedSkus":
            more = {"@odata.nextLink": self.next_link} if self.next_link and not asked.query else {}
            return json_reply({"value": self.skus} | more)
        assert asked.path == "/v1.0/reports/getTeamsUserActivityUserDetail(period='D90')"
        place = self.location if "://" in self.location else f"http://{asked.headers['host']}{self.location}"
        return Reply(b"", 302, {"Location": place})


def client(stub: Stub, *, secret: str = SECRET) -> Client:
    return Client(
        tenant="lindeby",
        client_id="app",
        secret=secret,
        address=f"{stub.address}/v1.0",
        login=stub.address,
        seconds=5,
        wait=lambda seconds: None,
    )


def test_licences_come_with_what_is_bought_and_what_is_used() -> None:
    with served(Graph()) as stub:
        (sku,) = skus_of(client(stub).subscribed_skus())
    assert (sku.part_number, sku.enabled, sku.consumed, sku.unused, sku.warning) == ("ENTERPRISEPREMIUM", 25, 14, 11, 2)


def test_microsofts_own_sample_is_read(shared: Callable[[str], Path]) -> None:
    sample = json.loads(shared("data/it/msgraph/subscribedSkus_sample.json").read_text(encoding="utf-8-sig"))
    with served(Graph(skus=sample["value"])) as stub:
        first, second = skus_of(client(stub).subscribed_skus())
    assert (first.enabled, first.consumed, second.enabled, second.suspended) == (25, 14, 0, 25)
    assert (second.state, second.unused) == ("Suspended", -14)
    names = product_names(shared("data/it/m365/m365_sku_conversion_table.csv").read_bytes())
    assert names["ENTERPRISEPREMIUM"] == "Office 365 E5"


def test_microsofts_own_columns_are_those_that_we_read(shared: Callable[[str], Path]) -> None:
    heads = shared("data/it/msgraph/teams_user_activity_header.csv").read_text(encoding="utf-8-sig").strip()
    values = dict.fromkeys(heads.split(","), "0") | {
        "Report Refresh Date": "2026-11-20",
        "Last Activity Date": "2026-11-19",
        "Is Deleted": "False",
        "Is Licensed": "Yes",
        "Report Period": "90",
    }
    found = teams_use_of(f"{heads}\n{','.join(values.values())}\n".encode())
    assert (found.users, found.licensed, found.active) == (1, 1, 1)


def test_the_report_is_fetched_without_the_key_and_only_counts_come_home() -> None:
    with served(Graph()) as stub:
        use = client(stub).teams_use()
    assert use == TeamsUse(use.refreshed_on, 90, users=4, licensed=3, active=2, licensed_not_active=2)
    last = stub.asked[-1]
    assert (last.path, last.query) == ("/rapport.csv", {"sig": "abc"})
    assert "authorization" not in last.headers
    assert "anna" not in repr(use)


@pytest.mark.parametrize("place", ["https://evil.example/rapport.csv", "http://reports.office.com.evil.example/x", ""])
def test_a_report_at_a_strange_address_is_not_fetched(place: str) -> None:
    held = Graph()
    held.location = place or "://"
    with served(held) as stub, pytest.raises(StrangeAnswer, match="fremmed adresse"):
        client(stub).teams_use()
    assert "/rapport.csv" not in stub.paths()


def test_a_second_redirect_is_not_followed() -> None:
    held = Graph()
    held.before = [None, Reply(b"", 302, {"Location": "https://evil.example/"})]
    with served(held) as stub, pytest.raises(StrangeAnswer, match="anden adresse"):
        client(stub).teams_use()


def test_a_token_that_runs_out_is_renewed_once() -> None:
    held = Graph(uses=1)
    with served(held) as stub:
        ours = client(stub)
        ours.subscribed_skus()
        ours.teams_use()
    assert held.tokens == 2


def test_a_secret_that_has_run_out_is_told_with_what_to_do() -> None:
    with served(Graph()) as stub, pytest.raises(NotAllowed, match="CHEFFORUM_GRAPH_SECRET"):
        client(stub, secret="gammel").subscribed_skus()


def test_a_next_page_elsewhere_is_never_given_the_key() -> None:
    held = Graph()
    held.next_link = "https://evil.example/v1.0/subscribedSkus?x=1"
    with served(held) as stub, pytest.raises(StrangeAnswer, match="anden adresse end sin egen"):
        client(stub).subscribed_skus()


@pytest.mark.parametrize(
    ("report", "words"),
    [
        (REPORT.replace("Is Licensed", "Licensed").encode(), "Is Licensed"),
        (REPORT.encode()[:-30], "skåret over"),
        (HEADS.encode(), "ingen linjer"),
        (REPORT.replace("2026-11-20,2", "i går,2").encode(), "dato"),
        (b"\xff\xfe\x00", "CSV"),
    ],
)
def test_a_report_that_is_cut_or_changed_is_told(report: bytes, words: str) -> None:
    with served(Graph(report=report)) as stub, pytest.raises(StrangeAnswer, match=words) as told:
        client(stub).teams_use()
    assert "lindeby.example" not in str(told.value)


@pytest.mark.parametrize(
    ("broken", "error"),
    [
        (Reply(b"", 403), NotAllowed),
        (Reply(b"", 429, {"Retry-After": "2"}), NotReached),
        (Reply(b'{"value": [', 200), StrangeAnswer),
        (Reply(b'{"value": []}', 200, cut=3), NotReached),
        (Reply(b"{}", 200), StrangeAnswer),
        (Reply(b"", 302, {"Location": "https://evil.example/"}), StrangeAnswer),
    ],
)
def test_what_stays_broken_is_told_without_the_secret(broken: Reply, error: type[SourceError]) -> None:
    held = Graph()
    held.before = [broken] * 9
    with served(held) as stub, pytest.raises(error) as told:
        client(stub).subscribed_skus()
    assert SECRET not in str(told.value)
    assert "key-1" not in str(told.value)


def test_a_count_that_is_not_told_is_missing() -> None:
    (sku,) = skus_of([{"skuId": "x", "skuPartNumber": "X"}])
    assert (sku.enabled, sku.consumed, sku.unused) == (None, None, None)
    with pytest.raises(StrangeAnswer):
        skus_of([{"skuId": "x", "skuPartNumber": "X", "consumedUnits": "mange"}])


def test_without_a_secret_nobody_is_asked() -> None:
    with pytest.raises(NotSetUp, match="CHEFFORUM_GRAPH_SECRET"):
        Client(tenant="lindeby", client_id="app", secret="")
