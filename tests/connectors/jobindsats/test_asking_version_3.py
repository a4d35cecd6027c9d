"""Version 3 over real HTTP: what is asked, what comes, and everything that can go wrong on the way."""

from __future__ import annotations

import json
import logging
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from chefforum.connectors.jobindsats import (
    Answer,
    Client,
    JobindsatsError,
    NoFigures,
    NotAllowed,
    NotReached,
    NotSetUp,
    StrangeAnswer,
    UnknownPeriod,
    UnknownTable,
    answer_of,
)
from tests.connectors.jobindsats.stub_of_jobindsats import (
    LABELS,
    PERIODS,
    ROWS,
    TOKEN,
    Reply,
    Stub,
    answer,
    answer_3,
    description_3,
    jobindsats,
    listed,
)

MONTHS = ["2026M01", "2026M02"]
LISTED, SEEN = Reply(listed("y14d03", "ptv_c01")), Reply(description_3())


def client(stub: Stub, waited: list[float] | None = None, *, seconds: float = 10) -> Client:
    return Client(
        token=TOKEN, address=stub.address, seconds=seconds, wait=(waited if waited is not None else []).append
    )


def ask(*replies: Reply, waited: list[float] | None = None, seconds: float = 10) -> Answer:
    with jobindsats(LISTED, SEEN, *replies, version="v3") as stub:
        return client(stub, waited, seconds=seconds).figures("PTVC01", periods=MONTHS)


def parameters(path: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(path).query).items()}


def test_the_same_figures_come_as_from_version_2() -> None:
    assert ask(Reply(answer_3())) == answer_of(answer())


def test_all_is_asked_with_get_and_the_token_as_bearer() -> None:
    with jobindsats(LISTED, SEEN, Reply(answer_3()), version="v3") as stub:
        client(stub).figures("PTVC01", periods=MONTHS)
    assert [(method, token, body) for method, _, token, body in stub.asked] == [("GET", f"Bearer {TOKEN}", None)] * 3
    paths = [path for _, path, _, _ in stub.asked]
    assert [urlsplit(path).path for path in paths] == ["/v3/tables", "/v3/table/ptv_c01", "/v3/data/ptv_c01"]
    assert parameters(paths[1]) == {"format": "json"}
    assert parameters(paths[2]) == {
        "mgroup.*": "*",
        "period.M": "2026M01,2026M02",
        "hierarchy._nykom": "*",
        "format": "json",
    }


def test_areas_and_parts_are_asked_for_by_the_ids_of_their_names() -> None:
    with jobindsats(LISTED, SEEN, Reply(answer_3()), version="v3") as stub:
        client(stub).figures(
            "Y14D03", periods=["2026M02", "2026Q1"], areas=["Lindeby"], dimensions={"_other": ["Privat", "Offentlig"]}
        )
    asked = parameters(stub.asked[-1][1])
    assert (asked["period.M"], asked["period.Q"]) == ("2026M02", "2026Q1")
    assert (asked["hierarchy._nykom"], asked["hierarchy._tilb_2"]) == ("/84/", "/1/,/2/")


def test_every_kind_of_period_is_told() -> None:
    with jobindsats(LISTED, SEEN, version="v3") as stub:
        assert client(stub).periods("PTVC01") == tuple(sorted(PERIODS))


def test_a_mark_of_byte_order_before_the_answer_does_no_harm() -> None:
    assert ask(Reply(b"\xef\xbb\xbf" + answer_3())) == ask(Reply(answer_3()))


@pytest.mark.parametrize("status", [401, 403])
def test_a_token_that_is_refused_is_told_at_once_with_what_to_do(status: int) -> None:
    with (
        jobindsats(Reply(b"{}", status), version="v3") as stub,
        pytest.raises(NotAllowed, match="CHEFFORUM_JOBINDSATS_TOKEN"),
    ):
        client(stub).periods("PTVC01")
    assert len(stub.asked) == 1


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_is_asked_again_after_longer_and_longer(status: int) -> None:
    waited: list[float] = []
    busy = Reply(b"", status)
    assert ask(busy, busy, Reply(answer_3()), waited=waited) == ask(Reply(answer_3()))
    assert waited == [1.0, 2.0]


def test_a_server_that_says_how_long_is_believed_up_to_a_minute() -> None:
    waited: list[float] = []
    busy = [Reply(b"", 429, {"Retry-After": said}) for said in ("7", "86400", "i morgen")]
    ask(*busy, Reply(answer_3()), waited=waited)
    assert waited == [7.0, 60.0, 4.0]


def test_it_gives_up_after_four_tries() -> None:
    with jobindsats(Reply(b"", 503), version="v3") as stub, pytest.raises(NotReached, match=r"503.*4 forsøg"):
        client(stub).periods("PTVC01")
    assert len(stub.asked) == 4


def test_a_server_that_never_answers_is_given_up() -> None:
    with jobindsats(Reply(slow=True), version="v3") as stub, pytest.raises(NotReached, match="svarede ikke i tide"):
        client(stub, seconds=0.1).periods("PTVC01")


