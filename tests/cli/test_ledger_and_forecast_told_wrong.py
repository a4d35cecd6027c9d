"""The ledger's and the forecast's commands told something wrong: one Danish sentence, and the status that says so."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from chefforum.cli import main
from chefforum.kernel.access.rules import Actor
from chefforum.modules.forecast.models import ForecastRun
from chefforum.modules.ledger.models import AccountDimension, Extract
from chefforum.modules.ledger.services.closing import close_through
from tests.modules.ledger.conftest import NOW, lake

__all__ = ["lake"]
pytestmark = pytest.mark.django_db
HEADS = "Bilag;Linje;Dato;Konto;Omkostningssted;Beløb;Tekst\n"


@pytest.fixture
def postings(tmp_path: Path) -> Path:
    path = tmp_path / "postings.csv"
    path.write_text(f"{HEADS}1;1;15-01-2026;4020;4711;10,00;x\n")
    return path


def told(*words: object) -> tuple[int, str]:
    answer = CliRunner().invoke(main, [str(word) for word in words])
    assert not isinstance(answer.exception, Exception), answer.exception
    return answer.exit_code, answer.output


@pytest.mark.parametrize(
    ("words", "status", "sentence"),
    [
        (("ledger", "load"), 2, "FILE mangler"),
        (("ledger", "load", "/findes/ikke.csv", "--source", "Ø"), 2, "findes ikke eller kan ikke læses"),
        (("ledger", "load", "FILE"), 2, "Valget --source mangler"),
        (("ledger", "load", "FILE", "--source", "  "), 2, "et navn på højst 80 tegn"),
        (("ledger", "load", "FILE", "--source", "x" * 81), 2, "et navn på højst 80 tegn"),
        (("ledger", "load", "FILE", "--source", "Ø", "--table", "løn"), 2, "Vælg en af: postings"),
        (("ledger", "load", "FILE", "--source", "Ø", "--replaces", "x"), 2, "skal være et id som"),
        (("ledger", "load", "FILE", "--source", "Ø"), 1, "er ikke koblet endnu"),
        (("ledger", "structure", "FILE"), 2, "Valget --from mangler"),
        (("ledger", "structure", "FILE", "--from", "i går"), 2, "skal være en dato som"),
        (("ledger", "structure", "FILE", "--from", "2026-01-01"), 1, "ingen linjer med dimension"),
        (("forecast", "run", "--year", "i fjor"), 2, "skal være et helt tal"),
        (("forecast", "run", "--year", "99999"), 2, "skal være mellem 2000 og 2100"),
        (("forecast", "run", "--year", "2026"), 1, "Regnskabet er ikke lukket"),
    ],
)
def test_what_is_wrong_is_told_with_its_status(
    postings: Path, words: Sequence[str], status: int, sentence: str
) -> None:
    found = told(*(postings if word == "FILE" and "FILE" in words[2:3] else word for word in words))
    assert found[0] == status, found[1]
    assert sentence in found[1]
    assert not Extract.objects.exists()


def test_something_that_is_not_there_cannot_be_replaced(postings: Path) -> None:
    nothing = "11111111-1111-1111-1111-111111111111"
    status, words = told("ledger", "load", postings, "--source", "Ø", "--guess", "--replaces", nothing)
    assert (status, "ikke indlæst eller er erstattet før" in words) == (1, True)
    assert not Extract.objects.exists()


def test_a_lake_that_cannot_be_written_in_is_told_of(postings: Path, lake: Path) -> None:
    lake.write_text("in the way")
    status, words = told("ledger", "load", postings, "--source", "Ø", "--guess")
    assert (status, "Der kan ikke skrives i regnskabets lager" in words) == (1, True)
    assert not Extract.objects.exists()
    lake.unlink()
    assert told("ledger", "load", postings, "--source", "Ø")[0] == 0
    close_through(actor=Actor.command_line(), at=NOW, period=202601)
    (lake / "forecasts").write_text("in the way")
    status, words = told("forecast", "run", "--year", "2026")
    assert (status, "Der kan ikke skrives i regnskabets lager" in words) == (1, True), words
    assert not ForecastRun.objects.exists()


def test_a_file_that_is_gone_from_the_lake_is_told_of(postings: Path, lake: Path) -> None:
    assert told("ledger", "load", postings, "--source", "Ø", "--guess")[0] == 0
    close_through(actor=Actor.command_line(), at=NOW, period=202601)
    for name in Extract.objects.get().files:
        (lake / name).unlink()
    more = postings.with_name("more.csv")
    more.write_text(f"{HEADS}2;1;15-01-2026;4020;4711;10,00;x\n")
    for words in (("ledger", "load", more, "--source", "Ø"), ("forecast", "run", "--year", "2026")):
        status, said = told(*words)
        assert (status, "En fil mangler i regnskabets lager" in said) == (1, True), said


def test_the_structure_may_be_written_as_excel_writes_it(tmp_path: Path) -> None:
    path = tmp_path / "kontoplan.csv"
    path.write_bytes("dimension;code;name\nfunktion;52814;Støtte til børn\n".encode("cp1252"))
    assert told("ledger", "structure", path, "--from", "2026-01-01") == (0, "1 koder indlæst.\n")
    assert AccountDimension.objects.get().name == "Støtte til børn"


@pytest.mark.parametrize("words", [("ledger",), ("ledger", "load"), ("ledger", "structure"), ("forecast", "run")])
def test_help_is_danish(words: tuple[str, ...]) -> None:
    status, said = told(*words, "--help")
    assert status == 0
    assert "Brug: chefforum" in said
    assert not [word for word in ("Usage", "Options", "default", "required", "TEXT", "INTEGER", "%Y") if word in said]
