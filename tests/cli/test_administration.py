"""KLE, organisation, persons, search and the trail on the command line."""

from __future__ import annotations

import pytest

SUBJECTS = """<?xml version="1.0" encoding="UTF-8"?>
<KLE-Emneplan><UdgivelsesDato>2026-02-01</UdgivelsesDato>
<Hovedgruppe><HovedgruppeNr>01</HovedgruppeNr><HovedgruppeTitel>Lindebys have</HovedgruppeTitel>
<Gruppe><GruppeNr>01.10</GruppeNr><GruppeTitel>Træer</GruppeTitel>
<Emne><EmneNr>01.10.00</EmneNr><EmneTitel>Træer i almindelighed</EmneTitel></Emne>
<Emne><EmneNr>01.10.04</EmneNr><EmneTitel>Linde</EmneTitel></Emne>
</Gruppe></Hovedgruppe></KLE-Emneplan>"""
ORGANISATION = """enhedskode;navn;type;overordnet enhedskode
9000;Lindeby Havn;team;{top}
"""


@pytest.mark.parametrize("version", ["1.1", "2.0"])
def test_a_kle_list_is_loaded_and_a_second_time_is_known(place, version):
    file = place.folder / "kle.xml"
    root = "<KLE-Emneplan>" if version == "1.1" else '<KLE-Emneplan xmlns="urn:example:kle:2.0">'
    file.write_text(SUBJECTS.replace("<KLE-Emneplan>", root), encoding="utf-8")
    assert place.run("kle", "load", file).status == 0
    assert place.sql("select title from cases_klesubject where number = '01.10.04'") == [("Linde",)]
    releases = place.sql("select count(*) from cases_klerelease")
    assert place.run("kle", "load", file).status == 0
    assert place.sql("select count(*) from cases_klerelease") == releases


def test_the_real_kle_list_is_loaded(place, shared):
    said = place.run("kle", "load", shared("data/kle/kle_emner_2026-02.csv"))
    assert (said.status, said.err) == (0, "")
    assert place.sql("select count(*) from cases_klesubject")[0][0] > 1000


def test_a_file_that_is_no_kle_list_is_refused_in_words(place):
    file = place.folder / "kle.xml"
    file.write_text("<html></html>")
    said = place.run("kle", "load", file)
    assert (said.status, said.err[:6]) == (1, "Fejl: ")
    assert place.sql("select count(*) from cases_klesubject") == [(0,)]


def test_an_extract_of_the_organisation_is_taken_in_and_a_wrong_one_is_not(place):
    ((top,),) = place.sql(
        "select code from organisation_unit join organisation_unitperiod on unit_id = organisation_unit.id "
        "where parent_id is null"
    )
    file = place.folder / "enheder.csv"
    file.write_text(ORGANISATION.format(top=top), encoding="utf-8")
    assert place.run("organisation", "import", file).status == 0
    assert "Ingen ændringer" in place.run("organisation", "import", file).out
    file.write_text(ORGANISATION.format(top="findes-ikke"), encoding="utf-8")
    said = place.run("organisation", "import", file)
    assert said.status == 1
    assert "linje 2: Den overordnede enhed findes-ikke findes ikke." in said.out
    assert "Intet er ændret" in said.err


def test_a_person_is_let_in_once_with_a_password_of_their_own(place):
    create = ("person", "create", "rie@lindeby.example", "--name", "Rie Bak", "--title", "Revisor")
    said = place.run(*create)
    assert said.status == 0
    assert "rie@lindeby.example og adgangskoden " in said.out
    again = place.run(*create)
    assert (again.status, again.err[:6]) == (1, "Fejl: ")
    assert place.sql("select count(*) from people_person where name = 'Rie Bak'") == [(1,)]


def test_the_search_index_is_built_again(place):
    said = place.run("search", "rebuild")
    assert said.status == 0
    assert int(said.out.split()[0]) >= 8


@pytest.fixture
def trail(place):
    """A trail of at least five events that holds."""
    for number in range(3):
        place.run("person", "create", f"p{number}@lindeby.example", "--name", f"P {number}", "--title", "Konsulent")
    ((count,),) = place.sql("select count(*) from audit_event")
    assert count >= 5
    assert place.run("audit", "verify").out == f"Kæden holder: {count} hændelser.\n"
    return count


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("update audit_event set object_name = 'Noget andet' where number = 3", "hændelse 3 er ændret"),
        ("delete from audit_event where number = 3", "hændelse 3 er fjernet"),
    ],
    ids=["changed", "removed"],
)
def test_meddling_with_the_trail_is_told_with_the_first_event(place, trail, statement, told):
    place.sql(statement)
    said = place.run("audit", "verify")
    assert (said.status, said.err) == (1, f"Fejl: Kæden er brudt: {told}.\n")


def test_an_event_put_in_between_is_told(place, trail):
    """The forger takes the trail from the third event on away, does something else, and puts it back behind that."""
    ((head,),) = place.sql("select hash from audit_chainhead")
    place.sql("update audit_event set number = number + 1000 where number >= 3")
    place.sql("update audit_chainhead set count = 2, hash = (select hash from audit_event where number = 2)")
    place.run("person", "create", "falsk@lindeby.example", "--name", "Falsk", "--title", "Ingen")
    ((put_in,),) = place.sql("select count(*) - ? from audit_event", trail)
    place.sql("update audit_event set number = number - 1000 + ? where number > 1000", put_in)
    place.sql("update audit_chainhead set count = ?, hash = ?", trail + put_in, head)
    said = place.run("audit", "verify")
    assert (said.status, said.err) == (1, "Fejl: Kæden er brudt: hændelse 3 er sat ind.\n")
