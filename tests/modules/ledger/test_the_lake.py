"""Files of the lake are there whole or not at all, are never changed, and what nobody refers to is swept away."""

from __future__ import annotations

import copy
import datetime as dt
import os

import pytest
from pyarrow import parquet

from chefforum.kernel.lake.storage import MissingFile
from chefforum.modules.ledger import queries
from chefforum.modules.ledger.lake.manifest import read_manifest
from chefforum.modules.ledger.models import Extract
from chefforum.modules.ledger.services.loading import (
    Choices,
    ExtractGone,
    NothingToReplace,
    OthersLoaded,
    load_extract,
    stage_file,
    sweep_orphans,
)
from tests.modules.ledger.conftest import NOW

ROWS = [(number, 1, f"15-0{number % 3 + 1}-2026", "1000", "4711", "1,00", "") for number in range(30)]
CHOICES = Choices(keep_good=True)


@pytest.fixture
def staged(town, mapped, file):
    path = file("a.csv", ROWS)
    return stage_file(actor=town.controller, at=NOW, path=path, file_name="a.csv", mapping=mapped(), choices=CHOICES)


def files_in(lake) -> set[str]:
    return {str(path.relative_to(lake)) for path in lake.rglob("*") if path.is_file()}


def test_what_is_staged_is_seen_by_nobody_until_it_is_loaded(town, staged):
    assert queries.cube(actor=None, first=202601, last=202603).total == 0
    load_extract(actor=town.controller, at=NOW, extract_id=staged.extract_id, choices=CHOICES)
    assert queries.cube(actor=None, first=202601, last=202603).total == 3000


def test_an_extract_is_made_known_once(town, staged):
    first, second = (
        load_extract(actor=town.controller, at=NOW, extract_id=staged.extract_id, choices=CHOICES) for _ in range(2)
    )
    assert first == second
    assert Extract.objects.count() == 1


def test_paths_say_table_municipality_year_and_extract(lake, staged):
    assert files_in(lake) == {
        f"postings/municipality=000/year=2026/{staged.extract_id}-0.parquet",
        f"rejects/municipality=000/{staged.extract_id}.parquet",
        f"manifests/{staged.extract_id}.json",
    }
    assert not list((lake / "unfinished").iterdir())


def test_files_are_sorted_so_that_a_unit_is_found_without_the_others(lake, load, file, monkeypatch):
    monkeypatch.setattr("chefforum.modules.ledger.lake.staging.ROW_GROUP", 2048)
    rows = [(n, 1, "15-01-2026", "1000", 4000 + n % 50, "1,00", "") for n in range(10_000)]
    extract = load(file("many.csv", rows))
    metadata = parquet.read_metadata(lake / extract.files[0])
    places = [metadata.row_group(n).column(6).statistics for n in range(metadata.num_row_groups)]
    assert metadata.num_row_groups > 3
    assert sum(one.min <= "4007" <= one.max for one in places) <= 2


def test_nothing_is_left_of_a_file_that_is_refused(lake, load, file):
    with pytest.raises(Exception, match="ingen linjer"):
        load(file("a.csv", []))
    assert files_in(lake) == set()


def test_orphans_are_swept_and_extracts_stay(lake, town, staged, load, file):
    kept = load(file("b.csv", [(99, 1, "15-01-2026", "1000", "4711", "1,00", "")]))
    of_the_other = {name for name in files_in(lake) if staged.extract_id in name}
    for name in files_in(lake):
        os.utime(lake / name, (NOW.timestamp(), NOW.timestamp()))
    assert sweep_orphans(at=NOW + dt.timedelta(hours=47)) == 0
    assert sweep_orphans(at=NOW + dt.timedelta(hours=49)) == len(of_the_other) == 3
    assert all(str(kept.pk) in name for name in files_in(lake))
    with pytest.raises(ExtractGone):
        load_extract(actor=town.controller, at=NOW, extract_id=staged.extract_id, choices=CHOICES)


def test_what_processes_that_died_were_writing_is_swept(lake, town):
    dead = lake / "unfinished" / "dead"
    dead.mkdir(parents=True)
    os.utime(dead, (0, 0))
    sweep_orphans(at=NOW)
    assert not dead.exists()


def test_what_others_load_in_between_asks_for_a_new_reading(town, staged, load, file):
    load(file("b.csv", [(99, 1, "15-01-2026", "1000", "4711", "1,00", "")]))
    with pytest.raises(OthersLoaded, match="Læs filen igen"):
        load_extract(actor=town.controller, at=NOW, extract_id=staged.extract_id, choices=CHOICES)


def test_what_was_read_long_ago_is_not_carried_out_while_it_may_be_swept(town, staged):
    with pytest.raises(ExtractGone, match="Læs filen igen"):
        load_extract(
            actor=town.controller, at=NOW + dt.timedelta(hours=37), extract_id=staged.extract_id, choices=CHOICES
        )


def test_a_file_that_is_missing_is_no_smaller_sum(lake, load, file):
    extract = load(file("a.csv", ROWS))
    (lake / extract.files[0]).unlink()
    with pytest.raises(MissingFile, match="mangler i regnskabets lager"):
        queries.cube(actor=None, first=202601, last=202603)


def test_a_replaced_extract_is_kept_and_not_read(lake, load, file):
    first = load(file("a.csv", ROWS))
    load(file("b.csv", ROWS[:3]), replaces=first.pk)
    assert queries.cube(actor=None, first=202601, last=202603).total == 300
    with pytest.raises(NothingToReplace):
        load(file("c.csv", ROWS[:4]), replaces=first.pk)
    assert (lake / first.files[0]).exists()


def test_each_year_has_its_own_file_and_only_the_years_asked_for_are_read(lake, load, file):
    rows = [(year, 1, f"15-01-{year}", "1000", "4711", "1,00", "") for year in (2024, 2025, 2026)]
    extract = load(file("a.csv", rows))
    assert len(extract.files) == 3
    (lake / next(name for name in extract.files if "year=2024" in name)).unlink()
    assert queries.cube(actor=None, first=202501, last=202612).total == 200


def test_a_lake_in_another_storage_is_read_from_copies(settings, tmp_path, load, file):
    storages = copy.deepcopy(settings.STORAGES)
    storages["lake"] = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES, settings.LAKE_COPIES = storages, str(tmp_path / "copies")
    extract = load(file("a.csv", ROWS))
    assert queries.cube(actor=None, first=202601, last=202603).total == 3000
    assert read_manifest(str(extract.pk)).lines_loaded == 30
    assert queries.cube(actor=None, first=202601, last=202603).total == 3000  # now from the copy


def test_memory_is_bounded_whatever_the_file_is_long(load, file, monkeypatch):
    """Read in many small blocks, the file gives the same lines as in one."""
    monkeypatch.setattr("chefforum.modules.ledger.lake.sources.delimited.BLOCK", 300)
    rows = [
        (n, 1, "15-01-2026", "1000", "4711", "1,00", '"Tekst på\nto linjer"' if n % 7 == 0 else "ærø")
        for n in range(200)
    ]
    extract = load(file("a.csv", rows, encoding="cp1252"))
    assert (extract.lines_loaded, extract.lines_rejected) == (200, 0)
