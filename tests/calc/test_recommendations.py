"""What a part of a recommendation asks for."""

from __future__ import annotations

import pytest

from chefforum.calc.recommendations import Asks, what_is_asked


@pytest.mark.parametrize(
    ("part", "asks"),
    [
        ("at planen godkendes", Asks.APPROVE),
        ("Etablering af en styregruppe godkendes og", Asks.APPROVE),
        ("dagsorden for mødet den 4. juni bliver godkendt", Asks.APPROVE),
        ("at Udvalget bemyndiger forvaltningen til at foretage mindre ændringer", Asks.APPROVE),
        ("Chefforum udnævner medlemmer til styregruppen iblandt sig", Asks.CHOOSE),
        ("at Direktionen tager stilling til model A eller B", Asks.CHOOSE),
        ("at præsentationen tages til efterretning", Asks.NOTE),
        ("at Chefforum tager status for 2025 til efterretning", Asks.NOTE),
        ("at status, som Chefforum godkendte i maj, tages til efterretning", Asks.NOTE),
        ("at temaet drøftes", Asks.DISCUSS),
        ("at Chefforum tager en videre drøftelse af proces", Asks.DISCUSS),
        ("at Chefforum taler om, hvad der skal til", Asks.DISCUSS),
        ("at det drøftes, hvem der udpeges", Asks.DISCUSS),
        ("Udvalget i samarbejde med plejecentrene sikrer, at anbefalingerne bliver til noget", Asks.OTHER),
    ],
)
def test_the_first_verb_that_asks_decides(part, asks) -> None:
    assert what_is_asked(part) is asks
