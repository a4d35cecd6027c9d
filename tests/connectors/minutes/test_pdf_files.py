"""Minutes as tagged PDF are read by their tags."""

from __future__ import annotations

from chefforum.calc.blocks import texts
from chefforum.connectors.minutes import read_minutes
from tests.connectors.minutes.pdf_files import set_with_tags, without_empty_cells

TEXT = """
#set page(width: 15cm, height: 12cm, header: [Lindeby · referat], footer: context [Side #counter(page).display()])
REFERAT Ledergruppen d. 03-03-2026

Mødested: Store sal

= Punkt 1: Ny skolebus
13.05.00-A00-7-26
== Indstilling
Skolechefen indstiller, at bussen bestilles
== Beslutning
Godkendt.
#pagebreak()
= Punkt 2: Eventuelt
== Sagsfremstilling
Intet at bemærke.
#pagebreak()
Slut på mødet.
"""


def pdf() -> bytes:
    return set_with_tags(TEXT)


def read(content: bytes):
    return read_minutes(content=content, filename="referat.pdf")


def test_items_sections_and_decisions_are_read():
    minutes = read(pdf())
    assert [(item.number, item.title) for item in minutes.items] == [(1, "Ny skolebus"), (2, "Eventuelt")]
    assert minutes.items[0].journal_number == "13.05.00-A00-7-26"
    assert minutes.items[0].decision == "Godkendt."
    assert minutes.place == "Store sal"


def test_what_stands_on_every_page_is_kept_once_and_told():
    minutes = read(pdf())
    unplaced = list(texts(minutes.unplaced))
    assert unplaced.count("Lindeby · referat") == 1
    assert any("siderne" in note.text for note in minutes.notes)


TABLE = """
= Punkt 1: Kørsel
== Sagsfremstilling
#table(columns: 4, table.header[Tur][Børn][Voksne][Pris i kroner], [Morgen], [12], [3], [1.200], [Aften], [], [], [900],
  [Nat], [], [2], [])
"""


def test_a_figure_keeps_its_column_where_empty_cells_have_no_tag():
    table = read(without_empty_cells(set_with_tags(TABLE))).items[0].sections[0].blocks[0]
    assert [[" ".join(texts(cell)) for cell in row] for row in table.rows] == [
        ["Tur", "Børn", "Voksne", "Pris i kroner"],
        ["Morgen", "12", "3", "1.200"],
        ["Aften", "", "", "900"],
        ["Nat", "", "2", ""],
    ]
