"""Marks in text that is HTML: the text stays as it was, and nothing is set where only tags are."""

import re

from hypothesis import given
from hypothesis import strategies as st

from chefforum.calc.blocks import Heading, List, Paragraph, Table
from chefforum.web.annotations import Removed, Span, annotate, text_of_html
from chefforum.web.blocks import blocks_to_html

BLOCKS = (
    Paragraph("Det er <vigtigt> & sandt"),
    Heading("Tal"),
    List(((Paragraph("et"),), (Paragraph("to"),))),
    Table((((Paragraph("År"),), (Paragraph("Kr."),)), ((Paragraph("2026"),), (Paragraph("2,2"),)))),
)
HTML = blocks_to_html(BLOCKS)
TEXT = text_of_html(HTML)
PLACES = st.integers(0, len(TEXT))


def at(words: str) -> tuple[int, int]:
    return TEXT.index(words), TEXT.index(words) + len(words)


def test_without_marks_nothing_is_changed() -> None:
    assert annotate(HTML) == HTML


def test_words_are_marked_and_stay_escaped() -> None:
    assert "Det er <mark>&lt;vigtigt&gt;</mark> &amp; sandt" in annotate(HTML, spans=[Span(*at("<vigtigt>"), "mark")])


def test_a_mark_over_a_list_is_set_in_each_of_its_lines_and_not_between_them() -> None:
    found = annotate(HTML, spans=[Span(at("et\n")[0], at("to\n")[1], "mark")])
    assert "<li><mark>et</mark></li>\n<li><mark>to</mark></li>" in found


def test_the_number_of_a_note_stands_after_its_last_word_and_adds_no_text() -> None:
    found = annotate(HTML, spans=[Span(*at("vigtigt"), "mark", note=2)])
    assert 'href="#note-2"' in found
    assert text_of_html(found) == TEXT


def test_words_that_are_gone_are_struck_out_where_they_stood() -> None:
    found = annotate(HTML, removed=[Removed(at("sandt")[0], "ikke <b>")])
    assert "&amp; <del>ikke &lt;b&gt;</del> sandt" in found


def test_words_that_are_gone_never_stand_between_the_tags_of_a_list() -> None:
    found = annotate(HTML, removed=[Removed(TEXT.index("et\n") - 1, "nul")])
    assert re.search(r"<(p|h\d|li|th|td)[^>]*>[^<]*<del>", found)


def test_a_page_can_be_opened_where_words_are_marked() -> None:
    found = annotate(HTML, spans=[Span(at("et\n")[0], at("to\n")[1], "mark", anchor="her")])
    assert (found.count('<mark id="her">et</mark>'), found.count('id="her"')) == (1, 1)


def test_two_marks_may_overlap() -> None:
    start, end = at("vigtigt")
    found = annotate(HTML, spans=[Span(start, end, "mark"), Span(start + 3, end, "ins")])
    assert "<mark>vig</mark><ins><mark>tigt</mark></ins>" in found


@given(spans=st.lists(st.tuples(PLACES, PLACES, st.sampled_from(["mark", "ins"])), max_size=4))
def test_no_mark_changes_a_word_of_the_text(spans: list[tuple[int, int, str]]) -> None:
    found = annotate(HTML, spans=[Span(min(a, b), max(a, b), tag, note=1) for a, b, tag in spans])
    assert text_of_html(found) == TEXT
    assert re.sub(r"</?(mark|ins)>|<a [^>]*></a>", "", found) == HTML
