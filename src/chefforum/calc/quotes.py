"""Finding a quote again in a text that may have changed since it was marked.

Spaces do not count: a browser, a PDF and a database set them differently around the same words. Nor do soft hyphens,
which stand where a line of a PDF divides a word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

SOFT_HYPHEN = "\u00ad"


@dataclass(frozen=True)
class Place:
    """Where a quote stands: which of the texts, and from which character to which (exclusive)."""

    text: int
    start: int
    end: int


def find_quote(*, texts: Sequence[str], quote: str, before: str = "", after: str = "", near: int = 0) -> Place | None:
    """Where the quote stands, word for word; None where it stands nowhere, or the quote is empty.

    Where it stands more than once, the place whose surroundings are most like `before` and `after`; of equal ones the
    one in the text nearest to number `near`, and there the first.
    """
    wanted = _letters(quote)[0]
    if not wanted:
        return None
    left, right = _letters(before)[0], _letters(after)[0]
    best: tuple[tuple[int, int], Place] | None = None
    for number, text in enumerate(texts):
        letters, places = _letters(text)
        for start in _occurrences(letters, wanted):
            end = start + len(wanted)
            common = _common(letters[:start][::-1], left[::-1]) + _common(letters[end:], right)
            likeness = common, -abs(number - near)
            if best is None or likeness > best[0]:
                best = likeness, Place(number, places[start], places[end - 1] + 1)
    return best[1] if best else None


def _letters(text: str) -> tuple[str, list[int]]:
    """The text without what does not count, and where each of its characters stood."""
    places = [place for place, char in enumerate(text) if not (char.isspace() or char == SOFT_HYPHEN)]
    return "".join(text[place] for place in places), places


def _occurrences(text: str, wanted: str) -> Iterator[int]:
    start = text.find(wanted)
    while start >= 0:
        yield start
        start = text.find(wanted, start + 1)


def _common(one: str, other: str) -> int:
    """How many characters the two begin with in common."""
    count = 0
    for first, second in zip(one, other, strict=False):
        if first != second:
            break
        count += 1
    return count
