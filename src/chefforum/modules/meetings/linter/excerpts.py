"""The piece of text that a finding shows."""

from __future__ import annotations

import re

LONGEST = 120
_AROUND = 30
_SENTENCE_END = re.compile(r"\n|(?<=[^\W\d_][^\W\d_][.!?]) |(?<=[0-9]{4}[.!?]) ")


def shortened(text: str, longest: int = LONGEST) -> str:
    """The text on one line, cut with … where it is longer."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def around(text: str, start: int, end: int) -> str:
    """The text from `start` to `end` with some whole words of the same sentence on both sides."""
    left = max(0, start - _AROUND)
    ends = [found.end() for found in _SENTENCE_END.finditer(text, left, start)]
    before = text[ends[-1] : start] if ends else text[left:start]
    if not ends and left:
        before = before.partition(" ")[2]
    right = min(len(text), end + _AROUND)
    stop = _SENTENCE_END.search(text, end, right)
    after = text[end : stop.start()] if stop else text[end:right]
    if not stop and right < len(text):
        after = after.rpartition(" ")[0]
    return shortened(before + text[start:end] + after, 400)


def unstopped(text: str) -> str:
    """The text without the full stop of an abbreviation at its end, where the sentence's own follows."""
    return text.removesuffix(".")
