"""The real client over real HTTP: what comes in order, and everything that can go wrong on the way."""

from __future__ import annotations

import logging
from decimal import Decimal

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
)
from tests.connectors.jobindsats.stub_of_jobindsats import (
    LABELS,
    ROWS,
    TOKEN,
    Reply,
    Stub,
    answer,
    description,
    jobindsats,
)

MONTHS = ["2026M01", "2026M02"]
SEEN = Reply(description())


def client(stub: Stub, waited: list[float] | None = None, *, seconds: float = 10) -> Client:
    return Client(
        token=TOKEN, address=stub.address, seconds=seconds, wait=(waited if waited is not None else []).append
    )


def ask(*replies: Reply, waited: list[float] | None = None, seconds: float = 10) -> Answer:
    with jobindsats(SEEN, *replies) as stub:
        return client(stub, waited, seconds=seconds).figures("PTVC01", periods=MONTHS)


def test_every_row_comes_with_its_number_and_what_is_not_told_is_missing() -> None:
    found = ask(Reply(answer()))
    values = {(one.area, one.period, one.measure[:5]): one.value for one in found.rows}
    assert values == {
        ("Hele landet", "2026M01", "Antal"): Decimal(12345),
        ("Hele landet", "2026M01", "Fuldt"): Decimal("0.4"),
        ("Hele landet", "2026M02", "Antal"): Decimal(12400),
        ("Hele landet", "2026M02", "Fuldt"): Decimal("0.5"),
        ("Lindeby", "2026M01", "Antal"): Decimal(205),
        ("Lindeby", "2026M01", "Fuldt"): Decimal("1.25"),
        ("Lindeby", "2026M02", "Antal"): None,
        ("Lindeby", "2026M02", "Fuldt"): None,
    }
    assert {one.group for one in found.rows} == {"A-dagpenge"}
    assert (found.areas, found.periods) == (2, ("2026M01", "2026M02"))


def test_it_asks_as_jobindsats_says_that_one_asks() -> None:
    with jobindsats(SEEN, Reply(answer())) as stub:
        client(stub).figures("Y14D03", periods=MONTHS, areas=["Lindeby"], dimensions={"_tilbud_d03": ["Privat"]})
    body = {"area": ["Lindeby"], "period": MONTHS, "_tilbud_d03": ["Privat"]}
    assert stub.asked == [
        ("GET", "/v2/tables/Y14D03/json/", TOKEN, None),
        ("POST", "/v2/data/Y14D03/json", TOKEN, body),
    ]


def test_a_mark_of_byte_order_before_the_answer_does_no_harm() -> None:
    assert ask(Reply(b"\xef\xbb\xbf" + answer())) == ask(Reply(answer()))


@pytest.mark.parametrize("status", [401, 403])
def test_a_token_that_is_refused_is_told_at_once_with_what_to_do(status: int) -> None:
    with jobindsats(Reply(b"{}", status)) as stub, pytest.raises(NotAllowed, match="CHEFFORUM_JOBINDSATS_TOKEN"):
        client(stub).periods("PTVC01")
    assert len(stub.asked) == 1


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_is_asked_again_after_longer_and_longer(status: int) -> None:
    waited: list[float] = []
    busy = Reply(b"", status)
    assert ask(busy, busy, Reply(answer()), waited=waited) == ask(Reply(answer()))
    assert waited == [1.0, 2.0]


def test_a_server_that_says_how_long_is_believed_up_to_a_minute() -> None:
    waited: list[float] = []
    busy = [Reply(b"", 429, {"Retry-After": said}) for said in ("7", "86400", "i morgen")]
    ask(*busy, Reply(answer()), waited=waited)
    assert waited == [7.0, 60.0, 4.0]


def test_it_gives_up_after_four_tries() -> None:
    waited: list[float] = []
    with jobindsats(Reply(b"", 503)) as stub, pytest.raises(NotReached, match=r"503.*4 forsøg.*Intet er ændret"):
        client(stub, waited).periods("PTVC01")
    assert (len(stub.asked), waited) == (4, [1.0, 2.0, 4.0])


def test_a_server_that_never_answers_is_given_up() -> None:
    with jobindsats(Reply(slow=True)) as stub, pytest.raises(NotReached, match="svarede ikke i tide"):
        client(stub, seconds=0.1).periods("PTVC01")


def test_nobody_there_is_told_as_such() -> None:
    with jobindsats(SEEN) as stub:
        pass
    with pytest.raises(NotReached, match="kunne ikke nås"):
        client(stub).periods("PTVC01")


