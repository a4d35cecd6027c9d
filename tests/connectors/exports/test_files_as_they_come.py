"""Character sets, namespaces, missing and odd values: what real files are like."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from chefforum.calc.blocks import Table, texts
from chefforum.connectors.minutes import from_json, to_json
from chefforum.connectors.minutes.minutes import SectionKind
from tests.connectors.exports.systems import (
    acadre,
    acadre_item,
    file,
    firstagenda,
    older_sbsys,
    point,
    read,
    sbsys,
    sbsys_agenda,
    sbsys_item,
)

BERRIES = sbsys(sbsys_agenda(sbsys_item("Blåbærgrød på Ærø")))


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_xml_in_any_character_set_that_it_declares(charset):
    declared = charset.removesuffix("-sig")
    content = f'<?xml version="1.0" encoding="{declared}"?>{BERRIES}'.encode(charset)
    assert read(content).items[0].title == "Blåbærgrød på Ærø"


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_json_in_any_character_set(charset):
    value = json.loads(firstagenda(point("Blåbærgrød på Ærø")))
    assert read(json.dumps(value, ensure_ascii=False).encode(charset)).items[0].title == "Blåbærgrød på Ærø"


def test_a_name_space_is_no_hindrance():
    content = file("sbsys.xml").decode("iso-8859-1").replace("<Publication>", '<Publication xmlns="urn:sbsys:1">', 1)
    assert len(read(content.encode("iso-8859-1")).items) == 8


def test_real_elements_inside_a_field_are_read_as_html():
    content = "<Content><p>A &amp; B</p><ul><li>et</li></ul></Content>"
    field = f"<ItemField><Caption>Økonomi</Caption>{content}</ItemField>"
    item = f"<Item><Caption>Budget</Caption><IsPublic>True</IsPublic><Fields>{field}</Fields></Item>"
    section = read(sbsys(sbsys_agenda(item))).items[0].sections[0]
    assert list(texts(section.blocks)) == ["A & B", "et"]


def test_html_in_the_text_of_other_municipalities_makes_sections():
    html = "<h3>Forvaltningen indstiller</h3><p>at sagen godkendes</p><h3>Beslutning</h3><p>Godkendt.</p>"
    item = read(firstagenda(point(html=html, Felter=[{"Html": html}]))).items[0]
    assert [section.heading for section in item.sections] == ["", "Beslutning"]
    assert item.decision == "Godkendt."


def test_a_table_with_missing_cells_is_filled_up_and_told():
    minutes = read(firstagenda(point(html="<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>")))
    table = minutes.items[0].sections[0].blocks[0]
    assert isinstance(table, Table)
    assert [len(row) for row in table.rows] == [2, 2]
    assert any("mangler celler" in note.text for note in minutes.notes)


def test_a_number_that_is_none_is_told_and_the_next_one_taken():
    minutes = read(firstagenda(point("A", number="1"), point("B", number="1a"), point("C", number="")))
    assert [item.number for item in minutes.items] == [1, 2, 3]
    assert any("“1a”" in note.text for note in minutes.notes)


def test_a_case_number_that_is_no_journal_number_stands_as_text():
    minutes = read(firstagenda(point(SagsNummer="2026-000962")))
    item = minutes.items[0]
    assert item.journal_number is None
    assert item.sections[0].blocks[0].text == "Sagsnr.: 2026-000962"
    assert any("ikke journalnumre efter KLE" in note.text for note in minutes.notes)


@pytest.mark.parametrize(
    ("said", "date", "start"),
    [
        ("2026-03-04T09:00:00+01:00", dt.date(2026, 3, 4), dt.time(9)),
        ("2026-07-01T07:30:00Z", dt.date(2026, 7, 1), dt.time(9, 30)),
        ("2026-03-03T23:30:00Z", dt.date(2026, 3, 4), dt.time(0, 30)),
        ("2026-03-04T00:00:00", dt.date(2026, 3, 4), None),
        ("2026-03-04", dt.date(2026, 3, 4), None),
        ("04-03-2026 kl. 09.15", dt.date(2026, 3, 4), dt.time(9, 15)),
        ("i morgen", None, None),
        ("9999-12-31T23:59:59-14:00", dt.date(9999, 12, 31), dt.time(23, 59)),
    ],
)
def test_dates_and_times(said, date, start):
    minutes = read(firstagenda(point(), Dato=said))
    assert (minutes.date, minutes.start_time) == (date, start)


def test_a_missing_title_and_date_are_told():
    texts = [note.text for note in read(firstagenda(point(""), Dato=None)).notes]
    assert any("ingen titel" in text for text in texts)
    assert any("hvornår mødet er" in text for text in texts)


def test_a_draft_is_told():
    assert any("kladde" in note.text for note in read(sbsys(sbsys_agenda(sbsys_item()), kind="0")).notes)


def test_a_text_that_lies_as_pdf_alone_is_told():
    minutes = read(firstagenda(point(Felter=[{"Html": None, "DocumentId": "4f5e9a1d-7f2b-4f5e-9a1d-7f2b6f6f0001"}])))
    assert any("kun som PDF" in note.text for note in minutes.notes)


def test_a_list_of_agendas_is_one_meeting_with_its_supplement():
    main, more = (json.loads(firstagenda(point(title))) for title in ("Budget", "Hastesag"))
    more["TillaegsDagsorden"] = True
    items = read(json.dumps([more, main])).items
    assert [(item.number, item.title, item.is_supplement) for item in items] == [
        (1, "Budget", False),
        (2, "Hastesag", True),
    ]


def test_acadre_takes_items_by_their_place_and_minutes_by_their_decision():
    fields = "<field name='bulletname'>Beslutning</field><field name='bulletcontent'>Godkendt.</field>"
    decided = acadre_item("Budget", more=f"<table name='bullet'><fields>{fields}</fields></table>")
    minutes = read(acadre(decided))
    assert minutes.kind == "minutes"
    assert read(acadre(acadre_item())).kind == "agenda"
    assert next(one for one in minutes.items[0].sections if one.kind is SectionKind.DECISION)


def test_our_own_json_and_text_are_read_as_before(demo_minutes):
    assert len(read(demo_minutes.read_bytes()).items) == 8
    assert read("<table><tr><td>x</td></tr></table>\n\nPunkt 1: Status\n").items[0].title == "Status"


@pytest.mark.parametrize("depth", [3, 30, 300])
def test_lists_within_lists_can_always_be_stored(depth):
    minutes = read(firstagenda(point(html="<ul><li>ord" * depth)))
    assert from_json(to_json(minutes)) == minutes
    assert "".join(texts(minutes.items[0].sections[0].blocks)).count("ord") == depth


def test_tables_within_tables_can_always_be_stored():
    minutes = read(firstagenda(point(html="<table><tr><td>ord" * 30)))
    assert from_json(to_json(minutes)) == minutes


def test_the_older_xml_of_sbsys_says_most_in_attributes():
    minutes = read(older_sbsys())
    assert (minutes.kind, minutes.forum, minutes.date, minutes.place) == (
        "minutes",
        "Chefforum",
        dt.date(2026, 3, 4),
        "Lokale 1",
    )
    assert (minutes.start_time, minutes.end_time) == (dt.time(9), dt.time(11, 30))
    assert [section.heading for section in minutes.items[0].sections] == ["Sagsfremstilling", "Beslutning"]
    assert minutes.items[0].decision == "Godkendt."
