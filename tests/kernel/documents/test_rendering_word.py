"""DOCX that people go on editing: Word's own headings, lists, tables and fields, not things that look like them."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from lxml import etree
from rendering_samples import PLACEMENTS, SVG, bullets, document, documents, minutes, table, texts_of

from chefforum.calc.blocks import Heading, List, Paragraph, Table
from chefforum.kernel.documents.rendering import Document, Figure, Part, Section, Tone, to_docx
from chefforum.kernel.documents.rendering.characters import for_xml


@pytest.fixture(scope="module")
def word() -> WordDocument:
    return opened(to_docx(minutes()))


def opened(file: bytes) -> WordDocument:
    return docx.Document(io.BytesIO(file))


def parts_of(file: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        for name in archive.namelist():
            yield name, archive.read(name)


def all_text(file: bytes) -> str:
    """Every text of the body in order; a line break and a tab are kept as such."""
    signs = {qn("w:br"): "\n", qn("w:tab"): "\t", qn("w:noBreakHyphen"): "-"}
    body = etree.fromstring(dict(parts_of(file))["word/document.xml"])
    nodes = body.iter(qn("w:t"), *signs)
    return "".join(signs.get(node.tag) or node.text or "" for node in nodes)


def squeezed(text: str) -> str:
    return "".join(text.split())


def headings(word: WordDocument) -> list[tuple[int, str]]:
    found = []
    for paragraph in word.paragraphs:
        style = paragraph.style.name if paragraph.style else ""
        if style.startswith("Heading "):
            found.append((int(style.removeprefix("Heading ")), paragraph.text))
    return found


def numbering(word: WordDocument) -> list[tuple[str, str, int, int]]:
    """For each paragraph in a list: its text, the list's number, its level and where that list begins to count."""
    starts = {}
    for number in word.part.numbering_part.element.findall(qn("w:num")):
        for start in number.iter(qn("w:startOverride")):
            starts[number.get(qn("w:numId"))] = int(start.get(qn("w:val")))
    found = []
    for paragraph in word.paragraphs:
        properties = paragraph._p.pPr.numPr if paragraph._p.pPr is not None else None
        if properties is not None:
            number = str(properties.numId.val)
            found.append((paragraph.text, number, properties.ilvl.val, starts.get(number, 0)))
    return found


def test_headings_have_the_heading_styles_and_skip_no_level(word: WordDocument) -> None:
    assert headings(word)[:7] == [
        (1, "Punkt 1: Godkendelse af dagsorden"),
        (2, "Indstilling"),
        (2, "Sagsfremstilling"),
        (3, "Baggrund"),
        (4, "For dybt"),
        (2, "Økonomi"),
        (2, "Beslutning"),
    ]


def test_every_ordered_list_counts_by_itself_from_its_own_number() -> None:
    first, second = bullets("a", "b", ordered=True), bullets("c", ordered=True, start=7)
    found = numbering(opened(to_docx(document(first, second))))
    assert [(text, level, start) for text, _, level, start in found] == [("a", 0, 1), ("b", 0, 1), ("c", 0, 7)]
    assert found[0][1] == found[1][1] != found[2][1]


def test_a_list_in_a_list_is_one_level_further_in(word: WordDocument) -> None:
    found = {text: (level, start) for text, _, level, start in numbering(word)}
    assert found["Ydre"] == (0, 0)
    assert found["Indre"] == (1, 3)


def test_what_follows_in_an_item_stands_below_its_number_without_one() -> None:
    item = (Paragraph("første"), Paragraph("mere"), table(("a", "b"), ("c", "d")))
    word = opened(to_docx(document(List((item, (Paragraph("anden"),)), ordered=True))))
    assert [text for text, *_ in numbering(word)] == ["første", "anden"]
    assert "mere" in [paragraph.text for paragraph in word.paragraphs]
    assert len(word.tables) == 1


def test_the_head_of_a_table_is_repeated_and_numbers_stand_to_the_right() -> None:
    found = opened(to_docx(document(PLACEMENTS))).tables[0]
    heads = [row._tr.trPr is not None and row._tr.trPr.find(qn("w:tblHeader")) is not None for row in found.rows]
    assert heads == [True, False, False, False]
    assert [[cell.text for cell in row.cells] for row in found.rows][1] == ["Skole", "1.260", "635", "50,4 %"]
    sides = [str(cell.paragraphs[0].alignment) for cell in found.rows[1].cells]
    assert sides == ["None", "RIGHT (2)", "RIGHT (2)", "RIGHT (2)"]


def test_cells_hold_lists_and_tables_and_may_be_empty() -> None:
    cell = (bullets("punkt"), table(("indre",)))
    found = opened(to_docx(document(Table((((Paragraph("hoved"),), ()), (cell, ())))))).tables[0]
    assert [paragraph.text for paragraph in found.rows[1].cells[0].paragraphs] == ["punkt", ""]
    assert found.rows[1].cells[0].tables[0].rows[0].cells[0].text == "indre"
    assert found.rows[1].cells[1].text == ""


