"""No letter or digit of a file is lost: each is somewhere in the minutes, whatever the file looks like."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import docx
from docx.document import Document
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from chefforum.calc.blocks import Block, Heading, List, Paragraph, Table, texts
from chefforum.connectors.minutes import UnreadableMinutes, build_item, build_minutes, read_minutes, section_kind
from chefforum.connectors.minutes.conservation import letters, text_of
from chefforum.connectors.minutes.minutes import Minutes, Section
from tests.connectors.minutes.pdf_files import exported, without_tags
from tests.connectors.minutes.strategies import TRAPS, blocks, one_line
from tests.connectors.minutes.word_files import saved

SLOW = settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


def read(content: bytes) -> Minutes:
    """The minutes; a file that is refused in words, as for a table with missing cells, loses nothing."""
    try:
        return read_minutes(content=content, filename="x")
    except UnreadableMinutes:
        assume(False)
        raise


def missing(said: str, minutes: Minutes) -> Counter[str]:
    """The letters and digits that are in `said` more often than in the minutes."""
    return letters(said) - letters("".join(text_of(minutes)))


_no_marks = st.characters(categories=("L", "N", "Zs", "Po", "Pd"), exclude_characters="\\&*#")
_plain = st.text(_no_marks, max_size=30) | st.sampled_from(("", "Indstilling", "Bilag:", "1. at det sker", "- x"))


@SLOW
@given(st.lists(_plain, max_size=12))
def test_of_plain_text(lines):
    said = "Punkt 1: Prøve\n" + "\n".join(lines)
    assert not missing(said, read(said.encode()))


_traps = st.sampled_from(TRAPS) | one_line


@SLOW
@given(st.lists(st.tuples(_traps, _traps, st.sampled_from(("\n", "\n\n", "\n  "))), max_size=12))
def test_of_markdown_full_of_traps(pairs):
    """Every word that stands between two traps is found; what marks are and mean is left out of it."""
    lines = [f"{before} kendeord{number}x {after}{end}" for number, (before, after, end) in enumerate(pairs)]
    found = " ".join(text_of(read(("## Punkt 1: Prøve\n\n" + "".join(lines)).encode())))
    assert [number for number in range(len(lines)) if f"kendeord{number}x" not in found] == []


def xml_may_hold(text: str) -> bool:
    return all(character in "\t\n" or " " <= character < "\ufffe" or character > "\uffff" for character in text)


def write(document: Document, written: Iterable[Block]) -> None:
    for block in written:
        match block:
            case Paragraph(text):
                document.add_paragraph(text)
            case Heading(text, level):
                document.add_heading(text, level + 2)
            case List(items, ordered):
                for item in items:
                    document.add_paragraph("\n".join(texts(item)), style="List Number" if ordered else "List Bullet")
            case Table(rows):
                table = document.add_table(rows=len(rows), cols=len(rows[0]))
                for row, cells in zip(rows, table.rows, strict=True):
                    for inside, cell in zip(row, cells.cells, strict=True):
                        cell.text = "\n".join(texts(inside))


@settings(SLOW, max_examples=60)
@given(st.lists(blocks.filter(lambda block: xml_may_hold("".join(texts([block])))), max_size=5))
def test_of_word_documents(written):
    document = docx.Document()
    document.add_heading("Punkt 1: Prøve", 1)
    write(document, written)
    assert not missing("Punkt 1: Prøve" + "".join(texts(written)), read(saved(document)))


_danish = st.text("abcdefghijklmnopqrstuvwxyzæøåé ABCÆØÅ0123456789.,-–()/%", min_size=1, max_size=300)
_of_a_page = st.recursive(
    st.builds(Paragraph, _danish) | st.builds(Heading, _danish, st.integers(1, 3)),
    lambda inner: (
        st.lists(st.tuples(inner), min_size=1, max_size=3).map(lambda items: List(tuple(items)))
        | st.lists(st.tuples(st.tuples(inner), st.tuples(inner)), min_size=1, max_size=3).map(
            lambda rows: Table(tuple(rows))
        )
    ),
    max_leaves=8,
)


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(st.lists(st.tuples(st.sampled_from(("Økonomi", "Beslutning", "Bilag")), st.lists(_of_a_page, max_size=4))))
def test_of_pdf_with_tags_and_without(written):
    sections = tuple(Section(section_kind(name), name, tuple(inside)) for name, inside in written)
    item = build_item(heading="Punkt 1: Prøve", journal_line=None, sections=sections)
    minutes = build_minutes(title="REFERAT Ledergruppen d. 03-03-2026", head=(), items=(item,))
    said = "".join(text for section in sections for text in texts(section.blocks))
    content = exported(minutes)
    assert not missing(said, read(content))
    assert not missing(said, read(without_tags(content)))
