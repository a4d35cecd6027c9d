"""Searching: what the actor may find, best first, with what was found marked."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import connection

from chefforum.kernel.access.rules import Actor

from .access import SEARCH, labels_for
from .models import SearchDocument
from .registry import search_sources
from .rules.dialects import fts5, fts5_any, tsquery, tsquery_any
from .rules.labels import kind_label
from .rules.marking import Marker, Piece
from .rules.places import year_of, year_range
from .rules.query import Exact, Phrase, Prefix, Query, Term, parse_query
from .rules.words import TAIL

# Of a word that stands in nearly everything, the newest thousand are ranked and shown; the count says that there are
# more. Ranking all of them takes hundreds of milliseconds on either database.
MOST_HITS = 1000
_TITLE_WHOLE, _TITLE_PART, _WHOLE = 8, 4, 1


@dataclass(frozen=True)
class Choice:
    """A kind or a year among the hits, and how many of them."""

    value: str
    title: str
    count: int


@dataclass(frozen=True)
class Found:
    """What a search found: the hits' places in the index, best first, and what they can be narrowed to.

    `has_more`: more than the newest thousand were found, and only those are here; counts are then of those.
    """

    query: Query
    places: tuple[int, ...] = ()
    has_more: bool = False
    kinds: tuple[Choice, ...] = ()
    years: tuple[Choice, ...] = ()

    @property
    def total(self) -> int:
        return len(self.places)


@dataclass(frozen=True)
class Hit:
    kind_title: str
    url: str
    title: tuple[Piece, ...]
    excerpt: tuple[Piece, ...]
    date: dt.date | None
    journal_number: tuple[Piece, ...]


def search(*, actor: Actor, text: str, kind: str = "", year: int | None = None) -> Found:
    """Everything with all the words, that the actor may find; at most three queries whatever is typed.

    Best first: words in the title before words in the text, whole words before beginnings of words, then newest. The
    order is the same on both databases. Raises AccessDenied for who is not signed in.
    """
    SEARCH.require(actor)
    query = parse_query(text)
    labels = labels_for(actor) if query else []
    if labels == []:
        return Found(query=query)
    groups = [group for group in (labels, [kind_label(kind)] if kind else None) if group]
    rows = _rows(query, groups, year_range(year) if year is not None else None)
    rows.sort(key=lambda row: (row[2], row[0]), reverse=True)
    has_more = len(rows) > MOST_HITS
    if has_more:
        rows.remove(min(rows))  # The oldest: what is shown is exactly the newest thousand.
    return Found(
        query=query,
        places=tuple(place for place, _, _ in rows),
        has_more=has_more,
        kinds=_kinds(Counter(kind for _, kind, _ in rows)),
        years=_years(Counter(year_of(place) for place, _, _ in rows)),
    )


def hits(*, found: Found, places: Sequence[int]) -> list[Hit]:
    """The hits at some of the places that a search gave, in that order, marked. One query."""
    titles = {source.kind: source.title for source in search_sources()}
    marker = Marker(found.query)
    documents = SearchDocument.objects.defer("title_stem", "body_stem", "labels").in_bulk(list(places))
    return [
        Hit(
            kind_title=titles.get(document.kind, ""),
            url=document.url,
            title=marker.mark(document.title),
            excerpt=marker.excerpt(document.body),
            date=document.date,
            journal_number=marker.mark(document.journal_number),
        )
        for place in places
        if (document := documents.get(place)) is not None
    ]


def _kinds(counts: Counter[str]) -> tuple[Choice, ...]:
    titles = {source.kind: source.title for source in search_sources()}
    return tuple(Choice(kind, titles.get(kind, kind), count) for kind, count in counts.most_common())


def _years(counts: Counter[int | None]) -> tuple[Choice, ...]:
    years = sorted((year for year in counts if year is not None), reverse=True)
    return tuple(Choice(str(year), str(year), counts[year]) for year in years)


# --- SQL. What is typed only ever reaches the database as a parameter.

# PostgreSQL's planner does not know that a tsvector is kept beside its row and has to be fetched and unpacked before it
# can be compared: it would read the whole table for a rare word. With a dear comparison it takes the index for a rare
# word and the newest rows for a common one. The setting ends with the statement.
_BEFORE = {"sqlite": "", "postgresql": "set local cpu_operator_cost = 0.25; "}
_FIND = {
    "sqlite": "select rowid as id from search_index where search_index match %s{years} order by rowid desc limit %s",
    "postgresql": "select id from search_searchdocument where words @@ %s::tsquery{years} order by id desc limit %s",
}
_YEARS = {"sqlite": " and rowid >= %s and rowid < %s", "postgresql": " and id >= %s and id < %s"}
_TABLE = "search_searchdocument"
_COMPILE = {"sqlite": fts5, "postgresql": tsquery}
_COMPILE_ANY = {"sqlite": fts5_any, "postgresql": tsquery_any}
# Whether a row of what was found has a word whole. SQLite asks the index, no further back than what was found;
# PostgreSQL has the row at hand.
_HAS = {
    "sqlite": (
        "id in (select rowid from search_index where search_index match %s and rowid >= (select min(id) from found))"
    ),
    "postgresql": "words @@ %s::tsquery",
}
_HAS_IN_TITLE = {
    "sqlite": "instr(' ' || title_stem || ' ', %s) > 0",
    "postgresql": "strpos(' ' || title_stem || ' ', %s) > 0",
}


@dataclass
class _Score:
    """An SQL sum of what the terms are worth in a row, which both databases count alike."""

    vendor: str
    parts: list[str] = field(default_factory=list)
    parameters: list[str] = field(default_factory=list)

    def add(self, condition: str, text: str, worth: int) -> None:
        self.parts.append(f"case when {condition} then {worth} else 0 end")
        self.parameters.append(text)

    def add_term(self, term: Term) -> None:
        whole = [way for way in term.ways if not isinstance(way, Prefix)]
        if whole:
            self.add(_HAS[self.vendor], _COMPILE_ANY[self.vendor](whole), _WHOLE)
        for way in term.ways:
            match way:
                case Exact(token):
                    self.add(_HAS_IN_TITLE[self.vendor], f" {token} ", _TITLE_WHOLE)
                case Phrase(stems, last_is_prefix):
                    text = f" {' '.join(stems)}" + ("" if last_is_prefix else " ")
                    self.add(_HAS_IN_TITLE[self.vendor], text, _TITLE_WHOLE)
                case Prefix(token) if not token.startswith(TAIL):
                    self.add(_HAS_IN_TITLE[self.vendor], f" {token}", _TITLE_PART)


def _rows(query: Query, labels: list[list[str]], places: range | None) -> list[tuple[int, str, int]]:
    """Place, kind and score of the newest rows that match: one more than are shown, where there are more."""
    vendor = connection.vendor
    score = _Score(vendor)
    for term in query.terms:
        score.add_term(term)
    find = _FIND[vendor].format(years=_YEARS[vendor] if places is not None else "")
    bounds = (places.start, places.stop) if places is not None else ()
    # Column names and places for parameters alone: every value is a parameter.
    sql = f"""{_BEFORE[vendor]}
        with found as materialized ({find})
        select id, kind, {" + ".join(score.parts)} as score from {_TABLE} where id in (select id from found)
    """  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [_COMPILE[vendor](query, labels), *bounds, MOST_HITS + 1, *score.parameters])
        if _BEFORE[vendor]:
            cursor.nextset()
        return cursor.fetchall()
