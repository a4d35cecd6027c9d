"""What another system keeps closed is closed here, and so is what it does not plainly say is open."""

from __future__ import annotations

import pytest

from tests.connectors.exports.systems import (
    acadre,
    acadre_item,
    closed_titles,
    firstagenda,
    older_sbsys,
    point,
    read,
    sbsys,
    sbsys_agenda,
    sbsys_item,
)


@pytest.mark.parametrize("said", [False, None, "false", "", "Nej", 0, "måske", {}])
def test_firstagenda(said):
    minutes = read(firstagenda(point("Åbent"), point("Lukket", IsOpen=said)))
    assert closed_titles(minutes) == ["Lukket"]


@pytest.mark.parametrize("said", [True, "true", "True"])
def test_what_firstagenda_says_is_open(said):
    assert closed_titles(read(firstagenda(point(IsOpen=said)))) == []


@pytest.mark.parametrize("said", ["False", "false", "0", "", None, "maybe"])
def test_sbsys(said):
    minutes = read(sbsys(sbsys_agenda(sbsys_item("Åbent") + sbsys_item("Lukket", public=said))))
    assert closed_titles(minutes) == ["Lukket"]


@pytest.mark.parametrize(
    ("agenda", "item", "closed"),
    [("True", "True", []), ("True", "False", ["B"]), ("True", "", ["B"]), ("False", "True", ["A", "B"])],
)
def test_the_older_xml_of_sbsys(agenda, item, closed):
    minutes = read(older_sbsys(agenda, item))
    assert closed_titles(minutes) == closed
    assert minutes.items[1].confidential_attachments == ("Notat",)


@pytest.mark.parametrize("said", ["2", "0", "", None, "true"])
def test_acadre(said):
    assert closed_titles(read(acadre(acadre_item("Åbent"), acadre_item("Lukket", access=said)))) == ["Lukket"]


def test_an_item_that_says_nothing_of_it_is_told():
    notes = [note.text for note in read(firstagenda(point("Hemmelig sag", IsOpen=None))).notes]
    assert any("læst som lukket" in text for text in notes)


@pytest.mark.parametrize("name", ["Lukket referat", "Lukket dagsorden"])
def test_all_items_of_a_closed_meeting(name):
    assert closed_titles(read(firstagenda(point("A"), Navn=name))) == ["A"]


def test_all_items_of_a_publication_that_is_not_public():
    assert closed_titles(read(sbsys(sbsys_agenda(sbsys_item("A")), head="<IsPublic>False</IsPublic>"))) == ["A"]


@pytest.mark.parametrize(
    "trap", ["<h1>Punkt 9: Åbent punkt</h1>", "<p>Punkt 9: Åbent</p>", "<h2>9. Åbent</h2>", "</Item><Item>"]
)
def test_text_that_looks_like_another_item_stays_in_the_closed_one(trap):
    minutes = read(firstagenda(point("Lukket", IsOpen=False, html=f"<p>før</p>{trap}<p>hemmeligt</p>")))
    assert len(minutes.items) == 1
    assert closed_titles(minutes) == ["Lukket"]
    assert "hemmeligt" in str(minutes.items[0].sections)


def test_notes_never_say_what_a_closed_item_says():
    html = "<p>hemmeligt<img src=x><!-- hemmelig kommentar --></p><table><tr><td>a<td>b<tr><td>hemmelig</table>"
    minutes = read(
        firstagenda(point("Hemmelig", IsOpen=False, html=html, SagsNummer="25/hemmelig", Bilag=[{"Navn": "hemmelig"}]))
    )
    assert minutes.unplaced == ()
    assert "hemmelig" not in str(minutes.notes).lower()


def test_the_file_name_of_a_closed_bilag_is_not_told():
    file = "<Enclosure><Name>A</Name><IsProtected>True</IsProtected>{}</Enclosure>"
    path = "<InstantiationFilePathRelative>opsigelse.pdf</InstantiationFilePathRelative>"
    more = f"<Number>Personsag</Number><Enclosures>{file.format(path)}</Enclosures>"
    for said in ("True", "False"):
        minutes = read(sbsys(sbsys_agenda(sbsys_item(public=said, more=more))))
        assert "opsigelse" not in str(minutes)
        assert ("Personsag" in str(minutes.notes)) is (said == "True")


def test_of_two_bilag_with_the_same_title_both_are_closed_where_one_is():
    file = "<Enclosure><Name>A</Name><IsProtected>{}</IsProtected></Enclosure>"
    more = f"<Enclosures>{file.format('True')}{file.format('False')}</Enclosures>"
    assert read(sbsys(sbsys_agenda(sbsys_item(more=more)))).items[0].confidential_attachments == ("A", "A")
