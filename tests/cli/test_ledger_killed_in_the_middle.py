"""A load that is killed leaves the ledger as it was, or the whole file loaded; and the file can be loaded again."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

LINES = 60_000
LOAD = ("ledger", "load", "--source", "Økonomisystemet", "--guess", "--keep-good")


@pytest.fixture
def postings(tmp_path):
    path = tmp_path / "posteringer.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write("Bilag;Linje;Dato;Konto;Omkostningssted;Beløb;Tekst\n")
        for number in range(LINES):
            month = number % 12 + 1
            file.write(
                f"{number};1;15-{month:02}-2025;{4000 + number % 40};{4700 + number % 30};{number % 997},25;Vare\n"
            )
        file.write("sidste;1;15-12-2025;4000;4700;ti;Tastefejl\n")
    return path


def extracts(place) -> list[tuple[object, ...]]:
    return place.sql("select id, lines_loaded, lines_rejected, files from ledger_extract")


def is_whole(place) -> bool:
    """Whether every file of every extract is there, with as many lines as the row says."""
    from pyarrow import parquet

    lake = place.folder / "data" / "lake"
    for _, loaded, rejected, files in extracts(place):
        assert rejected == 1
        assert loaded == LINES
        assert sum(parquet.read_metadata(lake / name).num_rows for name in json.loads(str(files))) == loaded
    return True


def stages(place) -> int:
    """How many files lie under their own names in the lake: a rough measure of how far the load had come."""
    return sum(
        1 for path in (place.folder / "data" / "lake").rglob("*") if path.is_file() and "unfinished" not in path.parts
    )


@pytest.fixture
def seconds(loaded, place, postings, tmp_path_factory) -> float:
    """How long the load takes when it is left alone, in a place beside."""
    import shutil

    beside = type(place)(tmp_path_factory.mktemp("beside"))
    shutil.copytree(loaded, beside.folder / "data")
    begun = time.monotonic()
    assert beside.start(*LOAD, postings).wait() == 0
    return time.monotonic() - begun


def test_nothing_is_half_loaded_whenever_it_is_killed(place, postings, seconds):
    was_cut_short = 0
    for share in (0.3, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95):
        process = place.start(*LOAD, postings)
        time.sleep(seconds * share)
        process.kill()
        was_cut_short += process.wait() != 0
        assert is_whole(place)
        if extracts(place):
            break
    assert was_cut_short
    said = place.run(*LOAD, postings)
    assert said.status == 0, said.err
    assert len(extracts(place)) == 1
    assert is_whole(place)
    assert place.run("audit", "verify").status == 0


def test_a_load_killed_between_files_and_row_is_nothing_until_it_is_loaded_again(place, postings):
    """Killed as soon as the manifest lies in the lake, which is the last thing before the row is made."""
    process = place.start(*LOAD, postings)
    manifests = place.folder / "data" / "lake" / "manifests"
    deadline = time.monotonic() + 100
    while not (manifests.exists() and any(manifests.iterdir())):
        assert time.monotonic() < deadline
        time.sleep(0.002)
    process.kill()
    process.wait()
    assert is_whole(place)
    before = stages(place)
    assert before
    said = place.run(*LOAD, postings)
    assert said.status == 0, said.err
    assert len(extracts(place)) == 1
    assert is_whole(place)


def test_loading_the_same_file_twice_changes_nothing(place, postings):
    first, second = place.run(*LOAD, postings), place.run(*LOAD, postings)
    assert "60.000 gode, 1 afvist" in first.out
    assert f"linje {LINES + 2}:" in first.out
    assert "Ingen ændringer" in second.out
    assert second.status == 0
    assert len(extracts(place)) == 1


def test_all_or_nothing_is_what_happens_unless_something_else_is_asked_for(place, postings):
    said = place.run("ledger", "load", postings, "--source", "Økonomisystemet", "--guess")
    assert said.status != 0
    assert "1 af" in said.err
    assert extracts(place) == []


def test_a_system_that_is_not_mapped_says_what_to_do(place, postings):
    said = place.run("ledger", "load", postings, "--source", "Ukendt")
    assert said.status != 0
    assert "ikke koblet" in said.err


BEGIN = """
from chefforum.modules.ledger.lake.mapping import Writing, guessed_columns
from chefforum.modules.ledger.rules.words import Table
from chefforum.modules.ledger.services.mappings import save_mapping
heads = open(sys.argv[1], encoding="utf-8").readline().strip().split(";")
mapping = save_mapping(actor=actor, at=now, source_system="Økonomisystemet", table=Table.POSTINGS,
                       columns=guessed_columns(Table.POSTINGS, heads), writing=Writing())
start_import(actor=actor, at=now, kind="ledger.postings", content=open(sys.argv[1], "rb"), filename="p.csv",
             options={"mapping": str(mapping.pk), "keep_good": True})
"""
READ_AGAIN = "start_reading_again(actor=actor, at=later, import_id=Import.objects.latest('created_at').pk)"
CARRY_OUT = "start_carrying_out(actor=actor, at=later, import_id=Import.objects.latest('created_at').pk)"
SCRIPT = """
import datetime as dt, sys
import django
django.setup()
from django.utils import timezone
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.imports.models import Import
from chefforum.kernel.imports.services import start_carrying_out, start_import, start_reading_again
actor, now = Actor.command_line(), timezone.now()
later = now + dt.timedelta(minutes=3)  # when a job that is silent is taken for dead
"""


def act(place, what: str, *arguments: object) -> None:
    """What a press on a page does: a job in the queue."""
    command = [sys.executable, "-c", SCRIPT + what, *map(str, arguments)]
    subprocess.run(command, env=place.environment, cwd=place.folder, check=True, timeout=120)


def worker(place) -> subprocess.Popen[bytes]:
    """The process beside the web server that works on the queue, until that is empty."""
    command = [sys.executable, "-m", "django", "db_worker", "--batch"]
    nowhere = subprocess.DEVNULL
    return subprocess.Popen(command, env=place.environment, cwd=place.folder, stdout=nowhere, stderr=nowhere)


def kill_when(process: subprocess.Popen[bytes], has_come: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 100
    while not has_come() and process.poll() is None:
        assert time.monotonic() < deadline
        time.sleep(0.005)
    process.kill()
    process.wait()


@pytest.mark.timeout(900)
def test_nothing_is_half_loaded_whenever_the_webs_worker_is_killed(place, postings):
    lake = place.folder / "data" / "lake"
    act(place, BEGIN, postings)
    moments = (
        lambda: any(lake.glob("unfinished/*/good.parquet")),
        lambda: any(lake.glob("manifests/*.json")),
    )
    for number, has_come in enumerate(moments):
        kill_when(worker(place), has_come)
        assert extracts(place) == []
        if number < len(moments) - 1:
            act(place, READ_AGAIN)
    if place.sql("select state from imports_import order by created_at desc limit 1") != [("ready",)]:
        act(place, READ_AGAIN)
        assert worker(place).wait() == 0
    act(place, CARRY_OUT)
    kill_when(
        worker(place), lambda: place.sql("select state from jobs_job order by created_at desc limit 1") != [("queued",)]
    )
    assert is_whole(place)
    if not extracts(place):
        act(place, READ_AGAIN)
        assert worker(place).wait() == 0
        act(place, CARRY_OUT)
        assert worker(place).wait() == 0
    assert len(extracts(place)) == 1
    assert is_whole(place)
    assert place.run("audit", "verify").status == 0
