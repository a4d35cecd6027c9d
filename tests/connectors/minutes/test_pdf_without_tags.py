"""A PDF without tags is read by how its pages look, and says the same wherever the pages happen to end."""

from __future__ import annotations

import pytest

from chefforum.calc.blocks import List, Paragraph, Table, texts
from chefforum.connectors.minutes import differences, read_minutes
from chefforum.connectors.minutes.minutes import SectionKind
from tests.connectors.minutes.pdf_files import set_with_tags, set_without_tags

PAGE = """
#set page(
  width: 14cm, height: {height}cm, margin: 2cm,
  header: [Lindeby Kommune · Ledergruppen],
  footer: context [Side #counter(page).display() af #counter(page).final().first()],
)
#set par(leading: 0.6em, spacing: 1.2em)
#set text(hyphenate: true)
#set table(stroke: 0.5pt)
#let item(it) = block(above: 1.6em, text(size: 14pt, weight: "bold", it))
#let section(it) = block(text(size: 11.5pt, weight: "bold", it))
"""
TEXT = """
#text(size: 18pt, weight: "bold")[Referat af møde i Ledergruppen d. 03-03-2026]

*Mødedato* tirsdag den 3. marts 2026, kl. 09.00

*Mødested* Store sal

*Mødedeltagere* Ea Lind (Direktør), Bo Ask (Skolechef), Ib Dal (Økonomichef)

#item[Punkt 1: Orientering om den nye skolebus, dens ruter og hvad den koster i de næste fire år (15 min.)]
13.05.00-A00-7-26

#section[Indstilling]
Skolechefen indstiller,

+ at bussen bestilles hos den billigste af de tre leverandører, der har givet tilbud på kørslen
+ at ruten drøftes

#section[Sagsfremstilling]
Bussen skal køre fra Torvet til Havnen hver morgen. Ruten er lagt, så at den også kan bruges af it-\\
skolen, og at budget-\\
forslaget, som det ser ud nu, kan rumme både drifts-\\
og anlægsudgifter i hver sektor/\\
afdeling for sig.

- Torvet
- Havnen

#table(columns: (1fr, 1fr, 1fr), table.header[Tur][Børn][Pris i kroner pr. måned],
  [Morgen], [12], [1.200], [Eftermiddag og aften], [], [900])

Prisen er foreløbig.

*Økonomi* Intet at bemærke.

Lovgrundlag: Intet at bemærke.

#section[Beslutning]
Ledergruppen godkendte indstillingen. Direktøren skriver til leverandøren, så snart kontrakten er læst
igennem af kommunens jurister.

#section[Bilag]
Tilbud fra tre leverandører

#item[Punkt 2: Eventuelt]

*Beslutning*

Intet at bemærke.
"""


def read(content: bytes):
    return read_minutes(content=content, filename="referat.pdf")


def on_pages(height: int) -> bytes:
    """The text on pages of so many centimetres; 80 hold it all."""
    return set_without_tags(PAGE.format(height=height) + TEXT)


@pytest.fixture(scope="module")
def minutes():
    return read(on_pages(80))


def blocks(minutes, kind):
    return next(section.blocks for section in minutes.items[0].sections if section.kind == kind)


def test_a_heading_of_two_lines_is_one_heading(minutes):
    item = minutes.items[0]
    assert item.title == "Orientering om den nye skolebus, dens ruter og hvad den koster i de næste fire år (15 min.)"
    assert (item.journal_number, item.planned_minutes) == ("13.05.00-A00-7-26", 15)


def test_bold_words_are_labels_of_the_head(minutes):
    assert (minutes.weekday, minutes.place) == ("tirsdag", "Store sal")
    assert [(one.name, one.title) for one in minutes.participants] == [
        ("Ea Lind", "Direktør"),
        ("Bo Ask", "Skolechef"),
        ("Ib Dal", "Økonomichef"),
    ]


def test_a_section_may_stand_on_the_line_of_its_heading(minutes):
    for kind, heading in ((SectionKind.ECONOMY, "Økonomi"), (SectionKind.LEGAL_BASIS, "Lovgrundlag")):
        section = next(one for one in minutes.items[0].sections if one.kind == kind)
        assert (section.heading, list(texts(section.blocks))) == (heading, ["Intet at bemærke."])


def test_words_that_a_line_divided_are_whole(minutes):
    text = next(texts(blocks(minutes, SectionKind.PRESENTATION)))
    assert "af it-skolen, og at budgetforslaget, som" in text
    assert "kan rumme både drifts- og anlægsudgifter i hver sektor/afdeling" in text


def test_lists_and_ruled_tables_are_read(minutes):
    of_recommendation = blocks(minutes, SectionKind.RECOMMENDATION)
    assert isinstance(of_recommendation[1], List)
    assert minutes.items[0].recommendation.parts[1] == "at ruten drøftes"
    _, stops, table, _ = blocks(minutes, SectionKind.PRESENTATION)
    assert (list(texts([stops])), stops.ordered) == (["Torvet", "Havnen"], False)
    assert isinstance(table, Table)
    assert [[" ".join(texts(cell)) for cell in row] for row in table.rows] == [
        ["Tur", "Børn", "Pris i kroner pr. måned"],
        ["Morgen", "12", "1.200"],
        ["Eftermiddag og aften", "", "900"],
    ]


@pytest.mark.parametrize("height", range(7, 25))
def test_page_breaks_change_nothing(minutes, height):
    broken = read(on_pages(height))
    assert [one for one in differences(minutes, broken) if not one.where.startswith("Tekst uden plads")] == []
    heads = {text.split(" ")[0] for text in texts(broken.unplaced)}
    assert heads == {"Lindeby", "Side"}


def test_tags_without_a_heading_are_no_help(minutes):
    """Some programs tag everything as a paragraph; then the looks say more."""
    assert differences(minutes, read(set_with_tags(PAGE.format(height=80) + TEXT))) == ()


LISTED = """
#set page(width: 16cm, height: 12cm)
#text(size: 16pt, weight: "bold")[Punkt 1: Fremmøde]

Ea Lind, direktør for børn og unge\\
Bo Ask, skolechef\\
Ib Dal, økonomichef\\
Åse Ærø Østergaard, afdelingschef for kultur og fritid\\
Per Holm, sekretariatschef

*Beslutning*

Ingen.
"""


def test_lines_that_were_broken_on_purpose_stay_lines():
    first = read(set_without_tags(LISTED)).items[0].sections[0].blocks[0]
    assert isinstance(first, Paragraph)
    assert [line.split(",")[0] for line in first.text.split("\n")] == [
        "Ea Lind",
        "Bo Ask",
        "Ib Dal",
        "Åse Ærø Østergaard",
        "Per Holm",
    ]