def test_all_text_is_marked_as_danish(word: WordDocument) -> None:
    languages = {element.get(qn("w:val")) for element in word.styles.element.iter(qn("w:lang"))}
    assert languages == {"da-DK"}


def test_title_author_and_moment_stand_in_the_properties(word: WordDocument) -> None:
    properties = word.core_properties
    assert (properties.title, properties.author, properties.language) == ("Referat", "Lindeby Kommune", "da-DK")
    assert properties.created == properties.modified == dt.datetime(2026, 1, 29, 9, 30, tzinfo=dt.UTC)
    assert properties.comments == ""


def test_every_page_has_the_running_head_and_counts_itself(word: WordDocument) -> None:
    section = word.sections[0]
    assert section.header.paragraphs[0].text == "Lindeby Kommune · Referat"
    footer = section.footer.paragraphs[0]._p
    assert [code.text.strip() for code in footer.iter(qn("w:instrText"))] == ["PAGE", "NUMPAGES"]
    assert section.footer.paragraphs[0].text == "Lindeby Kommune\tSide 1 af 1"


def test_the_contents_are_a_field_already_filled_in_whose_links_all_lead_somewhere() -> None:
    body = etree.fromstring(dict(parts_of(to_docx(minutes())))["word/document.xml"])
    assert [code.text.strip() for code in body.iter(qn("w:instrText"))] == ['TOC \\o "1-1" \\n \\h \\z \\u']
    kinds = [mark.get(qn("w:fldCharType")) for mark in body.iter(qn("w:fldChar"))]
    assert kinds == ["begin", "separate", "end"]
    links = list(body.iter(qn("w:hyperlink")))
    marks = {mark.get(qn("w:name")): mark.getparent() for mark in body.iter(qn("w:bookmarkStart"))}
    assert len(links) == len(marks) == 8
    for link in links:
        there = marks[link.get(qn("w:anchor"))]
        assert "".join(link.itertext()) == "".join(there.itertext())


def test_nobody_is_asked_to_update_fields_when_the_file_opens() -> None:
    settings_part = dict(parts_of(to_docx(minutes())))["word/settings.xml"]
    assert b"updateFields" not in settings_part


def test_a_decision_stands_out_and_the_text_after_it_does_not() -> None:
    decision = Section("Beslutning", (Paragraph("Godkendt."),), Tone.CALLOUT)
    word = opened(to_docx(document(decision, Paragraph("Efter."))))
    marked = {paragraph.text for paragraph in word.paragraphs if paragraph._p.find(f".//{qn('w:pBdr')}") is not None}
    assert marked == {"Beslutning", "Godkendt."}


def test_a_picture_has_its_alternative_text_and_is_stored_as_png() -> None:
    file = to_docx(document(Figure("Praktik", SVG, "Søjle for 2025", PLACEMENTS)))
    [picture] = opened(file).inline_shapes
    assert picture._inline.docPr.get("descr") == "Søjle for 2025"
    [(_, png)] = [(name, content) for name, content in parts_of(file) if name.startswith("word/media/")]
    assert png.startswith(b"\x89PNG")


def test_a_part_can_begin_on_a_new_page() -> None:
    parts = (Part(title="Et"), Part(title="To", on_new_page=True))
    word = opened(to_docx(replace(document(), parts=parts)))
    breaks = {p.text: p.paragraph_format.page_break_before for p in word.paragraphs if p.text in ("Et", "To")}
    assert breaks == {"Et": None, "To": True}


def test_the_same_document_gives_the_same_bytes() -> None:
    first, second = to_docx(minutes()), to_docx(minutes())
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert "docProps/thumbnail.jpeg" not in archive.namelist()


def test_every_text_of_the_minutes_is_in_the_file() -> None:
    file = to_docx(minutes())
    header = opened(file).sections[0].header.paragraphs[0].text
    found = squeezed(all_text(file) + header + "Søjle for 2025")
    assert [text for text in texts_of(minutes()) if squeezed(text) not in found] == []


def test_characters_that_xml_forbids_stand_as_their_number() -> None:
    text = all_text(to_docx(document(Paragraph("a\x00b\x0bc\ufffe\ud800 😀 中"))))
    assert "a[U+0000]b\nc[U+FFFE U+D800] 😀 中" in text


def test_code_points_and_breaks_are_word_s_own() -> None:
    assert "én\nto\ttre" in all_text(to_docx(document(Paragraph("én\r\nto\ttre"))))


@given(documents)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_document_becomes_well_formed_and_keeps_every_letter(anything: Document) -> None:
    file = to_docx(anything)
    for name, content in parts_of(file):
        if name.endswith((".xml", ".rels")):
            etree.fromstring(content)
    word = opened(file)
    found = squeezed(all_text(file) + word.sections[0].header.paragraphs[0].text)
    shown = [for_xml(text) for text in texts_of(anything)]
    assert [text for text in shown if squeezed(text) not in found] == []


def test_a_heading_in_a_cell_is_strong_text_and_no_heading() -> None:
    word = opened(to_docx(document(Table((((Heading("I en celle"),),),), header_rows=0))))
    assert headings(word) == [(1, "Første del")]
    assert word.tables[0].rows[0].cells[0].paragraphs[0].runs[0].bold
