"""An import that is killed leaves the meetings, persons, cases and search as they were, or wholly taken in."""

from __future__ import annotations

import shutil
import time

import pytest

KEEPS_TRACK = ("imports_", "jobs_", "documents_", "audit_", "django_", "sqlite_")  # the file and the attempt are kept


def contents(place) -> dict[str, list[tuple[object, ...]]]:
    names = [str(name) for (name,) in place.sql("select name from sqlite_master where type = 'table'")]
    return {
        name: sorted(place.sql(f'select * from "{name}"'), key=repr)
        for name in names
        if not name.startswith(KEEPS_TRACK)
    }


@pytest.fixture
def seconds(loaded, place, new_minutes, tmp_path_factory) -> float:
    """How long the import takes when it is left alone, in a place beside."""
    beside = type(place)(tmp_path_factory.mktemp("beside"))
    shutil.copytree(loaded, beside.folder / "data")
    begun = time.monotonic()
    assert beside.start("minutes", "import", new_minutes).wait() == 0
    return time.monotonic() - begun


def test_nothing_is_half_imported_whenever_it_is_killed(place, new_minutes, seconds):
    before = contents(place)
    was_cut_short = 0
    for share in (0.4, 0.55, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9):
        process = place.start("minutes", "import", new_minutes)
        time.sleep(seconds * share)
        process.kill()
        was_cut_short += process.wait() != 0
        if place.sql("select count(*) from meetings_meeting") == [(2,)]:
            break
        assert contents(place) == before
    assert was_cut_short
    assert place.run("audit", "verify").status == 0
    assert place.run("minutes", "import", new_minutes).status == 0
    assert place.sql("select count(*) from meetings_item") == [(16,)]
