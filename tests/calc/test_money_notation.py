"""Amounts of kroner and whether their notations go together."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chefforum.calc.money_notation import Notation, amounts, mixed_notations


@pytest.mark.parametrize(
    ("text", "kroner", "notation"),
    [
        ("750.000 kr.", 750_000, Notation.KRONER),
        ("750.000 kroner", 750_000, Notation.KRONER),
        ("950 kr.", 950, Notation.KRONER),
        ("750000 kr.", 750_000, Notation.UNGROUPED),
        ("750.000,-", 750_000, Notation.DASH),
        ("kr. 750.000", 750_000, Notation.UNIT_FIRST),
        ("DKK 750.000", 750_000, Notation.UNIT_FIRST),
        ("750 t.kr.", 750_000, Notation.THOUSANDS),
        ("750 tkr.", 750_000, Notation.THOUSANDS),
        ("2,2 mio. kr.", 2_200_000, Notation.MILLIONS),
        ("2,2 mio kr", 2_200_000, Notation.MILLIONS),
        ("18,1 mia. kr.", 18_100_000_000, Notation.MILLIONS),
        ("2,2 millioner kroner", 2_200_000, Notation.MILLIONS_IN_WORDS),
    ],
)
def test_an_amount_is_read(text, kroner, notation) -> None:
    (found,) = amounts(f"Der er {text} i puljen")
    assert (found.kroner, found.notation) == (Decimal(kroner), notation)


@pytest.mark.parametrize(
    "text", ["24 %", "2026", "i 1.000 kr.", "konto 5", "00.30.14-P00-1-25", "12 krav", "kr", "3 mio. borgere"]
)
def test_other_numbers_are_no_amounts(text) -> None:
    assert list(amounts(f"Der står {text} her")) == []


@pytest.mark.parametrize(
    "text",
    [
        "750.000 kr. og 0,8 mio. kr.",
        "750.000 kr. og kr. 500.000",
        "750.000 kr. og 500000 kr.",
        "750 t.kr. og 500.000 kr.",
        "2 mio. kr. og 2,2 millioner kroner",
    ],
)
def test_notations_that_do_not_go_together(text) -> None:
    assert len(mixed_notations(list(amounts(text)))) == 2


@pytest.mark.parametrize(
    "text", ["2,2 mio. kr. og 750.000 kr.", "750.000 kr. og 900 kr.", "1 mio. kr. og 3 mia. kr.", "500 kr. og kr. 20"]
)
def test_notations_that_go_together(text) -> None:
    assert mixed_notations(list(amounts(text))) == {}


@given(st.text(alphabet="0123456789., kromiat-\u00a0", max_size=60))
def test_any_text_can_be_read(text) -> None:
    for found in amounts(text):
        assert text[found.start : found.end] == found.text
        assert found.kroner >= 0
