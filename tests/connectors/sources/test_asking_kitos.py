"""The real client over real HTTP: tokens, pages, changes, and everything that can go wrong on the way."""

from __future__ import annotations

import datetime as dt
import logging

import pytest

from chefforum.connectors.asking import NotAllowed, NotReached, NotSetUp, SourceError, StrangeAnswer
from chefforum.connectors.kitos import Client, with_changes
from tests.connectors.sources.stub_of_kitos import ORGANISATION, PASSWORD, USER, Kitos, kitos, usage
from tests.connectors.sources.stub_server import Reply, Stub

SINCE = dt.datetime(2026, 10, 1, 12, 0, tzinfo=dt.UTC)
USAGES = "it-system-usages"


def client(stub: Stub, waited: list[float] | None = None, *, seconds: float = 10, page_size: int = 3) -> Client:
    wait = (waited if waited is not None else []).append
    return Client(user=USER, password=PASSWORD, address=stub.address, seconds=seconds, page_size=page_size, wait=wait)


def usages_of(held: Kitos, waited: list[float] | None = None, *, seconds: float = 10) -> list[str]:
    with kitos(held) as stub:
        rows = client(stub, waited, seconds=seconds).rows(USAGES, organisation=ORGANISATION)
    return [row["uuid"] for row in rows]


