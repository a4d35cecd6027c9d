"""Texts as the tokens that are stored and looked up: the one truth for both databases and for what is marked in a hit.

Every token is lower-case Latin letters and digits, so that SQLite's and PostgreSQL's tokenisers see the same. A word
gives its stem, in its place, which is a beginning of the word: budgetforslag is found by budget. A word that begins
with q gets one q more, which leaves q and another letter free to mark:

    qt + its end, backwards     budgetforslag is found by forslag: a compound's head is its end in Danish
    qj + a journal number       00.30.04-Ø00-21-26 is found by its first parts
    qp + a paragraph            § 7 is found as § 7, not as any 7
    ql + a label                who may find the entry, and its kind (labels.py)
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import Stemmer

from chefforum.kernel.cases.rules import find_journal_numbers

TAIL, JOURNAL, PARAGRAPH = "qt", "qj", "qp"
LONGEST_WORD = 60
# A compound's first part has at least three letters with a vowel among them, its last part at least five: of pairs
# from KLE's subjects and keywords read by hand, 90 of 100 were compounds then; with four letters, 34 of 60.
SHORTEST_HEAD, SHORTEST_FIRST_PART = 5, 3
VOWELS = frozenset("aeiouyæøå")

_WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*")
_PLAIN = re.compile(r"[a-z0-9æøåäöüéèáàíóúýëïôç]+")  # Nearly every word: each of these letters has one form.
_FOREIGN = re.compile("[\u0130\u0250-\u1fff\u2c00-\U0010ffff]")
_PARAGRAPH = re.compile(r"§{1,2}\s{0,2}([0-9]{1,4})(?:\s?([a-zA-Z]))?(?![^\W_])")
_SUBJECT = re.compile(r"(?<![0-9.])[0-9]{2}\.[0-9]{2}\.[0-9]{2}(?![0-9]|\.[0-9])")
_local = threading.local()


@dataclass(frozen=True)
class Span:
    """A piece of a text that is no word of its own, and its tokens."""

    start: int
    end: int
    marks: tuple[str, ...]


class Word(NamedTuple):
    """What a word is stored as: its stem, in its place, and its marks; nothing where it has no letters."""

    stem: str
    marks: tuple[str, ...]


def stem(word: str) -> str:
    """The Danish stem of a normalised word; what has digits in it is left alone."""
    if not hasattr(_local, "stemmer"):
        _local.stemmer = Stemmer.Stemmer("danish", 0)  # Not to be shared between threads; word_of remembers.
    return _local.stemmer.stemWord(word) if word.isalpha() else word


def normalise(raw: str) -> str:
    """A word in the letters that are stored: lower-case, one form of each letter, foreign alphabets spelled out."""
    word = raw.lower()
    if not _PLAIN.fullmatch(word):
        text = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", raw).lower())
        word = "".join(_letter(letter) for letter in text if letter.isalnum())
    return f"q{word[:LONGEST_WORD]}" if word.startswith("q") else word[:LONGEST_WORD]


def _letter(letter: str) -> str:
    return letter if letter.isascii() or "ß" <= letter <= "ɏ" else f"u{ord(letter):x}"


def words_of(text: str) -> list[str]:
    """The normalised words of a text, in order."""
    return [word for found in _WORD.finditer(text) if (word := normalise(found[0]))]


def tail(word: str) -> str | None:
    """What makes a word findable by its end; None where it cannot be a compound."""
    if len(word) < SHORTEST_HEAD + SHORTEST_FIRST_PART or not VOWELS & set(word[:SHORTEST_FIRST_PART]):
        return None
    return TAIL + word[: SHORTEST_FIRST_PART - 1 : -1] if word.isalpha() else None


@lru_cache(maxsize=1 << 18)  # About 80 MB where all are in use, which takes a hundred thousand items.
def word_of(raw: str) -> Word | None:
    """A word as it is stored; kept, since texts use the same words again and again."""
    if not (word := normalise(raw)):
        return None
    word_stem = stem(word)
    forms = (word,) if word == word_stem else (word, word_stem)
    return Word(word_stem, tuple(end for form in forms if (end := tail(form))))


def words_in(text: str) -> Iterator[tuple[int, int, str]]:
    """The words of a text as they stand, with where they begin and end; word_of says what each is stored as."""
    return ((found.start(), found.end(), found[0]) for found in _WORD.finditer(text))


def is_plain(text: str) -> bool:
    """Whether every word of the text has its token's letters in it, but for capitals: nothing foreign or composed."""
    return _FOREIGN.search(text) is None and unicodedata.is_normalized("NFKC", text)


def sign_of(token: str) -> str:
    """Letters that stand in every word of a plain text that has the token: a stem is the beginning of its word."""
    if token.startswith(TAIL):
        return token[len(TAIL) :][::-1]
    return token.removeprefix("q")


def word_around(text: str, place: int) -> tuple[int, int, str]:
    """The word that a letter of a plain text stands in, with where it begins and ends."""
    start = place
    while start and text[start - 1].isalnum():
        start -= 1
    found = _WORD.match(text, start)
    return (start, found.end(), found[0]) if found else (start, place + 1, "")


def spans_in(text: str) -> Iterator[Span]:
    """What can be found besides words: paragraphs, KLE subjects and journal numbers."""
    for found in _PARAGRAPH.finditer(text):
        yield Span(found.start(), found.end(1), (PARAGRAPH + found[1],))
        if found[2]:
            yield Span(found.start(), found.end(), (PARAGRAPH + found[1] + found[2].lower(),))
    subjects = list(_SUBJECT.finditer(text))
    for found in subjects:
        yield Span(found.start(), found.end(), (JOURNAL + found[0].replace(".", ""),))
    if subjects:  # A journal number begins with its subject.
        yield from _journal_numbers(text)


def _journal_numbers(text: str) -> Iterator[Span]:
    position = 0
    for number in find_journal_numbers(text):
        start = text.index(number.text, position)
        position = start + len(number.text)
        yield Span(start, position, (journal_token(number.canonical),))


def journal_token(number: str) -> str:
    """A canonical journal number or its first parts as a token that the whole number's token begins with."""
    subject, *rest = number.split("-")
    letters = ["", "s", "y"]
    return (
        JOURNAL
        + subject.replace(".", "")
        + "".join(letter + normalise(part) for letter, part in zip(letters, rest, strict=False))
    )


def stem_text(text: str) -> str:
    """The text as it is stored for searching: stems in order, then the marks, each once."""
    words = [word for raw in _WORD.findall(text) if (word := word_of(raw)) is not None]
    marks = dict.fromkeys(mark for word in words for mark in word.marks)
    marks.update((mark, None) for span in spans_in(text) for mark in span.marks)
    return " ".join([*(word.stem for word in words), *marks])
