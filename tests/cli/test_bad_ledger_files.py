"""A bad file given to the command as a real process: told by line, nothing loaded unless the good lines are asked for,
and all bad lines in a file of their own. Two loads at once. The bar that shows how far it is."""

from __future__ import annotations

import csv
import os
import pty
import re
import subprocess

import pytest

from tests.cli.conftest import COMMAND
from tests.modules.ledger.bad_files import BAD_FILES, line, text_of

SOURCE = ("--source", "Økonomisystemet", "--guess")


def extracts(place) -> list[tuple[object, ...]]:
    return place.sql("select lines_loaded, lines_rejected from ledger_extract order by loaded_at")


def rejected(path) -> dict[int, str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {int(row["Linje"]): row["Grund"] for row in csv.DictReader(file, delimiter=";")}


@pytest.fixture
def file(tmp_path):
    def write(name: str, content: bytes):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


@pytest.mark.parametrize("bad", [bad for bad in BAD_FILES if not bad.refused], ids=lambda bad: bad.name)
def test_a_bad_file_is_told_by_line_and_loaded_as_chosen(place, file, bad):
    path, more, before = file(bad.file_name, bad.content()), [], []
    if bad.knows_accounts:
        assert place.run("ledger", "load", file("known.csv", text_of(line(77))), *SOURCE).status == 0
        more, before = ["--known-accounts-only"], extracts(place)
    refused = place.run("ledger", "load", path, *SOURCE, *more, "--rejects", place.folder / "refused.csv")
    assert refused.status == 1
    assert "Traceback" not in refused.err
    assert "hele filen er afvist" in refused.err
    assert bad.told in refused.out
    assert all(f"linje {number}: " in refused.out for number in list(bad.lines)[:20])
    assert extracts(place) == before
    loaded = place.run("ledger", "load", path, *SOURCE, *more, "--keep-good", "--rejects", place.folder / "kept.csv")
    assert loaded.status == 0, loaded.err
    assert extracts(place)[len(before) :] == [(bad.loaded, len(bad.lines))]
    for name in ("refused.csv", "kept.csv"):
        told = rejected(place.folder / name)
        assert set(told) == set(bad.lines)
        assert all(words in told[number] for number, words in bad.lines.items())


@pytest.mark.parametrize("bad", [bad for bad in BAD_FILES if bad.refused], ids=lambda bad: bad.name)
def test_a_file_of_which_nothing_can_be_made_is_refused(place, file, bad):
    said = place.run("ledger", "load", file(bad.file_name, bad.content()), *SOURCE, "--keep-good")
    assert said.status == 1
    assert re.search(bad.refused, said.err)
    assert "Traceback" not in said.err
    assert extracts(place) == []


def test_what_the_system_says_is_held_against_the_file(place, file):
    path = file("a.csv", text_of(line(1), line(2)))
    said = place.run("ledger", "load", path, *SOURCE, "--control-lines", "3", "--control-sum", "20,00")
    assert said.status == 1
    assert "det er 1 for lidt" in said.out
    assert "siger 20,00 kr.; der er læst 20,00 kr.: det stemmer" in said.out
    assert extracts(place) == []
    wrong = place.run("ledger", "load", path, *SOURCE, "--control-sum", "tyve")
    assert "Skriv det som 1.234,56" in wrong.err
    good = place.run("ledger", "load", path, *SOURCE, "--control-lines", "2", "--control-sum", "20,00")
    assert good.status == 0, good.err


def test_two_loads_at_once_load_each_line_once(place, file):
    """Of the same vouchers in two files: whoever comes second is told that others have loaded something."""
    lines = [line(number) for number in range(20_000)]
    first, second = file("a.csv", text_of(*lines)), file("b.csv", text_of(*lines, line(20_000)))
    assert place.run("ledger", "load", file("0.csv", text_of(line(99_999))), *SOURCE).status == 0
    running = [place.start("ledger", "load", path, *SOURCE, "--keep-good") for path in (first, second)]
    ended = [process.wait() for process in running]
    assert 0 in ended
    assert sum(int(str(loaded)) for loaded, _ in extracts(place)) in (20_001, 20_002)
    for path in (first, second):
        assert place.run("ledger", "load", path, *SOURCE, "--keep-good").status in (0, 1)
    assert sum(int(str(loaded)) for loaded, _ in extracts(place)) == 20_002
    assert place.run("audit", "verify").status == 0


def test_a_bar_shows_how_far_it_is(place, file):
    path = file("a.csv", text_of(*(line(number) for number in range(50_000))))
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [COMMAND, "ledger", "load", str(path), *SOURCE],
        env=place.environment | {"TERM": "xterm"},
        cwd=place.folder,
        stdout=slave,
        stderr=slave,
        stdin=slave,
    )
    os.close(slave)
    said = b""
    while True:
        try:
            part = os.read(master, 65_536)
        except OSError:
            break
        said += part
    assert process.wait() == 0, said.decode()
    shares = [int(share) for share in re.findall(r"(\d+)%", said.decode())]
    assert len(set(shares)) > 3
    assert shares == sorted(shares)
    assert shares[-1] == 100
