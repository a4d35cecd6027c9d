"""Words twice in a row, told from those that good Danish has so."""

from __future__ import annotations

import pytest

from chefforum.calc.repeated_words import repeated_words


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("vi talte på på sidste møde", "på på"),
        ("Sagen er er klar", "er er"),
        ("Den den 3. maj", None),
        ("at at sagen", "at at"),
        ("med\u00a0med", "med\u00a0med"),
        ("Kan kan vi", "Kan kan"),
    ],
)
def test_a_pair_is_found(text, pair) -> None:
    assert [one.text for one in repeated_words(text)] == ([pair] if pair else [])


@pytest.mark.parametrize(
    "text",
    [
        "så er det det, vi gør",
        "Men så så vi planen",
        "langt langt væk",
        "på. På mødet",
        "på\npå næste linje",
        "på-på",
        "Sønderborg Sønderborg",
        "2 2",
        "på påsken",
        "opad ad bakken",
        "han har taget taget af huset",
    ],
)
def test_what_may_stand_twice_is_left_alone(text) -> None:
    assert list(repeated_words(text)) == []


def test_the_pairs_of_another_checker(shared) -> None:
    lines = shared("data/language/lt_danish/error_pairs.tsv").read_text().splitlines()
    cases = [line.split("\t") for line in lines if line.startswith("Ordgentagelse")]
    assert len(cases) == 8
    for kind, text, word in cases:
        found = [pair.word for pair in repeated_words(text)]
        assert found == ([] if kind.endswith("-ok") else [word]), text