@pytest.mark.parametrize("count", [0, 2, 3, 4, 7])
def test_pages_are_read_until_one_is_short(count: int) -> None:
    held = Kitos(usages=[usage(one) for one in range(count)])
    with kitos(held) as stub:
        rows = client(stub).rows(USAGES, organisation=ORGANISATION)
        pages = [one.query["Page"] for one in stub.asked if one.path.endswith(USAGES)]
    assert [row["uuid"] for row in rows] == [f"u-{one}" for one in range(count)]
    assert pages == [str(one) for one in range(count // 3 + 1)]


def test_it_asks_as_kitos_says_that_one_asks() -> None:
    with kitos(Kitos(usages=[usage(1)])) as stub:
        ours = client(stub)
        ours.rows(USAGES, organisation=ORGANISATION, changed_since=SINCE)
        ours.rows("it-systems", organisation=ORGANISATION)
    token, changed, systems = stub.asked
    assert (token.method, token.path) == ("POST", "/api/authorize/GetToken")
    assert changed.headers["authorization"] == "bearer token-1"
    assert changed.query == {
        "organizationUuid": ORGANISATION,
        "changedSinceGtEq": "2026-10-01T12:00:00Z",
        "Page": "0",
        "PageSize": "3",
        "orderByProperty": "CreationOrder",
    }
    assert systems.query["usedInOrganizationUuid"] == ORGANISATION
    assert systems.query["includeDeactivated"] == "true"


def test_a_token_that_runs_out_in_the_middle_is_renewed_and_nothing_comes_twice() -> None:
    held = Kitos(usages=[usage(one) for one in range(8)], uses=2)
    assert usages_of(held) == [f"u-{one}" for one in range(8)]
    assert held.tokens == 2


def test_a_token_that_is_never_taken_is_renewed_once_and_then_told() -> None:
    held = Kitos(usages=[usage(1)])
    with kitos(held) as stub:
        ours = client(stub)
        ours.rows(USAGES, organisation=ORGANISATION)
        held.uses = held.left = 0
        with pytest.raises(NotAllowed, match="ikke udløbet"):
            ours.rows(USAGES, organisation=ORGANISATION)
    assert held.tokens == 2


def test_a_wrong_password_is_told_with_what_to_do() -> None:
    with kitos(Kitos()) as stub, pytest.raises(NotAllowed):
        Client(user=USER, password="forkert", address=stub.address).organisations()


def test_a_user_that_may_not_see_it_is_told_at_once() -> None:
    held = Kitos()
    held.before = [Reply(b"", 403)]
    with pytest.raises(NotAllowed, match="adgang til at læse"):
        usages_of(held)


def test_where_kitos_is_busy_it_waits_as_long_as_kitos_asks_for() -> None:
    held = Kitos(usages=[usage(1)])
    in_nine_seconds = {"Date": "Thu, 26 Nov 2026 12:00:00 GMT", "Retry-After": "Thu, 26 Nov 2026 12:00:09 GMT"}
    held.before = [
        Reply(b"", 429, {"Retry-After": "7"}),
        Reply(b"", 429, {"Retry-After": "9999"}),
        Reply(b"", 503, in_nine_seconds),
    ]
    waited: list[float] = []
    assert usages_of(held, waited) == ["u-1"]
    assert waited == [7.0, 60.0, 9.0]


@pytest.mark.parametrize(
    "broken",
    [
        Reply(b'[{"uuid": "u-1"', 200),
        Reply(b'[{"uuid": "u-1"}]', 200, cut=9),
        Reply(b"<html>Vent</html>", 200),
        Reply(b"", 502),
    ],
    ids=["cut JSON", "half a page", "a proxy's page", "a fault"],
)
def test_what_breaks_once_is_tried_again(broken: Reply) -> None:
    held = Kitos(usages=[usage(one) for one in range(4)])
    held.before = [None, broken]
    assert usages_of(held) == [f"u-{one}" for one in range(4)]


@pytest.mark.parametrize(
    ("broken", "error", "words"),
    [
        (Reply(b'[{"uuid": "u-1"', 200), StrangeAnswer, "ikke hel JSON"),
        (Reply(b'[{"uuid": "u-1"}]', 200, cut=9), NotReached, "brød af"),
        (Reply(b"<html>nede</html>", 200), StrangeAnswer, "en webside"),
        (Reply(b'{"msg": "nede"}', 200), StrangeAnswer, "ikke med en liste"),
        (Reply(b'[{"name": "uden nummer"}]', 200), StrangeAnswer, "uuid"),
        (Reply(b"[1]", 200), StrangeAnswer, "uuid"),
        (Reply(b"", 500), NotReached, "4 forsøg"),
        (Reply(b"", 404), StrangeAnswer, "404"),
        (Reply(b"", 302, {"Location": "http://127.0.0.1:9/"}), StrangeAnswer, "videre til en anden adresse"),
        (Reply(b"", 308, {"Location": "https://evil.example/"}), StrangeAnswer, "videre til en anden adresse"),
    ],
)
def test_what_stays_broken_is_told_and_nothing_comes(broken: Reply, error: type[SourceError], words: str) -> None:
    held = Kitos(usages=[usage(one) for one in range(4)])
    held.before = [None, *[broken] * 9]
    with pytest.raises(error, match=words) as told:
        usages_of(held)
    assert PASSWORD not in str(told.value)
    assert "token-" not in str(told.value)


def test_one_who_never_answers_is_given_up() -> None:
    held = Kitos()
    held.before = [Reply(slow=True)] * 9
    with kitos(held) as stub:
        ours = Client(
            user=USER, password=PASSWORD, address=stub.address, seconds=0.2, tries=2, wait=lambda seconds: None
        )
        with pytest.raises(NotReached, match="i tide"):
            ours.rows(USAGES, organisation=ORGANISATION)


def test_a_server_that_sends_the_same_page_for_ever_is_refused() -> None:
    held = Kitos(usages=[usage(one) for one in range(3)])
    page = [usage(one) for one in range(3)]
    held.held["/api/v2/it-system-usages"] = page * 4
    with pytest.raises(StrangeAnswer, match="igen og igen"):
        usages_of(held)


def test_what_changed_and_what_was_deleted_is_laid_upon_an_earlier_reading() -> None:
    held = Kitos(usages=[usage(one) for one in range(3)])
    held.changed["/api/v2/it-system-usages"] = [usage(1, general={"localCallName": "Ny"}), usage(7)]
    held.deleted = [("ItSystemUsage", "u-2"), ("ItContract", "u-0")]
    with kitos(held) as stub:
        ours = client(stub)
        before = ours.rows(USAGES, organisation=ORGANISATION)
        changed = ours.rows(USAGES, organisation=ORGANISATION, changed_since=SINCE)
        now = with_changes(before, changed=changed, deleted=ours.deleted(USAGES, since=SINCE))
    assert [row["uuid"] for row in now] == ["u-0", "u-1", "u-7"]
    assert now[1]["general"]["localCallName"] == "Ny"


@pytest.mark.parametrize(
    "address", ["http://kitos.example", "", "ftp://kitos.example", "https://navn:kode@kitos.example"]
)
def test_a_key_is_never_sent_where_others_may_read_it(address: str) -> None:
    with pytest.raises(NotSetUp):
        Client(user=USER, password=PASSWORD, address=address)
    with pytest.raises(NotSetUp, match="CHEFFORUM_KITOS_USER"):
        Client(user="", password="", address="https://kitos.dk")


def test_no_log_holds_name_password_or_token(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    held = Kitos(usages=[usage(1)])
    held.before = [Reply(b"", 500), Reply(b"nej", 200)]
    usages_of(held)
    assert PASSWORD not in caplog.text
    assert "token-1" not in caplog.text
