"""A word written twice in a row, as happens when a sentence is rewritten: "på på sidste møde"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import compress, pairwise

_PAIR = re.compile(r"(?<![\w-])(?P<word>[^\W\d_]+)(?P<space>[ \t\u00a0]+)(?P<again>(?P=word))(?![\w-])", re.IGNORECASE)

_MAY_REPEAT = """
det den der de så ja nej jo mere meget mange langt længe hurtigt helt bare gang aldrig altid nu her vi taget i ud op
ind om for bla hip hver lige end sig har havde
"""
MAY_REPEAT = frozenset(_MAY_REPEAT.split())
"""Words that good Danish has twice in a row: "så er det det, vi gør", "taget taget af huset", "langt langt væk"."""


_SIGNS = '.,;:!?)("”’»'


@dataclass(frozen=True)
class RepeatedWord:
    """The pair from `start` to `end` (exclusive), as it stands, and the word to keep."""

    start: int
    end: int
    text: str
    word: str


def repeated_words(text: str) -> Iterator[RepeatedWord]:
    """Every word that stands twice in a row on one line, with nothing but space between.

    Left out are words that may repeat (`MAY_REPEAT`), single letters, and pairs of which the second begins with a
    capital letter: a name ("Sønderborg Sønderborg Kommune" is left alone as well).
    """
    together = text.lower().split()
    near = compress(pairwise(together), map(str.startswith, together[1:], together))
    if not any(after.rstrip(_SIGNS) == word for word, after in near):
        return
    for found in _PAIR.finditer(text):
        word, again = found["word"], found["again"]
        if len(word) > 1 and word.lower() not in MAY_REPEAT and again[0].islower():
            yield RepeatedWord(found.start(), found.end(), found[0], word)
