"""Minutes that we wrote as PDF read back as the same meeting, by the tags and by the looks of the pages alone."""

from __future__ import annotations

import dataclasses

import pytest

from chefforum.calc.blocks import Table, texts
from chefforum.connectors.minutes import read_minutes
from chefforum.connectors.minutes.conservation import letters, text_of
from chefforum.connectors.minutes.minutes import Item
from tests.connectors.minutes.pdf_files import exported, without_tags


@pytest.fixture(scope="module", params=["demo", "source"])
def minutes(request, demo_minutes, shared):
    file = demo_minutes if request.param == "demo" else shared("source/referat-chefforum-2026-01-28.md")
    read = read_minutes(content=file.read_bytes(), filename=file.name)
    closed = [dataclasses.replace(item, is_confidential=item.number == 3) for item in read.items]
    return dataclasses.replace(read, items=tuple(closed))


@pytest.fixture(scope="module")
def content(minutes) -> bytes:
    return exported(minutes)


@pytest.fixture(scope="module")
def by_tags(content):
    return read_minutes(content=content, filename="referat.pdf")


@pytest.fixture(scope="module")
def by_looks(content):
    return read_minutes(content=without_tags(content), filename="referat.pdf")


@pytest.fixture(params=["by_tags", "by_looks"])
def read(request):
    return request.getfixturevalue(request.param)


def facts(item: Item) -> Item:
    """The item without its sections, and without how its heading was set."""
    return dataclasses.replace(item, sections=(), heading="")


def tables(item: Item) -> list[list[list[str]]]:
    """The words in each cell of each table."""
    blocks = [block for section in item.sections for block in section.blocks if isinstance(block, Table)]
    return [[[" ".join(" ".join(texts(cell)).split()) for cell in row] for row in table.rows] for table in blocks]


def test_the_meeting_is_the_same(minutes, read):
    for name in ("kind", "title", "forum", "date", "weekday", "start_time", "end_time", "place", "participants"):
        assert getattr(read, name) == getattr(minutes, name), name


def test_every_item_says_the_same(minutes, read):
    assert list(map(facts, read.items)) == list(map(facts, minutes.items))


def test_every_section_stands_in_its_place(minutes, read):
    for item, other in zip(minutes.items, read.items, strict=True):
        headings = [(section.kind, section.heading) for section in item.sections]
        assert [(section.kind, section.heading) for section in other.sections] == headings


def test_every_table_has_the_same_cells(minutes, read):
    assert sum(len(tables(item)) for item in minutes.items) >= 2
    assert list(map(tables, read.items)) == list(map(tables, minutes.items))


def test_tags_give_every_block_of_every_section(minutes, by_tags):
    for item, other in zip(minutes.items, by_tags.items, strict=True):
        assert other.sections == item.sections


def test_no_letter_is_lost(minutes, read):
    said = dataclasses.replace(minutes, contents=())  # the PDF has a table of contents of its own
    assert not letters("".join(text_of(said))) - letters("".join(text_of(read)))


def test_only_what_stands_on_every_page_has_no_place(minutes, read):
    assert {text.split(" Side ")[0] for text in texts(read.unplaced)} == {
        "Lindeby Kommune",
        f"Lindeby Kommune · {minutes.title}",
    }