def test_a_line_that_goes_dead_in_the_middle_is_tried_again() -> None:
    whole = answer()
    assert ask(Reply(whole, cut=len(whole) // 2), Reply(whole)) == ask(Reply(whole))


def test_an_answer_that_is_always_half_is_no_answer() -> None:
    with pytest.raises(NotReached, match="brød af midt i svaret"):
        ask(Reply(answer(), cut=40))


@pytest.mark.parametrize("kept", range(0, len(answer()), 37))
def test_json_that_is_cut_anywhere_gives_nothing(kept: int) -> None:
    with pytest.raises(StrangeAnswer, match="Intet er gemt"):
        ask(Reply(answer()[:kept]))


def test_a_web_page_is_called_one() -> None:
    with pytest.raises(StrangeAnswer, match="en webside"):
        ask(Reply(b"<!DOCTYPE html><html><body>Vi opdaterer</body></html>"))


def test_a_redirection_is_not_followed_with_the_token() -> None:
    with jobindsats(Reply(b"")) as elsewhere:
        with pytest.raises(StrangeAnswer, match="302"):
            ask(Reply(b"", 302, {"Location": elsewhere.address}))
    assert not elsewhere.asked


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"[]", "ikke en liste med en tabel"),
        (b'{"Data": []}', "ikke en liste med en tabel"),
        (b'[{"Data": [[1]]}]', "mangler “Variables”"),
        (b'[{"Variables": [{"Navn": "Area"}], "Data": [["x"]]}]', "ikke alle et navn"),
        (answer(labels=["Kommune", *LABELS[1:]]), "én kolonne “Område”"),
        (answer(labels=[LABELS[0], "Tid", *LABELS[2:]]), "én kolonne “Periode”"),
        (answer(labels=LABELS[:-1]), "har 5 felter, men der er 4 kolonner"),
        (answer(labels=[*LABELS[:-1], LABELS[-2]]), "hedder det samme"),
        (answer([["Lindeby", "2026M01", "A", "ord", "ord"]]), "ingen kolonne med tal"),
        (answer([*ROWS, ["Lindeby", "2026M02", "A", "mange", 1]]), "er ikke et tal"),
        (answer([*ROWS, ROWS[0]]), "to gange"),
        (answer([["Lindeby", "marts 2026", "A", 1, 1]]), "ikke en periode"),
        (answer([["", "2026M01", "A", 1, 1]]), "navn i svaret mangler"),
        (answer([["Lindeby", "2026M01", "A", 10**13, 1]]), "for stort"),
        (answer([["Lindeby", "2026M01", "A", "12.5", 1], ["Andeby", "2026M01", "A", "1.234", 1]]), "både tusinder"),
        (answer([["Lindeby", "2026M01", "A", float("nan"), 1]]), "ikke hel JSON"),
        (answer([["Lindeby", "2026M01", "A", [1], 1], ["Andeby", "2026M01", "A", 3, 1]]), "er ikke et tal"),
    ],
)
def test_an_answer_that_has_changed_is_refused_whole(content: bytes, words: str) -> None:
    with pytest.raises(StrangeAnswer, match=words):
        ask(Reply(content))


def test_an_answer_that_is_not_parted_as_asked_is_refused() -> None:
    whole = answer([[*row[:2], *row[3:]] for row in ROWS], [*LABELS[:2], *LABELS[3:]])
    with jobindsats(SEEN, Reply(whole)) as stub, pytest.raises(StrangeAnswer, match="ikke delt op"):
        client(stub).figures("Y14D03", periods=MONTHS, dimensions={"_tilbud_d03": ["Privat"]})


def test_no_rows_is_said_to_be_none() -> None:
    with pytest.raises(NoFigures, match="ingen tal"):
        ask(Reply(answer([])))


def test_a_period_that_the_table_lacks_is_told_before_figures_are_asked_for() -> None:
    with jobindsats(SEEN) as stub, pytest.raises(UnknownPeriod, match="PTVC01 har ingen tal for 2027M01"):
        client(stub).figures("PTVC01", periods=["2026M01", "2027M01"])
    assert [one[0] for one in stub.asked] == ["GET"]


def test_a_table_that_is_not_there_is_named() -> None:
    with jobindsats(Reply(b"", 404)) as stub, pytest.raises(UnknownTable, match="PTVX99"):
        client(stub).periods("PTVX99")


def test_a_description_without_periods_is_refused() -> None:
    with jobindsats(Reply(b'[{"TableName": "Tilbud"}]')) as stub, pytest.raises(StrangeAnswer, match="perioder"):
        client(stub).periods("PTVC01")


@pytest.mark.parametrize(
    ("token", "address"),
    [("", "https://api.jobindsats.dk/v2"), ("a b", "https://x.dk"), ("æ", "https://x.dk"), ("x", "http://x.dk/v2")],
)
def test_it_does_not_begin_without_a_token_or_where_others_could_read_it(token: str, address: str) -> None:
    with pytest.raises(NotSetUp):
        Client(token=token, address=address)


def test_the_token_stands_in_no_log_and_no_words(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        ask(Reply(answer()))
        with jobindsats(Reply(b"", 401)) as stub:
            asking = client(stub)
            with pytest.raises(JobindsatsError) as told:
                asking.periods("PTVC01")
    assert caplog.records, "the library that asks is known to log"
    assert TOKEN not in caplog.text + repr(asking) + str(told.value)


def test_columns_are_those_that_the_kept_documentation_of_the_tables_names(shared) -> None:
    """Two tables as one who fetches them documents them: measures are numbers, groups are words."""
    text = shared("data/placements/jobindsats/Jobindsats.md").read_text(encoding="utf-8")
    for table, dimensions, measures in (("PTVC01", 1, 3), ("Y14D03", 3, 6)):
        part = text.split(f"### {table} - ")[1].split("</details>")[0]
        lines = [line.strip("|").split("|") for line in part.splitlines() if line.startswith("|")]
        named = {name.strip(): own.strip() for name, own in lines if name.startswith(("Numerisk", "Tekst"))}
        labels = [own for own in named.values() if own != "Periode"]
        where = labels.index("Område")
        numbers, words = labels[:where], labels[where + 1 :]
        row = ["Lindeby", "2026M01", *("A" for _ in words), *(str(place) for place, _ in enumerate(numbers))]
        with jobindsats(SEEN, Reply(answer([row], ["Area", "Periode", *words, *numbers]))) as stub:
            found = client(stub).figures(table, periods=["2026M01"])
        assert (len(words), len(numbers)) == (dimensions, measures)
        assert {one.measure for one in found.rows} == set(numbers)
