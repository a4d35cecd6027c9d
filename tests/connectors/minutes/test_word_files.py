"""Minutes written in Word: read by style and numbering, refused in words where the file is damaged or harmful."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.oxml.ns import qn

from chefforum.calc.blocks import List, Table, texts
from chefforum.connectors.minutes import UnreadableMinutes, read_minutes
from chefforum.connectors.minutes.minutes import SectionKind


def saved(word) -> bytes:
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()


def written():
    word = docx.Document()
    word.add_paragraph("Referat Ledergruppen d. 03-03-2026", style="Title")
    head = word.add_paragraph()
    head.add_run("Mødested").bold = True
    head.add_run(" Store sal")
    word.add_heading("Punkt 1: Ny skolebus", 1)
    word.add_paragraph("13.05.00-A00-7-26")
    word.add_heading("Indstilling", 2)
    word.add_paragraph("Skolechefen indstiller,")
    for part in ("at bussen bestilles", "at ruten drøftes"):
        word.add_paragraph(part, style="List Number")
    word.add_heading("Sagsfremstilling", 2)
    for stop in ("Torvet", "Havnen"):
        word.add_paragraph(stop, style="List Bullet")
    table = word.add_table(rows=2, cols=3)
    for cell, text in zip(table.rows[0].cells, ("Tur", "Børn", "Pris"), strict=True):
        cell.text = text
    table.cell(1, 0).merge(table.cell(1, 1)).text = "I alt"
    table.cell(1, 2).text = "1.200 kr."
    word.add_heading("Beslutning", 2)
    word.add_paragraph("Godkendt.")
    return word


def read(content: bytes):
    return read_minutes(content=content, filename="hvad-som-helst.txt")


def test_headings_lists_and_tables_are_read_in_their_place():
    item = read(saved(written())).items[0]
    assert (item.title, item.journal_number, item.decision) == ("Ny skolebus", "13.05.00-A00-7-26", "Godkendt.")
    assert item.recommendation.by == "Skolechefen"
    assert item.recommendation.parts == ("at bussen bestilles", "at ruten drøftes")
    blocks = next(one for one in item.sections if one.kind == SectionKind.PRESENTATION).blocks
    assert isinstance(blocks[0], List)
    assert not blocks[0].ordered
    assert isinstance(blocks[1], Table)


def test_a_merged_cell_is_followed_by_an_empty_one():
    item = read(saved(written())).items[0]
    table = next(one.blocks[1] for one in item.sections if one.kind == SectionKind.PRESENTATION)
    assert [list(texts(cell)) for cell in table.rows[1]] == [["I alt"], [], ["1.200 kr."]]


def test_a_bold_label_begins_a_line_of_the_head():
    assert read(saved(written())).place == "Store sal"


def test_a_numbered_list_keeps_its_first_number():
    word = written()
    start = word.part.numbering_part.element.iter(qn("w:start"))
    for one in start:
        one.set(qn("w:val"), "4")
    parts = next(one for one in read(saved(word)).items[0].sections if one.kind == SectionKind.RECOMMENDATION).blocks
    assert next(block.start for block in parts if isinstance(block, List)) == 4


def test_head_foot_and_deleted_text():
    word = written()
    word.sections[0].header.paragraphs[0].text = "Fortroligt udkast"
    paragraph = word.add_paragraph("Dette blev stående. ")
    gone = paragraph._p.makeelement(qn("w:del"), {})
    run = paragraph.add_run("Dette blev slettet.")._r
    paragraph._p.remove(run)
    gone.append(run)
    paragraph._p.append(gone)
    minutes = read(saved(word))
    everything = str(minutes)
    assert "Fortroligt udkast" in " ".join(texts(minutes.unplaced))
    assert "Dette blev stående." in everything
    assert "Dette blev slettet." not in everything


@pytest.mark.parametrize("share", [0.3, 0.9])
def test_a_file_that_is_cut_off_is_refused(share):
    content = saved(written())
    with pytest.raises(UnreadableMinutes, match="ikke hel"):
        read(content[: int(len(content) * share)])


def test_a_bomb_is_refused_before_it_is_unpacked():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"<w:t>" + b"x" * 60_000_000)
    with pytest.raises(UnreadableMinutes, match="pakkes ud"):
        read(file.getvalue())


def test_entities_are_not_resolved():
    bomb = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaa">]><d>&a;</d>'
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("word/document.xml", bomb)
    with pytest.raises(UnreadableMinutes, match="DOCTYPE"):
        read(file.getvalue())


def test_a_document_without_text_is_refused():
    with pytest.raises(UnreadableMinutes, match="ingen tekst"):
        read(saved(docx.Document()))
