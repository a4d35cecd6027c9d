"""Sums in sentences that do not come out."""

from __future__ import annotations

import pytest

from chefforum.calc.stated_arithmetic import wrong_sums


@pytest.mark.parametrize(
    ("text", "correct"),
    [
        ("Målet falder fra 80 til 50 pladser, et fald på 40.", "30"),
        ("Udgiften stiger fra 2,2 mio. kr. til 2,6 mio. kr., en stigning på 0,6 mio. kr.", "0,4 mio. kr."),
        ("Tallet går fra 200 til 250, en stigning på 30 %.", "25 %"),
        ("Af dem kom 30 ud af 120 (20 %) i job.", "25 %"),
        ("I alt svarede 45 af 90 ledere, svarende til 60 pct.", "50 %"),
    ],
)
def test_a_sum_that_does_not_come_out_is_found(text, correct) -> None:
    assert [wrong.correct for wrong in wrong_sums(text)] == [correct]


@pytest.mark.parametrize(
    "text",
    [
        "Målet falder fra 80 til 50 pladser, et fald på 30.",
        "Tallet går fra 205 til 211, en stigning på 3 %.",
        "Andelen steg fra 20 % til 25 %, en stigning på 5 procentpoint.",
        "Andelen steg fra 20 % til 25 %, en stigning på 25 %.",
        "Af dem kom 24 ud af 100 (24 %) i job.",
        "I perioden fra 2022 til 2025 var der en stigning på 8 %.",
        "For løntilskud er måltallet sat ned fra 47 til 15 løbende.",
        "fra 10 til 12 deltagere. Der var en vækst på 5.",
        "2 af 3 forslag, 40 % af budgettet",
    ],
)
def test_what_comes_out_or_says_something_else_is_left_alone(text) -> None:
    assert list(wrong_sums(text)) == []
