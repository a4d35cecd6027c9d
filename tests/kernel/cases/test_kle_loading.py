"""A KLE list is loaded whole or not at all, and what leaves the list is retired, never deleted."""

import datetime as dt
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented_kle import ADMINISTRATOR, AT, FACETS, TWO, load, plan, subject

from chefforum.kernel.access.rules import AccessDenied, Actor, Role
from chefforum.kernel.audit.models import Event
from chefforum.kernel.cases.models import KleFacet, KleRelease, KleSubject
from chefforum.kernel.cases.services import BadKleFile, load_kle
from chefforum.kernel.cases.services.kle_files import read_kle_file


@pytest.mark.django_db
def test_kls_subject_plan_is_loaded_with_its_three_levels() -> None:
    receipt = load(TWO)
    assert receipt.summary == "Emneplan: 4 poster i filen, 4 nye, 0 ændrede, 0 udgåede."
    assert dict(KleSubject.objects.values_list("number", "level")) == {
        "01": "main",
        "01.10": "group",
        "01.10.00": "subject",
        "01.10.04": "subject",
    }
    linden = KleSubject.objects.get(number="01.10.04")
    assert (linden.title, linden.valid_from, linden.retired_on) == ("Linde", dt.date(2007, 1, 1), None)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "content",
    [
        plan(subject("01.10.04", "Linde"), root='<KLE-Emneplan xmlns="urn:example:kle:2.0">'),
        plan(subject("01.10.04", "Linde"))
        .replace("<Emne>", "<EmneKomponent>")
        .replace("</Emne>", "</EmneKomponent>")
        .replace("Gruppe>", "GruppeKomponent>"),
        plan(subject("01.10.04", "Linde")).encode("utf-16"),
    ],
    ids=["with a namespace", "with type names", "in UTF-16"],
)
def test_the_plan_is_read_whatever_its_version_calls_things(content: str | bytes) -> None:
    load(content)
    assert KleSubject.objects.get(number="01.10.04").title == "Linde"
    assert KleSubject.objects.count() == 3


@pytest.mark.django_db
def test_action_facets_are_loaded_and_their_categories_are_not() -> None:
    load(FACETS)
    assert dict(KleFacet.objects.values_list("code", "title")) == {"A00": "I almindelighed", "Ø00": "Økonomi"}
    assert not KleSubject.objects.exists()


@pytest.mark.django_db
def test_a_historic_entry_is_retired_on_its_day_whether_it_ended_or_moved() -> None:
    load(
        plan(
            subject("01.10.04", "Linde"),
            subject("01.10.08", "Elm", ended="2015-06-30"),
            subject("01.10.12", "Ask", ended="2019-01-01", how="FlyttetDato"),
        )
    )
    retired = KleSubject.objects.filter(retired_on__isnull=False).values_list("number", "retired_on")
    assert dict(retired) == {"01.10.08": dt.date(2015, 6, 30), "01.10.12": dt.date(2019, 1, 1)}


@pytest.mark.django_db
def test_a_number_that_is_used_again_means_what_it_means_now() -> None:
    in_use, historic = subject("01.10.04", "Linde"), subject("01.10.04", "Elm", ended="2015-06-30")
    load(plan(in_use, historic))
    assert KleSubject.objects.get(number="01.10.04").title == "Linde"
    load(plan(historic, in_use, published="2026-03-01"))
    assert KleSubject.objects.get(number="01.10.04").retired_on is None


@pytest.mark.django_db
def test_the_same_file_twice_changes_nothing() -> None:
    load(TWO)
    events, releases = Event.objects.count(), KleRelease.objects.count()
    again = load(TWO, at=AT + dt.timedelta(days=1))
    assert again.was_known
    assert (Event.objects.count(), KleRelease.objects.count()) == (events, releases)


@pytest.mark.django_db
def test_what_a_newer_list_lacks_is_retired_on_the_day_it_was_published() -> None:
    load(TWO)
    receipt = load(plan(subject("01.10.00", "Træer i alm."), subject("01.10.16", "Bøg"), published="2026-08-01"))
    assert receipt.summary == "Emneplan: 4 poster i filen, 1 nye, 1 ændrede, 1 udgåede."
    assert KleSubject.objects.get(number="01.10.04").retired_on == dt.date(2026, 8, 1)
    assert KleSubject.objects.get(number="01.10.00").title == "Træer i alm."


@pytest.mark.django_db
def test_a_subject_that_comes_back_is_in_use_again() -> None:
    load(TWO)
    load(plan(subject("01.10.00", "Træer i almindelighed"), published="2026-08-01"))
    load(TWO.replace("2026-02-01", "2027-02-01"))
    assert KleSubject.objects.get(number="01.10.04").retired_on is None


@pytest.mark.django_db
def test_an_older_list_is_refused_with_both_dates() -> None:
    load(plan(subject("01.10.04", "Linde"), published="2026-08-01"))
    with pytest.raises(BadKleFile, match=r"udgivet 1\. februar 2026, men listen fra 1\. august 2026"):
        load(TWO)
    assert KleSubject.objects.count() == 3


@pytest.mark.django_db
def test_a_cutting_of_the_list_retires_nothing() -> None:
    load(plan(*(subject(f"01.10.{number:02d}", f"Træ {number}") for number in range(20))))
    with pytest.raises(BadKleFile, match="næppe hele listen"):
        load("nummer,titel\n01.10.04,Linde\n", "udsnit.csv")
    assert not KleSubject.objects.filter(retired_on__isnull=False).exists()


