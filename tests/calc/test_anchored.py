"""Trying a pattern only where it can begin gives what trying it everywhere gives."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from chefforum.calc.anchored import at_numbers, at_words_with

WORD = re.compile(r"[Bb]ilag(?:et)? [0-9]")
NUMBER = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})*")


@given(st.lists(st.sampled_from(["bilag", "Bilaget", " ", "3", "12", ".", "x", "underbilag", "\n", "500", "_"])))
def test_the_matches_are_those_of_the_whole_text(pieces) -> None:
    text = "".join(pieces)
    everywhere = [found.span() for found in re.finditer(rf"(?<![^\W\d_]){WORD.pattern}", text)]
    assert [found.span() for found in at_words_with(WORD, text, "ilag")] == everywhere
    numbers = [found.span() for found in re.finditer(rf"(?<![\w]){NUMBER.pattern}", text)]
    assert [found.span() for found in at_numbers(text, NUMBER)] == numbers
