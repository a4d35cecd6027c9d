"""Blocks as HTML for pages: every text escaped, headings in order."""

from __future__ import annotations

from lxml import html as lxml_html

from chefforum.calc.blocks import Heading, List, Paragraph, Table
from chefforum.web.blocks import blocks_to_html


def p(text: str) -> tuple[Paragraph]:
    return (Paragraph(text),)


def test_text_is_escaped_and_a_line_break_is_kept() -> None:
    assert blocks_to_html([Paragraph("a < b\n& c")]) == "<p>a &lt; b<br>&amp; c</p>"


def test_headings_begin_where_the_page_says_and_skip_no_level() -> None:
    headings = [Heading("a", 2), Heading("b", 1), Heading("c", 3), Heading("d", 3), Heading("e", 1)]
    tags = [line[1:3] for line in blocks_to_html(headings, 4).splitlines()]
    assert tags == ["h4", "h4", "h5", "h6", "h4"]


def test_an_item_of_one_paragraph_has_no_paragraph_in_it() -> None:
    assert blocks_to_html([List((p("en"), p("to")))]) == "<ul>\n<li>en</li>\n<li>to</li>\n</ul>"


def test_an_item_may_hold_a_list_and_count_from_any_number() -> None:
    html = blocks_to_html([List(((Paragraph("ydre"), List((p("indre"),), ordered=True, start=4)),))])
    assert html == '<ul>\n<li>ydre\n<ol start="4">\n<li>indre</li>\n</ol></li>\n</ul>'


def test_two_paragraphs_in_an_item_stay_two() -> None:
    assert "<li><p>a</p>\n<p>b</p></li>" in blocks_to_html([List(((Paragraph("a"), Paragraph("b")),))])


def test_a_heading_in_a_cell_is_strong_text() -> None:
    html = blocks_to_html([Table((((Heading("Hoved"),),),), header_rows=0)])
    assert "<td><p><strong>Hoved</strong></p></td>" in html


def test_only_columns_of_nothing_but_numbers_are_numeric() -> None:
    table = Table(((p("Navn"), p("Antal"), p("Blandet")), (p("a"), p("1.000"), p("5")), (p("b"), p("–"), p("fem"))))
    cells = lxml_html.fragment_fromstring(blocks_to_html([table])).findall(".//td")
    assert [cell.get("class") for cell in cells] == [None, "num", None] * 2


def test_a_table_can_be_reached_and_scrolled_by_keyboard() -> None:
    frame = lxml_html.fragment_fromstring(blocks_to_html([Table((p("a"),) and ((p("a"),), (p("b"),)))]))
    assert (frame.get("tabindex"), frame.get("role"), frame.get("aria-label")) == ("0", "group", "Tabel")


def test_tables_without_head_or_without_rows_are_still_tables() -> None:
    assert "<thead>" not in blocks_to_html([Table(((p("a"),),), header_rows=0)])
    assert "<tbody>" not in blocks_to_html([Table(())])
