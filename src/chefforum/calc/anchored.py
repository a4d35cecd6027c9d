"""Patterns tried only where they can begin, so that a long text is searched in the time that finding letters takes."""

from __future__ import annotations

import re
from collections.abc import Iterator

_LONGEST_WORD = 60
_NUMBER_START = re.compile(r"[0-9](?<![\w][0-9])")


def at_words_with(pattern: re.Pattern[str], text: str, *letters: str) -> Iterator[re.Match[str]]:
    """The matches of a pattern that begins with a word which has one of the `letters` in it; in order, none overlap.

    `letters` are looked for as they are. A word is a run of letters; its first 60 are searched.
    """
    starts = {_word_start(text, at) for each in letters for at in _all(text, each)}
    yield from _matches(pattern, text, sorted(starts))


def at_numbers(text: str, *patterns: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """The matches of patterns that begin with a digit which no digit, letter or underscore stands before.

    At each number the first pattern that matches there; in order, none overlap.
    """
    end = 0
    for number in _NUMBER_START.finditer(text):
        start = number.start()
        if start < end:
            continue
        for pattern in patterns:
            found = pattern.match(text, start)
            if found:
                end = found.end()
                yield found
                break


def _all(text: str, letters: str) -> Iterator[int]:
    at = text.find(letters)
    while at >= 0:
        yield at
        at = text.find(letters, at + len(letters))


def _word_start(text: str, at: int) -> int:
    lowest = max(0, at - _LONGEST_WORD)
    while at > lowest and text[at - 1].isalpha():
        at -= 1
    return at


def _matches(pattern: re.Pattern[str], text: str, starts: list[int]) -> Iterator[re.Match[str]]:
    end = 0
    for start in starts:
        found = pattern.match(text, start) if start >= end else None
        if found:
            end = max(found.end(), start + 1)
            yield found
