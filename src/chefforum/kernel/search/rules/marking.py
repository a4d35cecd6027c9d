"""What is marked in a hit, and which piece of its text is shown: by the same tokens that found it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .query import Exact, Phrase, Query
from .words import JOURNAL, PARAGRAPH, is_plain, sign_of, spans_in, word_around, word_of, words_in

EXCERPT_LENGTH = 240
_LEAD = 60


@dataclass(frozen=True)
class Piece:
    """A piece of text; the pieces together are the text, letter by letter."""

    text: str
    is_hit: bool = False


class Marker:
    """Marks what one query finds; the same marker for all hits of a page, since it remembers the words it has seen."""

    def __init__(self, query: Query) -> None:
        ways = dict.fromkeys(way for term in query.terms for way in term.ways)
        self._phrases = [way for way in ways if isinstance(way, Phrase)]
        single = [way for way in ways if not isinstance(way, Phrase)]
        self._looks_beside_words = any(way.token.startswith((JOURNAL, PARAGRAPH)) for way in single)
        # Tokens are letters and digits alone; a whole one has a space after it.
        whole = [f" {way.token}{' ' if isinstance(way, Exact) else ''}" for way in single]
        self._token = re.compile("|".join(whole)) if whole else None
        self._signs = _shortest({sign_of(way.token) for way in single})
        self._known: dict[str, bool] = {}

    def mark(self, text: str) -> tuple[Piece, ...]:
        """The whole text in pieces, with what the query found marked."""
        return tuple(_pieces(text, _merged(self.found_in(text))))

    def excerpt(self, text: str, length: int = EXCERPT_LENGTH) -> tuple[Piece, ...]:
        """About `length` letters around the first hits, cut between words; the beginning where nothing was found.

        Line breaks and runs of spaces are one space; "…" shows that there is more.
        """
        flat = " ".join(text.split())
        start = _start(flat, self._first(flat))
        end = _end(flat, start + length)
        pieces = list(_pieces(flat[start:end], _merged(self.found_in(flat[start:end]))))
        return tuple(_with_dots(pieces, before=start > 0, after=end < len(flat)))

    def found_in(self, text: str) -> list[tuple[int, int]]:
        """Where in the text the query's terms are, as start and end; overlapping and in no order."""
        return [*self._words_found(text, self._signs), *self._others_found(text)]

    def _first(self, text: str) -> int:
        """Where the first hit begins, without looking for the rest; 0 where there is none."""
        words = (next(self._words_found(text, (sign,)), None) for sign in self._signs)
        return min((start for start, _ in [*filter(None, words), *self._others_found(text)]), default=0)

    def _words_found(self, text: str, signs: tuple[str, ...]) -> Iterator[tuple[int, int]]:
        """The words that are hits, in the order of the text for one sign at a time."""
        return ((start, end) for start, end, raw in _candidates(text, signs) if self._is_word_found(raw))

    def _others_found(self, text: str) -> list[tuple[int, int]]:
        """Phrases, paragraphs and journal numbers."""
        found: list[tuple[int, int]] = []
        if self._looks_beside_words:
            found += ((span.start, span.end) for span in spans_in(text) if self._is_found(span.marks))
        if self._phrases:
            stems = [(start, end, word.stem) for start, end, raw in words_in(text) if (word := word_of(raw))]
            found += (place for phrase in self._phrases for place in _places(stems, phrase))
        return found

    def _is_word_found(self, raw: str) -> bool:
        known = self._known.get(raw)
        if known is None:
            word = word_of(raw)
            known = self._known[raw] = word is not None and self._is_found((word.stem, *word.marks))
        return known

    def _is_found(self, tokens: tuple[str, ...]) -> bool:
        return self._token is not None and self._token.search(f" {' '.join(tokens)} ") is not None


def _shortest(signs: set[str]) -> tuple[str, ...]:
    """The signs that hold no other: budg is in whatever budget is in."""
    return tuple(sorted(sign for sign in signs if not any(other in sign for other in signs - {sign})))


def _candidates(text: str, signs: tuple[str, ...]) -> Iterator[tuple[int, int, str]]:
    """The words that may be hits: in a plain text those that hold a sign of a token, which is quick to see."""
    if not is_plain(text):
        yield from words_in(text)
        return
    lower = text.lower()
    for sign in signs:
        place = lower.find(sign)
        while place >= 0:
            start, end, raw = word_around(text, place)
            yield start, end, raw
            place = lower.find(sign, end)


def _places(stems: list[tuple[int, int, str]], phrase: Phrase) -> Iterator[tuple[int, int]]:
    """Each word of each place where the phrase stands."""
    length = len(phrase.stems)
    for first in range(len(stems) - length + 1):
        stands = stems[first : first + length]
        if _is_phrase([stem for _, _, stem in stands], phrase):
            yield from ((start, end) for start, end, _ in stands)


def _is_phrase(stems: list[str], phrase: Phrase) -> bool:
    *first, last = phrase.stems
    ends = stems[-1].startswith(last) if phrase.last_is_prefix else stems[-1] == last
    return ends and stems[:-1] == first


def _merged(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _pieces(text: str, found: list[tuple[int, int]]) -> Iterator[Piece]:
    position = 0
    for start, end in found:
        if start > position:
            yield Piece(text[position:start])
        yield Piece(text[start:end], is_hit=True)
        position = end
    if position < len(text):
        yield Piece(text[position:])


def _start(text: str, hit: int) -> int:
    """A little before the first hit, at the beginning of a word."""
    if hit <= _LEAD:
        return 0
    space = text.find(" ", hit - _LEAD, hit)
    return hit if space < 0 else space + 1


def _end(text: str, wanted: int) -> int:
    if wanted >= len(text):
        return len(text)
    space = text.rfind(" ", max(0, wanted - _LEAD), wanted)
    return wanted if space < 0 else space


def _with_dots(pieces: list[Piece], *, before: bool, after: bool) -> list[Piece]:
    return [*([Piece("… ")] if before else []), *pieces, *([Piece(" …")] if after else [])]
