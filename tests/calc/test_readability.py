"""LIX, counted from running text only."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chefforum.calc.blocks import Heading, List, Paragraph, Table
from chefforum.calc.readability import Readability, readability, running_text


def test_lix_is_words_per_sentence_and_the_share_of_long_words() -> None:
    counted = readability(["Vi holder møde i dag. Alle medarbejdere kommer."])
    assert counted == Readability(words=8, sentences=2, long_words=1)
    assert counted.lix == 8 / 2 + 100 * 1 / 8


def test_each_paragraph_ends_a_sentence() -> None:
    assert readability(["uden punktum", "heller ikke her"]).sentences == 2


def test_a_word_is_long_by_its_letters() -> None:
    assert readability(["2.200.000 it-drift it-driften 15-03-2026"]).long_words == 2


def test_no_words_have_no_lix() -> None:
    assert readability(["—"]).lix is None
    assert readability([]).difficulty is None


@pytest.mark.parametrize(
    ("words", "long_words", "name"),
    [(24, 0, "meget let"), (25, 0, "let"), (35, 0, "middel"), (45, 0, "svær"), (54, 0, "svær"), (55, 0, "meget svær")],
)
def test_the_steps_of_the_scale(words, long_words, name) -> None:
    assert Readability(words=words, sentences=1, long_words=long_words).difficulty == name


def test_headings_and_tables_are_no_running_text() -> None:
    blocks = (
        Heading("Baggrund"),
        Paragraph("Tekst."),
        List(((Paragraph("Punkt"), Table((((Paragraph("celle"),),),))),)),
    )
    assert list(running_text(blocks)) == ["Tekst.", "Punkt"]


@given(st.lists(st.text(max_size=80), max_size=6))
def test_counts_add_up(texts) -> None:
    parts = [readability([text]) for text in texts]
    whole = readability(texts)
    assert whole.words == sum(part.words for part in parts)
    assert whole.sentences == sum(part.sentences for part in parts)
    assert whole.long_words <= whole.words
