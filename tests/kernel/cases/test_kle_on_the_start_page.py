"""An administrator reads on the start page whether journal numbers can be checked, and what to do where not."""

import datetime as dt

import pytest
from invented_kle import ADMINISTRATOR, FACETS, TWO, load

from chefforum.kernel.access.rules import AccessDenied, Actor
from chefforum.kernel.cases.cards import kle_list

ON = dt.date(2026, 2, 3)


def shown() -> list[tuple[str, str]]:
    return [(row.text, row.meta) for row in kle_list(actor=ADMINISTRATOR, on=ON).rows]


def test_without_a_list_the_card_says_what_to_do(db):
    assert shown() == [
        (
            "Der er ikke indlæst en emneplan. Hent den hos KL, og indlæs den.",
            "Indtil da bliver journalnumre ikke kontrolleret.",
        )
    ]
    assert kle_list(actor=ADMINISTRATOR, on=ON).more_text == "Indlæs KLE"


def test_with_subjects_alone_it_counts_them_and_says_that_facets_are_missing(db):
    load(TWO)
    assert shown() == [
        ("2 emner i brug", "udgivet 1. februar 2026"),
        ("Facetterne mangler. Indlæs KL's handlingsfacetter, så bliver de også kontrolleret.", ""),
    ]


def test_with_both_lists_both_are_counted_and_facets_loaded_last_do_not_hide_the_plan(db):
    load(TWO)
    load(FACETS, at=dt.datetime(2026, 2, 2, 9, 0, tzinfo=dt.UTC))
    assert shown() == [("2 emner i brug", "udgivet 1. februar 2026"), ("2 facetter", "")]


def test_a_list_that_does_not_say_its_day_shows_the_danish_day_it_was_loaded(db):
    load("EmneNr;EmneTitel\n01.10.00;Træer\n", "kle.csv", at=dt.datetime(2026, 2, 1, 23, 30, tzinfo=dt.UTC))
    assert shown()[0] == ("1 emne i brug", "indlæst 2. februar 2026")


def test_facets_alone_do_not_pass_for_a_list(db):
    load(FACETS)
    assert "ikke indlæst en emneplan" in shown()[0][0]


def test_others_do_not_see_it(db):
    with pytest.raises(AccessDenied):
        kle_list(actor=Actor.nobody(), on=ON)