@pytest.mark.django_db
def test_a_csv_of_subjects_leaves_groups_and_known_dates_as_they_are() -> None:
    load(TWO)
    receipt = load("nummer,titel\n01.10.00,Træer i almindelighed\n01.10.04,Lindetræer\n", "kle.csv")
    assert receipt.summary == "Emneplan: 2 poster i filen, 0 nye, 1 ændrede, 0 udgåede."
    assert KleSubject.objects.get(number="01.10").retired_on is None
    assert KleSubject.objects.get(number="01.10.04").valid_from == dt.date(2007, 1, 1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "content",
    [
        "Nummer;Titel\r\n01.10.04;Blåbær, ribs\r\n".encode("utf-8-sig"),
        'nummer,titel\n01.10.04,"Blåbær, ribs"\n'.encode("latin-1"),
        'titel,nummer,note\n"Blåbær, ribs",01.10.04,x\n\n'.encode(),
    ],
    ids=["semicolons and a byte order mark", "latin-1", "columns in another order"],
)
def test_csv_is_read_as_spreadsheets_write_it(content: bytes) -> None:
    load(content, "kle.csv")
    assert KleSubject.objects.get().title == "Blåbær, ribs"


@pytest.mark.django_db
def test_a_csv_may_hold_facets() -> None:
    load("nummer,titel\nø00,Økonomi\n", "facetter.csv")
    assert KleFacet.objects.get().code == "Ø00"


@pytest.mark.django_db
def test_every_bad_line_is_named_and_the_good_ones_are_not_loaded() -> None:
    with pytest.raises(BadKleFile) as refused:
        load('nummer,titel\n01.10.04,Linde\n1.10,Elm\n01.10.08,\n"01.10.12","over\nto linjer"\n01.10.04,Bøg\n', "k.csv")
    assert str(refused.value).splitlines() == [
        "KLE-filen har fejl. Intet er ændret.",
        "• Linje 3: “1.10” er ikke et KLE-nummer som 00, 00.30 eller 00.30.04.",
        "• Linje 4: 01.10.08 har ingen titel.",
        "• Linje 7: 01.10.04 står også på linje 2 med en anden titel.",
    ]
    assert not KleSubject.objects.exists()


@pytest.mark.django_db
def test_a_bad_entry_in_the_xml_is_named_by_line() -> None:
    with pytest.raises(BadKleFile, match=r"Linje 6: “01\.10\.4” er ikke et KLE-nummer"):
        load(plan(subject("01.10.00", "Træer"), subject("01.10.4", "Linde")))
    assert not KleSubject.objects.exists()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "tom"),
        (b"\xef\xbb\xbf  \n", "tom"),
        (b"PK\x03\x04\x00\x00rest of a workbook", "hverken XML eller CSV"),
        (b"navn,alder\nA,3\n", "nummer og titel"),
        (b"<html><body>Emne</body></html>", "ikke en KLE-liste"),
        (TWO.encode()[:300], "ufuldstændig ved linje"),
        (b"nummer,titel\n", "ingen emner"),
        (b'nummer,titel\n01.10.04,"Linde\n', "anførselstegn"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_words(content: bytes, reason: str) -> None:
    with pytest.raises(BadKleFile, match=reason) as refused:
        read_kle_file(content)
    assert "Intet er ændret." in str(refused.value)


def test_entities_are_refused_before_they_grow() -> None:
    bomb = (
        '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        "<KLE-Emneplan><Emne><EmneNr>01.10.04</EmneNr><EmneTitel>&b;</EmneTitel></Emne></KLE-Emneplan>"
    )
    with pytest.raises(BadKleFile, match="DTD"):
        read_kle_file(bomb.encode())


def test_a_file_on_the_server_is_not_read_through_an_entity(tmp_path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hemmeligt")
    content = (
        f'<!DOCTYPE a [<!ENTITY s SYSTEM "file://{secret}">]>'
        "<KLE-Emneplan><Emne><EmneNr>01.10.04</EmneNr><EmneTitel>&s;</EmneTitel></Emne></KLE-Emneplan>"
    )
    with pytest.raises(BadKleFile) as refused:
        read_kle_file(content.encode())
    assert "hemmeligt" not in str(refused.value)


def read_or_reason(content: bytes) -> object:
    try:
        return read_kle_file(content).entries
    except BadKleFile as refused:
        return str(refused)


@given(st.binary(max_size=300))
def test_whatever_bytes_come_the_answer_is_a_list_or_a_reason(content: bytes) -> None:
    for start in (b"", b"<", b"nummer,titel\n"):
        assert read_or_reason(start + content)


@pytest.mark.django_db
def test_only_an_administrator_loads_kle() -> None:
    unit = frozenset({uuid4()})
    others = {role: unit for role in Role if role != Role.ADMINISTRATOR}
    with pytest.raises(AccessDenied):
        load_kle(
            content=TWO.encode(), filename="kle.xml", actor=Actor(person_id=uuid4(), name="Anden", units=others), at=AT
        )
    assert not KleSubject.objects.exists()


@pytest.mark.django_db
def test_loading_is_in_the_audit_trail_with_the_files_hash() -> None:
    load(TWO)
    event = Event.objects.get(action="cases.load_kle")
    assert event.data["added"] == 4
    assert event.data["sha256"] == KleRelease.objects.get().sha256


@pytest.mark.django_db
def test_the_open_list_of_february_2026_loads_whole(shared) -> None:
    content = shared("data/kle/kle_emner_2026-02.csv").read_bytes()
    receipt = load(content, "kle_emner_2026-02.csv")
    assert receipt.lists[0].added == len(content.decode().strip().splitlines()) - 1
    assert load(content, "kle_emner_2026-02.csv").was_known


@pytest.mark.django_db
def test_a_file_over_fifty_megabytes_is_refused_unread() -> None:
    with pytest.raises(BadKleFile, match="50 MB"):
        load_kle(content=b" " * (50 * 1024 * 1024 + 1), filename="kle.xml", actor=ADMINISTRATOR, at=AT)
