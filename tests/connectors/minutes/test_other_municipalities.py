"""Agendas and minutes of other municipalities, as they publish them; skipped where the files are not."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from chefforum.connectors.minutes import UnreadableMinutes, lost_text, read_minutes, section_kind
from chefforum.connectors.minutes.minutes import MinutesKind


def read(file):
    return read_minutes(content=file.read_bytes(), filename=file.name)


def kinds(item) -> list[tuple[str, str]]:
    return [(section.heading, section.kind.value) for section in item.sections]


@pytest.fixture
def holbaek(shared):
    return shared("data/meetings/holbaek-aeldre-sundhed-2020-06-04.txt")


def test_holbaek_has_its_head_in_lines_of_capitals(holbaek):
    minutes = read(holbaek)
    assert (minutes.kind, minutes.forum) == (MinutesKind.MINUTES, "Udvalget for Ældre og Sundhed")
    assert (minutes.date, minutes.start_time, minutes.end_time) == (dt.date(2020, 6, 4), dt.time(9), dt.time(11))
    assert minutes.place == "Kanalstræde 2, mødelokale 0.21"
    assert len(minutes.contents) == 10


def test_holbaek_announces_its_items_and_repeats_their_titles(holbaek):
    minutes = read(holbaek)
    assert [item.number for item in minutes.items] == [49, 50]  # the file ends in the second of ten
    assert kinds(minutes.items[0]) == [
        ("Sagsgang og sagstype", "procedure"),
        ("Indstilling", "recommendation"),
        ("Beslutning i Udvalget for Ældre og Sundhed den 04-06-2020", "decision"),
    ]
    assert kinds(minutes.items[1])[-1] == ("Beskrivelse af sagen", "presentation")
    assert minutes.items[0].decision == "Godkendt"
    assert [(item.recommendation.by, len(item.recommendation.parts)) for item in minutes.items] == [
        ("Administrationen", 1),
        ("Administrationen", 2),
    ]
    assert minutes.unplaced == ()
    assert lost_text(visible_text=holbaek.read_text(encoding="utf-8"), minutes=minutes) == []


def test_region_hovedstaden_writes_its_sections_in_capitals(shared):
    minutes = read(shared("data/meetings/regionh-testudvalg-skabelon-2019-12-03.txt"))
    assert (minutes.forum, minutes.place) == ("Test_Udvalg", "Mødelokalet")
    assert kinds(minutes.items[0]) == [
        ("INDSTILLING", "recommendation"),
        ("BAGGRUND", "background"),
        ("SAGSFREMSTILLING", "presentation"),
        ("KONSEKVENSER", "consequences"),
        ("RISIKOVURDERING", "risks"),
        ("ØKONOMI", "economy"),
    ]
    assert minutes.items[0].title == "TEST - mødesag med 2 bilag - som senere kun skal have 1 bilag"
    assert minutes.unplaced == ()


def test_copenhagen_publishes_each_item_as_a_page_without_a_number(shared):
    file = shared("data/meetings/kk-oekonomiudvalget-2017-08-23-punkt-4.txt")
    with pytest.raises(UnreadableMinutes, match="ikke fundet noget punkt"):
        read(file)
    text = file.read_text(encoding="utf-8").replace("Første behandling", "Punkt 4: Første behandling", 1)
    minutes = read_minutes(content=text.encode(), filename=file.name)
    assert (minutes.date, minutes.start_time) == (dt.date(2017, 8, 23), dt.time(11))
    assert kinds(minutes.items[0])[1] == ("Indstilling", "recommendation")
    assert minutes.items[0].recommendation.by == "Økonomiforvaltningen"
    assert len(minutes.items[0].recommendation.parts) >= 4


def test_copenhagens_headings_of_today(shared):
    cases = json.loads(shared("data/meetings/kfu-2026-10-22-dagsorden-punkt-1-3.json").read_text(encoding="utf-8"))
    headings = {part["titel"] for case in cases["sager"].values() for part in case["afsnit"]}
    assert {heading: section_kind(heading).value for heading in headings} == {
        "Resume": "summary",
        "Resumé": "summary",
        "Indstilling": "recommendation",
        "Problemstilling": "presentation",
        "Løsning": "presentation",
        "Politisk handlerum": "other",
        "Politisk Handlerum": "other",
        "Økonomi": "economy",
        "Videre proces": "process",
    }