def test_a_line_that_goes_dead_in_the_middle_is_tried_again() -> None:
    whole = answer_3()
    assert ask(Reply(whole, cut=len(whole) // 2), Reply(whole)) == ask(Reply(whole))


def test_an_answer_that_is_always_half_is_no_answer() -> None:
    with pytest.raises(NotReached, match="brød af midt i svaret"):
        ask(Reply(answer_3(), cut=40))


@pytest.mark.parametrize("kept", range(0, len(answer_3()), 37))
def test_json_that_is_cut_anywhere_gives_nothing(kept: int) -> None:
    with pytest.raises(StrangeAnswer, match="Intet er gemt"):
        ask(Reply(answer_3()[:kept]))


def test_a_web_page_is_called_one() -> None:
    with pytest.raises(StrangeAnswer, match="en webside"):
        ask(Reply(b"<!DOCTYPE html><html><body>Vi opdaterer</body></html>"))


def test_a_redirection_is_not_followed_with_the_token() -> None:
    with jobindsats(Reply(b""), version="v3") as elsewhere:
        with pytest.raises(StrangeAnswer, match="302"):
            ask(Reply(b"", 302, {"Location": elsewhere.address}))
    assert not elsewhere.asked


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"[]", "ikke en liste med en tabel"),
        (b"{}", "ikke en liste med en tabel"),
        (b'{"columns": ["Kommune", "Periode"]}', "mangler “columns” eller “rows”"),
        (b'{"columns": [1], "rows": [["x"]]}', "ikke alle et navn"),
        (b'{"columns": ["Kommune"], "rows": [{"a": 1}]}', "ikke lister"),
        (answer_3(labels=["By", *LABELS[1:]]), "én kolonne “Område”"),
        (answer_3(labels=LABELS[:-1]), "har 5 felter, men der er 4 kolonner"),
        (answer_3([*ROWS, ROWS[0]]), "to gange"),
        (answer_3([["Lindeby", "marts 2026", "A", 1, 1]]), "ikke en periode"),
    ],
)
def test_an_answer_that_has_changed_is_refused_whole(content: bytes, words: str) -> None:
    with pytest.raises(StrangeAnswer, match=words):
        ask(Reply(content))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"periods": []}, "hvilke perioder"),
        ({"periods": "2026M01"}, "“periods” på en anden måde"),
        ({"periods": [{"periodtype_id": "M", "values": [{"id": "2026M01"}]}]}, "siger ikke “period_id”"),
        ({"dimensions": []}, "ikke delt op på områder"),
        ({"dimensions": [{"hierarchies": [{"hierarchy_id": "_nykom"}]}]}, "siger ikke “dimension_id”"),
    ],
)
def test_a_description_that_has_changed_is_refused(change: dict[str, Any], words: str) -> None:
    told = Reply(json.dumps(json.loads(description_3()) | change).encode())
    with jobindsats(LISTED, told, Reply(answer_3()), version="v3") as stub, pytest.raises(StrangeAnswer, match=words):
        client(stub).figures("PTVC01", periods=MONTHS)


@pytest.mark.parametrize(
    ("asked", "words"),
    [({"areas": ["Andeby"]}, "har ikke Andeby"), ({"dimensions": {"_tilb_2": ["Ukendt"]}}, "ikke deles op på Ukendt")],
)
def test_an_area_or_a_part_that_the_table_lacks_is_told_before_figures_are_asked_for(
    asked: dict[str, Any], words: str
) -> None:
    with jobindsats(LISTED, SEEN, version="v3") as stub, pytest.raises(StrangeAnswer, match=words):
        client(stub).figures("PTVC01", periods=MONTHS, **asked)
    assert len(stub.asked) == 2


def test_a_period_that_the_table_lacks_is_told_before_figures_are_asked_for() -> None:
    with jobindsats(LISTED, SEEN, version="v3") as stub, pytest.raises(UnknownPeriod, match="ingen tal for 2027M01"):
        client(stub).figures("PTVC01", periods=["2026M01", "2027M01"])
    assert len(stub.asked) == 2


def test_a_table_that_is_not_in_the_list_is_named() -> None:
    with jobindsats(LISTED, version="v3") as stub, pytest.raises(UnknownTable, match="PTVX99"):
        client(stub).periods("PTVX99")
    with jobindsats(Reply(b"", 404), version="v3") as stub, pytest.raises(UnknownTable):
        client(stub).periods("PTVC01")


def test_no_rows_is_said_to_be_none() -> None:
    with pytest.raises(NoFigures, match="ingen tal"):
        ask(Reply(answer_3([])))


def test_an_address_that_does_not_say_its_version_is_not_begun_with() -> None:
    with pytest.raises(NotSetUp, match="/v3 eller /v2"):
        Client(token="x", address="https://api.jobindsats.dk")


def test_the_token_stands_in_no_log_and_no_words(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        ask(Reply(answer_3()))
        with jobindsats(Reply(b"", 401), version="v3") as stub:
            asking = client(stub)
            with pytest.raises(JobindsatsError) as told:
                asking.periods("PTVC01")
    assert caplog.records, "the library that asks is known to log"
    assert TOKEN not in caplog.text + repr(asking) + str(told.value)
