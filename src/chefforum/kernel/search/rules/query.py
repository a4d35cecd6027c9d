"""What somebody typed, as a query that both databases understand.

Every word must be found: by its stem, as the beginning of a word or, from five letters, as the end of a compound.
Words in quotes must stand together, in any inflection. Nothing that is typed is an error or an operator.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from chefforum.kernel.cases.rules import BadJournalNumber, parse_journal_number

from .words import PARAGRAPH, SHORTEST_HEAD, TAIL, journal_token, normalise, stem, words_of

LONGEST_QUERY = 300
MOST_TERMS = 12
SHORTEST_PREFIX = 3
# From here the beginning is taken of the stem, so that budgetter finds budgetforslag; shorter stems find too much.
SHORTEST_STEM_PREFIX = 5
# Small words are found as they are: as beginnings they would find nearly everything.
_SMALL_WORDS = """
    og i at det den der de en et er som på med af for til fra om ved har var men ikke kan skal vil være
    eller når hvor så nu vi du jeg han hun man sig sin sit sine
"""
SMALL_WORDS = frozenset(_SMALL_WORDS.split())

_DASHES = re.compile(r"[\u2010-\u2015\u2212]")
_PART = re.compile(r'"([^"]*)"?|§{1,2}\s{0,2}([0-9]{1,4}(?:\s?[a-zA-Z](?![^\W_]))?)(?![^\W_])|([^\s",;()\[\]{}§]+)')
_JOURNAL = re.compile(
    r"[0-9]{2}\.[0-9]{2}(?:\.[0-9]{2}(?:-[A-Za-zÆØÅæøå][0-9]{2}(?:-[0-9]{1,7}(?:-(?:[0-9]{4}|[0-9]{2}))?)?)?)?"
)


@dataclass(frozen=True)
class Exact:
    token: str


@dataclass(frozen=True)
class Prefix:
    token: str


@dataclass(frozen=True)
class Phrase:
    """Stems that stand together in this order; the last may be the beginning of one."""

    stems: tuple[str, ...]
    last_is_prefix: bool = False


@dataclass(frozen=True)
class Term:
    """One thing that must be found, in one of several ways; the first is the one that ranks highest."""

    ways: tuple[Exact | Prefix | Phrase, ...]


@dataclass(frozen=True)
class Query:
    """What must all be found; no terms where nothing was typed that can be looked for. `is_cut`: there was more."""

    terms: tuple[Term, ...] = ()
    is_cut: bool = False

    def __bool__(self) -> bool:
        return bool(self.terms)


def parse_query(text: str) -> Query:
    """The query in a text of any length and content; of a long one the first 300 letters and 12 terms are used."""
    cut = _DASHES.sub("-", text[:LONGEST_QUERY])
    terms = list(dict.fromkeys(term for found in _PART.finditer(cut) if (term := _term(found)) is not None))
    return Query(terms=tuple(terms[:MOST_TERMS]), is_cut=len(text) > LONGEST_QUERY or len(terms) > MOST_TERMS)


def _term(found: re.Match[str]) -> Term | None:
    quoted, paragraph, plain = found.groups()
    if quoted is not None:
        return _phrase(quoted, last_is_prefix=False)
    if paragraph is not None:
        return Term((Exact(PARAGRAPH + normalise("".join(paragraph.split()))),))
    chunk = plain.strip("*-./'’@&:!?+_~^$|\\<>=")
    if _JOURNAL.fullmatch(chunk):
        return _journal(chunk)
    return _phrase(chunk, last_is_prefix=True)


def _phrase(text: str, *, last_is_prefix: bool) -> Term | None:
    words = words_of(text)
    if not words:
        return None
    if len(words) == 1 and last_is_prefix:
        return _word(words[0])
    stems = tuple(stem(word) for word in words)
    is_prefix = last_is_prefix and len(stems[-1]) >= SHORTEST_PREFIX and stems[-1].isalpha()
    return Term((Phrase(stems, is_prefix) if len(stems) > 1 else Exact(stems[0]),))


def _word(word: str) -> Term:
    word_stem = stem(word)
    # The stemmer makes budget of budgettet but budg of budget, so a stem is stemmed once more, and the word itself may
    # be a stem as well.
    ways: list[Exact | Prefix] = [Exact(token) for token in dict.fromkeys((word_stem, word, stem(word_stem)))]
    if word not in SMALL_WORDS:
        if len(word) >= SHORTEST_PREFIX:
            ways.append(Prefix(word_stem if len(word_stem) >= SHORTEST_STEM_PREFIX else word))
        for end in dict.fromkeys((word_stem, word)):
            if len(end) >= SHORTEST_HEAD and end.isalpha():
                ways.append(Prefix(TAIL + end[::-1]))
    return Term(tuple(ways))


def _journal(text: str) -> Term:
    """A journal number or its first parts; the same digits may also stand apart, as in a time or an amount."""
    try:
        way: Exact | Prefix = Exact(journal_token(parse_journal_number(text).canonical))
    except BadJournalNumber:
        way = Prefix(journal_token(text.upper()))
    return Term((way, Phrase(tuple(stem(word) for word in words_of(text)))))
