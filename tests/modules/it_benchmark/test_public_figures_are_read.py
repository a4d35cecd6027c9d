"""Files of StatBank are read as they are handed out, and what is not clear is refused, never guessed."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal

import pytest

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.imports.registry import UnreadableFile
from chefforum.modules.it_benchmark.imports.public_figures import apply_public_figures, read_public_figures
from chefforum.modules.it_benchmark.models import PublicFigure
from chefforum.modules.it_benchmark.rules.statbank import NotStatBank, read_statbank, table_of_jsonstat
from tests.modules.it_benchmark.conftest import NOW, page

REGK31 = """OMRÅDE;FUNK1;DRANST;ART;PRISENHED;TID;INDHOLD
Lindeby;6.45.52 Fælles IT og telefoni;1 Driftskonti;I alt;Løbende priser (1.000 kr.);2024;41250
Lindeby;6.45.52 Fælles IT og telefoni;1 Driftskonti;I alt;Løbende priser (1.000 kr.);2025;43500,5
Askeby;6.45.52 Fælles IT og telefoni;1 Driftskonti;I alt;Løbende priser (1.000 kr.);2024;..
Askeby;6.45.52 Fælles IT og telefoni;1 Driftskonti;I alt;Løbende priser (1.000 kr.);2025;30100
Askeby;6.45.51 Sekretariat og forvaltninger;1 Driftskonti;I alt;Løbende priser (1.000 kr.);2025;99999
"""
FOLK1A = """OMRÅDE;TID;INDHOLD
Lindeby;2025K1;33000
Lindeby;2025K2;33100
Askeby;2025K1;20000
"""


def table(text: str):  # type: ignore[no-untyped-def]
    return [line.split(";") for line in text.splitlines()]


def test_the_function_is_found_and_thousands_are_kroner() -> None:
    found = read_statbank(table(REGK31), name="REGK31")
    assert [(row.area, row.year, row.value) for row in found.rows] == [
        ("Lindeby", 2024, 41_250_000),
        ("Lindeby", 2025, 43_500_500),
        ("Askeby", 2025, 30_100_000),
    ]
    assert found.missing == 1


def test_a_column_that_leaves_two_figures_is_named() -> None:
    two = REGK31 + "Askeby;6.45.52 Fælles IT og telefoni;1 Driftskonti;Løn;Løbende priser (1.000 kr.);2025;100\n"
    with pytest.raises(NotStatBank, match="kolonnen ART"):
        read_statbank(table(two), name="REGK31")


def test_without_the_function_the_file_is_refused() -> None:
    with pytest.raises(NotStatBank, match=r"6\.45\.52"):
        read_statbank(table(REGK31.replace("6.45.52", "6.45.50")), name="REGK31")


def test_kroner_for_each_citizen_are_not_multiplied() -> None:
    each = REGK31.replace("Løbende priser (1.000 kr.)", "Pr. indbygger (kr.)")
    found = read_statbank(table(each), name="REGK31")
    assert (found.rows[0].measure, found.rows[0].value) == ("it_cost_per_citizen", 41250)


def test_of_population_the_first_quarter_counts() -> None:
    found = read_statbank(table(FOLK1A), name="FOLK1A")
    assert [(row.area, row.value) for row in found.rows] == [("Lindeby", 33000), ("Askeby", 20000)]


@pytest.mark.parametrize("is_new", [False, True])
def test_json_stat_says_the_same_as_the_csv(is_new: bool) -> None:
    def category(*labels: str) -> dict:
        return {"category": {"index": {str(n): n for n in range(len(labels))}, "label": dict(enumerate(labels))}}

    ids, sizes = ["OMRÅDE", "FUNK1", "ContentsCode", "Tid"], [2, 1, 1, 2]
    dimension = {
        "OMRÅDE": category("Lindeby", "Askeby"),
        "FUNK1": category("6.45.52 Fælles IT og telefoni"),
        "ContentsCode": category("Regnskab (1.000 kr.)"),
        "Tid": category("2024", "2025"),
    }
    values = [41250, 43500.5, None, 30100]
    said = json.loads(
        json.dumps(
            {"id": ids, "size": sizes, "dimension": dimension, "value": values}
            if is_new
            else {"dataset": {"dimension": {"id": ids, "size": sizes, **dimension}, "value": values}}
        )
    )
    from_json = read_statbank(table_of_jsonstat(said), name="REGK31")
    from_csv = read_statbank(table(REGK31), name="REGK31")
    assert [(row.area, row.year, row.value) for row in from_json.rows] == [
        (row.area, row.year, row.value) for row in from_csv.rows
    ]


@pytest.mark.parametrize("said", [{}, {"dataset": 1}, {"id": ["a"], "size": [9**9], "dimension": {}, "value": []}])
def test_what_is_no_json_stat_is_refused(said: dict) -> None:
    with pytest.raises(NotStatBank):
        table_of_jsonstat(said)


def refused(content: bytes, name: str = "FOLK1A") -> str:
    with pytest.raises(UnreadableFile) as told:
        read_public_figures(actor=Actor.command_line(), content=content, filename="a", options={"table": name}, at=NOW)
    return str(told.value)


def figures(content: bytes, name: str = "FOLK1A") -> list[list[object]]:
    preview = read_public_figures(
        actor=Actor.command_line(), content=content, filename="a", options={"table": name}, at=NOW
    )
    return preview.payload["rows"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace(";", "\t").encode(),
        lambda text: text.encode("cp1252"),
        lambda text: (
            text.replace("Lindeby;", "849 Lindeby;").replace("Askeby;", "851 Askeby;").encode()
        ),  # code and text
    ],
)
def test_bulk_and_csv_are_read_in_the_forms_that_they_are_handed_out_in(change: Callable[[str], bytes]) -> None:
    assert figures(change(FOLK1A)) == [["citizens", "Lindeby", 2025, "33000"], ["citizens", "Askeby", 2025, "20000"]]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "message", "told"),
    [
        ("REQUEST-LIMIT", "Forespørgslen returnerer for mange observationer", "mere end 1.000.000 tal"),
        ("EXTRACT-NOTALLOWED", "Der skal vælges værdier for variabel: OMRÅDE", "som BULK skal der vælges værdier"),
        ("EXTRACT-NOTFOUND", "Tabellen blev ikke fundet", "findes ikke"),
        ("NOGET-NYT", "Noget andet", "Fejlen hedder NOGET-NYT."),
        ("EXTRACT-NOTFOUND", None, "findes ikke"),
    ],
)
def test_an_answer_with_an_error_is_told_in_words_with_what_to_do(code: str, message: str | None, told: str) -> None:
    said = refused(json.dumps({"errorTypeCode": code, "message": message}).encode())
    assert "Statistikbankens svar om en fejl" in said
    assert told in said
    assert (message or "Den svarede") in said or message is None


@pytest.mark.django_db
def test_what_is_nothing_of_statbanks_is_refused_with_what_to_do() -> None:
    assert "ikke JSON" in refused(b'{"errorTypeCode": ')
    assert "ikke JSON-stat" in refused(b'{"message": "hej"}')
    assert "tom" in refused(b" ")
    assert "kolonne OMR" in refused(b"<html><body>400 Bad Request</body></html>")


@pytest.mark.django_db
def test_areas_as_codes_alone_are_refused_since_nobody_can_be_known_by_them() -> None:
    assert "Kode og tekst" in refused(b"OMR\xc3\x85DE;TID;INDHOLD\n101;2025K1;33000\n")


def test_points_that_may_be_thousands_or_decimals_are_not_guessed() -> None:
    found = read_statbank(table(FOLK1A.replace("33000", "33.000")), name="FOLK1A")
    assert [row.area for row in found.rows] == ["Askeby"]
    assert "tusinder og decimaler" in found.problems[0][1]
    assert read_statbank(table(FOLK1A.replace("33000", "33000.5")), name="FOLK1A").rows[0].value == Decimal("33000.5")


def test_numbers_of_json_stat_are_numbers_whatever_they_look_like() -> None:
    category = {"category": {"index": {"a": 0}, "label": {"a": "Lindeby"}}}
    year = {"category": {"index": {"2025": 0}, "label": {"2025": "2025"}}}
    said = {"id": ["OMRÅDE", "Tid"], "size": [1, 1], "dimension": {"OMRÅDE": category, "Tid": year}, "value": [41.125]}
    assert read_statbank(table_of_jsonstat(said), name="FOLK1A").rows[0].value == Decimal("41.125")


@pytest.mark.django_db
def test_the_page_has_ours_first_with_source_and_day(town, settings) -> None:  # type: ignore[no-untyped-def]
    settings.MUNICIPALITY = "Lindeby Kommune"
    actor = town.as_("coordinator")
    for name, text in (("REGK31", REGK31), ("FOLK1A", FOLK1A)):
        preview = read_public_figures(
            actor=actor, content=text.encode(), filename="a.csv", options={"table": name}, at=NOW
        )
        apply_public_figures(actor=actor, payload=preview.payload, at=NOW)
    assert PublicFigure.objects.get(area="Lindeby", year=2025, measure="it_cost").value == Decimal("43500500")
    text = page(town, "controller", "public_figures").content.decode()
    assert text.index("Lindeby (os)") < text.index("Askeby")
    assert "1.318" in text  # 43,500,500 kroner for 33,000 citizens
    assert "REGK31 (hentet 2. april 2026)" in text
    with pytest.raises(UnreadableFile):
        read_public_figures(actor=actor, content=b"A;B\n1;2\n", filename="a", options={"table": "REGK31"}, at=NOW)
