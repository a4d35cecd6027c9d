"""Which words of a text are new since an earlier text, and which are gone: what a reader sees marked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

_TOKEN = re.compile(r"\w+|[^\w\s]")
# Below this likeness two passages are shown whole, the old one struck out: single words in common would only confuse.
ALIKE = 0.4
# Longer passages are compared line by line alone, so that a page never waits for a comparison.
MOST_WORDS = 3000


@dataclass(frozen=True)
class WordChange:
    """`new[start:end]` stands where `removed` stood; one of the two may be empty."""

    start: int
    end: int
    removed: str


@dataclass(frozen=True)
class _Part:
    text: str
    start: int
    end: int


def changed_words(old: str, new: str) -> tuple[WordChange, ...]:
    """Every change from `old` to `new` in words and signs, in the order of `new`; spaces do not count.

    Lines are compared first, and the words within lines that differ. Empty where the words are the same.
    """
    before, after = _lines(old), _lines(new)
    found: list[WordChange] = []
    matcher = SequenceMatcher(None, [_same(line) for line in before], [_same(line) for line in after], autojunk=False)
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag != "equal":
            place = after[new_start].start if new_start < len(after) else len(new.rstrip())
            found += _within(before[start:end], after[new_start:new_end], old, new, place)
    return tuple(found)


def _within(before: list[_Part], after: list[_Part], old: str, new: str, place: int) -> Iterator[WordChange]:
    """The changes between two runs of lines; `place` is where in the new text they stand if nothing is left."""
    gone, came = [[word for line in lines for word in _words(line)] for lines in (before, after)]
    one, other = [word.text for word in gone], [word.text for word in came]
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if not (one and other) or len(one) + len(other) > MOST_WORDS or matcher.ratio() < ALIKE:
        codes = [("replace", 0, len(one), 0, len(other))]
    else:
        codes = list(matcher.get_opcodes())
    for tag, start, end, new_start, new_end in codes:
        if tag == "equal":
            continue
        removed = " ".join(old[gone[start].start : gone[end - 1].end].split()) if end > start else ""
        if new_end > new_start:
            yield WordChange(came[new_start].start, came[new_end - 1].end, removed)
        else:
            at = came[new_start].start if new_start < len(came) else came[-1].end if came else place
            yield WordChange(at, at, removed)


def _lines(text: str) -> list[_Part]:
    return [_Part(line.group(), line.start(), line.end()) for line in re.finditer(r"[^\n]*\S[^\n]*", text)]


def _same(line: _Part) -> str:
    return " ".join(line.text.split())


def _words(line: _Part) -> Iterator[_Part]:
    for word in _TOKEN.finditer(line.text):
        yield _Part(word.group(), line.start + word.start(), line.start + word.end())
