"""Who is meant is known where one person fits, and nobody is guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chefforum.calc.named_persons import KnownGroup, KnownPeople, KnownPerson, KnownUnit, Way, initials

UNITS = [
    KnownUnit("Økonomi & Stab", "ØS", ("marie_a",)),
    KnownUnit("Miljø & Teknik", "", ("marie_j",)),
    KnownUnit("Dagtilbud & Skole", "", ("rikke",)),
    KnownUnit("Ældre, Sundhed & Social", "", ("tanja",)),
    KnownUnit("Borger, Job & Erhverv", "", ("dorte",)),
    KnownUnit("Digitalisering", "", ()),
    KnownUnit("Børn", "", ("bo", "ib")),
]


def head(key: str, name: str, unit: str, title: str = "Afdelingschef") -> KnownPerson:
    return KnownPerson(key, name, (title,), (unit,), is_in_forum=True, is_head=True)


PEOPLE = [
    head("marie_a", "Marie Aaby", "Økonomi & Stab"),
    head("marie_j", "Marie Bro Jensen", "Miljø & Teknik"),
    head("rikke", "Rikke Skov Andersen", "Dagtilbud & Skole"),
    head("tanja", "Tanja Thorn Møller", "Ældre, Sundhed & Social"),
    head("dorte", "Dorte Espe", "Borger, Job & Erhverv"),
    KnownPerson("henrik", "Henrik Holm", ("Kommunaldirektør",), (), is_in_forum=True),
    KnownPerson("anders", "Anders And-Lund", ("Konsulent",), ("Digitalisering",)),
    KnownPerson("bo", "Bo Bech", ("Teamleder",), ("Børn",)),
    KnownPerson("ib", "Ib Bech", ("Teamleder",), ("Børn",)),
]
GROUPS = [
    KnownGroup("Arbejdsgruppen om lederdage", "arbejdsgruppen", ("tanja",)),
    KnownGroup("Styregruppen for it", "styregruppen", ("rikke",)),
    KnownGroup("Styregruppen for byggeri", "styregruppen", ("marie_j",)),
]
KNOWN = KnownPeople(PEOPLE, UNITS, GROUPS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Styregruppe: Rikke (DS), Marie (ØS) samt Tanja (ÆSS).", ["rikke", "marie_a", "tanja"]),
        ("Marie (MT) følger op.", ["marie_j"]),
        ("Marie (Økonomi) følger op.", [None]),
        ("Marie følger op.", [None]),
        ("Jeppe (ØS) følger op.", [None]),
        ("Digitaliseringsstyrelsen (DIGST) følger op.", []),
        ("Rikke følger op.", ["rikke"]),
        ("Marie Jensen og Marie Aaby mødes.", ["marie_j", "marie_a"]),
        ("Marie Bro Jensen ringer.", ["marie_j"]),
        ("Anders ringer.", []),
        ("Anders And-Lund ringer.", ["anders"]),
        ("Maries oplæg deles.", []),
        ("Kommunaldirektøren ser på det.", ["henrik"]),
        ("Afdelingschefen for Miljø og Teknik ser på det.", ["marie_j"]),
        ("Afdelingschef Borger, Job & Erhverv orienterede.", ["dorte"]),
        ("Økonomi & Stab hjælper.", ["marie_a"]),
        ("ØS hjælper.", ["marie_a"]),
        ("Lederen af Digitalisering kommer.", [None]),
        ("Børn hjælper.", [None]),
        ("Arbejdsgruppen fortsætter.", ["tanja"]),
        ("Styregruppen fortsætter.", [None]),
        ("Styregruppen for it fortsætter.", ["rikke"]),
        ("Det ligger fast.", []),
        ("", []),
    ],
)
def test_who_is_meant(text: str, expected: list[str | None]) -> None:
    assert [mention.sole for mention in KNOWN.named_in(text)] == expected


def test_two_who_fit_are_both_told() -> None:
    (mention,) = KNOWN.named_in("Marie følger op.")
    assert mention.keys == ("marie_a", "marie_j")
    assert mention.words == "Marie"


def test_a_department_that_does_not_fit_the_name_fits_nobody() -> None:
    (mention,) = KNOWN.named_in("Rikke (XX) følger op.")
    assert mention.keys == ()
    assert mention.words == "Rikke (XX)"


@pytest.mark.parametrize(
    "text",
    [
        "Hver chef undersøger det.",
        "Alle chefer melder ind.",
        "De skal for hvert deres område se på det.",
        "Afdelingerne skal melde ind.",
    ],
)
def test_each_head_of_the_forum_is_meant(text: str) -> None:
    (mention,) = KNOWN.named_in(text)
    assert mention.is_everybody
    assert mention.sole is None
    assert set(mention.keys) == {"marie_a", "marie_j", "rikke", "tanja", "dorte"}


@pytest.mark.parametrize(
    "text",
    [
        "Dagen slutter på tværs af alle lederne.",
        "Et overblik, som kan tilgå afdelingerne.",
        "Det deles med alle chefer.",
    ],
)
def test_who_is_told_about_something_is_not_told_to_do_it(text: str) -> None:
    assert KNOWN.named_in(text) == []


def test_a_department_is_known_by_its_initials() -> None:
    assert [initials(name) for name in ("Ældre, Sundhed & Social", "Økonomi og Stab")] == ["ÆSS", "ØS"]


WORDS = st.sampled_from(
    [word for person in PEOPLE for word in person.name.split()]
    + [unit.name for unit in UNITS]
    + ["Afdelingschefen for", "(ØS)", "(", ")", "&", "og", ",", ".", "Hver chef", "styregruppen", "Kommunaldirektøren"]
)
TEXTS = st.text() | st.lists(WORDS | st.text(max_size=5)).map(" ".join)


@given(TEXTS)
def test_it_never_raises_and_its_words_stand_in_the_text_in_order(text: str) -> None:
    mentions = KNOWN.named_in(text)
    ends = 0
    for mention in mentions:
        assert text[mention.start :].startswith(mention.words)
        assert mention.start >= ends
        ends = mention.start + len(mention.words)


@given(TEXTS)
def test_nobody_is_meant_by_a_name_that_does_not_stand_there(text: str) -> None:
    names = {person.key: person.name.split()[0] for person in PEOPLE}
    for mention in KNOWN.named_in(text):
        if mention.way is Way.PERSON:
            assert all(names[key] in mention.words for key in mention.keys)


@given(TEXTS, st.permutations(PEOPLE))
def test_the_order_of_the_people_does_not_matter(text: str, people: list[KnownPerson]) -> None:
    other = KnownPeople(people, UNITS, GROUPS)
    assert [(one.words, set(one.keys)) for one in other.named_in(text)] == [
        (one.words, set(one.keys)) for one in KNOWN.named_in(text)
    ]
