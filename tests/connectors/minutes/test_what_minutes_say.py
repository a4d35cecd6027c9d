"""What is read of whole minutes: the demo's, and the real ones that it has its structure from."""

from __future__ import annotations

import datetime as dt

import pytest

from chefforum.calc.blocks import Heading, Table, texts
from chefforum.connectors.minutes import lost_text, read_minutes
from chefforum.connectors.minutes.inline import visible_text
from chefforum.connectors.minutes.minutes import ItemKind, Minutes, SectionKind


@pytest.fixture(params=["demo", "source"])
def file(request, demo_minutes, shared):
    return demo_minutes if request.param == "demo" else shared("source/referat-chefforum-2026-01-28.md")


@pytest.fixture
def minutes(file) -> Minutes:
    return read_minutes(content=file.read_bytes(), filename=file.name)


def item(minutes: Minutes, number: int):
    return next(one for one in minutes.items if one.number == number)


def section(minutes: Minutes, number: int, kind: SectionKind):
    return next(one for one in item(minutes, number).sections if one.kind == kind)


def test_the_head(minutes):
    assert minutes.forum == "Chefforum"
    assert (minutes.weekday, minutes.start_time) == ("onsdag", dt.time(9))
    assert minutes.date in (dt.date(2026, 1, 28), dt.date(2026, 2, 4))
    assert minutes.place
    assert len(minutes.participants) == 10
    assert all(one.title for one in minutes.participants)


def test_the_items(minutes):
    assert [one.number for one in minutes.items] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert [one.planned_minutes for one in minutes.items] == [None, 20, 30, 15, 15, 20, 60, None]
    assert [len(one.attachments) for one in minutes.items] == [0, 1, 1, 1, 1, 1, 4, 1]
    assert len({one.journal_number for one in minutes.items} - {None}) == 8
    assert item(minutes, 2).journal_number.startswith("00.30.04-Ø00-")
    assert all(one.decision for one in minutes.items)


def test_the_recommendations(minutes):
    assert [len(one.recommendation.parts) for one in minutes.items] == [2, 1, 1, 3, 2, 2, 1, 1]
    assert {one.recommendation.by for one in minutes.items} == {"Kommunaldirektøren"}


def test_what_the_items_ask_for(minutes):
    kinds = [one.kind for one in minutes.items]
    assert kinds[0] == ItemKind.FORMALITY
    assert kinds[2:6] == [ItemKind.ORIENTATION] * 4
    assert kinds[6] == ItemKind.THEME


def test_eighteen_sections_have_nothing_to_note(minutes):
    sections = [one for each in minutes.items for one in each.sections]
    assert sum(list(texts(one.blocks)) == ["Intet at bemærke."] for one in sections) == 18


def test_the_table_of_item_5_has_seven_departments_and_totals(minutes):
    table = next(block for block in section(minutes, 5, SectionKind.PRESENTATION).blocks if isinstance(block, Table))
    rows = [[" ".join(texts(cell)) for cell in row] for row in table.rows]
    assert (len(rows), {len(row) for row in rows}, table.header_rows) == (9, {5}, 1)
    assert rows[0][0] == "Afdeling"
    assert rows[-1][0] == "Total"
    for column in range(1, 5):
        assert sum(int(row[column]) for row in rows[1:-1]) == int(rows[-1][column])


def test_the_programme_of_item_6_is_a_table_with_lists_in_its_cells(minutes):
    table = next(block for block in section(minutes, 6, SectionKind.PRESENTATION).blocks if isinstance(block, Table))
    assert {len(row) for row in table.rows} == {2}
    assert any(len(cell) > 1 for row in table.rows for cell in row)


def test_sections_stand_in_the_order_of_the_file(minutes):
    assert [one.kind for one in item(minutes, 8).sections][:2] == [
        SectionKind.PRESENTATION,
        SectionKind.RECOMMENDATION,
    ]
    assert SectionKind.HISTORY in [one.kind for one in item(minutes, 7).sections]


def test_headings_in_a_case_are_no_sections_of_their_own(minutes):
    headings = [one.text for one in section(minutes, 4, SectionKind.PRESENTATION).blocks if isinstance(one, Heading)]
    assert len(headings) >= 5
    assert "Tidsplan" in headings


def test_all_is_understood_and_nothing_is_lost(minutes, file):
    assert minutes.unplaced == ()
    text = visible_text(file.read_text(encoding="utf-8"))
    assert lost_text(visible_text=text, minutes=minutes) == []
