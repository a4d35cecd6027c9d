"""Minutes written in Word are read by style and numbering."""

from __future__ import annotations

from docx.oxml.ns import qn

from chefforum.calc.blocks import List, Table, texts
from chefforum.connectors.minutes import read_minutes
from chefforum.connectors.minutes.minutes import SectionKind
from tests.connectors.minutes.word_files import saved, written


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
