"""A whole export of each system, of realistic size and in its own format, says what its minutes say in Markdown."""

from __future__ import annotations

import datetime as dt

import pytest
from jsonschema import Draft202012Validator

from chefforum.connectors.minutes import differences, from_json, read_minutes, schema, to_json, to_markdown
from chefforum.connectors.minutes.minutes import MinutesKind, SectionKind
from tests.connectors.exports.systems import NAMES, file, read


@pytest.fixture(params=NAMES)
def minutes(request):
    return read(file(request.param))


@pytest.fixture
def demo(demo_minutes):
    return read_minutes(content=demo_minutes.read_bytes(), filename=demo_minutes.name)


def test_the_meeting(minutes):
    assert (minutes.kind, minutes.forum, minutes.date) == (MinutesKind.MINUTES, "Chefforum", dt.date(2026, 2, 4))
    assert (minutes.weekday, minutes.start_time, minutes.end_time) == ("onsdag", dt.time(9), dt.time(12, 30))
    assert minutes.place == "Lindeby Rådhus, lokale 3.14"
    assert minutes.unplaced == ()


def test_every_item_with_its_case_kind_time_and_decision(minutes, demo):
    for item, same in zip(minutes.items, demo.items, strict=True):
        for name in ("number", "title", "journal_number", "planned_minutes", "kind", "decision"):
            assert getattr(item, name) == getattr(same, name)


def test_sections_keep_their_names_and_their_tables(minutes, demo):
    for item, same in zip(minutes.items, demo.items, strict=True):
        ours = {section.heading: section.blocks for section in item.sections if section.kind is SectionKind.ECONOMY}
        theirs = {section.heading: section.blocks for section in same.sections if section.kind is SectionKind.ECONOMY}
        assert ours == theirs
    tables = [type(block).__name__ for section in minutes.items[3].sections for block in section.blocks]
    assert tables.count("Table") == sum(
        type(block).__name__ == "Table" for section in demo.items[3].sections for block in section.blocks
    )


def test_the_closed_item_is_closed_and_no_other(minutes):
    assert [item.number for item in minutes.items if item.is_confidential] == [7]


def test_bilag_come_by_title_and_their_ids_are_told(minutes, demo):
    for item, same in zip(minutes.items, demo.items, strict=True):
        assert set(same.attachments) <= set(item.attachments)
    note = next(note for note in minutes.notes if "bilag er kun nævnt" in note.text)
    assert "punkt 1: " in note.excerpt
    assert "punkt 8: " in note.excerpt


def test_who_was_absent_is_no_participant_but_stands_in_the_head(minutes, demo):
    absent = demo.participants[2].name
    assert absent not in {person.name for person in minutes.participants}
    assert absent in next(line.text for line in minutes.head if line.label == "Fraværende")


def test_it_keeps_to_the_published_schema_and_reads_back(minutes):
    Draft202012Validator(schema()).validate(to_json(minutes))
    assert from_json(to_json(minutes)) == minutes


def test_as_markdown_it_says_all_but_what_is_closed(minutes):
    again = read_minutes(content=to_markdown(minutes).encode(), filename="x.md")
    names = {found.where.split(", ")[-1] for found in differences(minutes, again)}
    assert names <= {"fortrolighed", "lukkede bilag", "tillæg"}


def test_sbsys_tells_who_took_part_in_what_way_and_the_journey_of_the_case():
    minutes = read(file("sbsys.xml"))
    assert minutes.participants[2].title == "Deltog i en del af mødet, Gik kl. 10.30"
    history = next(section for section in minutes.items[5].sections if section.kind is SectionKind.HISTORY)
    assert [block.text for block in history.blocks] == [
        "Beslutning, Direktionen 14-01-2026",
        "Direktionen sendte sagen videre til Chefforum.",
    ]


def test_several_agendas_are_one_meeting_with_supplements():
    minutes = read(file("sbsys.xml"))
    assert [item.number for item in minutes.items if item.is_supplement] == [7, 8]
    assert any("dagsorden og tillæg" in note.text for note in minutes.notes)


@pytest.mark.parametrize("name", ["sbsys.xml", "acadre.xml"])
def test_a_protected_bilag_is_closed(name):
    assert read(file(name)).items[2].confidential_attachments == ("MFR slides til Chefforum",)


def test_firstagenda_tells_of_pictures_and_comments_and_keeps_the_address_of_a_link():
    minutes = read(file("firstagenda.json"))
    texts = [note.text for note in minutes.notes]
    assert any("1 billede" in text for text in texts)
    assert any("kommentarer" in text for text in texts)
    assert "effektmålingen (https://lindeby.example/effekt)" in str(minutes.items[4].sections)


def test_a_field_that_nobody_knows_becomes_a_section_of_its_item():
    sections = read(file("firstagenda.json")).items[3].sections
    assert [section.blocks[0].text for section in sections if section.heading == "Resultat"] == [
        "Til opfølgning i næste kvartal"
    ]
