"""Minutes on the command line: read, taken in, changed, listed and written out again."""

from __future__ import annotations

import json
import re

import pytest

UUID = re.compile(r"^[0-9a-f-]{36}", re.MULTILINE)
BEGINNINGS = {"pdf": b"%PDF-", "docx": b"PK\x03\x04", "html": b"<!doctype html", "json": b"{", "md": b"# "}


def test_parse_needs_no_database_and_tells_what_was_understood(demo_minutes, tmp_path, place):
    said = place.run("minutes", "parse", demo_minutes)
    assert said.status == 0
    assert "Chefforum · 2026-02-04 · 10 deltagere" in said.out
    assert len(re.findall(r"^  \d\. ", said.out, re.MULTILINE)) == 8


def test_parse_as_json_holds_the_whole_meeting(demo_minutes, place):
    read = json.loads(place.run("minutes", "parse", "--json", demo_minutes).out)
    assert (read["date"], len(read["items"]), len(read["participants"])) == ("2026-02-04", 8, 10)


def test_a_new_meeting_is_taken_in_without_asking_and_stands_in_the_list(place, new_minutes):
    said = place.run("minutes", "import", new_minutes)
    assert (said.status, said.err) == (0, "")
    assert len(UUID.findall(place.run("minutes", "list").out)) == 2


def test_the_same_file_a_second_time_changes_nothing(place, new_minutes):
    place.run("minutes", "import", new_minutes)
    items = place.sql("select * from meetings_item order by id")
    again = place.run("minutes", "import", new_minutes)
    assert again.status == 0
    assert "Ingen ændringer" in again.out
    assert place.sql("select * from meetings_item order by id") == items


def test_a_changed_file_shows_the_difference_and_changes_nothing_without_a_yes(place, new_minutes, changed):
    place.run("minutes", "import", new_minutes)
    said = place.run("minutes", "import", changed(("Status for Budget 2027", "Status for Budget 2028")))
    assert said.status == 1
    assert "Punkt 2: Status for Budget 2027 → Punkt 2: Status for Budget 2028" in said.out
    assert "--yes" in said.err
    assert place.sql("select count(*) from meetings_item where title like '%2028%'") == [(0,)]
    assert place.run("minutes", "import", "--yes", new_minutes).status == 0
    assert place.sql("select count(*) from meetings_item where title like '%2028%'") == [(1,)]


def test_a_long_difference_is_shortened_and_counted(place, new_minutes, changed):
    place.run("minutes", "import", new_minutes)
    file = changed(("Budget", "Overslag"), (" ikke ", " aldrig "), (" er ", " bliver "), (" og ", " samt "))
    shown, whole = (place.run("minutes", "import", file, *flags).out.splitlines() for flags in ((), ("--all",)))
    lines = [line for line in shown if line.startswith(("  ~", "  +", "  -"))]
    assert len(lines) == 20
    assert any(re.search(r" … \(\d+ tegn\)", line) for line in lines)
    left = int(re.search(r"og (\d+) ændringer mere", "\n".join(shown))[1])
    assert sum(line.startswith(("  ~", "  +", "  -")) for line in whole) == 20 + left


@pytest.mark.parametrize("format", BEGINNINGS)
def test_a_meeting_is_written_in_each_format(place, format):
    (meeting,) = UUID.findall(place.run("minutes", "list").out)
    said = place.run("minutes", "export", meeting, "--to", format, "-o", place.folder / f"ud.{format}")
    assert (said.status, said.err) == (0, "")
    content = (place.folder / f"ud.{format}").read_bytes()
    assert content.lower().startswith(BEGINNINGS[format].lower())


def test_what_was_written_as_markdown_is_read_as_the_same_meeting(place):
    (meeting,) = UUID.findall(place.run("minutes", "list").out)
    place.run("minutes", "export", meeting, "--to", "md", "-o", "ud.md")
    assert "Ingen ændringer" in place.run("minutes", "import", "ud.md").out


def test_a_meeting_that_is_not_there_is_told(place):
    said = place.run("minutes", "export", "00000000-0000-4000-8000-000000000000", "--to", "md")
    assert said.status == 1
    assert said.err.startswith("Fejl: ")
    assert "Traceback" not in said.err
