"""Abbreviations that a text does not explain."""

from __future__ import annotations

import pytest

from chefforum.calc.acronyms import unexplained_acronyms


@pytest.mark.parametrize(
    "text",
    [
        "Mit Forventede Regnskab (MFR) viser MFR-tal.",
        "TCO - total cost of ownership - er TCO.",
        "ESDH (elektronisk sag) og ESDH.",
        "MFR, som står for Mit Forventede Regnskab.",
        "KL og EU mødes om IT og PC'er på DR.",
        "Rikke (DS) og Tanja (ÆSS) deltager.",
        "REFERAT AF MØDE I ABC",
        "Se 00.01.00-A00 og A/B og B&U.",
    ],
)
def test_what_is_explained_or_known_is_left_alone(text) -> None:
    assert unexplained_acronyms(text) == []


def test_the_others_are_given_in_the_order_of_their_first_use() -> None:
    assert unexplained_acronyms("Vi bad DS og ÆSS om tal. DS svarede, og MFR'en kom.") == ["DS", "ÆSS", "MFR"]


def test_a_forum_may_know_its_own() -> None:
    assert unexplained_acronyms("Vi bad DS om tal.", known={"DS"}) == []
